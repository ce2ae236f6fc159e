package docfile_test

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

func TestWriteTmp(t *testing.T) {
	if os.Getenv("OUT") == "" {
		t.Skip()
	}
	a, _ := txtar.ParseFile(os.Getenv("IN"))
	p := newPaper()
	for _, f := range a.Files[:len(a.Files)-1] {
		l := p.page()
		for line := range strings.Lines(string(f.Data)) {
			l.draw(t, strings.TrimSpace(line))
		}
	}
	os.WriteFile(os.Getenv("OUT"), p.bytes(), 0o644)
}
