package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// serving is a `dondoc serve` under way in this process.
type serving struct {
	t      testing.TB
	url    string
	out    *output // standard output, which must stay empty
	errOut *output
	cancel context.CancelFunc
	ended  chan int
}

var runningLine = regexp.MustCompile(`Đôn đốc đang chạy: (http://\S+)`)

// begin starts the program and returns at once; it stops when the test ends.
func begin(t testing.TB, args ...string) *serving {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background()) // t.Context ends before the clean-up that stops it
	s := &serving{t: t, out: newOutput(), errOut: newOutput(), cancel: cancel, ended: make(chan int, 1)}
	go func() {
		s.ended <- run(ctx, append([]string{"serve"}, args...), streams{strings.NewReader(""), s.out, s.errOut})
		close(s.ended)
	}()
	t.Cleanup(func() { s.stop() })
	return s
}

// serve starts the program on a free port and returns when it has loaded.
func serve(t testing.TB, args ...string) *serving {
	t.Helper()
	s := begin(t, append([]string{"--listen", "127.0.0.1:0"}, args...)...)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	m := s.errOut.wait(ctx, runningLine)
	if m == nil {
		t.Fatalf("the program does not start: %s", s.errOut)
	}
	s.url = m[1]
	return s
}

// stop ends the program as a signal does, and expects it to end well and soon. Stopping twice is no error.
func (s *serving) stop() {
	s.t.Helper()
	s.cancel()
	select {
	case code, first := <-s.ended:
		if first && code != exitDone {
			s.t.Errorf("serve ended with status %d: %s", code, s.errOut)
		}
	case <-time.After(patience):
		s.t.Errorf("serve does not stop: %s", s.errOut)
	}
	if out := s.out.String(); out != "" {
		s.t.Errorf("serve writes to standard output: %q", out)
	}
}

// fetch returns status and body of a GET.
func fetch(t testing.TB, client *http.Client, address string) (int, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, client, req)
}

func do(t testing.TB, client *http.Client, req *http.Request) (int, string) {
	t.Helper()
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// visitor is a browser without a screen: it keeps cookies and posts what the page's script posts.
type visitor struct {
	*http.Client
	t testing.TB
}

func newVisitor(t testing.TB) visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return visitor{&http.Client{Jar: jar}, t}
}

// webMessage is what the page's script reads of an answer.
type webMessage struct {
	Refused bool
	Lines   []struct {
		Mark  string
		Spans []struct{ Text string }
	}
	Citations []struct{ Document, Section, Quote string }
	Choices   []struct{ Key, Label string }
	Picture   *struct{ Href string }
	File      *struct{ Href, Name string }
}

func (m webMessage) fileName() string {
	if m.File == nil {
		return ""
	}
	return m.File.Name
}

func (m webMessage) text() string {
	var b strings.Builder
	for _, l := range m.Lines {
		b.WriteString(l.Mark + " ")
		for _, s := range l.Spans {
			b.WriteString(s.Text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

var formToken = regexp.MustCompile(`name="token" value="([0-9a-f]+)"`)

// page returns the chat page as the visitor sees it.
func (v visitor) page(site string) string {
	v.t.Helper()
	status, body := fetch(v.t, v.Client, site+"/")
	if status != http.StatusOK {
		v.t.Fatalf("the page: %d %s", status, body)
	}
	return body
}

// session opens the page and returns the ID that the visitor's chat has in the database: a hash of the cookie.
func (v visitor) session(site string) string {
	v.page(site)
	address, _ := url.Parse(site)
	for _, c := range v.Jar.Cookies(address) {
		if c.Name == "dondoc" {
			sum := sha256.Sum256([]byte("dondoc web chat" + c.Value))
			return hex.EncodeToString(sum[:16])
		}
	}
	v.t.Fatal("the page sets no cookie")
	return ""
}

// post sends a field, "text" or "choice", and returns the one answer.
func (v visitor) post(site, field, value string) webMessage {
	v.t.Helper()
	all := v.postAll(site, field, value)
	if len(all) != 1 {
		v.t.Fatalf("%s %q: %d answers", field, value, len(all))
	}
	return all[0]
}

// postAll sends a field and returns all that is answered.
func (v visitor) postAll(site, field, value string) []webMessage {
	v.t.Helper()
	token := formToken.FindStringSubmatch(v.page(site))
	if token == nil {
		v.t.Fatal("the page has no token")
	}
	ctx, cancel := context.WithTimeout(v.t.Context(), patience)
	defer cancel()
	form := url.Values{"token": {token[1]}, field: {value}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, site+"/chat", strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Origin", site)
	status, body := do(v.t, v.Client, req)
	var reply struct{ Messages []webMessage }
	if err := json.Unmarshal([]byte(body), &reply); err != nil || status != http.StatusOK {
		v.t.Fatalf("%s %q: %d %s", field, value, status, body)
	}
	return reply.Messages
}

func (v visitor) ask(site, question string) webMessage {
	v.t.Helper()
	return v.post(site, "text", question)
}

func (v visitor) press(site string, m webMessage, word string) webMessage {
	v.t.Helper()
	for _, c := range m.Choices {
		if strings.Contains(c.Label, word) {
			return v.post(site, "choice", c.Key)
		}
	}
	v.t.Fatalf("no button with %q under %q: %v", word, m.text(), m.Choices)
	return webMessage{}
}

// has expects every word in s.
func has(t testing.TB, s string, words ...string) {
	t.Helper()
	if i := slices.IndexFunc(words, func(w string) bool { return !strings.Contains(s, w) }); i >= 0 {
		t.Errorf("no %q in:\n%s", words[i], s)
	}
}
