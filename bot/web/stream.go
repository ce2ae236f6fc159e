package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"dondoc/bot"
)

// draftPause is the least time between two drafts: more often nobody can read, and the line may be slow.
const draftPause = 250 * time.Millisecond

const mediaLines = "application/x-ndjson"

// The lines of a streamed answer: drafts, then the messages or an error.
type (
	draftLine struct {
		Draft message `json:"draft"`
	}
	messagesLine struct {
		Messages []message `json:"messages"`
		Erased   bool      `json:"erased,omitempty"` // they are all that is left of the conversation
	}
	errorLine struct {
		Error string `json:"error"`
	}
)

var errPanic = errors.New("web: the conversation panicked")

// outcome is what came of a message.
type outcome struct {
	replies []bot.Reply
	err     error
}

// handle lets the Handler work, and calls show with drafts until it is done, from this goroutine. A panic of the
// Handler is an error.
func (s *Server) handle(ctx context.Context, m bot.Message, show func(bot.Reply)) ([]bot.Reply, error) {
	drafts, done := make(chan bot.Reply, 1), make(chan outcome, 1)
	m.Draft = func(r bot.Reply) {
		select {
		case <-drafts: // nobody has seen it yet, and this one is newer
		default:
		}
		select {
		case drafts <- r:
		default:
		}
	}
	go func() {
		var o outcome
		defer func() {
			if cause := recover(); cause != nil {
				s.log.ErrorContext(ctx, "web: recovered from a panic", slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
				o = outcome{err: errPanic}
			}
			done <- o
		}()
		o.replies, o.err = s.handler.Handle(ctx, m)
	}()
	pause := time.NewTimer(0)
	defer pause.Stop()
	for waiting := true; ; {
		ready := drafts
		if waiting {
			ready = nil
		}
		select {
		case o := <-done:
			return o.replies, o.err
		case <-pause.C:
			waiting = false
		case r := <-ready:
			show(r)
			waiting = true
			pause.Reset(draftPause)
		}
	}
}

// lineWriter sends a stream of JSON lines. Its header goes out with the first one, so that what fails before has a
// status of its own.
type lineWriter struct {
	w       http.ResponseWriter
	started bool
}

// send reports an error of encoding only: when the visitor has gone, the request's context tells.
func (l *lineWriter) send(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if !l.started {
		l.w.Header().Set("Content-Type", mediaLines)
		l.w.Header().Set("X-Accel-Buffering", "no") // a proxy that collects the stream would make it useless
		l.started = true
	}
	_, _ = l.w.Write(append(b, '\n'))
	_ = http.NewResponseController(l.w).Flush()
	return nil
}

func (s *Server) sendLine(r *http.Request, l *lineWriter, v any) {
	if err := l.send(v); err != nil {
		s.log.ErrorContext(r.Context(), "web: encode", slog.Any("error", err))
	}
}
