package viet

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Đôn đốc":           "don doc",
		"HOÀ BÌNH":          "hoa binh",
		"Ủy ban Quốc gia":   "uy ban quoc gia",
		"Thừa Thiên – Huế":  "thua thien – hue",
		"5G, AI":            "5g, ai",
		"ngưỡng cửa, ặ ễ ỹ": "nguong cua, a e y",
	} {
		if got := Fold(Normalize(in)); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTonePlacement(t *testing.T) {
	for _, pair := range [][2]string{{"hòa", "hoà"}, {"ủy", "uỷ"}, {"khỏe", "khoẻ"}, {"ĐẤT", "đất"}} {
		a, b := Tokenize(pair[0])[0], Tokenize(pair[1])[0]
		if a.Toned != b.Toned {
			t.Errorf("%q is %q and %q is %q: the same syllable twice", pair[0], a.Toned, pair[1], b.Toned)
		}
	}
	if a, b := Tokenize("mã")[0], Tokenize("má")[0]; a.Toned == b.Toned {
		t.Errorf("mã and má are both %q", a.Toned)
	}
}

func TestNormalize(t *testing.T) {
	for in, want := range map[string]string{
		"Ðất\u00a0đai":      "Đất đai",
		"to\u0302\u0301 ch": "tố ch",
		"a\u200bb\ufeff":    "ab",
		"x\r\ny\rz":         "x\ny\nz",
		"\xff":              "\uFFFD",
	} {
		if got := Normalize(in); got != want {
			t.Errorf("Normalize(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTokenizeOffsets(t *testing.T) {
	s := "Bộ TT&TT, 17/QĐ-UBQGCDS"
	var got []string
	for _, tok := range Tokenize(s) {
		if s[tok.Start:tok.End] != tok.Text {
			t.Errorf("offsets of %q give %q", tok.Text, s[tok.Start:tok.End])
		}
		got = append(got, tok.Folded)
	}
	want := []string{"bo", "tt", "tt", "17", "qd", "ubqgcds"}
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("token %d is %q, want %q", i, got[i], want[i])
		}
	}
}

// plainTokens is Tokenize written out.
func plainTokens(s string) (tokens []Token) {
	start := -1
	for i, r := range s + " " {
		part := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
		switch {
		case part && start < 0:
			start = i
		case !part && start >= 0:
			tokens = append(tokens, plainToken(s, start, i))
			start = -1
		}
	}
	return tokens
}

func plainToken(s string, start, end int) Token {
	k := Token{Text: s[start:end], Start: start, End: end}
	tone := ""
	for _, r := range k.Text {
		l, ok := letters[r]
		if !ok {
			l = letter{unicode.ToLower(r), unicode.ToLower(r), '0'}
		}
		k.Folded += string(l.folded)
		k.Toned += string(l.shape)
		if l.tone != '0' {
			tone = string(rune(l.tone))
		}
	}
	k.Toned += tone
	return k
}

// TestTokenizeEveryLetter holds the table of letters and the shared memory of tokens against the plain way.
func TestTokenizeEveryLetter(t *testing.T) {
	var b strings.Builder
	for r := rune(0); r < 0x3000; r++ {
		b.WriteString("a" + string(r) + "B" + string(r) + "\xff Ế2" + string(r) + " ")
	}
	text := b.String()
	if got, want := Tokenize(text), plainTokens(text); !slices.Equal(got, want) {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("%+v, want %+v", got[i], want[i])
			}
		}
		t.Fatalf("%d tokens, want %d", len(got), len(want))
	}
}

func BenchmarkTokenize(b *testing.B) {
	text := strings.Repeat("Bộ Thông tin và Truyền thông chủ trì, phối hợp với UBND tỉnh; xong trước 30/6/2023. ", 10)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Tokenize(text)
	}
}

func FuzzTokenize(f *testing.F) {
	f.Add("Bộ Thông tin và Truyền thông")
	f.Fuzz(func(t *testing.T, s string) {
		n := Normalize(s)
		if Normalize(n) != n {
			t.Errorf("Normalize is not idempotent on %q", s)
		}
		if got, want := Tokenize(s), plainTokens(s); !slices.Equal(got, want) {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
		for _, tok := range Tokenize(n) {
			if n[tok.Start:tok.End] != tok.Text || tok.Folded == "" {
				t.Errorf("bad token %+v in %q", tok, n)
			}
		}
	})
}
