package zalooa

import (
	"context"
	"errors"
	"time"

	"dondoc/bot"
	"dondoc/bot/courier"
	"dondoc/reminders"
)

const (
	freeFor     = 48 * time.Hour
	chargedFor  = 7 * 24 * time.Hour
	closesEarly = 5 * time.Minute // for the first part of a reminder: the others are to fit in
)

// outlet is the Channel for messages that nobody asked for.
type outlet struct{ *Channel }

var (
	_ bot.Outlet       = outlet{}
	_ reminders.Prober = outlet{}
	_ reminders.Marker = outlet{}
)

// Outlet is where reminders go out. It needs no Run, but then renews tokens only when it sends.
func (c *Channel) Outlet() bot.Outlet { return outlet{c} }

// Probe implements reminders.Prober: without an access token nothing can go out.
func (c *Channel) Probe(ctx context.Context) error {
	_, _, err := c.keeper.access(ctx)
	return err
}

// SendPart implements intake.Channel and bot.Outlet.
func (c *Channel) SendPart(ctx context.Context, chat string, raw []byte) reminders.Outcome {
	if !isUser(chat) {
		return reminders.Outcome{Kind: reminders.OutcomeRefused, Detail: "no user of the Zalo Official Account"}
	}
	p, err := readPart(raw)
	if err != nil {
		return reminders.Outcome{Kind: reminders.OutcomeRefused, Detail: err.Error()}
	}
	open, follows := c.window(ctx, chat, p)
	if !open {
		return c.outside(ctx, chat, p, follows)
	}
	outcome, closed := c.consult(ctx, chat, p)
	if closed {
		return c.outside(ctx, chat, p, follows)
	}
	return outcome
}

// window tells whether a message may go out now, by when the user was last heard of. When that cannot be found out
// Zalo decides; of a user never heard of too, but not for reminders: they might cost.
func (c *Channel) window(ctx context.Context, user string, p part) (open, follows bool) {
	last, follows, err := c.users.LastSeen(ctx, user)
	if err != nil {
		c.log.Warn("it could not be looked up when a user was last heard of", "error", err)
		return true, true
	}
	if last.IsZero() {
		return !p.reminder(), follows
	}
	limit := freeFor
	if c.cfg.Charged {
		limit = chargedFor
	}
	if p.Template != nil {
		limit -= closesEarly
	}
	return c.cfg.Now().Sub(last) < limit, follows
}

// consult sends a consultation message, without its picture if that is not taken. closed means that nothing was sent,
// as the window is closed.
func (c *Channel) consult(ctx context.Context, user string, p part) (o reminders.Outcome, closed bool) {
	picture := ""
	if len(p.Photo) > 0 {
		err := c.withToken(ctx, func(token string) (err error) {
			picture, err = c.client.upload(ctx, p.Photo, token)
			return err
		})
		if err != nil {
			c.log.Warn("a picture could not be uploaded and is left out", "error", err)
			if p.Text == "" {
				return c.judge(ctx, err, false), meaningIn(err).outside
			}
		}
	}
	send := func(picture string) error {
		body := consultBody(user, p.Text, picture)
		return c.withToken(ctx, func(token string) error {
			return c.client.postJSON(ctx, "send a message", "/v3.0/oa/message/cs", body, token)
		})
	}
	err := send(picture)
	if picture != "" && p.Text != "" && c.judgement(err, false).kind == reminders.OutcomeRefused && !meaningIn(err).outside {
		c.log.Warn("a message was refused and goes out without its picture", "error", err)
		err = send("")
	}
	return c.judge(ctx, err, false), meaningIn(err).outside
}

// consultBody is a consultation message; picture is the id of an uploaded one, "" for none.
func consultBody(user, text, picture string) map[string]any {
	message := map[string]any{}
	if text != "" {
		message["text"] = text
	}
	if picture != "" {
		message["attachment"] = map[string]any{"type": "template", "payload": map[string]any{
			"template_type": "media",
			"elements":      []any{map[string]any{"media_type": "image", "attachment_id": picture}},
		}}
	}
	return map[string]any{"recipient": map[string]any{"user_id": user}, "message": message}
}

// outside sends what may go out when the window is closed.
func (c *Channel) outside(ctx context.Context, user string, p part, follows bool) reminders.Outcome {
	switch {
	case !follows:
		c.count.gone.Add(1)
		return reminders.Outcome{Kind: reminders.OutcomeGone, Detail: "does not follow any more"}
	case p.More && c.cfg.TemplateID != "":
		c.count.leftOut.Add(1)
		c.log.Info("a further part of a reminder is left out: its template message stands for it")
		return reminders.Outcome{Kind: reminders.OutcomeSent, Detail: "left out, the template message stands for it"}
	case p.Template == nil || c.cfg.TemplateID == "":
		c.count.outside.Add(1)
		return reminders.Outcome{Kind: reminders.OutcomeRefused, Detail: c.say["outside"]}
	}
	body := map[string]any{"user_id": user, "template_id": c.cfg.TemplateID, "template_data": p.Template}
	err := c.withToken(ctx, func(token string) error {
		return c.client.postJSON(ctx, "send a template message", "/v3.0/oa/message/template", body, token)
	})
	if err == nil {
		c.count.templates.Add(1)
	}
	return c.judge(ctx, err, true)
}

// withToken makes a call with an access token; with a new one if Zalo does not take the first.
func (c *Channel) withToken(ctx context.Context, do func(token string) error) error {
	token, serial, err := c.keeper.access(ctx)
	if err != nil {
		return c.unauthorised(err)
	}
	err = do(token)
	if !courier.Coded(err, tokenCodes...) {
		return err
	}
	h, renewal := c.keeper.renew(ctx, serial)
	switch {
	case renewal != nil:
		return c.unauthorised(renewal)
	case h.serial == serial:
		return err
	}
	return do(h.Access)
}

// unauthorised is a call that was not made for want of a token.
func (c *Channel) unauthorised(cause error) error {
	e := &courier.Failure{Call: named("get a token"), Unsent: true, Detail: c.say["unauthorised"], Cause: courier.ContextCause(cause)}
	if errors.Is(cause, ErrConsent) {
		e.Wait = halfHour.from(c.cfg.Now())
	}
	return e
}

func meaningIn(err error) meaning {
	var e *courier.Failure
	if errors.As(err, &e) && e.Code != 0 {
		return meaningOf(e.Code, false)
	}
	return meaning{}
}

// judgement is what the end of a call means for the message, without telling anybody.
func (c *Channel) judgement(err error, template bool) meaning {
	var e *courier.Failure
	switch {
	case err == nil:
		return meaning{kind: reminders.OutcomeSent}
	case !errors.As(err, &e):
		return meaning{kind: reminders.OutcomeUnknown}
	case e.Unsent:
		return meaning{kind: reminders.OutcomeLater}
	case e.Code != 0:
		return meaningOf(e.Code, template)
	}
	return meaning{kind: reminders.OutcomeUnknown}
}

// judge makes an Outcome of it, counts, and raises the alarm if need be.
func (c *Channel) judge(ctx context.Context, err error, template bool) reminders.Outcome {
	m := c.judgement(err, template)
	o := reminders.Outcome{Kind: m.kind, Wait: m.wait.from(c.cfg.Now())}
	var e *courier.Failure
	if errors.As(err, &e) {
		o.Detail, o.Wait = e.Detail, max(o.Wait, e.Wait)
		if c.keeper.bell.ring(ctx, m.alarm, e.Code) {
			c.log.Error("the Official Account cannot send: somebody must look after it", "code", e.Code)
		}
	}
	switch m.kind {
	case reminders.OutcomeSent:
		c.count.sent.Add(1)
	case reminders.OutcomeGone:
		c.count.gone.Add(1)
	case reminders.OutcomeRefused:
		c.count.refused.Add(1)
	}
	return o
}
