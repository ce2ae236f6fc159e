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
	Form     message     // an answer with one of everything, which the script clones
	Context  passageView // likewise a passage
	Problem  string
	Draft    string // a question that was not taken, kept in the text box

	mount
}

func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, "", "")
}

// render shows the conversation, with a sentence above the text box if something went wrong.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, sentence, draft string) {
	known, ok := s.session(r)
	visitor := known
	if !ok {
		visitor = newSession()
	}
	s.setCookie(w, r, visitor)
	v := pageView{
		Token: visitor.token(), Notice: s.cfg.Notice, Version: s.cfg.Version,
		Form: answerForm(), Context: passageForm(), Problem: sentence, Draft: clean(draft), mount: mountOf(r),
	}
	if ok {
		v.Messages = markLatest(s.conversation(r.Context(), visitor))
	}
	if len(v.Messages) == 0 {
		v.Examples = s.cfg.Examples(r.Context(), known.chat())
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
	m := message{
		Lines:     []line{{Kind: kindIcon, Mark: " ", Spans: []span{{Text: " ", Strong: true}}}},
		Citations: make([]citation, manyCitations+1),
		Choices:   make([]choice, 1),
		Picture:   &thing{Href: nowhere, Width: 1, Height: 1},
		File:      &thing{Href: nowhere},
	}
	for i := range m.Citations {
		m.Citations[i].Href = nowhere
	}
	return m
}

// nowhere is an address for the script to replace.
const nowhere = "#"

// passageForm has one of everything that a passage may have.
func passageForm() passageView {
	return passageView{Trail: []string{""}, Moved: true, Earlier: nowhere, Later: nowhere, Blocks: []block{{Section: " ", Cells: []cell{{}}}}}
}

// chat takes a question or a pressed button.
func (s *Server) chat(w http.ResponseWriter, r *http.Request) {
	visitor, bad := s.visitor(w, r)
	draft := r.PostForm.Get("text")
	if bad != nil {
		s.fail(w, r, *bad, draft)
		return
	}
	if wait := s.sessions.Take(visitor.id); wait > 0 {
		s.fail(w, r, problemTooFast(wait), draft)
		return
	}
	m, said, bad := s.message(visitor, r)
	if bad != nil {
		s.fail(w, r, *bad, draft)
		return
	}
	earlier := s.conversation(r.Context(), visitor) // before the Handler adds this very question to the History
	lines := &lineWriter{w: w}
	answers, bad := s.ask(r, m, lines)
	switch {
	case bad != nil && lines.started:
		s.sendLine(r, lines, errorLine{bad.sentence})
		return
	case bad != nil:
		s.fail(w, r, *bad, draft)
		return
	}
	if answers.Erased {
		s.transcripts.restart(visitor.id, answers.Messages)
	} else {
		s.transcripts.add(visitor.id, earlier, append([]message{question(said)}, answers.Messages...)...)
	}
	switch {
	case wantsLines(r):
		s.sendLine(r, lines, answers)
	case wantsJSON(r):
		s.writeJSON(w, r, http.StatusOK, answers)
	default:
		http.Redirect(w, r, mountOf(r).Home()+"#latest", http.StatusSeeOther)
	}
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
		if mountOf(r).Framed {
			return session{}, &problemNoCookie
		}
		return session{}, &problemStale
	}
	return v, nil
}

var choiceKey = regexp.MustCompile(`^[A-Za-z0-9]{1,` + strconv.Itoa(maxChoiceBytes) + `}$`)

// message makes the bot's message and the words that the page shows for it.
func (s *Server) message(v session, r *http.Request) (m bot.Message, said string, bad *problem) {
	m = bot.Message{Chat: v.chat(), Sender: v.sender(), At: time.Now(), Noticed: true} // the page says it
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

// ask has the message answered. Drafts go to lines if the visitor's script reads them.
func (s *Server) ask(r *http.Request, m bot.Message, lines *lineWriter) (messagesLine, *problem) {
	ctx := r.Context()
	limited, cancel := context.WithTimeout(ctx, s.cfg.AnswerTimeout)
	defer cancel()
	var replies []bot.Reply
	var err error
	if wantsLines(r) {
		replies, err = s.handle(limited, m, func(draft bot.Reply) {
			draft.Picture, draft.File = nil, nil // only of what stays
			s.sendLine(r, lines, draftLine{s.answer(r, draft)})
		})
	} else {
		replies, err = s.handler.Handle(limited, m)
	}
	if err != nil {
		if ctx.Err() != nil { // the visitor has gone: no fault of ours
			return messagesLine{}, &problemInternal
		}
		s.log.ErrorContext(ctx, "web: answer", slog.Any("error", err))
		if errors.Is(err, context.DeadlineExceeded) {
			return messagesLine{}, &problemSlow
		}
		return messagesLine{}, &problemInternal
	}
	answers := messagesLine{Messages: make([]message, 0, len(replies))}
	for _, reply := range replies {
		if reply.Erased { // with what stood above it
			answers = messagesLine{Erased: true}
		}
		answers.Messages = append(answers.Messages, s.answer(r, reply))
	}
	return answers, nil
}

// answer is what to show of a reply, with the addresses that it has for this visitor.
func (s *Server) answer(r *http.Request, reply bot.Reply) message {
	m, at := answer(reply), mountOf(r)
	if s.cfg.Passages != nil {
		visitor, _ := s.session(r)
		find := func(id string) (Passage, bool) { return s.cfg.Passages(r.Context(), visitor.chat(), id) }
		for i, c := range reply.Citations {
			m.Citations[i].Href = href(find, at, c)
		}
	}
	m.Picture = newPicture(at, reply.Picture, m.alt())
	m.File = newFile(at, reply.File)
	return m
}
