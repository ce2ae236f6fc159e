package docfile_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"dondoc/corpus/docfile"
)

func docxPart(name, text string) txtar.File { return txtar.File{Name: name, Data: []byte(text)} }

const docxWord = `<w:p><w:r><w:t>chữ</w:t></w:r></w:p>`

// docxNoise repeats what f makes until it has n bytes; nothing packs it too closely.
func docxNoise(n int, f func(letter string) string) string {
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(f(string(rune('a' + random.IntN(26)))))
	}
	return b.String()
}

func docxParagraph(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }

// docxFlipped changes the lowest bit of a byte in the first entry of the archive's directory.
func docxFlipped(content []byte, at int) []byte {
	content = bytes.Clone(content)
	content[bytes.Index(content, []byte("PK\x01\x02"))+at] ^= 1
	return content
}

func TestDOCXRefuses(t *testing.T) {
	whole := docxOf(docxBody(docxNoise(1<<16, docxParagraph)))
	for name, c := range map[string]struct {
		content []byte
		want    error
		says    string
	}{
		"cut":               {whole[:len(whole)*6/10], docfile.ErrDamaged, "tải lại"},
		"checksum":          {docxFlipped(docxOf(docxBody(docxWord)), 16), docfile.ErrDamaged, "tải lại"},
		"lost directory":    {whole[:bytes.Index(whole, []byte("PK\x01\x02"))], docfile.ErrDamaged, "tải lại"},
		"locked":            {docxFlipped(whole, 8), docfile.ErrLocked, "mật khẩu"},
		"no text part":      {docxOf(docxPart("word/styles.xml", "<a/>")), docfile.ErrNoText, "không phải văn bản Word"},
		"another root":      {docxOf(docxPart("word/document.xml", "<workbook/>")), docfile.ErrNoText, "không phải văn bản Word"},
		"no words":          {docxOf(docxBody("<w:p/><w:tbl/>")), docfile.ErrNoText, "không phải văn bản Word"},
		"pictures only":     {docxOf(docxBody("<w:p><w:r><w:drawing/></w:r></w:p>")), docfile.ErrNoText, "hình ảnh"},
		"empty part":        {docxOf(docxPart("word/document.xml", "")), docfile.ErrDamaged, ""},
		"markup cut":        {docxOf(docxPart("word/document.xml", `<w:document xmlns:w="a"><w:body>`)), docfile.ErrDamaged, ""},
		"markup broken":     {docxOf(docxBody("<w:p></w:r>")), docfile.ErrDamaged, "dòng 1"},
		"unknown entity":    {docxOf(docxBody("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")), docfile.ErrDamaged, ""},
		"styles broken":     {docxOf(docxPart("styles", "<a>"), docxBody(docxWord)), docfile.ErrDamaged, ""},
		"notes broken":      {docxOf(docxPart("footnotes", "<a>"), docxBody(`<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id="1"/></w:r></w:p>`)), docfile.ErrDamaged, ""},
		"header broken":     {docxOf(append(docxHeaders("<a>"), docxBody(docxWord))...), docfile.ErrDamaged, ""},
		"too deep":          {docxOf(docxBody(strings.Repeat("<w:p><w:r>", 200))), docfile.ErrDamaged, "quá sâu"},
		"unpacks too large": {docxOf(docxBody(strings.Repeat(" ", 129<<20))), docfile.ErrTooLarge, "129 MB"},
		"packed too close":  {docxOf(docxBody(strings.Repeat(docxWord, 600_000))), docfile.ErrTooLarge, "MB"},
		"too many entries":  {docxOf(make([]txtar.File, 4097)...), docfile.ErrTooLarge, "4096"},
		"long paragraph":    {docxOf(docxBody("<w:p>" + docxNoise(30<<20, func(s string) string { return "<w:r><w:t>" + strings.Repeat(s, 100) + "</w:t></w:r>" }) + "</w:p>")), docfile.ErrTooLarge, "8 MB"},
		"long text":         {docxOf(docxBody("<w:p><w:r><w:t>" + docxNoise(9<<20, strings.ToLower) + "</w:t></w:r></w:p>")), docfile.ErrTooLarge, "8 MB"},
		"much text":         {docxOf(docxBody(docxNoise(40<<20, func(s string) string { return docxParagraph(strings.Repeat(s, 1000)) }))), docfile.ErrTooLarge, "32 MB"},
		"many paragraphs":   {docxOf(docxBody(docxNoise(8<<20, docxParagraph))), docfile.ErrTooLarge, "200000"},
		"many empty cells":  {docxOf(docxBody("<w:tbl><w:tr>" + strings.Repeat("<w:tc/>", 257) + "</w:tr></w:tbl>")), docfile.ErrTooLarge, "256 cột"},
		"many pieces":       {docxOf(docxBody("<w:tbl><w:tr><w:tc>" + docxNoise(15<<20, func(s string) string { return "<w:p a='" + s + "'/>" }) + "</w:tc></w:tr></w:tbl>")), docfile.ErrTooLarge, "1048576"},
		"wide rows": {docxOf(docxBody("<w:tbl>" + strings.Repeat(`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="200"/></w:tcPr>`+docxWord+`</w:tc><w:tc>`+docxWord+`</w:tc><w:tc>`+docxWord+`</w:tc></w:tr>`, 10) +
			"<w:tr>" + strings.Repeat("<w:tc>"+docxWord+"</w:tc>", 200) + "</w:tr>" + strings.Repeat("<w:tr><w:tc>"+docxWord+"</w:tc></w:tr>", 5000) + "</w:tbl>")), docfile.ErrTooLarge, "1000000 ô"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := docfile.Read(t.Context(), "a.docx", c.content)
			if f != nil || !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("Read = %v, %v; want the error %q with %q", f, err, c.want, c.says)
			}
		})
	}
}

// An entry that unpacks to more than it declares must not get past the bounds.
func TestDOCXUnpacksNoMoreThanDeclared(t *testing.T) {
	content := docxOf(docxBody(strings.Repeat(docxWord, 10_000)))
	central := bytes.Index(content, []byte("PK\x01\x02"))
	const sizeAt = 24
	binary.LittleEndian.PutUint32(content[central+sizeAt:], 1000)
	if f, err := docfile.Read(t.Context(), "a.docx", content); !errors.Is(err, docfile.ErrDamaged) {
		t.Errorf("Read = %v, %v", f, err)
	}
}

func TestDOCXStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	content := docxOf(docxBody(docxNoise(1<<20, docxParagraph)))
	if f, err := docfile.Read(ctx, "a.docx", content); f != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("Read = %v, %v", f, err)
	}
}

// A document full of pictures is large, and its text is not.
func TestDOCXWithPictures(t *testing.T) {
	picture := make([]byte, 1<<20)
	random := rand.NewChaCha8([32]byte{})
	_, _ = random.Read(picture) // it never fails
	parts := []txtar.File{docxBody(docxWord)}
	for i := range 20 {
		parts = append(parts, txtar.File{Name: fmt.Sprintf("word/media/image%d.png", i), Data: picture})
	}
	f, err := docfile.Read(t.Context(), "a.docx", docxOf(parts...))
	if err != nil || len(f.Blocks) != 1 {
		t.Errorf("Read = %v, %v", f, err)
	}
}

func TestDOCXLongParagraphsAndRows(t *testing.T) {
	long := strings.Repeat("trồng sen ở hồ ", docfile.MaxText/15)
	cell := func(s string) string { return "<w:tc>" + docxParagraph(s) + "</w:tc>" }
	f, err := docfile.Read(t.Context(), "a.docx", docxOf(docxBody(docxParagraph(long)+"<w:tbl><w:tr>"+cell("1")+cell(long)+cell("Sở A")+"</w:tr></w:tbl>")))
	if err != nil {
		t.Fatal(err)
	}
	checkDOCX(t, f)
	torn, words := 0, 0
	for _, b := range f.Blocks {
		if b.Kind == docfile.Row {
			t.Errorf("a row of %d bytes", len(b.Text))
		}
		if b.Torn {
			torn++
		}
		words += strings.Count(b.Text, "sen")
	}
	if want := 2 * strings.Count(long, "sen"); torn < 2 || words != want {
		t.Errorf("%d torn pieces with %d of %d words", torn, words, want)
	}
}

func FuzzDOCX(f *testing.F) {
	for _, path := range docxArchives(f) {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		parts := map[string]string{}
		for _, p := range archive.Files {
			parts[p.Name] = string(p.Data)
		}
		f.Add(parts["body"], parts["numbering"], parts["styles"], parts["footnotes"])
	}
	f.Add("<w:p/>", "", "", "")
	f.Add(docxWord, `<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`, `<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>`, "")
	f.Add(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-3"/><w:vMerge/></w:tcPr>`+docxWord+`<w:tbl><w:tr><w:tc/></w:tr></w:tbl></w:tc></w:tr></w:tbl>`, "", "", "")
	f.Add(`<w:p><w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t><w:br/><w:footnoteReference w:id="1"/></w:r></w:p>`,
		`<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="8"><w:lvlText w:val="%9%0%"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`, "",
		`<w:footnote w:id="1">`+docxWord+`</w:footnote>`)
	f.Fuzz(func(t *testing.T, text, numbering, styles, notes string) {
		readDOCXAnyhow(t, docxOf(docxBody(text), docxPart("numbering", numbering), docxPart("styles", styles), docxPart("footnotes", notes)))
	})
}

func FuzzDOCXBytes(f *testing.F) {
	f.Add([]byte("PK"))
	f.Add(docxOf())
	f.Add(docxOf(docxBody(docxWord)))
	f.Fuzz(func(t *testing.T, content []byte) { readDOCXAnyhow(t, append([]byte("PK\x03\x04"), content...)) })
}

// readDOCXAnyhow checks that whatever comes is read soundly, or refused in words of ours.
func readDOCXAnyhow(t *testing.T, content []byte) {
	t.Helper()
	file, err := docfile.Read(t.Context(), "a.docx", content)
	if err == nil {
		checkDOCX(t, file)
		return
	}
	for _, known := range []error{docfile.ErrDamaged, docfile.ErrNoText, docfile.ErrTooLarge, docfile.ErrLocked, docfile.ErrFormat} {
		if errors.Is(err, known) {
			return
		}
	}
	t.Errorf("Read = %v, %v", file, err)
}

// largeDOCX makes a document of so many numbered paragraphs and table rows, and says how much markup that is.
func largeDOCX(paragraphs, rows int) (content []byte, markup int64) {
	var b strings.Builder
	const look = `<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>`
	for i := range paragraphs {
		fmt.Fprintf(&b, `<w:p w:rsidR="00%06d"><w:pPr><w:spacing w:before="0" w:after="60"/><w:ind w:firstLine="567"/><w:jc w:val="both"/></w:pPr>`+
			`<w:r>%s<w:t xml:space="preserve">%d. Sở Nông nghiệp và Môi trường chủ trì, </w:t></w:r><w:r>%s<w:t>phối hợp với các xã đo đạc lại vùng trồng sen số %d trước ngày 30/6/2026.</w:t></w:r></w:p>`, i, look, i, look, i)
	}
	b.WriteString(`<w:tbl><w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w="600"/><w:gridCol w:w="4000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>`)
	for i := range rows {
		b.WriteString("<w:tr>")
		for _, cell := range []string{fmt.Sprint(i), "Nạo vét kênh nội đồng", "Sở Xây dựng", "Quý III/2026"} {
			fmt.Fprintf(&b, `<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r>%s<w:t>%s</w:t></w:r></w:p></w:tc>`, look, cell)
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl>")
	return docxOf(docxBody(b.String())), int64(b.Len())
}

// BenchmarkDOCX counts the bytes of markup, not those of the packed file.
func BenchmarkDOCX(b *testing.B) {
	content, markup := largeDOCX(10_000, 5_000)
	b.SetBytes(markup)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := docfile.Read(b.Context(), "a.docx", content); err != nil {
			b.Fatal(err)
		}
	}
}
