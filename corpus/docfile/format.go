package docfile

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
)

// format is how a file is written.
type format uint8

const (
	formatText format = iota // .txt, .md
	formatHTML
	formatDOCX
	formatXLSX
	formatPDF
)

// readers has one reader a format. Each returns an error that wraps one of this package's or ctx's.
var readers = [...]func(context.Context, []byte) (*File, error){
	formatText: readText,
	formatHTML: readHTML,
	formatDOCX: readDOCX,
	formatXLSX: readXLSX,
	formatPDF:  readPDF,
}

// extensions are those that a corpus directory is searched for.
var extensions = map[string]format{
	".txt": formatText, ".md": formatText, ".html": formatHTML, ".htm": formatHTML,
	".docx": formatDOCX, ".docm": formatDOCX, ".xlsx": formatXLSX, ".xlsm": formatXLSX, ".pdf": formatPDF,
}

// Supported reports whether a file of that name may be one that Read knows.
func Supported(name string) bool {
	_, ok := extensions[extensionOf(name)]
	return ok
}

func extensionOf(name string) string { return strings.ToLower(filepath.Ext(name)) }

// refusal says what a file is that has no reader, and what to do with it.
type refusal struct{ what, todo string }

func (r refusal) err() error { return fmt.Errorf("%w: đây là %s; %s", ErrFormat, r.what, r.todo) }

const (
	saveAsDOCX = "hãy mở bằng Word, chọn Lưu thành (Save As) kiểu .docx rồi nạp lại"
	saveAsXLSX = "hãy mở bằng Excel, chọn Lưu thành (Save As) kiểu .xlsx rồi nạp lại"
	saveAsPDF  = "hãy mở bằng phần mềm đã tạo ra tệp, xuất thành .pdf rồi nạp lại"
	unpack     = "hãy giải nén rồi nạp từng văn bản bên trong"
	recognise  = "cần nhận dạng chữ (OCR) trước, rồi nạp bản .docx, .pdf có chữ hoặc .txt"
	noDocument = "tệp này không phải văn bản"
)

var (
	oldWord    = refusal{"tệp Word 97-2003 (.doc)", saveAsDOCX}
	oldExcel   = refusal{"tệp Excel 97-2003 (.xls)", saveAsXLSX}
	binExcel   = refusal{"tệp Excel nhị phân (.xlsb)", saveAsXLSX}
	slides     = refusal{"tệp trình chiếu (PowerPoint)", saveAsPDF}
	outlook    = refusal{"thư lưu từ Outlook (.msg)", "hãy mở bằng Outlook, lưu các tệp đính kèm ra rồi nạp từng tệp"}
	oldOffice  = refusal{"tệp Office đời cũ", "hãy mở bằng Word hoặc Excel, chọn Lưu thành (Save As) kiểu .docx hoặc .xlsx rồi nạp lại"}
	richText   = refusal{"tệp RTF", saveAsDOCX}
	wordXML    = refusal{"tệp Word lưu dạng XML", saveAsDOCX}
	excelXML   = refusal{"tệp Excel lưu dạng XML", saveAsXLSX}
	dataXML    = refusal{"tệp dữ liệu XML", "hãy nạp văn bản ở dạng .docx, .pdf, .xlsx hoặc văn bản thuần"}
	webArchive = refusal{"trang web hoặc thư lưu thành một tệp (.mht, .eml)", saveAsDOCX}
	csvData    = refusal{"bảng dữ liệu .csv", saveAsXLSX}
	odfText    = refusal{"tệp OpenDocument (.odt)", "hãy mở bằng Word hoặc LibreOffice, lưu thành .docx rồi nạp lại"}
	odfSheet   = refusal{"bảng tính OpenDocument (.ods)", "hãy mở bằng Excel hoặc LibreOffice, lưu thành .xlsx rồi nạp lại"}
	odfOther   = refusal{"tệp OpenDocument", saveAsPDF}
	ebook      = refusal{"sách điện tử (.epub)", saveAsPDF}
	applePages = refusal{"tệp Pages hoặc Numbers của Apple", "hãy mở trên máy Mac, xuất thành .docx hoặc .xlsx rồi nạp lại"}
	packed     = refusal{"tệp nén", unpack}
	javaCode   = refusal{"gói chương trình (.jar, .apk)", noDocument}
	program    = refusal{"chương trình máy tính", noDocument}
	recording  = refusal{"tệp âm thanh hoặc ghi hình", noDocument}
)

func imageRefusal(kind string) refusal { return refusal{"tệp ảnh " + kind, recognise} }

// signatures are first bytes that tell a file without a reader, whatever its name. Those that a text
// may begin with count only where a zero byte follows soon.
var signatures = []struct {
	at     int
	magic  string
	binary bool
	is     refusal
}{
	{0, "\x89PNG\r\n\x1a\n", false, imageRefusal("PNG")},
	{0, "\xFF\xD8\xFF", false, imageRefusal("JPEG")},
	{0, "GIF8", true, imageRefusal("GIF")},
	{0, "II*\x00", false, imageRefusal("TIFF")},
	{0, "MM\x00*", false, imageRefusal("TIFF")},
	{0, "BM", true, imageRefusal("BMP")},
	{8, "WEBP", true, imageRefusal("WebP")},
	{4, "ftyphe", false, imageRefusal("HEIC")},
	{4, "ftypmif1", false, imageRefusal("HEIC")},
	{4, "ftypavif", false, imageRefusal("AVIF")},
	{0, "AT&TFORM", true, imageRefusal("DjVu")},
	{4, "ftyp", true, recording},
	{0, "ID3", true, recording},
	{0, "OggS", true, recording},
	{0, "RIFF", true, recording},
	{0, `{\rtf`, false, richText},
	{0, "Rar!\x1A\x07", false, packed},
	{0, "7z\xBC\xAF\x27\x1C", false, packed},
	{0, "\x1F\x8B\x08", false, packed},
	{0, "MZ", true, program},
	{0, "\x7FELF", false, program},
}

// refusedNames says what a file without content would be by its name: of a
// directory only files that may be documents are opened.
var refusedNames = map[string]refusal{
	".doc": oldWord, ".dot": oldWord, ".xls": oldExcel, ".xlsb": binExcel, ".ppt": slides, ".pptx": slides,
	".rtf": richText, ".odt": odfText, ".ods": odfSheet, ".msg": outlook, ".mht": webArchive, ".mhtml": webArchive,
	".eml": webArchive, ".csv": csvData, ".xml": dataXML, ".epub": ebook, ".zip": packed, ".rar": packed, ".7z": packed,
	".png": imageRefusal("PNG"), ".jpg": imageRefusal("JPEG"), ".jpeg": imageRefusal("JPEG"), ".gif": imageRefusal("GIF"),
	".tif": imageRefusal("TIFF"), ".tiff": imageRefusal("TIFF"), ".bmp": imageRefusal("BMP"), ".heic": imageRefusal("HEIC"),
	".webp": imageRefusal("WebP"), ".exe": program,
}

// formatOf tells the format of a file, or says in an ErrFormat what it is instead and what to do.
// The content decides; a name with an odd ending or none is no reason to refuse a text.
func formatOf(name string, content []byte) (format, error) {
	extension := extensionOf(name)
	if len(content) == 0 {
		return 0, emptyFile(name, extension)
	}
	switch {
	case isZip(content):
		return formatOfZip(content)
	case isOLE(content):
		return 0, refusedOLE(content)
	case isPDF(extension, content):
		return formatPDF, nil
	}
	for _, s := range signatures {
		if s.at < len(content) && bytes.HasPrefix(content[s.at:], []byte(s.magic)) && (!s.binary || hasZero(content)) {
			return 0, s.is.err()
		}
	}
	return formatOfText(extension, content)
}

func emptyFile(name, extension string) error {
	if Supported(name) || extension == "" {
		return ErrEmpty
	}
	if is, ok := refusedNames[extension]; ok {
		return is.err()
	}
	return fmt.Errorf("%w: hãy lưu %q dưới dạng .docx, .pdf, .xlsx hoặc văn bản thuần (.txt, .md)", ErrFormat, filepath.Base(name))
}

// isPDF allows bytes before the mark of a file that is named .pdf: mail programs and scanners leave some there.
func isPDF(extension string, content []byte) bool {
	mark, reach := []byte("%PDF-"), 16
	if extension == ".pdf" {
		reach = 1024
	}
	at := bytes.Index(content[:min(len(content), reach)], mark)
	return at == 0 || at > 0 && (extension == ".pdf" || len(bytes.TrimLeft(content[:at], "\xEF\xBB\xBF\x00 \t\r\n")) == 0)
}

// hasZero reports whether a zero byte stands near the beginning.
func hasZero(content []byte) bool { return bytes.IndexByte(content[:min(len(content), 512)], 0) >= 0 }

// formatOfText tells apart what is written in letters: HTML, other markup, plain text.
func formatOfText(extension string, content []byte) (format, error) {
	head := markupHead(content)
	switch {
	case isHTMLHead(head):
		return formatHTML, nil
	case strings.HasPrefix(head, "<?xml"), strings.HasPrefix(head, "<w:"), strings.HasPrefix(head, "<svg"):
		return formatOfXML(extension, head)
	case isMail(head):
		return 0, webArchive.err()
	}
	switch named := extensions[extension]; named {
	case formatDOCX, formatXLSX, formatPDF:
		return 0, misnamed(extension, content)
	case formatHTML:
		return formatHTML, nil
	}
	if extension == ".csv" {
		return 0, csvData.err()
	}
	return formatText, nil
}

// misnamed refuses a file whose name promises a format that its content is not.
func misnamed(extension string, content []byte) error {
	if bytes.IndexByte(content, 0) >= 0 && !isUTF16(content) {
		return fmt.Errorf("%w: nội dung không phải %s; hãy tải lại hoặc xin lại bản gốc", ErrDamaged, extension)
	}
	return fmt.Errorf("%w: tệp mang đuôi %s nhưng nội dung không phải %s; nếu là văn bản thuần, hãy đổi đuôi thành .txt", ErrFormat, extension, extension)
}

// markupHead returns the beginning of a text in lower case, without marks, blanks
// and comments before it; of UTF-16 only what is ASCII.
func markupHead(content []byte) string {
	const reach = 8 << 10
	head := content[:min(len(content), reach)]
	if isUTF16(content) {
		head = bytes.ReplaceAll(head, []byte{0}, nil)
	}
	text := strings.ToLower(string(head))
	for {
		text = strings.TrimLeft(text, "\uFEFF\uFFFD \t\r\n\f") // the mark of UTF-16 is no UTF-8
		comment, ok := strings.CutPrefix(text, "<!--")
		if !ok {
			return text
		}
		_, text, _ = strings.Cut(comment, "-->")
	}
}

func isHTMLHead(head string) bool {
	for _, tag := range []string{"<!doctype html", "<html", "<head>", "<body", "<meta "} {
		if strings.HasPrefix(head, tag) {
			return true
		}
	}
	return false
}

// formatOfXML knows XHTML from what office programs write as XML.
func formatOfXML(extension, head string) (format, error) {
	has := func(s string) bool { return strings.Contains(head, s) }
	switch {
	case has("<html"):
		return formatHTML, nil
	case has(`progid="word.document"`), has("<w:worddocument"), has("<pkg:package"):
		return 0, wordXML.err()
	case has(`progid="excel.sheet"`), has("urn:schemas-microsoft-com:office:spreadsheet"):
		return 0, excelXML.err()
	case has("<svg"):
		return 0, imageRefusal("SVG").err()
	case extensions[extension] == formatHTML:
		return formatHTML, nil
	}
	return 0, dataXML.err()
}

// isMail reports whether the text begins with the header of a mail, as web pages saved in one file do too.
func isMail(head string) bool {
	header, _, _ := strings.Cut(strings.ReplaceAll(head, "\r\n", "\n"), "\n\n")
	lines := "\n" + header
	return strings.Contains(lines, "\nmime-version:") && strings.Contains(lines, "\ncontent-type:")
}
