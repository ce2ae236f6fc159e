package web_test

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dondoc/bot/web"
)

func TestNewWantsItsParts(t *testing.T) {
	f := newFake()
	if _, err := web.New(web.Config{}, nil, nil, slog.Default()); err == nil {
		t.Error("no error without a handler")
	}
	if _, err := web.New(web.Config{}, f, f, nil); err == nil {
		t.Error("no error for a history that cannot be forgotten")
	}
	if _, err := web.New(web.Config{}, f, nil, nil); err != nil {
		t.Errorf("without history and logger: %v", err)
	}
}

func TestHeaders(t *testing.T) {
	s := newSite(t, nil)
	for _, path := range []string{"/", "/khong-co", "/static/khong-co.js"} {
		h := s.get(t, path).header
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: policy lacks %s: %s", path, want, csp)
			}
		}
		if strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") {
			t.Errorf("%s: policy is not strict: %s", path, csp)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY", "Cache-Control": "no-store"} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestRoutes(t *testing.T) {
	s := newSite(t, nil)
	tests := []struct {
		method, path string
		status       int
		says         string
	}{
		{"GET", "/", 200, "Chào anh/chị"},
		{"GET", "/chat", 200, "Chào anh/chị"}, // led home
		{"GET", "/chat/forget", 200, "Chào anh/chị"},
		{"GET", "/admin", 404, "Không có trang này"},
		{"GET", "/static/app.js", 404, "Không có trang này"}, // only under its hash
		{"GET", "/static/../server.go", 404, "Không có trang này"},
		{"DELETE", "/chat", 404, "Không có trang này"},
	}
	for _, tt := range tests {
		if r := s.do(t, s.request(t, tt.method, tt.path, nil)); r.status != tt.status || !strings.Contains(r.body, tt.says) {
			t.Errorf("%s %s: status %d, want %d and %q", tt.method, tt.path, r.status, tt.status, tt.says)
		}
	}
}

var reference = regexp.MustCompile(`(?:href|src|action)="([^"]*)"`)

func TestFirstLoadIsSmallAndOurs(t *testing.T) {
	s := newSite(t, nil)
	page := s.get(t, "/")
	total, sent := len(page.body), len(page.body) // the page itself is not compressed: it holds a secret
	seen := map[string]bool{}
	for _, m := range reference.FindAllStringSubmatch(page.body, -1) {
		if strings.HasPrefix(m[1], "#") || seen[m[1]] {
			continue
		}
		seen[m[1]] = true
		if !strings.HasPrefix(m[1], "/") || strings.HasPrefix(m[1], "//") {
			t.Errorf("the page refers to %q", m[1])
		}
		if !strings.HasPrefix(m[1], "/static/") {
			continue
		}
		r := s.get(t, m[1])
		sent += len(s.zipped(t, m[1]).body)
		if r.status != http.StatusOK || r.header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
			t.Errorf("%s: status %d, Cache-Control %q", m[1], r.status, r.header.Get("Cache-Control"))
		}
		if m := regexp.MustCompile(`url\(|@import|https?://`).FindString(r.body); m != "" && !strings.HasSuffix(r.url, ".svg") {
			t.Errorf("%s holds %s", r.url, m)
		}
		total += len(r.body)
	}
	if len(seen) < 4 {
		t.Errorf("only %d references found: %v", len(seen), seen)
	}
	if sent > 100_000 {
		t.Errorf("first load has %d bytes", sent)
	}
	t.Logf("first load: %d bytes sent, %d before compression", sent, total)
	for _, bad := range []string{"<style", " style=", " onclick=", "<script>", "javascript:"} {
		if strings.Contains(page.body, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
}

// zipped is a file as it goes over the line to browsers.
func (s *site) zipped(t *testing.T, path string) result {
	t.Helper()
	r := s.request(t, http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", "gzip") // set by hand, so the client does not unpack
	return s.do(t, r)
}

func TestStaticIsCompressed(t *testing.T) {
	s := newSite(t, nil)
	path := regexp.MustCompile(`/static/app\.[0-9a-f]{12}\.css`).FindString(s.get(t, "/").body)
	plain := s.get(t, path)
	zipped := s.zipped(t, path)
	if zipped.header.Get("Content-Encoding") != "gzip" || len(zipped.body) >= len(plain.body) {
		t.Fatalf("encoding %q, %d bytes of %d", zipped.header.Get("Content-Encoding"), len(zipped.body), len(plain.body))
	}
	z, err := gzip.NewReader(strings.NewReader(zipped.body))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); err != nil || string(b) != plain.body {
		t.Errorf("unpacked content differs (%v)", err)
	}
}

func TestCookie(t *testing.T) {
	tests := []struct {
		name   string
		secure bool
		want   *regexp.Regexp
	}{
		{"plain", false, regexp.MustCompile(`^dondoc=[0-9a-f]{48}; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax$`)},
		{"secure", true, regexp.MustCompile(`^__Host-dondoc=[0-9a-f]{48}; Path=/; Max-Age=15552000; HttpOnly; Secure; SameSite=Lax$`)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t, func(c *web.Config) { c.SecureCookies = tt.secure })
			if got := s.get(t, "/").header.Get("Set-Cookie"); !tt.want.MatchString(got) {
				t.Errorf("Set-Cookie: %s", got)
			}
		})
	}
}

func TestForgedCookieIsReplaced(t *testing.T) {
	for _, value := range []string{"", "admin", strings.Repeat("g", 48), strings.Repeat("a", 50), chatID(strings.Repeat("a", 48))} {
		s := newSite(t, nil)
		r := s.request(t, http.MethodGet, "/", nil)
		r.Header.Set("Cookie", "dondoc="+value)
		got := s.do(t, r).header.Get("Set-Cookie")
		if strings.HasPrefix(got, "dondoc="+value+";") || !regexp.MustCompile(`^dondoc=[0-9a-f]{48};`).MatchString(got) {
			t.Errorf("cookie %q answered by %q", value, got)
		}
	}
}

func TestForgery(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(r *http.Request, form url.Values)
		want  int
	}{
		{"our own page", func(*http.Request, url.Values) {}, 200},
		{"another origin", func(r *http.Request, _ url.Values) { r.Header.Set("Origin", "https://evil.example") }, 403},
		{"opaque origin", func(r *http.Request, _ url.Values) { r.Header.Set("Origin", "null") }, 403},
		{"cross-site fetch", func(r *http.Request, _ url.Values) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		{"neighbour under the same domain", func(r *http.Request, _ url.Values) { r.Header.Set("Sec-Fetch-Site", "same-site") }, 403},
		{"the portal's own request", func(r *http.Request, _ url.Values) { r.Header.Set("Origin", "http://localhost:1") }, 403},
		{"no token", func(_ *http.Request, f url.Values) { f.Del("token") }, 403},
		{"no cookie", func(r *http.Request, _ url.Values) { r.Header.Set("X-Drop-Cookie", "1") }, 403},
		{"JSON body", func(r *http.Request, _ url.Values) { r.Header.Set("Content-Type", "application/json") }, 415},
		{"plain text body", func(r *http.Request, _ url.Values) { r.Header.Set("Content-Type", "text/plain") }, 415},
	}
	for path, page := range map[string]string{"/chat": "/", "/chat/forget": "/", "/khung/chat": "/khung", "/khung/chat/forget": "/khung"} {
		for _, tt := range tests {
			t.Run(path+" "+tt.name, func(t *testing.T) {
				s := newSite(t, func(c *web.Config) { c.EmbedOrigins = []string{"http://localhost:1"} })
				form := url.Values{"token": {s.tokenAt(t, page)}, "text": {"Hạn?"}, "confirm": {"yes"}}
				probe := s.request(t, http.MethodPost, path, form)
				tt.spoil(probe, form)
				r := s.request(t, http.MethodPost, path, form)
				r.Header = probe.Header
				if r.Header.Get("X-Drop-Cookie") != "" {
					s.client.Jar = nil
				}
				got := s.do(t, r)
				if got.status != tt.want {
					t.Errorf("status %d, want %d", got.status, tt.want)
				}
				if tt.want == 200 {
					return
				}
				if len(s.fake.messages())+len(s.fake.forgot) > 0 {
					t.Error("the request had an effect")
				}
				if got.status == 403 && r.Header.Get("Origin") != s.URL && got.header.Get("Set-Cookie") != "" {
					t.Error("another site can replace the visitor's cookie")
				}
			})
		}
	}
}

func TestRateLimits(t *testing.T) {
	slow := web.Limit{PerMinute: 1, Burst: 2}
	tests := []struct {
		name   string
		change func(*web.Config)
		fresh  bool // a new session for each question
		want   []int
	}{
		{"session", func(c *web.Config) { c.SessionLimit = slow }, false, []int{200, 200, 429}},
		{"new sessions are not limited by the session", func(c *web.Config) { c.SessionLimit = slow }, true, []int{200, 200, 200}},
		// Each question takes two requests: the page and the form.
		{"address", func(c *web.Config) { c.AddressLimit = web.Limit{PerMinute: 1, Burst: 5} }, true, []int{200, 200, 429}},
		{"off", func(c *web.Config) { c.SessionLimit = web.Limit{PerMinute: -1}; c.AddressLimit = c.SessionLimit }, false, []int{200, 200, 200}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t, tt.change)
			for i, want := range tt.want {
				if tt.fresh {
					s.client = newClient(t)
				}
				r := s.post(t, "/chat", true, "text", "Hạn?")
				if r.status != want {
					t.Fatalf("question %d: status %d, want %d", i+1, r.status, want)
				}
				if want != 429 {
					continue
				}
				wait, err := strconv.Atoi(r.header.Get("Retry-After"))
				if v := decode(t, r); err != nil || wait < 1 || wait > 60 || !strings.Contains(v.Error, "chờ "+strconv.Itoa(wait)+" giây") {
					t.Errorf("Retry-After %q, %q", r.header.Get("Retry-After"), v.Error)
				}
			}
		})
	}
}

// TestAddressIsThatOfTheProxysVisitor: what is an address, package webkit tests.
func TestAddressIsThatOfTheProxysVisitor(t *testing.T) {
	cfg := web.Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, AddressLimit: web.Limit{PerMinute: 1, Burst: 1}}
	s, err := web.New(cfg, newFake(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{200, 200, 429} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = "10.0.0.1:1"
		r.Header.Set("X-Forwarded-For", []string{"198.51.100.1", "198.51.100.2", "198.51.100.1"}[i])
		w := httptest.NewRecorder()
		if s.ServeHTTP(w, r); w.Code != want {
			t.Errorf("visit %d: status %d, want %d", i+1, w.Code, want)
		}
	}
}
