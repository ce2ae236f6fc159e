package web_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/web"
	"dondoc/knowledge"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// reply is what the script is told.
type reply struct {
	Error    string `json:"error"`
	Messages []struct {
		Role      string
		Refused   bool
		Lines     []struct{ Kind, Mark string }
		Citations []struct{ Document, Section, Quote, Status, Href string }
		Picture   struct {
			Href, Alt     string
			Width, Height int
		}
		File    struct{ Href, Name, Size string }
		Choices []struct{ Key, Label string }
		Copy    string
	}
}

func decode(t *testing.T, r result) reply {
	t.Helper()
	if got := r.header.Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("Content-Type %q", got)
	}
	var v reply
	if err := json.Unmarshal([]byte(r.body), &v); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
	return v
}

func TestAskWithScript(t *testing.T) {
	s := newSite(t, nil)
	before := time.Now()
	r := s.post(t, "/chat", true, "text", "  Hạn của Bắc Giang?\r\n")
	if r.status != http.StatusOK {
		t.Fatalf("status %d: %s", r.status, r.body)
	}
	v := decode(t, r)
	if len(v.Messages) != 1 {
		t.Fatalf("%d messages, want 1", len(v.Messages))
	}
	m := v.Messages[0]
	if m.Role != knowledge.RoleAssistant || m.Refused || len(m.Lines) != 4 || m.Lines[1].Mark != "⏰" || m.Lines[1].Kind != "icon" {
		t.Errorf("message %+v", m)
	}
	if c := m.Citations[0]; c.Document != "17/QĐ-UBQGCDS" || c.Section != "Mục IV.6" || c.Quote != card().Citations[0].Quote || c.Status != "in_force" {
		t.Errorf("citation %+v", c)
	}
	if m.Choices[0].Key != "nhac1" || m.Choices[0].Label != "🔔 Nhắc tôi" {
		t.Errorf("choices %+v", m.Choices)
	}
	got := s.fake.messages()
	if len(got) != 1 || got[0].At.Before(before) || got[0].At.After(time.Now()) {
		t.Fatalf("the conversation got %+v", got)
	}
	got[0].At = time.Time{}
	id := chatID(s.cookie(t).Value)
	want := bot.Message{Chat: bot.Chat{Channel: "web", ID: id}, Sender: id, Text: "Hạn của Bắc Giang?", Noticed: true}
	if diff := cmp.Diff(want, got[0], cmpopts.IgnoreUnexported(bot.Message{})); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
}

func TestAskWithoutScript(t *testing.T) {
	s := newSite(t, nil)
	r := s.post(t, "/chat", false, "text", "Hạn của Bắc Giang?")
	if r.status != http.StatusOK || r.url != s.URL+"/#latest" {
		t.Fatalf("status %d at %s, want the conversation after a redirect", r.status, r.url)
	}
	for _, want := range []string{
		`id="latest"`, `<p class="said">Hạn của Bắc Giang?</p>`, `<strong>Trước tháng 6/2023</strong> (chậm nhất 31/05/2023), còn 41 ngày`,
		html.EscapeString(card().Citations[0].Quote), `name="choice" value="nhac1"`,
	} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(r.body, `id="welcome"`) {
		t.Error("the welcome is still shown")
	}
	r = s.post(t, "/chat", false, "choice", "nhac1")
	if !strings.Contains(r.body, `<p class="said">🔔 Nhắc tôi</p>`) || !strings.Contains(r.body, "Đã đặt nhắc việc") {
		t.Error("the pressed button and its answer are not shown")
	}
	got := s.fake.messages()
	if len(got) != 2 || got[1].Choice != "nhac1" || got[1].Text != "" || got[1].Chat != got[0].Chat {
		t.Errorf("the conversation got %+v", got)
	}
}

func TestRedirectIsSeeOther(t *testing.T) {
	s := newSite(t, nil)
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r := s.post(t, "/chat", false, "text", "Hạn?")
	if r.status != http.StatusSeeOther || r.header.Get("Location") != "/#latest" {
		t.Errorf("status %d to %q", r.status, r.header.Get("Location"))
	}
}

func TestReturningVisitor(t *testing.T) {
	f := newFake()
	first := newSiteWith(t, f, nil)
	first.post(t, "/chat", true, "text", "Hạn của Bắc Giang?")

	again := newSiteWith(t, f, nil) // a restart: only the History remembers
	u, err := url.Parse(again.URL)
	if err != nil {
		t.Fatal(err)
	}
	again.client.Jar.SetCookies(u, []*http.Cookie{first.cookie(t)})
	page := again.get(t, "/").body
	for _, want := range []string{`<p class="said">Hạn của Bắc Giang?</p>`, "Trước tháng 6/2023 (chậm nhất 31/05/2023)", `<p class="line icon">`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	again.post(t, "/chat", true, "text", "trưa nay ăn gì?")
	page = again.get(t, "/").body
	for _, once := range []string{"Hạn của Bắc Giang?</p>", "trưa nay ăn gì?</p>"} {
		if n := strings.Count(page, once); n != 1 {
			t.Errorf("%q stands %d times on the page, want once", once, n)
		}
	}
	f.setFailing(true)
	if r := newSiteWith(t, f, nil).get(t, "/"); r.status != http.StatusOK {
		t.Errorf("without history the page has status %d", r.status)
	}
}

func TestVisitorsDoNotSeeEachOther(t *testing.T) {
	s := newSite(t, nil)
	s.post(t, "/chat", true, "text", "Hạn của Bắc Giang?")
	mine := s.cookie(t).Value
	s.client = newClient(t)
	if page := s.get(t, "/").body; strings.Contains(page, "Hạn của Bắc Giang?") {
		t.Error("another visitor sees the question")
	}
	if s.cookie(t).Value == mine {
		t.Error("two visitors have the same session")
	}
}

func TestHostileText(t *testing.T) {
	s := newSite(t, nil)
	asked := "độc " + hostile
	script := s.post(t, "/chat", true, "text", asked)
	page := s.get(t, "/")
	for name, body := range map[string]string{"page": page.body, "JSON": script.body} {
		for _, bad := range []string{"<script>alert", "<img src=x", "\u202e", "\u200f", "\u202c"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
	if want := html.EscapeString(`<script>alert(1)</script> "'><img src=x onerror=alert(2)> đảo RTL {{.}} &amp;`); !strings.Contains(html.UnescapeString(page.body), html.UnescapeString(want)) {
		t.Error("the hostile text is not shown as it is")
	}
	if got := s.fake.messages()[0].Text; got != asked {
		t.Errorf("the conversation got %q, want the words as typed", got)
	}
}

func TestRejectedQuestions(t *testing.T) {
	long := strings.Repeat("đ", 2_500) // for the conversation to answer
	tests := []struct {
		name   string
		fields []string
		status int
		says   string
	}{
		{"empty", []string{"text", "  \n "}, 400, "chưa nhập câu hỏi"},
		{"bad choice", []string{"choice", "../../etc"}, 400, "tải lại trang"},
		{"long choice", []string{"choice", strings.Repeat("a", 33)}, 400, "tải lại trang"},
		{"long question", []string{"text", long}, 200, ""},
		{"over 64 kB", []string{"text", strings.Repeat("a", 65<<10)}, 413, "quá dài"},
		{"wrong token", []string{"text", "Hạn?", "token", strings.Repeat("0", 64)}, 403, "tải lại trang"},
		{"failing conversation", []string{"text", "hỏng"}, 500, "Có lỗi"},
		{"panicking conversation", []string{"text", "hoảng"}, 500, "Có lỗi"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t, nil)
			r := s.post(t, "/chat", true, tt.fields...)
			if v := decode(t, r); r.status != tt.status || !strings.Contains(v.Error, tt.says) {
				t.Errorf("JSON: status %d, %q", r.status, v.Error)
			}
			r = s.post(t, "/chat", false, tt.fields...)
			if r.status != tt.status || !strings.Contains(r.body, tt.says) {
				t.Errorf("page: status %d without %q", r.status, tt.says)
			}
			if strings.Contains(r.body, "/var/lib/secret") || strings.Contains(r.body, "fake: panic") {
				t.Error("the visitor sees the cause")
			}
		})
	}
}

func TestFailureKeepsQuestionAndLogsCause(t *testing.T) {
	s := newSite(t, nil)
	r := s.post(t, "/chat", false, "text", "câu hỏi hỏng <b>")
	if !strings.Contains(r.body, `câu hỏi hỏng &lt;b&gt;</textarea>`) {
		t.Error("the question is not kept in the text box")
	}
	if log := s.logged.String(); !strings.Contains(log, "/var/lib/secret") || strings.Contains(log, "câu hỏi hỏng") {
		t.Errorf("log: %s", log)
	}
	if page := s.get(t, "/").body; strings.Contains(page, "câu hỏi hỏng") {
		t.Error("a question without an answer stays in the conversation")
	}
}

func TestSlowConversation(t *testing.T) {
	f := newFake()
	f.release = make(chan struct{})
	s := newSiteWith(t, f, func(c *web.Config) { c.AnswerTimeout = time.Millisecond })
	r := s.post(t, "/chat", true, "text", "Hạn?")
	if v := decode(t, r); r.status != http.StatusGatewayTimeout || !strings.Contains(v.Error, "Tìm đã lâu") {
		t.Errorf("status %d, %q", r.status, v.Error)
	}
}

func TestForget(t *testing.T) {
	s := newSite(t, nil)
	s.post(t, "/chat", true, "text", "Hạn của Bắc Giang?")
	cookie := s.cookie(t).Value
	mine := bot.Chat{Channel: web.Channel, ID: chatID(cookie)}

	r := s.post(t, "/chat/forget", false)
	if r.status != http.StatusOK || !strings.Contains(r.body, "Xóa toàn bộ cuộc trò chuyện?") || !strings.Contains(r.body, "vai trò được cấp và những việc anh/chị đang theo dõi") || len(s.fake.forgot) != 0 {
		t.Fatalf("status %d, forgot %v: want a question first", r.status, s.fake.forgot)
	}
	s.fake.setFailing(true)
	if r := s.post(t, "/chat/forget", false, "confirm", "yes"); r.status != http.StatusInternalServerError || !strings.Contains(r.body, "Chưa xóa được") {
		t.Errorf("failing store: status %d", r.status)
	}
	s.fake.setFailing(false)
	r = s.post(t, "/chat/forget", false, "confirm", "yes")
	if r.status != http.StatusOK || !strings.Contains(r.body, "Đã xóa cuộc trò chuyện") {
		t.Errorf("status %d", r.status)
	}
	if diff := cmp.Diff([]person{{mine, mine.ID}}, s.fake.forgot); diff != "" {
		t.Errorf("forgot (-want +got):\n%s", diff)
	}
	if c := r.header.Get("Set-Cookie"); !strings.HasPrefix(c, "dondoc=;") || !strings.Contains(c, "Max-Age=0") {
		t.Errorf("Set-Cookie %q, want the cookie cleared", c)
	}
	if page := s.get(t, "/").body; strings.Contains(page, "Hạn của Bắc Giang?") || s.cookie(t).Value == cookie {
		t.Error("the visitor is still known")
	}
}
