package web

import (
	"context"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dondoc/bot"
	"dondoc/knowledge"
)

const maxBody = 64 << 10

// pageView is what the templates of whole pages are given.
type pageView struct {
	Token    string
	Notice   string
	Version  string
	Examples []string
	Messages []message
	Form     message // an answer with one of everything, which the script clones
	Problem  string
	Draft    string // a question that was not taken, kept in the text box
}

func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, "", "")
}

// render shows the conversation, with a sentence above the text box if something went wrong.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, sentence, draft string) {
	visitor, ok := s.session(r)
	if !ok {
		visitor = newSession()
	}
	s.setCookie(w, visitor)
	v := pageView{
		Token: visitor.token(), Notice: s.cfg.Notice, Version: s.cfg.Version, Examples: s.cfg.Examples(),
		Form: answerForm(), Problem: sentence, Draft: clean(draft),
	}
	if ok {
		v.Messages = markLatest(s.conversation(r.Context(), visitor))
	}
	s.write(w, r, status, "page.html", v)
}

// conversation returns what to show of a chat: what is remembered, else the plain text of the History.
func (s *Server) conversation(ctx context.Context, v session) []message {
	if messages, ok := s.transcripts.get(v.id); ok {
		return messages
	}
	if s.history == nil {
		return nil
	}
	turns, err := s.history.Turns(ctx, v.chat(), historyTurns)
	if err != nil {
		s.log.ErrorContext(ctx, "web: read history", slog.Any("error", err))
		return nil
	}
	return recall(turns)
}

func markLatest(messages []message) []message {
	messages = append([]message(nil), messages...)
	for i := len(messages) - 1; i >= 0; i-- {
		if messages[i].Role == knowledge.RoleUser {
			messages[i].Latest = true
			break
		}
	}
	return messages
}

// answerForm has one line, more citations than are shown singly, and one choice.
func answerForm() message {
	return message{
		Lines:     []line{{Kind: kindIcon, Mark: " ", Spans: []span{{Text: " ", Strong: true}}}},
		Citations: make([]citation, manyCitations+1),
		Choices:   make([]choice, 1),
	}
}

// chat takes a question or a pressed button.
func (s *Server) chat(w http.ResponseWriter, r *http.Request) {
	visitor, bad := s.visitor(w, r)
	draft := r.PostForm.Get("text")
	if bad != nil {
		s.fail(w, r, *bad, draft)
		return
	}
	if wait := s.sessions.take(visitor.id); wait > 0 {
		s.fail(w, r, problemTooFast(wait), draft)
		return
	}
	m, said, bad := s.message(visitor, r)
	if bad != nil {
		s.fail(w, r, *bad, draft)
		return
	}
	earlier := s.conversation(r.Context(), visitor) // before the Handler adds this very question to the History
	answers, bad := s.ask(r.Context(), m)
	if bad != nil {
		s.fail(w, r, *bad, draft)
		return
	}
	s.transcripts.add(visitor.id, earlier, append([]message{question(said)}, answers...)...)
	if wantsJSON(r) {
		s.writeJSON(w, r, http.StatusOK, struct {
			Messages []message `json:"messages"`
		}{answers})
		return
	}
	http.Redirect(w, r, "/#latest", http.StatusSeeOther)
}

// visitor reads the form of a POST and checks that it comes from our own page.
func (s *Server) visitor(w http.ResponseWriter, r *http.Request) (session, *problem) {
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/x-www-form-urlencoded" {
		return session{}, &problemMediaType
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			return session{}, &problemTooLarge
		}
		return session{}, &problemForm
	}
	v, ok := s.session(r)
	if !ok || !v.validToken(r.PostForm.Get("token")) {
		return session{}, &problemStale
	}
	return v, nil
}

var choiceKey = regexp.MustCompile(`^[A-Za-z0-9]{1,` + strconv.Itoa(maxChoiceBytes) + `}$`)

// message makes the bot's message and the words that the page shows for it.
func (s *Server) message(v session, r *http.Request) (m bot.Message, said string, bad *problem) {
	m = bot.Message{Chat: v.chat(), At: time.Now()}
	if key := r.PostForm.Get("choice"); key != "" {
		if !choiceKey.MatchString(key) {
			return m, "", &problemForm
		}
		m.Choice = key
		if said = s.transcripts.label(v.id, key); said == "" {
			said = "(đã bấm nút)"
		}
		return m, said, nil
	}
	m.Text = strings.TrimSpace(strings.ToValidUTF8(r.PostForm.Get("text"), "\uFFFD"))
	if m.Text == "" {
		return m, "", &problemEmpty
	}
	return m, m.Text, nil
}

func (s *Server) ask(ctx context.Context, m bot.Message) ([]message, *problem) {
	limited, cancel := context.WithTimeout(ctx, s.cfg.AnswerTimeout)
	defer cancel()
	replies, err := s.handler.Handle(limited, m)
	if err != nil {
		if ctx.Err() != nil { // the visitor has gone: no fault of ours
			return nil, &problemInternal
		}
		s.log.ErrorContext(ctx, "web: answer", slog.Any("error", err))
		if errors.Is(err, context.DeadlineExceeded) {
			return nil, &problemSlow
		}
		return nil, &problemInternal
	}
	answers := make([]message, 0, len(replies))
	for _, r := range replies {
		answers = append(answers, answer(r))
	}
	return answers, nil
}
