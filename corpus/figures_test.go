package corpus

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestFigures shows every form of a figure; what a sentence says of it is shown by the archives targets-*.
func TestFigures(t *testing.T) {
	for text, want := range map[string]string{
		"trên 80% hộ":                     "trên|80|%",
		"tối thiểu 150.000 người":         "tối thiểu|150.000|người",
		"Đạt ít nhất 8,5 triệu lượt":      "đạt ít nhất|8,5|triệu lượt",
		"tăng từ 5 đến 7%":                "tăng từ|5 đến 7|%",
		"từ 5% đến 7%":                    "từ|5% đến 7|%",
		"giảm 10-12%/năm":                 "giảm|10-12|%/năm",
		"10 – 12 ha":                      "|10 – 12|ha",
		"đạt 95% trở lên":                 "đạt … trở lên|95|%",
		"không quá 3% trở xuống":          "không quá … trở xuống|3|%",
		"gấp 2,5 lần":                     "gấp|2,5|lần",
		"chiếm 20% GDP":                   "chiếm|20|% GDP",
		"chiếm 20% GDPX":                  "chiếm|20|%",
		"32 giường bệnh/vạn dân":          "|32|giường bệnh/vạn dân",
		"90 triệu đồng/người/năm":         "|90|triệu đồng/người/năm",
		"1.200 tỷ":                        "|1.200|tỷ",
		"3 nghìn tỷ đồng":                 "|3|nghìn tỷ đồng",
		"≥ 62 %":                          "≥|62|%",
		"Công suất 50 MW":                 "|50|MW",
		"Ít nhất 02 xã; 3 thôn":           "ít nhất|02|xã |3|thôn",
		"xuống còn dưới 1 điểm phần trăm": "xuống còn dưới|1|điểm phần trăm",
		"năm 2025 doanh nghiệp tăng":      "",
		"đến năm 2030 tỷ lệ":              "",
		"Điều 5 xã":                       "",
		"ngày 15/6/2026 xã":               "",
		"QĐ-50 xã":                        "",
		"5 xã hội":                        "",
		"2 Bộ Y tế":                       "",
		"3 hai":                           "",
		"mức độ 4 dịch vụ":                "",
		"12/2026":                         "",
		"số 0912 345 678":                 "",
	} {
		var got []string
		for _, f := range figuresIn(text) {
			got = append(got, f.comparison+"|"+f.value+"|"+f.unit)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("figuresIn(%q) = %q, want %q", text, s, want)
		}
	}
}

// TestFigureText puts comparison, value and unit together as a clerk writes them.
func TestFigureText(t *testing.T) {
	for want, target := range map[string]Target{
		"trên 85%":            {Comparison: "trên", Value: "85", Unit: "%"},
		"620.000 tấn":         {Value: "620.000", Unit: "tấn"},
		"từ 15 xã trở lên":    {Comparison: "từ … trở lên", Value: "15", Unit: "xã"},
		"giảm 10-12%/năm":     {Comparison: "giảm", Value: "10-12", Unit: "%/năm"},
		"14":                  {Value: "14"},
		"gấp 2 lần":           {Comparison: "gấp", Value: "2", Unit: "lần"},
		"đạt 5 điểm":          {Comparison: "đạt", Value: "5", Unit: "điểm"},
		"hoàn thành trước 12": {Value: "hoàn thành trước 12"},
	} {
		if got := target.Figure(); got != want {
			t.Errorf("Figure of %+v is %q, want %q", target, got, want)
		}
	}
}

// FuzzFigures proves that figures stand where they say, in order, and that any
// sentence can be taken apart.
func FuzzFigures(f *testing.F) {
	for _, s := range []string{
		"trên 80% hộ và 5 đến 7% xã (năm 2024 đạt 3%)", "1%2%3%", "5–7–9%", "đến năm 2025, 50% so với năm 2024, ", "tăng từ 5% lên 8% mỗi năm",
		"mỗi xã, riêng tỉnh Lai Châu 2 trạm/vạn dân/năm", "%", "0,,0.%", "tỷ lệ 5 tỷ lệ", "(5%", "1 nghìn triệu tỷ tỷ đồng",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4<<10 || !utf8.ValidString(text) {
			return
		}
		figures := figuresIn(text)
		last := 0
		for _, x := range figures {
			if x.from < last || x.to <= x.from || x.to > len(text) || x.noun > x.to-x.from {
				t.Fatalf("figure %+v in %q behind %d", x, text, last)
			}
			if !strings.Contains(text[x.from:x.to], x.value) || !strings.Contains(text[x.from:x.to], x.unit) {
				t.Fatalf("figure %+v does not stand at %q", x, text[x.from:x.to])
			}
			last = x.to
		}
		c := newClause(text, figures[:min(len(figures), mostFigures)])
		for i, ind := range c.indicators() {
			if !utf8.ValidString(ind.text()) {
				t.Fatalf("indicator %d of %q: %q", i, text, ind.text())
			}
		}
		for _, x := range citationsIn(text) {
			if x.from < 0 || x.to > len(text) || x.from >= x.to || x.number == "" || !utf8.ValidString(x.title+x.part) {
				t.Fatalf("citation %+v in %q", x, text)
			}
		}
		for _, p := range peopleIn(text) {
			if p.Name == "" {
				t.Fatalf("a person without a name in %q", text)
			}
		}
	})
}

// TestFactWords proves that the embedded words are good, each said once.
func TestFactWords(t *testing.T) {
	w, err := readFactWords(factData)
	if err != nil {
		t.Fatal(err)
	}
	if len(w.units) == 0 || len(w.roles) == 0 || len(w.family) == 0 || w.whose.FindString("các bộ, ngành") == "" {
		t.Error("a section is empty")
	}
	seen := map[string]bool{}
	for line := range strings.Lines(factData) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if seen[line] {
			t.Errorf("%q stands twice", line)
		}
		seen[line] = true
	}
}

func TestFactWordsRefused(t *testing.T) {
	for _, data := range []string{"noun", "noun | ", "màu | đỏ", "noun|xã"} {
		if _, err := readFactWords(data); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: error %v", data, err)
		}
	}
}

// TestRoles tells what somebody is in a body from what somebody is in office.
func TestRoles(t *testing.T) {
	for s, want := range map[string]bool{
		"Trưởng ban": true, "Ủy viên": true, "Phó Chủ tịch Ủy ban": true, "Chủ tịch Hội đồng": true, "phó trưởng ban thường trực": true,
		"Chủ tịch Ủy ban nhân dân tỉnh": false, "Chủ tịch Hội đồng quản trị": false, "Chủ nhiệm Văn phòng Chính phủ": false, "Giám đốc Sở Y tế": false,
		"Chủ tịch Hội Nông dân": false, "": false, "Ủy viênn": false,
	} {
		if got := isRole(s); got != want {
			t.Errorf("isRole(%q) = %v", s, got)
		}
	}
}

// TestCitedNumbers reads numbers in the spellings of papers and scans.
func TestCitedNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"Quyết định số 749/QĐ-TTg ngày 03/6/2020":        "749/QĐ-TTg 2020-06-03",
		"Nghị quyết 57-NQ/TW":                            "57-NQ/TW",
		"Luật số 72/2025/QH15":                           "72/2025/QH15",
		"Chỉ thị 05/CT-TTg":                              "05/CT-TTg",
		"số: 12/KH-UBND":                                 "12/KH-UBND",
		"Quyết định số 7O4 /QĐ - TTg ngày l2.5.2O22":     "704/QĐ-TTg 2022-05-12",
		"các Quyết định 1/QĐ-BYT và 2/QĐ-BYT":            "1/QĐ-BYT; 2/QĐ-BYT",
		"Thông tư liên tịch số 3/2010/TTLT-BTC-BYT":      "3/2010/TTLT-BTC-BYT",
		"Quyết định số 5/QĐ-TTg - Thủ tướng":             "5/QĐ-TTg",
		"Công văn số 1807/BNNMT-TL ngày 31/02/2026":      "1807/BNNMT-TL",
		"trực 24/7, km 5/Mường La, ngày 12/5/2026, I/II": "",
	} {
		var got []string
		for _, c := range citationsIn(text) {
			s := c.number
			if !c.date.IsZero() {
				s += " " + c.date.String()
			}
			got = append(got, s)
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("citationsIn(%q) = %q, want %q", text, s, want)
		}
	}
}
