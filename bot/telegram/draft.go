package telegram

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"dondoc/bot"
	"dondoc/bot/courier"
	"dondoc/bot/intake"
	"dondoc/reminders"
)

// groupPause lies between two changes of a draft in a group: edits count like messages, of which a group takes 20 a
// minute.
const groupPause = 3 * time.Second

// ShowDraft implements intake.Drafter. What comes too soon in a group, or while Telegram wants to be left alone, is
// skipped: another draft or the answer will follow.
func (l line) ShowDraft(ctx context.Context, to intake.Place, id string, r bot.Reply) (string, error) {
	at, ok := addressIn(to)
	if !ok {
		return id, errors.New("telegram: show a draft: no chat of Telegram")
	}
	if !l.drafts.allowed(at.chat, id != "") {
		return id, nil
	}
	r.Choices, r.Picture, r.File = nil, nil, nil
	parts, err := l.Parts(to, r)
	if err != nil {
		return id, err
	}
	p, err := readPart(parts[0])
	if err != nil {
		return id, err
	}
	if message, _ := strconv.Atoi(id); message != 0 {
		err = l.client.edit(ctx, at.chat, message, p.message())
	} else {
		message, err = l.client.deliver(ctx, at, p.message(), false)
		if message != 0 {
			id = strconv.Itoa(message)
		}
	}
	l.drafts.shown(at.chat, err)
	return id, err
}

// ReplaceDraft implements intake.Drafter. A picture or a file cannot take the place of a text, and a message that is too
// old cannot be changed: then the draft is taken away and OutcomeRefused says that the part has to be sent.
func (l line) ReplaceDraft(ctx context.Context, to intake.Place, id string, raw []byte) reminders.Outcome {
	at, ok := addressIn(to)
	message, err := strconv.Atoi(id)
	p, bad := readPart(raw)
	if !ok || err != nil || bad != nil {
		return reminders.Outcome{Kind: reminders.OutcomeRefused, Detail: "no draft of Telegram"}
	}
	outcome := reminders.Outcome{Kind: reminders.OutcomeRefused, Detail: "more than text"}
	if !p.isMedia() {
		outcome = l.outcome(l.client.edit(ctx, at.chat, message, p.message()))
	}
	if outcome.Kind == reminders.OutcomeRefused {
		if err := l.client.remove(ctx, at.chat, message); err != nil {
			l.log.Debug("a draft could not be taken away", "error", err)
		}
	}
	if outcome.Kind != reminders.OutcomeLater && outcome.Kind != reminders.OutcomeUnknown {
		l.drafts.forget(at.chat)
	}
	return outcome
}

// drafts knows when each chat may see a draft again. The zero value is ready.
type drafts struct {
	mu    sync.Mutex
	after map[int64]time.Time
}

// maxDrafts bounds the chats that are remembered: with more, some drafts may be changed too often, and refused.
const maxDrafts = 1000

// allowed tells whether a draft may be shown now. The first one of an answer need not wait for the pause between edits.
func (d *drafts) allowed(chat int64, edit bool) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	until, ok := d.after[chat]
	return !ok || !time.Now().Before(until) || !edit && chat < 0 && time.Until(until) <= groupPause
}

// shown notes what came of a try.
func (d *drafts) shown(chat int64, err error) {
	wait := time.Duration(0)
	if chat < 0 {
		wait = groupPause
	}
	var e *courier.Failure
	if errors.As(err, &e) {
		wait = max(wait, e.Wait)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.after == nil || len(d.after) >= maxDrafts {
		d.after = make(map[int64]time.Time)
	}
	delete(d.after, chat)
	if wait > 0 {
		d.after[chat] = time.Now().Add(wait)
	}
}

func (d *drafts) forget(chat int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.after, chat)
}
