package telegram

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/layout"
	"dondoc/knowledge"
)

var (
	_ intake.Channel = line{}
	_ intake.Drafter = line{}
)

// line is the Channel as an Intake sees it: its Parts know a place, those of a bot.Outlet do not.
type line struct{ *Channel }

// Read implements intake.Channel.
func (l line) Read(u intake.Update) (intake.Request, error) {
	who := l.me.Load()
	if who == nil {
		return intake.Request{}, errNotReady
	}
	decoded, _, err := decode(u.Payload)
	if err != nil {
		return intake.Request{}, err
	}
	r := reader{me: *who, client: l.client, say: l.say, voice: l.cfg.Transcriber != nil}
	request := r.read(&decoded)
	if m := decoded.Message; m != nil && m.MediaGroupID != "" && m.Document == nil && !l.albums.first(m.MediaGroupID, u.Key) {
		return intake.Request{}, nil // one answer for an album of photos
	}
	if m := decoded.Message; m != nil { // Telegram tells seconds: the id keeps two of one second apart
		request.Message.At = intake.Sent(int64(m.Date)*1000 + u.Order%1000)
	}
	if at := request.Message.Chat.ID; at != "" && u.Chat != "" && at != u.Chat { // the group has moved since: topics do not move along
		request.Message.Chat.ID, request.To.Chat, request.To.Thread = u.Chat, u.Chat, ""
	}
	return request, nil
}

// Prepare implements intake.Channel: it stops the button's spinner at once, while the answer may still have to queue. A
// press from before a restart is "too old" by then, which does not matter.
func (l line) Prepare(ctx context.Context, r intake.Request) {
	press := readHook(r.To.ReplyTo).Press
	if press == "" {
		return
	}
	if err := l.client.answerCallback(ctx, press); err != nil {
		l.log.Debug("a button press could not be acknowledged", "error", err)
	}
}

// maxHeard is how much of what was understood is shown above the answer, in UTF-16 units.
const maxHeard = 300

// Complete implements intake.Channel: speech becomes the text of the message, and the answer will say what was heard.
func (l line) Complete(ctx context.Context, r intake.Request) (intake.Request, error) {
	h := readHook(r.To.ReplyTo)
	if !h.Voice || r.Message.Attachment == nil || l.cfg.Transcriber == nil {
		return r, nil
	}
	text, err := l.transcribe(ctx, r.Message.Attachment)
	switch {
	case errors.Is(err, ErrTooLarge):
		r.Wanted, r.Instead = false, l.say.voiceLarge
	case err != nil:
		return r, fmt.Errorf("telegram: transcribe a voice message: %s", l.client.http.Redact(err.Error()))
	case !layout.Visible(text):
		r.Wanted, r.Instead = false, l.say.voiceEmpty
	default:
		r.Message.Text = text
		h.Heard = layout.Shorten(text, maxHeard)
	}
	r.Message.Attachment = nil
	h.Voice = false
	r.To.ReplyTo = h.text()
	return r, nil
}

func (l line) transcribe(ctx context.Context, a *bot.Attachment) (string, error) {
	audio, err := a.Open(ctx)
	if err != nil {
		return "", err
	}
	defer audio.Close()
	text, err := l.cfg.Transcriber.Transcribe(ctx, a.Name, audio)
	return strings.Join(strings.Fields(layout.Clean(text)), " "), err
}

// Parts implements intake.Channel. The first part answers to the message, and says what was heard of a voice message.
func (l line) Parts(to intake.Place, r bot.Reply) ([][]byte, error) {
	at, ok := addressIn(to)
	if !ok {
		return nil, errors.New("telegram: make parts: no chat of Telegram")
	}
	if heard := readHook(to.ReplyTo).Heard; heard != "" {
		said := knowledge.Line{{Text: fmt.Sprintf(l.say.heard, heard)}}
		r.Text = append(knowledge.Text{said, nil}, r.Text...)
	}
	return l.parts(at, r)
}

// Typing implements intake.Channel.
func (l line) Typing(ctx context.Context, to intake.Place) error {
	at, ok := addressIn(to)
	if !ok {
		return nil
	}
	return l.client.sendTyping(ctx, at)
}
