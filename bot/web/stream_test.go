package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/web"
	"dondoc/knowledge"
)

// streamLine is one line of a streamed answer.
type streamLine struct {
	Draft *struct {
		Lines []struct{ Spans []struct{ Text string } }
	}
	Messages []struct{ Role string }
	Error    string
}

func draftOf(words string) bot.Reply {
	return bot.Reply{Text: knowledge.Text{{plain(words)}}, Picture: chart(2, 2)}
}

// stream sends a question as the script does and returns the open response.
func (s *site) stream(t *testing.T, ctx context.Context, question string) *http.Response {
	t.Helper()
	r := s.request(t, http.MethodPost, "/chat", url.Values{"token": {s.token(t)}, "text": {question}}).WithContext(ctx)
	r.Header.Set("Accept", "application/x-ndjson")
	resp, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	if got := resp.Header.Get("Content-Type"); got != "application/x-ndjson" {
		t.Errorf("Content-Type %q", got)
	}
	return resp
}

func readLine(t *testing.T, b *bufio.Scanner) (l streamLine) {
	t.Helper()
	if !b.Scan() {
		t.Fatalf("the stream ended: %v", b.Err())
	}
	if err := json.Unmarshal(b.Bytes(), &l); err != nil {
		t.Fatalf("%v in %s", err, b.Bytes())
	}
	return l
}

func TestDraftsAreStreamed(t *testing.T) {
	f := newFake()
	f.drafts = []bot.Reply{draftOf("Đang đọc"), draftOf("Đang đọc văn bản")}
	f.next, f.release = make(chan struct{}), make(chan struct{})
	s := newSiteWith(t, f, nil)
	resp := s.stream(t, t.Context(), "Hạn của Bắc Giang?")
	lines := bufio.NewScanner(resp.Body)
	if l := readLine(t, lines); l.Draft == nil || l.Draft.Lines[0].Spans[0].Text != "Đang đọc" || l.Messages != nil {
		t.Errorf("first line %s", lines.Text())
	}
	if strings.Contains(lines.Text(), "/hinh/") {
		t.Error("a draft refers to a picture that is not kept")
	}
	if page := s.get(t, "/").body; strings.Contains(page, "Đang đọc") {
		t.Error("a draft stays in the conversation")
	}
	f.next <- struct{}{}
	if l := readLine(t, lines); l.Draft == nil || l.Draft.Lines[0].Spans[0].Text != "Đang đọc văn bản" {
		t.Errorf("second line %s", lines.Text())
	}
	close(f.release)
	if l := readLine(t, lines); len(l.Messages) != 1 || l.Draft != nil || l.Error != "" {
		t.Errorf("last line %s", lines.Text())
	}
	if lines.Scan() {
		t.Errorf("after the answer comes %s", lines.Text())
	}
	if page := s.get(t, "/").body; strings.Count(page, "Hạn của Bắc Giang?</p>") != 1 || !strings.Contains(page, "Trước tháng 6/2023") {
		t.Error("the answer is not in the conversation")
	}
}

func TestStreamedFailures(t *testing.T) {
	draft := []bot.Reply{draftOf("Đang đọc")}
	tests := []struct {
		name, text string
		drafts     []bot.Reply
		status     int
		says       string
	}{
		{"before a draft", "hỏng", nil, 500, "Có lỗi"},
		{"after a draft", "hỏng", draft, 200, "Có lỗi"},
		{"panic before a draft", "hoảng", nil, 500, "Có lỗi"},
		{"panic after a draft", "hoảng", draft, 200, "Có lỗi"},
		{"empty", " ", nil, 400, "chưa nhập"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			f.drafts = tt.drafts
			if tt.drafts != nil { // fail only when the draft has gone out
				f.release = make(chan struct{})
			}
			s := newSiteWith(t, f, nil)
			resp := s.stream(t, t.Context(), tt.text)
			lines := bufio.NewScanner(resp.Body)
			if tt.drafts != nil {
				readLine(t, lines)
				close(f.release)
			}
			if l := readLine(t, lines); resp.StatusCode != tt.status || !strings.Contains(l.Error, tt.says) || strings.Contains(l.Error, "secret") {
				t.Errorf("status %d, %s", resp.StatusCode, lines.Text())
			}
			if lines.Scan() {
				t.Errorf("after the error comes %s", lines.Text())
			}
			if page := s.get(t, "/").body; strings.Contains(page, `id="latest"`) {
				t.Error("a question without an answer stays in the conversation")
			}
		})
	}
}

func TestStreamIsRefusedToOthers(t *testing.T) {
	s := newSite(t, nil)
	for _, token := range []string{"", strings.Repeat("0", 64)} {
		s.token(t)
		r := s.request(t, http.MethodPost, "/chat", url.Values{"token": {token}, "text": {"Hạn?"}})
		r.Header.Set("Accept", "application/x-ndjson")
		got := s.do(t, r)
		if got.status != http.StatusForbidden || !strings.Contains(got.body, `"error"`) || len(s.fake.messages()) != 0 {
			t.Errorf("token %q: status %d, %s", token, got.status, got.body)
		}
	}
}

func TestVisitorWhoGoesEndsTheWork(t *testing.T) {
	f := newFake()
	f.drafts, f.release, f.gone = []bot.Reply{draftOf("Đang đọc")}, make(chan struct{}), make(chan struct{})
	s := newSiteWith(t, f, func(c *web.Config) { c.AnswerTimeout = time.Hour })
	ctx, leave := context.WithCancel(t.Context())
	resp := s.stream(t, ctx, "Hạn?")
	lines := bufio.NewScanner(resp.Body)
	readLine(t, lines)
	leave()
	<-f.gone // hangs if nobody tells the conversation
	if lines.Scan() || !errors.Is(lines.Err(), context.Canceled) {
		t.Errorf("the stream went on: %s, %v", lines.Text(), lines.Err())
	}
	if page := s.get(t, "/").body; strings.Contains(page, `id="latest"`) {
		t.Error("the question stays in the conversation")
	}
}
