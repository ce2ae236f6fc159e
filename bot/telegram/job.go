package telegram

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"dondoc/bot"
)

const (
	maxFailures     = 3  // of the Handler, for one update
	maxServerErrors = 10 // of sendMessage, for one update; a broken network does not count
	answerTimeout   = 2 * time.Minute
)

// job is an update under way. It is touched by one worker at a time and remembers how far it
// came, so that a turn after a wait neither asks nor sends anything twice.
type job struct {
	update  Update
	request request
	asked   time.Time // when it was taken up: a button press carries no time

	answered bool // outbox is filled
	outbox   []outgoing
	sent     int // how many of outbox are out
	to       address
	closed   bool // nothing more to send: only the mark is missing

	panics, failures, floods, serverErrors int
	moved, plain                           bool
	retry                                  backoff
}

// worker carries jobs through their turns.
type worker struct {
	client  *client
	handler Handler
	inbox   Inbox
	say     phrases
	log     *slog.Logger
	count   *counters
}

// turn brings a job as far as it goes without waiting. It recovers from panics: the user gets an
// apology, and the update is handled.
func (w *worker) turn(ctx context.Context, j *job) (v verdict) {
	defer func() {
		if p := recover(); p != nil {
			v = w.panicked(j, p)
		}
	}()
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
	return w.mark(ctx, j)
}

// panicked logs where it happened but not the panic's value, which may quote the question.
func (w *worker) panicked(j *job, p any) verdict {
	j.panics++
	w.count.panics.Add(1)
	w.log.Error("handling a Telegram update panicked", "update", j.update.ID, "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
	w.log.Debug("the value of the panic", "update", j.update.ID, "value", w.client.redact.text(fmt.Sprint(p)))
	switch j.panics {
	case 1:
		w.replyWith(j, w.say.panicked)
	case 2: // even the apology panics
		j.closed = true
	default: // even the mark does: the update stays pending for the next run
		return verdict{done: true}
	}
	return verdict{}
}

// replyWith replaces whatever was to be sent by one line of the channel's own.
func (w *worker) replyWith(j *job, text string) {
	j.outbox, j.sent, j.answered = []outgoing{plainMessage(text)}, 0, true
}

// answer fills the outbox.
func (w *worker) answer(ctx context.Context, j *job) (verdict, bool) {
	switch j.request.purpose {
	case nothing:
		j.closed = true
		return verdict{}, true
	case notText:
		if j.request.message.File == "" {
			w.replyWith(j, w.say.textOnly)
			return verdict{}, true
		}
	}
	replies, err := w.ask(ctx, j)
	if ctx.Err() != nil && err != nil {
		return verdict{wait: maxPause}, false // the program stops: the update stays pending
	}
	if err != nil {
		return w.handlerFailed(j, err)
	}
	if len(replies) == 0 && j.request.purpose == notText {
		w.replyWith(j, w.say.textOnly)
		return verdict{}, true
	}
	for _, r := range replies {
		j.outbox = append(j.outbox, render(r, w.say)...)
	}
	j.answered = true
	j.retry.reset()
	return verdict{}, true
}

func (w *worker) ask(ctx context.Context, j *job) ([]bot.Reply, error) {
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	stopTyping := w.typeWhile(ctx, j.to)
	defer stopTyping()
	message := j.request.message
	message.At = j.asked
	return w.handler.Handle(ctx, message)
}

func (w *worker) handlerFailed(j *job, err error) (verdict, bool) {
	j.failures++
	w.log.Warn("an answer failed", "update", j.update.ID, "failures", j.failures, "error", w.client.redact.text(err.Error()))
	if j.failures < maxFailures {
		return verdict{wait: j.retry.next()}, false
	}
	w.log.Error("a Telegram update is given up", "update", j.update.ID, "failures", j.failures)
	w.count.givenUp.Add(1)
	w.replyWith(j, w.say.failed)
	return verdict{}, true
}

// mark ends the update in the inbox, however long the database takes to come back.
func (w *worker) mark(ctx context.Context, j *job) verdict {
	j.closed = true
	if err := w.inbox.MarkHandled(ctx, j.update.ID); err != nil {
		w.log.Error("a handled Telegram update could not be marked", "update", j.update.ID, "error", w.client.redact.text(err.Error()))
		return verdict{wait: j.retry.next()}
	}
	w.count.handled.Add(1)
	return verdict{done: true}
}
