package zalooa

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"
)

const (
	callTimeout    = 30 * time.Second
	uploadTimeout  = time.Minute // a picture on a slow line
	maxAnswerBytes = 1 << 20
)

// client calls the OpenAPI and OAuth. Its errors are *callError and hold no secret.
type client struct {
	cfg  Config
	http *http.Client
}

// request is one call: a POST.
type request struct {
	name, url, kind string
	body            []byte
	header, secret  string
}

// exchange sends a request and returns the body of an answer that may be the platform's. Of a call that fails without
// one it finds out whether it can have been heard.
func (c *client) exchange(ctx context.Context, r request) ([]byte, error) {
	var traced, written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { traced.Store(true) },
		WroteRequest: func(info httptrace.WroteRequestInfo) {
			if info.Err == nil {
				written.Store(true)
			}
		},
	})
	call, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url, bytes.NewReader(r.body))
	if err = cmp.Or(err, ctx.Err()); err != nil {
		return nil, &callError{call: r.name, kind: failedUnsent, detail: "the call was not begun", context: contextCause(err)}
	}
	call.Header.Set("Content-Type", r.kind)
	call.Header.Set(r.header, r.secret)
	answer, err := c.http.Do(call)
	if err != nil {
		e := &callError{call: r.name, kind: failedOpen, detail: "no answer came back", context: contextCause(err)}
		if traced.Load() && !written.Load() { // a transport that does not trace may have written it
			e.kind, e.detail = failedUnsent, "the platform cannot be reached"
		}
		return nil, e
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswerBytes))
	if err != nil {
		return nil, &callError{call: r.name, kind: failedOpen, detail: "the answer broke off", context: contextCause(err)}
	}
	return raw, sortStatus(r.name, answer, raw)
}

// sortStatus sorts answers that are not the platform's own, which come with 200 or with JSON. Of a server's errors only
// 503, 429 and a wrong address say that the call was turned away.
func sortStatus(call string, answer *http.Response, raw []byte) error {
	status := answer.StatusCode
	if status == http.StatusOK || json.Valid(raw) && bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) && status < 500 && status != 429 {
		return nil
	}
	e := &callError{call: call, kind: failedOpen, detail: fmt.Sprintf("HTTP %d", status)}
	switch {
	case status == http.StatusServiceUnavailable, status == http.StatusTooManyRequests:
		e.kind = failedUnsent
		if n, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && n > 0 && n < 86400 {
			e.wait = time.Duration(n) * time.Second
		}
	case status >= 400 && status < 500:
		e.kind = failedUnsent
	}
	return e
}

// call posts to the OpenAPI and returns what stands under "data". An error in the body, which comes with HTTP 200, is
// one of the call.
func (c *client) call(ctx context.Context, name, path, kind string, body []byte, token string) (json.RawMessage, error) {
	raw, err := c.exchange(ctx, request{
		name: name, url: c.cfg.APIURL + path, kind: kind, body: body, header: "access_token", secret: token,
	})
	if err != nil {
		return nil, err
	}
	data, code, said, ok := readAnswer(raw)
	switch {
	case !ok:
		return nil, &callError{call: name, kind: failedOpen, detail: "the answer is not of the OpenAPI"}
	case code != 0:
		detail := redact(fmt.Sprintf("%d %s", code, said), token, c.cfg.AppSecret, c.cfg.OASecret)
		return nil, &callError{call: name, code: code, detail: detail}
	}
	return data, nil
}

// readAnswer reads the envelope; ok is false for what is none.
func readAnswer(raw []byte) (data json.RawMessage, code int, said string, ok bool) {
	var answer struct {
		Data    json.RawMessage `json:"data"`
		Error   *flexible       `json:"error"`
		Message flexible        `json:"message"`
	}
	if json.Unmarshal(raw, &answer) != nil || answer.Error == nil {
		return nil, 0, "", false
	}
	n, ok := answer.Error.number()
	return answer.Data, int(n), string(answer.Message), ok
}

func (c *client) postJSON(ctx context.Context, name, path string, body any, token string) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return &callError{call: name, kind: failedUnsent, detail: "the message cannot be written down"}
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err = c.call(ctx, name, path, "application/json", raw, token)
	return err
}

// upload brings a PNG out and returns its id, which lasts 7 days.
func (c *client) upload(ctx context.Context, picture []byte, token string) (string, error) {
	const name = "upload a picture"
	ctx, cancel := context.WithTimeout(ctx, uploadTimeout)
	defer cancel()
	var body bytes.Buffer // writing into memory does not fail
	form := multipart.NewWriter(&body)
	if w, err := form.CreateFormFile("file", "bieu-do.png"); err == nil {
		_, _ = w.Write(picture)
	}
	_ = form.Close()
	data, err := c.call(ctx, name, "/v2.0/oa/upload/image", form.FormDataContentType(), body.Bytes(), token)
	if err != nil {
		return "", err
	}
	var made struct {
		ID flexible `json:"attachment_id"`
	}
	if json.Unmarshal(data, &made) != nil || made.ID == "" {
		return "", &callError{call: name, kind: failedOpen, detail: "the answer names no picture"}
	}
	return string(made.ID), nil
}
