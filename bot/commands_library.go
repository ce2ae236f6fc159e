package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// Library is what administrators look after by chat. All texts that it returns are Vietnamese, for people.
type Library interface {
	// Receive reads a document and keeps it, without publishing it, and tells what was understood.
	Receive(ctx context.Context, name string, content []byte) (knowledge.Text, error)
	// Versions lists what was kept and published, the newest first.
	Versions(ctx context.Context) ([]LibraryVersion, error)
	// Status tells how the program is doing, a line each.
	Status(ctx context.Context) (knowledge.Text, error)
}

// LibraryVersion is a set of documents.
type LibraryVersion struct {
	ID        int64
	Origin    string
	Made      time.Time
	Published bool // questions are answered from it
	Files     int
}

// WithLibrary lets administrators send documents and ask how things are.
func WithLibrary(l Library) Option {
	return func(c *Conversation) { c.library = l }
}

// maxUpload is what is read of a document that somebody sends: what Telegram lets bots fetch.
const maxUpload = 20 << 20

// ErrDocument wraps a sentence for people: why a document cannot be read.
var ErrDocument = errors.New("bot: the document cannot be read")

func (c *Conversation) loadCommand(context.Context, Message, said) ([]Reply, bool, error) {
	if c.library == nil {
		return nil, false, nil
	}
	return []Reply{{Text: plain(loadHow)}}, true, nil
}

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
	text, err := c.library.Receive(ctx, m.Attachment.Name, content)
	if errors.Is(err, ErrDocument) {
		return refused(reasonOf(err)), true, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("bot: receive: %w", err)
	}
	return []Reply{{Text: text}}, true, nil
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

// documentError carries the sentence of ErrDocument.
type documentError struct{ sentence string }

func (e *documentError) Error() string { return e.sentence }
func (e *documentError) Unwrap() error { return ErrDocument }

// BadDocument returns an ErrDocument that says why in words for people.
func BadDocument(sentence string) error { return &documentError{sentence} }

func reasonOf(err error) string {
	var e *documentError
	if errors.As(err, &e) {
		return e.sentence
	}
	return fileUnreadable
}

func (c *Conversation) versionsCommand(ctx context.Context, _ Message, _ said) ([]Reply, bool, error) {
	if c.library == nil {
		return nil, false, nil
	}
	versions, err := c.library.Versions(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("bot: versions: %w", err)
	}
	text := plain(fmt.Sprintf(versionCount, len(versions)))
	const most = 10
	for _, v := range versions[:min(len(versions), most)] {
		line := knowledge.Line{{Text: fmt.Sprintf(versionLine, v.ID, viet.DateOf(v.Made).Vietnamese(), v.Files)}}
		if v.Origin != "" {
			line = append(line, knowledge.Span{Text: ", " + v.Origin})
		}
		if v.Published {
			line = append(line, knowledge.Span{Text: versionCurrent, Strong: true})
		}
		text = append(text, line)
	}
	return []Reply{{Text: text}}, true, nil
}

func (c *Conversation) statusCommand(ctx context.Context, _ Message, _ said) ([]Reply, bool, error) {
	if c.library == nil {
		return nil, false, nil
	}
	text, err := c.library.Status(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("bot: status: %w", err)
	}
	return []Reply{{Text: text}}, true, nil
}
