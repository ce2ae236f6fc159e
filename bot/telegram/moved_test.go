package telegram

import (
	"testing"

	"dondoc/bot/intake"
)

// TestReadAfterAMove: an update that waited while its group got another identifier belongs to that, topics left behind.
func TestReadAfterAMove(t *testing.T) {
	l := line{Channel: &Channel{}}
	l.me.Store(&identity{id: 1, name: "bot"})
	payload := []byte(`{"update_id":7,"message":{"message_id":3,"message_thread_id":9,"is_topic_message":true,"date":1,"text":"/x",` +
		`"chat":{"id":-5,"type":"supergroup"},"from":{"id":2,"first_name":"A"}}}`)
	for chat, want := range map[string]intake.Place{"-5": {Chat: "-5", Thread: "9"}, "-1005": {Chat: "-1005"}} {
		r, err := l.Read(intake.Update{Key: "7", Chat: chat, Payload: payload})
		r.To.ReplyTo = ""
		if err != nil || r.To != want || r.Message.Chat.ID != chat || !r.Wanted {
			t.Errorf("%s: %+v in %s, %v", chat, r.To, r.Message.Chat.ID, err)
		}
	}
}
