package docfile_test

import (
	"bytes"
	"compress/lzw"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dondoc/corpus/docfile"
)

const (
	hello   = "BT /F1 12 Tf 85 700 Td (C\xe1c th\xf4n b\xe1o c\xe1o UBND x\xe3 tr\xean 15/5/2026.) Tj ET"
	hearing = "1.1 ¶ Các thôn báo cáo UBND xã trên 15/5/2026.\n"
)

// TestPDFEncrypted reads files that other programs have written: encrypted with
// the empty password, and with objects in streams. What has a password is refused.
func TestPDFEncrypted(t *testing.T) {
	files, err := filepath.Glob("testdata/pdf-*.pdf")
	if err != nil {
		t.Fatal(err)
	}
	locked, read := 0, 0
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case strings.Contains(name, "locked"):
			locked++
			if _, err := docfile.Read(t.Context(), name, content); !errors.Is(err, docfile.ErrLocked) || !strings.Contains(err.Error(), "mở khóa") {
				t.Errorf("%s: Read = %v, want that it is locked and what to do", name, err)
			}
		case len(content) < 2000:
			read++
			if got := blocksOf(t, content); got != hearing {
				t.Errorf("%s: %s", name, got)
			}
		}
	}
	if locked != 2 || read != 6 {
		t.Errorf("%d locked files and %d others, want 2 and 6", locked, read)
	}
}

func deflate(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// lzwOf packs as PDF does: with 9 bits from the beginning, and the width raised one code early.
// The standard library raises it in time, so the text must stay below 255 codes.
func lzwOf(s string) string {
	var b bytes.Buffer
	w := lzw.NewWriter(&b, lzw.MSB, 8)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// predicted puts before each row of n bytes the number of a PNG predictor, and filters it so.
func predicted(s string, n int, kinds ...byte) string {
	for len(s)%n != 0 {
		s += " "
	}
	above := make([]byte, n)
	var out []byte
	for i := 0; i < len(s); i += n {
		row, kind := []byte(s[i:i+n]), kinds[i/n%len(kinds)]
		out = append(out, kind)
		for j, c := range row {
			var left, corner byte
			if j > 0 {
				left, corner = row[j-1], above[j-1]
			}
			switch kind {
			case 1:
				c -= left
			case 2:
				c -= above[j]
			case 3:
				c -= byte((int(left) + int(above[j])) / 2)
			case 4:
				p := int(left) + int(above[j]) - int(corner)
				near := func(v byte) int { return max(p-int(v), int(v)-p) }
				switch {
				case near(left) <= near(above[j]) && near(left) <= near(corner):
					c -= left
				case near(above[j]) <= near(corner):
					c -= above[j]
				default:
					c -= corner
				}
			}
			out = append(out, c)
		}
		above = row
	}
	return string(out)
}

func TestPDFFilters(t *testing.T) {
	var base85 bytes.Buffer
	w := ascii85.NewEncoder(&base85)
	w.Write([]byte(hello))
	w.Close()
	packed := deflate(hello)
	for name, c := range map[string]struct{ attrs, content string }{
		"none":           {"", hello},
		"flate":          {"/Filter/FlateDecode", packed},
		"wrong checksum": {"/Filter/FlateDecode", packed[:len(packed)-4] + "\x00\x00\x00\x00"},
		"hex":            {"/Filter/ASCIIHexDecode", hex.EncodeToString([]byte(hello)) + ">"},
		"base 85":        {"/Filter[/ASCII85Decode]", base85.String() + "~>"},
		"two filters":    {"/Filter[/AHx/Fl]", hex.EncodeToString([]byte(packed)) + ">"},
		"LZW":            {"/Filter/LZWDecode/DecodeParms<</EarlyChange 0>>", lzwOf(hello)},
		"LZW, repeating": {"/Filter/LZWDecode", lzwOf(strings.Repeat(" ", 200) + hello)},
		"run length":     {"/Filter/RunLengthDecode", "\xf7 " + string([]byte{byte(len(hello) - 1)}) + hello + "\x80"},
		"PNG predictors": {"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 7>>", deflate(predicted(hello, 7, 0, 1, 2, 3, 4))},
		"TIFF predictor": {"/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 300>>", deflate(differences(hello))},
	} {
		t.Run(name, func(t *testing.T) {
			if got := blocksOf(t, plainWith(c.attrs, c.content)); got != hearing {
				t.Errorf("blocks %q", got)
			}
		})
	}
}

func differences(s string) string {
	out := []byte(s)
	for i := len(out) - 1; i > 0; i-- {
		out[i] -= out[i-1]
	}
	return string(out)
}

// TestPDFMends reads files whose table of objects is wrong, as many programs and mail gateways leave them.
func TestPDFMends(t *testing.T) {
	good := plain(hello)
	xref := bytes.LastIndex(good, []byte("xref\n0"))
	replace := func(old, new string) []byte { return bytes.Replace(good, []byte(old), []byte(new), 1) }
	for name, content := range map[string][]byte{
		"as it is":             good,
		"offsets wrong":        bytes.Replace(good, []byte("%PDF-1.7\n"), []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3 a comment\n"), 1),
		"table missing":        slices.Concat(good[:xref], []byte("%%EOF\n")),
		"rubbish behind":       slices.Concat(good, bytes.Repeat([]byte("\x00mail\n"), 300)),
		"version 2.0":          replace("%PDF-1.7", "%PDF-2.0"),
		"length wrong":         replace(fmt.Sprintf("/Length %d", len(hello)), "/Length 7"),
		"length elsewhere":     replace(fmt.Sprintf("/Length %d", len(hello)), "/Length 4 0 R"),
		"windows line ends":    replace("stream\n", "stream\r\n"),
		"blanks at the end":    slices.Concat(good, []byte("   \r\n\r\n")),
		"numbers off by one":   replace("xref\n0 6\n", "xref\n1 6\n"),
		"names written in hex": replace("/Contents", "/Con#74ents"),
	} {
		t.Run(name, func(t *testing.T) {
			if got := blocksOf(t, content); got != hearing {
				t.Errorf("blocks %q", got)
			}
		})
	}
}

// streamTable is a file whose table of objects is a stream with the given rows and entries.
func streamTable(attrs, table, objects string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n" + objects)
	at := b.Len()
	fmt.Fprintf(&b, "1 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", stream("/Type/XRef/W[1 2 1]/Root 2 0 R"+attrs, table), at)
	return b.Bytes()
}

// TestPDFHostile reads files that would stop a trusting reader: by an endless
// loop, or by filling the stack or the memory. Each must be refused, or read, at once.
func TestPDFHostile(t *testing.T) {
	objects := "2 0 obj\n<</Type/ObjStm/N 1/First 4/Length 8>>\nstream\n3 0 <414\nendstream\nendobj\n"
	nested := strings.Repeat("[", 1<<20)
	form := func(n int) string {
		return stream(fmt.Sprintf("/Type/XObject/Subtype/Form/Resources<</XObject<</X %d 0 R>>>>", n), strings.Repeat("/X Do ", 50))
	}
	calls := fileOf([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>",
		"<</Type/Page/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>", stream("", "/X Do"), form(6), form(5),
	}, 1, "")
	for name, content := range map[string][]byte{
		"object in itself":        streamTable("/Size 3", "\x00\x00\x00\x00\x01\x00\x09\x00\x02\x00\x02\x00", ""),
		"huge size":               streamTable("/Size 20000000000/Index[0 2]", "\x00\x00\x00\x00\x01\x00\x09\x00", ""),
		"huge index":              streamTable("/Size 3/Index[4000000000 9000000000000]", strings.Repeat("\x01\x00\x09\x00", 4), ""),
		"no width":                streamTable("/Size 9000000000/W[0 0 0]", "", ""),
		"table goes on in itself": streamTable("/Size 3/Prev 9", "\x00\x00\x00\x00\x01\x00\x09\x00", ""),
		"open string":             streamTable("/Size 4", "\x00\x00\x00\x00\x01\x00\x09\x00\x01\x00\x09\x00\x02\x00\x02\x00", objects),
		"pages of themselves":     fileOf([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"}, 1, ""),
		"references in a ring":    fileOf([]string{"<</Type/Catalog/Pages 2 0 R>>", "3 0 R", "2 0 R"}, 1, ""),
		"nested arrays":           fileOf([]string{"<</Type/Catalog/Pages 2 0 R/X " + nested + ">>", nested}, 1, ""),
		"forms that call forms":   calls,
		"nested on the page":      plain(nested + "<<" + nested),
		"wide codes":              plain("BT /F1 1e30 Tf 1e30 0 0 1e30 1e300 1e300 Tm (a) Tj 1e300 Tc (b) Tj ET"),
		"unclosed":                plain("BT (abc"),
		"ends in an escape":       []byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog/A(x\\"),
		"open picture":            plain("BI /W 1 ID abcdef"),
	} {
		t.Run(name, func(t *testing.T) {
			if f, err := docfile.Read(t.Context(), "a.pdf", content); err == nil {
				checkPDF(t, f)
			} else if !isOurs(err) {
				t.Errorf("Read = %v, want an error of the package", err)
			}
		})
	}
}

// isOurs reports whether the error is one that Read may return for a PDF file.
func isOurs(err error) bool {
	return slices.ContainsFunc([]error{
		docfile.ErrDamaged, docfile.ErrLocked, docfile.ErrNoText, docfile.ErrTooLarge, docfile.ErrEmpty, docfile.ErrFormat, docfile.ErrEncoding,
	}, func(want error) bool { return errors.Is(err, want) })
}

// TestPDFBombs refuses what unpacks without end, or paints the same again and again.
func TestPDFBombs(t *testing.T) {
	const mega = 1 << 20
	blank := deflate(strings.Repeat(" ", 60*mega))
	var contents strings.Builder
	for range 40 {
		contents.WriteString("4 0 R ")
	}
	for name, content := range map[string][]byte{
		"one stream":   plainWith("/Filter/FlateDecode", deflate(strings.Repeat(" ", 70*mega))),
		"many streams": fileOf([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Contents[" + contents.String() + "]>>", stream("/Filter/FlateDecode", blank)}, 1, ""),
	} {
		t.Run(name, func(t *testing.T) {
			if f, err := docfile.Read(t.Context(), "a.pdf", content); f != nil || !isOurs(err) {
				t.Errorf("Read = %v, %v; want an error", f, err)
			}
		})
	}
}
