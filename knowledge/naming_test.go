package knowledge

import (
	"math"
	"slices"
	"strings"
	"testing"

	"dondoc/corpus/agency"
)

func TestSectionNamed(t *testing.T) {
	s := deskOf(t)
	for text, want := range map[string]string{
		"Mục III.4 giao ai":          "III.4",
		"mục iv giao ai":             "IV",
		"phần II.3.b làm gì":         "II.3.B",
		"Điều 12 quy định gì":        "Điều 12",
		"Phụ lục 2 có gì":            "Phụ lục II",
		"PL IV":                      "Phụ lục IV",
		"PL 942 có gì":               "", // the annex of document 942
		"phụ lục 0":                  "",
		"nhóm V của phụ lục":         "Phụ lục, V",
		"phụ lục II, nhóm III có gì": "Phụ lục II, III",
		"phan IV trong phu luc":      "Phụ lục, IV",
		"B.VI trong phụ lục":         "Phụ lục, B.VI",
		"B.VI.1 trong phụ lục":       "Phụ lục, B.VI.1",
		"nhóm V gồm những ai":        "", // groups are parts of annexes only
		"B.VI có gì":                 "",
		"mục tiêu năm 2026":          "",
		"danh mục IV":                "IV",
		"điều kiện mượn sách":        "",
		"kho B.VIP trong phụ lục":    "",
		"phụ lục về nhóm vi mạch":    "", // a numeral of a group is written in capitals
	} {
		if got := s.asked(t, text).section; got != want {
			t.Errorf("%q: section %q, want %q", text, got, want)
		}
	}
}

func TestBelow(t *testing.T) {
	for _, c := range []struct {
		path, section string
		want          bool
	}{
		{"III.4", "", true}, {"III.4", "III.4", true}, {"III.4.a", "III.4", true}, {"III.40", "III.4", false}, {"III", "III.4", false},
		{"Phụ lục, B.VI.1", "Phụ lục, B.VI", true}, {"Phụ lục, B.VI.1", "Phụ lục, B.V", false}, {"Phụ lục, A.I", "Phụ lục", true},
		{"Phụ lục II, 3", "Phụ lục I", false}, {"Điều 20", "Điều 2", false}, {"Điều 2.a", "Điều 2", true},
	} {
		if got := below(c.path, c.section); got != c.want {
			t.Errorf("below(%q, %q) = %v", c.path, c.section, got)
		}
	}
}

// TestDocumentMeant: a document is called by its number, kind, year, day, issuer or title; and none when nothing calls it.
func TestDocumentMeant(t *testing.T) {
	s := deskOf(t)
	const plan, loan, draft, letter = "31-kh-bvhttdl", "20-qd-bvhttdl", "ke-hoach-thuyen-sach-vung-song-nuoc-nam-2027", "455-bnv-vp"
	for text, want := range map[string]string{
		"QĐ 20 quy định gì":                             loan,
		"QĐ20 quy định gì":                              loan,
		"theo 31 thì ai làm":                            plan,
		"31/KH-BVHTTDL giao ai":                         plan,
		"455 nói gì về ảnh":                             letter, // three digits alone call it
		"mượn được 20 cuốn không":                       "",     // two digits alone count books
		"kế hoạch năm 2026 có gì":                       plan,
		"kế hoạch năm 2023 có gì":                       "12-kh-ubqgvh",
		"dự thảo kế hoạch 2027 có gì":                   draft,
		"quyết định ngày 6/2/2026 có gì":                loan,
		"quyết định ngày 06/02/2026 có gì":              loan,
		"công văn của Bộ Nội vụ nói gì":                 letter,
		"gìn giữ bảo tàng và thư viện năm 2026 giao ai": plan,
		"trong mượn sách và trả sách giữa các thư viện": loan, // the longest run of words
		"về mượn sách liên thư viện thì sao":            "9-qd-bvhttdl",
		"ai tu bổ kho sách cổ":                          "",
	} {
		if got := s.asked(t, text).document(); got != want {
			t.Errorf("%q means %q, want %q", text, got, want)
		}
	}
}

// TestNumberedLetsNoOtherIn: a number shuts out every other document, but one called by its own words beside it.
func TestNumberedLetsNoOtherIn(t *testing.T) {
	s := deskOf(t)
	for text, want := range map[string][]string{
		"quyết định 20 quy định gì":                         {"20-qd-bvhttdl"},
		"quyết định 20 về mượn sách liên thư viện":          {"20-qd-bvhttdl"}, // words of the same kind describe it
		"quyết định 20 và dự thảo kế hoạch năm 2027 nói gì": {"20-qd-bvhttdl", "ke-hoach-thuyen-sach-vung-song-nuoc-nam-2027"},
		"20/QĐ-BVHTTDL và 9/QĐ-BVHTTDL":                     {"20-qd-bvhttdl", "9-qd-bvhttdl"},
	} {
		q := s.asked(t, text)
		var in []string
		for _, d := range s.corpus.Documents {
			if q.only(d) {
				in = append(in, d.ID)
			}
		}
		if slices.Sort(in); !slices.Equal(in, want) {
			t.Errorf("%q lets in %q, want %q", text, in, want)
		}
	}
	if q := s.asked(t, "ai tu bổ kho sách cổ"); !q.only(s.corpus.Documents[0]) {
		t.Error("a question without a number shuts documents out")
	}
}

func TestLongestRun(t *testing.T) {
	title := pad("Mượn sách và trả sách giữa các thư viện")
	for text, want := range map[string]int{"trả sách giữa các kho": 4, "sách": 1, "trả, sách giữa": 2, "cây cầu": 0, "": 0} {
		q := &query{typed: readTyped(text)}
		if got := q.longestRun(title); got != want {
			t.Errorf("%q shares %d words, want %d", text, got, want)
		}
	}
}

// TestOnlyIssued: an agency that only issued the document names it; one that has a task in it is asked about.
func TestOnlyIssued(t *testing.T) {
	s := deskOf(t)
	for text, want := range map[string][]string{
		"Quyết định 20 của Bộ Văn hóa, Thể thao và Du lịch giao gì":  nil,
		"Kế hoạch 31 của Bộ Văn hóa, Thể thao và Du lịch giao gì":    {"Bộ Văn hóa, Thể thao và Du lịch"},
		"Quyết định 20 giao Bộ Tài chính việc gì":                    {"Bộ Tài chính"},
		"dự thảo kế hoạch năm 2027 của tỉnh Cà Mau giao gì":          nil,
		"kho hiện vật của Bộ Công an":                                {"Bộ Công an"},
		"Sở Văn hóa, Thể thao và Du lịch Cà Mau đóng thuyền khi nào": {"Sở Văn hóa, Thể thao và Du lịch"},
	} {
		if got := s.asked(t, text).agencyNames(); !slices.Equal(got, want) {
			t.Errorf("%q asks about %q, want %q", text, got, want)
		}
	}
}

// TestPredecessors: a merged province is asked about under the names that it had, if it has no task of its own or is called new.
func TestPredecessors(t *testing.T) {
	s := deskOf(t)
	for text, want := range map[string][]string{
		"Ninh Bình phải làm gì":                {"Tỉnh Hà Nam", "Tỉnh Nam Định", "Tỉnh Ninh Bình"},
		"Bắc Ninh phải làm gì":                 {"Tỉnh Bắc Ninh"},
		"tỉnh Bắc Ninh mới phải làm gì":        {"Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"},
		"Bắc Ninh sau sáp nhập phải làm gì":    {"Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"},
		"Bắc Giang phải làm gì":                {"Tỉnh Bắc Giang"},
		"tỉnh Lào Cai mới phải làm gì":         {"Tỉnh Lào Cai"}, // Yên Bái has no task
		"Bộ Khoa học và Công nghệ phải làm gì": {"Bộ Khoa học và Công nghệ"},
	} {
		if got := s.asked(t, text).agencyNames(); !slices.Equal(got, want) {
			t.Errorf("%q asks about %q, want %q", text, got, want)
		}
	}
}

// TestToday: what became of a body depends on the day and on the work that is meant.
func TestToday(t *testing.T) {
	s := deskOf(t)
	const mic = "Bộ Thông tin và Truyền thông"
	for _, c := range []struct{ asOf, name, about, want string }{
		{"2025-06-30", "Tỉnh Bắc Giang", "giấy dó", ""},
		{"2025-07-01", "Tỉnh Bắc Giang", "giấy dó", " (nay là Tỉnh Bắc Ninh)"},
		{"2025-02-28", mic, "phủ sóng", ""},
		{"2025-03-01", mic, "phủ sóng", " (nay là Bộ Khoa học và Công nghệ)"},
		{"2025-03-01", mic, "bồi dưỡng người làm báo chí", " (nay là Bộ Văn hóa, Thể thao và Du lịch)"},
		{"2026-03-01", mic, "an toàn thông tin mạng của thư viện", " (nay là Bộ Công an)"},
		{"2026-03-01", "Bộ Tài chính", "chi mua sách", ""},
		{"2026-03-01", "Tỉnh Bắc Ninh", "in tranh", ""},
		{"2026-03-01", "Hội yêu sách", "in tranh", ""},
	} {
		q := &query{asOf: day(t, c.asOf)}
		if got := s.today(q, c.name, pad(c.about)); got != c.want {
			t.Errorf("%s of %q on %s: %q, want %q", c.name, c.about, c.asOf, got, c.want)
		}
	}
}

// TestDepartmentOfProvince: a province behind its department says whose it is, and is not asked about itself.
func TestDepartmentOfProvince(t *testing.T) {
	s := deskOf(t)
	for text, want := range map[string]string{
		"Sở Xây dựng Cà Mau làm gì":       "Tỉnh Cà Mau",
		"Sở Xây dựng tỉnh Cà Mau làm gì":  "Tỉnh Cà Mau",
		"Sở Xây dựng cùng tỉnh Cà Mau":    "",
		"Bộ Xây dựng Cà Mau":              "",
		"tỉnh Cà Mau, Sở Xây dựng làm gì": "",
	} {
		q := s.asked(t, text)
		if q.within != want {
			t.Errorf("%q is within %q, want %q", text, q.within, want)
		}
		if isAsked := slices.ContainsFunc(q.agencies, func(a *agency.Agency) bool { return a.Kind == agency.Province }); isAsked == (want != "") {
			t.Errorf("%q asks about %q", text, q.agencyNames())
		}
	}
}

// TestHint: a deck is meant less than what binds unless called by its kind, and a plan less when another year is asked about.
func TestHint(t *testing.T) {
	base := documentNames{kind: " ke hoach ", year: 2026, plans: true, title: []titleWord{{"trong", 1}, {"chieng", 1}}, titleWeight: 2}
	deck, letters := base, base
	deck.kind, deck.isReference, deck.plans, deck.year = " tai lieu ", true, false, 0
	letters.letters = " pcht "
	for _, c := range []struct {
		text string
		name documentNames
		want float64
	}{
		{"kế hoạch nào", base, hintKind},
		{"kế hoạch năm 2026", base, hintKind + hintYear},
		{"kế hoạch năm 2027", base, hintKind * otherYear},
		{"trồng chiềng", base, hintTitle},
		{"trồng cây", base, hintTitle / 4},
		{"trồng chiềng", deck, hintTitle * ofReference},
		{"tài liệu trồng chiềng", deck, hintTitle + hintKind},
		{"số PCHT", letters, hintLetters},
		{"cây cầu", base, 0},
	} {
		q := &query{typed: readTyped(c.text)}
		(&snapshot{}).readTimes(q)
		if got := c.name.hint(q, q.padded, wordsIn(q.padded)); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%q: hint %.3f, want %.3f", c.text, got, c.want)
		}
	}
}

// TestDocumentsMeant: two documents stand side by side, what binds first, however they were named.
func TestDocumentsMeant(t *testing.T) {
	s := deskOf(t)
	for text, want := range map[string][]string{
		"so sánh Quyết định 9 với kế hoạch năm 2026": {"31-kh-bvhttdl", "9-qd-bvhttdl"},
		"so sánh Quyết định 9 và Quyết định 20":      {"20-qd-bvhttdl", "9-qd-bvhttdl"},
		"Quyết định 20 cho mượn bao nhiêu cuốn":      nil,
		"ai tu bổ kho sách cổ":                       nil,
	} {
		var got []string
		for _, d := range s.documentsMeant(s.asked(t, text)) {
			got = append(got, d.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q means %q, want %q", text, got, want)
		}
	}
}

// wordsIn are the words of a padded text.
func wordsIn(padded string) map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(padded) {
		words[w] = true
	}
	return words
}
