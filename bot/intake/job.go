package intake

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"dondoc/bot"
	"dondoc/knowledge"
)

const (
	maxFailures   = 3 // of the Handler, for one update
	answerTimeout = 2 * time.Minute
)

// job is an update under way. It is touched by one worker at a time and remembers how far it came, so that a turn after
// a wait neither asks nor sends anything twice.
type job struct {
	update  Update
	request Request
	at      time.Time // when it was taken up

	arrival       int64 // counts up; with started and lost, of the queue
	started, lost bool

	completed bool   // request is whole
	answered  bool   // outbox is filled
	begun     bool   // the Inbox knows that an answer goes out
	closed    bool   // nothing more to send: only the Inbox has to be told
	draft     string // id of the draft that stands; "" for none

	outbox  [][]byte
	sent    int         // how many of outbox are out
	replies []bot.Reply // what outbox was made of
	to      Place
	moved   bool

	panics, failures, floods, unknown int
	retry                             backoff
}

// worker carries jobs through their turns.
type worker struct {
	claim   Claim
	channel Channel
	handler Handler
	inbox   Inbox
	say     phrases
	log     *slog.Logger
	count   *counters
}

// turn brings a job as far as it goes without waiting. It recovers from panics: the user gets an apology, and the update
// is handled.
func (w *worker) turn(ctx context.Context, j *job) (v verdict) {
	defer func() {
		if p := recover(); p != nil {
			v = w.panicked(j, p)
		}
	}()
	if j.lost {
		w.count.lost.Add(1)
		return verdict{done: true, lost: true}
	}
	if !j.answered && !j.closed {
		if rest, ok := w.answer(ctx, j); !ok {
			return rest
		}
	}
	if !j.closed {
		if rest, ok := w.send(ctx, j); !ok {
			return rest
		}
	}
	return w.end(ctx, j)
}

// panicked logs where it happened but not the panic's value, which may quote the question.
func (w *worker) panicked(j *job, p any) verdict {
	j.panics++
	w.count.panics.Add(1)
	w.log.Error("handling an update panicked", "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
	switch j.panics {
	case 1:
		if w.guarded("apologize", func() error { w.apologize(j, w.say.panicked); return nil }) != nil {
			j.closed = true
		}
	case 2: // even the apology panics
		j.closed = true
	default: // even telling the Inbox does: the update stays for the next run
		return verdict{done: true}
	}
	return verdict{}
}

// guarded turns a panic into an error.
func (w *worker) guarded(action string, do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			w.count.panics.Add(1)
			w.log.Error("a channel panicked", "action", action, "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			err = errors.New("intake: " + action + ": panic")
		}
	}()
	return do()
}

// answer fills the outbox.
func (w *worker) answer(ctx context.Context, j *job) (verdict, bool) {
	if !j.request.Wanted && j.request.Instead == "" {
		j.closed = true
		return verdict{}, true
	}
	replies, err := w.ask(ctx, j)
	if ctx.Err() != nil && err != nil {
		return verdict{wait: maxPause}, false // the program stops: the update stays pending
	}
	if err != nil {
		return w.handlerFailed(j, err)
	}
	if len(replies) == 0 && j.request.Instead != "" {
		replies = []bot.Reply{plain(j.request.Instead)}
	}
	w.fill(j, replies)
	return verdict{}, true
}

// ask completes the request and hands it to the Handler, with what shows people that it works.
func (w *worker) ask(ctx context.Context, j *job) ([]bot.Reply, error) {
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	if j.request.Wanted {
		defer w.typeWhile(ctx, j.to)()
	}
	if !j.completed {
		whole, err := w.channel.Complete(ctx, j.request)
		if err != nil {
			return nil, err
		}
		j.request, j.to, j.completed = whole, whole.To, true
	}
	if !j.request.Wanted {
		return nil, nil
	}
	message := j.request.Message
	if message.At.IsZero() {
		message.At = j.at
	}
	offer, stop := w.draftWhile(ctx, j.to, j.draft)
	defer func() { j.draft = stop() }()
	message.Draft = offer
	return w.handler.Handle(ctx, message)
}

func (w *worker) handlerFailed(j *job, err error) (verdict, bool) {
	j.failures++
	w.log.Warn("an answer failed", "failures", j.failures, "error", err)
	if j.failures < maxFailures {
		return verdict{wait: j.retry.next()}, false
	}
	w.log.Error("an update is given up", "failures", j.failures)
	w.count.givenUp.Add(1)
	w.apologize(j, w.say.failed)
	return verdict{}, true
}

// apologize replaces whatever was to be sent by one line.
func (w *worker) apologize(j *job, text string) { w.fill(j, []bot.Reply{plain(text)}) }

// fill makes the outbox. What cannot be made into messages is given up.
func (w *worker) fill(j *job, replies []bot.Reply) {
	j.answered, j.sent, j.replies, j.outbox = true, 0, replies, nil
	j.floods, j.unknown = 0, 0
	j.retry.reset()
	outbox, err := w.parts(j)
	if err != nil {
		w.log.Error("an answer could not be made into messages and is given up", "error", err)
		w.count.givenUp.Add(1)
		j.closed = true
	}
	j.outbox = outbox
}

// parts makes messages of the replies; only the first hangs on what it answers.
func (w *worker) parts(j *job) ([][]byte, error) {
	var parts [][]byte
	to := j.to
	for _, r := range j.replies {
		more, err := w.channel.Parts(to, r)
		if err != nil {
			return nil, err
		}
		to.ReplyTo = ""
		parts = append(parts, more...)
	}
	if !j.update.Begun {
		return parts, nil
	}
	for i := range parts {
		marked, err := w.channel.Repeated(parts[i])
		if err != nil {
			return nil, err
		}
		parts[i] = marked
	}
	return parts, nil
}

func plain(text string) bot.Reply { return bot.Reply{Text: knowledge.Text{{{Text: text}}}} }

// end tells the Inbox, however long the database takes to come back.
func (w *worker) end(ctx context.Context, j *job) verdict {
	j.closed = true
	if err := w.inbox.Done(ctx, w.claim.Channel, j.update.Key); err != nil {
		w.log.Error("a handled update could not be ended", "error", err)
		return verdict{wait: j.retry.next()}
	}
	w.count.handled.Add(1)
	return verdict{done: true}
}
