package knowledge

import "testing"

func TestOneSlip(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"sach", "sach", false}, // the same is no slip
		{"sach", "sah", true}, {"sah", "sach", true}, {"sach", "xsach", true}, {"sach", "sachs", true},
		{"sach", "sacj", true}, {"sach", "dach", true},
		{"sach", "scah", true}, {"thu", "tuh", true}, {"thu", "hut", false},
		{"sach", "sa", false}, {"sach", "socj", false}, {"", "a", true}, {"a", "b", true}, {"", "", false},
	} {
		if got := oneSlip(c.a, c.b); got != c.want {
			t.Errorf("oneSlip(%q, %q) = %v", c.a, c.b, got)
		}
		if oneSlip(c.b, c.a) != c.want {
			t.Errorf("oneSlip(%q, %q) differs from the other way round", c.b, c.a)
		}
	}
}

// TestRepair: only what is no syllable, and what nobody knows, is mended, and only by what the documents say beside it.
func TestRepair(t *testing.T) {
	s := deskOf(t)
	for typed, want := range map[string]string{
		"thử nghiệm máy đo độ ẩm kho hienj vật": "thử nghiệm máy đo độ ẩm kho hien vật",
		"so hoa phieu muojn cua thu vien":       "so hoa phieu muon cua thu vien",
		"thu vienj cong cong":                   "thu vien cong cong",
		"tu bo kho scah co, hạn bao giờ":        "tu bo kho sach co, hạn bao giờ",

		"thư viện công cộng":         "thư viện công cộng",         // right
		"thu vien blockchain":        "thu vien blockchain",        // like nothing
		"mượn cuốn sácha":            "mượn cuốn sach",             // with marks it is a slip as well
		"tòa nhà xchs":               "tòa nhà xchs",               // no neighbour says so
		"THU VIENJ CONG CONG":        "THU VIENJ CONG CONG",        // capitals may abbreviate
		"vn":                         "vn",                         // too short
		"thư viện h5n1 ở đâu":        "thư viện h5n1 ở đâu",        // not all letters
		"kho sánh cổ":                "kho sánh cổ",                // a syllable, though another stands there
		"ngân hàng sacombank cho gì": "ngân hàng sacombank cho gì", // too long
		"":                           "",
	} {
		if got := s.repair(typed); got != want {
			t.Errorf("repair(%q) = %q, want %q", typed, got, want)
		}
	}
}

// TestRepairKeepsNames: a name that the documents have is none's slip, however near to another.
func TestRepairKeepsNames(t *testing.T) {
	s := snapshotFrom(t, "CHƯƠNG TRÌNH", "Máy bơm", "1. Công ty Vuxab bán máy bơm.", "2. Công ty Vuxa sửa máy bơm.", "3. Công ty Vuxa chở máy bơm.")
	for typed, want := range map[string]string{
		"công ty vuxab làm gì": "công ty vuxab làm gì",
		"công ty vuxac làm gì": "công ty vuxa làm gì", // the one that stands there most often
	} {
		if got := s.repair(typed); got != want {
			t.Errorf("repair(%q) = %q, want %q", typed, got, want)
		}
	}
}
