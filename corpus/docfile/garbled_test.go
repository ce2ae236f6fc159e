package docfile_test

import (
	"errors"
	"strings"
	"testing"

	"dondoc/corpus/docfile"
)

// TestGarbledPDFIsRefused: names and dates of a file of which many letters are lost cannot be trusted.
func TestGarbledPDFIsRefused(t *testing.T) {
	const line = "abcdefghij klmnopqrst uvwxyz abcdefghij klmnopqrst uvwxyz "
	for name, c := range map[string]struct {
		text    string
		refused bool
	}{
		"all there":      {strings.Repeat(line, 10), false},
		"few lost":       {strings.Repeat(line, 10) + `\001`, false},
		"one in fifteen": {strings.Repeat("abcdefghij klm"+`\001`, 30), true},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := docfile.Read(t.Context(), "a.pdf", plain("BT /F1 1 Tf 85 700 Td ("+c.text+") Tj ET"))
			if c.refused != errors.Is(err, docfile.ErrEncoding) || !c.refused && err != nil {
				t.Errorf("Read = %v, %v", f, err)
			}
		})
	}
}
