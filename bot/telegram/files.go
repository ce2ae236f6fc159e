package telegram

import (
	"cmp"
	"context"

	"github.com/go-telegram/bot/models"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/layout"
)

// voiceName tells a transcriber the format: OGG with Opus. (Telegram's own suffix, ".oga", is refused by some.)
const voiceName = "voice.ogg"

// readFile takes what is no text: speech to be understood, a document, a photo. Anything else is told so.
func (r reader) readFile(m *models.Message, message bot.Message, to address) intake.Request {
	if m.Voice != nil {
		return r.readVoice(m.Voice, message, to)
	}
	request := intake.Request{To: to.place(hook{}), Instead: r.say.textOnly}
	message.Text, message.File = r.me.caption(m), fileOf(m)
	if m.Document != nil {
		message.Attachment = r.client.attachment(documentName(m.Document), m.Document.FileID, m.Document.FileSize)
	}
	request.Message, request.Wanted = message, message.File != ""
	return request
}

func (r reader) readVoice(v *models.Voice, message bot.Message, to address) intake.Request {
	switch {
	case !r.voice:
		return intake.Request{Message: message, To: to.place(hook{}), Instead: r.say.voiceOff}
	case v.FileSize > maxDownload:
		return intake.Request{Message: message, To: to.place(hook{}), Instead: r.say.voiceLarge}
	}
	message.Attachment = r.client.attachment(voiceName, v.FileID, v.FileSize)
	return intake.Request{Message: message, Wanted: true, To: to.place(hook{Voice: true})}
}

// fileOf names the file of a message, with Telegram's own reference behind it; "" when it has none that is evidence.
func fileOf(m *models.Message) string {
	switch {
	case m.Document != nil:
		return fileNamed(documentName(m.Document), m.Document.FileID)
	case len(m.Photo) > 0:
		return fileNamed("ảnh", m.Photo[len(m.Photo)-1].FileID)
	}
	return ""
}

func documentName(d *models.Document) string {
	return cmp.Or(layout.Clean(d.FileName), "tệp")
}

func fileNamed(name, id string) string { return name + " (" + channelName + ":" + id + ")" }

func always(context.Context) (bool, error) { return true, nil }

// manages returns how to find out whether a user administers a group; nil outside of groups.
func (r reader) manages(to address, group bool, user int64) func(context.Context) (bool, error) {
	if !group || user == 0 {
		return nil
	}
	return func(ctx context.Context) (bool, error) { return r.client.manages(ctx, to.chat, user) }
}

// hasContent tells what a person sent from service messages such as joins and pins.
func hasContent(m *models.Message) bool {
	return m.Caption != "" || len(m.Photo) > 0 || m.Document != nil || m.Voice != nil || m.Audio != nil ||
		m.Video != nil || m.VideoNote != nil || m.Animation != nil || m.Sticker != nil || m.Contact != nil ||
		m.Location != nil || m.Venue != nil || m.Poll != nil || m.Dice != nil || m.Story != nil ||
		m.PaidMedia != nil || m.LivePhoto != nil || m.Checklist != nil || m.RichMessage != nil
}
