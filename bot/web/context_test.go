package web_test

import (
	"context"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/bot/web"
)

// cited asks, and returns the address of the first citation's passage.
func cited(t *testing.T, s *site, question string) string {
	t.Helper()
	v := decode(t, s.post(t, "/chat", true, "text", question))
	if len(v.Messages) != 1 || len(v.Messages[0].Citations) == 0 {
		t.Fatalf("no citation: %+v", v)
	}
	return v.Messages[0].Citations[0].Href
}

func TestCitationOpensInItsContext(t *testing.T) {
	s := newSite(t, nil)
	href := cited(t, s, "Hạn của Bắc Giang?")
	if !regexp.MustCompile(`^/doan/[A-Za-z0-9_-]+\?tu=\d+&den=\d+&ma=[0-9a-f]{8}#trich$`).MatchString(href) {
		t.Errorf("address %q", href)
	}
	if page := s.get(t, "/").body; !strings.Contains(page, `<a class="context" href="`+html.EscapeString(href)+`">Xem trong văn bản</a>`) {
		t.Error("without script nothing leads to the passage")
	}
	s.client = newClient(t) // the address may be passed on
	r := s.get(t, href)
	if r.status != http.StatusOK || r.header.Get("Set-Cookie") != "" {
		t.Fatalf("status %d, Set-Cookie %q", r.status, r.header.Get("Set-Cookie"))
	}
	for _, want := range []string{
		`<h1>17/QĐ-UBQGCDS</h1>`, `Quyết định về kế hoạch hoạt động năm 2023`, `>04/4/2023<`, `Còn hiệu lực`, `<li>IV. NHIỆM VỤ TRỌNG TÂM</li>`,
		`<p class="at">Mục IV.6</p><div class="cells numbered"><p class="cell">6</p><p class="cell">Số hóa hồ sơ</p><p class="cell"><mark id="trich">` + citedWords + `</mark></p><p class="cell">Bộ Công an`,
		"Đoạn trước số 20.", "Đoạn sau số 1.", "trang 4, dòng 12", `href="/#latest"`,
	} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(r.body, "Đoạn trước số 8.") || strings.Contains(r.body, "Đoạn sau số 13.") {
		t.Error("more of the document is shown than a page holds")
	}
	for _, way := range []string{"earlier", "later"} {
		m := regexp.MustCompile(`further ` + way + `" href="([^"]+)"`).FindStringSubmatch(r.body)
		if m == nil {
			t.Fatalf("nothing leads %s", way)
		}
		if next := s.get(t, m[1]); next.status != http.StatusOK || strings.Contains(next.body, "<mark") || !strings.Contains(next.body, `cited" id="trich"`) {
			t.Errorf("%s: status %d", way, next.status)
		}
	}
}

func TestPassageAsData(t *testing.T) {
	s := newSite(t, nil)
	r := s.request(t, http.MethodGet, cited(t, s, "Hạn?"), nil)
	r.Header.Set("Accept", "application/json")
	got := s.do(t, r)
	var v struct {
		Document, Status string
		Blocks           []struct {
			Section string
			Cited   bool
			Cells   [][]struct {
				Text   string
				Marked bool
			}
		}
	}
	if err := json.Unmarshal([]byte(got.body), &v); err != nil {
		t.Fatalf("%v in %s", err, got.body)
	}
	marked := 0
	for _, b := range v.Blocks {
		for _, c := range b.Cells {
			for _, p := range c {
				if p.Marked {
					marked++
					if !b.Cited || p.Text != citedWords {
						t.Errorf("marked %q", p.Text)
					}
				}
			}
		}
	}
	if v.Document != "17/QĐ-UBQGCDS" || v.Status != "in_force" || len(v.Blocks) != 25 || marked != 1 {
		t.Errorf("%d blocks, %d marked: %s", len(v.Blocks), marked, got.body)
	}
}

func TestExtents(t *testing.T) {
	s := newSite(t, nil)
	address, _, _ := strings.Cut(cited(t, s, "Hạn?"), "?")
	whole := strings.Count(rowBefore+rowAfter, "\t") + 1 // cells
	tests := []struct {
		name, query string
		marks       int
		moved       bool
	}{
		{"none", "", 0, false},
		{"one letter", "?tu=2&den=3", 1, false},
		{"all of it", "?tu=0&den=100000", whole, false},
		{"wrong way round", "?tu=40&den=3", 0, false},
		{"below zero", "?tu=-4&den=1", 1, false},
		{"no numbers", "?tu=x&den=%00", 0, false},
		{"beyond any number", "?tu=0&den=99999999999999999999999", 0, false},
		{"other words now", "?tu=2&den=30&ma=00000000", 0, true},
		{"a mark that is none", "?tu=2&den=30&ma=%3Cscript%3E", 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := s.get(t, address+tt.query)
			if n := strings.Count(r.body, "<mark"); r.status != http.StatusOK || n != tt.marks {
				t.Errorf("status %d, %d marks, want %d", r.status, n, tt.marks)
			}
			if got := strings.Contains(r.body, "đã được nạp lại"); got != tt.moved {
				t.Errorf("says that the text has changed: %v, want %v", got, tt.moved)
			}
			if n := strings.Count(r.body, `id="trich"`); n != 1 {
				t.Errorf("%d places for the address to lead to, want 1", n)
			}
		})
	}
}

func TestPassagesThatAreNotShown(t *testing.T) {
	s := newSite(t, nil)
	href := cited(t, s, "Hạn?")
	silent := newSite(t, func(c *web.Config) { c.Passages = nil })
	if h := cited(t, silent, "Hạn?"); h != "" {
		t.Errorf("an address %q where nothing is shown", h)
	}
	closed := newSite(t, func(c *web.Config) {
		c.Passages = func(ctx context.Context, reader bot.Chat, id string) (web.Passage, bool) {
			reader.ID = "nobody" + reader.ID
			return shelf(ctx, reader, id)
		}
	})
	tests := []struct {
		name, path string
		on         *site
	}{
		{"unknown", "/doan/a2hvbmc", s},
		{"not packed", "/doan/17%2Fq%C4%91%2312", s},
		{"no id", "/doan/", s},
		{"below", href[:20] + "/x", s},
		{"no passages at all", href, silent},
		{"not for this reader", href, closed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.on.get(t, tt.path)
			if r.status != http.StatusNotFound || !strings.Contains(r.body, "Về trang hỏi đáp") {
				t.Errorf("status %d", r.status)
			}
		})
	}
	for _, method := range []string{http.MethodPost, http.MethodDelete} {
		r := s.request(t, method, href, url.Values{"token": {s.token(t)}})
		if got := s.do(t, r); got.status != http.StatusNotFound {
			t.Errorf("%s: status %d", method, got.status)
		}
	}
}

func TestHostilePassage(t *testing.T) {
	s := newSite(t, nil)
	href := cited(t, s, "độc")
	page := s.get(t, href)
	r := s.request(t, http.MethodGet, href, nil)
	r.Header.Set("Accept", "application/json")
	for name, body := range map[string]string{"page": page.body, "JSON": s.do(t, r).body} {
		for _, bad := range []string{"<script", "<img", "\u202e", "\u200f", "\u202c"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
	if !strings.Contains(page.body, "<mark id=\"trich\">&lt;script&gt;") {
		t.Error("the hostile quotation is not marked as it is")
	}
}
