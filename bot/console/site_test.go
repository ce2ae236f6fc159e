package console_test

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dondoc/bot/console"
	"dondoc/bot/people"
)

// site is a console that runs on this machine, and a visitor's browser.
type site struct {
	*httptest.Server
	fake   *fake
	client *http.Client
	logged *syncBuffer
}

// newSite serves a console over a fake. change may be nil.
func newSite(t *testing.T, change func(*console.Config)) *site {
	t.Helper()
	s := &site{fake: newFake(), client: newClient(t), logged: &syncBuffer{}}
	f := s.fake
	cfg := console.Config{
		Version: "thử", Library: f.library, People: f, Policy: people.NewPolicy(true), Keys: f, Audit: audit{f}, Questions: f,
		Subscribed: f, Deliveries: f, Days: f, Snapshot: f.Snapshot, Preview: f.Preview, AddGolden: f.AddGolden, Now: f.clock,
		Log: slog.New(slog.NewTextHandler(s.logged, nil)),
	}
	if change != nil {
		change(&cfg)
	}
	c, err := console.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s.Server = httptest.NewServer(c)
	t.Cleanup(func() {
		s.Server.Close()
		if err := c.Close(t.Context()); err != nil && t.Context().Err() == nil {
			t.Error(err)
		}
	})
	return s
}

func newClient(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

// result is an answer, after redirects.
type result struct {
	status int
	header http.Header
	path   string // where it came from in the end
	body   string
}

func (s *site) do(t *testing.T, r *http.Request) result {
	t.Helper()
	a, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return result{a.StatusCode, a.Header, a.Request.URL.RequestURI(), string(body)}
}

// request is one as our own page sends it: of a form when form is not nil.
func (s *site) request(t *testing.T, method, path string, form url.Values) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", s.URL)
	}
	return r
}

func (s *site) get(t *testing.T, path string) result {
	t.Helper()
	return s.do(t, s.request(t, http.MethodGet, path, nil))
}

var tokenField = regexp.MustCompile(`name="token" value="([0-9a-f]{64})"`)

// token is that of the visitor's session.
func (s *site) token(t *testing.T) string {
	t.Helper()
	page := s.get(t, console.Base+"/mat-khau").body
	m := tokenField.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no token on the page: %.300s", page)
	}
	return m[1]
}

// post sends a form with the session's token: names and values in turn.
func (s *site) post(t *testing.T, path string, fields ...string) result {
	t.Helper()
	form := url.Values{"token": {s.token(t)}}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	s.fake.taken()
	return s.do(t, s.request(t, http.MethodPost, path, form))
}

// part is one field, or with a file name one file, of a form with files.
type part struct{ name, file, content string }

// multi makes a form with files, its parts in this order.
func (s *site) multi(t *testing.T, path string, parts ...part) *http.Request {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		var to io.Writer
		var err error
		if p.file == "" {
			to, err = w.CreateFormField(p.name)
		} else {
			to, err = w.CreateFormFile(p.name, p.file)
		}
		if err == nil {
			_, err = io.WriteString(to, p.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := s.request(t, http.MethodPost, path, nil)
	r.Body, r.ContentLength = io.NopCloser(&b), int64(b.Len())
	r.GetBody = nil
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

// upload sends files with the session's token in front.
func (s *site) upload(t *testing.T, path string, parts ...part) result {
	t.Helper()
	token := s.token(t)
	s.fake.taken()
	return s.do(t, s.multi(t, path, append([]part{{"token", "", token}}, parts...)...))
}

// person has a role, whatever else; there is one a role.
func person(role people.Role) people.Person {
	return people.Person{Channel: "telegram", ID: strconv.Itoa(700 + int(role))}
}

// signIn lets the visitor come in with a role, by a one-time link.
func (s *site) signIn(t *testing.T, role people.Role) {
	t.Helper()
	p := person(role)
	s.fake.mu.Lock()
	s.fake.accounts[p] = people.Account{Person: p, Role: role, Name: "Trần Thị " + role.String(), By: "cli", Since: now}
	s.fake.mu.Unlock()
	link, err := console.NewLink(t.Context(), s.fake, p, s.URL, s.fake.clock())
	if err != nil {
		t.Fatal(err)
	}
	page := s.get(t, strings.TrimPrefix(link, s.URL))
	m := tokenField.FindStringSubmatch(page.body)
	if m == nil {
		t.Fatalf("no token on the page of signing in: %.300s", page.body)
	}
	_, secret, _ := strings.Cut(link, "ma=")
	r := s.do(t, s.request(t, http.MethodPost, console.Base+"/vao/lien-ket", url.Values{"token": {m[1]}, "ma": {secret}}))
	if r.status != http.StatusOK || r.path != console.Base+"/" {
		t.Fatalf("signing in: status %d at %s: %.300s", r.status, r.path, r.body)
	}
	s.fake.taken()
}
