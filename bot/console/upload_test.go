package console_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"dondoc/bot/console"
	"dondoc/bot/people"
)

const upload = "/quan-tri/van-ban/nap"

// settled follows the page of progress until it leads on.
func (s *site) settled(t *testing.T, r result) result {
	t.Helper()
	for strings.HasPrefix(r.path, "/quan-tri/van-ban/viec/") && r.header.Get("Refresh") != "" {
		if err := t.Context().Err(); err != nil {
			t.Fatal(err)
		}
		r = s.get(t, r.path)
	}
	return r
}

func TestUploadEndsOnTheReport(t *testing.T) {
	s := documents(t)
	r := s.settled(t, s.upload(t, upload, part{"file", "a.txt", planOf("31/KH-BYT", "Mắt", eyes, orphan)}, part{"file", "b.txt", planOf("32/KH-BYT", "Giá", shelves)}))
	r.want(t, http.StatusOK, "Đã đọc xong", "Bản số 1", "31/KH-BYT", "32/KH-BYT", "Đang chờ công bố", "Công bố…")
	s.settled(t, s.upload(t, upload, part{"file", "c.txt", planOf("33/KH-BYT", "Kính", glasses)})).want(t, http.StatusOK, "Bản số 2", "31/KH-BYT", "33/KH-BYT")
	r = s.settled(t, s.upload(t, upload, part{"only", "", "1"}, part{"file", "c.txt", planOf("33/KH-BYT", "Kính", glasses)}))
	r.want(t, http.StatusOK, "Bản số 3", "33/KH-BYT")
	r.without(t, "31/KH-BYT")
}

func TestProgressIsShown(t *testing.T) {
	s := documents(t)
	s.fake.library.hold = make(chan struct{})
	r := s.upload(t, upload, part{"file", "a.txt", planOf("31/KH-BYT", "Mắt", eyes)})
	r.want(t, http.StatusOK, "<progress", "doc-progress")
	if r.header.Get("Refresh") == "" {
		t.Error("the page does not load itself again")
	}
	for said := false; !said; { // the job has just begun
		j := s.get(t, r.path+"/tien-do")
		said = strings.Contains(j.body, `"done":3`) && strings.Contains(j.body, `"total":7`) && strings.Contains(j.body, `"over":false`)
		if err := t.Context().Err(); err != nil {
			t.Fatal(err)
		}
	}
	s.get(t, r.path).want(t, http.StatusOK, "Đọc văn bản: 3/7", `value="3" max="7"`)
	s.get(t, "/quan-tri/van-ban").want(t, http.StatusOK, "Xem tiến độ")
	close(s.fake.library.hold)
	s.settled(t, r).want(t, http.StatusOK, "Bản số 1")
	s.get(t, r.path+"/tien-do").want(t, http.StatusOK, `"over":true`)
}

func TestClosingEndsWhatIsUnderWay(t *testing.T) {
	s := documents(t)
	s.fake.library.hold = make(chan struct{})
	s.upload(t, upload, part{"file", "a.txt", planOf("31/KH-BYT", "Mắt", eyes)})
	close(s.fake.library.hold) // the cleanup of the site waits for it
}

// bomb is a workbook of a megabyte that unpacks to many times as much.
func bomb(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		zero := make([]byte, 1<<20)
		for range 300 {
			if _, err := f.Write(zero); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWhatCannotBeReadIsToldByFile(t *testing.T) {
	good := part{"file", "tot.txt", planOf("31/KH-BYT", "Mắt", eyes)}
	for name, test := range map[string]struct {
		file part
		says []string
	}{
		"wrong type":   {part{"file", "may.exe", "MZ\x90\x00\x03"}, []string{"may.exe", "định dạng chưa đọc được"}},
		"damaged":      {part{"file", "hong.docx", "PK\x03\x04 hỏng"}, []string{"hong.docx", "tệp hỏng"}},
		"empty":        {part{"file", "trong.txt", ""}, []string{"trong.txt", "tệp trống"}},
		"zip bomb":     {part{"file", "bom.xlsx", bomb(t)}, []string{"bom.xlsx"}},
		"stamped":      {part{"file", "kin.txt", "TUYỆT MẬT\n\n" + planOf("7/KH-BYT", "Kín", pass)}, []string{"kin.txt", "văn bản mật", "TUYỆT MẬT"}},
		"same name":    {part{"file", "x/../tot.txt", planOf("8/KH-BYT", "Khác", pass)}, []string{"tot.txt", "trùng tên"}},
		"script, bidi": {part{"file", "<script>alert(1)</script>\u202Etxt.exe", "MZ\x90\x00"}, []string{"script&gt;txt.exe"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := documents(t)
			for range 2 { // again, when there is nothing new in it
				r := s.settled(t, s.upload(t, upload, good, test.file))
				r.want(t, http.StatusOK, append(test.says, "chưa đọc được", "31/KH-BYT")...)
				r.without(t, "<script>alert", "\u202E", "7/KH-BYT", "8/KH-BYT")
			}
		})
	}
	s := documents(t)
	r := s.settled(t, s.upload(t, upload, part{"file", "may.exe", "MZ\x90\x00\x03"}))
	r.want(t, http.StatusUnprocessableEntity, "Không đọc được văn bản nào", "may.exe", "định dạng chưa đọc được", "Nạp lại")
}

func TestUploadsAreBound(t *testing.T) {
	s := documents(t)
	var many []part
	for i := range 51 {
		many = append(many, part{"file", strings.Repeat("a", i+1) + ".txt", "x"})
	}
	s.upload(t, upload, many...).want(t, http.StatusUnprocessableEntity, "tối đa 50 tệp")
	s.upload(t, upload).want(t, http.StatusUnprocessableEntity, "Chưa chọn tệp nào")
	s.upload(t, upload, part{"file", "", "x"}).want(t, http.StatusUnprocessableEntity, "Chưa chọn tệp nào")
	if calls := s.fake.taken(); len(calls) > 0 {
		t.Errorf("called %v", calls)
	}
	// A part of a form that breaks off.
	r := s.multi(t, upload, part{"token", "", s.token(t)}, part{"file", "a.txt", strings.Repeat("dài ", 1000)})
	r.ContentLength = 600
	var b bytes.Buffer
	if _, err := b.ReadFrom(r.Body); err != nil {
		t.Fatal(err)
	}
	r.Body = http.NoBody
	cut, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+upload, bytes.NewReader(b.Bytes()[:600]))
	if err != nil {
		t.Fatal(err)
	}
	cut.Header = r.Header
	s.do(t, cut).want(t, http.StatusUnprocessableEntity, "bị ngắt giữa chừng")
}

func TestAFileThatIsTooLargeDoesNotStopTheOthers(t *testing.T) {
	if testing.Short() {
		t.Skip("sends 65 MB")
	}
	s := documents(t)
	r := s.upload(t, upload, part{"file", "lon.txt", strings.Repeat("a", 64<<20+1)}, part{"file", "a.txt", planOf("31/KH-BYT", "Mắt", eyes)})
	s.settled(t, r).want(t, http.StatusOK, "31/KH-BYT", "lon.txt", "tối đa 64 MB")
}

func TestRemoveAFile(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	s.get(t, "/quan-tri/van-ban/bo-tep?tep=ho-so.txt").want(t, http.StatusOK, "Bỏ tệp", "ho-so.txt")
	r := s.settled(t, s.post(t, "/quan-tri/van-ban/bo-tep", "tep", "ho-so.txt"))
	r.want(t, http.StatusOK, "Bản số 4", "31/KH-BYT")
	r.without(t, "32/KH-BYT")
	s.post(t, "/quan-tri/van-ban/bo-tep", "tep", "ke-hoach-mat.txt").want(t, http.StatusUnprocessableEntity, "tệp duy nhất")
}

func TestSafeName(t *testing.T) {
	for given, want := range map[string]string{
		"ke hoach.pdf":                     "ke hoach.pdf",
		"/etc/passwd":                      "passwd",
		`C:\Users\an\Kế hoạch.docx`:        "Kế hoạch.docx",
		"../../../x.txt":                   "x.txt",
		"..":                               "tep-3",
		"":                                 "tep-3",
		"a/":                               "tep-3",
		"\u202Etxt.exe":                    "txt.exe",
		"a\x00b\n\tc.txt":                  "ab c.txt",
		"a\u200Bb.txt":                     "ab.txt",
		"kế hoạch.txt":                     "kế hoạch.txt", // as a Mac writes it
		"<img src=x onerror=1>.txt":        "<img src=x onerror=1>.txt",
		strings.Repeat("é", 300) + ".docx": strings.Repeat("é", 115) + ".docx",
		strings.Repeat("x", 10_000):        strings.Repeat("x", 120),
	} {
		if got := console.SafeName(given, 3); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

func TestTwoUploadsAtATime(t *testing.T) {
	s := documents(t)
	s.fake.library.hold = make(chan struct{})
	for _, name := range []string{"a.txt", "b.txt"} {
		s.upload(t, upload, part{"file", name, planOf("31/KH-BYT", "Mắt", eyes)}).want(t, http.StatusOK, "<progress")
	}
	s.upload(t, upload, part{"file", "c.txt", "x"}).want(t, http.StatusUnprocessableEntity, "Máy chủ đang xử lý nhiều việc")
	close(s.fake.library.hold)
	s.fake.taken()
}

func TestLoadingIsForAdministrators(t *testing.T) {
	s := newSite(t, nil)
	s.signIn(t, people.Secretariat)
	s.upload(t, upload, part{"file", "a.txt", "x"}).want(t, http.StatusForbidden)
	if calls := s.fake.taken(); len(calls) > 0 {
		t.Errorf("called %v", calls)
	}
}

func FuzzSafeName(f *testing.F) {
	for _, name := range []string{"a.txt", "../x", `..\x`, "\u202Ea", "é.docx", ".", "a\x00b", "\xff/\xfe", strings.Repeat("ă", 200) + ".pdf"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, given string) {
		got := console.SafeName(given, 1)
		switch {
		case got == "", got == ".", got == "..", strings.ContainsAny(got, "/\\\x00\n\r\t\u202E\u2066"), !utf8.ValidString(got), utf8.RuneCountInString(got) > 120:
			t.Errorf("%q became %q", given, got)
		case console.SafeName(got, 1) != got:
			t.Errorf("%q became %q, and that %q", given, got, console.SafeName(got, 1))
		}
	})
}
