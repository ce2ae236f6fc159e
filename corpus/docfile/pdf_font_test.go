package docfile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"dondoc/corpus/docfile"
)

// withFont is a file with one page of the given content and the given objects from number 5 on; 5 is F1.
func withFont(content string, objects ...string) []byte {
	return fileOf(append([]string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		stream("", content),
	}, objects...), 1, "")
}

func shown(text string) string { return fmt.Sprintf("BT /F1 12 Tf 85 700 Td %s Tj ET", text) }

func TestPDFFonts(t *testing.T) {
	widths := "/FirstChar 32/LastChar 126/Widths[" + strings.Repeat("500 ", 95) + "]"
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"WinAnsi": {withFont(shown("(th\xf4n x\xe3 - \x93b\xe0\x94)"), "<</Subtype/TrueType/Encoding/WinAnsiEncoding>>"), "thôn xã - “bà”"},
		"MacRoman": {
			withFont(shown("(th\x99n)"), "<</Subtype/TrueType/Encoding/MacRomanEncoding>>"), "thôn",
		},
		"standard": {withFont(shown("(it's `on' \xae)"), "<</Subtype/Type1/BaseFont/Times-Roman>>"), "it’s ‘on’ fi"},
		"names of glyphs": {
			withFont(shown("(ABCDEFGH)"), "<</Subtype/Type1/Encoding<</Differences[65/T/h/uni1EDD/i/space/u1EA1/Dcroat/ecircumflexacute]>>>>"), "Thời ạĐế",
		},
		"names with marks": {
			withFont(shown("(ABCDE)"), "<</Subtype/Type1/Encoding<</Differences[65/ahookabove/uhorntilde/obreve/ydotbelow/emdash]>>>>"), "ảữŏỵ—",
		},
		"ToUnicode before encoding": {
			withFont(shown("(A)"), "<</Subtype/TrueType/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>", stream("", "1 beginbfchar <41> <1EA0> endbfchar")), "Ạ",
		},
		"ranges": {
			withFont(shown("(ABCDE)"), "<</Subtype/TrueType/ToUnicode 6 0 R>>", stream("", "2 beginbfrange <41> <43> <1EA0> <44> <45> [<0111> <00660069>] endbfrange")), "ẠạẢđfi",
		},
		"ligature": {
			withFont(shown("(A)"), "<</Subtype/TrueType/ToUnicode 6 0 R>>", stream("", "1 beginbfchar <41> <FB03> endbfchar")), "ffi",
		},
		"bullet of Symbol": {
			withFont(shown("(A)"), "<</Subtype/TrueType/BaseFont/Symbol/ToUnicode 6 0 R>>", stream("", "1 beginbfchar <41> <F0B7> endbfchar")), "•",
		},
		"tick of Wingdings": {withFont(shown("(\xfc)"), "<</Subtype/TrueType/BaseFont/Wingdings-Regular>>"), "✓"},
		"codes of its own CMap": {
			withFont(shown("<41420143>"), "<</Subtype/Type0/Encoding 6 0 R/DescendantFonts[7 0 R]/ToUnicode 8 0 R>>",
				stream("", "2 begincodespacerange <41> <42> <0100> <01FF> endcodespacerange 1 begincidrange <41> <42> 10 endcidrange 1 begincidchar <0143> 9 endcidchar"),
				"<</Subtype/CIDFontType0/W[9[400 600] 11 12 250]>>",
				stream("", "3 beginbfchar <41> <0061> <42> <0062> <0143> <0111> endbfchar")), "abđ",
		},
		"UTF-16 as code":          {withFont(shown("<00541EDD>"), "<</Subtype/Type0/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>", "<</DW 500>>"), "Tờ"},
		"marks painted by itself": {withFont(shown("<000100020003>"), "<</Subtype/Type0/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>", "<</DW 500/W[2[0]]>>", stream("", "3 beginbfchar <0001> <0065> <0002> <0302> <0003> <006D> endbfchar")), "êm"},
		"soft hyphen": {
			withFont(shown("(A\xadB)"), "<</Subtype/TrueType/Encoding/WinAnsiEncoding"+widths+">>"), "AB",
		},
		"the text that is meant": {withFont("BT /F1 12 Tf 85 700 Td /Span<</ActualText<FEFF1EA1006E>>>BDC (qx) Tj EMC (g) Tj ET", "<</Subtype/TrueType/Encoding/WinAnsiEncoding"+widths+">>"), "ạng"},
		"a form with a matrix": {
			fileOf([]string{
				"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>",
				"<</Type/Page/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>", stream("", "q 1 0 0 1 0 100 cm /X Do Q"),
				stream("/Subtype/Form/Matrix[2 0 0 2 10 -900]/Resources<</Font<</F1 6 0 R>>>>", shown("(form)")), "<</Subtype/TrueType/Encoding/WinAnsiEncoding>>",
			}, 1, ""), "form",
		},
	} {
		t.Run(name, func(t *testing.T) {
			want := "1.1 ¶ " + c.want + "\n"
			if got := blocksOf(t, c.content); got != want {
				t.Errorf("blocks %q, want %q", got, want)
			}
		})
	}
}

// TestPDFUnknownLetters leaves out what a font does not tell, and says so.
func TestPDFUnknownLetters(t *testing.T) {
	content := withFont("BT /F1 12 Tf 85 700 Td (ABCAD) Tj /F2 12 Tf 0 -20 Td (ABC) Tj ET",
		"<</Subtype/TrueType/BaseFont/ABCDEF+X/FontDescriptor<</Flags 4>>/ToUnicode 6 0 R>>", stream("", "2 beginbfchar <41> <0041> <44> <0044> endbfchar"))
	got := blocksOf(t, content)
	want := "1.1 ¶ AAD\nnote 1: Trang 1 có chữ không đọc được vì phông chữ không kèm bảng mã Unicode: hãy xuất lại PDF từ bản gốc.\n"
	if got != want {
		t.Errorf("blocks %q, want %q", got, want)
	}
}

// TestPDFTurned reads pages that are turned, or painted sideways.
func TestPDFTurned(t *testing.T) {
	for name, c := range map[string]struct{ attrs, content string }{
		"a page turned right":    {"/Rotate 90", "BT /F1 12 Tf 0 1 -1 0 300 85 Tm (tren) Tj 0 1 -1 0 320 85 Tm (duoi) Tj ET"},
		"a page turned left":     {"/Rotate 270", "BT /F1 12 Tf 0 -1 1 0 300 700 Tm (tren) Tj 0 -1 1 0 280 700 Tm (duoi) Tj ET"},
		"upside down":            {"/Rotate 180", "BT /F1 12 Tf -1 0 0 -1 300 300 Tm (tren) Tj -1 0 0 -1 300 320 Tm (duoi) Tj ET"},
		"painted upwards":        {"", "BT /F1 12 Tf 0 1 -1 0 300 85 Tm (tren) Tj 0 1 -1 0 320 85 Tm (duoi) Tj ET"},
		"moved by the operators": {"", "1 0 0 1 50 50 cm BT /F1 6 Tf 2 0 0 2 0 500 Tm 14 TL (tren) Tj T* (duoi) Tj ET"},
		"shown line by line":     {"", "BT /F1 12 Tf 20 TL 85 700 Td (tren) Tj (duoi) ' ET"},
		"shown with gaps":        {"", "BT /F1 12 Tf 20 TL 85 720 Td 0 0 (tren) \" 0 -30 TD (duoi) Tj ET"},
	} {
		t.Run(name, func(t *testing.T) {
			content := fileOf([]string{
				"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]" + c.attrs + "/MediaBox[0 0 595 842]>>",
				"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>", stream("", c.content),
				"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
			}, 1, "")
			got := blocksOf(t, content)
			if first, second, ok := strings.Cut(got, "\n"); !ok || !strings.HasSuffix(first, "tren") && !strings.Contains(first, "tren duoi") || !strings.Contains(first+second, "duoi") {
				t.Errorf("blocks %q", got)
			}
		})
	}
}

// TestPDFAnnotations reads what is laid over a page and seen in print, and nothing else.
func TestPDFAnnotations(t *testing.T) {
	form := func(text string) string {
		return stream("/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 12 Tf 2 5 Td ("+text+") Tj ET")
	}
	content := fileOf([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/Annots[6 0 R 7 0 R 8 0 R 9 0 R]>>", stream("", "BT /F1 12 Tf 85 700 Td (KH) Tj ET"),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Subtype/FreeText/Rect[85 740 185 760]/AP<</N 10 0 R>>>>",
		"<</Subtype/Widget/Rect[85 640 285 680]/AS/On/AP<</N<</On 11 0 R/Off 10 0 R>>>>>>",
		"<</Subtype/FreeText/F 2/Rect[85 540 185 560]/AP<</N 10 0 R>>>>",
		"<</Subtype/Popup/Rect[85 440 185 460]/AP<</N 10 0 R>>>>",
		form("so 12"), form("ngay 5"),
	}, 1, "")
	const want = "1.1 ¶ so 12\n1.2 KH\n1.3 ngay 5\n"
	if got := blocksOf(t, content); got != want {
		t.Errorf("blocks %q, want %q", got, want)
	}
}

// TestPDFContent reads the operators and objects of a page as programs write them.
func TestPDFContent(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"escapes":                  {`BT /F1 12 Tf 85 700 Td (a\(b\)\\ (c) \101\102 \x\` + "\nd\\\r\ne) Tj ET", `a(b)\ (c) AB xde`},
		"hex with an odd digit":    {"BT /F1 12 Tf 85 700 Td <41 42 5> Tj ET", "ABP"},
		"numbers of all kinds":     {"BT /F1 +12. Tf 85. --700 Td 0 1400 Td (a) Tj ET", "a"},
		"comments":                 {"% (no) Tj\nBT /F1 12 Tf % font\n85 700 Td (a) Tj ET", "a"},
		"restored state":           {"q BT /F1 12 Tf ET Q Q q BT /F1 12 Tf 85 700 Td (a) Tj ET Q (b) Tj", "a"},
		"no font":                  {"BT 85 700 Td (a) Tj /F9 12 Tf (b) Tj /F1 12 Tf (c) Tj ET", "\uFFFDc"},
		"beyond the page":          {"BT /F1 12 Tf 85 900 Td (a) Tj 0 -200 Td (b) Tj 700 0 Td (c) Tj ET", "b"},
		"a picture within":         {"BI /W 2 /H 2 ID \x00(EI) \xff EI BT /F1 12 Tf 85 700 Td (a) Tj ET", "a"},
		"raised and stretched":     {"BT /F1 12 Tf 85 700 Td 50 Tz 3 Ts (abc) Tj ET", "abc"},
		"unknown operators":        {"/GS9 gs 1 0 0 rg /Sh1 sh BT /F1 12 Tf 85 700 Td (a) Tj ET 5 5 5 xyz", "a"},
		"arrays left open":         {"BT /F1 12 Tf 85 700 Td [(a) -10 (b) TJ ET", ""},
		"shapes that are no table": {"0 0 m 9 0 9 9 0 9 c h f 100 100 m 200 100 l 200 200 l h S 50 50 m 60 60 l B BT /F1 12 Tf 85 700 Td (a) Tj ET", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := docfile.Read(t.Context(), "a.pdf", plain(c.content))
			if c.want == "" {
				if !errors.Is(err, docfile.ErrNoText) {
					t.Errorf("Read = %v, %v; want no text", f, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Blocks) != 1 || f.Blocks[0].Text != c.want {
				t.Errorf("blocks %+v, want %q", f.Blocks, c.want)
			}
		})
	}
}
