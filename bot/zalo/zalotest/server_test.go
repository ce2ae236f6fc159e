package zalotest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"dondoc/bot/zalo/zalotest"
)

// call returns the status and the body of an answer, 0 when the connection broke.
func call(t *testing.T, url, body string) (int, string) {
	t.Helper()
	response, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		return 0, ""
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, ""
	}
	return response.StatusCode, string(raw)
}

func TestDoubleIsAsStrictAsThePlatform(t *testing.T) {
	s := zalotest.Start(t)
	message := func(text, styles string) string {
		quoted, _ := json.Marshal(text)
		return `{"chat_id":"an","text":` + string(quoted) + `,"text_styles":` + styles + `}`
	}
	tests := []struct {
		name, method, body string
		status             int
	}{
		{"sent", "sendMessage", message("đậm 😀", `[{"start":4,"len":2,"st":["b"]}]`), 200},
		{"full", "sendMessage", message(strings.Repeat("đ", 2000), `[]`), 200},
		{"too long", "sendMessage", message(strings.Repeat("đ", 2001), `[]`), 400},
		{"too long in units", "sendMessage", message(strings.Repeat("😀", 1001), `[]`), 400},
		{"empty", "sendMessage", message(" ", `[]`), 400},
		{"style outside", "sendMessage", message("abc", `[{"start":1,"len":3,"st":["b"]}]`), 400},
		{"style before", "sendMessage", message("abc", `[{"start":-1,"len":2,"st":["b"]}]`), 400},
		{"half an emoji", "sendMessage", message("😀", `[{"start":0,"len":1,"st":["b"]}]`), 400},
		{"no face", "sendMessage", message("abc", `[{"start":0,"len":1,"st":[]}]`), 400},
		{"unknown face", "sendMessage", message("abc", `[{"start":0,"len":1,"st":["B"]}]`), 400},
		{"bidi", "sendMessage", message("a\u202eb", `[]`), 400},
		{"no chat", "sendMessage", `{"text":"x"}`, 400},
		{"buttons", "sendMessage", `{"chat_id":"an","text":"x","reply_markup":{}}`, 400},
		{"no JSON", "sendMessage", `{`, 400},
		{"photo", "sendPhoto", `{"chat_id":"an","photo":"https://x.example/1.png","caption":"x"}`, 200},
		{"photo uploaded", "sendPhoto", `{"chat_id":"an","photo":"attach://1"}`, 400},
		{"typing", "sendChatAction", `{"chat_id":"an","action":"typing"}`, 200},
		{"unknown method", "editMessage", `{}`, 400},
		{"case", "getme", `{}`, 400},
		{"no webhook", "getWebhookInfo", `{}`, 404},
		{"short secret", "setWebhook", `{"url":"https://x.example","secret_token":"1234567"}`, 404},
		{"empty poll", "getUpdates", `{"timeout":0}`, 408},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			status, body := call(t, s.URL+"/bot"+zalotest.Token+"/"+test.method, test.body)
			if status != test.status || strings.Contains(body, `"ok":true`) != (status == 200) {
				t.Errorf("status %d, %s, want %d", status, body, test.status)
			}
		})
	}
	if got := s.WaitMessages("an", 3); len(got) != 3 || got[0].Styled(0) != "😀" {
		t.Errorf("messages are %+v", got)
	}
	if status, _ := call(t, s.URL+"/bot1:wrong/getMe", `{}`); status != 401 {
		t.Errorf("a wrong token gives %d", status)
	}
	if status, _ := call(t, s.URL+"/other", `{}`); status != 400 {
		t.Errorf("a wrong path gives %d", status)
	}
}

func TestDoubleFailsAsTold(t *testing.T) {
	s := zalotest.Start(t)
	s.Fail("sendMessage", zalotest.Failure{Status: 429}, zalotest.Failure{Status: 502, Gateway: true}, zalotest.Failure{Cut: true, After: true})
	for _, want := range []int{429, 502, 0, 200} {
		if status, _ := call(t, s.URL+"/bot"+zalotest.Token+"/sendMessage", `{"chat_id":"an","text":"x"}`); status != want {
			t.Errorf("status %d, want %d", status, want)
		}
	}
	if n := len(s.Messages("an")); n != 2 {
		t.Errorf("%d messages, want 2: that before the cut and the last", n)
	}
}

func TestDoubleGivesAnEventOnce(t *testing.T) {
	s := zalotest.Start(t)
	id := s.Say("an", "an", "một")
	s.Say("an", "an", "hai")
	for _, want := range []string{id, "hai", "Request timeout"} {
		if _, body := call(t, s.URL+"/bot"+zalotest.Token+"/getUpdates", `{"timeout":0}`); !strings.Contains(body, want) {
			t.Errorf("the poll brings %s, want %s", body, want)
		}
	}
}
