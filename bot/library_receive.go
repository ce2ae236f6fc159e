package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"dondoc/bot/people"
)

// maxUpload is what is read of a document that somebody sends: what Telegram lets bots fetch.
const maxUpload = 20 << 20

// receive reads a document that an administrator sent. handled is false for everybody else's.
func (c *Conversation) receive(ctx context.Context, m Message) (replies []Reply, handled bool, err error) {
	if c.library == nil || m.Attachment == nil || m.Group || c.doors == nil {
		return nil, false, nil
	}
	var denied *people.Denied
	switch err := c.may(ctx, m, people.Load); {
	case errors.As(err, &denied):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("bot: receive: %w", err)
	case m.Attachment.Size > maxUpload:
		return refused(fmt.Sprintf(fileTooLarge, maxUpload>>20)), true, nil
	}
	content, err := m.Attachment.read(ctx)
	if errors.Is(err, errTooLarge) {
		return refused(fmt.Sprintf(fileTooLarge, maxUpload>>20)), true, nil
	}
	if err != nil {
		c.logger.WarnContext(ctx, "a document could not be fetched", "channel", m.Chat.Channel, "error", err)
		return refused(fileNotFetched), true, ctx.Err()
	}
	name := uploadName(m.Attachment.Name)
	got, err := c.library.Receive(ctx, name, content, shown(m, name))
	if err != nil {
		replies, err = libraryFailed("receive", err)
		return replies, true, err
	}
	c.stopWaiting(ctx, m.Chat) // a reason for publishing what was there before
	if got.State == VersionInForce {
		return []Reply{{Text: plain(fmt.Sprintf(fileSame, name, got.Version))}}, true, nil
	}
	replies, err = c.report(ctx, m, "", got)
	return replies, true, err
}

// shown returns what shows in one message how far a load has come.
func shown(m Message, name string) LoadProgress {
	return func(stage string, done, total int) {
		if m.Draft == nil {
			return
		}
		text := plain(fmt.Sprintf(loading, name))
		if total > 0 {
			done = min(max(done, 0), total)
			const cells = 10
			full := done * cells / total
			text = append(text, plainLine(strings.Repeat("▓", full)+strings.Repeat("░", cells-full)+" "+fmt.Sprintf(loadStage, inline(stage, longestPhrase), done, total)))
		} else if stage != "" {
			text = append(text, plainLine(inline(stage, longestPhrase)))
		}
		m.Draft(Reply{Text: text})
	}
}

// uploadName is a file's foreign name as it may be kept and shown: no path, no signs that cannot be seen or turn text
// around, not too long, and with its ending.
func uploadName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	name = inline(path.Base("/"+name), len(name)+1)
	name = strings.TrimLeft(strings.ReplaceAll(name, "/", ""), ". ")
	const longest = 100
	if letters := []rune(name); len(letters) > longest {
		ending := []rune(path.Ext(name))
		if len(ending) > longest/5 {
			ending = nil
		}
		name = strings.TrimSpace(string(letters[:longest-len(ending)])) + string(ending)
	}
	if name == "" {
		return fileUnnamed
	}
	return name
}

var errTooLarge = errors.New("bot: the file is too large")

// read fetches the file, no more than maxUpload of it.
func (a *Attachment) read(ctx context.Context) ([]byte, error) {
	file, err := a.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxUpload+1))
	if err == nil && len(content) > maxUpload {
		err = errTooLarge
	}
	return content, err
}
