package telegramtest

import (
	"encoding/json"
	"fmt"
)

// Push queues an update with the given content, such as {"message": …}, and returns its id.
func (s *Server) Push(content map[string]any) int64 {
	return s.PushFunc(func(id int64) []byte {
		content["update_id"] = id
		raw, err := json.Marshal(content)
		if err != nil {
			panic(fmt.Sprintf("telegramtest: push: %v", err)) // a mistake in the test itself
		}
		return raw
	})
}

// PushFunc queues an update as the function words it, however broken.
func (s *Server) PushFunc(word func(id int64) []byte) int64 {
	var id int64
	s.change(func() {
		id = s.nextID
		s.nextID++
		s.updates = append(s.updates, queued{id, word(id)})
	})
	return id
}

// Renumber makes the next update carry the given id, as Telegram does after a quiet week.
func (s *Server) Renumber(id int64) { s.change(func() { s.nextID = id }) }

// Message returns the fields of a message: a private one, or for a negative chat id one of a group.
func (s *Server) Message(chat int64) map[string]any {
	s.mu.Lock()
	s.nextMsg++
	id := s.nextMsg
	s.mu.Unlock()
	from := chat
	if chat < 0 {
		from = 500000001
	}
	return map[string]any{
		"message_id": id, "date": 1789000000,
		"chat": map[string]any{"id": chat, "type": chatType(chat)},
		"from": map[string]any{"id": from, "is_bot": false, "first_name": "Nguyễn Văn A"},
	}
}

// Text queues a text message and returns the update's id.
func (s *Server) Text(chat int64, text string) int64 {
	m := s.Message(chat)
	m["text"] = text
	return s.Push(map[string]any{"message": m})
}

// Press queues the press of a button under a message of the bot.
func (s *Server) Press(chat int64, data string) int64 {
	m := s.Message(chat)
	m["from"] = map[string]any{"id": BotID, "is_bot": true, "first_name": "Đôn đốc", "username": BotName}
	m["text"] = "…"
	return s.Push(map[string]any{"callback_query": map[string]any{
		"id": fmt.Sprintf("press-%s", data), "data": data, "chat_instance": "1", "message": m,
		"from": map[string]any{"id": 500000001, "is_bot": false, "first_name": "Nguyễn Văn A"},
	}})
}
