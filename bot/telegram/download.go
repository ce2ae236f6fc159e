package telegram

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dondoc/bot"
)

const (
	maxDownload     = 20 << 20 // what Telegram gives to bots
	downloadTimeout = 2 * time.Minute
)

// attachment is a file that is fetched when somebody opens it. Telegram's link to it is good for an hour, so it is asked
// for at every opening.
func (c *client) attachment(name, id string, size int64) *bot.Attachment {
	return &bot.Attachment{Name: name, Size: size, Open: func(ctx context.Context) (io.ReadCloser, error) {
		return c.download(ctx, id, size)
	}}
}

// download opens a file, of which at most maxDownload bytes can be read. The reader ends with ctx.
func (c *client) download(ctx context.Context, id string, size int64) (io.ReadCloser, error) {
	const method = "getFile"
	if size > maxDownload {
		return nil, ErrTooLarge
	}
	var file struct {
		Path string `json:"file_path"`
		Size int64  `json:"file_size"`
	}
	if err := c.call(ctx, method, callTimeout, fields{"file_id": id}, &file); err != nil {
		var e *callError
		if errors.As(err, &e) && e.kind == failedRequest && strings.Contains(strings.ToLower(e.detail), "too big") {
			return nil, ErrTooLarge
		}
		return nil, err
	}
	path, ok := safePath(file.Path)
	if !ok {
		return nil, &callError{method: method, kind: failedRequest, detail: "the server names no file that can be fetched"}
	}
	if file.Size > maxDownload {
		return nil, ErrTooLarge
	}
	ctx, cancel := context.WithTimeout(ctx, downloadTimeout)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.files+path, nil)
	if err != nil {
		cancel()
		return nil, c.redact.fromTransport("download", err)
	}
	response, err := c.http.Do(request)
	if err != nil {
		cancel()
		return nil, c.redact.fromTransport("download", err)
	}
	if response.StatusCode != http.StatusOK {
		response.Body.Close()
		cancel()
		return nil, c.redact.fromStatus("download", response.StatusCode, http.StatusText(response.StatusCode), 0)
	}
	if response.ContentLength > maxDownload {
		response.Body.Close()
		cancel()
		return nil, ErrTooLarge
	}
	return &content{body: response.Body, left: maxDownload, cancel: cancel, redact: c.redact}, nil
}

// safePath escapes a file's path, which must stay below the server's own address. A server in local mode names a place
// on its disk, which is none.
func safePath(path string) (string, bool) {
	var escaped []string
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "" || segment == "." || segment == ".." {
			return "", false
		}
		escaped = append(escaped, url.PathEscape(segment))
	}
	return strings.Join(escaped, "/"), true
}

// content is a file being fetched.
type content struct {
	body   io.ReadCloser
	left   int64
	cancel context.CancelFunc
	redact redactor
}

func (c *content) Read(p []byte) (int, error) {
	if c.left <= 0 { // as much as may be was read: is there more?
		if n, _ := c.body.Read(make([]byte, 1)); n > 0 {
			return 0, ErrTooLarge
		}
		return 0, io.EOF
	}
	n, err := c.body.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	if err != nil && err != io.EOF {
		err = c.redact.fromTransport("download", err)
	}
	return n, err
}

func (c *content) Close() error {
	c.cancel()
	return c.body.Close()
}
