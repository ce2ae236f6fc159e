package docfile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"
)

// archiveOf packs parts, given as name and content in turn.
func archiveOf(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// oleOf makes an OLE2 container whose directory names the streams.
func oleOf(streams ...string) []byte {
	b := make([]byte, 1024)
	copy(b, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	for _, s := range streams {
		entry := make([]byte, 128)
		units := utf16.Encode([]rune(s + "\x00"))
		for i, u := range units {
			binary.LittleEndian.PutUint16(entry[2*i:], u)
		}
		binary.LittleEndian.PutUint16(entry[64:], uint16(2*len(units)))
		b = append(b, entry...)
	}
	return b
}

// types is a [Content_Types].xml for a main part of that type.
func types(main string) string {
	return `<Types><Default Extension="docx" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document"/>` +
		`<Override PartName="/x.xml" ContentType="application/vnd.` + main + `"/></Types>`
}

func TestFormatOf(t *testing.T) {
	text := "Sở Y tế tỉnh Bình An, kế hoạch năm 2031."
	docx := archiveOf(t, "word/document.xml", "")
	for name, c := range map[string]struct {
		file    string
		content []byte
		want    format
	}{
		"text":                  {"a.txt", []byte(text), formatText},
		"no extension":          {"cong-van", []byte(text), formatText},
		"odd extension":         {"a.van-ban", []byte(text), formatText},
		"text named .doc":       {"a.doc", []byte(text), formatText},
		"UTF-16":                {"a.txt", wide(text, 0), formatText},
		"Markdown with tags":    {"a.md", []byte("<p align=center>a</p>"), formatText},
		"PDF":                   {"a.txt", []byte("%PDF-1.7"), formatPDF},
		"PDF behind blanks":     {"a", []byte("\r\n%PDF-1.7"), formatPDF},
		"PDF behind a header":   {"a.pdf", []byte("Content: x\r\n%PDF-1.7"), formatPDF},
		"text that names PDF":   {"a.txt", []byte("dùng %PDF-1.7"), formatText},
		"Word":                  {"a.docx", docx, formatDOCX},
		"Word, another name":    {"a.pdf", docx, formatDOCX},
		"Word, other slashes":   {"a.docx", archiveOf(t, `Word\Document.xml`, ""), formatDOCX},
		"Word by its types":     {"a.docx", archiveOf(t, "[Content_Types].xml", types("openxmlformats-officedocument.wordprocessingml.document.main+xml")), formatDOCX},
		"Word with macros":      {"a.docm", archiveOf(t, "[Content_Types].xml", types("ms-word.document.macroEnabled.main+xml")), formatDOCX},
		"Excel":                 {"a.docx", archiveOf(t, "xl/workbook.xml", ""), formatXLSX},
		"Excel by its types":    {"a", archiveOf(t, "[Content_Types].xml", types("ms-excel.sheet.macroEnabled.main+xml")), formatXLSX},
		"HTML by its name":      {"a.htm", []byte("<p>a"), formatHTML},
		"HTML named .doc":       {"a.doc", []byte("\uFEFF\n<!-- x --><HTML xmlns:o=y><body>a"), formatHTML},
		"HTML, doctype":         {"a.txt", []byte("<!DOCTYPE html><p>a"), formatHTML},
		"HTML in UTF-16":        {"a.doc", wide("<html><body>a", 0), formatHTML},
		"XHTML":                 {"a.xhtml", []byte(`<?xml version="1.0"?><html xmlns="x"><p>a</p></html>`), formatHTML},
		"text about <html>":     {"a.txt", []byte("thẻ <html> là gì"), formatText},
		"a mail quoted in text": {"a.txt", []byte("Kính gửi\n\nMIME-Version: 1.0\nContent-Type: x"), formatText},
		"text that begins BM":   {"a.txt", []byte("BMI là chỉ số khối cơ thể"), formatText},
		"text that begins MZ":   {"a.txt", []byte("MZ 1"), formatText},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := formatOf(c.file, c.content)
			if err != nil || got != c.want {
				t.Errorf("formatOf = %v, %v; want %v", got, err, c.want)
			}
		})
	}
}

func TestFormatOfRefuses(t *testing.T) {
	locked := archiveOf(t, "word/document.xml", "x")
	at := bytes.Index(locked, []byte("PK\x01\x02"))
	locked[at+8] |= 1
	for name, c := range map[string]struct {
		file    string
		content []byte
		want    error
		says    string
	}{
		"PNG":                   {"a.docx", []byte("\x89PNG\r\n\x1a\n\x00\x00"), ErrFormat, "OCR"},
		"JPEG":                  {"a.pdf", []byte("\xFF\xD8\xFF\xE0\x00\x10JFIF"), ErrFormat, "ảnh JPEG"},
		"GIF":                   {"a", []byte("GIF89a\x01\x00\x01\x00"), ErrFormat, "ảnh GIF"},
		"TIFF":                  {"a", []byte("II*\x00\x08\x00"), ErrFormat, "ảnh TIFF"},
		"TIFF, other order":     {"a", []byte("MM\x00*\x00\x00"), ErrFormat, "ảnh TIFF"},
		"BMP":                   {"a", []byte("BM\x36\x00\x00\x00"), ErrFormat, "ảnh BMP"},
		"WebP":                  {"a", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), ErrFormat, "ảnh WebP"},
		"HEIC":                  {"a", []byte("\x00\x00\x00\x18ftypheic\x00"), ErrFormat, "ảnh HEIC"},
		"video":                 {"a", []byte("\x00\x00\x00\x18ftypmp42\x00"), ErrFormat, "ghi hình"},
		"sound":                 {"a", []byte("RIFF\x00\x00\x00\x00WAVEfmt "), ErrFormat, "âm thanh"},
		"RTF":                   {"a.doc", []byte(`{\rtf1\ansi a}`), ErrFormat, ".docx"},
		"Rar":                   {"a", []byte("Rar!\x1A\x07\x00"), ErrFormat, "giải nén"},
		"program":               {"a.txt", []byte("MZ\x90\x00\x03"), ErrFormat, "chương trình"},
		"old Word":              {"a.docx", oleOf("Root Entry", "WordDocument"), ErrFormat, "Word 97"},
		"old Excel":             {"a", oleOf("Root Entry", "Workbook"), ErrFormat, ".xlsx"},
		"older Excel":           {"a", oleOf("Book"), ErrFormat, ".xlsx"},
		"old PowerPoint":        {"a", oleOf("PowerPoint Document"), ErrFormat, "trình chiếu"},
		"Outlook":               {"a", oleOf("__properties_version1.0"), ErrFormat, "Outlook"},
		"another OLE2":          {"a", oleOf("Contents"), ErrFormat, "Office đời cũ"},
		"locked Word or Excel":  {"a.xlsx", oleOf("EncryptionInfo", "EncryptedPackage"), ErrLocked, "bỏ mật khẩu"},
		"locked zip":            {"a.docx", locked, ErrLocked, "mật khẩu"},
		"zip cut off":           {"a.docx", archiveOf(t, "word/document.xml", strings.Repeat("a", 100))[:60], ErrDamaged, "chưa đủ"},
		"zip of files":          {"a.zip", archiveOf(t, "a.docx", "x", "b.docx", "y"), ErrFormat, "giải nén"},
		"empty zip":             {"a.zip", archiveOf(t), ErrFormat, "giải nén"},
		"PowerPoint":            {"a.pptx", archiveOf(t, "ppt/presentation.xml", ""), ErrFormat, "trình chiếu"},
		"binary Excel":          {"a.xlsb", archiveOf(t, "xl/workbook.bin", ""), ErrFormat, ".xlsx"},
		"OpenDocument text":     {"a.odt", archiveOf(t, "mimetype", "application/vnd.oasis.opendocument.text"), ErrFormat, ".odt"},
		"OpenDocument sheet":    {"a.ods", archiveOf(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ErrFormat, ".ods"},
		"OpenDocument drawing":  {"a.odg", archiveOf(t, "mimetype", "application/vnd.oasis.opendocument.graphics"), ErrFormat, "OpenDocument"},
		"book":                  {"a.epub", archiveOf(t, "mimetype", "application/epub+zip"), ErrFormat, "sách"},
		"Java":                  {"a.jar", archiveOf(t, "META-INF/MANIFEST.MF", ""), ErrFormat, "chương trình"},
		"Pages":                 {"a.pages", archiveOf(t, "Index/Document.iwa", ""), ErrFormat, "Apple"},
		"Word as XML":           {"a.doc", []byte(`<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>`), ErrFormat, "Word lưu dạng XML"},
		"Excel as XML":          {"a.xls", []byte(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>`), ErrFormat, "Excel lưu dạng XML"},
		"SVG":                   {"a.svg", []byte(`<svg xmlns="x"><text>a</text></svg>`), ErrFormat, "ảnh SVG"},
		"XML":                   {"a.xml", []byte(`<?xml version="1.0"?><a/>`), ErrFormat, "XML"},
		"web page in one file":  {"a.mht", []byte("From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n"), ErrFormat, ".mht"},
		"CSV":                   {"a.csv", []byte("TT,Việc\n1,a"), ErrFormat, ".xlsx"},
		"text named .docx":      {"a.docx", []byte("404 not found"), ErrFormat, "đổi đuôi"},
		"rubbish named .pdf":    {"a.pdf", []byte("\x00\x01\x02\x03"), ErrDamaged, ".pdf"},
		"empty":                 {"a.docx", nil, ErrEmpty, ""},
		"empty, no extension":   {"a", nil, ErrEmpty, ""},
		"not read, by its name": {"a.doc", nil, ErrFormat, "Word 97"},
		"not read, unknown":     {"thu-muc/a.bin", nil, ErrFormat, `"a.bin"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := formatOf(c.file, c.content)
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("formatOf: %v; want %v, saying %q", err, c.want, c.says)
			}
		})
	}
}

func TestDecodeHTML(t *testing.T) {
	page := func(charset, body string) string { return "<html><meta charset=" + charset + "><body>" + body }
	old := "<p>NhiÖm vô ®\u00adîc giao, c¬ quan chñ tr×, thêi h¹n hoµn thµnh"
	const read = "Nhiệm vụ được giao, cơ quan chủ trì, thời hạn hoàn thành"
	for name, c := range map[string]struct {
		content []byte
		want    string
		notes   int
	}{
		"UTF-8":                         {[]byte(page("utf-8", "<p>Kế hoạch")), "Kế hoạch", 0},
		"UTF-8 that says otherwise":     {[]byte(page("windows-1252", "<p>Kế hoạch")), "Kế hoạch", 0},
		"UTF-16":                        {wide(page("utf-16", "<p>Kế hoạch"), 0), "Kế hoạch", 0},
		"Windows-1258":                  {singleBytes(t, page("windows-1258", to1258(t, "<p>Kế hoạch"))), "Kế hoạch", 0},
		"Windows-1252 and entities":     {singleBytes(t, page("windows-1252", "<p>L\u00e0o Cai, k&#7871; ho&#7841;ch")), "Lào Cai, kế hoạch", 0},
		"TCVN3":                         {singleBytes(t, page("x-user-defined", old)), read, 1},
		"TCVN3 without a word on it":    {singleBytes(t, "<html>"+old), read, 1},
		"TCVN3 saved as UTF-8":          {[]byte(page("utf-8", old)), read, 1},
		"TCVN3 in entities":             {[]byte(page("utf-8", strings.NewReplacer("Ö", "&Ouml;", "®", "&reg;", "\u00ad", "&shy;", "µ", "&micro;").Replace(old))), read, 1},
		"one odd byte, no word on it":   {[]byte("<html><p>" + strings.Repeat("Kế hoạch ", 40) + "\xE1"), strings.Repeat("Kế hoạch ", 40) + "\uFFFD", 1},
		"words of a script are no sign": {[]byte(page("utf-8", "<script>"+old+"</script><p>Plan")), "Plan", 0},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := readHTML(t.Context(), c.content)
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Blocks) != 1 || f.Blocks[0].Text != c.want || len(f.Notes) != c.notes {
				t.Errorf("%+v, %v; want the one line %q", f.Blocks, f.Notes, c.want)
			}
		})
	}
	if _, err := readHTML(t.Context(), singleBytes(t, "<html><p>Le dîner a été préparé à côté de la forêt")); !errors.Is(err, ErrEncoding) {
		t.Errorf("French without a charset: %v", err)
	}
}
