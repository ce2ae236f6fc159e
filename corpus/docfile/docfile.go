// Package docfile turns the bytes of a file into an ordered list of Blocks:
// paragraphs, headings and table rows, each with its line. It knows file
// formats and their markup, and nothing of what the words mean.
//
// Text (.txt) and Markdown (.md) are read by one reader, because scans turned
// to text are full of Markdown and HTML remnants.
package docfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// MaxSize is the most bytes that one file may have: the largest plan seen has
// half a megabyte, and a reader must not be a way to fill the memory.
const MaxSize = 64 << 20

// MaxText is the most bytes that the text of a Block may have: a longer line is
// cut into several Blocks of one Line. No paragraph of an official document comes
// near it, and no rule need look further.
const MaxText = 64 << 10

// Footnote stands in the text of a Block where a footnote mark was taken out: the
// words on its two sides do not stand side by side in the source. It is of the
// private use area of Unicode, and removed from what is read.
const Footnote = "\uE000"

// What can be wrong with a file. Errors of Read wrap one of these.
var (
	ErrFormat   = errors.New("định dạng chưa đọc được")
	ErrNoText   = errors.New("tệp không chứa văn bản")
	ErrEncoding = errors.New("bảng mã không phải UTF-8 hay UTF-16")
	ErrTooLarge = errors.New("tệp quá lớn")
)

// Kind is what a Block is.
type Kind uint8

// The kinds of a Block.
const (
	Paragraph Kind = iota
	Heading
	Row
)

// Block is one paragraph, heading or table row, free of markup.
type Block struct {
	Kind   Kind
	Text   string   // one line; for a Row the cells parted by tabs
	Cells  []string // of a Row; a cell may hold several lines parted by "\n"
	Level  int      // of a Heading, from 1
	Line   int      // in the file, from 1
	Parted bool     // a blank line stands before it
	Torn   bool     // it goes on with a line that was longer than MaxText
}

// File is a file taken apart.
type File struct {
	Meta   map[string]string // front matter, keys in lower case; nil without one
	Blocks []Block
}

// Supported reports whether Read knows the format of a file of that name.
func Supported(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".txt", ".md":
		return true
	}
	return false
}

// Read takes a file apart. The name decides on the format.
func Read(name string, content []byte) (*File, error) {
	if !Supported(name) {
		return nil, fmt.Errorf("%w: chỉ nhận .txt và .md, hãy lưu %q dưới dạng văn bản thuần", ErrFormat, filepath.Base(name))
	}
	if len(content) > MaxSize {
		return nil, fmt.Errorf("%w: %d MB, tối đa %d MB", ErrTooLarge, len(content)>>20, MaxSize>>20)
	}
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	file := parseText(strings.ReplaceAll(viet.Normalize(text), Footnote, ""))
	if len(file.Blocks) == 0 {
		return nil, ErrNoText
	}
	return file, nil
}

// decode returns the text of UTF-8 (with or without a byte order mark) and of UTF-16 with one.
func decode(b []byte) (string, error) {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return decodeUTF16(b[2:], binary.LittleEndian)
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return decodeUTF16(b[2:], binary.BigEndian)
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return "", fmt.Errorf("%w: đây là tệp nhị phân", ErrNoText)
	}
	// A torn letter or two is damage; more is another encoding.
	if !utf8.Valid(b) {
		bad := bytes.Count(bytes.ToValidUTF8(b, []byte("\uFFFD")), []byte("\uFFFD"))
		if bad*200 > len(b) {
			return "", fmt.Errorf("%w: hãy chuyển tệp (có thể là TCVN3 hoặc VNI) sang Unicode", ErrEncoding)
		}
	}
	return string(b), nil
}

func decodeUTF16(b []byte, order binary.ByteOrder) (string, error) {
	if len(b)%2 != 0 {
		return "", fmt.Errorf("%w: UTF-16 bị cắt dở", ErrEncoding)
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units)), nil
}
