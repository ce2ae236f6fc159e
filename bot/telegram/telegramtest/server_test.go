package telegramtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestParseHTML(t *testing.T) {
	tests := []struct {
		source, text string
		entities     []Entity
		fails        bool
	}{
		{"🇻🇳 <b>a&lt;&#39;&#x26;</b>", "🇻🇳 a<'&", []Entity{{"b", 5, 4}}, false},
		{"<blockquote expandable>x</blockquote>", "x", []Entity{{"blockquote expandable", 0, 1}}, false},
		{"<b><i>x</i></b><u></u>", "x", []Entity{{"i", 0, 1}, {"b", 0, 1}}, false},
		{"a > b", "a > b", nil, false},
		{source: "<script>", fails: true},
		{source: "<b>x", fails: true},
		{source: "x</b>", fails: true},
		{source: "<b><i>x</b></i>", fails: true},
		{source: "a < b", fails: true},
		{source: "a & b", fails: true},
		{source: "&nbsp;", fails: true},
		{source: "&#0;", fails: true},
		{source: "\xff", fails: true},
	}
	for _, tt := range tests {
		text, entities, err := ParseHTML(tt.source)
		if (err != nil) != tt.fails || text != tt.text || !slices.Equal(entities, tt.entities) {
			t.Errorf("%q: %q %v %v", tt.source, text, entities, err)
		}
	}
}

func FuzzParseHTML(f *testing.F) {
	f.Add("<b>x</b>&amp;")
	f.Add("<a href=\"x\">&#x110000;</a>")
	f.Fuzz(func(t *testing.T, source string) {
		text, entities, err := ParseHTML(source)
		for _, e := range entities {
			if err == nil && e.Offset+e.Length > Units(text) {
				t.Errorf("entity %v beyond %q", e, text)
			}
		}
	})
}

type result struct {
	Code int    `json:"error_code"`
	Text string `json:"description"`
	List []struct {
		ID int64 `json:"update_id"`
	} `json:"result"`
}

func call(t *testing.T, s *Server, method, body string) (r result, err error) {
	t.Helper()
	client := http.Client{Transport: s.Transport()}
	response, err := client.Post("http://double/bot"+Token+"/"+method, "application/json", strings.NewReader(body))
	if err != nil {
		return r, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return r, err
	}
	if json.Unmarshal(raw, &r) != nil && !strings.Contains(string(raw), `"ok":true`) {
		return r, fmt.Errorf("answer %s", raw)
	}
	return r, nil
}

func TestUpdatesStayUntilConfirmed(t *testing.T) {
	s := New()
	a, b := s.Text(1, "a"), s.Text(1, "b")
	for _, step := range []struct {
		offset int64
		want   []int64
	}{{0, []int64{a, b}}, {0, []int64{a, b}}, {b, []int64{b}}, {0, []int64{b}}, {b + 1, nil}} {
		r, err := call(t, s, "getUpdates", fmt.Sprintf(`{"offset":%d}`, step.offset))
		var got []int64
		for _, u := range r.List {
			got = append(got, u.ID)
		}
		if err != nil || !slices.Equal(got, step.want) {
			t.Errorf("offset %d: %v %v, want %v", step.offset, got, err, step.want)
		}
	}
}

func TestLongPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New()
		began := time.Now()
		if r, err := call(t, s, "getUpdates", `{"timeout":20}`); err != nil || len(r.List) != 0 || time.Since(began) != 20*time.Second {
			t.Errorf("empty poll: %v %v after %v", r, err, time.Since(began))
		}
		began = time.Now()
		time.AfterFunc(3*time.Second, func() { s.Text(1, "a") })
		if r, err := call(t, s, "getUpdates", `{"timeout":20}`); err != nil || len(r.List) != 1 || time.Since(began) != 3*time.Second {
			t.Errorf("poll: %v %v after %v", r, err, time.Since(began))
		}
	})
}

func TestSecondPollerEndsTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New()
		first := make(chan result, 1)
		go func() {
			r, _ := call(t, s, "getUpdates", `{"timeout":20}`)
			first <- r
		}()
		synctest.Wait()
		if r, err := call(t, s, "getUpdates", `{"timeout":1}`); err != nil || r.Code != 0 {
			t.Errorf("second poll: %+v %v", r, err)
		}
		if r := <-first; r.Code != http.StatusConflict {
			t.Errorf("first poll: %+v", r)
		}
	})
}

func TestSendMessageIsChecked(t *testing.T) {
	for body, want := range map[string]int{
		`{"chat_id":1,"text":"<b>a</b>","parse_mode":"HTML"}`:                                                                            0,
		`{"chat_id":1,"text":"<b>a","parse_mode":"HTML"}`:                                                                                400,
		`{"chat_id":1,"text":" \u200b\n"}`:                                                                                               400,
		`{"chat_id":1,"text":"` + strings.Repeat("ă", 4096) + `"}`:                                                                       0,
		`{"chat_id":1,"text":"` + strings.Repeat("ă", 4097) + `"}`:                                                                       400,
		`{"chat_id":1,"text":"` + strings.Repeat("<b>a</b> ", 101) + `","parse_mode":"HTML"}`:                                            400,
		`{"chat_id":"x","text":"a"}`:                                                                                                     400,
		`{"chat_id":1,"text":"a","reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"k"}]]}}`:                               0,
		`{"chat_id":1,"text":"a","reply_markup":{"inline_keyboard":[[{"text":"a"}]]}}`:                                                   400,
		`{"chat_id":1,"text":"a","reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"` + strings.Repeat("k", 65) + `"}]]}}`: 400,
	} {
		s := New()
		r, err := call(t, s, "sendMessage", body)
		if err != nil || r.Code != want || (len(s.Sent()) == 1) != (want == 0) {
			t.Errorf("%.90s: %d %s %v, want %d", body, r.Code, r.Text, err, want)
		}
	}
}

func TestWaitEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := New().WaitSent(ctx, 1); err == nil {
		t.Error("no error though the context has ended")
	}
}
