package docfile

import (
	"fmt"
	"os"
	"testing"
)

func TestLines(t *testing.T) {
	name := os.Getenv("PDFL")
	if name == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(name)
	d, err := openPDF(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	leaves, _ := d.pages()
	sheets, _ := d.sheets(leaves)
	markFurniture(sheets)
	var m pdfMargins
	for _, s := range sheets {
		m = s.setMargins(m)
		fmt.Printf("PAGE %d %+v pitch %v usual %v\n", s.page, m, s.pitch, s.usualSize())
		for i, it := range s.items {
			if it.row != nil {
				fmt.Printf("  row %q\n", it.row.cells)
				continue
			}
			fmt.Printf("  %.1f-%.1f y%.1f s%.1f above %.1f col%d c%v drop%v note%v %q\n", it.left, it.right, it.y, it.size, it.above, it.column, it.centred(), s.drop[i], it.note, it.text)
		}
	}
}
