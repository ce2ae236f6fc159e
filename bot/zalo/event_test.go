package zalo_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"dondoc/bot/intake"
	"dondoc/bot/zalo"
	"dondoc/bot/zalo/zalotest"
)

// said is a text event of a group, as an update.
func said(t *testing.T, words string) intake.Update {
	t.Helper()
	quoted, err := json.Marshal(words)
	if err != nil {
		t.Fatal(err)
	}
	return intake.Update{Payload: []byte(`{"event_name":"message.text.received","message":{"message_id":"1","text":` + string(quoted) +
		`,"from":{"id":"an"},"chat":{"id":"g","chat_type":"GROUP"}}}`)}
}

func TestMentionIsTakenOut(t *testing.T) {
	server := zalotest.Start(t)
	server.SetName("Bot Đôn đốc Hà Nội")
	c := newChannel(t, server.URL, nil) // called "Bot Đôn đốc" in its configuration
	for words, want := range map[string]string{
		"@Bot Đôn đốc hạn của Huế?":                    "hạn của Huế?",
		"@Bot Đôn đốc Hà Nội hạn của Huế?":             "hạn của Huế?",
		"@BOT ĐÔN ĐỐC, quá hạn":                        "quá hạn",
		"quá hạn @Bot Đôn đốc":                         "quá hạn",
		"quá @Bot Đôn đốc @Bot Đôn đốc hạn":            "quá hạn",
		"@Bot Do\u0302n đo\u0302\u0301c trợ giúp":      "@Bot Dôn đốc trợ giúp",
		"@Bot \u0110o\u0302n đo\u0302\u0301c trợ giúp": "trợ giúp",
		"@Bot Đôn đốcx hạn?":                           "@Bot Đôn đốcx hạn?",
		"thư a@Bot Đôn đốc":                            "thư a@Bot Đôn đốc",
		"không gọi ai":                                 "không gọi ai",
		"@Bot Đôn đốc":                                 "/start",
		"@Bot Đôn đốc : \n ?":                          "?",
	} {
		r, err := c.Read(said(t, words))
		if err != nil {
			t.Fatal(err)
		}
		if r, err = c.Complete(t.Context(), r); err != nil || r.Message.Text != want {
			t.Errorf("%q becomes %q (%v), want %q", words, r.Message.Text, err, want)
		}
	}
	long := said(t, strings.Repeat("@Bot Đôn đốc", 20000))
	r, _ := c.Read(long)
	if _, err := c.Complete(t.Context(), r); err != nil {
		t.Error(err)
	}
	nobody := newChannel(t, "http://127.0.0.1:1", nil)
	if r, err := nobody.Complete(t.Context(), r); err != nil || r.Message.Text == "" {
		t.Errorf("with nobody there to tell the name: %v", err)
	}
	r, err := nobody.Read(said(t, "@Bot Đôn đốc hạn?"))
	if err != nil {
		t.Fatal(err)
	}
	if r, err = nobody.Complete(t.Context(), r); err != nil || r.Message.Text != "hạn?" {
		t.Errorf("the configured name is not enough: %q, %v", r.Message.Text, err)
	}
}

func TestReadWhatIsNoEvent(t *testing.T) {
	c := newChannel(t, "http://127.0.0.1:1", nil)
	for _, raw := range []string{"", "null", "7", `{"event_name":7e`, `{"message":{}}`} {
		if _, err := c.Read(intake.Update{Payload: []byte(raw)}); err == nil {
			t.Errorf("%q was read", raw)
		}
	}
	for _, raw := range []string{
		`{"event_name":"message.text.received"}`,
		`{"event_name":"message.text.received","message":{"text":"x","chat":{"id":"an","chat_type":"PRIVATE"},"from":{"id":"b","is_bot":true}}}`,
		`{"event_name":"message.text.received","message":{"text":"x","chat":{"id":"a\u0000"},"from":{"id":"b"}}}`,
		`{"event_name":"message.text.received","message":{"text":"x","chat":{"id":"` + strings.Repeat("9", 300) + `"}}}`,
	} {
		if r, err := c.Read(intake.Update{Payload: []byte(raw)}); err != nil || r.Wanted || r.Instead != "" {
			t.Errorf("%s is wanted: %+v, %v", raw, r, err)
		}
	}
	blank := `{"event_name":"message.text.received","message":{"message_id":"1","text":" \u200b ","chat":{"id":"an"},"from":{"id":"an"}}}`
	if r, err := c.Read(intake.Update{Payload: []byte(blank)}); err != nil || r.Wanted || r.Instead == "" {
		t.Errorf("a text without letters: %+v, %v", r, err)
	}
}

func FuzzEvents(f *testing.F) {
	const text = `{"event_name":"message.text.received","message":{"message_id":"5f0c","date":1789000000123,"text":"hạn?",` +
		`"from":{"id":"3f2a","display_name":"An","is_bot":false},"chat":{"id":"zgr-1","chat_type":"GROUP"}}}`
	f.Add([]byte(text))
	f.Add([]byte(`{"ok":true,"result":` + text + `}`))
	f.Add([]byte(`{"ok":true,"result":[` + text + `,null,7]}`))
	f.Add([]byte(`{"ok":true,"result":{"event_name":"message.image.received","message":{"photo_url":"http://[::1]/","caption":"@Bot Đôn đốc","chat":{"id":1},"from":{"name":"\ud800\u202e"}}}}`))
	f.Add([]byte(`{"event_name":"message.unsupported.received"}`))
	c, err := zalo.New(zalo.Config{Token: zalotest.Token, APIURL: "http://127.0.0.1:1", Name: "Bot Đôn đốc"}, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		events, err := zalo.UnwrapBody(body)
		if err != nil {
			return
		}
		for _, u := range zalo.Updates(c, events) {
			if u.Key == "" || len(u.Key) > 256 || u.Chat == "" || len(u.Chat) > 256 || u.Order < 0 || !utf8.ValidString(u.Key+u.Chat) {
				t.Fatalf("the update is %+v", u)
			}
			r, err := c.Read(u)
			if err != nil || r.To.Chat != u.Chat || r.Message.Chat.ID != u.Chat || !r.Wanted && r.Instead == "" {
				t.Fatalf("%+v is read as %+v, %v", u, r, err)
			}
			if strings.ContainsAny(r.Message.From+r.Message.File, "\n\u202e\x00") {
				t.Fatalf("the name is %q, the file %q", r.Message.From, r.Message.File)
			}
			if !r.Message.Group {
				r.Message.Group = true
			}
			if _, err := c.Complete(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
	})
}
