package agency

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dondoc/corpus/viet"
)

func TestEmbeddedDataIsGood(t *testing.T) {
	r, err := Read(strings.NewReader(defaultData))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := readWords(wordsData, bodiesData); err != nil {
		t.Fatal(err)
	}
	counts := map[Kind]int{}
	for _, a := range r.agencies {
		counts[a.Kind]++
		if got, ok := r.Lookup(a.Name); !ok || got != a {
			t.Errorf("Lookup(%q) = %v", a.Name, got)
		}
		for _, n := range a.Aliases {
			if got, ok := r.Lookup(n); !ok || got != a {
				t.Errorf("Lookup(%q), an alias of %q, = %v", n, a.Name, got)
			}
		}
	}
	// 63 provinces of before July 2025, and the cities of Huế (2025) and Đồng Nai (2026).
	if counts[Province] != 65 {
		t.Errorf("%d provinces, want 65", counts[Province])
	}
	today := map[string]bool{}
	day, _ := viet.NewDate(2026, 5, 1)
	for _, a := range r.agencies {
		if a.Kind == Province && !a.gone(day) {
			today[a.Name] = true
		}
	}
	if len(today) != 34 {
		t.Errorf("%d provinces on %s, want 34", len(today), day)
	}
}

func TestDataIsSorted(t *testing.T) {
	for _, file := range []struct {
		data            string
		section, sorted int // columns
	}{{defaultData, 1, 0}, {wordsData, 0, 1}, {bodiesData, 0, 1}} {
		last := map[string]string{}
		for line := range strings.Lines(file.data) {
			line = strings.TrimSuffix(line, "\n")
			if strings.TrimSpace(line) != line {
				t.Errorf("blanks around %q", line)
			}
			cols := strings.Split(line, " | ")
			if strings.HasPrefix(line, "#") || len(cols) < 2 {
				continue
			}
			section, key := cols[file.section], viet.Fold(cols[file.sorted])
			if key < last[section] {
				t.Errorf("%q stands behind %q", cols[file.sorted], last[section])
			}
			last[section] = key
		}
	}
}

func TestLookup(t *testing.T) {
	r := Default()
	for name, want := range map[string]string{
		"Bộ TT&TT":                     "Bộ Thông tin và Truyền thông",
		"bo tttt":                      "Bộ Thông tin và Truyền thông",
		"BTTTT":                        "Bộ Thông tin và Truyền thông",
		"Bộ Thông tin & Truyền thông":  "Bộ Thông tin và Truyền thông",
		"BỘ THÔNG TIN VÀ TRUYỀN THÔNG": "Bộ Thông tin và Truyền thông",
		"Bộ Lao động – Thương binh và Xã hội": "Bộ Lao động - Thương binh và Xã hội",
		"Bộ LĐ-TB&XH":                    "Bộ Lao động - Thương binh và Xã hội",
		"Bộ VHTTDL":                      "Bộ Văn hóa, Thể thao và Du lịch",
		"nhnn":                           "Ngân hàng Nhà nước Việt Nam",
		"UBND tỉnh Bắc Giang":            "Tỉnh Bắc Giang",
		"Ủy ban nhân dân tỉnh Bắc Giang": "Tỉnh Bắc Giang",
		"Uỷ ban nhân dân tỉnh Bắc Giang": "Tỉnh Bắc Giang",
		"tinh bac giang":                 "Tỉnh Bắc Giang",
		"Bắc Giang":                      "Tỉnh Bắc Giang",
		"TP.HCM":                         "Thành phố Hồ Chí Minh",
		"UBND TP. Hồ Chí Minh":           "Thành phố Hồ Chí Minh",
		"Sài Gòn":                        "Thành phố Hồ Chí Minh",
		"Bà Rịa – Vũng Tàu":              "Tỉnh Bà Rịa - Vũng Tàu",
		"BR-VT":                          "Tỉnh Bà Rịa - Vũng Tàu",
		"Tỉnh Thừa Thiên – Huế":          "Tỉnh Thừa Thiên Huế",
		"TT-Huế":                         "Tỉnh Thừa Thiên Huế",
		"Huế":                            "Tỉnh Thừa Thiên Huế",
		"Thành phố Huế":                  "Thành phố Huế",
		"Tỉnh Yên Bai":                   "Tỉnh Yên Bái",
		"Đăk Lăk":                        "Tỉnh Đắk Lắk",
		"Tỉnh Dak Lak":                   "Tỉnh Đắk Lắk",
		"Tỉnh Hoà Bình":                  "Tỉnh Hòa Bình",
		"Đồng Nai":                       "Tỉnh Đồng Nai",
		"Thành phố Đồng Nai":             "Thành phố Đồng Nai",
		"Phòng Thương mại và Công nghiệp Việt Nam":     "Liên đoàn Thương mại và Công nghiệp Việt Nam",
		"Ministry of Industry and Trade":               "Bộ Công Thương",
		"Ủy ban Quản lý vốn Nhà nước tại doanh nghiệp": "Ủy ban Quản lý vốn nhà nước tại doanh nghiệp",
		"Bảo hiểm Xã hội":                              "Bảo hiểm xã hội Việt Nam",
		"sở nội vụ":                                    "Sở Nội vụ",
		"Sở NN và PTNT":                                "Sở Nông nghiệp và Phát triển nông thôn",
		"STTTT":                                        "Sở Thông tin và Truyền thông",
		"các bộ, ngành và địa phương":                  "Các bộ, ngành, địa phương",
		"UBND các xã, phường, đặc khu":                 "Ủy ban nhân dân cấp xã",
	} {
		if a, ok := r.Lookup(name); !ok || a.Name != want {
			t.Errorf("Lookup(%q) = %+v, want %q", name, a, want)
		}
	}
	for _, name := range []string{"", "và", "Bộ", "Sở", "Bộ trưởng Bộ Công an", "Phòng Kinh tế", "tỉnh", strings.Repeat("Bộ ", 5000)} {
		if a, ok := r.Lookup(name); ok {
			t.Errorf("Lookup(%.20q) = %q, want none", name, a.Name)
		}
	}
	if _, ok := (&Registry{}).Lookup("Bộ Công an"); ok {
		t.Error("the zero Registry knows somebody")
	}
}

func TestSuccessor(t *testing.T) {
	r := Default()
	tests := []struct {
		name, day, want string
	}{
		{"Bộ TT&TT", "2025-02-28", ""},
		{"Bộ TT&TT", "2025-03-01", "Bộ Khoa học và Công nghệ 2025-03-01; Bộ Văn hóa, Thể thao và Du lịch 2025-03-01 quản lý nhà nước về báo chí; Bộ Công an 2025-03-01 quản lý nhà nước về an toàn thông tin mạng"},
		{"Bắc Giang", "2025-07-01", "Tỉnh Bắc Ninh 2025-07-01"},
		{"Bình Phước", "2025-08-01", "Tỉnh Đồng Nai 2025-07-01"},
		{"Bình Phước", "2026-05-01", "Thành phố Đồng Nai 2026-04-30"},
		{"Huế", "2025-01-01", "Thành phố Huế 2025-01-01"},
		{"Hà Nội", "2026-01-01", ""},
		{"Bộ Nội vụ", "2025-03-01", "Bộ Dân tộc và Tôn giáo 2025-03-01 quản lý nhà nước về tôn giáo"},
		{"Ủy ban Quốc gia về Chính phủ điện tử", "2022-01-01", "Ủy ban Quốc gia về chuyển đổi số 2021-09-24"},
		{"Ủy ban Quốc gia về Chính phủ điện tử", "2025-06-01", "Ban Chỉ đạo của Chính phủ về phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số và Đề án 06 2025-03-13"},
		{"Không ai", "2025-06-01", ""},
	}
	for _, tt := range tests {
		day, err := viet.ParseDate(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range r.Successor(tt.name, day) {
			got = append(got, strings.TrimSpace(s.Name+" "+s.From.String()+" "+s.Note))
		}
		if g := strings.Join(got, "; "); g != tt.want {
			t.Errorf("Successor(%q, %s)\n got %s\nwant %s", tt.name, tt.day, g, tt.want)
		}
	}
}

func TestSuccessorsInACircle(t *testing.T) {
	r, err := Read(strings.NewReader("Bộ A | ministry | | 2020-01-01 Bộ B\nBộ B | ministry | | 2021-01-01 Bộ A\n"))
	if err != nil {
		t.Fatal(err)
	}
	day, _ := viet.NewDate(2022, 1, 1)
	if got := r.Successor("Bộ A", day); len(got) != 1 || got[0].Name != "Bộ A" {
		t.Errorf("Successor = %v", got)
	}
}

func TestReadErrorsNameTheLine(t *testing.T) {
	for in, want := range map[string]string{
		"# x\nBộ A":                                      "dòng 2: có 1 cột",
		"Bộ A | ministries":                              "dòng 1: loại “ministries”",
		"Bộ A | ministry\nBộ A | ministry":               "dòng 2: “Bộ A” đã có ở dòng 1",
		"Bộ A | ministry | X\nBộ B | agency | x":         "dòng 2: “x” đã là tên của “Bộ A”",
		"Bộ A | ministry | | gone":                       "dòng 1: cơ quan kế thừa “gone”: cần ngày và tên",
		"Bộ A | ministry | | 2025-01-01":                 "dòng 1: cơ quan kế thừa “2025-01-01”: cần ngày và tên",
		"Bộ A | ministry | | 2025-01-01 Bộ Z":            "dòng 1: cơ quan kế thừa “Bộ Z” chưa có trong danh bạ",
		" | ministry":                                    "dòng 1: tên",
		"- | ministry":                                   "dòng 1: tên",
		"Bộ A | ministry\n" + strings.Repeat("a", 1<<17): "dòng 2: dài quá 64 KB",
	} {
		if _, err := Read(strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Read(%.60q): %v, want %q", in, err, want)
		}
	}
}

func TestWith(t *testing.T) {
	r, err := Default().With(strings.NewReader("\ufeff# ours\nBộ Y tế | ministry | Bộ Sức khỏe | 2030-01-01 Bộ Mới\nBộ Mới | ministry | BCA\n"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"bộ sức khoẻ": "Bộ Y tế", "BYT": "Bộ Y tế", "BCA": "Bộ Mới", "Bộ CA": "Bộ Công an"} {
		if a, ok := r.Lookup(name); !ok || a.Name != want {
			t.Errorf("Lookup(%q) = %v, want %q", name, a, want)
		}
	}
	if a, _ := Default().Lookup("BCA"); a == nil || a.Name != "Bộ Công an" {
		t.Errorf("the default registry changed: BCA is %v", a)
	}
	if _, err := Default().With(strings.NewReader("Bộ Mới | ministry | Bộ Y tế")); err == nil {
		t.Error("an official name may be taken away")
	}
}

const sharedDir = "../../../shared"

// TestTruth: the names that people wrote into the true task registers are what Split makes of them.
func TestTruth(t *testing.T) {
	var files []string
	for _, f := range []string{"eval/registry-sample.jsonl", "corpus-formats/registry.jsonl"} {
		files = append(files, filepath.Join(sharedDir, f))
	}
	seen := map[string]bool{}
	for _, file := range files {
		f, err := os.Open(file)
		if errors.Is(err, fs.ErrNotExist) {
			t.Skipf("%s lies outside the repository and is not here", file)
		}
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var task struct{ Lead, Coordinate []string }
			if err := json.Unmarshal(lines.Bytes(), &task); err != nil {
				t.Fatal(err)
			}
			for _, n := range append(task.Lead, task.Coordinate...) {
				seen[n] = true
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
	r := Default()
	for n := range seen {
		names, _ := r.Split(n)
		if len(names) != 1 || names[0] != n {
			t.Errorf("Split(%q) = %q", n, names)
		}
	}
	if len(seen) == 0 {
		t.Error("no names read")
	}
}
