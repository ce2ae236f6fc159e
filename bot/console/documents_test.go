package console_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dondoc/bot/console"
	"dondoc/bot/people"
	"dondoc/knowledge/library"
)

// documents is a site with an administrator signed in.
func documents(t *testing.T) *site {
	t.Helper()
	s := newSite(t, func(c *console.Config) { c.AddressLimit.PerMinute = -1 })
	s.signIn(t, people.Administrator)
	return s
}

// want fails unless a page answers with a status and has all of some words.
func (r result) want(t *testing.T, status int, words ...string) {
	t.Helper()
	if r.status != status {
		t.Fatalf("%s: status %d, want %d\n%.600s", r.path, r.status, status, mainOf(r.body))
	}
	for _, w := range words {
		if !strings.Contains(r.body, w) {
			t.Errorf("%s: no %q\n%.300s", r.path, w, mainOf(r.body))
		}
	}
}

// without fails when a page has some words.
func (r result) without(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(r.body, w) {
			t.Errorf("%s: has %q\n%.300s", r.path, w, mainOf(r.body))
		}
	}
}

func mainOf(body string) string {
	if i := strings.Index(body, "<main"); i >= 0 {
		return body[i:]
	}
	return body
}

// inForce is the number of the version that answers.
func (s *site) inForce() int64 {
	if e := s.fake.library.InForce(); e != nil {
		return e.Version.ID
	}
	return 0
}

// open is the number of the open candidate.
func (s *site) open(t *testing.T) int64 {
	t.Helper()
	v, err := s.fake.library.real.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v.ID
}

func at(id int64, rest string) string {
	return "/quan-tri/van-ban/ban/" + strconv.FormatInt(id, 10) + rest
}

// hidden returns the value of a hidden field.
func (r result) hidden(t *testing.T, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(r.body)
	if m == nil {
		t.Fatalf("%s: no field %s", r.path, name)
	}
	return m[1]
}

func TestDocumentPagesWithNothing(t *testing.T) {
	s := documents(t)
	s.get(t, "/quan-tri/van-ban").want(t, http.StatusOK, "Chưa có bản nào được công bố")
	s.get(t, "/quan-tri/van-ban/nap").want(t, http.StatusOK, "Chưa có tệp nào")
	s.get(t, "/quan-tri/diem").want(t, http.StatusOK, "Chưa có văn bản nào")
	s.get(t, "/quan-tri/nhiem-vu").want(t, http.StatusOK, "Chưa có văn bản nào")
	s.get(t, "/quan-tri/van-ban/so-sanh").want(t, http.StatusOK)
	s.get(t, "/quan-tri/van-ban/quay-lai").want(t, http.StatusConflict, "Chưa có bản nào trước đó")
}

func TestAddressesThatNameNothing(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	for _, path := range []string{
		at(99, ""), at(99, "/cong-bo"), at(99, "/bo"), "/quan-tri/van-ban/ban/x", "/quan-tri/van-ban/ban/-1",
		at(1, "/doc/khong-co"), at(1, "/tep/9"), at(1, "/tep/0"), "/quan-tri/van-ban/viec/khong-co", "/quan-tri/van-ban/viec/khong-co/tien-do",
		"/quan-tri/nhiem-vu/sua?viec=khong-co", "/quan-tri/nhiem-vu/tach?viec=khong-co", "/quan-tri/van-ban/bo-tep?tep=..%2F..%2Fetc%2Fpasswd",
		"/quan-tri/van-ban/so-sanh?truoc=1&sau=99",
	} {
		s.get(t, path).want(t, http.StatusNotFound)
	}
}

func TestVersionsAreListed(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	r := s.get(t, "/quan-tri/van-ban")
	r.want(t, http.StatusOK, "Bản số 1", "Bản số 3", "ke-hoach-mat.txt", "ho-so.txt", "Chờ công bố", "Đang dùng", "1 hiệu chỉnh", "Công bố bản số 1", "lần đầu")
}

func TestADownloadIsNeverShown(t *testing.T) {
	s := documents(t)
	id := s.fake.library.put(fileOf("trang.html", "<html><body><p>Số: 9/KH-BYT</p><p>KẾ HOẠCH</p><script>alert(1)</script><p>Bộ Y tế làm việc trước tháng 6/2026.</p></body></html>"))
	r := s.get(t, at(id, "/tep/1"))
	r.want(t, http.StatusOK, "<script>alert(1)</script>")
	for name, want := range map[string]string{
		"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment; filename=trang.html",
	} {
		if got := r.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestThePageOfADocument(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	id := s.open(t)
	s.get(t, at(id, "/doc/31-kh-byt")).want(t, http.StatusOK,
		`<mark class="due">Tháng 8/2026</mark>`, `<mark class="task">Đo thị lực thuyền viên ở các cảng phía bắc</mark>`, `id="p`, "đã sửa", "Sửa trạng thái")
	s.get(t, at(1, "/doc/31-kh-byt")).want(t, http.StatusOK, "Tháng 6/2026")
	s.get(t, at(1, "/doc/31-kh-byt")).without(t, "Sửa trạng thái")
}

func TestStatusIsSet(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	r := s.post(t, "/quan-tri/van-ban/trang-thai", "document", "31-kh-byt", "status", "superseded", "replaced", "40/KH-BYT", "until", "2026-12-31", "reason", "có kế hoạch mới")
	r.want(t, http.StatusOK, "Đã ghi trạng thái", "Đã bị thay thế", "thay bằng 40/KH-BYT", "hiệu lực đến 31/12/2026", "có kế hoạch mới")
	s.post(t, "/quan-tri/van-ban/trang-thai", "document", "31-kh-byt", "status", "in_force", "from", "2026-12-31", "until", "2026-01-01").
		want(t, http.StatusUnprocessableEntity, "đứng trước ngày bắt đầu")
	s.post(t, "/quan-tri/van-ban/trang-thai", "document", "31-kh-byt", "status", "vo-van").want(t, http.StatusUnprocessableEntity, "Chưa chọn trạng thái")
	s.post(t, "/quan-tri/van-ban/trang-thai", "document", "31-kh-byt", "status", "draft", "from", "hôm nay").want(t, http.StatusUnprocessableEntity, "Ngày “hôm nay” không đúng")
	s.post(t, "/quan-tri/van-ban/trang-thai", "document", "khong-co", "status", "draft").want(t, http.StatusNotFound)
}

func TestNothingOfTheLibraryIsALie(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	s.fake.failing = library.ErrUnknown
	s.get(t, "/quan-tri/van-ban").want(t, http.StatusNotFound, "Không có bản văn bản này.")
}

func TestCitationsLeadToTheirPassage(t *testing.T) {
	s := documents(t)
	s.get(t, "/quan-tri/van-ban/doan?id=31-kh-byt%232").want(t, http.StatusNotFound)
	s.fake.populate()
	s.get(t, "/quan-tri/van-ban/doan?id=31-kh-byt%232").want(t, http.StatusOK, `id="p2"`)
	s.get(t, "/quan-tri/van-ban/doan?id=khong-co").want(t, http.StatusNotFound)
}
