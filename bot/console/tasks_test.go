package console_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dondoc/bot/console"
)

// taskID is the ID of a task of the open candidate, by how its title begins.
func (s *site) taskID(t *testing.T, title string) string {
	t.Helper()
	ed, err := s.fake.library.real.Edition(t.Context(), s.open(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	return taskOf(ed, title).ID
}

func edit(id string) string { return "/quan-tri/nhiem-vu/sua?viec=" + url.QueryEscape(id) }

func TestTasksAreFiltered(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	all := []string{"Đo thị lực", "Cấp giấy", "Phát kính", "Cấp tiền", "Gom kính", "Vẽ tranh", "Dựng lại"}
	for query, want := range map[string]string{
		"":                                    "Đo thị lực,Cấp giấy,Phát kính,Cấp tiền,Gom kính,Vẽ tranh,Dựng lại",
		"?chu=thi+luc+THUYEN":                 "Đo thị lực",
		"?chu=" + url.QueryEscape("kính râm"): "Phát kính",
		"?co-quan=bo+cong+an":                 "Cấp giấy",
		"?van-ban=32-kh-byt":                  "Dựng lại",
		"?tu=2026-08-01&den=2026-08-31":       "Đo thị lực,Cấp giấy",
		"?tu=2026-11-01":                      "Dựng lại",
		"?nghi-ngo=1":                         "Gom kính,Vẽ tranh",
		"?da-sua=1":                           "Phát kính",
		"?chu=khong+co+dau":                   "",
		"?tu=hom-nay&trang=-7":                "Đo thị lực,Cấp giấy,Phát kính,Cấp tiền,Gom kính,Vẽ tranh,Dựng lại",
	} {
		r := s.get(t, "/quan-tri/nhiem-vu"+query)
		r.want(t, http.StatusOK)
		var got []string
		for _, title := range all {
			if strings.Contains(r.body, ">"+title) {
				got = append(got, title)
			}
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestTasksAreSorted(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	for query, want := range map[string][2]string{
		"?sap=viec":            {"Cấp giấy", "Vẽ tranh"},
		"?sap=viec&nguoc=1":    {"Vẽ tranh", "Cấp giấy"},
		"?sap=han":             {"Đo thị lực", "Vẽ tranh"},
		"?sap=han&nguoc=1":     {"Dựng lại", "Đo thị lực"},
		"?sap=chu-tri":         {"Cấp giấy", "Đo thị lực"},
		"?sap=van-ban":         {"Đo thị lực", "Dựng lại"},
		"?sap=van-ban&nguoc=1": {"Dựng lại", "Đo thị lực"},
	} {
		r := s.get(t, "/quan-tri/nhiem-vu"+query)
		r.want(t, http.StatusOK, "aria-sort")
		if a, b := strings.Index(r.body, ">"+want[0]), strings.Index(r.body, ">"+want[1]); a < 0 || a > b {
			t.Errorf("%s: %q at %d, %q at %d", query, want[0], a, want[1], b)
		}
	}
}

func TestExport(t *testing.T) {
	s := documents(t)
	id := s.fake.library.put(fileOf("a.txt", planOf("31/KH-BYT", "Mắt", eyes, `=HYPERLINK("http://x";"y") là tên việc|Bộ Y tế||Tháng 7/2026`, pass)))
	r := s.get(t, "/quan-tri/nhiem-vu/xuat")
	r.want(t, http.StatusOK, "\uFEFFMã,")
	if got := r.header.Get("Content-Disposition"); got != "attachment; filename=nhiem-vu-ban-1.csv" || id != 1 {
		t.Errorf("disposition %q", got)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(r.body, "\uFEFF"))).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.IndexAny(cell, "=+-@") == 0 {
				t.Errorf("the cell %q is a formula", cell)
			}
		}
	}
	if row := rows[1]; row[3] != "Đo thị lực thuyền viên ở các cảng phía bắc" || row[5] != "Bộ Y tế" || row[6] != "Bộ Quốc phòng" || row[8] != "30/06/2026" {
		t.Errorf("%q", row)
	}
	s.get(t, "/quan-tri/nhiem-vu/xuat?co-quan=cong+an").without(t, "Đo thị lực")
}

func TestSafeCell(t *testing.T) {
	for cell, want := range map[string]string{
		"làm việc": "làm việc", "=1+1": "'=1+1", "+84": "'+84", "-x": "'-x", "@SUM": "'@SUM", " \t=1": "'=1", "＝1": "'＝1", "'=1": "''=1",
		"a;=b": "a; '=b", "a; -b": "a; ' -b", "": "", "a=b": "a=b", "\u202E=1": "'=1", `"=1`: `'"=1`,
	} {
		if got := console.SafeCell(cell); got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
}

func TestATaskIsCorrected(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	id := s.taskID(t, "Đo thị lực")
	form := s.get(t, edit(id))
	form.want(t, http.StatusOK, "Đo thị lực thuyền viên ở các cảng phía bắc", "Bộ Quốc phòng", `value="Tháng 8/2026"`, "chậm nhất 31/08/2026", "Lời của văn bản")
	form.without(t, "Đã hiệu chỉnh")
	typed := []string{
		"task", id, "title", "Đo mắt ở cảng", "lead", "BYT\nBộ Công an\n", "coordinating", "Bộ Quốc phòng",
		"label", "xong", "phrase", "trước ngày 15/7/2026", "start", "", "due", "", "label", "", "phrase", "", "start", "", "due", "",
		"reason", "theo công văn đính chính",
	}
	preview := s.post(t, "/quan-tri/nhiem-vu/sua", append(typed, "do", "xem")...)
	preview.want(t, http.StatusOK, "chưa ghi", "chậm nhất 14/07/2026", "Đo mắt ở cảng")
	if s.open(t) != 3 {
		t.Error("a preview made a version")
	}
	r := s.post(t, "/quan-tri/nhiem-vu/sua", typed...)
	r.want(t, http.StatusOK, "Đã sửa nhiệm vụ. Bản đang chờ công bố nay là bản số 4", "Đo mắt ở cảng")
	r = s.get(t, edit(id))
	r.want(t, http.StatusOK, "Đã hiệu chỉnh", "Khi mới đọc", "theo công văn đính chính", "Tháng 8/2026", "Trần Thị administrator", "Rút hiệu chỉnh này", "xong")

	edits := strings.Count(r.body, "Rút hiệu chỉnh này")
	if edits != 1 {
		t.Errorf("%d edits are listed, want 1", edits)
	}
	s.post(t, "/quan-tri/van-ban/rut", "id", r.hidden(t, "id"), "ve", "/quan-tri/nhiem-vu").want(t, http.StatusOK, "Đã rút hiệu chỉnh", "Đo thị lực thuyền viên")
	s.get(t, edit(id)).without(t, "Đã hiệu chỉnh")
}

func TestMistakesAreToldBesideTheForm(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	id := s.taskID(t, "Đo thị lực")
	for name, test := range map[string]struct {
		fields []string
		says   string
	}{
		"nothing changed": {[]string{"title", "Đo thị lực thuyền viên ở các cảng phía bắc", "lead", "Bộ Y tế", "coordinating", "Bộ Quốc phòng", "label", "thực hiện", "phrase", "Tháng 8/2026"}, "Chưa có nội dung nào"},
		"no title":        {[]string{"title", " ", "lead", "Bộ Lạ Lùng"}, "Tên nhiệm vụ không được để trống"},
		"day without":     {[]string{"title", "x", "lead", "Bộ Lạ Lùng", "phrase", "", "due", "2026-09-01"}, "Thời hạn không được để trống"},
		"no day":          {[]string{"title", "x", "lead", "Bộ Lạ Lùng", "phrase", "y", "due", "31/31/2026"}, "không đúng"},
		"hidden letters":  {[]string{"title", "x\u202Ey", "lead", "Bộ Lạ Lùng"}, "ký tự ẩn"},
		"too long":        {[]string{"title", strings.Repeat("dài ", 400), "lead", "Bộ Lạ Lùng"}, "tối đa 500"},
		"long reason":     {[]string{"title", "x", "lead", "Bộ Lạ Lùng", "reason", strings.Repeat("dài ", 400)}, "tối đa 1000"},
	} {
		t.Run(name, func(t *testing.T) {
			r := s.post(t, "/quan-tri/nhiem-vu/sua", append([]string{"task", id}, test.fields...)...)
			r.want(t, http.StatusUnprocessableEntity, test.says, `role="alert"`)
			if name != "nothing changed" {
				r.want(t, http.StatusUnprocessableEntity, "Bộ Lạ Lùng") // what was typed is kept
			}
		})
	}
	s.post(t, "/quan-tri/nhiem-vu/sua", "task", "khong-co").want(t, http.StatusNotFound)
}

func TestMerge(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	first, second := s.taskID(t, "Đo thị lực"), s.taskID(t, "Phát kính")
	query := "/quan-tri/nhiem-vu/gop?" + url.Values{"viec": {first, second}}.Encode()
	s.get(t, query).want(t, http.StatusOK, "Gộp 2 nhiệm vụ", "Đo thị lực", "Phát kính")
	s.get(t, "/quan-tri/nhiem-vu/gop?viec="+url.QueryEscape(first)).want(t, http.StatusUnprocessableEntity, "ít nhất hai nhiệm vụ")
	s.get(t, "/quan-tri/nhiem-vu/gop?viec=x&viec=y").want(t, http.StatusNotFound)
	s.post(t, "/quan-tri/nhiem-vu/gop", "viec", first, "viec", second, "first", "1", "title", strings.Repeat("dài ", 400)).
		want(t, http.StatusUnprocessableEntity, "tối đa 500", "Phát kính")
	r := s.post(t, "/quan-tri/nhiem-vu/gop", "viec", first, "viec", second, "first", "1", "title", "Khám và phát kính", "reason", "cùng một việc")
	r.want(t, http.StatusOK, "Đã gộp nhiệm vụ", "Khám và phát kính", "Gộp nhiệm vụ", "cùng một việc")
	s.get(t, "/quan-tri/nhiem-vu").without(t, ">Đo thị lực")
}

func TestSplit(t *testing.T) {
	s := documents(t)
	s.fake.populate()
	id := s.taskID(t, "Cấp tiền")
	s.get(t, "/quan-tri/nhiem-vu/tach?viec="+url.QueryEscape(id)).want(t, http.StatusOK, "Phần 4", "Cấp tiền mua đèn soi")
	s.post(t, "/quan-tri/nhiem-vu/tach", "task", id, "text", "Một phần thôi", "text", "", "lead", "Bộ Lạ Lùng").
		want(t, http.StatusUnprocessableEntity, "ít nhất hai phần", "Một phần thôi", "Bộ Lạ Lùng")
	r := s.post(t, "/quan-tri/nhiem-vu/tach", "task", id, "text", "Cấp tiền mua đèn soi", "lead", "Bộ Tài chính", "phrase", "",
		"text", "Trả công người đo", "lead", "Bộ Nội vụ", "phrase", "trước ngày 01/12/2026", "reason", "hai nơi làm")
	r.want(t, http.StatusOK, "Đã tách nhiệm vụ", "Cấp tiền mua đèn soi", "hai nơi làm")
	s.get(t, "/quan-tri/nhiem-vu?chu=tra+cong").want(t, http.StatusOK, "Trả công người đo", "Bộ Nội vụ", "30/11/2026")
	// A part is corrected like any other task.
	part := s.taskID(t, "Trả công")
	s.post(t, "/quan-tri/nhiem-vu/sua", "task", part, "title", "Trả công cho người đo", "lead", "Bộ Nội vụ", "coordinating", "Bộ Y tế",
		"phrase", "trước ngày 01/12/2026").want(t, http.StatusOK, "Đã sửa nhiệm vụ", "Trả công cho người đo")
}

// TestFromFileToAnswer is the whole way: upload, report, a doubt, a deadline, publish, answer, back.
func TestFromFileToAnswer(t *testing.T) {
	s := documents(t)
	l := s.fake.library
	r := s.settled(t, s.upload(t, upload, part{"file", "mat.txt", planOf("31/KH-BYT", "Mắt", eyes, orphan)}))
	r.want(t, http.StatusOK, "Bản số 1", "Bảng biểu")
	s.post(t, at(1, "/cong-bo"), "replaces", "0").want(t, http.StatusOK, "Đã công bố bản số 1")
	l.wantAnswer(t, eyesQuestion, "30/06/2026")

	page := s.get(t, "/quan-tri/diem")
	s.post(t, "/quan-tri/diem", "words", page.hidden(t, "words"), "verdict", "confirmed").want(t, http.StatusOK, "bản số 2")
	id := s.taskID(t, "Đo thị lực")
	s.post(t, "/quan-tri/nhiem-vu/sua", "task", id, "title", "Đo thị lực thuyền viên ở các cảng phía bắc", "lead", "Bộ Y tế", "coordinating", "Bộ Quốc phòng",
		"phrase", "Tháng 6/2026", "due", "2026-07-15", "reason", "bộ cho lùi").want(t, http.StatusOK, "bản số 3", "15/07/2026")
	l.wantAnswer(t, eyesQuestion, "30/06/2026") // it is a candidate
	s.get(t, edit(id)).want(t, http.StatusOK, `value="2026-07-15"`)

	s.get(t, at(3, "")).want(t, http.StatusOK, `<ins class="after">`, "15/07/2026")
	replaces := s.get(t, at(3, "/cong-bo")).hidden(t, "replaces")
	s.post(t, at(3, "/cong-bo"), "replaces", replaces).want(t, http.StatusOK, "Đã công bố bản số 3")
	l.wantAnswer(t, eyesQuestion, "15/07/2026")
	s.get(t, "/quan-tri/nhiem-vu?da-sua=1").want(t, http.StatusOK, "15/07/2026", "(đang dùng)")
	s.get(t, "/quan-tri/van-ban/quay-lai").without(t, "công bố lúc .")

	s.post(t, "/quan-tri/van-ban/quay-lai", "replaces", "3", "reason", "nhầm").want(t, http.StatusOK, "Đã quay về bản số 1")
	l.wantAnswer(t, eyesQuestion, "30/06/2026")
}
