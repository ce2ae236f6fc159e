package docfile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf16"
)

func isZip(content []byte) bool {
	for _, magic := range []string{"PK\x03\x04", "PK\x05\x06", "PK\x07\x08"} {
		if bytes.HasPrefix(content, []byte(magic)) {
			return true
		}
	}
	return false
}

// zipKinds are told by a part that only they have, in this order.
var zipKinds = []struct {
	part string
	kind format
	not  *refusal // set: there is no reader
}{
	{"word/document.xml", formatDOCX, nil},
	{"xl/workbook.xml", formatXLSX, nil},
	{"xl/workbook.bin", 0, &binExcel},
	{"ppt/presentation.xml", 0, &slides},
	{"index/document.iwa", 0, &applePages},
	{"meta-inf/manifest.mf", 0, &javaCode},
}

// formatOfZip reads no more of an archive than its directory and two small parts.
func formatOfZip(content []byte) (format, error) {
	archive, err := openZip(content)
	if err != nil {
		return 0, err
	}
	for _, k := range zipKinds {
		switch {
		case !archive.has(k.part):
		case k.not != nil:
			return 0, k.not.err()
		default:
			return k.kind, nil
		}
	}
	if mime := archive.head("mimetype"); mime != "" {
		return 0, openDocument(mime).err()
	}
	// Word may call its main part otherwise; a package that has lost it is for its reader to refuse.
	types := archive.head("[Content_Types].xml")
	switch {
	case wordMain.MatchString(types):
		return formatDOCX, nil
	case excelMain.MatchString(types):
		return formatXLSX, nil
	}
	return 0, packed.err()
}

var (
	wordMain  = regexp.MustCompile(`(?:wordprocessingml|ms-word)\.[a-z.]*main\+xml`)
	excelMain = regexp.MustCompile(`(?:spreadsheetml|ms-excel)\.[a-z.]*main\+xml`)
)

// head returns the beginning of a small part in lower case, "" where it cannot be had.
func (z *zipFile) head(name string) string {
	const most = 1 << 20
	if !z.has(name) {
		return ""
	}
	part, err := z.open(name, most)
	if err != nil {
		return ""
	}
	defer part.Close()
	head, err := io.ReadAll(part)
	if err != nil {
		return ""
	}
	return strings.ToLower(string(head))
}

func openDocument(mime string) refusal {
	switch {
	case strings.Contains(mime, "opendocument.text"):
		return odfText
	case strings.Contains(mime, "opendocument.spreadsheet"):
		return odfSheet
	case strings.Contains(mime, "epub"):
		return ebook
	}
	return odfOther
}

func isOLE(content []byte) bool {
	return bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
}

// refusedOLE says what an OLE2 container holds: an office file of before 2007, or a newer one behind a password.
func refusedOLE(content []byte) error {
	if hasStream(content, "EncryptedPackage") {
		return fmt.Errorf("%w: hãy mở bằng Word hoặc Excel, bỏ mật khẩu rồi lưu và nạp lại", ErrLocked)
	}
	for _, k := range []struct {
		stream string
		is     refusal
	}{
		{"WordDocument", oldWord}, {"Workbook", oldExcel}, {"Book", oldExcel},
		{"PowerPoint Document", slides}, {"__properties_version1.0", outlook},
	} {
		if hasStream(content, k.stream) {
			return k.is.err()
		}
	}
	return oldOffice.err()
}

// hasStream reports whether the directory of an OLE2 container names the stream.
// Its entries have 128 bytes each: the name in UTF-16, and at 64 its length with the zero behind it.
func hasStream(content []byte, name string) bool {
	const entry, lengthAt = 128, 64
	var wide []byte
	for _, u := range utf16.Encode([]rune(name + "\x00")) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	for at := 512; at+entry <= len(content); at += entry {
		if bytes.HasPrefix(content[at:], wide) && int(binary.LittleEndian.Uint16(content[at+lengthAt:])) == len(wide) {
			return true
		}
	}
	return false
}
