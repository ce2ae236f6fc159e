package bot

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestEffectInWords(t *testing.T) {
	for want, e := range map[string]Effect{
		"không thay đổi việc nào":                                                       {},
		"3 việc mới, 2 việc đổi hạn, 1 việc bỏ":                                         {New: 3, Moved: 2, Gone: 1},
		"1 việc sửa nội dung; 4 ban sẽ được báo":                                        {Reworded: 1, Boards: 4},
		"không thay đổi việc nào; 1 ban sẽ được báo":                                    {Boards: 1},
		"2 việc mới, 1 việc sửa nội dung, 9 việc bỏ":                                    {New: 2, Reworded: 1, Gone: 9},
		"5 việc đổi hạn; 63 ban sẽ được báo":                                            {Moved: 5, Boards: 63},
		"1 việc mới, 1 việc đổi hạn, 1 việc sửa nội dung, 1 việc bỏ; 1 ban sẽ được báo": {New: 1, Moved: 1, Reworded: 1, Gone: 1, Boards: 1},
	} {
		if got := e.words(); got != want {
			t.Errorf("%+v is %q, want %q", e, got, want)
		}
	}
}

func TestVersionNumber(t *testing.T) {
	for text, want := range map[string]int64{
		"7": 7, " 12 ": 12, "7.": 7, "7?": 7, "999999999": 999999999, "0": 0, "": 0, "7a": 0, "-7": 0, "1234567890": 0, "kế hoạch": 0, "7 8": 0, "٣": 0,
	} {
		if got, ok := versionNumber(text); got != want && ok || ok != (want > 0) {
			t.Errorf("%q is %d, %v", text, got, ok)
		}
	}
}

func TestScoreDrop(t *testing.T) {
	for s, want := range map[Score]bool{
		{}: false, {Questions: 5, Right: 5, Before: 5}: false, {Questions: 5, Right: 4, Before: 5}: true, {Questions: 5, Right: 5, Before: 4}: false,
		{Questions: 5, Right: 5, Before: 5, Lost: 1}: true,
	} {
		if s.Drop() != want {
			t.Errorf("%+v: %v", s, !want)
		}
	}
}

// FuzzUploadName: whatever a file is called, its name is one short line without a path or a sign that nobody sees.
func FuzzUploadName(f *testing.F) {
	for _, name := range []string{"kế hoạch.docx", "../../x", `..\x`, "\u202egpj.exe", "a\x00b", strings.Repeat("ộ", 500) + ".pdf", "\xff", ".", "/", "a/..", " .b", "x." + strings.Repeat("y", 200)} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := uploadName(name)
		if got == "" || got == "." || got == ".." || strings.ContainsAny(got, `/\`) || !utf8.ValidString(got) || utf8.RuneCountInString(got) > 101 {
			t.Errorf("%q is kept as %q", name, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co) {
				t.Errorf("%q is kept as %q, with %U", name, got, r)
			}
		}
		if again := uploadName(got); again != got {
			t.Errorf("%q is kept as %q, and that as %q", name, got, again)
		}
	})
}
