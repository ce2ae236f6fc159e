package golden

import "testing"

func TestSaysOnEdges(t *testing.T) {
	for _, c := range []struct {
		text, words string
		want        bool
	}{
		{"trong quý ii/2026", "quý i", false},
		{"trong quý i/2026", "quý i", true},
		{"quý ii và quý i", "quý i", true},
		{"đạt 130% hộ", "30%", false},
		{"đạt 30% hộ", "30%", true},
		{"10.000 hộ", "10", false},
		{"10.000 hộ", "000", false},
		{"10,5 tỷ", "10", false},
		{"số 10.", "10", true},
		{"15/2023", "5/2023", false},
		{"15/2023 và 5/2023", "5/2023", true},
		{"aaa aa", "aa", true},
		{"ôô ô", "ô", true},
		{"(20)", "20", true},
		{"x20", "20", false},
		{"a.b", "b", true},
		{"1.a", "a", true},
		{"m²", "m", false},
		{"abc", "abc", true},
		{"", "a", false},
		{"a", "", false},
	} {
		if got := says(c.text, c.words); got != c.want {
			t.Errorf("says(%q, %q) = %v", c.text, c.words, got)
		}
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"  Bộ \t TT&TT\n": "bộ tt&tt",
		"Bo\u0323\u0302":  "bộ",
		"QUÝ\u00a0II":     "quý ii",
		"a\u200bb\ufeffc": "abc",
		"":                "",
	} {
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
	if a, b := plainDocument("17/QĐ-UBQGCDS"), plainDocument("17 / qd-ubqgcds"); a != b {
		t.Errorf("%q and %q are one number", a, b)
	}
}
