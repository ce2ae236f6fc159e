package intake

import (
	"context"
	"errors"

	"dondoc/reminders"
)

const (
	maxFloods  = 3 // waits in a row that the channel asked for before an answer is given up
	maxUnknown = 3 // tries of a part, after the first, while nobody knows whether it arrived
)

// send brings the outbox out from where it stopped; false means that the job has to wait, or is another's.
func (w *worker) send(ctx context.Context, j *job) (verdict, bool) {
	for j.sent < len(j.outbox) {
		if v, ok := w.begin(ctx, j); !ok {
			return v, false
		}
		outcome := w.sendOne(ctx, j)
		if outcome.Kind == reminders.OutcomeSent {
			j.sent++
			j.floods, j.unknown, j.draft = 0, 0, ""
			j.retry.reset()
			w.count.sent.Add(1)
			continue
		}
		if ctx.Err() != nil {
			return verdict{wait: maxPause}, false // the program stops: the update stays pending
		}
		if v, again := w.notSent(j, outcome); !again {
			return v, j.closed
		}
	}
	return verdict{}, true
}

// begin notes in the Inbox, once, that an answer goes out.
func (w *worker) begin(ctx context.Context, j *job) (verdict, bool) {
	if j.begun {
		return verdict{}, true
	}
	switch err := w.inbox.Begin(ctx, w.claim, j.update.Key); {
	case errors.Is(err, ErrLost):
		w.count.lost.Add(1)
		return verdict{done: true, lost: true}, false
	case err != nil:
		w.log.Error("an answer could not be begun", "error", err)
		return verdict{wait: j.retry.next()}, false
	}
	j.begun = true
	j.retry.reset()
	return verdict{}, true
}

func (w *worker) sendOne(ctx context.Context, j *job) reminders.Outcome {
	part := j.outbox[j.sent]
	if d, ok := w.channel.(Drafter); ok && j.draft != "" {
		return d.ReplaceDraft(ctx, j.to, j.draft, part)
	}
	return w.channel.SendPart(ctx, j.to.Chat, part)
}

// notSent decides: again at once, later (the verdict), or, with the job closed, never.
func (w *worker) notSent(j *job, o reminders.Outcome) (v verdict, again bool) {
	switch o.Kind {
	case reminders.OutcomeLater:
		if o.Wait <= 0 { // out of reach: as long as it takes
			return verdict{wait: j.retry.next()}, false
		}
		if j.floods++; j.floods <= maxFloods {
			return verdict{wait: o.Wait}, false
		}
	case reminders.OutcomeUnknown:
		if j.unknown++; j.unknown <= maxUnknown && w.markUnknown(j) {
			return verdict{wait: j.retry.next()}, false
		}
	case reminders.OutcomeMoved:
		if !j.moved && o.MovedTo != "" {
			w.move(j, o.MovedTo)
			return verdict{}, true
		}
	case reminders.OutcomeGone:
		w.log.Debug("a chat does not want messages any more", "error", o.Detail)
		w.count.refused.Add(1)
		j.closed = true
		return verdict{}, false
	case reminders.OutcomeRefused:
		if j.draft != "" { // it may be too old to be changed, or deleted
			j.draft = ""
			return verdict{}, true
		}
	}
	w.log.Error("an answer could not be sent and is given up", "error", o.Detail)
	w.count.givenUp.Add(1)
	j.closed = true
	return verdict{}, false
}

// markUnknown marks the part at hand, once, as one that may have arrived. What takes the place of a draft needs no mark:
// it arrives once, however often it is tried.
func (w *worker) markUnknown(j *job) bool {
	if j.draft != "" || j.unknown > 1 || j.update.Begun {
		return true
	}
	marked, err := w.channel.Repeated(j.outbox[j.sent])
	if err != nil {
		w.log.Error("a repetition could not be marked", "error", err)
		return false
	}
	j.outbox[j.sent] = marked
	return true
}

// move follows the chat. Messages, topics and drafts of the old one do not exist there.
func (w *worker) move(j *job, chat string) {
	j.moved, j.draft = true, ""
	j.to = Place{Chat: chat}
	again, err := w.parts(j)
	if err == nil && len(again) == len(j.outbox) {
		j.outbox = again
	}
}
