package console_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"dondoc/bot/console"
	"dondoc/corpus"
	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
)

const eyesQuestion = "Bộ Y tế đo thị lực thuyền viên khi nào xong?"

func TestReportShowsWhatWouldChange(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	r := s.get(t, at(s.open(t), ""))
	r.want(t, http.StatusOK, "so với bản số 1", "Tổ công tác Sở Y tế", "Dựng lại giá đựng hồ sơ đo mắt", `<del class="before">`, `<ins class="after">`,
		"tháng 6/2026", "tháng 8/2026", "Bản này trả lời kém hơn", eyesQuestion, "Xác minh từng điểm", "Các hiệu chỉnh đang áp dụng", "theo công văn đính chính")
	s.get(t, at(1, "")).want(t, http.StatusOK, "Đang dùng")
	s.get(t, at(1, "")).without(t, "/cong-bo", "Rút")
}

func TestDiffOfAnyTwo(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	s.get(t, "/quan-tri/van-ban/so-sanh?truoc=1&sau=3").want(t, http.StatusOK, "Vẽ tranh hướng dẫn", "Mới")
	s.get(t, "/quan-tri/van-ban/so-sanh?truoc=3&sau=1").want(t, http.StatusOK, "Vẽ tranh hướng dẫn", "Không còn")
	s.get(t, "/quan-tri/van-ban/so-sanh?truoc=0&sau=1").want(t, http.StatusOK, "Mới")
}

func TestADropNeedsMoreThanAPress(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	id := s.open(t)
	page := s.get(t, at(id, "/cong-bo"))
	page.want(t, http.StatusOK, "Bản số 3 thay cho bản số 1", `name="sure"`, "Tổ công tác Sở Y tế", eyesQuestion)
	for name, fields := range map[string][]string{
		"nothing":        {"drop", "1"},
		"no reason":      {"drop", "1", "sure", "1"},
		"blank reason":   {"drop", "1", "sure", "1", "reason", "  "},
		"not sure":       {"drop", "1", "reason", "hạn được gia hạn"},
		"drop not shown": {},
		"too long":       {"drop", "1", "sure", "1", "reason", strings.Repeat("dài ", 2000)},
	} {
		t.Run(name, func(t *testing.T) {
			r := s.post(t, at(id, "/cong-bo"), append([]string{"replaces", "1"}, fields...)...)
			r.want(t, http.StatusUnprocessableEntity, `name="reason"`)
			if s.inForce() != 1 {
				t.Error("it was published")
			}
		})
	}
	s.post(t, at(id, "/cong-bo"), "replaces", "1", "drop", "1", "sure", "1", "reason", "hạn được gia hạn").
		want(t, http.StatusOK, "Đã công bố bản số 3", "Lý do: hạn được gia hạn")
	s.fake.library.wantAnswer(t, eyesQuestion, "31/08/2026")
}

func TestTwoAdministratorsPublishAtOnce(t *testing.T) {
	s := documents(t)
	l := s.fake.library
	l.publish(l.put(fileOf("a.txt", planOf("31/KH-BYT", "Mắt", eyes))))
	second := l.put(fileOf("a.txt", planOf("31/KH-BYT", "Mắt", eyes, pass)))
	stale := s.get(t, at(second, "/cong-bo")).hidden(t, "replaces")
	third := l.put(fileOf("a.txt", planOf("31/KH-BYT", "Mắt", eyes, pass, money)))
	s.post(t, at(third, "/cong-bo"), "replaces", stale).want(t, http.StatusOK, "Đã công bố bản số 3")
	s.post(t, at(second, "/cong-bo"), "replaces", stale).want(t, http.StatusConflict, "Trong lúc đó đã có bản khác được công bố")
	if s.inForce() != third {
		t.Errorf("in force is %d, want %d", s.inForce(), third)
	}
	for _, replaces := range []string{"", "x", "-1"} {
		s.post(t, at(second, "/cong-bo"), "replaces", replaces).want(t, http.StatusUnprocessableEntity, "Không rõ bản này thay cho bản nào")
	}
	s.post(t, at(second, "/cong-bo"), "replaces", "0").want(t, http.StatusConflict, "đã có bản khác")
	s.post(t, at(third, "/cong-bo"), "replaces", "3").want(t, http.StatusConflict, "không còn ở trạng thái")
}

func TestRollBack(t *testing.T) {
	s := documents(t)
	l := s.fake.library
	l.publish(l.put(fileOf("a.txt", planOf("31/KH-BYT", "Mắt", eyes))))
	l.publish(l.put(fileOf("a.txt", planOf("31/KH-BYT", "Mắt", eyesNew))))
	l.wantAnswer(t, eyesQuestion, "31/08/2026")
	page := s.get(t, "/quan-tri/van-ban/quay-lai")
	page.want(t, http.StatusOK, "bản số 1", "Đang dùng bản số 2")
	replaces := page.hidden(t, "replaces")
	s.post(t, "/quan-tri/van-ban/quay-lai", "replaces", replaces).want(t, http.StatusUnprocessableEntity, "ghi lý do")
	s.post(t, "/quan-tri/van-ban/quay-lai", "replaces", replaces, "reason", "sai hạn").want(t, http.StatusOK, "Đã quay về bản số 1", "Quay về bản số 1", "sai hạn")
	l.wantAnswer(t, eyesQuestion, "30/06/2026")
	s.post(t, "/quan-tri/van-ban/quay-lai", "replaces", replaces, "reason", "sai hạn").want(t, http.StatusConflict, "đã có bản khác")
	s.get(t, "/quan-tri/van-ban/quay-lai").want(t, http.StatusConflict, "Chưa có bản nào trước đó")
	s.post(t, "/quan-tri/van-ban/quay-lai", "replaces", "1", "reason", "nữa").want(t, http.StatusConflict, "Chưa có bản nào trước đó")
}

func TestDiscard(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	id := s.open(t)
	s.get(t, at(id, "/bo")).want(t, http.StatusOK, "Bỏ bản số 3", "2 tệp")
	s.post(t, at(id, "/bo")).want(t, http.StatusOK, "Đã bỏ bản số 3", "Đã bỏ")
	s.post(t, at(id, "/bo")).want(t, http.StatusConflict)
	s.post(t, at(1, "/bo")).want(t, http.StatusConflict)
	s.get(t, at(1, "/bo")).want(t, http.StatusConflict)
	s.get(t, at(1, "/cong-bo")).want(t, http.StatusConflict)
}

func TestStaleEditsAreTold(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	id := s.fake.library.put(fileOf("ke-hoach-mat.txt", planOf("31/KH-BYT", "Chăm sóc mắt cho người đi biển", eyes, shelves)))
	r := s.get(t, at(id, ""))
	r.want(t, http.StatusOK, "1 hiệu chỉnh không còn khớp", "Sửa nhiệm vụ: chủ trì", "Rút hiệu chỉnh này")
	edit := r.hidden(t, "id")
	r = s.post(t, "/quan-tri/van-ban/rut", "id", edit)
	r.want(t, http.StatusOK, "Đã rút hiệu chỉnh")
	r.without(t, "không còn khớp")
	s.post(t, "/quan-tri/van-ban/rut", "id", "").want(t, http.StatusNotFound)
}

func TestHostileWordsInDocuments(t *testing.T) {
	s := documents(t)
	rows := []string{
		eyes,
		`<script>alert("x")</script> & <b>đậm</b> làm việc|Bộ Y tế||Tháng 7/2026`,
		"Đọc ngược \u202Egnưv\u202C dấu|Bộ Công an||Tháng 7/2026",
		"Chữ dài " + strings.Repeat("ă", 10_000) + " hết|Bộ Nội vụ||Tháng 7/2026",
		`{{template "begin"}} =HYPERLINK("x")|Bộ Nội vụ||Tháng 5/2026`,
	}
	id := s.fake.library.put(fileOf("a.txt", planOf("31/KH-BYT", "<i>Mắt</i>", rows...)))
	for _, path := range []string{at(id, ""), at(id, "/doc/31-kh-byt"), "/quan-tri/nhiem-vu", "/quan-tri/diem", "/quan-tri/van-ban", at(id, "/cong-bo")} {
		r := s.get(t, path)
		r.want(t, http.StatusOK)
		r.without(t, "<script>alert", "<b>đậm", "<i>Mắt", "\u202E", "\u202C")
	}
	s.get(t, at(id, "/doc/31-kh-byt")).want(t, http.StatusOK, "&lt;script&gt;", strings.Repeat("ă", 10_000))
}

func TestLongReportsHavePages(t *testing.T) {
	s := documents(t)
	var rows []string
	for i := range 230 {
		rows = append(rows, "Kiểm tra trạm đo mắt thứ "+strconv.Itoa(i)+"|Bộ Y tế||Tháng 7/2026")
	}
	id := s.fake.library.put(fileOf("a.txt", planOf("31/KH-BYT", "Mắt", rows...)))
	first := s.get(t, at(id, ""))
	first.want(t, http.StatusOK, "1–100 trong 230", "?trang=2")
	s.get(t, at(id, "?trang=3")).want(t, http.StatusOK, "201–230 trong 230", "trạm đo mắt thứ 229")
	s.get(t, at(id, "?trang=99")).want(t, http.StatusOK, "201–230")
	s.get(t, at(id, "/doc/31-kh-byt?trang=2")).want(t, http.StatusOK, "trạm đo mắt thứ 229")
	s.get(t, "/quan-tri/nhiem-vu?trang=5").want(t, http.StatusOK, "201–230 trong 230")
}

func TestWordsOfEveryKind(t *testing.T) {
	for _, k := range []review.ChangeKind{review.New, review.Changed, review.Gone, review.Same} {
		if console.ChangeWord(k) == "" {
			t.Errorf("no word for %s", k)
		}
	}
	for _, k := range []library.State{library.Candidate, library.InForce, library.Former, library.Replaced, library.Discarded} {
		if console.StateWord(k) == "" {
			t.Errorf("no word for %s", k)
		}
	}
	for _, k := range []string{library.OriginShipped, library.OriginChat, library.OriginConsole, library.OriginCommand, library.OriginEdit} {
		if console.OriginWord(k) == "" {
			t.Errorf("no word for %s", k)
		}
	}
	for _, k := range []corpus.Status{corpus.InForce, corpus.Draft, corpus.Superseded, corpus.Reference} {
		if console.StatusWord(k) == "" {
			t.Errorf("no word for %s", k)
		}
	}
	for _, k := range []string{
		review.TitleField, review.TextField, review.LeadField, review.CoordinatingField, review.MilestonesField, review.RecurringField,
		review.DeliverableField, review.SectionField, review.DocumentField, "status", "merged", "split",
	} {
		if console.FieldWord(k) == "" {
			t.Errorf("no word for %s", k)
		}
	}
}
