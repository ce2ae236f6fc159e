package zalo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"dondoc/bot"
	"dondoc/bot/courier"
	"dondoc/bot/intake"
	"dondoc/bot/layout"
	"dondoc/reminders"
)

var (
	_ intake.Channel   = (*Channel)(nil)
	_ bot.Outlet       = outlet{}
	_ reminders.Prober = outlet{}
	_ reminders.Marker = outlet{}
)

// outlet is a Channel for what nobody has asked for.
type outlet struct{ *Channel }

// Parts implements bot.Outlet.
func (o outlet) Parts(r bot.Reply) ([][]byte, error) { return o.Channel.Parts(intake.Place{}, r) }

// Outlet is the Channel for reminders. It is a reminders.Marker and a reminders.Prober, and needs no Run.
func (c *Channel) Outlet() bot.Outlet { return outlet{c} }

// Parts implements intake.Channel: each part is one message within the limits of the platform. It fails when there is
// nothing to see.
func (c *Channel) Parts(_ intake.Place, r bot.Reply) ([][]byte, error) {
	messages := render(r, c.cfg.PublicPicture)
	if len(messages) == 0 {
		return nil, errors.New("zalo: make parts: there is nothing to see")
	}
	var parts [][]byte
	for _, m := range messages {
		raw, err := json.Marshal(m)
		if err != nil {
			return nil, fmt.Errorf("zalo: make parts: %w", err)
		}
		parts = append(parts, raw)
	}
	return parts, nil
}

// readPart takes a message from a ledger.
func readPart(raw []byte) (p part, err error) {
	if err := json.Unmarshal(raw, &p); err != nil || p.Text == "" && p.Photo == "" {
		return part{}, errors.New("no message for Zalo")
	}
	return p, nil
}

// Repeated implements intake.Channel and reminders.Marker: the mark stands on a line above the text or the caption.
// What is too long with it loses its bold words and its end.
func (c *Channel) Repeated(raw []byte) ([]byte, error) {
	p, err := readPart(raw)
	if err != nil {
		return nil, fmt.Errorf("zalo: mark a repetition: %w", err)
	}
	mark := repeated + "\n"
	switch {
	case p.Text == "":
		p.Text = repeated
	case layout.Units(mark)+layout.Units(p.Text) <= maxUnits:
		p.Text = mark + p.Text
		p.Styles = shift(p.Styles, layout.Units(mark), layout.Units(p.Text))
	default:
		p.Text, p.Styles = layout.Shorten(mark+p.Text, maxUnits), nil
	}
	if raw, err = json.Marshal(p); err != nil {
		return nil, fmt.Errorf("zalo: mark a repetition: %w", err)
	}
	return raw, nil
}

// SendPart implements intake.Channel and bot.Outlet. What the platform refuses goes out again without bold words, a
// photo without its picture; nothing that may have arrived is sent twice. It waits until Spacing has passed since the
// last message to the chat.
func (c *Channel) SendPart(ctx context.Context, chat string, raw []byte) reminders.Outcome {
	p, err := readPart(raw)
	switch {
	case err != nil:
		return reminders.Outcome{Kind: reminders.OutcomeRefused, Detail: err.Error()}
	case chat == "":
		return reminders.Outcome{Kind: reminders.OutcomeRefused, Detail: "no chat of Zalo"}
	}
	outcome := c.try(ctx, chat, p)
	if p.Photo != "" && p.Text != "" && p.Text != repeated && outcome.Kind == reminders.OutcomeRefused {
		c.log.Warn("a picture was refused: its text goes out alone", "error", outcome.Detail)
		p.Photo = ""
		outcome = c.try(ctx, chat, p)
	}
	if p.Photo == "" && len(p.Styles) > 0 && outcome.Kind == reminders.OutcomeRefused {
		c.log.Warn("a message was refused and goes out without bold words", "error", outcome.Detail)
		p.Styles = nil
		outcome = c.try(ctx, chat, p)
	}
	return outcome
}

// Typing implements intake.Channel.
func (c *Channel) Typing(ctx context.Context, to intake.Place) error {
	return c.client.sendTyping(ctx, to.Chat)
}

// Probe implements reminders.Prober.
func (c *Channel) Probe(ctx context.Context) error {
	_, err := c.client.getMe(ctx)
	return err
}

// try sends a message once, and counts it if it has arrived or may have.
func (c *Channel) try(ctx context.Context, chat string, p part) reminders.Outcome {
	if !c.pace.wait(ctx, chat) {
		return reminders.Outcome{Kind: reminders.OutcomeLater, Detail: "stopped before it was sent"}
	}
	var err error
	if p.Photo != "" {
		err = c.client.sendPhoto(ctx, chat, p.Photo, p.Text)
	} else {
		err = c.client.sendMessage(ctx, chat, p.Text, p.Styles)
	}
	outcome := reminders.Outcome{Kind: reminders.OutcomeSent}
	if err != nil {
		outcome = c.outcomeOf(err)
	}
	switch outcome.Kind {
	case reminders.OutcomeSent:
		c.count.sent.Add(1)
		c.quota.count(ctx)
	case reminders.OutcomeUnknown:
		c.quota.count(ctx)
	case reminders.OutcomeGone:
		c.count.refused.Add(1)
	}
	if courier.Coded(err, codeQuota) {
		c.quota.usedUp(ctx)
	}
	return outcome
}

// outcomeOf says what a failed call means for the message. What is not listed leaves open whether it went out.
func (c *Channel) outcomeOf(err error) reminders.Outcome {
	var e *courier.Failure
	if !errors.As(err, &e) {
		return reminders.Outcome{Kind: reminders.OutcomeUnknown, Detail: "unknown"}
	}
	o := reminders.Outcome{Kind: reminders.OutcomeUnknown, Detail: e.Detail}
	switch {
	case e.Code == codeQuota:
		o.Kind, o.Wait = reminders.OutcomeLater, c.quota.untilTomorrow()
	case e.Code == http.StatusForbidden:
		o.Kind = reminders.OutcomeGone
	case e.Unsent, courier.Coded(e, http.StatusUnauthorized, codeTooOften): // nothing is wrong with the message
		o.Kind = reminders.OutcomeLater
	case faulty(e):
		o.Kind = reminders.OutcomeRefused
	}
	return o
}
