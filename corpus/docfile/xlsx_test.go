package docfile_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus/docfile"
)

// zipOf packs parts, given as name and content in turn.
func zipOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`

// styleSheet has a cell style for each of these formats, in turn; the last has a font of TCVN3.
var styleSheet = xmlHead + `<styleSheet><numFmts>
<numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="mm/yyyy"/><numFmt numFmtId="166" formatCode="#,##0.0"/>
</numFmts><fonts><font><name val="Arial"/></font><font><name val=".VnTime"/></font></fonts>
<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="9"/>
<xf numFmtId="22"/><xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>`

// book is a workbook of the given sheets: "name" or "name|hidden", then the inside of its <worksheet>.
func book(t testing.TB, sheets ...string) []byte {
	t.Helper()
	return zipOf(t, bookParts(sheets...)...)
}

func bookParts(sheets ...string) []string {
	list, related := "", ""
	var parts []string
	for i := 0; i < len(sheets); i += 2 {
		name, state, _ := strings.Cut(sheets[i], "|")
		list += fmt.Sprintf(`<sheet name=%q sheetId="%d" state=%q r:id="rId%d"/>`, name, i+1, state, i)
		related += fmt.Sprintf(`<Relationship Id="rId%d" Type="http://x/worksheet" Target="worksheets/sheet%d.xml"/>`, i, i)
		parts = append(parts, fmt.Sprintf("xl/worksheets/sheet%d.xml", i), xmlHead+"<worksheet>"+sheets[i+1]+"</worksheet>")
	}
	return append(parts,
		"_rels/.rels", xmlHead+`<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", xmlHead+`<workbook xmlns:r="r"><sheets>`+list+"</sheets></workbook>",
		"xl/_rels/workbook.xml.rels", xmlHead+"<Relationships>"+related+`<Relationship Id="s" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>`+
			`<Relationship Id="y" Type="http://x/styles" Target="styles.xml"/></Relationships>`,
		"xl/styles.xml", styleSheet,
		"xl/sharedStrings.xml", xmlHead+`<sst><si><t>chung</t></si><si><r><t>Sở </t></r><r><rPr><b/></rPr><t>Y tế</t></r><rPh><t>x</t></rPh></si></sst>`)
}

// data is the inside of a sheet: rows of cells parted by "|", from row 1 on; "" leaves a cell or row out.
func data(rows ...string) string {
	var s strings.Builder
	s.WriteString("<sheetData>")
	for i, row := range rows {
		if row == "" {
			continue
		}
		fmt.Fprintf(&s, `<row r="%d">`, i+1)
		for j, cell := range strings.Split(row, "|") {
			if cell != "" {
				fmt.Fprintf(&s, `<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+j, i+1, cell)
			}
		}
		s.WriteString("</row>")
	}
	s.WriteString("</sheetData>")
	return s.String()
}

func readBook(t *testing.T, sheets ...string) *docfile.File {
	t.Helper()
	f, err := docfile.Read(t.Context(), "a.xlsx", book(t, sheets...))
	if err != nil {
		t.Fatal(err)
	}
	checkRead(t, f, nil)
	return f
}

func TestXLSX(t *testing.T) {
	for name, c := range map[string]struct{ sheet, want string }{
		"title, table and signature": {
			data("|SỞ A", "|THEO DÕI NĂM 2031", "", "TT|Việc|Hạn|", "1|Đo|30/6", "2|Vẽ|", "", "|Người lập: Bà B", "||GIÁM ĐỐC"),
			"p1^|SỞ A\np2 |THEO DÕI NĂM 2031\nr4^T1|TT|Việc|Hạn\nr5 T1|1|Đo|30/6\nr6 T1|2|Vẽ|\np8^|Người lập: Bà B\np9 |GIÁM ĐỐC\n",
		},
		"letterhead side by side": {
			data("SỞ A|||VIỆT NAM", "Kỳ:|quý I", "TT|Việc|Hạn|Ai", "1|a|b|c"),
			"p1^|SỞ A\np1 |VIỆT NAM\np2 |Kỳ: quý I\nr3 T1|TT|Việc|Hạn|Ai\nr4 T1|1|a|b|c\n",
		},
		"empty columns and rows": {
			data("", "", "||TT||Việc|Hạn", "", "||1||a|b"),
			"r3^T1|TT||Việc|Hạn\nr5^T1|1||a|b\n",
		},
		"groups within": {data("TT|Việc|Hạn", "I|Nhóm", "1|a|b", "|Nhóm hai", "2|c|d"), "r1^T1|TT|Việc|Hạn\nr2 T1|I|Nhóm|\nr3 T1|1|a|b\nr4 T1||Nhóm hai|\nr5 T1|2|c|d\n"},
		"two columns":   {data("Tiêu đề", "Việc|Hạn", "a|b"), "p1^|Tiêu đề\nr2 T1|Việc|Hạn\nr3 T1|a|b\n"},
		"one column":    {data("Một", "", "Hai\nba"), "p1^|Một\np3^|Hai\np3 |ba\n"},
		"prose behind the table": {
			data("TT|Việc|Hạn", "1|a|b", strings.Repeat("Ghi chú dài ", 12)),
			"r1^T1|TT|Việc|Hạn\nr2 T1|1|a|b\np3 |" + strings.TrimSpace(strings.Repeat("Ghi chú dài ", 12)) + "\n",
		},
		"lines of a cell": {data("TT|Việc  một\n\n hai|Hạn", "1|a|b"), "r1^T1|TT|Việc một/hai|Hạn\nr2 T1|1|a|b\n"},
		"merged cells": {
			data("TT|Việc|Hạn|thừa", "|Đo|Bắt đầu|Xong", "1|a|b|c", "2|khuất|d|e") +
				`<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="C1:D1"/><mergeCell ref="B3:B4"/></mergeCells>`,
			"r1^T1|TT|Việc|Hạn|<\nr2 T1|^|Đo|Bắt đầu|Xong\nr3 T1|1|a|b|c\nr4 T1|2|^|d|e\n",
		},
		"a merged header reaches up": {
			data("TT||Hạn", "|Việc|Đầu|Cuối", "1|a|b|c") + `<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="C1:D1"/></mergeCells>`,
			"r1^T1|TT||Hạn|<\nr2 T1|^|Việc|Đầu|Cuối\nr3 T1|1|a|b|c\n",
		},
		"a title merged over all": {
			data("TIÊU ĐỀ|x", "TT|Việc|Hạn", "1|a|b") + `<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="X"/><mergeCell ref="Z9:A1"/></mergeCells>`,
			"p1^|TIÊU ĐỀ\nr2 T1|TT|Việc|Hạn\nr3 T1|1|a|b\n",
		},
		"kinds of cells": {
			`<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>7</v></c><c t="str"><f>A1</f><v>từ công thức</v></c><c t="b"><v>1</v></c>` +
				`<c t="d"><v>2031-04-05T00:00:00</v></c><c><f>1+1</f><v>2</v></c><c r="J1"><v>2031.5</v></c><c t="inlineStr"><is><r><t>a_x000A_</t></r><r><t>b</t></r></is></c></row></sheetData>`,
			"r1^T1|chung|Sở Y tế||từ công thức|TRUE|05/04/2031|2|||2031,5|a/b\n",
		},
		"number formats": {
			`<sheetData><row r="1"><c r="A1"><v>1.2</v></c><c r="B1" s="1"><v>47953</v></c><c r="C1" s="2"><v>47953.75</v></c><c r="D1" s="3"><v>47953</v></c>` +
				`<c r="E1" s="4"><v>1234567.25</v></c><c r="F1" s="5"><v>0.3</v></c><c r="G1" s="6"><v>47953.75</v></c><c r="H1"><v>1234567</v></c><c r="I1"><v>0.1</v></c></row></sheetData>`,
			"r1^T1|1.2|15/04/2031|15/04/2031|04/2031|1.234.567,3|30%|15/04/2031 18:00|1234567|0,1\n",
		},
		"rows out of order": {
			`<sheetData><row r="3"><c r="B3"><v>4</v></c><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="3"><c r="A3"><v>9</v></c></row></sheetData>`,
			"r1^T1|1|2\nr3^T1|3|4\n",
		},
		"prefixed names": {`<x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1"><x:v>2</x:v></x:c></x:row></x:sheetData>`, "r1^T1|1|2\n"},
	} {
		t.Run(name, func(t *testing.T) {
			f := readBook(t, "Bảng", c.sheet)
			if diff := cmp.Diff(c.want, showAll(f)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestXLSXSheets(t *testing.T) {
	f := readBook(t, "Một", data("TT|Việc|Hạn", "1|a|b"), "Ẩn|hidden", data("c|d|e"), "Rất ẩn|veryHidden", data("c|d|e"), "Trống", "<sheetData/>", "Hai", data("Tên", "f|g|h"))
	var got []string
	for _, b := range f.Blocks {
		got = append(got, fmt.Sprintf("%s %d:%d T%d %s", b.Sheet, b.Page, b.Line, b.Table, strings.ReplaceAll(b.Text, "\t", "|")))
	}
	want := []string{"Một 1:1 T1 TT|Việc|Hạn", "Một 1:2 T1 1|a|b", "Hai 3:1 T0 Tên", "Hai 3:2 T3 f|g|h"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(f.Notes) != 2 || !strings.Contains(f.Notes[0].Text, `"Ẩn"`) || !strings.Contains(f.Notes[1].Text, `"Rất ẩn"`) {
		t.Errorf("notes %v, want one for each hidden sheet", f.Notes)
	}
}

func TestXLSXNotes(t *testing.T) {
	for name, c := range map[string]struct{ sheet, says string }{
		"hidden rows": {
			`<sheetData><row r="4" hidden="1"><c r="A4"><v>1</v></c></row><row r="5" hidden="1"/><row r="6" hidden="true"><c r="A6"><v>1</v></c></row></sheetData>`,
			"1:4 Trang tính \"B\" có 2 hàng đang ẩn hoặc bị lọc, từ hàng 4",
		},
		"hidden columns":        {`<cols><col min="2" max="3" hidden="1"/></cols>` + data("a"), "cột đang ẩn"},
		"errors":                {`<sheetData><row><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>`, "1 ô công thức báo lỗi"},
		"results not saved":     {`<sheetData><row><c><f>1</f></c><c><f>2</f><v></v></c><c t="str"><f>3</f><v></v></c><c><v>1</v></c></row></sheetData>`, "2 ô công thức chưa lưu"},
		"columns beyond":        {`<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row></sheetData>`, "rộng hơn 256 cột"},
		"TCVN3 by the font":     {`<sheetData><row><c s="7" t="inlineStr"><is><t>KÕ ho¹ch</t></is></c></row></sheetData>`, "TCVN3"},
		"nothing to be said of": {data("a"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := readBook(t, "B", c.sheet)
			if c.says == "" {
				if len(f.Notes) > 0 {
					t.Errorf("notes %v", f.Notes)
				}
				return
			}
			found := slices.ContainsFunc(f.Notes, func(n docfile.Note) bool {
				return strings.Contains(fmt.Sprintf("%d:%d %s", n.Page, n.Line, n.Text), c.says)
			})
			if !found {
				t.Errorf("notes %v do not say %q", f.Notes, c.says)
			}
		})
	}
}

// TestXLSXLegacy reads a workbook whose texts are all TCVN3, in fonts that do not say so.
func TestXLSXLegacy(t *testing.T) {
	parts := bookParts("B", `<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row></sheetData>`)
	at := slices.Index(parts, "xl/sharedStrings.xml") + 1
	parts[at] = "<sst><si><t>NhiÖm vô ®\u00adîc giao</t></si><si><t>§¬n vÞ chñ tr×</t></si><si><t>Thêi h¹n hoµn thµnh</t></si></sst>"
	f, err := docfile.Read(t.Context(), "a.xlsx", zipOf(t, parts...))
	if err != nil {
		t.Fatal(err)
	}
	if want := "Nhiệm vụ được giao\tĐơn vị chủ trì\tThời hạn hoàn thành"; f.Blocks[0].Text != want {
		t.Errorf("%q, want %q", f.Blocks[0].Text, want)
	}
	if len(f.Notes) != 1 || !strings.Contains(f.Notes[0].Text, "TCVN3") {
		t.Errorf("notes %v", f.Notes)
	}
}

// TestXLSXRunFonts reads a text of which one run only is in a font of TCVN3.
func TestXLSXRunFonts(t *testing.T) {
	parts := bookParts("B", `<sheetData><row><c t="s"><v>0</v></c></row></sheetData>`)
	at := slices.Index(parts, "xl/sharedStrings.xml") + 1
	parts[at] = `<sst><si><r><rPr><rFont val=".VnArial"/></rPr><t>KÕ ho¹ch </t></r><r><t>rà soát</t></r></si></sst>`
	f, err := docfile.Read(t.Context(), "a.xlsx", zipOf(t, parts...))
	if err != nil || f.Blocks[0].Text != "Kế hoạch rà soát" || len(f.Notes) != 1 {
		t.Errorf("Read = %+v, %v", f, err)
	}
}

func TestXLSXDate1904(t *testing.T) {
	parts := bookParts("B", `<sheetData><row><c s="1"><v>46491</v></c></row></sheetData>`)
	at := slices.Index(parts, "xl/workbook.xml") + 1
	parts[at] = strings.Replace(parts[at], "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	f, err := docfile.Read(t.Context(), "a.xlsx", zipOf(t, parts...))
	if err != nil || f.Blocks[0].Text != "15/04/2031" {
		t.Errorf("Read = %+v, %v", f, err)
	}
}

func TestXLSXRefuses(t *testing.T) {
	whole := book(t, "B", data("a|b|c"))
	without := func(name string) []byte {
		parts := bookParts("B", data("a|b|c"))
		at := slices.Index(parts, name)
		return zipOf(t, slices.Delete(parts, at, at+2)...)
	}
	instead := func(name, content string) []byte {
		parts := bookParts("B", data("a|b|c"))
		parts[slices.Index(parts, name)+1] = content
		return zipOf(t, parts...)
	}
	const sheet = "xl/worksheets/sheet0.xml"
	for name, c := range map[string]struct {
		content []byte
		want    error
	}{
		"cut off":            {whole[:len(whole)*2/3], docfile.ErrDamaged},
		"no words":           {book(t, "B", data()), docfile.ErrNoText},
		"only hidden":        {book(t, "B|hidden", data("a")), docfile.ErrNoText},
		"no sheets":          {instead("xl/workbook.xml", "<workbook/>"), docfile.ErrDamaged},
		"no such sheet":      {without(sheet), docfile.ErrDamaged},
		"half a sheet":       {instead(sheet, "<worksheet><sheetData><row><c><v>1</v></c></row>"), docfile.ErrDamaged},
		"an empty sheet":     {instead(sheet, ""), docfile.ErrDamaged},
		"wrong markup":       {instead(sheet, "<worksheet><sheetData></worksheet>"), docfile.ErrDamaged},
		"an entity":          {instead(sheet, `<!DOCTYPE a [<!ENTITY e "x">]><worksheet>&e;</worksheet>`), docfile.ErrDamaged},
		"another XML":        {instead(sheet, `<?xml version="1.1"?><worksheet/>`), docfile.ErrDamaged},
		"nested too deep":    {instead(sheet, "<worksheet>"+strings.Repeat("<a>", 1000)), docfile.ErrDamaged},
		"a tag too long":     {instead(sheet, `<worksheet a="`+noise(6<<20)+`"/>`), docfile.ErrTooLarge},
		"a part that swells": {instead(sheet, "<worksheet>"+strings.Repeat(" ", 60<<20)), docfile.ErrTooLarge},
		"too many sheets":    {instead("xl/workbook.xml", "<workbook>"+strings.Repeat("<sheet/>", 600)+"</workbook>"), docfile.ErrTooLarge},
		"row far below":      {book(t, "B", `<sheetData><row r="1048576"/><row/></sheetData>`), docfile.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := docfile.Read(t.Context(), "a.xlsx", c.content)
			if f != nil || !errors.Is(err, c.want) {
				t.Errorf("Read = %v, %v; want %v", f, err, c.want)
			}
		})
	}
}

// noise is n bytes that hardly pack: else the bound on packing would be met first.
func noise(n int) string {
	b := make([]byte, n)
	x := uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = "abcdefghijklmnop qrstuvwxyz01234"[x>>27]
	}
	return string(b)
}

// TestXLSXSwells reads small files that would become large tables: every one is to cost little.
func TestXLSXSwells(t *testing.T) {
	var far, many, merged, copies strings.Builder
	for i := 1; i <= 4000; i++ {
		fmt.Fprintf(&far, `<row r="%d"><c r="XFD%d"><v>1</v></c><c r="A%d"><v>1</v></c></row>`, i, i, i)
		fmt.Fprintf(&many, `<row><c><v>1</v></c><c r="IV%d"><v>1</v></c></row>`, i)
		merged.WriteString(`<mergeCell ref="A1:XFD1048576"/>`)
	}
	for range 100_000 {
		copies.WriteString(`<c t="s"><v>0</v></c>`)
	}
	shared := bookParts("B", "<sheetData><row>"+copies.String()+"</row></sheetData>")
	shared[slices.Index(shared, "xl/sharedStrings.xml")+1] = "<sst><si><t>" + noise(1<<20) + "</t></si></sst>"
	for name, c := range map[string]struct {
		content []byte
		want    error
	}{
		"cells far to the right": {book(t, "B", "<sheetData>"+far.String()+"</sheetData>"), nil},
		"a wide table":           {book(t, "B", "<sheetData>"+many.String()+"</sheetData>"), nil},
		"ranges over all":        {book(t, "B", "<sheetData>"+many.String()+"</sheetData><mergeCells>"+merged.String()+"</mergeCells>"), nil},
		"one text in every cell": {zipOf(t, shared...), docfile.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := docfile.Read(t.Context(), "a.xlsx", c.content)
			runtime.ReadMemStats(&after)
			if !errors.Is(err, c.want) {
				t.Errorf("Read: %v, want %v", err, c.want)
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 500 {
				t.Errorf("%d MB for a file of %d KB", mb, len(c.content)>>10)
			}
		})
	}
}

func TestXLSXStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	content := book(t, "B", data(slices.Repeat([]string{"a|b|c"}, 500)...))
	if _, err := docfile.Read(ctx, "a.xlsx", content); !errors.Is(err, context.Canceled) {
		t.Errorf("Read: %v", err)
	}
}

func FuzzXLSX(f *testing.F) {
	for _, s := range []string{
		data("TT|Việc|Hạn", "1|a|b", "", "c"), `<sheetData><row r="2"><c r="B2" s="3" t="n"><v>1e9</v></c></row></sheetData><mergeCells><mergeCell ref="A1:C3"/></mergeCells>`,
		`<sheetData><row><c t="s"><v>-1</v></c><c t="d"><v>x</v></c><c s="99999"><v>NaN</v></c><c t="inlineStr"><is><t>_x0000__xD800_</t></is></c></row></sheetData>`,
	} {
		f.Add(s, styleSheet, []byte("PK"))
	}
	f.Add("", `<styleSheet><numFmts><numFmt numFmtId="9" formatCode="[h]:mm;&quot;a;\"/></numFmts><cellXfs><xf numFmtId="9"/></cellXfs></styleSheet>`, book(f, "B", data("a|b|c")))
	f.Fuzz(func(t *testing.T, sheet, styles string, raw []byte) {
		parts := bookParts("B", sheet)
		parts[slices.Index(parts, "xl/styles.xml")+1] = styles
		file, err := docfile.Read(t.Context(), "a.xlsx", zipOf(t, parts...))
		checkRead(t, file, err)
		file, err = docfile.Read(t.Context(), "a.xlsx", raw)
		checkRead(t, file, err)
	})
}

func BenchmarkXLSX(b *testing.B) {
	rows := make([]string, 5000)
	for i := range rows {
		rows[i] = fmt.Sprintf("%d|Rà soát tuyến kênh số %d, đề xuất nạo vét|Phòng Kỹ thuật|Phòng Kế hoạch|30/6/2031", i, i)
	}
	inside := data(rows...)
	content := book(b, "B", inside)
	b.SetBytes(int64(len(inside)))
	b.ReportMetric(float64(len(content))/1e6, "MB-packed")
	for b.Loop() {
		if _, err := docfile.Read(b.Context(), "a.xlsx", content); err != nil {
			b.Fatal(err)
		}
	}
}
