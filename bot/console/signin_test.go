package console_test

import (
	"encoding/base32"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"dondoc/bot/console"
	"dondoc/bot/people"
)

// link makes a one-time link for the person with a role, who exists from now on, and returns its path and secret.
func (s *site) link(t *testing.T, role people.Role) (path, secret string) {
	t.Helper()
	p := person(role)
	s.fake.accounts[p] = people.Account{Person: p, Role: role, Name: "Lan"}
	link, err := console.NewLink(t.Context(), s.fake, p, s.URL+"/", s.fake.clock())
	if err != nil {
		t.Fatal(err)
	}
	path = strings.TrimPrefix(link, s.URL)
	_, secret, _ = strings.Cut(path, "ma=")
	return path, secret
}

// enter posts a form of signing in, with the token of a page of signing in.
func (s *site) enter(t *testing.T, path string, fields ...string) result {
	t.Helper()
	m := tokenField.FindStringSubmatch(s.get(t, "/quan-tri/vao").body)
	if m == nil {
		t.Fatal("no token on the page of signing in")
	}
	form := url.Values{"token": {m[1]}}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return s.do(t, s.request(t, http.MethodPost, path, form))
}

func in(r result) bool { return r.status == http.StatusOK && r.path == "/quan-tri/" }

func TestLinkSignsInOnce(t *testing.T) {
	s := newSite(t, nil)
	path, secret := s.link(t, people.Secretariat)
	for range 3 { // what a chat does to show what is behind a link
		r := s.get(t, path)
		if r.status != 200 || !strings.Contains(r.body, "Vào trang quản trị") || r.header.Get("Referrer-Policy") != "strict-origin" {
			t.Fatalf("the link: status %d, Referrer-Policy %q", r.status, r.header.Get("Referrer-Policy"))
		}
	}
	if r := s.enter(t, "/quan-tri/vao/lien-ket", "ma", secret); !in(r) {
		t.Fatalf("status %d at %s", r.status, r.path)
	}
	s.client = newClient(t)
	if r := s.enter(t, "/quan-tri/vao/lien-ket", "ma", secret); r.status != http.StatusForbidden || !strings.Contains(r.body, "liên kết mới") {
		t.Errorf("a second time: status %d", r.status)
	}
	if strings.Contains(s.logged.String(), secret) {
		t.Error("the log holds the secret")
	}
	for hash := range s.fake.links {
		if strings.Contains(hash, secret) {
			t.Error("the secret itself is kept")
		}
	}
}

func TestLinksThatDoNot(t *testing.T) {
	for name, tc := range map[string]struct {
		role  people.Role
		wait  time.Duration
		spoil func(string) string
		want  int
	}{
		"in time":           {people.Secretariat, console.LinkLife - time.Second, nil, http.StatusOK},
		"too late":          {people.Administrator, console.LinkLife, nil, http.StatusForbidden},
		"a lower role":      {people.Member, 0, nil, http.StatusForbidden},
		"another secret":    {people.Administrator, 0, func(s string) string { return strings.Repeat("0", len(s)) }, http.StatusForbidden},
		"none":              {people.Administrator, 0, func(string) string { return "" }, http.StatusForbidden},
		"not of our making": {people.Administrator, 0, func(string) string { return "<script>" }, http.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, nil)
			_, secret := s.link(t, tc.role)
			s.fake.pass(tc.wait)
			if tc.spoil != nil {
				secret = tc.spoil(secret)
			}
			if r := s.enter(t, "/quan-tri/vao/lien-ket", "ma", secret); r.status != tc.want {
				t.Errorf("status %d, want %d", r.status, tc.want)
			}
		})
	}
}

// TestSigningInNeedsItsPage: another site cannot sign a browser in as somebody else.
func TestSigningInNeedsItsPage(t *testing.T) {
	s := newSite(t, nil)
	_, secret := s.link(t, people.Administrator)
	form := url.Values{"ma": {secret}, "token": {strings.Repeat("0", 64)}}
	if r := s.do(t, s.request(t, http.MethodPost, "/quan-tri/vao/lien-ket", form)); r.status != http.StatusForbidden {
		t.Errorf("without a page: status %d", r.status)
	}
	r := s.request(t, http.MethodPost, "/quan-tri/vao/lien-ket", form)
	r.Header.Set("Origin", "https://evil.example")
	if got := s.do(t, r); got.status != http.StatusForbidden || got.header.Get("Set-Cookie") != "" {
		t.Errorf("from elsewhere: status %d, cookie %q", got.status, got.header.Get("Set-Cookie"))
	}
	if len(s.fake.links) != 1 {
		t.Error("the link was used up")
	}
}

func TestCookies(t *testing.T) {
	for _, secure := range []bool{false, true} {
		s := newSite(t, func(c *console.Config) { c.SecureCookies = secure })
		_, secret := s.link(t, people.Administrator)
		name, attributes := "dondoc-quan-tri", "; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict"
		if secure {
			name, attributes = "__Host-dondoc-quan-tri", "; Path=/; Max-Age=43200; HttpOnly; Secure; SameSite=Strict"
		}
		page := s.answer(t, probe{route: console.Route{Method: "GET", Path: "/quan-tri/vao"}, guest: true})
		first, err := http.ParseSetCookie(page.Header().Get("Set-Cookie"))
		if err != nil || first.Secure != secure || !first.HttpOnly || first.SameSite != http.SameSiteStrictMode {
			t.Fatalf("before signing in: %v, %v", first, err)
		}
		token := tokenField.FindStringSubmatch(page.Body.String())[1]
		form := url.Values{"token": {token}, "ma": {secret}}.Encode()
		w := s.answer(t, probe{
			route: console.Route{Method: "POST", Path: "/quan-tri/vao/lien-ket"}, guest: true, body: strings.NewReader(form), length: int64(len(form)),
			header: http.Header{"Cookie": {first.Name + "=" + first.Value}},
		})
		want := regexp.MustCompile(`^` + name + `=[0-9a-f]{48}` + attributes + `$`)
		if got := w.Header().Get("Set-Cookie"); !want.MatchString(got) {
			t.Errorf("Set-Cookie: %s", got)
		}
	}
}

func TestSessionsEnd(t *testing.T) {
	for name, tc := range map[string]struct {
		do   func(t *testing.T, s *site)
		want bool // still in
	}{
		"after a while":            {func(_ *testing.T, s *site) { s.fake.pass(2*time.Hour - time.Second) }, true},
		"idle":                     {func(_ *testing.T, s *site) { s.fake.pass(2 * time.Hour) }, false},
		"signed out":               {func(t *testing.T, s *site) { s.post(t, "/quan-tri/ra") }, false},
		"signed out everywhere":    {func(t *testing.T, s *site) { s.post(t, "/quan-tri/ra-het") }, false},
		"the cookie is not theirs": {func(t *testing.T, s *site) { s.client = newClient(t) }, false},
		"busy for twelve hours": {func(t *testing.T, s *site) {
			for range 12 {
				s.fake.pass(time.Hour)
				s.get(t, "/quan-tri/")
			}
		}, false},
		"busy for nearly twelve": {func(t *testing.T, s *site) {
			for range 11 {
				s.fake.pass(time.Hour)
				s.get(t, "/quan-tri/")
			}
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, nil)
			s.signIn(t, people.Administrator)
			tc.do(t, s)
			if r := s.get(t, "/quan-tri/"); in(r) != tc.want {
				t.Errorf("in: %v (%s)", in(r), r.path)
			}
		})
	}
}

// TestSignOutEverywhere ends what other browsers have, too.
func TestSignOutEverywhere(t *testing.T) {
	s := newSite(t, nil)
	s.signIn(t, people.Administrator)
	other := s.client
	s.client = newClient(t)
	s.signIn(t, people.Administrator)
	s.post(t, "/quan-tri/ra")
	s.client = other
	if !in(s.get(t, "/quan-tri/")) {
		t.Fatal("one sign-out ended another session")
	}
	s.post(t, "/quan-tri/ra-het")
	if len(s.fake.sessions) != 0 {
		t.Errorf("%d sessions are left", len(s.fake.sessions))
	}
}

var secretField = regexp.MustCompile(`name="secret" value="([A-Z2-7 ]+)"`)

// setPassword goes through the page on which a person sets a password, and returns the secret of the codes.
func (s *site) setPassword(t *testing.T, login, password string) string {
	t.Helper()
	m := secretField.FindStringSubmatch(s.get(t, "/quan-tri/mat-khau").body)
	if m == nil {
		t.Fatal("no secret on the page")
	}
	r := s.post(t, "/quan-tri/mat-khau", "login", login, "password", password, "again", password, "secret", m[1], "code", s.code(t, m[1]))
	if !in(r) || !strings.Contains(r.body, "Đã đặt mật khẩu") {
		t.Fatalf("status %d at %s: %.2000s", r.status, r.path, r.body)
	}
	return m[1]
}

// code is what a telephone shows now.
func (s *site) code(t *testing.T, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), s.fake.clock())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

const goodPassword = "mùa xuân về trên bản"

func TestPasswordSignsIn(t *testing.T) {
	s := newSite(t, func(c *console.Config) { c.LoginLimit.PerMinute = -1 })
	s.signIn(t, people.Administrator)
	secret := s.setPassword(t, "lan.tran", goodPassword)
	used := s.code(t, secret)
	stored := s.fake.keys["lan.tran"]
	if !strings.HasPrefix(stored.Hash, "$argon2id$v=19$m=") || strings.Contains(stored.Hash, goodPassword) || stored.Person != person(people.Administrator) {
		t.Errorf("stored %+v", stored)
	}
	if raw, _ := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(secret, " ", "")); string(raw) != string(stored.Secret) {
		t.Error("another secret is stored than was shown")
	}
	var refusal string
	for _, tc := range []struct {
		name                  string
		login, password, code string
		in                    bool
	}{
		{"the code that set it", "lan.tran", goodPassword, used, false},
		{"an unknown login", "minh", goodPassword, "next", false},
		{"a wrong password", "lan.tran", goodPassword + "!", "next", false},
		{"a wrong code", "lan.tran", goodPassword, "000000", false},
		{"no code", "lan.tran", goodPassword, "", false},
		{"all right", " Lan.Tran ", goodPassword, "next", true},
		{"the same code again", "lan.tran", goodPassword, "same", false},
		{"a password of a megabyte, nearly", "lan.tran", strings.Repeat("x", 50_000), "next", false},
	} {
		s.client = newClient(t)
		switch tc.code {
		case "next":
			s.fake.pass(5 * time.Minute)
			tc.code = s.code(t, secret)
		case "same":
			tc.code = s.code(t, secret)
		}
		r := s.enter(t, "/quan-tri/vao", "login", tc.login, "password", tc.password, "code", tc.code)
		if in(r) != tc.in || !tc.in && r.status != http.StatusForbidden {
			t.Errorf("%s: status %d at %s", tc.name, r.status, r.path)
		}
		if !tc.in {
			said := regexp.MustCompile(`(?s)class="problem".*?</p>`).FindString(r.body)
			if refusal == "" {
				refusal = said
			}
			if said == "" || said != refusal {
				t.Errorf("%s: says %q, others say %q", tc.name, said, refusal)
			}
		}
	}
	if strings.Contains(s.logged.String(), "lan.tran") || strings.Contains(s.logged.String(), "minh") {
		t.Error("the log holds a login")
	}
}

func TestGuessingIsSlowed(t *testing.T) {
	s := newSite(t, nil)
	statuses := map[int]int{}
	for range 10 {
		statuses[s.enter(t, "/quan-tri/vao", "login", "lan", "password", "x", "code", "123456").status]++
	}
	if statuses[http.StatusForbidden] > 6 || statuses[http.StatusTooManyRequests] < 4 {
		t.Errorf("of ten guesses: %v", statuses)
	}
	for i := range 20 {
		statuses[s.enter(t, "/quan-tri/vao", "login", "other"+string(rune('a'+i)), "password", "x", "code", "1").status]++
	}
	if statuses[http.StatusForbidden] > 22 {
		t.Errorf("from one address, of many logins: %v", statuses)
	}
}

func TestPasswordMistakes(t *testing.T) {
	s := newSite(t, nil)
	s.fake.keys["minh"] = people.Password{Login: "minh", Person: people.Person{Channel: "zalo", ID: "1"}}
	s.signIn(t, people.Secretariat)
	secret := secretField.FindStringSubmatch(s.get(t, "/quan-tri/mat-khau").body)[1]
	for name, tc := range map[string]struct{ login, password, again, secret, code, want string }{
		"short":             {"lan", "ngắn quá", "ngắn quá", secret, "", "ít nhất 12"},
		"two passwords":     {"lan", goodPassword, goodPassword + "?", secret, "", "không giống nhau"},
		"a login of marks":  {"<b>lan</b>", goodPassword, goodPassword, secret, "", "Tên đăng nhập gồm"},
		"a wrong code":      {"lan", goodPassword, goodPassword, secret, "123", "Mã một lần không đúng"},
		"no secret":         {"lan", goodPassword, goodPassword, "", "", "quét lại mã"},
		"a secret too long": {"lan", goodPassword, goodPassword, strings.Repeat("A", 5000), "", "quét lại mã"},
		"somebody else's":   {"minh", goodPassword, goodPassword, secret, "", "đã có người dùng"},
		"the login":         {"lan.tran.thi.hoa", "lan.tran.thi.hoa", "lan.tran.thi.hoa", secret, "", "trùng với tên"},
	} {
		code := tc.code
		if code == "" {
			code = s.code(t, secret)
		}
		r := s.post(t, "/quan-tri/mat-khau", "login", tc.login, "password", tc.password, "again", tc.again, "secret", tc.secret, "code", code)
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, tc.want) {
			t.Errorf("%s: status %d, want %q", name, r.status, tc.want)
		}
		if strings.Contains(r.body, goodPassword) {
			t.Errorf("%s: the page shows the password", name)
		}
	}
	s.fake.pass(31 * time.Minute)
	if r := s.post(t, "/quan-tri/mat-khau", "login", "lan", "password", goodPassword, "again", goodPassword, "secret", secret, "code", s.code(t, secret)); r.status != http.StatusUnprocessableEntity {
		t.Errorf("long after signing in: status %d", r.status)
	}
	if len(s.fake.keys) != 1 {
		t.Errorf("stored: %v", s.fake.keys)
	}
}
