package docfile_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dondoc/corpus/docfile"
)

var updatePDF = flag.Bool("update-pdf", false, "write the blocks that come out into the goldens of PDF files")

// TestPDFGolden reads pages that the goldens describe. The lines of a file
// "page" say what stands there, in points from the lower left corner:
//
//	t X Y SIZE words      text from X on
//	c X Y SIZE words      text around X
//	s X1 X2 Y SIZE words  text from X1 to X2 exactly
//	p Y SIZE INDENT words a justified paragraph between the margins 85 and 540
//	r X1 Y1 X2 Y2         a stroked line
//	b X Y W H             a filled box
//	g X Y W,W… H,H…       the lines of a table from its upper left corner
//	picture               an image over the whole page
//	raw OPERATORS
func TestPDFGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/pdf-*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			p := newPaper()
			want := &archive.Files[len(archive.Files)-1]
			if want.Name != "blocks" {
				t.Fatalf("the last file is %q, want the blocks", want.Name)
			}
			for _, f := range archive.Files[:len(archive.Files)-1] {
				l := p.page()
				for line := range strings.Lines(string(f.Data)) {
					l.draw(t, strings.TrimSpace(line))
				}
			}
			got := p.must(t)
			if *updatePDF {
				want.Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(want.Data), got); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPDFOfChromium reads a plan that Chromium printed (its fonts were taken out
// afterwards, to make it small): head and signature in tables without lines, a
// table of four pieces over two pages, its two head rows on each.
func TestPDFOfChromium(t *testing.T) {
	content, err := os.ReadFile("testdata/pdf-chromium.pdf")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/pdf-chromium.txt"
	got := blocksOf(t, content)
	if *updatePDF {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

// draw follows one line of a golden.
func (l *leaf) draw(t *testing.T, line string) {
	t.Helper()
	op, rest, _ := strings.Cut(line, " ")
	numbers := func(n int) []float64 {
		values := make([]float64, n)
		for i := range values {
			var word string
			word, rest, _ = strings.Cut(rest, " ")
			v, err := strconv.ParseFloat(word, 64)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			values[i] = v
		}
		return values
	}
	switch op {
	case "", "#":
	case "t":
		n := numbers(3)
		l.text(n[0], n[1], n[2], rest)
	case "c":
		n := numbers(3)
		l.centred(n[0], n[1], n[2], rest)
	case "s":
		n := numbers(4)
		l.spread(n[0], n[1], n[2], n[3], rest)
	case "p":
		n := numbers(3)
		l.paragraph(n[0], n[1], n[2], rest)
	case "r":
		n := numbers(4)
		l.rule(n[0], n[1], n[2], n[3])
	case "b":
		n := numbers(4)
		l.box(n[0], n[1], n[2], n[3])
	case "g":
		n := numbers(2)
		widths, heights, _ := strings.Cut(rest, " ")
		l.grid(n[0], n[1], floats(t, widths), floats(t, heights))
	case "picture":
		l.picture()
	case "raw":
		l.content.WriteString(rest + "\n")
	default:
		t.Fatalf("unknown line %q", line)
	}
}

func floats(t *testing.T, list string) []float64 {
	t.Helper()
	var values []float64
	for s := range strings.SplitSeq(list, ",") {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatalf("%q: %v", list, err)
		}
		values = append(values, v)
	}
	return values
}

// blocksOf reads a file and writes down what came out, a block a line: its place,
// "¶" when it is parted from the one before, for rows the number of the table,
// cells parted by "¦", "<" and "^" for cells merged with their neighbours.
func blocksOf(t *testing.T, content []byte) string {
	t.Helper()
	f, err := docfile.Read(t.Context(), "a.pdf", content)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	checkPDF(t, f)
	var b strings.Builder
	for _, block := range f.Blocks {
		fmt.Fprintf(&b, "%d.%d ", block.Page, block.Line)
		if block.Kind != docfile.Row {
			if block.Parted {
				b.WriteString("¶ ")
			}
			b.WriteString(strings.ReplaceAll(block.Text, docfile.Footnote, "†") + "\n")
			continue
		}
		fmt.Fprintf(&b, "[%d", block.Table)
		if block.Header {
			b.WriteString(" header")
		}
		b.WriteString("] ")
		for i, c := range block.Cells {
			if i > 0 {
				b.WriteString(" ¦ ")
			}
			c = strings.ReplaceAll(c, "\n", " ⏎ ")
			if block.Merge != nil {
				c += []string{"", "<", "^"}[block.Merge[i]]
			}
			b.WriteString(c)
		}
		b.WriteByte('\n')
	}
	for _, n := range f.Notes {
		fmt.Fprintf(&b, "note %d: %s\n", n.Page, n.Text)
	}
	return b.String()
}

// checkPDF checks what holds for every file.
func checkPDF(t *testing.T, f *docfile.File) {
	t.Helper()
	var last docfile.Place
	for _, b := range f.Blocks {
		if b.Page < 1 || b.Line < 1 || !last.Before(b.Place) {
			t.Errorf("%q stands at %v, behind %v", b.Text, b.Place, last)
		}
		last = b.Place
		checkBlock(t, b)
		if b.Merge != nil && len(b.Merge) != len(b.Cells) {
			t.Errorf("%q has %d merges", b.Cells, len(b.Merge))
		}
		for i, m := range b.Merge {
			if m != docfile.Own && b.Cells[i] != "" {
				t.Errorf("merged cell %d of %q has words", i, b.Cells)
			}
		}
	}
}

func TestPDFRefuses(t *testing.T) {
	whole := newPaper()
	whole.page().paragraph(700, 14, 28, "Sở Xây dựng báo cáo kết quả rà soát trước ngày 15/5/2026.")
	good := whole.bytes()
	scan := newPaper()
	scan.page().picture()
	blank := newPaper()
	blank.page()
	riddle := newPaper()
	riddle.mapping = false
	riddle.page().text(85, 700, 14, "Sở Xây dựng báo cáo kết quả rà soát")
	late := fileOf([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>",
		"<</Type/Page/Contents 6 0 R/Resources<</Font<</F1 5 0 R>>>>>>", "<</Type/Page/Contents 7 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>", stream("", hello), stream("", hello),
	}, 1, "")
	many := newPaper()
	for range 5001 {
		many.page()
	}
	for name, c := range map[string]struct {
		content []byte
		want    error
		says    string
	}{
		"cut in half":         {good[:len(good)/2], docfile.ErrDamaged, ""},
		"cut behind the head": {good[:20], docfile.ErrDamaged, ""},
		"the end is missing":  {good[:len(good)*9/10], docfile.ErrDamaged, ""},
		"a page is cut off":   {late[:bytes.LastIndex(late, []byte("7 0 obj"))], docfile.ErrDamaged, "trang 2"},
		"a page is cut":       {late[:bytes.LastIndex(late, []byte("UBND"))], docfile.ErrDamaged, ""},
		"no objects":          {[]byte("%PDF-1.4\n%%EOF\n"), docfile.ErrDamaged, ""},
		"scanned":             {scan.bytes(), docfile.ErrNoText, "OCR"},
		"blank":               {blank.bytes(), docfile.ErrNoText, ""},
		"no Unicode":          {riddle.bytes(), docfile.ErrNoText, "Unicode"},
		"too many pages":      {many.bytes(), docfile.ErrTooLarge, "5000 trang"},
		"page missing":        {fileOf([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[9 0 R]>>"}, 1, ""), docfile.ErrDamaged, "trang"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := docfile.Read(t.Context(), "a.pdf", c.content)
			if f != nil || !errors.Is(err, c.want) {
				t.Fatalf("Read = %v, %v; want the error %v", f, err, c.want)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %q does not say %q", err, c.says)
			}
		})
	}
}

func TestPDFEndsWithItsContext(t *testing.T) {
	p := newPaper()
	for range 50 {
		p.page().paragraph(700, 14, 28, "Sở Xây dựng báo cáo kết quả rà soát.")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := docfile.Read(ctx, "a.pdf", p.bytes()); !errors.Is(err, context.Canceled) {
		t.Errorf("Read = %v, want the context's error", err)
	}
}

func TestPDFNotes(t *testing.T) {
	p := newPaper()
	villages := 0
	write := func(l *leaf) {
		villages++
		l.paragraph(700, 14, 28, "Ủy ban nhân dân xã rà soát hộ nghèo tại "+strings.Repeat("thôn Nà ", villages)+"trước ngày 15/5/2026.")
	}
	write(p.page())
	p.page().picture()
	p.page().picture()
	write(p.page())
	recognized := p.page()
	recognized.picture()
	recognized.content.WriteString("3 Tr\n")
	write(recognized)
	stamped := p.page()
	write(stamped)
	fmt.Fprintf(&stamped.content, "BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 300 Tm <%s> Tj ET\n", stamped.codes("DỰ THẢO"))
	f, err := docfile.Read(t.Context(), "a.pdf", p.bytes())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range f.Notes {
		got = append(got, fmt.Sprintf("%d %s", n.Page, n.Text))
	}
	want := []string{
		"2 Các trang 2–3 là ảnh quét hoặc hình vẽ, chưa đọc được chữ: hãy nhận dạng chữ (OCR) rồi nạp lại.",
		"5 Trang 5 là ảnh quét, chữ do máy nhận dạng: cần đối chiếu với bản gốc.",
		"6 Trang 6 có chữ viết nghiêng hoặc dọc trang, không đưa vào văn bản: “DỰ THẢO”.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("notes %q, want %q", got, want)
	}
}
