package docfile

import (
	"fmt"
	"os"
	"testing"
)

func TestObjs(t *testing.T) {
	name := os.Getenv("PDFO")
	if name == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(name)
	d, err := openPDF(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range d.numbers() {
		v := d.load(pdfRef{id, 0})
		if s, ok := v.(*pdfStream); ok {
			c, ok := d.unpack(s)
			fmt.Printf("%d %v %v %q\n", id, s.dict, ok, c[:min(len(c), 400)])
		} else {
			fmt.Printf("%d %v\n", id, v)
		}
	}
}
