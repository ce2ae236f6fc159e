package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net/textproto"

	"github.com/go-telegram/bot/models"

	"dondoc/bot"
)

// sentMessage is what Telegram tells of a message that it took.
type sentMessage struct {
	ID int `json:"message_id"`
}

// deliver brings one message out: text, a photo with its caption, or a document. plain leaves the markup out. It returns
// the message's id, 0 when Telegram told none.
func (c *client) deliver(ctx context.Context, to address, m outgoing, plain bool) (int, error) {
	f, method, textField := to.fields(), "sendMessage", "caption"
	var up upload
	switch {
	case m.photo != nil:
		method, up = "sendPhoto", upload{"photo", bot.File{Name: "bieu-do.png", MediaType: "image/png", Content: m.photo}}
	case m.file != nil:
		method, up = "sendDocument", upload{"document", *m.file}
	default:
		textField = "text"
		f.addPreview()
	}
	f.addText(textField, m, plain)
	if m.keyboard != nil {
		f["reply_markup"] = m.keyboard
	}
	var sent sentMessage
	if up.field == "" {
		err := c.call(ctx, method, callTimeout, f, &sent)
		return sent.ID, err
	}
	ctx, cancel := context.WithTimeout(ctx, uploadTimeout)
	defer cancel()
	kind, body := f.multipart(up)
	raw, err := c.post(ctx, method, kind, body)
	if err == nil {
		_ = json.Unmarshal(raw, &sent) // that it was taken is enough
	}
	return sent.ID, err
}

// edit changes the text and buttons of a message. Equal text is no error.
func (c *client) edit(ctx context.Context, chat int64, id int, m outgoing) error {
	f := fields{"chat_id": chat, "message_id": id}
	f.addPreview()
	f.addText("text", m, false)
	if m.keyboard != nil {
		f["reply_markup"] = m.keyboard
	}
	err := c.call(ctx, "editMessageText", callTimeout, f, nil)
	if isUnchanged(err) {
		return nil
	}
	return err
}

func (c *client) remove(ctx context.Context, chat int64, id int) error {
	return c.call(ctx, "deleteMessage", shortTimeout, fields{"chat_id": chat, "message_id": id}, nil)
}

func (f fields) addPreview() {
	off := true
	f["link_preview_options"] = models.LinkPreviewOptions{IsDisabled: &off}
}

func (f fields) addText(field string, m outgoing, plain bool) {
	switch {
	case plain && m.plain != "":
		f[field] = m.plain
	case !plain && m.html != "":
		f[field] = m.html
		f["parse_mode"] = models.ParseModeHTML
	}
}

// upload is a file that goes along with a call.
type upload struct {
	field string
	bot.File
}

// multipart encodes the fields and the file. Writing into memory does not fail.
func (f fields) multipart(up upload) (kind string, body []byte) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for key, value := range f {
		raw, _ := json.Marshal(value) // plain data: cannot fail
		text := string(raw)
		_ = json.Unmarshal(raw, &text) // a text goes without its quotes
		_ = w.WriteField(key, text)
	}
	header := textproto.MIMEHeader{}
	header.Set("Content-Disposition", multipart.FileContentDisposition(up.field, up.Name))
	header.Set("Content-Type", up.MediaType)
	if part, err := w.CreatePart(header); err == nil {
		_, _ = part.Write(up.Content)
	}
	_ = w.Close()
	return w.FormDataContentType(), b.Bytes()
}
