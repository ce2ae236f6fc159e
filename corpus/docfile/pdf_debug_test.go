package docfile

import (
	"fmt"
	"os"
	"testing"
)

func TestBlocks(t *testing.T) {
	name := os.Getenv("PDF")
	if name == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(name)
	f, err := Read(t.Context(), "a.pdf", b)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range f.Blocks {
		p := " "
		if b.Parted {
			p = "¶"
		}
		if b.Kind == Row {
			fmt.Printf("%d.%d T%d h%v %q %v\n", b.Page, b.Line, b.Table, b.Header, b.Cells, b.Merge)
		} else {
			fmt.Printf("%d.%d %s %s\n", b.Page, b.Line, p, b.Text)
		}
	}
	for _, n := range f.Notes {
		fmt.Println("NOTE", n)
	}
}

func TestDump(t *testing.T) {
	name := os.Getenv("PDF")
	if name == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(name)
	d, err := openPDF(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	leaves, err := d.pages()
	fmt.Println(len(leaves), err, d.mended, d.work)
	p := newPDFPainter(d)
	for i, leaf := range leaves {
		box, whole := p.paint(leaf)
		fmt.Println("PAGE", i+1, box, whole, len(p.glyphs), "rules", len(p.rules), "picture", p.picture)
		if os.Getenv("RULES") != "" {
			for _, r := range p.rules {
				fmt.Printf("  rule %.1f,%.1f - %.1f,%.1f\n", r.from.x, r.from.y, r.to.x, r.to.y)
			}
		}
		if os.Getenv("GLYPHS") != "" {
			for _, g := range p.glyphs {
				fmt.Printf("%q %.2f,%.2f-%.2f s%.1f op%v art%v\n", g.text, g.from.x, g.from.y, g.to.x, g.size, g.opaque, g.artifact)
			}
		}
	}
}
