package knowledge

import (
	"math"
	"slices"
	"testing"
)

// TestSubject: what asks, names an agency, a document or a time is no subject, unless it makes up one word with its neighbour.
func TestSubject(t *testing.T) {
	s := deskOf(t)
	for text, want := range map[string]string{
		"Ai chủ trì kiểm tra kho hiện vật, hạn bao giờ?":  "kiem tra kho hien vat",
		"Tháng 5/2026 Lào Cai phải sưu tầm nhạc cụ chưa?": "suu tam nhac cu",
		"Bộ Tài chính có việc gì trong năm 2026":          "",
		"Quyết định 20 quy định gì":                       "",
		"nhà văn hóa thôn ở đâu":                          "nha van hoa thon", // "văn" alone asks: "văn bản"
		"5 cuốn sách":                                     "cuon sach",
		"liệt kê các nhiệm vụ về giấy dó":                 "giay do",
	} {
		if got := s.asked(t, text).subjectWords(); got != want {
			t.Errorf("%q is about %q, want %q", text, got, want)
		}
	}
}

// TestSupports: words must agree side by side, and in their marks if typed with any; a mark mistyped beside its neighbour counts less.
func TestSupports(t *testing.T) {
	s := deskOf(t)
	e := s.entryOf(t, "31-kh-bvhttdl", "III.3") // Tu bổ kho sách cổ
	for _, c := range []struct {
		text     string
		min, max float64
	}{
		{"tu bổ kho sách cổ", 1, 1},
		{"tu bo kho sach co", 1, 1},
		{"tu bổ kho sách cỗ", 0.9, 0.999}, // one mark
		{"tù bố khò sạch cỗ", mistyped, mistyped},
		{"cổ tích", 0, 0},    // one syllable by chance
		{"sạch cầu", 0, 0},   // another mark, another neighbour
		{"đường băng", 0, 0}, // nothing
		{"kho sách điện tử", 0.2, 0.8},
		{"Nghệ An phải làm gì", 1, 1}, // no subject but the agency
		{"Nghệ An có chợ cổ tích", 0.01, aloneWithAgency},
	} {
		if got := s.supports(s.asked(t, c.text), e); got < c.min-1e-9 || got > c.max+1e-9 {
			t.Errorf("%q: support %.3f, want %.2f…%.2f", c.text, got, c.min, c.max)
		}
	}
}

// TestNames: a proper name inside a question must stand in the record; the first word of a sentence is none.
func TestNames(t *testing.T) {
	s := deskOf(t)
	for text, want := range map[string][]string{
		"xưởng in tranh Hàng Trống của ai":  {" hang trong "},
		"Thư viện xã có gì":                 nil,
		"kho sách của Bộ Tài chính":         nil,
		"chợ sách ở nước Pháp":              {" nuoc phap "},
		"đọc sách Hà Nội Xưa":               nil, // an agency and one word
		"QĐ NQ KH":                          nil, // capitals throughout are no name
		"tranh Kim Hoàng, Hàng Trống ai in": {" kim hoang ", " hang trong "},
	} {
		if got := s.asked(t, text).names; !slices.Equal(got, want) {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
	q := s.asked(t, "phục dựng xưởng in tranh dân gian Hàng Trống")
	e := s.entryOf(t, "31-kh-bvhttdl", "III.1")
	if s.holdsNames(q, e) || s.isAbout(q, found{entry: s.entries[e], position: e, covers: 1, support: 1}) {
		t.Error("a record without the name is taken to be about it")
	}
	if q = s.asked(t, "phục dựng xưởng in tranh dân gian"); !s.holdsNames(q, e) {
		t.Error("a question without names wants one")
	}
}

func TestIsAbout(t *testing.T) {
	s := deskOf(t)
	e := s.entryOf(t, "31-kh-bvhttdl", "III.3")
	alone, led, bare := s.asked(t, "kho sách cổ"), s.asked(t, "Nghệ An kho sách cổ"), s.asked(t, "Nghệ An phải làm gì")
	for name, c := range map[string]struct {
		q               *query
		covers, support float64
		want            bool
	}{
		"both enough":                      {alone, enoughCovered, enoughSupported, true},
		"too little covered":               {alone, leastCovered - 0.01, 1, false},
		"little covered, surely supported": {alone, leastCovered, surelySupported, true},
		"surely covered, some support":     {alone, surelyCovered, 0.01, true},
		"surely covered, no support":       {alone, 1, 0, false},
		"its lead needs less":              {led, enoughWithAgency, enoughSupported, true},
		"others need more":                 {alone, enoughWithAgency, enoughSupported, false},
		"no subject, hardly covered":       {bare, enoughWithAgency - 0.01, 1, false},
	} {
		if got := s.isAbout(c.q, found{entry: s.entries[e], position: e, covers: c.covers, support: c.support}); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestRarity: what few records have weighs more, an unknown abbreviation little, a word of the title little.
func TestRarity(t *testing.T) {
	s := deskOf(t)
	weight := func(w askedWord) float64 { return s.rarity(&w) }
	rare, common := weight(askedWord{folded: "nhac"}), weight(askedWord{folded: "sach"})
	if rare <= common {
		t.Errorf("%.2f for a rare word, %.2f for a common one", rare, common)
	}
	if got := weight(askedWord{folded: "sach", titled: true}); math.Abs(got-0.3*common) > 1e-9 {
		t.Errorf("%.3f for a word of the title, %.3f for another", got, common)
	}
	unknown := weight(askedWord{folded: "xqz"})
	if long := weight(askedWord{folded: "blockchain"}); math.Abs(4*unknown-long) > 1e-9 {
		t.Errorf("%.2f for an unknown abbreviation, %.2f for an unknown word", unknown, long)
	}
	if marked := weight(askedWord{folded: "xqz", marked: true}); marked <= unknown {
		t.Error("a word typed with marks is no abbreviation")
	}
}
