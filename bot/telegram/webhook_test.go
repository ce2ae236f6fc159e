package telegram

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/bot/telegram/telegramtest"
)

const hookSecret = "Bi-mat_1"

// hooked makes a fixture whose channel is delivered to by a webhook. The returned function serves it.
func hooked(t *testing.T, h handlerFunc) (*fixture, func(*Channel)) {
	f := overSockets(t, h)
	var handler http.Handler = http.NotFoundHandler()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	f.cfg.WebhookURL, f.cfg.WebhookSecret = "http://"+server.Listener.Addr().String()+"/telegram", hookSecret
	return f, func(c *Channel) {
		handler = c.Webhook()
		server.Start()
		t.Cleanup(server.Close)
	}
}

func TestWebhookDelivers(t *testing.T) {
	f, serve := hooked(t, echo)
	f.double.Fail(telegramtest.Failure{Method: "setWebhook", Code: 502, Raw: "<html>"})
	for i := range 10 {
		f.double.Text(int64(i%2+1), fmt.Sprint(i))
	}
	c := f.channel()
	serve(c)
	r := f.run(c)
	f.waitSent(10)
	f.double.PushFunc(func(id int64) []byte { return fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":"x"}}`, id) })
	if err := f.double.WaitConfirmed(f.ctx); err != nil {
		t.Error(err)
	}
	r.stop()
	for chat, want := range map[int64][]string{1: {"0", "2", "4", "6", "8"}, 2: {"1", "3", "5", "7", "9"}} {
		if got := f.double.SentTo(chat); strings.Join(got, " ") != "đáp: "+strings.Join(want, " đáp: ") {
			t.Errorf("chat %d: %q", chat, got)
		}
	}
	calls := f.double.Calls("setWebhook")
	if len(calls) != 2 || len(f.double.Calls("getUpdates")) > 0 || f.inbox.accepted() != 10 || r.Stats().Undecodable != 1 {
		t.Fatalf("%d setWebhook, stored %d, %+v", len(calls), f.inbox.accepted(), r.Stats())
	}
	want := map[string]string{"secret_token": hookSecret, "max_connections": "40", "allowed_updates": `["message","callback_query","my_chat_member"]`, "url": f.cfg.WebhookURL}
	for key, value := range want {
		if got := calls[1].Fields[key]; got != value {
			t.Errorf("%s = %q", key, got)
		}
	}
	if strings.Contains(f.log.String(), hookSecret) {
		t.Error("the log holds the secret")
	}
}

func TestWebhookRefuses(t *testing.T) {
	good := `{"update_id":7,"message":{"message_id":1,"date":1,"text":"a","chat":{"id":1,"type":"private"},"from":{"id":1}}}`
	tests := map[string]struct {
		method, body string
		secrets      []string
		want, stored int
	}{
		"good":          {"POST", good, []string{hookSecret}, 200, 1},
		"wrong secret":  {"POST", good, []string{hookSecret + "x"}, 401, 0},
		"no secret":     {"POST", good, nil, 401, 0},
		"empty secret":  {"POST", good, []string{""}, 401, 0},
		"two secrets":   {"POST", good, []string{hookSecret, "x"}, 401, 0},
		"GET":           {"GET", "", []string{hookSecret}, 405, 0},
		"too large":     {"POST", `{"update_id":7,"x":"` + strings.Repeat("a", maxHookBody) + `"}`, []string{hookSecret}, 413, 0},
		"no JSON":       {"POST", `update`, []string{hookSecret}, 400, 0},
		"no id":         {"POST", `{"message":{}}`, []string{hookSecret}, 400, 0},
		"negative id":   {"POST", `{"update_id":-7,"message":{}}`, []string{hookSecret}, 400, 0},
		"of other form": {"POST", `{"update_id":7,"message":[]}`, []string{hookSecret}, 200, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f, _ := hooked(t, echo)
			c := f.channel()
			if err := c.introduce(f.ctx); err != nil {
				t.Fatal(err)
			}
			if got := call(c, tt.method, tt.body, tt.secrets...); got != tt.want || f.inbox.accepted() != tt.stored {
				t.Errorf("answered %d, stored %d", got, f.inbox.accepted())
			}
		})
	}
}

// call posts to the webhook and returns the status.
func call(c *Channel, method, body string, secrets ...string) int {
	request := httptest.NewRequest(method, "/telegram", strings.NewReader(body))
	for _, s := range secrets {
		request.Header.Add("X-Telegram-Bot-Api-Secret-Token", s)
	}
	answer := httptest.NewRecorder()
	c.Webhook().ServeHTTP(answer, request)
	return answer.Code
}

// What cannot be stored, or not be understood yet, is delivered again.
func TestWebhookIsNotReady(t *testing.T) {
	f, _ := hooked(t, echo)
	c := f.channel()
	const body = `{"update_id":7,"message":{"message_id":1,"date":1,"text":"a","chat":{"id":1,"type":"private"},"from":{"id":1}}}`
	if got := call(c, "POST", body, hookSecret); got != http.StatusServiceUnavailable {
		t.Errorf("before Run: %d", got)
	}
	if err := c.introduce(f.ctx); err != nil {
		t.Fatal(err)
	}
	f.inbox.storeErr = errBroken
	if got := call(c, "POST", body, hookSecret); got != http.StatusServiceUnavailable || f.inbox.accepted() > 0 {
		t.Errorf("with a broken inbox: %d", got)
	}
	for range 2 { // the second is the same again
		if got := call(c, "POST", body, hookSecret); got != http.StatusOK || f.inbox.accepted() != 1 {
			t.Errorf("at last: %d", got)
		}
	}
}

// A channel without a webhook lets nobody in, whatever the header.
func TestWebhookThatIsOff(t *testing.T) {
	f := overSockets(t, echo)
	if got := call(f.channel(), "POST", `{"update_id":1}`, ""); got != http.StatusUnauthorized {
		t.Errorf("answered %d", got)
	}
}

func TestPollingTakesAwayAWebhook(t *testing.T) {
	f := overSockets(t, echo)
	client := newClient(Config{Token: telegramtest.Token, APIURL: f.cfg.APIURL, HTTPClient: http.DefaultClient})
	if err := client.setWebhook(f.ctx, "http://127.0.0.1:1/", "s"); err != nil {
		t.Fatal(err)
	}
	f.double.Text(1, "a")
	r := f.start()
	f.waitSent(1)
	r.stop()
	if n := len(f.double.Calls("deleteWebhook")); n != 1 {
		t.Errorf("%d deleteWebhook", n)
	}
}

// Another poller is no webhook: nothing is taken away.
func TestAnotherPollerKeepsTheWebhook(t *testing.T) {
	inBubble(t, echo, func(f *fixture) {
		f.double.Fail(telegramtest.Failure{Method: "getUpdates", Code: 409, Text: "Conflict: terminated by other getUpdates request"})
		f.double.Text(1, "a")
		r := f.start()
		f.waitSent(1)
		r.stop()
		if n := len(f.double.Calls("deleteWebhook")); n != 0 {
			t.Errorf("%d deleteWebhook", n)
		}
	})
}

// A server that answers at once with nothing is not asked without end.
func TestServerThatHoldsNoPoll(t *testing.T) {
	inBubble(t, echo, func(f *fixture) {
		f.double.Fail(telegramtest.Failure{Method: "getUpdates", Code: 200, Raw: `{"ok":true,"result":[]}`, Times: -1})
		r := f.start()
		<-time.After(10 * time.Second)
		r.stop()
		if n := len(f.double.Calls("getUpdates")); n < 20 || n > 50 {
			t.Errorf("%d polls in ten seconds", n)
		}
	})
}

func FuzzWebhook(f *testing.F) {
	f.Add([]byte(`{"update_id":1,"message":{"message_id":9,"date":1,` + inGroup + `,"text":"/x"}}`))
	f.Add([]byte(`{"update_id":9223372036854775807}`))
	f.Add([]byte(`{"update_id":99999999999999999999,"my_chat_member":{"chat":{}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		c := &Channel{log: nolog}
		updates, err := c.readHooked(body)
		if len(updates) > 1 || err != nil && len(updates) > 0 || len(updates) == 1 && (updates[0].Order <= 0 || !slices.Equal(updates[0].Payload, body)) {
			t.Errorf("%+v, %v", updates, err)
		}
	})
}
