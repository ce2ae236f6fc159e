package docfile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus/docfile"
)

// show writes blocks one a line: kind (a heading with its level), line, a mark when parted, text; cells between bars, their lines by "/",
// "¹" where a footnote mark was.
func show(f *docfile.File) []string {
	var out []string
	for _, b := range f.Blocks {
		parted := " "
		if b.Parted {
			parted = "^"
		}
		body := b.Text
		kind := map[docfile.Kind]string{docfile.Paragraph: "p", docfile.Heading: fmt.Sprintf("h%d@", b.Level), docfile.Row: "r"}[b.Kind]
		if b.Kind == docfile.Row {
			body = strings.ReplaceAll(strings.Join(b.Cells, "|"), "\n", "/")
		}
		body = strings.ReplaceAll(body, docfile.Footnote, "¹")
		out = append(out, fmt.Sprintf("%s%d%s%s", kind, b.Line, parted, body))
	}
	return out
}

func TestReadBlocks(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"paragraphs":                {"Một\nHai\n\n  Ba  bốn \n", []string{"p1^Một", "p2 Hai", "p4^Ba bốn"}},
		"headings":                  {"# Một\n###  Hai ##\n#Ba\n####### Bảy", []string{"h1@1^Một", "h3@2 Hai ##", "p3 #Ba", "p4 ####### Bảy"}},
		"a heading without words":   {"#\n## **\nMột", []string{"p3^Một"}},
		"exponents of units":        {"rộng 5 m<sup>2</sup>, dài 7 km<sup>2</sup> và Trạm<sup>2</sup>", []string{"p1^rộng 5 m2, dài 7 km2 và Trạm¹"}},
		"comparisons are no tags":   {"a<b, x > y; a<b x > y; <tên cơ quan> <ngay>", []string{"p1^a<b, x > y; a<b x > y; <tên cơ quan> <ngay>"}},
		"tags with attributes":      {`<p align="left">Một</p><br/>Hai<o:p></o:p><hr />`, []string{"p1^Một", "p1 Hai"}},
		"rules part":                {"Một\n-----\nHai\n***\nBa\n===\nBốn", []string{"p1^Một", "p3^Hai", "p5^Ba", "p7^Bốn"}},
		"two dashes are no rule":    {"Một\n--\nHai", []string{"p1^Một", "p2 --", "p3 Hai"}},
		"row of tabs":               {"TT\tViệc\tCơ quan", []string{"r1^TT|Việc|Cơ quan"}},
		"row of bars":               {"| TT | Việc |\n|---|:--:|\n| 1 | Đo đạc |", []string{"r1^TT|Việc", "r3^1|Đo đạc"}},
		"bar without its end":       {"| TT | Việc", []string{"r1^TT|Việc"}},
		"bar of the text":           {`| 1 | loài A\|B |`, []string{"r1^1|loài A|B"}},
		"bar of the text at end":    {`| 1 | loài A\|`, []string{"r1^1|loài A|"}},
		"one bar is text":           {"|một", []string{"p1^|một"}},
		"empty cells keep place":    {"| | Đo đạc | |", []string{"r1^|Đo đạc|"}},
		"empty row":                 {"| | | |\nMột", []string{"p2^Một"}},
		"indented by a tab":         {"\tMột hai", []string{"p1^Một hai"}},
		"indented by two tabs":      {"\t\tMột", []string{"r1^||Một"}},
		"tab at the end":            {"Một hai\t", []string{"p1^Một hai"}},
		"row that spans its table":  {"II. Thủy lợi\t\t\t", []string{"r1^II. Thủy lợi|||"}},
		"lone cell between bars":    {"| Một |", []string{"p1^Một"}},
		"emphasis":                  {"**Bộ Y tế** *và* ***Bộ Nội vụ***", []string{"p1^Bộ Y tế và Bộ Nội vụ"}},
		"emphasis over lines":       {"**Bộ Y tế\nvà các sở**", []string{"p1^Bộ Y tế", "p2 và các sở"}},
		"star as list mark":         {"* Một\n  * Hai", []string{"p1^- Một", "p2 - Hai"}},
		"escaped star":              {`Ghi chú \* xem dưới`, []string{"p1^Ghi chú xem dưới"}},
		"tags":                      {"<b>Một</b> <u>hai</u> <span class=\"x\">ba</span>", []string{"p1^Một hai ba"}},
		"entities":                  {"L&acirc;m &amp; n&ocirc;ng &lt; 5", []string{"p1^Lâm & nông < 5"}},
		"no tag":                    {"5 < 6 và a < b, x > y", []string{"p1^5 < 6 và a < b, x > y"}},
		"open tag":                  {"Một <b hai", []string{"p1^Một <b hai"}},
		"breaks in a cell":          {"| 1 | Một<br>Hai<br/><br>Ba |", []string{"r1^1|Một/Hai/Ba"}},
		"break in a paragraph":      {"Một<br>hai", []string{"p1^Một hai"}},
		"bold title, then italics":  {"1\t<b>Đo mưa</b> <i>tại trạm</i>", []string{"r1^1|Đo mưa/tại trạm"}},
		"bold, words, italics":      {"1\t<b>Đo</b> mưa <i>tại trạm</i>", []string{"r1^1|Đo mưa tại trạm"}},
		"footnote mark":             {"Một<sup>12</sup> hai<sup> 3</sup>.", []string{"p1^Một¹ hai¹."}},
		"footnote mark in a cell":   {"1\tMột<sup>(1)</sup>", []string{"r1^1|Một¹"}},
		"footnote mark of our own":  {"Một\uE000hai", []string{"p1^Mộthai"}},
		"long superscript is words": {"Một<sup>xem chú giải</sup>", []string{"p1^Mộtxem chú giải"}},
		"page break":                {"Một\f\nHai\n\f\nBa", []string{"p1^Một", "p2 Hai", "p4^Ba"}},
		"tab by entity":             {"Một&#9;hai", []string{"p1^Một hai"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, show(mustRead(t, []byte(c.in)))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestLongLinesAreCut(t *testing.T) {
	word := strings.Repeat("đ", docfile.MaxText/4)
	f, err := docfile.Read(t.Context(), "a.txt", []byte("Một\n"+strings.Repeat(word+" ", 5)+"\nHai"))
	if err != nil {
		t.Fatal(err)
	}
	words := 0
	for i, b := range f.Blocks {
		if len(b.Text) > docfile.MaxText {
			t.Errorf("a block of %d bytes", len(b.Text))
		}
		if torn := i == 2 || i == 3 || i == 4 || i == 5; b.Torn != torn {
			t.Errorf("block %d of line %d: Torn = %v", i, b.Line, b.Torn)
		}
		words += strings.Count(b.Text, word)
	}
	if words != 5 || f.Blocks[len(f.Blocks)-1].Text != "Hai" || f.Blocks[len(f.Blocks)-1].Line != 3 {
		t.Errorf("%d of 5 words in %d blocks", words, len(f.Blocks))
	}
}

func TestRowText(t *testing.T) {
	b := mustRead(t, []byte("| | Đo<br>mưa | | Sở Y tế | |")).Blocks[0]
	if want := "Đo mưa\t\tSở Y tế"; b.Text != want {
		t.Errorf("Text = %q, want %q", b.Text, want)
	}
}

func TestFrontMatter(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		meta map[string]string
		want []string
	}{
		"none":     {"Một\n---\nHai", nil, []string{"p1^Một", "p3^Hai"}},
		"keys":     {"---\nSỐ :  5/KH \nTiêu  Đề: a: b\nlời không khóa\n---\nMột", map[string]string{"số": "5/KH", "tiêu đề": "a: b"}, []string{"p6^Một"}},
		"empty":    {"---\n---\nMột", map[string]string{}, []string{"p3^Một"}},
		"not shut": {"---\nsố: 5\nMột", nil, []string{"p2^số: 5", "p3 Một"}},
		"too low":  {"\n---\nsố: 5\n---\nMột", nil, []string{"p3^số: 5", "p5^Một"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := mustRead(t, []byte(c.in))
			if diff := cmp.Diff(c.meta, f.Meta); diff != "" {
				t.Errorf("meta (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(c.want, show(f)); diff != "" {
				t.Errorf("blocks (-want +got)\n%s", diff)
			}
		})
	}
}
