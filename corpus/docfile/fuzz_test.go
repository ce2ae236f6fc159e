package docfile_test

import (
	"errors"
	"slices"
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
		checkRead(t, file, err)
	})
}

// errKinds are what an error of Read may be.
var errKinds = []error{
	docfile.ErrFormat, docfile.ErrEmpty, docfile.ErrDamaged, docfile.ErrLocked, docfile.ErrNoText, docfile.ErrEncoding, docfile.ErrTooLarge,
}

// checkRead checks what holds for every file: an error of a known kind and nothing, or
// sound blocks in their order.
func checkRead(t *testing.T, file *docfile.File, err error) {
	t.Helper()
	if err != nil {
		if file != nil || !slices.ContainsFunc(errKinds, func(kind error) bool { return errors.Is(err, kind) }) {
			t.Fatalf("Read = %v, %v", file, err)
		}
		return
	}
	var at docfile.Place
	for _, b := range file.Blocks {
		if b.Before(at) || b.Place == at && b.Sheet == "" && !b.Torn {
			t.Errorf("%+v after %+v", b.Place, at)
		}
		at = b.Place
		checkBlock(t, b)
	}
}

func checkBlock(t *testing.T, b docfile.Block) {
	t.Helper()
	if strings.TrimSpace(b.Text) == "" || len(b.Text) > docfile.MaxText || !utf8.ValidString(b.Text) || strings.Contains(b.Text, "\n") {
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
	if b.Merge != nil && len(b.Merge) != len(b.Cells) {
		t.Errorf("%d cells, %d merges", len(b.Cells), len(b.Merge))
	}
	for i, c := range b.Cells {
		if b.Merge != nil && b.Merge[i] != docfile.Own && c != "" {
			t.Errorf("cell %q belongs to another and has words", c)
		}
		for l := range strings.SplitSeq(c, "\n") {
			if l != strings.TrimSpace(l) || strings.Contains(l, "\t") || l == "" && c != "" {
				t.Errorf("cell %q is not squeezed", c)
			}
		}
	}
}
