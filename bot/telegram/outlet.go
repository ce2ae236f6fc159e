package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-telegram/bot/models"

	"dondoc/bot"
	"dondoc/bot/courier"
	"dondoc/bot/layout"
	"dondoc/reminders"
)

var (
	_ bot.Outlet       = (*Channel)(nil)
	_ reminders.Prober = (*Channel)(nil)
	_ reminders.Marker = (*Channel)(nil)
)

// part is a message that waits in the ledger. It outlives the program: fields are added, never renamed.
type part struct {
	HTML     string                       `json:"html"`
	Plain    string                       `json:"plain"`
	Keyboard *models.InlineKeyboardMarkup `json:"keyboard,omitempty"`
	Photo    []byte                       `json:"photo,omitempty"`
	File     *bot.File                    `json:"file,omitempty"`
	Thread   int                          `json:"thread,omitempty"`   // of the chat that it was made for
	ReplyTo  int                          `json:"reply_to,omitempty"` // likewise
}

func (p part) message() outgoing {
	return outgoing{html: p.HTML, plain: p.Plain, keyboard: p.Keyboard, photo: p.Photo, file: p.File}
}

// isMedia tells what is more than text.
func (p part) isMedia() bool { return len(p.Photo) > 0 || p.File != nil }

// Parts implements bot.Outlet: each part is one message within the limits of Telegram, the buttons under the last text.
func (c *Channel) Parts(r bot.Reply) ([][]byte, error) { return c.parts(address{}, r) }

// parts makes messages for a place; the first answers to what it names.
func (c *Channel) parts(to address, r bot.Reply) ([][]byte, error) {
	messages := render(r, c.say)
	if len(messages) == 0 {
		return nil, errors.New("telegram: make parts: there is nothing to see")
	}
	var parts [][]byte
	for _, m := range messages {
		raw, err := json.Marshal(part{m.html, m.plain, m.keyboard, m.photo, m.file, to.thread, to.replyTo})
		if err != nil {
			return nil, fmt.Errorf("telegram: make parts: %w", err)
		}
		parts = append(parts, raw)
		to.replyTo = 0
	}
	return parts, nil
}

// readPart takes a message from the ledger.
func readPart(raw []byte) (p part, err error) {
	if err := json.Unmarshal(raw, &p); err != nil || p.HTML == "" && !p.isMedia() {
		return part{}, errors.New("no message for Telegram")
	}
	return p, nil
}

// Repeated implements reminders.Marker: the mark stands on a line above the text or the caption. What is too long with
// it loses its markup and its end.
func (c *Channel) Repeated(raw []byte) ([]byte, error) {
	p, err := readPart(raw)
	if err != nil {
		return nil, fmt.Errorf("telegram: mark a repetition: %w", err)
	}
	mark, limit := c.say.repeated, maxUnits
	if p.isMedia() {
		limit = maxCaption
	}
	switch {
	case p.HTML == "":
		p.HTML, p.Plain = html.EscapeString(mark), mark
	case layout.Units(mark)+1+layout.Units(p.Plain) <= limit:
		p.HTML, p.Plain = html.EscapeString(mark)+"\n"+p.HTML, mark+"\n"+p.Plain
	default:
		p.Plain = layout.Shorten(mark+"\n"+p.Plain, limit)
		p.HTML = html.EscapeString(p.Plain)
	}
	if raw, err = json.Marshal(p); err != nil {
		return nil, fmt.Errorf("telegram: mark a repetition: %w", err)
	}
	return raw, nil
}

// SendPart implements bot.Outlet. It needs no Run. What Telegram refuses goes out again without markup, a photo without
// its picture, into a topic that is no more without the topic; nothing that may have arrived is sent twice.
func (c *Channel) SendPart(ctx context.Context, chat string, raw []byte) reminders.Outcome {
	id, ok := chatID(chat)
	if !ok {
		return reminders.Outcome{Kind: reminders.OutcomeRefused, Detail: "no chat of Telegram"}
	}
	p, err := readPart(raw)
	if err != nil {
		return reminders.Outcome{Kind: reminders.OutcomeRefused, Detail: err.Error()}
	}
	to, m := address{chat: id, thread: p.Thread, replyTo: p.ReplyTo}, p.message()
	outcome := c.try(ctx, to, m, false)
	if outcome.Kind == reminders.OutcomeRefused && to.thread != 0 && isAboutThread(outcome.Detail) {
		to.thread = 0
		outcome = c.try(ctx, to, m, false)
	}
	if outcome.Kind == reminders.OutcomeRefused && m.plain != "" {
		c.log.Warn("a message was refused and goes out without markup", "error", outcome.Detail)
		outcome = c.try(ctx, to, m, true)
	}
	if bare, ok := m.withoutPhoto(); ok && bare.plain != c.say.repeated && outcome.Kind == reminders.OutcomeRefused {
		outcome = c.try(ctx, to, bare, true)
	}
	return outcome
}

// Probe implements reminders.Prober.
func (c *Channel) Probe(ctx context.Context) error {
	_, err := c.client.getMe(ctx)
	return err
}

// try sends a message once.
func (c *Channel) try(ctx context.Context, to address, m outgoing, plain bool) reminders.Outcome {
	_, err := c.client.deliver(ctx, to, m, plain)
	return c.outcome(err)
}

// outcome says what came of a call that sends or changes a message, and counts it.
func (c *Channel) outcome(err error) reminders.Outcome {
	if err == nil {
		c.count.sent.Add(1)
		return reminders.Outcome{Kind: reminders.OutcomeSent}
	}
	var e *courier.Failure
	if !errors.As(err, &e) {
		return reminders.Outcome{Kind: reminders.OutcomeUnknown, Detail: "unknown"}
	}
	outcome := outcomeOf(e)
	outcome.Detail = e.Detail
	if outcome.Kind == reminders.OutcomeGone {
		c.count.refused.Add(1)
	}
	return outcome
}

// outcomeOf says what a failed call means for the message. What is not listed leaves open whether it went out.
func outcomeOf(e *courier.Failure) reminders.Outcome {
	var to movedTo
	switch {
	case errors.As(e.Cause, &to):
		return reminders.Outcome{Kind: reminders.OutcomeMoved, MovedTo: strconv.FormatInt(int64(to), 10)}
	case e.Unsent:
		return reminders.Outcome{Kind: reminders.OutcomeLater}
	}
	switch e.Code {
	case http.StatusTooManyRequests:
		return reminders.Outcome{Kind: reminders.OutcomeLater, Wait: e.Wait}
	case http.StatusForbidden:
		return reminders.Outcome{Kind: reminders.OutcomeGone}
	case http.StatusUnauthorized, http.StatusConflict, // nothing is wrong with the message
		http.StatusNotFound: // a wrong address, or a token that has not even the form of one
		return reminders.Outcome{Kind: reminders.OutcomeLater}
	}
	switch {
	case e.Rejected() && chatIsGone(e.Detail):
		return reminders.Outcome{Kind: reminders.OutcomeGone}
	case e.Rejected():
		return reminders.Outcome{Kind: reminders.OutcomeRefused}
	}
	return reminders.Outcome{Kind: reminders.OutcomeUnknown}
}

// goneSigns are descriptions of a 400 that are about the chat and not about the message.
var goneSigns = []string{
	"chat not found", "user not found", "peer_id_invalid", "chat_write_forbidden", "not enough rights", "have no rights",
	"need administrator rights", "chat was deactivated", "group chat was deleted", "user is deactivated", "chat_restricted",
}

func chatIsGone(detail string) bool {
	detail = strings.ToLower(detail)
	for _, sign := range goneSigns {
		if strings.Contains(detail, sign) {
			return true
		}
	}
	return false
}
