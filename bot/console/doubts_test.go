package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dondoc/bot/console"
	"dondoc/bot/people"
)

func TestDoubtsOneAfterAnother(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	first := s.get(t, "/quan-tri/diem")
	first.want(t, http.StatusOK, "<b>1/4</b>", "hiểu là gộp với ô phía trên", "Bot đang hiểu", "Gom kính cũ về kho", `data-key="y"`, `data-key="j ArrowRight"`, "đã xử lý 0")
	first.without(t, `data-key="k`, "Là tên gọi khác của")
	s.get(t, "/quan-tri/diem?so=3").want(t, http.StatusOK, "<b>3/4</b>", `<mark class="doubt">Hoa Tiêu Bờ Tây</mark>`, "Vẽ tranh hướng dẫn",
		"Là tên gọi khác của", "Xem trong văn bản", "trang=1#p7")
	s.get(t, "/quan-tri/diem?so=4").want(t, http.StatusOK, "<b>4/4</b>", `data-key="k`)
	s.get(t, "/quan-tri/diem?so=99").want(t, http.StatusOK, "<b>4/4</b>")
	s.get(t, "/quan-tri/diem?so=x&loai=table").want(t, http.StatusOK, "<b>1/2</b>", "Bảng biểu (2)")
	s.get(t, "/quan-tri/diem?van-ban=32-kh-byt").want(t, http.StatusOK, "Không còn điểm nào như vậy")
}

func TestSettleDoubts(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	page := s.get(t, "/quan-tri/diem?so=3")
	page.want(t, http.StatusOK, "Hoa Tiêu Bờ Tây")
	r := s.post(t, "/quan-tri/diem", "words", page.hidden(t, "words"), "so", "3", "verdict", "confirmed")
	r.want(t, http.StatusOK, "Đã xác nhận. Bản đang chờ công bố nay là bản số 4", "<b>3/3</b>", "đã xử lý 1", "khi biển lặng")

	r = s.post(t, "/quan-tri/diem", "words", r.hidden(t, "words"), "so", "3", "verdict", "rejected", "task", r.hidden(t, "task"))
	r.want(t, http.StatusOK, "Đã bác", "Vẽ tranh hướng dẫn", `value="/quan-tri/diem?so=3"`)
	if v := s.open(t); v != 5 {
		t.Errorf("the candidate is %d, want 5", v)
	}
	for _, fields := range [][]string{{}, {"words", "x"}, {"words", "x", "verdict", "perhaps"}} {
		s.post(t, "/quan-tri/diem", fields...).want(t, http.StatusUnprocessableEntity, "Chưa chọn")
	}
	s.post(t, "/quan-tri/diem", "words", "khongco", "verdict", "confirmed").want(t, http.StatusOK, "chưa áp dụng được: Không còn điểm cần xác minh này")
}

func TestAllSettled(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	for range 4 {
		page := s.get(t, "/quan-tri/diem")
		s.post(t, "/quan-tri/diem", "words", page.hidden(t, "words"), "verdict", "confirmed")
	}
	s.get(t, "/quan-tri/diem").want(t, http.StatusOK, "Không còn điểm nào cần xác minh", "Đã xử lý 4 điểm")
	s.get(t, at(s.open(t), "")).want(t, http.StatusOK, "Không còn điểm nào cần xác minh", "Đã xử lý 4 điểm")
}

func TestSecretariatSettlesNothing(t *testing.T) {
	s := newSite(t, nil)
	s.fake.populate()
	s.signIn(t, people.Secretariat)
	s.get(t, "/quan-tri/diem").want(t, http.StatusForbidden)
	s.get(t, "/quan-tri/van-ban").want(t, http.StatusForbidden)
}

func TestAliasOfAnAgency(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	form := s.get(t, "/quan-tri/nhiem-vu/co-quan?"+url.Values{"ten": {"Hoa Tiêu Bờ Tây"}, "ve": {"/quan-tri/diem"}}.Encode())
	form.want(t, http.StatusOK, `value="Hoa Tiêu Bờ Tây"`)
	s.post(t, "/quan-tri/nhiem-vu/co-quan", "alias", "Hoa Tiêu Bờ Tây", "agency", "").
		want(t, http.StatusUnprocessableEntity, "Tên cơ quan không được để trống", `value="Hoa Tiêu Bờ Tây"`)
	r := s.post(t, "/quan-tri/nhiem-vu/co-quan", "alias", "Hoa Tiêu Bờ Tây", "agency", "Bộ Y tế", "ve", "/quan-tri/diem")
	r.want(t, http.StatusOK, "Đã thêm tên gọi khác", "<b>1/3</b>")
	s.get(t, "/quan-tri/nhiem-vu?chu=rua+mat").want(t, http.StatusOK, "Vẽ tranh hướng dẫn", `<td data-label="Chủ trì"><span>Bộ Y tế</span></td>`)
	s.get(t, at(s.open(t), "")).want(t, http.StatusOK, "Tên gọi khác của Bộ Y tế: Hoa Tiêu Bờ Tây")
}

func TestOnlyOwnAddressesAreGoneBackTo(t *testing.T) {
	for path, want := range map[string]bool{
		"/quan-tri/diem?so=2": true, "/quan-tri/": true, "": false, "/": false, "https://evil.example": false, "//evil.example": false,
		"/quan-tri//evil.example": false, `/quan-tri/\evil`: false, "/quan-tri/../x": false, "/quan-trix": false, "/quan-tri/a\r\nX: y": false,
	} {
		if got := console.IsOwn(path); got != want {
			t.Errorf("%q: %v", path, got)
		}
	}
	s := documents(t)
	s.fake.populate()
	s.get(t, "/quan-tri/nhiem-vu/co-quan?ve=https%3A%2F%2Fevil.example").without(t, "evil.example")
}

func TestMarks(t *testing.T) {
	for name, test := range map[string]struct {
		text  string
		marks [][2]string
		want  string
	}{
		"none":            {"a b c", nil, "a b c"},
		"one":             {"làm xong tháng 6", [][2]string{{"due", "tháng 6"}}, "làm xong [due|tháng 6]"},
		"deadline inside": {"x làm xong tháng 6 nhé y", [][2]string{{"task", "làm xong tháng 6 nhé"}, {"due", "tháng 6"}}, "x [task|làm xong ][due|tháng 6][task| nhé] y"},
		"doubt wins":      {"tháng 6 nhé", [][2]string{{"due", "tháng 6"}, {"doubt", "tháng 6 nhé"}}, "[doubt|tháng 6 nhé]"},
		"too short":       {"a b c", [][2]string{{"due", "b"}}, "a b c"},
		"not there":       {"abc", [][2]string{{"due", "xyz"}}, "abc"},
		"two tasks":       {"một việc và hai việc", [][2]string{{"task", "một việc"}, {"task", "hai việc"}}, "[task|một việc] và [task|hai việc]"},
		"task in a task":  {"một việc và hai việc", [][2]string{{"task", "hai việc"}, {"task", "một việc và hai việc"}}, "[task|một việc và hai việc]"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := console.Marked(test.text, test.marks...); got != test.want {
				t.Errorf("%s\nwant %s", got, test.want)
			}
		})
	}
}

func FuzzMarks(f *testing.F) {
	f.Add("một việc tháng 6", "tháng 6", "một việc tháng 6", "việc")
	f.Add("", "", "abc", "\xff\xfe")
	f.Fuzz(func(t *testing.T, text, a, b, c string) {
		got := console.Marked(text, [2]string{"due", a}, [2]string{"task", b}, [2]string{"doubt", c})
		if strings.ContainsAny(text+a+b+c, "[|]") {
			return
		}
		plain := got
		for _, mark := range []string{"[due|", "[task|", "[doubt|", "]"} {
			plain = strings.ReplaceAll(plain, mark, "")
		}
		if plain != text {
			t.Errorf("%q became %q", text, got)
		}
	})
}
