package docfile_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"dondoc/corpus/docfile"
)

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"", "\xff\xfeS\x00", "\xfe\xff\x00S", "PK\x00", "C\xe9ng ho\xb5", "---\nsố: 1\n---\nMột", "---\n---",
		"| TT | Việc |\n|---|---|\n| 1 | Một<br>Hai |", "a\tb\tc\n\td", "\t\tMột\t", "# Một\n**Hai**\n* ba\n\\* bốn",
		"<b>Một</b> <i>hai</i><sup>1</sup> &lt;b&gt; &#9; &#0;", "a < b <", "<p", "\f\n\f", "||||", `| a\| | \|`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := docfile.Read(t.Context(), "a.md", content)
		if err != nil {
			if file != nil || !errors.Is(err, docfile.ErrNoText) && !errors.Is(err, docfile.ErrEncoding) {
				t.Fatalf("Read = %v, %v", file, err)
			}
			return
		}
		line := 0
		for _, b := range file.Blocks {
			if b.Line <= line {
				t.Errorf("line %d after line %d", b.Line, line)
			}
			line = b.Line
			checkBlock(t, b)
		}
	})
}

func checkBlock(t *testing.T, b docfile.Block) {
	t.Helper()
	if strings.TrimSpace(b.Text) == "" || !utf8.ValidString(b.Text) || strings.Contains(b.Text, "\n") {
		t.Errorf("text %q", b.Text)
	}
	if b.Kind != docfile.Row {
		if b.Cells != nil || strings.Contains(b.Text, "\t") {
			t.Errorf("%q with cells %q is no row", b.Text, b.Cells)
		}
		if (b.Kind == docfile.Heading) != (b.Level > 0) || b.Level > 6 {
			t.Errorf("level %d of kind %d", b.Level, b.Kind)
		}
		return
	}
	if len(b.Cells) == 0 {
		t.Fatalf("row %q has no cells", b.Text)
	}
	flat := strings.ReplaceAll(strings.Join(b.Cells, "\t"), "\n", " ")
	if strings.Trim(flat, "\t") != b.Text {
		t.Errorf("cells %q are not the text %q", b.Cells, b.Text)
	}
	for _, c := range b.Cells {
		for l := range strings.SplitSeq(c, "\n") {
			if l != strings.TrimSpace(l) || strings.Contains(l, "\t") || l == "" && c != "" {
				t.Errorf("cell %q is not squeezed", c)
			}
		}
	}
}
