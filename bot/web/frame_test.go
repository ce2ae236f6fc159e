package web_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dondoc/bot/web"
)

func embedded(c *web.Config) {
	c.SecureCookies = true
	c.EmbedOrigins = []string{"https://cong.example.vn", "https://noibo.example.vn:8443"}
}

func TestEmbedOrigins(t *testing.T) {
	tests := []struct {
		origin string
		secure bool
		ok     bool
	}{
		{"https://cong.example.vn", true, true},
		{"https://cong.example.vn:8443", true, true},
		{"https://192.0.2.1", true, true},
		{"https://[2001:db8::1]:8443", true, true},
		{"http://localhost:8080", true, true},
		{"http://localhost:8080", false, true},
		{"http://127.0.0.1:8080", false, true},
		{"http://[::1]:8080", false, true},
		{"https://cong.example.vn", false, false}, // the cookie would not be taken
		{"http://cong.example.vn", true, false},
		{"http://127.0.0.1.example.vn", false, false},
		{"https://cong.example.vn/", true, false},
		{"https://cong.example.vn/x", true, false},
		{"https://cong.example.vn?x", true, false},
		{"https://cong.example.vn#", true, false},
		{"https://a@cong.example.vn", true, false},
		{"https://Cong.example.vn", true, false},
		{"https://cổng.example.vn", true, false},
		{"https://*.example.vn", true, false},
		{"https://cong.example.vn:", true, false},
		{"https://cong.example.vn:x", true, false},
		{"https://cong.example.vn; script-src *", true, false},
		{"https://a.vn https://b.vn", true, false},
		{"https://a.vn,https://b.vn", true, false},
		{"https://.vn", true, false},
		{"https://", true, false},
		{"https:", true, false},
		{"data:x", true, false},
		{"*", true, false},
		{"'self'", true, false},
		{"", true, false},
	}
	for _, tt := range tests {
		_, err := web.New(web.Config{SecureCookies: tt.secure, EmbedOrigins: []string{tt.origin}}, newFake(), nil, nil)
		if (err == nil) != tt.ok {
			t.Errorf("%q, secure %v: error %v", tt.origin, tt.secure, err)
		}
		if err != nil && (!strings.HasPrefix(err.Error(), "web: new server: embed") || strings.Contains(err.Error(), "\n")) {
			t.Errorf("error %q", err)
		}
	}
}

func FuzzEmbedOrigin(f *testing.F) {
	for _, s := range []string{"https://cong.example.vn", "http://[::1]:80", "https://a;b", "https://*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, origin string) {
		s, err := web.New(web.Config{SecureCookies: true, EmbedOrigins: []string{origin}}, newFake(), nil, nil)
		if err != nil {
			return
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/khung", nil))
		_, list, _ := strings.Cut(w.Header().Get("Content-Security-Policy"), "frame-ancestors ")
		if list != origin || !regexp.MustCompile(`^https?://[a-z0-9.:\[\]-]+$`).MatchString(list) {
			t.Errorf("origin %q became the list %q", origin, list)
		}
	})
}

func TestFramesAreRefusedByDefault(t *testing.T) {
	s := newSite(t, nil)
	for _, path := range []string{"/khung", "/khung/", "/khung/doan/x", "/nhung.js"} {
		r := s.get(t, path)
		if r.status != http.StatusNotFound || !strings.Contains(r.header.Get("Content-Security-Policy"), "frame-ancestors 'none'") || r.header.Get("X-Frame-Options") != "DENY" {
			t.Errorf("%s: status %d, headers %v", path, r.status, r.header)
		}
		if r.header.Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", path)
		}
	}
}

func TestFramedPage(t *testing.T) {
	s := newSite(t, embedded)
	r := s.get(t, "/khung")
	const ancestors = "frame-ancestors https://cong.example.vn https://noibo.example.vn:8443"
	if csp := r.header.Get("Content-Security-Policy"); r.status != 200 || !strings.HasSuffix(csp, ancestors) || strings.Contains(csp, "unsafe") {
		t.Errorf("status %d, policy %s", r.status, csp)
	}
	if got := r.header.Values("X-Frame-Options"); len(got) != 0 {
		t.Errorf("X-Frame-Options %q", got)
	}
	want := regexp.MustCompile(`^__Host-dondoc-khung=[0-9a-f]{48}; Path=/; Max-Age=15552000; HttpOnly; Secure; SameSite=None; Partitioned$`)
	if got := r.header.Get("Set-Cookie"); !want.MatchString(got) {
		t.Errorf("Set-Cookie: %s", got)
	}
	for _, m := range reference.FindAllStringSubmatch(r.body, -1) {
		outside := m[1] == "/" && strings.Contains(r.body, `href="/" target="_blank"`)
		if !strings.HasPrefix(m[1], "#") && !strings.HasPrefix(m[1], "/khung/") && !strings.HasPrefix(m[1], "/static/") && !outside {
			t.Errorf("the framed page refers to %s, which no other page may show", m[1])
		}
	}
	for _, path := range []string{"/", "/admin", "/khungx", "/doan/x"} {
		h := s.get(t, path).header
		if !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") || h.Get("X-Frame-Options") != "DENY" {
			t.Errorf("%s may be framed", path)
		}
	}
	plain := newSite(t, func(c *web.Config) { c.EmbedOrigins = []string{"http://localhost:1"} })
	if got := plain.get(t, "/khung").header.Get("Set-Cookie"); !regexp.MustCompile(`^dondoc-khung=[0-9a-f]{48}; .*HttpOnly; SameSite=Lax$`).MatchString(got) {
		t.Errorf("on this very machine: Set-Cookie: %s", got)
	}
}

func TestFramedConversation(t *testing.T) {
	s := newSite(t, func(c *web.Config) { c.EmbedOrigins = []string{"http://localhost:1"} })
	post := func(path string, fields ...string) result {
		t.Helper()
		form := url.Values{"token": {s.tokenAt(t, "/khung")}}
		for i := 0; i < len(fields); i += 2 {
			form.Set(fields[i], fields[i+1])
		}
		return s.do(t, s.request(t, http.MethodPost, path, form))
	}
	r := post("/khung/chat", "text", "biểu đồ của Bắc Giang")
	if r.status != 200 || r.url != s.URL+"/khung#latest" || !strings.Contains(r.body, `src="/khung/hinh/`) {
		t.Fatalf("status %d at %s", r.status, r.url)
	}
	picture := regexp.MustCompile(`/khung/hinh/[0-9a-f]+`).FindString(r.body)
	if got := s.get(t, picture); got.status != 200 {
		t.Errorf("picture: status %d", got.status)
	}
	if got := s.get(t, strings.TrimPrefix(picture, "/khung")); got.status != 404 {
		t.Errorf("the picture of a framed chat outside of its frame: status %d", got.status)
	}
	r = post("/khung/chat", "text", "Hạn của Bắc Giang?")
	href := html.UnescapeString(regexp.MustCompile(`class="context" href="([^"]*)"`).FindStringSubmatch(r.body)[1])
	if got := s.get(t, href); !strings.HasPrefix(href, "/khung/doan/") || got.status != 200 || !strings.Contains(got.body, `href="/khung#latest"`) || got.header.Get("X-Frame-Options") != "" {
		t.Errorf("passage %s: status %d", href, got.status)
	}
	if page := s.get(t, "/").body; strings.Contains(page, "Bắc Giang?</p>") {
		t.Error("the chat of the frame is shown in the window of its own")
	}
	if r := post("/khung/chat/forget"); !strings.Contains(r.body, `action="/khung/chat/forget"`) || !strings.Contains(r.body, `href="/khung"`) {
		t.Error("asking before forgetting leads out of the frame")
	}
	if r := post("/khung/chat/forget", "confirm", "yes"); !strings.HasPrefix(r.header.Get("Set-Cookie"), "dondoc-khung=;") || len(s.fake.forgot) != 1 {
		t.Errorf("forgot %v, Set-Cookie %q", s.fake.forgot, r.header.Get("Set-Cookie"))
	}
	if got := s.get(t, "/khung/chat"); got.url != s.URL+"/khung" {
		t.Errorf("GET of the form's address leads to %s", got.url)
	}
}

func TestLoader(t *testing.T) {
	s := newSite(t, embedded)
	r := s.get(t, "/nhung.js")
	for name, want := range map[string]string{
		"Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "public, max-age=3600",
		"Cross-Origin-Resource-Policy": "cross-origin", "X-Content-Type-Options": "nosniff", "Set-Cookie": "",
	} {
		if got := r.header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, bad := range []string{"innerHTML", "cookie", "localStorage", "eval(", ".style", "document.write"} {
		if strings.Contains(r.body, bad) {
			t.Errorf("in the portal's page the loader uses %s", bad)
		}
	}
	again := s.request(t, http.MethodGet, "/nhung.js", nil)
	again.Header.Set("If-None-Match", r.header.Get("ETag"))
	if got := s.do(t, again); got.status != http.StatusNotModified {
		t.Errorf("asked again: status %d", got.status)
	}
	if got := s.get(t, "/khung/nhung.js"); got.status != http.StatusNotFound {
		t.Errorf("below the frame: status %d", got.status)
	}
}
