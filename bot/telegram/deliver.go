package telegram

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/go-telegram/bot/models"
)

const (
	photoTimeout   = time.Minute // an upload on a slow line
	maxAnswerBytes = 1 << 20
)

// deliver brings one message out: text, or a photo with its caption. plain leaves the markup out. The library is not
// used for it, as it does not tell what was never sent from what may have arrived.
func (c *client) deliver(ctx context.Context, to address, m outgoing, plain bool) error {
	method, textField, timeout := "sendMessage", "text", callTimeout
	if m.photo != nil {
		method, textField, timeout = "sendPhoto", "caption", photoTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	f := newForm()
	f.set("chat_id", strconv.FormatInt(to.chat, 10))
	if to.thread != 0 {
		f.set("message_thread_id", strconv.Itoa(to.thread))
	}
	text, mode := m.html, string(models.ParseModeHTML)
	if plain {
		text, mode = m.plain, ""
	}
	if text != "" {
		f.set(textField, text)
		f.set("parse_mode", mode)
	}
	if m.photo == nil {
		off := true
		f.setJSON("link_preview_options", models.LinkPreviewOptions{IsDisabled: &off})
	}
	if m.keyboard != nil {
		f.setJSON("reply_markup", m.keyboard)
	}
	if to.replyTo != 0 {
		f.setJSON("reply_parameters", models.ReplyParameters{MessageID: to.replyTo, AllowSendingWithoutReply: true})
	}
	if m.photo != nil {
		f.file("photo", "bieu-do.png", m.photo)
	}
	return c.post(ctx, method, f)
}

// form is a multipart body. Writing into memory does not fail.
type form struct {
	body   bytes.Buffer
	writer *multipart.Writer
}

func newForm() *form {
	f := &form{}
	f.writer = multipart.NewWriter(&f.body)
	return f
}

// set adds a field, unless it is empty.
func (f *form) set(name, value string) {
	if value != "" {
		_ = f.writer.WriteField(name, value)
	}
}

func (f *form) setJSON(name string, value any) {
	raw, _ := json.Marshal(value) // plain data: cannot fail
	f.set(name, string(raw))
}

func (f *form) file(name, file string, content []byte) {
	if w, err := f.writer.CreateFormFile(name, file); err == nil {
		_, _ = w.Write(content)
	}
}

// apiAnswer is what the Bot API answers to a call, as far as deliver needs it.
type apiAnswer struct {
	OK          bool   `json:"ok"`
	Description string `json:"description"`
	Code        int    `json:"error_code"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// post calls a method. Of a call that fails without an answer it finds out whether the request was written.
func (c *client) post(ctx context.Context, method string, f *form) error {
	_ = f.writer.Close()
	var traced, written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { traced.Store(true) },
		WroteRequest: func(info httptrace.WroteRequestInfo) {
			if info.Err == nil {
				written.Store(true)
			}
		},
	})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+method, bytes.NewReader(f.body.Bytes()))
	if err = cmp.Or(err, ctx.Err()); err != nil {
		e := c.redact.fromTransport(method, err)
		e.unsent = true
		return e
	}
	request.Header.Set("Content-Type", f.writer.FormDataContentType())
	response, err := c.http.Do(request)
	if err != nil {
		e := c.redact.fromTransport(method, err)
		// A transport that does not trace may have written it.
		e.unsent = traced.Load() && !written.Load()
		return e
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes))
	if err != nil {
		return c.redact.fromTransport(method, err)
	}
	var answer apiAnswer
	if err := json.Unmarshal(raw, &answer); err != nil {
		status := response.StatusCode
		if status < http.StatusBadRequest {
			status = http.StatusGatewayTimeout // nobody knows what became of it
		}
		return c.redact.fromStatus(method, status, "the answer is not of the Bot API", 0)
	}
	switch {
	case answer.OK:
		return nil
	case answer.Parameters.MigrateTo != 0:
		return c.redact.moved(method, answer.Parameters.MigrateTo)
	case answer.Code == 0:
		answer.Code = response.StatusCode
	}
	return c.redact.fromStatus(method, answer.Code, answer.Description, answer.Parameters.RetryAfter)
}
