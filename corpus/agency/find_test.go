package agency

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/corpus/viet"
)

func found(text string, ms []Mention) []string {
	var out []string
	for _, m := range ms {
		s := text[m.Start:m.End] + "=" + m.Agency.Name
		if !m.Exact {
			s = "~" + s
		}
		out = append(out, s)
	}
	return out
}

func TestFind(t *testing.T) {
	for text, want := range map[string][]string{
		"Bộ Công an chủ trì, phối hợp với Bộ TT&TT, NHNN.": {
			"Bộ Công an=Bộ Công an", "Bộ TT&TT=Bộ Thông tin và Truyền thông", "NHNN=Ngân hàng Nhà nước Việt Nam"},
		"**ỦY BAN QUỐC GIA\nVỀ CHUYỂN ĐỔI SỐ**":         {"ỦY BAN QUỐC GIA\nVỀ CHUYỂN ĐỔI SỐ=Ủy ban Quốc gia về chuyển đổi số"},
		"Tham khảo: Đà Nẵng, TP. Hồ Chí Minh":           {"Đà Nẵng=Thành phố Đà Nẵng", "TP. Hồ Chí Minh=Thành phố Hồ Chí Minh"},
		"UBND tỉnh Bắc Giang và tỉnh Yên Bai":           {"UBND tỉnh Bắc Giang=Tỉnh Bắc Giang", "tỉnh Yên Bai=Tỉnh Yên Bái"},
		"Tỉnh Thừa Thiên – Huế; Tỉnh Bà Rịa – Vũng Tàu": {"Tỉnh Thừa Thiên – Huế=Tỉnh Thừa Thiên Huế", "Tỉnh Bà Rịa – Vũng Tàu=Tỉnh Bà Rịa - Vũng Tàu"},
		"các Bộ: Công an, Quốc phòng và Y tế, ngành Tài chính": {
			"Công an=Bộ Công an", "Quốc phòng=Bộ Quốc phòng", "Y tế=Bộ Y tế"},
		"Các Bộ Y tế, Công an họp":               {"Bộ Y tế=Bộ Y tế", "Công an=Bộ Công an"},
		"Bộ Văn hóa, Thể thao và Du lịch":        {"Bộ Văn hóa, Thể thao và Du lịch=Bộ Văn hóa, Thể thao và Du lịch"},
		"ứng dụng tiến bộ khoa học và công nghệ": nil,
		"cán bộ Công an, cán bộ Y tế":            nil,
		"Bộ xây dựng kế hoạch trong tháng 6":     nil,
		"vì hòa bình và phát triển":              nil,
		"Lăng Chủ tịch Hồ Chí Minh":              nil,
		"Ban Quản lý Lăng Chủ tịch Hồ Chí Minh":  {"Ban Quản lý Lăng Chủ tịch Hồ Chí Minh=Ban Quản lý Lăng Chủ tịch Hồ Chí Minh"},
		"Đoàn Thanh niên Cộng sản Hồ Chí Minh":   {"Đoàn Thanh niên Cộng sản Hồ Chí Minh=Đoàn Thanh niên Cộng sản Hồ Chí Minh"},
		"phường Điện Biên, xã Vĩnh Long":         nil,
		"đường Điện Biên Phủ":                    nil,
		"Bo Cong an":                             nil,
		"Số 902/KH-BNV và 17/BTC, số /BTTTT-CĐS": nil,
		"VNPT/FPT":                {"VNPT=VNPT", "FPT=FPT"},
		"họp ở Hà. Nội dung khác": nil,
		"Công Thương":             nil,
		"Chi cục Thủy sản và Kiểm ngư tỉnh; Chi cục Thuế khu vực":     {"Chi cục Thuế khu vực=Chi cục Thuế khu vực"},
		"Sở Nội vụ Cà Mau, Công an tỉnh và Sở TT&TT":                  {"Sở Nội vụ=Sở Nội vụ", "Cà Mau=Tỉnh Cà Mau", "Công an tỉnh=Công an tỉnh", "Sở TT&TT=Sở Thông tin và Truyền thông"},
		"các Sở: Tài chính, Y tế; chỉ số y tế; các bộ, ngành":         {"Tài chính=Sở Tài chính", "Y tế=Sở Y tế"},
		"UBND thành phố Cà Mau, các tỉnh, thành phố An Giang, Cà Mau": {"An Giang=Tỉnh An Giang", "Cà Mau=Tỉnh Cà Mau"},
		"Sở xây dựng kế hoạch":                                        nil,
		"hàng Nam, Định kỳ":                                           nil,
	} {
		if got := found(text, Default().Find(text)); !slices.Equal(got, want) {
			t.Errorf("Find(%q)\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestFindFolded(t *testing.T) {
	for text, want := range map[string][]string{
		"bac ninh so hoa ho so han chot la khi nao":           {"~bac ninh=Tỉnh Bắc Ninh"},
		"thanh hoa phai so ket viec phan loai":                {"~thanh hoa=Tỉnh Thanh Hóa"},
		"thanh hóa làm gì":                                    {"thanh hóa=Tỉnh Thanh Hóa"},
		"thanh hoá đơn điện tử":                               nil,
		"hoan thanh hoa don dien tu":                          nil,
		"hoàn thành hóa đơn":                                  nil,
		"trong bang ke hoach 2022 bo quoc phong chu tri":      {"~bo quoc phong=Bộ Quốc phòng"},
		"cv 1807 cua bộ nông nghiẹp va môi trường gửi":        {"~bộ nông nghiẹp va môi trường=Bộ Nông nghiệp và Môi trường"},
		"nam định làm gì":                                     {"nam định=Tỉnh Nam Định"},
		"nam dinh lam gi":                                     {"~nam dinh=Tỉnh Nam Định"},
		"báo cáo hàng năm định kỳ":                            nil,
		"bao cao hang nam dinh ky":                            nil,
		"gìn giữ hòa bình":                                    nil,
		"gin giu hoa binh":                                    nil,
		"danh gia lai ke hoach":                               nil,
		"danh gia lai chau":                                   {"~lai chau=Tỉnh Lai Châu"},
		"đánh giá lại":                                        nil,
		"bca chủ trì mấy việc":                                {"bca=Bộ Công an"},
		"TT-Huế ban hành KH":                                  {"TT-Huế=Tỉnh Thừa Thiên Huế"},
		"Đăk Lăk với Đăk Nông":                                {"Đăk Lăk=Tỉnh Đắk Lắk", "Đăk Nông=Tỉnh Đắk Nông"},
		"dak lak":                                             {"dak lak=Tỉnh Đắk Lắk"},
		"hcm":                                                 {"hcm=Thành phố Hồ Chí Minh"},
		"HN làm gì":                                           {"HN=Thành phố Hà Nội"},
		"hn làm gì":                                           nil,
		"fast":                                                nil,
		"UBQG CĐS năm 2022":                                   {"UBQG CĐS=Ủy ban Quốc gia về chuyển đổi số"},
		"can bo xay dung ke hoach":                            nil,
		"dong bo y te":                                        nil,
		"hai bộ công an, y tế":                                {"bộ công an=Bộ Công an", "y tế=Bộ Y tế"},
		"Which tasks has the Ministry of Industry and Trade?": {"Ministry of Industry and Trade=Bộ Công Thương"},
		"What does Ca Mau do":                                 {"~Ca Mau=Tỉnh Cà Mau"},
		"thao truờng mạng để diễn tập":                        nil,
		"Yên Bai":                                             {"Yên Bai=Tỉnh Yên Bái"},
		"dien bien lam gi":                                    {"~dien bien=Tỉnh Điện Biên"},
		"diễn biến":                                           nil,
		"hạ nội":                                              nil,
		"UBND tinh Ca Mau":                                    {"~UBND tinh Ca Mau=Tỉnh Cà Mau"},
		"so noi vu va cong an tinh lam gi":                    {"~so noi vu=Sở Nội vụ", "~cong an tinh=Công an tỉnh"},
		"snv lam gi":                                          nil,
		"SNV lam gi":                                          {"SNV=Sở Nội vụ"},
		"ho so y te dien tu, co so y te, chuyen doi so y te":  nil,
		"thanh tra tinh hinh thuc hien":                       nil,
		"thanh pho vinh long":                                 {"~vinh long=Tỉnh Vĩnh Long"},
	} {
		if got := found(text, Default().FindFolded(text)); !slices.Equal(got, want) {
			t.Errorf("FindFolded(%q)\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestFindOnZeroRegistry(t *testing.T) {
	if got := (&Registry{}).Find("Bộ Công an"); got != nil {
		t.Errorf("Find = %v", got)
	}
}

// hard is text that makes a careless matcher take quadratic time.
var hard = []string{"Bộ ", "Bộ Y tế, ", "Ủy ban nhân dân ", "các Bộ: Công an, ", "và ", "UBND các tỉnh, thành phố ", "An Giang, ", "Sở Nội vụ và ", "(", "\n", "; ", "a) ", "tất cả ",
	"UBND các xã A, ", "các Sở: ", "Sở: A, ", "HĐND, ", "HĐND và ", "1. A 2. ", "- ", "phối hợp với ", "xã A, ", "X, ", "B ộ ", "Tài chí nh ",
	"tinh ", "các ", "UBND ", "(chủ trì) ", "(a", "Chủ trì: ", "Giám đốc ", "và B", "Văn phòng\n", "các xã, phường, ", "UBND xã A, huyện ", "đơn vị liên quan, ", "A/", " - Sở ",
	"Chủ tịch ", "Chủ tịch, ", "các Phó ", "cơ quan, ", "Sở A "}

func TestTimeIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	r := Default()
	for what, f := range map[string]func(string){
		"Find":       func(s string) { r.Find(s) },
		"FindFolded": func(s string) { r.FindFolded(s) },
		"Split":      func(s string) { r.Split(s) },
	} {
		for _, h := range hard {
			cost := func(n int) time.Duration {
				s, best := strings.Repeat(h, n), time.Hour
				for range 2 {
					start := time.Now()
					f(s)
					best = min(best, time.Since(start))
				}
				return best
			}
			const more, slack, tries = 64, 16, 4 // quadratic work would take 64*64 times the time; a busy machine distorts both
			for try := 1; ; try++ {
				small, large := cost(100), cost(more*100)
				if large <= more*slack*small {
					break
				}
				if try == tries {
					t.Errorf("%s of %q: %v for the text, %v for %d times the text", what, h, small, large, more)
					break
				}
			}
		}
	}
}

func checkMentions(t *testing.T, text string, ms []Mention) {
	t.Helper()
	last := 0
	for _, m := range ms {
		if m.Agency == nil || m.Start < last || m.End <= m.Start || m.End > len(text) {
			t.Errorf("bad mention %+v in %q", m, text)
			return
		}
		last = m.End
	}
}

func FuzzFind(f *testing.F) {
	for _, h := range hard {
		f.Add(h + h)
	}
	f.Add("Bộ trưởng Bộ TT&TT, TP.HCM \xff")
	f.Add("UBND huyện Năm Căn")
	f.Add("Giám đốc Sở Nội vụ các tỉnh")
	f.Fuzz(func(t *testing.T, s string) {
		checkMentions(t, s, Default().Find(s))
		checkMentions(t, s, Default().FindFolded(s))
		if kind, ok := Default().KindOf(s); ok != (kind != "") {
			t.Errorf("KindOf(%q) = %q, %v", s, kind, ok)
		}
		if post, body := CutPost(s); len(post)+len(body) > len(s) {
			t.Errorf("CutPost(%q) = %q, %q", s, post, body)
		}
		Default().Successor(s, viet.Date{Year: 2026, Month: 1, Day: 1})
	})
}

func FuzzSplit(f *testing.F) {
	for _, tt := range splitTests {
		f.Add(tt.cell)
	}
	for _, tt := range cellTests {
		f.Add(tt.cell)
	}
	f.Fuzz(func(t *testing.T, s string) {
		names, unknown := Default().Split(s)
		seen := map[string]bool{}
		for _, n := range names {
			if n == "" || seen[n] || n != strings.TrimSpace(n) {
				t.Errorf("Split(%q) = %q", s, names)
			}
			seen[n] = true
		}
		checkSettles(t, s, names)
		for _, n := range unknown {
			if !seen[n] {
				t.Errorf("Split(%q): unknown %q is no name of %q", s, n, names)
			}
		}
	})
}

// checkSettles: names are split again into names, and soon into themselves.
func checkSettles(t *testing.T, cell string, names []string) {
	t.Helper()
	for _, n := range names {
		again := []string{n}
		const rounds = 5
		for round := range rounds {
			next := again
			again = nil
			for _, m := range next {
				split, _ := Default().Split(m)
				again = append(again, split...)
			}
			if slices.Equal(again, next) {
				break
			}
			if round == rounds-1 {
				t.Errorf("Split(%q) gives %q, which never settles: %q", cell, n, again)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Bộ A | ministry | BA; =X | 2025-01-01 Bộ A (y)\n# c\n")
	f.Add("Tỉnh B | province\n")
	f.Fuzz(func(t *testing.T, s string) {
		r, err := Read(strings.NewReader(s))
		if err != nil {
			return
		}
		for _, a := range r.agencies {
			if r.byName[a.Name] != a {
				t.Errorf("%q is lost", a.Name)
			}
			r.Split(a.Name)
		}
	})
}

// page is a stretch of text about as dense in names as a plan is.
const page = "Bộ Thông tin và Truyền thông chủ trì, phối hợp với Bộ Công an, Ngân hàng Nhà nước Việt Nam, UBND các tỉnh, thành phố trực thuộc Trung ương " +
	"xây dựng, hoàn thiện cơ sở dữ liệu theo lộ trình; tỉnh Bắc Giang, Thành phố Hồ Chí Minh thí điểm trước tháng 6 năm 2023 và báo cáo kết quả. "

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat(page, 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Default().Find(text)
	}
}

func BenchmarkFindFolded(b *testing.B) {
	for b.Loop() {
		Default().FindFolded("bo cong an va bac ninh phai so ket truoc khi nao, ai phoi hop")
	}
}

func BenchmarkSplit(b *testing.B) {
	for b.Loop() {
		Default().Split("Bộ TT&TT, Bộ Giáo dục và Đào tạo; các bộ, ngành, địa phương")
	}
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, err := Read(strings.NewReader(defaultData)); err != nil {
			b.Fatal(err)
		}
	}
}
