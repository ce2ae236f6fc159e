package console_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dondoc/bot/console"
	"dondoc/bot/people"
	"dondoc/reminders"
)

var pathValue = regexp.MustCompile(`\{[a-z]+\}`)

// probe is a request to a route, to be spoilt.
type probe struct {
	route  console.Route
	token  string
	header http.Header
	body   io.Reader // nil: a form with the token
	length int64     // of body; -1 when it is not told
	guest  bool      // without a session
}

const boundary = "x-x-x"

// answer sends the probe straight to the handler, so that nothing is followed or cut off on the way.
func (s *site) answer(t *testing.T, p probe) *httptest.ResponseRecorder {
	t.Helper()
	path := pathValue.ReplaceAllString(strings.TrimSuffix(p.route.Path, "{$}"), "1")
	body, length := p.body, p.length
	if body == nil {
		text := url.Values{"token": {p.token}}.Encode()
		if p.route.Files {
			text = multiHead(p.token) + "\r\n--" + boundary + "--\r\n"
		}
		body, length = strings.NewReader(text), int64(len(text))
	}
	r := httptest.NewRequestWithContext(t.Context(), p.route.Method, s.URL+path, nil)
	if p.route.Method == http.MethodPost {
		r.Body, r.ContentLength = io.NopCloser(body), length
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if p.route.Files {
			r.Header.Set("Content-Type", "multipart/form-data; boundary="+boundary)
		}
		r.Header.Set("Origin", s.URL)
	}
	for name, values := range p.header {
		r.Header[name] = values
	}
	if !p.guest {
		for _, c := range s.client.Jar.Cookies(r.URL) {
			r.AddCookie(c)
		}
	}
	w := httptest.NewRecorder()
	s.Config.Handler.ServeHTTP(w, r)
	return w
}

// multiHead is the token as the first field of a form with files.
func multiHead(token string) string {
	return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n" + token
}

// endless is a body that would never stop.
func endless(p probe) io.Reader {
	head := "token=" + p.token + "&long="
	if p.route.Files {
		head = multiHead(p.token) + "\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n"
	}
	return io.MultiReader(strings.NewReader(head), zeros{})
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

// guarded are all routes that need a session.
func guarded() []console.Route {
	return slices.DeleteFunc(console.Routes(), func(r console.Route) bool { return r.Action == "" })
}

// TestEveryRouteIsGuarded walks the table. What is refused must have called nothing.
func TestEveryRouteIsGuarded(t *testing.T) {
	type change struct {
		name  string
		spoil func(p *probe)
		want  int
	}
	always := []change{
		{"no session", func(p *probe) { p.guest = true }, http.StatusUnauthorized},
		{"another site by fetch", func(p *probe) { p.header = http.Header{"Sec-Fetch-Site": {"cross-site"}} }, http.StatusForbidden},
	}
	posts := []change{
		{"no token", func(p *probe) { p.token = "" }, http.StatusForbidden},
		{"a wrong token", func(p *probe) { p.token = strings.Repeat("0", 64) }, http.StatusForbidden},
		{"another origin", func(p *probe) { p.header = http.Header{"Origin": {"https://evil.example"}} }, http.StatusForbidden},
		{"an opaque origin", func(p *probe) { p.header = http.Header{"Origin": {"null"}} }, http.StatusForbidden},
		{"a neighbour under the same domain", func(p *probe) { p.header = http.Header{"Sec-Fetch-Site": {"same-site"}} }, http.StatusForbidden},
		{"a body of JSON", func(p *probe) { p.header = http.Header{"Content-Type": {"application/json"}} }, http.StatusUnsupportedMediaType},
		{"a body said to be long", func(p *probe) { p.body, p.length = endless(*p), p.route.Most+1 }, http.StatusRequestEntityTooLarge},
		{"a body that is long", func(p *probe) { p.body, p.length = endless(*p), -1 }, http.StatusRequestEntityTooLarge},
	}
	s := newSite(t, func(c *console.Config) { c.AddressLimit.PerMinute = -1 })
	s.signIn(t, people.Administrator)
	token := s.token(t)
	for _, rt := range guarded() {
		changes := always
		if rt.Method == http.MethodPost {
			changes = append(slices.Clone(always), posts...)
		}
		for _, c := range changes {
			p := probe{route: rt, token: token}
			c.spoil(&p)
			want := c.want
			if rt.Method == http.MethodGet {
				if want == http.StatusForbidden {
					continue // reading from elsewhere is what links do; SameSite holds the cookie back
				}
				want = http.StatusSeeOther
			}
			s.fake.taken()
			w := s.answer(t, p)
			if calls := s.fake.taken(); w.Code != want || len(calls) > 0 {
				t.Errorf("%s %s, %s: status %d, want %d, called %q", rt.Method, rt.Path, c.name, w.Code, want, calls)
			}
			if to := w.Header().Get("Location"); want == http.StatusSeeOther && to != console.Base+"/vao" {
				t.Errorf("%s %s, %s: led to %q", rt.Method, rt.Path, c.name, to)
			}
		}
	}
}

// TestEveryRouteAsksTheRole: a role that does not do is refused on the very next request, and one that does is let in.
func TestEveryRouteAsksTheRole(t *testing.T) {
	policy := people.NewPolicy(true)
	for _, rt := range guarded() {
		// A route may end the session, so each has a site of its own.
		s := newSite(t, func(c *console.Config) { c.AddressLimit.PerMinute = -1 })
		s.fake.populate()
		s.signIn(t, people.Administrator)
		token := s.token(t)
		for role := people.Guest; role <= people.Administrator; role++ {
			who := person(people.Administrator)
			s.fake.mu.Lock()
			s.fake.accounts[who] = people.Account{Person: who, Role: role, Name: "Lan"}
			s.fake.mu.Unlock()
			s.fake.taken()
			w := s.answer(t, probe{route: rt, token: token})
			calls := s.fake.taken()
			standing := people.Standing{Role: role, Web: true}
			if policy.May(standing, people.Console) != nil || policy.May(standing, rt.Action) != nil {
				if w.Code != http.StatusForbidden || len(calls) > 0 {
					t.Errorf("%s %s: a %s gets status %d, called %q", rt.Method, rt.Path, role, w.Code, calls)
				}
				continue
			}
			if slices.Contains([]int{401, 403, 413, 415, 500}, w.Code) {
				t.Errorf("%s %s: a %s gets status %d", rt.Method, rt.Path, role, w.Code)
			}
			break // the lowest role that may
		}
	}
}

// TestNothingButPostsChange: what changes something is no link.
func TestNothingButPostsChange(t *testing.T) {
	s := newSite(t, nil)
	s.fake.populate()
	s.signIn(t, people.Administrator)
	reads := []string{
		"accounts", "entries", "questions", "snapshot", "deliveries", "delivery log", "preview",
		"review", "edition", "versions", "open candidate", "publications", "former", "content",
	}
	for _, rt := range guarded() {
		if rt.Method != http.MethodGet {
			continue
		}
		s.fake.taken()
		s.answer(t, probe{route: rt})
		for _, call := range s.fake.taken() {
			if !slices.Contains(reads, call) {
				t.Errorf("GET %s calls %q", rt.Path, call)
			}
		}
	}
}

func TestUnknownAddresses(t *testing.T) {
	s := newSite(t, nil)
	s.signIn(t, people.Administrator)
	for _, path := range []string{"/quan-tri/khong-co", "/quan-tri/static/console.css", "/quan-tri/../../etc/passwd", "/quan-tri/%00", "/khac"} {
		if r := s.get(t, path); r.status != http.StatusNotFound || !strings.Contains(r.body, "Không có trang này") {
			t.Errorf("%s: status %d", path, r.status)
		}
	}
}

func TestNewWantsItsParts(t *testing.T) {
	if _, err := console.New(console.Config{}); err == nil {
		t.Error("a console over nothing")
	}
}

func TestAddressesAreLimited(t *testing.T) {
	s := newSite(t, func(c *console.Config) { c.AddressLimit.PerMinute, c.AddressLimit.Burst = 1, 2 })
	for i, want := range []int{200, 200, 429} {
		r := s.get(t, "/quan-tri/vao")
		if r.status != want || (want == 429) != (r.header.Get("Retry-After") != "") {
			t.Errorf("visit %d: status %d, Retry-After %q", i+1, r.status, r.header.Get("Retry-After"))
		}
	}
}

// TestPanicsAreAnswered: what panics below is logged and told in a sentence.
func TestPanicsAreAnswered(t *testing.T) {
	s := newSite(t, func(c *console.Config) {
		c.Snapshot = func(context.Context) (*reminders.Snapshot, error) { panic("oh") }
	})
	s.fake.accounts[person(people.Administrator)] = people.Account{Person: person(people.Administrator), Role: people.Administrator}
	_, secret := s.link(t, people.Administrator)
	r := s.enter(t, "/quan-tri/vao/lien-ket", "ma", secret)
	if r.status != http.StatusInternalServerError || !strings.Contains(r.body, "Có lỗi khi thực hiện") || !strings.Contains(s.logged.String(), "recovered from a panic") {
		t.Errorf("status %d: %.300s", r.status, r.body)
	}
}
