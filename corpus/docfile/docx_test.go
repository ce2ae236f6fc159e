package docfile_test

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dondoc/corpus/docfile"
)

var updateDOCX = flag.Bool("update-docx", false, "rewrite the expectations in testdata/docx/*.txtar; read the difference by eye")

// docxRoots are the parts that a test gives by the children of their root alone.
var docxRoots = map[string]struct{ part, root string }{
	"body":      {"word/document.xml", "document"},
	"numbering": {"word/numbering.xml", "numbering"},
	"styles":    {"word/styles.xml", "styles"},
	"footnotes": {"word/footnotes.xml", "footnotes"},
	"endnotes":  {"word/endnotes.xml", "endnotes"},
}

// docxOf packs a document. A part is given by its name and whole, or by one of
// docxRoots and without its root.
func docxOf(parts ...txtar.File) []byte {
	const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ` +
		`ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range append(slices.Clip(parts), txtar.File{Name: "[Content_Types].xml", Data: []byte(types)}) {
		name, text := p.Name, string(p.Data)
		if short, ok := docxRoots[p.Name]; ok {
			name = short.part
			if p.Name == "body" {
				text = "<w:body>" + text + "</w:body>"
			}
			text = fmt.Sprintf(`<w:%s xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" `+
				`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v">%s</w:%s>`, short.root, text, short.root)
		}
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		if err != nil {
			panic(err) // a buffer takes all
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func docxBody(text string) txtar.File { return txtar.File{Name: "body", Data: []byte(text)} }

// TestDOCX reads documents given by their markup. An archive says in its first
// lines which rules it shows.
func TestDOCX(t *testing.T) {
	for _, path := range docxArchives(t) {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var inputs []txtar.File
			want := map[string]string{}
			for _, f := range archive.Files {
				if f.Name == "blocks" || f.Name == "notes" {
					want[f.Name] = string(f.Data)
				} else {
					inputs = append(inputs, f)
				}
			}
			file, err := docfile.Read(t.Context(), "a.docx", docxOf(inputs...))
			if err != nil {
				t.Fatal(err)
			}
			checkDOCX(t, file)
			got := dumpDOCX(file)
			if *updateDOCX {
				rewriteDOCX(t, path, archive.Comment, inputs, got)
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got); -update-docx rewrites it\n%s", diff)
			}
		})
	}
}

func docxArchives(tb testing.TB) []string {
	tb.Helper()
	paths, err := filepath.Glob("testdata/docx/*.txtar")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no archives: %v", err)
	}
	return paths
}

func rewriteDOCX(t *testing.T, path string, comment []byte, inputs []txtar.File, got map[string]string) {
	t.Helper()
	a := &txtar.Archive{Comment: comment, Files: inputs}
	for _, name := range []string{"blocks", "notes"} {
		if text, ok := got[name]; ok {
			a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(text)})
		}
	}
	if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}

// dumpDOCX writes blocks one a line: the line, "^" when parted, "~" when torn, the
// level of a heading, the mark in braces, the text with "¹" where a footnote mark
// was. A row has its table, "H" for a header, and its cells between bars: lines
// parted by "/", "‹" belongs to the left, "˄" to the cell above. Its own words
// follow when numbers stand in the cells.
func dumpDOCX(f *docfile.File) map[string]string {
	var b strings.Builder
	for _, blk := range f.Blocks {
		fmt.Fprintf(&b, "%d", blk.Line)
		for _, flag := range []struct {
			is   bool
			mark string
		}{{blk.Parted, "^"}, {blk.Torn, "~"}, {blk.Kind == docfile.Heading, fmt.Sprintf(" h%d", blk.Level)}, {blk.Kind == docfile.Row, fmt.Sprintf(" T%d", blk.Table)}, {blk.Header, " H"}, {blk.Mark != "", " {" + blk.Mark + "}"}} {
			if flag.is {
				b.WriteString(flag.mark)
			}
		}
		text := strings.ReplaceAll(blk.Text, "\t", " | ")
		if blk.Kind == docfile.Row {
			b.WriteString(" " + strings.ReplaceAll(dumpCells(blk), docfile.Footnote, "¹"))
			if flat := strings.ReplaceAll(strings.Join(blk.Cells, "\t"), "\n", " "); strings.Trim(flat, "\t") == blk.Text {
				text = ""
			} else {
				text = " = " + text
			}
		} else {
			text = " " + text
		}
		b.WriteString(strings.ReplaceAll(text, docfile.Footnote, "¹") + "\n")
	}
	out := map[string]string{"blocks": b.String()}
	for _, n := range f.Notes {
		out["notes"] += fmt.Sprintf("%d %s\n", n.Line, n.Text)
	}
	return out
}

func dumpCells(b docfile.Block) string {
	cells := make([]string, len(b.Cells))
	for i, c := range b.Cells {
		cells[i] = strings.ReplaceAll(c, "\n", " / ")
		if b.Merge != nil {
			cells[i] += []string{"", "‹", "˄"}[b.Merge[i]]
		}
	}
	return strings.Join(cells, " | ")
}

// checkDOCX checks what holds for every document, whatever it says.
func checkDOCX(t *testing.T, f *docfile.File) {
	t.Helper()
	line, table, columns := 0, 0, 0
	for _, b := range f.Blocks {
		if b.Line < line || b.Line == line && !b.Torn {
			t.Errorf("line %d after line %d", b.Line, line)
		}
		line = b.Line
		if strings.TrimSpace(b.Text) == "" || len(b.Text) > docfile.MaxText || strings.ContainsAny(b.Text, "\n\v\r") {
			t.Errorf("text %.100q", b.Text)
		}
		if (b.Kind == docfile.Heading) != (b.Level > 0) || b.Level > 6 {
			t.Errorf("level %d of kind %d", b.Level, b.Kind)
		}
		if b.Kind != docfile.Row {
			if b.Cells != nil || b.Merge != nil || b.Table != 0 || b.Header || strings.Contains(b.Text, "\t") {
				t.Errorf("a paragraph with cells: %+v", b)
			}
			continue
		}
		if b.Table < table || b.Table == table && len(b.Cells) != columns || b.Mark != "" {
			t.Errorf("row %+v in table %d of %d columns", b, table, columns)
		}
		table, columns = b.Table, len(b.Cells)
		if b.Merge != nil && len(b.Merge) != columns || strings.Count(b.Text, "\t") >= columns {
			t.Errorf("row %+v has %d merges", b, len(b.Merge))
		}
		for i, m := range b.Merge {
			if m != docfile.Own && b.Cells[i] != "" || m == docfile.WithLeft && i == 0 {
				t.Errorf("cell %d of %+v belongs to another and has words", i, b)
			}
		}
	}
	for _, n := range f.Notes {
		if n.Text == "" || n.Line > line {
			t.Errorf("note %+v", n)
		}
	}
}

// docxHeaders returns a header with the markup given, an empty footer, and the relations that name them.
func docxHeaders(markup string) []txtar.File {
	const word = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:v"`
	const kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	relations := fmt.Sprintf(`<Relationships><Relationship Type="%[1]sheader" Target="header1.xml"/><Relationship Type="%[1]sheader" Target="header1.xml"/>`+
		`<Relationship Type="%[1]sfooter" Target="footer1.xml"/></Relationships>`, kinds)
	return []txtar.File{
		{Name: "word/_rels/document.xml.rels", Data: []byte(relations)},
		{Name: "word/header1.xml", Data: fmt.Appendf(nil, "<w:hdr %s>%s</w:hdr>", word, markup)},
		{Name: "word/footer1.xml", Data: fmt.Appendf(nil, "<w:ftr %s>%s</w:ftr>", word, docxParagraph("Trang 1"))},
	}
}

// What pages repeat is no text, and a stamp in it must not be lost: in a line, a cell or a text box.
func TestDOCXFurniture(t *testing.T) {
	markup := docxParagraph("Kế hoạch") +
		"<w:tbl><w:tr><w:tc>" + docxParagraph("Bản 1") + "</w:tc><w:tc>" + docxParagraph("MẬT") + "</w:tc></w:tr></w:tbl>" +
		"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>" + docxParagraph("TỐI MẬT") + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
	file, err := docfile.Read(t.Context(), "a.docx", docxOf(append(docxHeaders(markup), docxBody(docxParagraph("Đắp bờ")))...))
	if err != nil {
		t.Fatal(err)
	}
	if len(file.Blocks) != 1 || file.Blocks[0].Text != "Đắp bờ" {
		t.Errorf("blocks: %+v", file.Blocks)
	}
	if diff := cmp.Diff([]string{"Trang 1", "Kế hoạch", "Bản 1", "MẬT", "TỐI MẬT"}, file.Furniture); diff != "" {
		t.Errorf("furniture (-want +got)\n%s", diff)
	}
}
