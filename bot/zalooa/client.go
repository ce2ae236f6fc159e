package zalooa

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"dondoc/bot/courier"
)

const (
	callTimeout   = 30 * time.Second
	uploadTimeout = time.Minute // a picture on a slow line
)

// client calls the OpenAPI and OAuth. Its errors are *courier.Failure and hold no secret. Their Code is the platform's
// own, never HTTP's; one that has none and is not Unsent leaves open what became of the call.
type client struct {
	cfg  Config
	http *courier.Client
}

// named is how errors name a call.
func named(call string) string { return "zalooa: " + call }

// exchange sends a request and returns the body of an answer that may be the platform's.
func (c *client) exchange(ctx context.Context, r courier.Request) ([]byte, error) {
	answer, err := c.http.Post(ctx, r)
	if err != nil {
		return nil, err
	}
	return answer.Body, sortStatus(r.Call, answer)
}

// sortStatus sorts answers that are not the platform's own, which come with 200 or with JSON. Of a server's errors only
// 503, 429 and a wrong address say that the call was turned away.
func sortStatus(call string, answer courier.Answer) error {
	status := answer.Status
	if status == http.StatusOK || json.Valid(answer.Body) && bytes.HasPrefix(bytes.TrimSpace(answer.Body), []byte("{")) && status < 500 && status != 429 {
		return nil
	}
	e := &courier.Failure{Call: call, Detail: fmt.Sprintf("HTTP %d", status)}
	switch {
	case status == http.StatusServiceUnavailable, status == http.StatusTooManyRequests:
		e.Unsent = true
		if n, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && n > 0 && n < 86400 {
			e.Wait = time.Duration(n) * time.Second
		}
	case status >= 400 && status < 500:
		e.Unsent = true
	}
	return e
}

// call posts to the OpenAPI and returns what stands under "data". An error in the body, which comes with HTTP 200, is
// one of the call.
func (c *client) call(ctx context.Context, name, path, kind string, body []byte, token string) (json.RawMessage, error) {
	name = named(name)
	raw, err := c.exchange(ctx, courier.Request{
		Call: name, URL: c.cfg.APIURL + path, MediaType: kind, Body: body, Header: "access_token", Secret: token,
	})
	if err != nil {
		return nil, err
	}
	data, code, said, ok := readAnswer(raw)
	switch {
	case !ok:
		return nil, &courier.Failure{Call: name, Detail: "the answer is not of the OpenAPI"}
	case code != 0:
		detail := redact(fmt.Sprintf("%d %s", code, said), token, c.cfg.AppSecret, c.cfg.OASecret)
		return nil, &courier.Failure{Call: name, Code: code, Detail: detail}
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
		return &courier.Failure{Call: named(name), Unsent: true, Detail: "the message cannot be written down"}
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
		return "", &courier.Failure{Call: named(name), Detail: "the answer names no picture"}
	}
	return string(made.ID), nil
}
