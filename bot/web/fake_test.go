package web_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"dondoc/bot"
	"dondoc/bot/web"
	"dondoc/knowledge"
)

var errDown = errors.New("fake: nguồn dữ liệu hỏng ở /var/lib/secret")

// fake is a scripted conversation: the answer depends on the first word of the script that the question contains.
type fake struct {
	mu       sync.Mutex
	got      []bot.Message
	turns    map[bot.Chat][]knowledge.Turn
	forgot   []person
	failing  bool
	received chan struct{} // if set: told of each message, before the answer
	release  chan struct{} // if set: the answer waits for it
	drafts   []bot.Reply   // shown before the answer
	next     chan struct{} // of drafts: each but the first waits for it
	gone     chan struct{} // if set: told when the visitor goes while the answer waits
}

func (f *fake) Handle(ctx context.Context, m bot.Message) ([]bot.Reply, error) {
	f.mu.Lock()
	f.got = append(f.got, m)
	failing := f.failing
	f.mu.Unlock()
	if f.received != nil {
		f.received <- struct{}{}
	}
	for i, d := range f.drafts {
		if i > 0 {
			select {
			case <-f.next:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		if m.Draft != nil {
			m.Draft(d)
		}
	}
	if f.release != nil {
		select {
		case <-f.release:
		case <-ctx.Done():
			if f.gone != nil {
				close(f.gone)
			}
			return nil, ctx.Err()
		}
	}
	if failing || strings.Contains(m.Text, "hỏng") {
		return nil, errDown
	}
	if strings.Contains(m.Text, "hoảng") {
		panic("fake: panic")
	}
	r := script(m)
	f.mu.Lock()
	f.turns[m.Chat] = append(f.turns[m.Chat],
		knowledge.Turn{Role: knowledge.RoleUser, Text: m.Text + m.Choice},
		knowledge.Turn{Role: knowledge.RoleAssistant, Text: r.Text.String()})
	f.mu.Unlock()
	return []bot.Reply{r}, nil
}

func (f *fake) Turns(_ context.Context, chat bot.Chat, limit int) ([]knowledge.Turn, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failing {
		return nil, errDown
	}
	all := f.turns[chat]
	return slices.Clone(all[max(0, len(all)-limit):]), nil
}

// person is whom the Forgetter was told to forget.
type person struct {
	Chat   bot.Chat
	Sender string
}

func (f *fake) Forget(_ context.Context, chat bot.Chat, sender string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failing {
		return errDown
	}
	f.forgot = append(f.forgot, person{chat, sender})
	delete(f.turns, chat)
	return nil
}

func (f *fake) messages() []bot.Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.got)
}

func (f *fake) setFailing(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failing = on
}

func strong(s string) knowledge.Span { return knowledge.Span{Text: s, Strong: true} }
func plain(s string) knowledge.Span  { return knowledge.Span{Text: s} }

const hostile = "<script>alert(1)</script> \"'><img src=x onerror=alert(2)> \u202eđảo\u202c \u200fRTL {{.}} &amp;"

func script(m bot.Message) bot.Reply {
	switch {
	case m.Choice == "trang2":
		return bot.Reply{Text: knowledge.Text{{plain("12. "), strong("Yên Bái"), plain(" – trước tháng 12/2023")}}}
	case m.Choice != "":
		return bot.Reply{Text: knowledge.Text{
			{plain("🔔 "), strong("Đã đặt nhắc việc"), plain(" cho cuộc trò chuyện này.")},
			{plain("Anh/chị sẽ nhận nhắc trước hạn 30, 14, 7, 3 và 1 ngày làm việc, lúc 08:00.")},
		}}
	case strings.Contains(m.Text, "tỉnh"):
		return list()
	case strings.Contains(m.Text, "ăn gì"):
		return bot.Reply{Refused: true, Text: knowledge.Text{
			{plain("Tài liệu đã nạp không nêu nội dung này.")},
			{plain("Anh/chị có thể hỏi về nhiệm vụ, cơ quan chủ trì, thời hạn hoặc chỉ tiêu.")},
		}, Choices: []bot.Choice{{Key: "goiy1", Label: "Việc của tỉnh trong tháng này"}}}
	case strings.Contains(m.Text, "biểu đồ"):
		return charted()
	case strings.Contains(m.Text, "độc"):
		return bot.Reply{
			Text:      knowledge.Text{{strong(hostile), plain(hostile)}},
			Citations: []knowledge.Citation{{Document: hostile, Title: hostile + "T", Status: "draft", Section: hostile, Quote: hostile, Passage: hostile}},
			Choices:   []bot.Choice{{Key: "k1", Label: hostile}},
		}
	}
	return card()
}

// card is the answer of the product description; the quote is invented.
func card() bot.Reply {
	return bot.Reply{
		Text: knowledge.Text{
			{strong("Tỉnh Bắc Giang"), plain(" chủ trì số hóa hồ sơ, kết quả giải quyết thủ tục hành chính và hoàn thành các chỉ tiêu dịch vụ công trực tuyến năm 2023")},
			{plain("⏰ "), strong("Trước tháng 6/2023"), plain(" (chậm nhất 31/05/2023), còn 41 ngày")},
			{plain("👥 Phối hợp: Bộ Công an, Văn phòng Chính phủ, Bộ Thông tin và Truyền thông")},
			{plain("📄 Quyết định 17/QĐ-UBQGCDS ngày 04/4/2023, Mục IV.6")},
		},
		Citations: []knowledge.Citation{{
			Document: "17/QĐ-UBQGCDS", Title: "Quyết định về kế hoạch hoạt động năm 2023", Status: "in_force", Section: "IV.6",
			Quote: citedWords, Passage: citedID,
		}},
		Choices: []bot.Choice{{Key: "nhac1", Label: "🔔 Nhắc tôi"}, {Key: "viec1", Label: "🏛 Việc khác của Bắc Giang"}, {Key: "lich1", Label: "Hạn trong tháng 6/2023"}},
	}
}

func list() bot.Reply {
	provinces := []string{"Bắc Giang", "Hà Nam", "Hải Phòng", "Thừa Thiên Huế", "Đắk Lắk", "Bà Rịa – Vũng Tàu", "Bình Dương", "Cà Mau", "Lạng Sơn", "Quảng Ninh", "Thái Nguyên"}
	r := bot.Reply{Text: knowledge.Text{{strong("11 tỉnh, thành phố"), plain(" chủ trì nhiệm vụ thí điểm:")}, {}}}
	for i, p := range provinces {
		r.Text = append(r.Text, knowledge.Line{plain(string(rune('0' + (i+1)/10))[:min(1, (i+1)/10)] + string(rune('0'+(i+1)%10)) + ". "), strong(p), plain(" – nhiệm vụ thí điểm về dữ liệu và dịch vụ công, trước tháng 9/2023")})
		r.Citations = append(r.Citations, knowledge.Citation{
			Document: "17/QĐ-UBQGCDS", Status: []string{"in_force", "draft", "superseded", "reference"}[i%4], Section: "IV." + string(rune('a'+i)),
			Quote: "Đoạn trích của " + p + ".",
		})
	}
	r.Choices = []bot.Choice{{Key: "trang2", Label: "Trang sau"}}
	return r
}

// site is a running chat with its fake conversation and a browser-like client.
type site struct {
	*httptest.Server
	fake   *fake
	client *http.Client
	logged *strings.Builder
}

func newFake() *fake { return &fake{turns: map[bot.Chat][]knowledge.Turn{}} }

func newSite(t *testing.T, change func(*web.Config)) *site {
	t.Helper()
	return newSiteWith(t, newFake(), change)
}

func newSiteWith(t *testing.T, f *fake, change func(*web.Config)) *site {
	t.Helper()
	return newSiteOf(t, f, f, change)
}

// newSiteOf lets another Handler answer than f, which remembers and forgets.
func newSiteOf(t *testing.T, f *fake, h web.Handler, change func(*web.Config)) *site {
	t.Helper()
	server, logged := newServer(t, f, h, change)
	srv := httptest.NewServer(server)
	t.Cleanup(srv.Close)
	return &site{Server: srv, fake: f, client: newClient(t), logged: logged}
}

// newSiteTLS is newSite over HTTPS, for a browser that takes its certificate.
func newSiteTLS(t *testing.T, change func(*web.Config)) *site {
	t.Helper()
	f := newFake()
	server, logged := newServer(t, f, f, change)
	srv := httptest.NewTLSServer(server)
	t.Cleanup(srv.Close)
	return &site{Server: srv, fake: f, client: srv.Client(), logged: logged}
}

func newServer(t *testing.T, f *fake, h web.Handler, change func(*web.Config)) (*web.Server, *strings.Builder) {
	t.Helper()
	cfg := web.Config{
		Forgetter: f, Version: "1.2.3", Passages: shelf,
		Examples: func(context.Context, bot.Chat) []string {
			return []string{
				"bac giang phai xong so hoa thu tuc khi nao vay",
				"Những tỉnh nào làm thí điểm năm 2023?",
				"Bộ TT&TT có việc gì đến hạn trong tháng 6?",
				"Chỉ tiêu dịch vụ công trực tuyến năm 2025 là bao nhiêu?",
			}
		},
	}
	if change != nil {
		change(&cfg)
	}
	var logged strings.Builder
	s, err := web.New(cfg, h, f, slog.New(slog.NewTextHandler(&syncWriter{w: &logged}, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return s, &logged
}

type syncWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *syncWriter) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.Write(p)
}

func newClient(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

// result is a response that was read to its end.
type result struct {
	status int
	header http.Header
	body   string
	url    string
}

func (s *site) do(t *testing.T, r *http.Request) result {
	t.Helper()
	resp, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return result{resp.StatusCode, resp.Header, string(b), resp.Request.URL.String()}
}

func (s *site) get(t *testing.T, path string) result {
	t.Helper()
	return s.do(t, s.request(t, http.MethodGet, path, nil))
}

func (s *site) request(t *testing.T, method, path string, form url.Values) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", s.URL)
	}
	return r
}

var tokenField = regexp.MustCompile(`name="token" value="([0-9a-f]{64})"`)

// token opens the page, which also sets the cookie.
func (s *site) token(t *testing.T) string {
	t.Helper()
	return s.tokenAt(t, "/")
}

// tokenAt is token of the page for frames.
func (s *site) tokenAt(t *testing.T, page string) string {
	t.Helper()
	m := tokenField.FindStringSubmatch(s.get(t, page).body)
	if m == nil {
		t.Fatal("the page has no token")
	}
	return m[1]
}

// post sends a form with the visitor's token as the page would; script asks for JSON as the page's script does.
func (s *site) post(t *testing.T, path string, script bool, fields ...string) result {
	t.Helper()
	form := url.Values{"token": {s.token(t)}}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	r := s.request(t, http.MethodPost, path, form)
	if script {
		r.Header.Set("Accept", "application/json")
	}
	return s.do(t, r)
}

func (s *site) cookie(t *testing.T) *http.Cookie {
	t.Helper()
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	cookies := s.client.Jar.Cookies(u)
	if len(cookies) != 1 {
		t.Fatalf("the visitor has %d cookies, want 1", len(cookies))
	}
	return cookies[0]
}
