package telegram

import (
	"context"
	"io"
	"net/url"
	"strings"
	"time"

	"dondoc/bot"
	"dondoc/bot/courier"
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
		if rejected(err, "too big") {
			return nil, ErrTooLarge
		}
		return nil, err
	}
	path, ok := safePath(file.Path)
	if !ok {
		return nil, &courier.Failure{Call: named(method), Detail: "the server names no file that can be fetched"}
	}
	if file.Size > maxDownload {
		return nil, ErrTooLarge
	}
	return c.http.Download(ctx, courier.File{
		Call: named("download"), URL: c.files + path, Most: maxDownload, Within: downloadTimeout,
	})
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
