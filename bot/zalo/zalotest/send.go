package zalotest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// maxUnits is the documented limit of a text, in UTF-16 units as the stricter reading of "characters".
const maxUnits = 2000

// send takes a message in, or refuses it.
func (s *Server) send(w http.ResponseWriter, p map[string]any, field string) {
	m := Message{Chat: text(p["chat_id"]), Text: text(p[field]), Photo: text(p["photo"])}
	if err := s.check(&m, p, field); err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	m.ID = fmt.Sprintf("out%d", s.last)
	s.messages = append(s.messages, m)
	s.change()
	answer(w, map[string]any{"message_id": m.ID, "date": time.Now().UnixMilli()})
}

func (s *Server) check(m *Message, p map[string]any, field string) error {
	units := len(utf16.Encode([]rune(m.Text)))
	photo := field == "caption"
	switch {
	case m.Chat == "":
		return fmt.Errorf("chat_id is required")
	case photo && !strings.HasPrefix(m.Photo, "http"):
		return fmt.Errorf("photo is required")
	case !photo && strings.TrimSpace(m.Text) == "":
		return fmt.Errorf("text is required")
	case units > maxUnits:
		return fmt.Errorf("text is too long: %d", units)
	case !utf8.ValidString(m.Text) || strings.ContainsFunc(m.Text, hostile):
		return fmt.Errorf("text holds characters that nobody sees")
	}
	for key := range p {
		if !slices.Contains([]string{"chat_id", "text", "text_styles", "photo", "caption"}, key) {
			return fmt.Errorf("unknown parameter")
		}
	}
	raw, _ := json.Marshal(p["text_styles"]) // came out of JSON
	if json.Unmarshal(raw, &m.Styles) != nil || photo && len(m.Styles) > 0 {
		return fmt.Errorf("text_styles cannot be read")
	}
	return checkStyles(m.Styles, m.Text)
}

var faces = []string{"b", "i", "u", "s"}

func checkStyles(styles []Style, text string) error {
	units := utf16.Encode([]rune(text))
	for _, style := range styles {
		end := style.Start + style.Len
		if style.Start < 0 || style.Len <= 0 || end > len(units) {
			return fmt.Errorf("a style lies outside the text")
		}
		if utf16.IsSurrogate(rune(units[style.Start])) && units[style.Start] >= 0xDC00 || end < len(units) && units[end] >= 0xDC00 && units[end] <= 0xDFFF {
			return fmt.Errorf("a style cuts a letter in two")
		}
		for _, face := range style.St {
			if !slices.Contains(faces, face) {
				return fmt.Errorf("unknown style")
			}
		}
		if len(style.St) == 0 {
			return fmt.Errorf("a style says nothing")
		}
	}
	return nil
}

// hostile are characters that no careful bot sends: those that turn text around, and control characters.
func hostile(r rune) bool {
	return r != '\n' && unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// Styled is the stretch of the message that a style covers.
func (m Message) Styled(i int) string {
	units := utf16.Encode([]rune(m.Text))
	return string(utf16.Decode(units[m.Styles[i].Start : m.Styles[i].Start+m.Styles[i].Len]))
}

// Messages are those that the bot has sent to a chat; "" for all chats.
func (s *Server) Messages(chat string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.to(chat)
}

func (s *Server) to(chat string) []Message {
	var found []Message
	for _, m := range s.messages {
		if chat == "" || m.Chat == chat {
			found = append(found, m)
		}
	}
	return found
}
