package zalotest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Say is a text that a person writes in a private chat. It returns the event's message_id.
func (s *Server) Say(chat, from, words string) string {
	return s.tell("message.text.received", chat, "PRIVATE", from, map[string]any{"text": words})
}

// SayInGroup is a text that a person writes in a group. The platform delivers only what mentions the bot or replies to
// it: the mention is to stand in the text.
func (s *Server) SayInGroup(group, from, words string) string {
	return s.tell("message.text.received", group, "GROUP", from, map[string]any{"text": words})
}

// SendPicture is a picture with a caption, in the field that live events use. kind is PRIVATE or GROUP.
func (s *Server) SendPicture(chat, kind, from, address, caption string) string {
	return s.tell("message.image.received", chat, kind, from, map[string]any{"photo_url": address, "caption": caption})
}

// Tell is an event of any kind in a private chat.
func (s *Server) Tell(name, chat, from string, more map[string]any) string {
	return s.tell(name, chat, "PRIVATE", from, more)
}

func (s *Server) tell(name, chat, kind, from string, more map[string]any) string {
	s.mu.Lock()
	s.last++
	id := fmt.Sprintf("in%d", s.last)
	date := 1789000000000 + int64(s.last)
	s.mu.Unlock()
	message := map[string]any{
		"message_id": id, "date": date,
		"from": map[string]any{"id": from, "display_name": "Người " + from, "is_bot": false},
		"chat": map[string]any{"id": chat, "chat_type": kind},
	}
	for key, value := range more {
		message[key] = value
	}
	raw, err := json.Marshal(map[string]any{"event_name": name, "message": message})
	if err != nil {
		s.t.Errorf("zalotest: an event cannot be encoded: %v", err)
	}
	s.Deliver(raw)
	return id
}

// Deliver brings an event, which need not be one, to the bot: to its webhook, once, or to its next poll.
func (s *Server) Deliver(event []byte) {
	s.mu.Lock()
	url, secret := s.webhook, s.secret
	if url == "" {
		s.queue = append(s.queue, event)
		s.change()
		s.mu.Unlock()
		return
	}
	s.mu.Unlock()
	status := s.post(url, secret, []byte(`{"ok":true,"result":`+string(event)+`}`))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers = append(s.answers, status)
	s.change()
}

// post returns the status of the bot's answer, 0 when there was none.
func (s *Server) post(url, secret string, body []byte) int {
	request, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Bot-Api-Secret-Token", secret)
	client := http.Client{Timeout: 10 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode
}

// Answers are the statuses that the webhook answered to what was delivered, 0 for none.
func (s *Server) Answers() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]int(nil), s.answers...)
}

// getUpdates answers with one event, which is then gone, or with 408 when none comes in time.
func (s *Server) getUpdates(w http.ResponseWriter, r *http.Request, p map[string]any) {
	wait := 30 * time.Second
	if seconds, ok := p["timeout"].(float64); ok {
		wait = time.Duration(seconds * float64(time.Second))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		s.mu.Lock()
		if s.webhook == "" && len(s.queue) > 0 {
			event := s.queue[0]
			s.queue = s.queue[1:]
			s.mu.Unlock()
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"ok":true,"result":%s}`, event)
			return
		}
		changed := s.changed
		s.mu.Unlock()
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		case <-s.closed:
			return
		case <-timer.C:
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusRequestTimeout)
			fmt.Fprint(w, `{"ok":false,"description":"Request timeout"}`)
			return
		}
	}
}
