package knowledge

import (
	"testing"

	"dondoc/corpus"
)

func TestWriteNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 7: "7", 999: "999", 1000: "1.000", 1250.5: "1.250,5", 1234567: "1.234.567", 14.25: "14,25", 100000: "100.000"} {
		if got := writeNumber(v); got != want {
			t.Errorf("%v is written %q, want %q", v, got, want)
		}
	}
}

func TestReadItem(t *testing.T) {
	for text, want := range map[string]item{
		"2. Dự kiến kinh phí: 35 tỷ đồng.":                   {label: "2. du kien kinh phi", unit: "tỷ đồng", value: 35},
		"Kinh phí: 1.250,5 triệu đồng (ngân sách)":           {label: "kinh phi", unit: "triệu đồng", value: 1250.5},
		"Thời gian mượn:  20 ngày":                           {label: "thoi gian muon", unit: "ngày", value: 20},
		"Một hai ba bốn năm sáu bảy tám: 5 tỷ và thêm: 6 tỷ": {label: "ba bon nam sau bay tam", unit: "tỷ", value: 5},
		"Kinh phí 35 tỷ đồng":                                {}, // no label
		"Kinh phí: nhiều":                                    {},
		"Số cuốn: 35 cuốn":                                   {},
	} {
		got, ok := readItem(&corpus.Passage{Text: text})
		if got != want || ok != (want != item{}) {
			t.Errorf("%q: %+v, %v", text, got, ok)
		}
	}
}

func TestParentOf(t *testing.T) {
	for section, want := range map[string]string{"II.3.b": "II.3", "II": "II", "": "", "Phụ lục, B.VI.1": "Phụ lục, B.VI"} {
		if got := parentOf(section); got != want {
			t.Errorf("parent of %q is %q, want %q", section, got, want)
		}
	}
}

// TestUnderHeading: the heading with most of the subject, and all tasks right below it; none when no heading has enough.
func TestUnderHeading(t *testing.T) {
	s := deskOf(t)
	for text, want := range map[string]struct {
		heading string
		tasks   int
	}{
		"nhóm kho": {"Nhóm kho", 2}, "nhóm thẻ": {"Nhóm thẻ", 1}, "nhóm thuyền bè": {"", 0}, "cây cầu treo": {"", 0},
	} {
		heading, tasks := s.underHeading(s.asked(t, text))
		if heading != want.heading || len(tasks) != want.tasks {
			t.Errorf("%q: %q with %d tasks", text, heading, len(tasks))
		}
	}
}

func TestCounted(t *testing.T) {
	for text, want := range map[string]string{
		"bao nhiêu nền tảng": "nền tảng", "mấy chương trình": "chương trình", "cơ sở dữ liệu nào, bao nhiêu cái": "cơ sở dữ liệu",
		"nền tảng nào": "nhiệm vụ", "mấy việc": "nhiệm vụ",
	} {
		if got := (&query{typed: readTyped(text)}).counted(); got != want {
			t.Errorf("%q counts %q, want %q", text, got, want)
		}
	}
}

func TestOverlap(t *testing.T) {
	for _, c := range []struct {
		a, b []uint64
		want float64
	}{
		{nil, nil, 0}, {[]uint64{1}, nil, 0}, {[]uint64{1, 2}, []uint64{3}, 0}, {[]uint64{1, 2}, []uint64{1, 2}, 1},
		{[]uint64{1, 2, 3}, []uint64{2, 3, 4}, 0.5}, {[]uint64{1, 5, 9}, []uint64{5}, 1.0 / 3},
	} {
		if got := overlap(c.a, c.b); got != c.want {
			t.Errorf("overlap(%v, %v) = %v, want %v", c.a, c.b, got, c.want)
		}
		if overlap(c.b, c.a) != c.want {
			t.Errorf("overlap(%v, %v) differs the other way round", c.b, c.a)
		}
	}
}

func TestClauseEnd(t *testing.T) {
	for text, want := range map[string]int{
		"ai in tranh, ai sưu tầm nhạc cụ": 2, "ai in tranh còn ai tu bổ kho": 2, "ai in tranh; và ai tu bổ kho": 2,
		"ai in tranh": 1, "đạt 1.250,5 tỷ": 1, "còn Hà Nam": 1,
	} {
		if got := len(clauseEnd.Split(text, -1)); got != want {
			t.Errorf("%q has %d clauses, want %d", text, got, want)
		}
	}
}

// TestAskedOfPeople: roles hide those that stand in them, bodies are told by their kind.
func TestAskedOfPeople(t *testing.T) {
	for text, want := range map[string]struct {
		roles, body string
	}{
		"Phó Trưởng ban Ban Chỉ đạo":     {"pho truong ban", "ban chi dao"},
		"phó ban chỉ đạo là ai":          {"pho truong ban", "ban chi dao"},
		"trưởng ban và phó trưởng ban":   {"pho truong ban truong ban", ""},
		"Tổ phó thường trực Tổ công tác": {"to pho thuong truc", "to cong tac"},
		"Chủ tịch Ủy ban Quốc gia":       {"chu tich", "uy ban quoc gia"},
		"thư ký hội đồng":                {"thu ky", "hoi dong"},
		"ai tu bổ kho sách":              {"", ""},
	} {
		roles := ""
		for _, r := range askedRoles(pad(text)) {
			roles += " " + r
		}
		if got := askedBody(pad(text)); pad(roles) != pad(want.roles) || got != want.body {
			t.Errorf("%q: roles %q, body %q", text, roles, got)
		}
	}
}

func TestSectionBefore(t *testing.T) {
	for answered, want := range map[string]string{
		"📄 Kế hoạch 31, Mục I.4.b": "I.4", "📄 Kế hoạch 31, Mục III": "III", "📄 Quyết định 20, Phụ lục II": "Phụ lục II",
		"📄 Quyết định 20, Phụ lục, B.VI.1": "Phụ lục, B", "📄 Quyết định 20, Phụ lục, VI.1": "Phụ lục, VI", "📄 Quyết định 20, Điều 2": "", "": "",
	} {
		if got := sectionBefore(answered); got != want {
			t.Errorf("%q: %q, want %q", answered, got, want)
		}
	}
}
