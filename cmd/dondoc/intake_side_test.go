//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"dondoc/bot/telegram/telegramtest"
	"dondoc/bot/zalo/zalotest"
	"dondoc/bot/zalooa/zalooatest"
)

// letter is an update: the n-th question of a chat. Nobody ever asks the same of the same chat again.
type letter struct {
	chat, n int
	id      int64 // counts up within a chat
	text    string
}

// garbage is a body that is no update, with the status that it deserves.
type garbage struct {
	body   string
	status int
}

// side is a channel as it looks from outside: how updates are written and proved genuine, and what the bot says there.
type side struct {
	channel, path string
	flags         []string // what makes the program use it
	ear           *ear
	chat          func(n int) string // its name in what is heard
	key           func(l letter) string
	body          func(l letter) []byte
	prove         func(h http.Header, body []byte)
	forge         []func(h http.Header, body []byte)
	limit         int // bytes of a body
	garbage       []garbage
	forgotten     int // the status of garbage cut out of the middle of an update
}

const (
	hookSecret = "fire-Secret_1"
	firstID    = 1000
)

func encoded(v any) []byte {
	raw, _ := json.Marshal(v) // plain data: cannot fail
	return raw
}

// named sets a header, to several values if there are several.
func named(name string, values ...string) func(http.Header, []byte) {
	return func(h http.Header, _ []byte) { h[http.CanonicalHeaderKey(name)] = values }
}

// forgeries are all the ways not to have a secret.
func forgeries(name string) []func(http.Header, []byte) {
	return []func(http.Header, []byte){
		named(name), named(name, ""), named(name, hookSecret+"x"), named(name, hookSecret[1:]), named(name, strings.ToLower(hookSecret)),
		named(name, hookSecret, "x"), named("Authorization", hookSecret),
	}
}

// listening serves the handler until the test ends and returns its address.
func listening(t testing.TB, h http.Handler) string {
	s := httptest.NewServer(h)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s.URL
}

const telegramHeader = "X-Telegram-Bot-Api-Secret-Token"

// telegramSide has a group in every fifth chat.
func telegramSide(t testing.TB, site string) *side {
	s := &side{channel: channelTelegram, path: telegramPath, ear: newEar(), limit: 1 << 20, forgotten: http.StatusOK}
	s.flags = []string{
		"--telegram-bot-token", telegramtest.Token, "--telegram-api-url", listening(t, fastTelegram{s.ear}),
		"--telegram-webhook-secret", hookSecret, "--public-url", site,
	}
	id := func(n int) int {
		if n%5 == 4 {
			return -100_000 - n
		}
		return 100_000 + n
	}
	s.chat = func(n int) string { return strconv.Itoa(id(n)) }
	s.key = func(l letter) string { return strconv.FormatInt(l.id, 10) }
	s.body = func(l letter) []byte { return telegramLetter(id(l.chat), l) }
	s.prove, s.forge = named(telegramHeader, hookSecret), forgeries(telegramHeader)
	s.garbage = []garbage{
		{"", 400}, {"{", 400}, {"null", 400}, {`"x"`, 400}, {"[]", 400}, {"{}", 400}, {"\x00\xff", 400}, {`{"update_id":"x"}`, 400},
		{`{"update_id":-5,"message":{}}`, 400}, {`{"update_id":8000001,"message":7}`, 200}, {`{"update_id":8000002,"message":{"chat":"x"}}`, 200},
	}
	return s
}

// fireBegan is when people began to ask, a question a second in every chat.
var fireBegan = time.Now().Unix()

func telegramLetter(chat int, l letter) []byte {
	kind, text := "private", l.text
	if chat < 0 {
		kind, text = "group", "@"+telegramtest.BotName+" "+l.text
	}
	return encoded(map[string]any{"update_id": l.id, "message": map[string]any{
		"message_id": l.id, "date": fireBegan + int64(l.n), "text": text, "chat": map[string]any{"id": chat, "type": kind},
		"from": map[string]any{"id": max(chat, -chat), "is_bot": false, "first_name": "An"},
	}})
}

func zaloID(n int) string { return strconv.Itoa(7031884412906655000 + n) }

func zaloSide(t testing.TB, site string) *side {
	const header = "X-Bot-Api-Secret-Token"
	s := &side{channel: channelZalo, path: zaloPath, ear: newEar(), limit: 256 << 10, chat: zaloID, forgotten: http.StatusBadRequest}
	s.flags = []string{
		"--zalo-bot-token", zalotest.Token, "--zalo-api-url", listening(t, overhear(t, zalotest.Start(t).URL, s.ear)),
		"--zalo-webhook-secret", hookSecret, "--public-url", site, "--zalo-monthly-quota", "0", "--zalo-spacing", "0s",
	}
	s.key = func(l letter) string { return fmt.Sprintf("m%d", l.id) }
	s.body = func(l letter) []byte {
		return encoded(map[string]any{"ok": true, "result": map[string]any{"event_name": "message.text.received", "message": map[string]any{
			"message_id": s.key(l), "date": 1789000000000 + l.id, "text": l.text, "chat": map[string]any{"id": zaloID(l.chat), "chat_type": "PRIVATE"},
			"from": map[string]any{"id": zaloID(l.chat), "display_name": "An", "is_bot": false},
		}}})
	}
	s.prove, s.forge = named(header, hookSecret), forgeries(header)
	s.garbage = []garbage{{"", 400}, {"{", 400}, {`"x"`, 400}, {"\x00\xff", 400}, {"{}", 200}, {`{"result":7}`, 400}, {`{"event_name":["x"],"message":7}`, 200}}
	return s
}

func oaSide(t testing.TB, _ string) *side {
	const header = "X-ZEvent-Signature"
	double := zalooatest.Start(t)
	s := &side{channel: channelOA, path: oaPath, ear: newEar(), limit: 256 << 10, chat: zaloID, forgotten: http.StatusUnauthorized}
	api := listening(t, overhear(t, double.URL, s.ear))
	s.flags = []string{
		"--zalo-oa-app-id", zalooatest.AppID, "--zalo-oa-app-secret", zalooatest.AppSecret, "--zalo-oa-secret-key", zalooatest.OASecret,
		"--zalo-oa-refresh-token", double.Consent(), "--zalo-oa-api-url", api, "--zalo-oauth-url", api,
	}
	began := time.Now()
	s.key = func(l letter) string { return fmt.Sprintf("%016x", l.id) }
	s.body = func(l letter) []byte {
		double.Interacted(zaloID(l.chat), time.Now())
		return encoded(map[string]any{
			"app_id": zalooatest.AppID, "event_name": "user_send_text", "sender": map[string]any{"id": zaloID(l.chat)},
			"recipient": map[string]any{"id": zalooatest.OAID}, "message": map[string]any{"msg_id": s.key(l), "text": l.text},
			"timestamp": strconv.FormatInt(began.UnixMilli()+l.id, 10),
		})
	}
	s.prove = func(h http.Header, body []byte) { h.Set(header, zalooatest.Sign(body)) }
	signed := func(app, secret string) func(http.Header, []byte) {
		return func(h http.Header, body []byte) { h.Set(header, zalooatest.SignWith(app, secret, body)) }
	}
	s.forge = []func(http.Header, []byte){
		named(header), named(header, ""), named(header, "mac="), signed(zalooatest.AppID, zalooatest.AppSecret), signed("1", zalooatest.OASecret),
		signed(zalooatest.AppID, ""), func(h http.Header, body []byte) { h.Set(header, zalooatest.Sign(body[:len(body)-1])) },
	}
	for _, body := range []string{"", "{", `"x"`, "\x00\xff", "[]", `{"event_name":"user_send_text"}`} {
		s.garbage = append(s.garbage, garbage{body, http.StatusUnauthorized}) // what has no time cannot be signed
	}
	return s
}
