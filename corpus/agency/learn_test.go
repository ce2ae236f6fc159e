package agency

import (
	"reflect"
	"slices"
	"testing"
)

const (
	fishery  = "Chi cục Thủy sản và Kiểm ngư tỉnh"
	forestry = "Trung tâm Giống cây rừng ven biển"
	seeds    = "Trung tâm Giống vật nuôi"
)

func TestLearn(t *testing.T) {
	learned := Default().Learn([]string{fishery, forestry, seeds})
	for typed, want := range map[string]string{
		fishery:                        fishery,
		"Chi cục Thủy sản và Kiểm ngư": fishery, // without its level
		"chi cuc thuy san va kiem ngu": fishery, // without marks
		"Chi cục Thủy sản":             fishery, // where a reader would stop
		"Chi cục TSKN":                 fishery, // but for the head, by its first letters
		"CCTSKN":                       fishery,
		"Trung tâm Giống cây":          forestry, // where it parts from the other
		"TT GCRVB":                     "",       // the head is abbreviated only by what bodies.txt says
		"Trung tâm GCRVB":              forestry,
		"TTGCRVB":                      forestry,
		"Trung tâm Giống vật":          seeds,
		"Trung tâm Giống":              "", // both begin so
		"Chi cục Thủy":                 fishery,
		"Chi cục":                      "", // too short
	} {
		got, ok := learned.Lookup(typed)
		if ok != (want != "") || ok && got.Name != want {
			t.Errorf("%q is %v, want %q", typed, got, want)
		}
		if _, known := Default().Lookup(typed); known {
			t.Errorf("%q was known before", typed)
		}
	}
	if got, _ := learned.Lookup(fishery); got.Kind != Department {
		t.Errorf("%q is a %s", fishery, got.Kind)
	}
}

// TestLearnFindsInText: a learnt name is found in a question, by its longest form.
func TestLearnFindsInText(t *testing.T) {
	learned := Default().Learn([]string{fishery})
	for _, text := range []string{"chi cuc thuy san va kiem ngu phai lam gi", "CCTSKN lam gi", "chi cục thủy sản có việc gì"} {
		if m := learned.FindFolded(text); len(m) != 1 || m[0].Agency.Name != fishery {
			t.Errorf("%q: %v", text, m)
		}
	}
}

// TestLearnNothing: names that are known, or that are no body's, change nothing.
func TestLearnNothing(t *testing.T) {
	r := Default()
	for name, names := range map[string][]string{
		"none": nil, "a ministry": {"Bộ Tài chính"}, "known by its parts": {"Sở Xây dựng thành phố Cần Thơ"}, "a group": {"các bộ, ngành, địa phương"},
		"one word": {"Bộ"}, "no body": {"con đường làng", "Tu bổ kho sách cổ"}, "a province": {"Tỉnh Cà Mau"},
		"too long": {"Chi cục " + repeat("Thủy sản ", 60)}, "empty": {"", "  "},
	} {
		if r.Learn(names) != r {
			t.Errorf("%s: learnt", name)
		}
	}
}

func repeat(s string, n int) string {
	out := ""
	for range n {
		out += s
	}
	return out
}

// TestLearnKeepsKnown: what is known keeps its names and its successors, and the registry learnt from is not changed.
func TestLearnKeepsKnown(t *testing.T) {
	r := Default()
	before := len(r.agencies)
	learned := r.Learn([]string{fishery, forestry, fishery, "  Chi cục Thủy sản và Kiểm ngư  tỉnh "})
	if len(r.agencies) != before || len(learned.agencies) != before+2 {
		t.Errorf("%d agencies, then %d and %d", before, len(r.agencies), len(learned.agencies))
	}
	for _, a := range r.agencies {
		got, ok := learned.Lookup(a.Name)
		if !ok || got.Name != a.Name || !reflect.DeepEqual(got.Names(), a.Names()) || !reflect.DeepEqual(got.Successors, a.Successors) {
			t.Errorf("%s is %v now", a.Name, got)
		}
		for _, n := range a.Aliases {
			if was, known := r.Lookup(n); known {
				if now, _ := learned.Lookup(n); now == nil || now.Name != was.Name {
					t.Errorf("%q was %s, is %v", n, was.Name, now)
				}
			}
		}
	}
}

func TestLearnIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("learns thousands of names")
	}
	var names []string
	words := []string{"Lúa", "Ngô", "Khoai", "Sắn", "Mía", "Chè", "Tre", "Nứa", "Cói", "Dâu", "Bông", "Lạc", "Vừng", "Đậu", "Bí", "Cà", "Hành", "Tỏi"}
	for _, a := range words {
		for _, b := range words {
			for _, c := range words {
				names = append(names, "Trung tâm Giống "+a+" "+b+" "+c)
			}
		}
	}
	r := Default()
	if bodies := r.unlisted(names); len(bodies) != mostLearned {
		t.Errorf("%d of %d names are learnt, want %d", len(bodies), len(names), mostLearned)
	}
}

func TestCallsOfNames(t *testing.T) {
	for name, want := range map[string]string{
		"Chi cục Thủy sản tỉnh": "Chi cục Thủy sản", "Trạm Y tế xã": "Trạm Y tế", "Đoàn xã": "Đoàn xã", "Ban Xã hội": "Ban Xã hội",
	} {
		if got := withoutLevel(name); got != want {
			t.Errorf("%q without its level is %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{"Trồng trọt và Bảo vệ thực vật": "TTBVTV", "Thủy sản & Kiểm ngư": "TSKN", "đường": "Đ"} {
		if got := initials(name); got != want {
			t.Errorf("initials of %q: %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string][2]string{
		"Chi cục Thủy sản": {"Chi cục", "Thủy sản"}, "Ban Quản lý Vườn": {"Ban Quản lý", "Vườn"}, "Sở Nội vụ": {"Sở", "Nội vụ"}, "Một": {"Một", ""},
	} {
		if head, rest := headOf(name); head != want[0] || rest != want[1] {
			t.Errorf("%q: %q and %q", name, head, rest)
		}
	}
	if got, want := beginnings("Chi cục Quản lý và Bảo vệ rừng"), []string{"Chi cục Quản", "Chi cục Quản lý và Bảo", "Chi cục Quản lý và Bảo vệ"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	const text = "kho tre" // seven letters, each a byte
	for _, c := range []struct {
		i, j int
		want bool
	}{{0, 3, true}, {4, 7, true}, {0, 7, true}, {1, 3, false}, {0, 2, false}, {4, 6, false}} {
		if got := wholeWords(text, c.i, c.j); got != c.want {
			t.Errorf("%d…%d of %q: %v", c.i, c.j, text, got)
		}
	}
}
