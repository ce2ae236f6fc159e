package docfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dondoc/corpus/docfile"
)

// sharedFormats holds documents in other formats, whole and broken; it is no part of the repository.
const sharedFormats = "../../../shared/corpus-formats"

func sharedFile(t *testing.T, name string) []byte {
	t.Helper()
	if _, err := os.Stat(sharedFormats); err != nil {
		t.Skip("the shared test data lie beside the repository only where it is developed")
	}
	content, err := os.ReadFile(filepath.Join(sharedFormats, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// TestSharedBroken reads what must be refused: with a reason, soon, and without filling the memory.
func TestSharedBroken(t *testing.T) {
	for name, want := range map[string][]error{
		"truncated.docx":       {docfile.ErrDamaged},
		"empty.pdf":            {docfile.ErrEmpty},
		"png-renamed.docx":     {docfile.ErrFormat},
		"no-document-xml.docx": {docfile.ErrDamaged, docfile.ErrNoText, docfile.ErrFormat},
		"inflates-200mb.docx":  {docfile.ErrTooLarge, docfile.ErrFormat},
		"encrypted.pdf":        {docfile.ErrLocked, docfile.ErrFormat},
	} {
		t.Run(name, func(t *testing.T) {
			content := sharedFile(t, filepath.Join("broken", name))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			f, err := docfile.Read(t.Context(), name, content)
			runtime.ReadMemStats(&after)
			if f != nil || !slices.ContainsFunc(want, func(w error) bool { return errors.Is(err, w) }) {
				t.Errorf("Read = %v, %v; want one of %v", f, err, want)
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 300 {
				t.Errorf("%d MB to refuse a file of %d KB", mb, len(content)>>10)
			}
		})
	}
}

// TestSharedOddText reads the notices in UTF-16 and TCVN3.
func TestSharedOddText(t *testing.T) {
	for name, c := range map[string]struct {
		lines int
		note  string
	}{"utf16le-bom.txt": {9, ""}, "tcvn3.txt": {5, "TCVN3"}} {
		t.Run(name, func(t *testing.T) {
			f, err := docfile.Read(t.Context(), name, sharedFile(t, filepath.Join("broken", name)))
			if err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			for _, b := range f.Blocks {
				text.WriteString(b.Text + "\n")
			}
			for _, word := range []string{"Số: ", " xã", "Công an", "Trạm Y tế", "ngày"} {
				if !strings.Contains(text.String(), word) {
					t.Errorf("no %q in:\n%s", word, text.String())
				}
			}
			if len(f.Blocks) != c.lines || (len(f.Notes) > 0) != (c.note != "") || c.note != "" && !strings.Contains(f.Notes[0].Text, c.note) {
				t.Errorf("%d lines, notes %v", len(f.Blocks), f.Notes)
			}
		})
	}
}

// TestSharedSheets reads a register of tasks and a sheet that is none.
func TestSharedSheets(t *testing.T) {
	f, err := docfile.Read(t.Context(), "D3.xlsx", sharedFile(t, "D3.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[docfile.Kind]int{}
	for i, b := range f.Blocks {
		kinds[b.Kind]++
		if b.Sheet != "Giao viec" || b.Page != 1 || b.Kind == docfile.Row && len(b.Cells) != 8 {
			t.Errorf("block %d: sheet %q, %+v, %d cells", i, b.Sheet, b.Place, len(b.Cells))
		}
	}
	if kinds[docfile.Paragraph] != 4 || kinds[docfile.Row] != 21 || len(f.Notes) > 0 {
		t.Errorf("%d paragraphs, %d rows, notes %v", kinds[docfile.Paragraph], kinds[docfile.Row], f.Notes)
	}
	f, err = docfile.Read(t.Context(), "no-header.xlsx", sharedFile(t, "broken/no-header.xlsx"))
	if err != nil || len(f.Blocks) != 7 {
		t.Errorf("no-header.xlsx: %+v, %v", f, err)
	}
}
