package webkit_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dondoc/bot/webkit"
)

func FuzzClean(f *testing.F) {
	for _, s := range []string{"Đôn đốc", "\u202eabc\u2066", "a\r\nb\x00", "\xff\xfe", "⏰ \u200f1. x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := webkit.Clean(s)
		if !utf8.ValidString(got) || webkit.Clean(got) != got {
			t.Fatalf("Clean(%q) = %q", s, got)
		}
		if i := strings.IndexFunc(got, func(r rune) bool {
			return r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
		}); i >= 0 {
			t.Fatalf("Clean(%q) keeps %q", s, got[i:])
		}
		if one := webkit.OneLine(s); strings.ContainsAny(one, "\n\t") || strings.TrimSpace(one) != one {
			t.Fatalf("OneLine(%q) = %q", s, one)
		}
	})
}

func TestShorten(t *testing.T) {
	for in, want := range map[string]string{"": "", "đỏ": "đỏ", "đỏ ": "đỏ ", "đỏ au": "đỏ …"} {
		if got := webkit.Shorten(in, 3); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
