package zalooa_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"dondoc/bot/intake"
	"dondoc/bot/zalooa/zalooatest"
)

func TestSignatures(t *testing.T) {
	r := newRig(t, nil)
	r.hook()
	body := r.double.Event(user, "user_send_text", map[string]any{"text": "hạn?"})
	good := zalooatest.Sign(body)
	other := []byte(strings.Replace(string(body), "hạn", "hết", 1))
	keyed := hmac.New(sha256.New, []byte(zalooatest.OASecret))
	fmt.Fprintf(keyed, "%s%s%d", zalooatest.AppID, body, r.clock.read().UnixMilli())
	for name, tc := range map[string]struct {
		body      []byte
		signature string
		want      int
	}{
		"none":             {body, "", 401},
		"empty":            {body, "mac=", 401},
		"no hex":           {body, "mac=zz", 401},
		"short":            {body, good[:20], 401},
		"longer":           {body, good + "00", 401},
		"another body":     {other, good, 401},
		"another app":      {body, zalooatest.SignWith("1", zalooatest.OASecret, body), 401},
		"the app's secret": {body, zalooatest.SignWith(zalooatest.AppID, zalooatest.AppSecret, body), 401},
		"HMAC":             {body, "mac=" + hex.EncodeToString(keyed.Sum(nil)), 401},
		"no time":          {[]byte(`{"a":1}`), zalooatest.Sign([]byte(`{"a":1}`)), 401},
		"no JSON":          {[]byte(`x`), zalooatest.Sign([]byte(`x`)), 401},
		"null":             {[]byte(`null`), zalooatest.Sign([]byte(`null`)), 401},
		"the check":        {[]byte(" {}\n"), "", 200},
		"a signed check":   {[]byte(`{}`), zalooatest.Sign([]byte(`{}`)), 401}, // it has no time
		"capital letters":  {body, "mac=" + strings.ToUpper(good[4:]), 200},
		"without mac=":     {body, good[4:], 200},
		"good":             {body, good, 200},
	} {
		t.Run(name, func(t *testing.T) {
			before := r.inbox.count()
			if got := r.double.DeliverSigned(tc.body, tc.signature); got != tc.want {
				t.Errorf("status %d, want %d", got, tc.want)
			}
			if tc.want != 200 && r.inbox.count() != before {
				t.Error("something was stored")
			}
		})
	}
	if r.inbox.count() != 1 {
		t.Errorf("%d updates, want 1: all good ones are the same", r.inbox.count())
	}
	if !strings.Contains(r.log.String(), "variant=") {
		t.Error("nobody was told what kind the wrong signatures are of")
	}
}

func TestTwoSignaturesAreNone(t *testing.T) {
	r := newRig(t, nil)
	body := r.double.Event(user, "user_send_text", map[string]any{"text": "hạn?"})
	call := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
	call.Header["X-Zevent-Signature"] = []string{zalooatest.Sign(body), zalooatest.Sign(body)}
	w := httptest.NewRecorder()
	if r.Webhook().ServeHTTP(w, call); w.Code != http.StatusUnauthorized {
		t.Errorf("status %d", w.Code)
	}
}

func TestOldEventsAreRefused(t *testing.T) {
	r := newRig(t, nil)
	r.hook()
	body := r.double.Event(user, "user_send_text", map[string]any{"text": "hạn?"})
	r.clock.pass(2*time.Hour + time.Second)
	if got := r.double.Deliver(body); got != 401 || r.inbox.count() != 0 {
		t.Errorf("too old: %d", got)
	}
	r.clock.pass(-2 * time.Second)
	if got := r.double.Deliver(body); got != 200 || r.inbox.count() != 1 {
		t.Errorf("old enough for a last retry: %d", got)
	}
	if n := r.Stats().Stale; n != 1 {
		t.Errorf("%d stale", n)
	}
}

func TestHostileBodies(t *testing.T) {
	r := newRig(t, nil)
	r.hook()
	now := strconv.FormatInt(r.clock.read().UnixMilli(), 10)
	for name, tc := range map[string]struct {
		body string
		want int
	}{
		"too large":         {`{"timestamp":"` + now + `","x":"` + strings.Repeat("x", 256<<10) + `"}`, 413},
		"deep":              {strings.Repeat("[", 20000), 401},
		"no user":           {`{"event_name":"user_send_text","timestamp":"` + now + `","message":{"msg_id":"a","text":"b"}}`, 200},
		"odd user":          {`{"event_name":"user_send_text","sender":{"id":"../x"},"timestamp":"` + now + `","message":{"msg_id":"a"}}`, 200},
		"wrong kinds":       {`{"event_name":["user_send_text"],"sender":{"id":{}},"timestamp":"` + now + `"}`, 200},
		"sender of a kind":  {`{"event_name":"user_send_text","sender":7,"timestamp":"` + now + `"}`, 401},
		"time of a kind":    {`{"event_name":"follow","follower":{"id":"1"},"timestamp":{}}`, 401},
		"negative time":     {`{"event_name":"follow","follower":{"id":"1"},"timestamp":"-5"}`, 401},
		"unheard of":        {`{"event_name":"user_dances","sender":{"id":"1"},"timestamp":"` + now + `"}`, 200},
		"an echo":           {`{"event_name":"oa_send_text","sender":{"id":"1"},"timestamp":"` + now + `","message":{"msg_id":"e"}}`, 200},
		"seen":              {`{"event_name":"user_seen_message","sender":{"id":"1"},"timestamp":"` + now + `","message":{"msg_ids":["e"]}}`, 200},
		"received":          {`{"event_name":"user_received_message","timestamp":"` + now + `","message":{"msg_id":"e","tracking_id":"t"}}`, 200},
		"unpaired surrogat": {`{"event_name":"user_dances","timestamp":"` + now + `","x":"\ud800"}`, 200},
	} {
		t.Run(name, func(t *testing.T) {
			if got := r.double.Deliver([]byte(tc.body)); got != tc.want {
				t.Errorf("status %d, want %d", got, tc.want)
			}
		})
	}
	if r.inbox.count() != 0 || r.Stats().Receipts != 1 {
		t.Errorf("%d stored, %d receipts", r.inbox.count(), r.Stats().Receipts)
	}
}

func TestNothingIsTakenThatCannotBeKept(t *testing.T) {
	r := newRig(t, nil)
	r.hook()
	r.inbox.fail = errDown
	if got := r.double.Say(user, "hạn?"); got != http.StatusServiceUnavailable {
		t.Errorf("inbox down: %d", got)
	}
	r.inbox.fail, r.people.fails = nil, errDown
	if got := r.double.Say("42", "hạn?"); got != http.StatusServiceUnavailable || r.inbox.count() != 0 {
		t.Errorf("users down: %d", got)
	}
}

func TestUsersAreNotedNotTooOften(t *testing.T) {
	r := newRig(t, nil)
	r.hook()
	for range 10 {
		r.double.Say(user, "hạn?")
		r.clock.pass(10 * time.Second)
	}
	at, _, _ := r.people.LastSeen(t.Context(), user)
	if late := r.clock.read().Sub(at); r.people.seen != 2 || late > 100*time.Second {
		t.Errorf("noted %d times, the last %v ago", r.people.seen, late)
	}
	r.double.Unfollow(user)
	if _, follows, _ := r.people.LastSeen(t.Context(), user); follows {
		t.Error("who ceased to follow still follows")
	}
	r.clock.pass(time.Hour)
	r.double.Follow(user)
	if at, follows, _ := r.people.LastSeen(t.Context(), user); !follows || !at.Equal(r.clock.read()) {
		t.Errorf("after following again: %v, %t", at, follows)
	}
	r.double.Clock(func() time.Time { return r.clock.read().Add(48 * time.Hour) })
	r.double.Say("43", "hạn?")
	if at, _, _ := r.people.LastSeen(t.Context(), "43"); at.After(r.clock.read()) {
		t.Errorf("the window was opened for longer: %v", at)
	}
}

func TestConversation(t *testing.T) {
	r := newRig(t, nil)
	r.cfg.Now = time.Now
	r.double.Clock(time.Now)
	r.Channel = r.another(r.cfg)
	r.hook()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- r.Run(ctx) }()
	r.double.Follow(user)
	for i := range 5 {
		body := r.double.Event(user, "user_send_text", map[string]any{"text": fmt.Sprint("câu ", i)})
		for range 3 {
			r.double.Deliver(body)
		}
	}
	r.double.Deliver(r.double.Event(user, "user_send_sticker", map[string]any{"attachments": []any{}}))
	got, err := r.double.WaitMessages(ctx, user, 7)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"nghe: joined", "nghe: câu 0", "nghe: câu 1", "nghe: câu 2", "nghe: câu 3", "nghe: câu 4"}
	for i, text := range want {
		if got[i].Text != text {
			t.Errorf("message %d: %q, want %q", i, got[i].Text, text)
		}
	}
	if !strings.HasPrefix(got[6].Text, "Hiện tôi mới đọc được tin nhắn văn bản") {
		t.Errorf("a sticker: %q", got[6].Text)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if s := r.Stats(); len(r.double.Messages(user)) != 7 || s.Sent != 7 || s.Intake.Received != 7 {
		t.Errorf("%d messages, stats %+v", len(r.double.Messages(user)), s)
	}
}

var _ intake.Inbox = (*inbox)(nil)
