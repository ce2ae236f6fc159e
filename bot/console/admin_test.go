package console_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dondoc/bot/console"
	"dondoc/bot/people"
)

func TestRoles(t *testing.T) {
	minh := people.Person{Channel: "zalo", ID: "z0"}
	for name, tc := range map[string]struct {
		path   string
		fields []string
		status int
		want   people.Role
	}{
		"raised":                    {"/vai-tro", []string{"channel", "zalo", "id", "z0", "role", "administrator"}, 200, people.Administrator},
		"lowered":                   {"/vai-tro", []string{"channel", "zalo", "id", "z0", "role", "officer"}, 200, people.Officer},
		"no such role":              {"/vai-tro", []string{"channel", "zalo", "id", "z0", "role", "king"}, 422, people.Secretariat},
		"guest is no role":          {"/vai-tro", []string{"channel", "zalo", "id", "z0", "role", "guest"}, 422, people.Secretariat},
		"nobody":                    {"/vai-tro", []string{"channel", "zalo", "id", "nobody", "role", "officer"}, 422, people.Secretariat},
		"oneself":                   {"/vai-tro", []string{"channel", "telegram", "id", "704", "role", "officer"}, 422, people.Secretariat},
		"removed":                   {"/xoa", []string{"channel", "zalo", "id", "z0"}, 200, people.Guest},
		"oneself, removed":          {"/xoa", []string{"channel", "telegram", "id", "704"}, 422, people.Secretariat},
		"a link for who has a chat": {"/lien-ket", []string{"channel", "zalo", "id", "z0"}, 422, people.Secretariat},
	} {
		t.Run(name, func(t *testing.T) {
			s := full(t, people.Administrator)
			s.fake.sessions["other"] = people.Session{Person: minh, Expires: now.AddDate(1, 0, 0)}
			r := s.post(t, "/quan-tri/nguoi"+tc.path, tc.fields...)
			if got := s.fake.accounts[minh].Role; r.status != tc.status || got != tc.want {
				t.Errorf("status %d, a %s: %.300s", r.status, got, r.body)
			}
			if _, in := s.fake.sessions["other"]; in == (tc.want == people.Guest) {
				t.Errorf("still in: %v", in)
			}
			if s.fake.accounts[person(people.Administrator)].Role != people.Administrator {
				t.Error("the administrator locked themselves out")
			}
			if a := s.fake.accounts[minh]; tc.want == people.Officer && (a.ByPerson != person(people.Administrator) || a.Board != 1) {
				t.Errorf("now %+v", a)
			}
		})
	}
}

var secretShown = regexp.MustCompile(`<code class="secret">([^<]+)</code>`)

// TestBrowserOnlyPerson: somebody without a chat gets an account and a link, comes in by it, and sets a password.
func TestBrowserOnlyPerson(t *testing.T) {
	s := full(t, people.Administrator)
	r := s.post(t, "/quan-tri/nguoi/moi", "name", "Lê Thị Mai", "login", "Mai.Le", "role", "secretariat")
	m := secretShown.FindStringSubmatch(r.body)
	if r.status != 200 || m == nil || !strings.HasPrefix(m[1], s.URL+"/quan-tri/vao?ma=") {
		t.Fatalf("status %d: %.600s", r.status, r.body)
	}
	mai := people.Person{Channel: people.ConsoleChannel, ID: "mai.le"}
	if a := s.fake.accounts[mai]; a.Role != people.Secretariat || a.By != "Trần Thị administrator" {
		t.Errorf("made %+v", a)
	}
	if again := s.post(t, "/quan-tri/nguoi/moi", "name", "Ai đó", "login", "mai.le", "role", "secretariat"); again.status != http.StatusConflict {
		t.Errorf("the same login again: status %d", again.status)
	}
	for name, fields := range map[string][]string{
		"no name": {"name", " ", "login", "x.y.z", "role", "secretariat"}, "a bad login": {"name", "A", "login", "a b", "role", "secretariat"},
		"a role that cannot sign in": {"name", "A", "login", "a.b.c", "role", "member"},
	} {
		if r := s.post(t, "/quan-tri/nguoi/moi", fields...); r.status != 422 && r.status != 403 {
			t.Errorf("%s: status %d", name, r.status)
		}
	}
	s.client = newClient(t)
	_, secret, _ := strings.Cut(m[1], "ma=")
	if r := s.enter(t, "/quan-tri/vao/lien-ket", "ma", secret); !in(r) || !strings.Contains(r.body, "Lê Thị Mai") {
		t.Fatalf("status %d at %s", r.status, r.path)
	}
	s.setPassword(t, "ignored-as-theirs-is-fixed", goodPassword)
	if _, ok := s.fake.keys["mai.le"]; !ok {
		t.Errorf("stored: %v", s.fake.keys)
	}
}

// TestLinksNameTheirHost: behind a proxy the configuration knows the address.
func TestLinksNameTheirHost(t *testing.T) {
	s := newSite(t, func(c *console.Config) { c.URL = "https://dondoc.example.vn/" })
	s.signIn(t, people.Administrator)
	r := s.post(t, "/quan-tri/nguoi/moi", "name", "Mai", "login", "mai", "role", "administrator")
	if m := secretShown.FindStringSubmatch(r.body); m == nil || !strings.HasPrefix(m[1], "https://dondoc.example.vn/quan-tri/vao?ma=") {
		t.Errorf("the link: %q", m)
	}
}

func TestCodes(t *testing.T) {
	for name, tc := range map[string]struct {
		by          people.Role
		role, board string
		status      int
	}{
		"an officer":                             {people.Secretariat, "officer", "", 200},
		"a member":                               {people.Secretariat, "member", "2", 200},
		"a member of no board":                   {people.Secretariat, "member", "", 422},
		"a group":                                {people.Secretariat, "group", "2", 200},
		"a group of no board":                    {people.Secretariat, "group", "", 422},
		"of a board that is not there":           {people.Secretariat, "officer", "99", 422},
		"of a board that is no number":           {people.Secretariat, "officer", "x", 422},
		"an administrator, by an administrator":  {people.Administrator, "administrator", "", 200},
		"an administrator, by the secretariat":   {people.Secretariat, "administrator", "", 403},
		"one of the secretariat, by one of them": {people.Secretariat, "secretariat", "", 403},
		"a guest":                                {people.Administrator, "guest", "", 422},
	} {
		t.Run(name, func(t *testing.T) {
			s := full(t, tc.by)
			r := s.post(t, "/quan-tri/ma", "role", tc.role, "board", tc.board)
			if r.status != tc.status || len(s.fake.codes) != 0 != (tc.status == 200) {
				t.Fatalf("status %d, %d codes: %.300s", r.status, len(s.fake.codes), r.body)
			}
			if tc.status != 200 {
				return
			}
			m, code := secretShown.FindStringSubmatch(r.body), s.fake.codes[0]
			if m == nil || people.Hash(m[1]) != code.Hash || code.ByPerson != person(tc.by) || code.Group != (tc.role == "group") {
				t.Errorf("shows %q, stored %+v", m, code)
			}
			if strings.Contains(s.logged.String(), m[1]) {
				t.Error("the log holds the code")
			}
		})
	}
}

func TestQuestions(t *testing.T) {
	s := full(t, people.Administrator)
	if r := s.post(t, "/quan-tri/cau-hoi/1/xong"); r.status != 200 || len(s.fake.asked) != 2 {
		t.Errorf("status %d, %d are left", r.status, len(s.fake.asked))
	}
	for name, tc := range map[string]struct {
		must, document, section, unanswered string
		says                                string
	}{
		"nothing to judge by":   {"", "", "", "", "ít nhất một từ bắt buộc"},
		"a section of nothing":  {"x", "", "IV.1", "", "Có mục thì phải có văn bản"},
		"said and not said":     {"x", "", "", "1", "không có từ bắt buộc"},
		"more words than count": {strings.Repeat("a\n", 30), "", "", "", "Nhiều nhất 20 dòng"},
	} {
		r := s.post(t, "/quan-tri/cau-hoi/3/mau", "question", "Hạn?", "must", tc.must, "document", tc.document, "section", tc.section, "unanswered", tc.unanswered)
		if r.status != 422 || !strings.Contains(r.body, tc.says) {
			t.Errorf("%s: status %d", name, r.status)
		}
	}
	r := s.post(t, "/quan-tri/cau-hoi/3/mau", "question", "Hạn nộp báo cáo quý?", "must", " 15/6 \r\n\r\nbáo cáo\n", "document", "17/QĐ", "section", "IV.3")
	want := console.Golden{Question: "Hạn nộp báo cáo quý?", Must: []string{"15/6", "báo cáo"}, Document: "17/QĐ", Section: "IV.3", Answerable: true}
	if r.status != 200 || len(s.fake.golden) != 1 || len(s.fake.asked) != 1 {
		t.Fatalf("status %d, %d golden, %d are left", r.status, len(s.fake.golden), len(s.fake.asked))
	}
	if g := s.fake.golden[0]; g.Question != want.Question || !slices.Equal(g.Must, want.Must) || g.Document != want.Document || g.Section != want.Section || !g.Answerable {
		t.Errorf("stored %+v", g)
	}
	if r := s.get(t, "/quan-tri/cau-hoi/3/mau"); r.status != http.StatusNotFound {
		t.Errorf("the question that was settled: status %d", r.status)
	}
}

func TestHolidays(t *testing.T) {
	s := full(t, people.Administrator)
	for name, tc := range map[string]struct {
		date, title, working string
		says                 string
	}{
		"no date":             {"", "Nghỉ bù", "", "Ngày chưa đúng"},
		"no day":              {"2023-02-30", "Nghỉ bù", "", "Ngày chưa đúng"},
		"far away":            {"2199-01-01", "Nghỉ bù", "", "Chỉ đặt được ngày từ năm 2022 đến năm 2025"},
		"no name":             {"2023-06-05", " ", "", "chưa ghi tên"},
		"a working wednesday": {"2023-06-07", "Làm bù", "1", "phải là thứ bảy hoặc chủ nhật"},
	} {
		if r := s.post(t, "/quan-tri/ngay-nghi", "date", tc.date, "name", tc.title, "working", tc.working); r.status != 422 || !strings.Contains(r.body, tc.says) {
			t.Errorf("%s: status %d", name, r.status)
		}
	}
	if r := s.post(t, "/quan-tri/ngay-nghi", "date", "2023-06-05", "name", "Nghỉ bù"); r.status != 200 || len(s.fake.world.Days) != 3 || !strings.Contains(r.body, "05/06/2023") {
		t.Errorf("status %d, %d days", r.status, len(s.fake.world.Days))
	}
	if r := s.post(t, "/quan-tri/ngay-nghi/xoa", "date", "2023-06-05"); r.status != 200 || len(s.fake.world.Days) != 2 {
		t.Errorf("status %d, %d days", r.status, len(s.fake.world.Days))
	}
	for _, date := range []string{"2023-06-05", "x", "2023-01-01"} {
		if r := s.post(t, "/quan-tri/ngay-nghi/xoa", "date", date); r.status != 422 || len(s.fake.world.Days) != 2 {
			t.Errorf("taking %s back: status %d", date, r.status)
		}
	}
}

func TestAuditPages(t *testing.T) {
	s := full(t, people.Administrator)
	seen := map[string]bool{}
	path := "/quan-tri/nhat-ky?viec=version."
	older := regexp.MustCompile(`href="(/quan-tri/nhat-ky\?[^"]+)" rel="next"`)
	pages := 0
	for ; path != "" && pages < 9; pages++ {
		r := s.get(t, path)
		for _, m := range regexp.MustCompile(`bản \d+`).FindAllString(r.body, -1) {
			seen[m] = true
		}
		if strings.Contains(r.body, "something.new") {
			t.Error("the filter lets through what is not wanted")
		}
		path = ""
		if m := older.FindStringSubmatch(r.body); m != nil {
			path = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	if pages != 3 || len(seen) != 120 {
		t.Errorf("%d pages show %d entries", pages, len(seen))
	}
	if r := s.get(t, "/quan-tri/nhat-ky?tu=2023-05-22&truoc=x&viec="+url.QueryEscape(hostile)); r.status != 200 || !strings.Contains(r.body, "Không có mục nào") {
		t.Errorf("a strange filter: status %d", r.status)
	}
}

func TestAuditExport(t *testing.T) {
	s := full(t, people.Administrator)
	before := len(s.fake.entries)
	r := s.post(t, "/quan-tri/nhat-ky/xuat", "dang", "csv")
	if got := r.header.Get("Content-Disposition"); r.status != 200 || got != "attachment; filename=nhat-ky-2023-05-22.csv" {
		t.Fatalf("status %d, %q", r.status, got)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(r.body, "\uFEFF"))).ReadAll()
	if err != nil || len(rows) != before+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if last := rows[len(rows)-1]; !strings.HasPrefix(last[5], "'=HYPERLINK") || rows[1][0] != "1" {
		t.Errorf("the last row is %q", last)
	}
	if e := s.fake.entries[len(s.fake.entries)-1]; len(s.fake.entries) != before+1 || e.Action != "audit.export" || e.Actor.Person != person(people.Administrator) || !strings.Contains(e.After, `"format":"csv"`) {
		t.Errorf("the export left %+v", e)
	}
	r = s.post(t, "/quan-tri/nhat-ky/xuat", "dang", "jsonl", "viec", "account.")
	var e struct {
		Action, Subject string
		Before          any
		After           map[string]string
	}
	if err := json.Unmarshal([]byte(r.body), &e); err != nil || e.Action != "account.save" || e.Subject != hostile || e.After["name"] != longWord {
		t.Errorf("%v, %+v", err, e)
	}
	if r := s.post(t, "/quan-tri/nhat-ky/xuat", "dang", "jsonl", "viec", "nothing."); r.status != 200 || strings.TrimSpace(r.body) != "" {
		t.Errorf("of nothing: status %d, %q", r.status, r.body)
	}
}
