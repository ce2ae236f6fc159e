package knowledge

import (
	"strings"
	"testing"
)

// TestWriteOut: data files and the documents' own expressions explain abbreviations; names of
// agencies, numbers of documents and what the documents write so themselves are left alone.
func TestWriteOut(t *testing.T) {
	s := deskOf(t)
	for typed, want := range map[string]string{
		"vb nào nói về trả sách": "văn bản nào nói về trả sách",
		"CB xã":                  "cán bộ xã",
		"in TBĐ cho cán bộ":      "in thẻ bạn đọc cho cán bộ", // only these documents say so
		"độ ẩm KHV":              "độ ẩm kho hiện vật",
		"tbđ cho cán bộ":         "tbđ cho cán bộ", // in small letters it may be anything
		"Bộ TC hướng dẫn chi":    "Bộ TC hướng dẫn chi",
		"Bộ KH&CN thử máy":       "Bộ KH&CN thử máy", // "KH" is "kế hoạch" elsewhere
		"KH năm nay":             "kế hoạch năm nay",
		"BTC và BNV làm gì":      "BTC và BNV làm gì",
		"UBND tỉnh Cà Mau":       "UBND tỉnh Cà Mau",
		"17/QĐ-TBĐ giao ai":      "17/QĐ-TBĐ giao ai",
		"57-KHV/TBĐ giao ai":     "57-KHV/TBĐ giao ai",
		"TBĐ/KHV":                "thẻ bạn đọc/kho hiện vật", // no number: no digit begins it
		"XQZ có gì":              "XQZ có gì",
		"MÁY ĐO độ ẩm":           "MÁY ĐO độ ẩm",
		"":                       "",
		"gìn giữ bảo tàng và thư viện xã": "gìn giữ bảo tàng và thư viện xã",
	} {
		if got := s.writeOut(typed); got != want {
			t.Errorf("writeOut(%q) = %q, want %q", typed, got, want)
		}
	}
}

// TestNeighbourChoosesExpression: of several expressions with the same initials the one is taken that stands behind the word before.
func TestNeighbourChoosesExpression(t *testing.T) {
	s := snapshotFrom(t, "CHƯƠNG TRÌNH", "Vườn ươm",
		"1. Sửa nhà kính tròn.", "2. Quét nhà kính tròn.", "3. Sơn nhà kính tròn.", "4. Đắp nước khe trong.", "5. Múc nước khe trong.")
	for typed, want := range map[string]string{
		"Sửa NKT":  "Sửa nhà kính tròn",
		"Múc NKT":  "Múc nước khe trong",
		"thuê NKT": "thuê nhà kính tròn", // the most frequent
	} {
		if got := s.writeOut(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	for key := range s.initials() {
		if len(key) < shortestInitials || len(key) > longestInitials {
			t.Errorf("initials %q of %d letters", key, len(key))
		}
	}
	if e := s.initials()["tqnk"]; e != nil {
		t.Errorf("an expression over a full stop: %q", e[0].text)
	}
}

// TestUnderstoodAsWritten: an abbreviation ends as the subject of the question.
func TestUnderstoodAsWritten(t *testing.T) {
	s := deskOf(t)
	for typed, want := range map[string]string{
		"ai in TBĐ":                   "the ban doc",
		"ai thử nghiệm máy ở KHV":     "nghiem may kho hien vat",
		"QĐ20 cho mượn mấy cuốn sách": "muon cuon sach",
	} {
		if got := s.asked(t, typed).subjectWords(); !containsWords(got, want) {
			t.Errorf("%q is about %q, want %q", typed, got, want)
		}
	}
}

func containsWords(have, want string) bool {
	for _, w := range strings.Fields(want) {
		if !strings.Contains(" "+have+" ", " "+w+" ") {
			return false
		}
	}
	return true
}
