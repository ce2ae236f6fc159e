package telegramtest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// send takes a message or, by the method's name, a photo or a document.
func (s *Server) send(method string, fields map[string]string) answer {
	chat, err := strconv.ParseInt(fields["chat_id"], 10, 64)
	if err != nil || chat == 0 {
		return failed(http.StatusBadRequest, "Bad Request: chat not found")
	}
	read := readMessage
	switch strings.ToLower(method) {
	case "sendphoto":
		read = readPhoto
	case "senddocument":
		read = readDocument
	}
	message, err := read(fields)
	if err != nil {
		return failed(http.StatusBadRequest, "Bad Request: "+err.Error())
	}
	message.Chat = chat
	var a answer
	s.change(func() {
		if to, gone := s.moved[chat]; gone {
			a = failed(http.StatusBadRequest, "Bad Request: group chat was upgraded to a supergroup chat")
			a.Parameters = &parameters{MigrateTo: to}
			return
		}
		s.nextMsg++
		message.ID = s.nextMsg
		s.sent = append(s.sent, message)
		a = succeeded(shown(message))
	})
	return a
}

// edit changes a text of the bot. Telegram refuses what would change nothing.
func (s *Server) edit(fields map[string]string) answer {
	message, err := readMessage(fields)
	if err != nil {
		return failed(http.StatusBadRequest, "Bad Request: "+err.Error())
	}
	var a answer
	s.change(func() {
		i := s.find(fields)
		if i < 0 || s.sent[i].Photo != nil || s.sent[i].Document != nil {
			a = failed(http.StatusBadRequest, "Bad Request: message to edit not found")
			return
		}
		old := s.sent[i]
		if old.HTML == message.HTML && slices.EqualFunc(old.Buttons, message.Buttons, slices.Equal[[]Button]) {
			a = failed(http.StatusBadRequest, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
			return
		}
		message.ID, message.Chat, message.Thread, message.ReplyTo, message.Edits = old.ID, old.Chat, old.Thread, old.ReplyTo, old.Edits+1
		s.sent[i] = message
		a = succeeded(shown(message))
	})
	return a
}

func (s *Server) remove(fields map[string]string) answer {
	a := succeeded(true)
	s.change(func() {
		i := s.find(fields)
		if i < 0 {
			a = failed(http.StatusBadRequest, "Bad Request: message to delete not found")
			return
		}
		s.sent = slices.Delete(s.sent, i, i+1)
	})
	return a
}

// find returns where a message of the bot stands, -1 for nowhere. The lock must be held.
func (s *Server) find(fields map[string]string) int {
	return slices.IndexFunc(s.sent, func(m Sent) bool {
		return strconv.Itoa(m.ID) == fields["message_id"] && strconv.FormatInt(m.Chat, 10) == fields["chat_id"]
	})
}

// shown is a message as the Bot API describes it.
func shown(m Sent) map[string]any {
	return map[string]any{
		"message_id": m.ID, "date": 1789000000, "text": m.Text, "chat": map[string]any{"id": m.Chat, "type": chatType(m.Chat)},
		"from": botUser(),
	}
}

func botUser() map[string]any {
	return map[string]any{"id": BotID, "is_bot": true, "first_name": "Đôn đốc", "username": BotName}
}

// Upgrade makes a group a supergroup: messages to the old id are refused with the new one.
func (s *Server) Upgrade(from, to int64) { s.change(func() { s.moved[from] = to }) }

type membership struct{ chat, user int64 }

// Promote lets a user administer a group.
func (s *Server) Promote(chat, user int64) {
	s.change(func() { s.managers[membership{chat, user}] = true })
}

func (s *Server) getChatMember(fields map[string]string) answer {
	chat, errChat := strconv.ParseInt(fields["chat_id"], 10, 64)
	user, errUser := strconv.ParseInt(fields["user_id"], 10, 64)
	if errChat != nil || errUser != nil {
		return failed(http.StatusBadRequest, "Bad Request: invalid user_id specified")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	status := "member"
	if s.managers[membership{chat, user}] {
		status = "administrator"
	}
	return succeeded(map[string]any{"status": status, "user": map[string]any{"id": user, "is_bot": false, "first_name": "A"}})
}
