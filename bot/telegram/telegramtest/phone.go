package telegramtest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

// User is somebody who writes to the bot.
type User struct {
	ID       int64
	Name     string
	Username string
}

func (u User) fields() map[string]any {
	f := map[string]any{"id": u.ID, "is_bot": false, "first_name": u.Name}
	if u.Username != "" {
		f["username"] = u.Username
	}
	return f
}

// Option changes the fields of a message that somebody writes.
type Option func(message map[string]any)

// InReplyTo makes the message an answer to one of the bot.
func InReplyTo(m Sent) Option {
	return func(message map[string]any) { message["reply_to_message"] = shown(m) }
}

// InTopic puts the message into a topic of a forum.
func InTopic(thread int) Option {
	return func(message map[string]any) {
		message["message_thread_id"], message["is_topic_message"] = thread, true
	}
}

// Anonymous lets an administrator write in the group's name.
func Anonymous() Option {
	return func(message map[string]any) {
		message["sender_chat"] = message["chat"]
		message["from"] = map[string]any{"id": 1087968824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"}
	}
}

// WithDocument sends a file that AddFile knows; the text becomes its caption.
func WithDocument(id, name string, size int) Option {
	return attached("document", map[string]any{"file_id": id, "file_unique_id": id, "file_name": name, "file_size": size})
}

// WithVoice sends speech that AddFile knows.
func WithVoice(id string, size int) Option {
	return attached("voice", map[string]any{"file_id": id, "file_unique_id": id, "duration": 3, "mime_type": "audio/ogg", "file_size": size})
}

func attached(kind string, file map[string]any) Option {
	return func(message map[string]any) {
		message[kind], message["caption"] = file, message["text"]
		delete(message, "text")
	}
}

// Phone speaks to the bot as people do. Its methods may be called at the same time, and end the test when what they wait
// for does not come.
type Phone struct {
	*Server
	URL   string // for Config.APIURL
	Token string
	t     testing.TB
}

// patience is how long a Phone waits for an answer.
const patience = time.Minute

// Start returns a phone over a Server that listens on 127.0.0.1 until the test ends.
func Start(t testing.TB) *Phone {
	t.Helper()
	s := New()
	url := s.Start()
	t.Cleanup(s.Close)
	return &Phone{Server: s, URL: url, Token: Token, t: t}
}

// Say writes to a chat; a negative one is a group. It returns the id of the update, 0 when the bot does not get to see
// the message: in a group it sees only commands and answers to itself, unless PrivacyOff was called.
func (p *Phone) Say(chat int64, from User, text string, options ...Option) int64 {
	m := p.Message(chat)
	m["from"] = from.fields()
	fillText(m, text, options)
	p.mu.Lock()
	private := !p.privacyOff
	p.mu.Unlock()
	if chat < 0 && private && m["entities"] == nil && m["reply_to_message"] == nil {
		return 0
	}
	return p.Push(map[string]any{"message": m})
}

// fillText adds a text with the entity of its command.
func fillText(m map[string]any, text string, options []Option) {
	m["text"] = text
	for _, change := range options {
		change(m)
	}
	if name, _, _ := strings.Cut(text, " "); strings.HasPrefix(name, "/") && len(name) > 1 && m["text"] != nil {
		m["entities"] = []map[string]any{{"type": "bot_command", "offset": 0, "length": Units(name)}}
	}
}

// PrivacyOff lets the bot see every message of its groups.
func (s *Server) PrivacyOff() { s.change(func() { s.privacyOff = true }) }

// Tap presses the newest button of a chat whose label holds the word.
func (p *Phone) Tap(chat int64, from User, word string) int64 {
	p.t.Helper()
	m, data, ok := findButton(p.Messages(chat), word)
	if !ok {
		p.t.Fatalf("telegramtest: no button %q in the chat: %s", word, labelsOf(p.Messages(chat)))
	}
	return p.Push(map[string]any{"callback_query": map[string]any{
		"id": "press-" + data, "data": data, "chat_instance": "1", "message": shown(m), "from": from.fields(),
	}})
}

func findButton(messages []Sent, word string) (m Sent, data string, ok bool) {
	for i := len(messages) - 1; i >= 0; i-- {
		for _, row := range messages[i].Buttons {
			for _, b := range row {
				if strings.Contains(b.Text, word) {
					return messages[i], b.Data, true
				}
			}
		}
	}
	return Sent{}, "", false
}

func labelsOf(messages []Sent) string {
	var labels []string
	for _, m := range messages {
		labels = append(labels, m.Labels()...)
	}
	return fmt.Sprintf("%q", labels)
}

// Labels returns what the message's buttons say, row by row.
func (m Sent) Labels() []string {
	var labels []string
	for _, row := range m.Buttons {
		for _, b := range row {
			labels = append(labels, b.Text)
		}
	}
	return labels
}

// Messages returns what the bot wrote in a chat and still stands there, in order, edits included.
func (s *Server) Messages(chat int64) []Sent {
	var messages []Sent
	for _, m := range s.Sent() {
		if m.Chat == chat {
			messages = append(messages, m)
		}
	}
	return messages
}

// Await returns the messages of a chat once there are at least n.
func (p *Phone) Await(chat int64, n int) []Sent {
	p.t.Helper()
	p.Until(fmt.Sprintf("%d messages", n), func() bool { return len(p.Messages(chat)) >= n })
	return p.Messages(chat)
}

// Until waits for a condition, which is looked at after everything that happens.
func (p *Phone) Until(what string, condition func() bool) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), patience)
	defer cancel()
	if err := p.Wait(ctx, condition); err != nil {
		p.t.Fatalf("telegramtest: wait for %s: %v", what, err)
	}
}

// Member tells the bot that it became a member of a chat, or is one no more: added to a group or removed from it,
// unblocked or blocked by a person.
func (s *Server) Member(chat int64, by User, inside bool) int64 {
	gone := "left"
	if chat > 0 {
		gone = "kicked"
	}
	before, after := gone, "member"
	if !inside {
		before, after = after, before
	}
	status := func(word string) map[string]any {
		return map[string]any{"status": word, "user": botUser(), "until_date": 0}
	}
	return s.Push(map[string]any{"my_chat_member": map[string]any{
		"chat": map[string]any{"id": chat, "type": chatType(chat)}, "from": by.fields(), "date": 1789000000,
		"old_chat_member": status(before), "new_chat_member": status(after),
	}})
}

// Migrate makes a group a supergroup and tells the bot so.
func (s *Server) Migrate(from, to int64) int64 {
	s.Upgrade(from, to)
	m := s.Message(from)
	m["chat"] = map[string]any{"id": from, "type": "group"}
	m["migrate_to_chat_id"] = to
	return s.Push(map[string]any{"message": m})
}
