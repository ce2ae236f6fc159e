package telegram

import (
	"context"
	"errors"
	"strings"
)

const maxFloods = 3 // 429s in a row before a message is given up

// send brings the outbox out from where it stopped; false means that the job has to wait.
func (w *worker) send(ctx context.Context, j *job) (verdict, bool) {
	for j.sent < len(j.outbox) {
		to := j.to
		if j.sent > 0 {
			to.replyTo = 0
		}
		err := w.client.deliver(ctx, to, j.outbox[j.sent], j.plain)
		if err == nil {
			j.sent++
			j.floods, j.serverErrors, j.plain = 0, 0, false
			j.retry.reset()
			w.count.sent.Add(1)
			continue
		}
		if ctx.Err() != nil {
			return verdict{wait: maxPause}, false // the program stops: the update stays pending
		}
		if v, again := w.sendFailed(j, err); !again {
			return v, j.closed
		}
	}
	return verdict{}, true
}

// sendFailed decides: again at once, later (the verdict), or, with the job closed, never.
func (w *worker) sendFailed(j *job, err error) (v verdict, again bool) {
	var e *callError
	if !errors.As(err, &e) {
		e = &callError{kind: failedServer, detail: "unknown"}
	}
	switch e.kind {
	case failedNetwork, failedToken, failedConflict: // the poll meets a wrong token too, and ends the run
		return verdict{wait: j.retry.next()}, false
	case failedFlood:
		if j.floods++; j.floods <= maxFloods {
			return verdict{wait: e.wait}, false
		}
	case failedServer:
		if j.serverErrors++; j.serverErrors < maxServerErrors {
			return verdict{wait: j.retry.next()}, false
		}
	case failedMoved:
		if !j.moved {
			j.moved = true
			j.to = address{chat: e.movedTo} // message and topic ids do not move along
			return verdict{}, true
		}
	case failedForbidden:
		w.log.Debug("a chat does not want messages any more", "update", j.update.ID, "error", e.detail)
		w.count.refused.Add(1)
		j.closed = true
		return verdict{}, false
	case failedRequest:
		if !j.plain {
			w.log.Warn("a message was refused and goes out without markup", "update", j.update.ID, "error", e.detail)
			j.plain = true
			j.dropThread(e.detail)
			return verdict{}, true
		}
		if bare, ok := j.outbox[j.sent].withoutPhoto(); ok {
			j.outbox[j.sent] = bare
			return verdict{}, true
		}
	}
	w.log.Error("an answer could not be sent and is given up", "update", j.update.ID, "error", e.detail)
	w.count.givenUp.Add(1)
	j.closed = true
	return verdict{}, false
}

// dropThread leaves a topic that was closed or deleted in the meantime.
func (j *job) dropThread(detail string) {
	detail = strings.ToLower(detail)
	if strings.Contains(detail, "thread") || strings.Contains(detail, "topic") {
		j.to.thread = 0
	}
}
