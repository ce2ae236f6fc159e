package docfile

import (
	"fmt"
	"strings"
	"testing"
)

// TestPDFLegacy reads fonts from before Unicode, which their names tell. Words are
// converted whole, because in VNI a letter and its mark are two codes.
func TestPDFLegacy(t *testing.T) {
	upper := func(s string) string { return strings.ToUpper(tcvn3ToUnicode(s)) }
	for _, c := range []struct {
		font, codes string
		convert     func(string) string
	}{
		{".VnTime", "C¸c th«n b¸o c¸o", tcvn3ToUnicode},
		{"ABCDEF+.VnTime,Bold", "th«n", tcvn3ToUnicode},
		{"#2EVnArialH", "kÕ ho¹ch", upper},
		{"VNI-Times", "Coâng boá", vniToUnicode},
		{"Arial", "th«n", func(s string) string { return s }},
	} {
		var codes []byte
		for _, r := range c.codes {
			codes = append(codes, byte(r))
		}
		words := strings.Fields(c.codes)
		for i, w := range words {
			words[i] = c.convert(w)
		}
		want := strings.Join(words, " ")
		content := fmt.Sprintf("BT /F1 12 Tf 85 700 Td <%x> Tj ET", codes)
		file := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]>>endobj 3 0 obj<</Type/Page/Contents 4 0 R" +
			"/Resources<</Font<</F1<</Subtype/TrueType/Encoding/WinAnsiEncoding/BaseFont/" + c.font + ">>>>>>>>endobj " +
			fmt.Sprintf("4 0 obj<</Length %d>>stream\n%s\nendstream endobj trailer<</Root 1 0 R>>\n", len(content), content)
		f, err := Read(t.Context(), "a.pdf", []byte(file))
		if err != nil {
			t.Fatalf("%s: %v", c.font, err)
		}
		if got := f.Blocks[0].Text; got != want {
			t.Errorf("%s: %q, want %q", c.font, got, want)
		}
	}
}
