package telegram

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"

	"dondoc/bot/intake"
)

var me = newIdentity(&models.User{ID: 7, Username: "DonDocBot"})

// purpose is what a request wants.
type purpose string

const (
	nothing  purpose = ""
	question purpose = "an answer"
	notText  purpose = "an answer, or to be told that only text is read"
)

func asks(r intake.Request) purpose {
	switch {
	case r.Instead != "":
		return notText
	case r.Wanted:
		return question
	}
	return nothing
}

func read(u *models.Update) intake.Request {
	say, err := loadPhrases(phraseData)
	if err != nil {
		panic(err)
	}
	return reader{me: me, say: say}.read(u)
}

// updateOf decodes what would come over the wire.
func updateOf(t *testing.T, message string) *models.Update {
	t.Helper()
	u, _, err := decode([]byte(`{"update_id":1,"message":{"message_id":9,"date":1,` + message + `}}`))
	if err != nil {
		t.Fatal(err)
	}
	return &u
}

const (
	person   = `"from":{"id":5},"chat":{"id":5,"type":"private"}`
	inGroup  = `"from":{"id":5},"chat":{"id":-100123456789012,"type":"supergroup"}`
	toTheBot = `,"reply_to_message":{"message_id":3,"date":1,"chat":{"id":-1,"type":"group"},"from":{"id":7,"is_bot":true}}`
)

func TestReadMessage(t *testing.T) {
	offset := len(utf16.Encode([]rune("🇻🇳 Việc này ")))
	entity := func(length int) string {
		e, _ := json.Marshal([]models.MessageEntity{{Type: models.MessageEntityTypeBotCommand, Offset: offset, Length: length}})
		return `,"entities":` + string(e)
	}
	tests := []struct {
		name, message string
		want          purpose
		text          string
	}{
		{"private text", person + `,"text":" hạn của Bắc Giang? "`, question, "hạn của Bắc Giang?"},
		{"start", person + `,"text":"/start"`, question, "/start"},
		{"start with payload for us", person + `,"text":"/start@dondocbot bd12"`, question, "/start bd12"},
		{"capital command", person + `,"text":"/Help"`, question, "/help"},
		{"command for another bot", person + `,"text":"/start@OtherBot x"`, nothing, ""},
		{"slash that is no command", person + `,"text":"/á hạn?"`, question, "/á hạn?"},
		{"comma kept", person + `,"text":"hạn:"`, question, "hạn:"},
		{"command after Vietnamese text, UTF-16", inGroup + `,"text":"🇻🇳 Việc này /han@DonDocBot nhé"` + entity(14), question, "🇻🇳 Việc này /han nhé"},
		{"same for another bot", inGroup + `,"text":"🇻🇳 Việc này /han@OtherBott nhé"` + entity(14), nothing, ""},
		{"entity out of range", inGroup + `,"text":"x","entities":[{"type":"bot_command","offset":9223372036854775807,"length":1}]`, nothing, ""},
		{"group chatter", inGroup + `,"text":"hạn bao giờ?"`, nothing, ""},
		{"group command", inGroup + `,"text":"/han"`, question, "/han"},
		{"group mention first", inGroup + `,"text":"@DonDocBot, hạn bao giờ?"`, question, "hạn bao giờ?"},
		{"group mention inside, other case", inGroup + `,"text":"nhờ @dondocbot xem"`, question, "nhờ xem"},
		{"group mention twice", inGroup + `,"text":"@DonDocBot @DonDocBot hạn?"`, question, "hạn?"},
		{"mention alone", inGroup + `,"text":"@DonDocBot"`, question, "/start"},
		{"longer name", inGroup + `,"text":"@DonDocBot2 hạn?"`, nothing, ""},
		{"mail address", inGroup + `,"text":"gửi a@DonDocBot nhé"`, nothing, ""},
		{"mention by id", inGroup + `,"text":"Đôn Đốc hạn?","entities":[{"type":"text_mention","offset":0,"length":7,"user":{"id":7}}]`, question, "hạn?"},
		{"reply to the bot", inGroup + `,"text":"còn Hà Nam?"` + toTheBot, question, "còn Hà Nam?"},
		{"topic that the bot opened", inGroup + `,"text":"chào"` + strings.Replace(toTheBot, `"date"`, `"forum_topic_created":{"name":"x","icon_color":1},"date"`, 1), nothing, ""},
		{"own message", `"from":{"id":7,"is_bot":true},"chat":{"id":5,"type":"private"},"text":"x"`, nothing, ""},
		{"another bot", `"from":{"id":8,"is_bot":true},"chat":{"id":-5,"type":"group"},"text":"/han"`, nothing, ""},
		{"anonymous administrator", `"from":{"id":1087968824,"is_bot":true},"sender_chat":{"id":-5,"type":"group"},"chat":{"id":-5,"type":"group"},"text":"/han"`, question, "/han"},
		{"channel", `"chat":{"id":-5,"type":"channel"},"text":"/han"`, nothing, ""},
		{"photo with caption", person + `,"caption":"hạn?","photo":[{"file_id":"a"}]`, notText, "hạn?"},
		{"voice", person + `,"voice":{"file_id":"a"}`, notText, ""},
		{"group photo", inGroup + `,"photo":[{"file_id":"a"}]`, nothing, ""},
		{"group photo for the bot", inGroup + `,"caption":"@DonDocBot","photo":[{"file_id":"a"}]`, notText, ""},
		{"somebody joined", inGroup + `,"new_chat_members":[{"id":7}]` + toTheBot, nothing, ""},
		{"supergroup made", inGroup + `,"migrate_from_chat_id":-5`, nothing, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := read(updateOf(t, tt.message))
			if asks(got) != tt.want || got.Message.Text != tt.text {
				t.Errorf("got %v %q, want %v %q", asks(got), got.Message.Text, tt.want, tt.text)
			}
		})
	}
}

func TestReadGoesBackWhereItCameFrom(t *testing.T) {
	got := read(updateOf(t, inGroup+`,"text":"/han","is_topic_message":true,"message_thread_id":77`))
	to, ok := addressIn(got.To)
	if want := (address{chat: -100123456789012, thread: 77, replyTo: 9}); to != want || !ok || got.Message.Chat.ID != "-100123456789012" {
		t.Errorf("got %+v", got)
	}
	if got := read(updateOf(t, person+`,"text":"a"`)).To; got != (intake.Place{Chat: "5"}) {
		t.Errorf("private: %+v", got)
	}
}

func TestOtherUpdatesAreIgnored(t *testing.T) {
	for _, kind := range []string{"edited_message", "channel_post", "edited_channel_post", "business_message"} {
		u, id, err := decode([]byte(`{"update_id":3,"` + kind + `":{"message_id":9,"date":1,` + person + `,"text":"/start"}}`))
		if err != nil || id != 3 || asks(read(&u)) != nothing {
			t.Errorf("%s: %v %+v", kind, err, read(&u))
		}
	}
}

func TestReadCallback(t *testing.T) {
	tests := []struct {
		name, message string
		want          purpose
		chat          string
	}{
		{"accessible", `,"message":{"message_id":1,"date":5,"chat":{"id":42,"type":"private"}}`, question, "42"},
		{"inaccessible", `,"message":{"message_id":1,"date":0,"chat":{"id":42,"type":"private"}}`, question, "42"},
		{"inline", `,"inline_message_id":"x"`, nothing, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, _, err := decode([]byte(`{"update_id":3,"callback_query":{"id":"c","from":{"id":5},"data":"k1"` + tt.message + `}}`))
			if err != nil {
				t.Fatal(err)
			}
			got := read(&u)
			if asks(got) != tt.want || readHook(got.To.ReplyTo).Press != "c" || chatOf(&u) != tt.chat || got.Message.Chat.ID != tt.chat {
				t.Errorf("got %+v", got)
			}
			if tt.want == question && got.Message.Choice != "k1" {
				t.Errorf("choice %q", got.Message.Choice)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"update_id":1,"message":{"message_id":9,"date":1,` + inGroup + `,"text":"ấ /x@DonDocBot","entities":[{"type":"bot_command","offset":2,"length":12}]}}`))
	f.Add([]byte(`{"update_id":1,"callback_query":{"id":"1","data":"x"}}`))
	f.Add([]byte(`{"update_id":12`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		u, id, err := decode(raw)
		if err == nil && id == 0 {
			t.Error("decoded without an id")
		}
		if r := read(&u); asks(r) == question && r.Message.Text == "" && r.Message.Choice == "" && r.Message.Event == "" && r.Message.Attachment == nil {
			t.Errorf("an empty question from %q", raw)
		}
	})
}
