// Package docfile turns the bytes of a file into an ordered list of Blocks:
// paragraphs, headings and table rows, each with its line. It knows file
// formats and their markup, and nothing of what the words mean.
//
// What a file is, its first bytes tell (formatOf); its name only parts formats
// that look alike. There is one reader a format: text.go for .txt and .md (one
// reader, because scans turned to text are full of Markdown and HTML remnants),
// html.go, docx.go, xlsx.go and pdf.go. Files come from strangers: every reader
// is bound in size, depth and time, and what it could not read for certain it
// says in a Note.
package docfile

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
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

// What can be wrong with a file. Errors of Read wrap one of these, or ctx's.
var (
	ErrFormat   = errors.New("định dạng chưa đọc được")
	ErrEmpty    = errors.New("tệp trống (0 byte)")
	ErrDamaged  = errors.New("tệp hỏng hoặc tải lên chưa đủ")
	ErrLocked   = errors.New("tệp có mật khẩu")
	ErrNoText   = errors.New("tệp không chứa văn bản")
	ErrEncoding = errors.New("bảng mã không phải Unicode")
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

// Merge says how a cell hangs together with its neighbours.
type Merge uint8

// The states of a cell. One that belongs to another has no words of its own.
const (
	Own       Merge = iota // stands alone, or is the first of those merged
	WithLeft               // belongs to the cell on its left
	WithAbove              // belongs to the cell above it
)

// Place is where something stands in a file. Places rise from Block to Block.
type Place struct {
	Line int `json:"line"`           // from 1: of a text its line, of .docx and .html the paragraph or row, of .xlsx the row of the sheet, of .pdf the line of the page
	Page int `json:"page,omitempty"` // of .pdf the page, of .xlsx the sheet, from 1; 0 for others
}

// Before reports whether p stands before q.
func (p Place) Before(q Place) bool {
	return p.Page < q.Page || p.Page == q.Page && p.Line < q.Line
}

// Block is one paragraph, heading or table row, free of markup.
type Block struct {
	Place
	Kind   Kind
	Text   string   // its own words in one line; for a Row the cells parted by tabs
	Mark   string   // the number that a word processor counts by itself, no part of Text: "28.", "a)"
	Cells  []string // of a Row, one a column of the grid, with counted numbers; a cell may hold several lines parted by "\n"
	Merge  []Merge  // of a Row with merged cells, one a cell; nil for none
	Header bool     // of a Row: the file itself says that it is a header
	Table  int      // of a Row: rows of one table share it, from 1; 0 where the format does not part tables
	Level  int      // of a Heading, from 1
	Parted bool     // a blank line stands before it
	Torn   bool     // it goes on with a line that was longer than MaxText
	Sheet  string   // of .xlsx: the name of its sheet
}

// File is a file taken apart.
type File struct {
	Meta   map[string]string // front matter, keys in lower case; nil without one
	Blocks []Block
	Notes  []Note

	Furniture []string // what is printed on every page and left out of Blocks: headers, footers, stamps
}

// Note tells, in a clerk's words, what of a file was read with less than
// certainty and what was assumed. A zero Place is the whole file.
type Note struct {
	Place
	Text string
}

// Read takes a file apart. The format is told by the content; the name only
// decides where that leaves it open.
func Read(ctx context.Context, name string, content []byte) (*File, error) {
	if len(content) > MaxSize {
		return nil, fmt.Errorf("%w: %d MB, tối đa %d MB", ErrTooLarge, len(content)>>20, MaxSize>>20)
	}
	format, err := formatOf(name, content)
	if err != nil {
		return nil, err
	}
	file, err := readers[format](ctx, content)
	if err != nil {
		return nil, err
	}
	if len(file.Blocks) == 0 {
		return nil, ErrNoText
	}
	if format == formatPDF && garbled(file.Blocks) {
		return nil, fmt.Errorf("%w: nhiều chữ không đọc được vì tệp hỏng hoặc phông chữ không kèm bảng mã; hãy xuất lại PDF từ bản gốc", ErrEncoding)
	}
	return file, nil
}

// garbled reports whether more than one letter in a hundred could not be read:
// names and dates cannot be trusted then.
func garbled(blocks []Block) bool {
	lost, all := 0, 0
	for _, b := range blocks {
		lost += strings.Count(b.Text, "\uFFFD")
		all += utf8.RuneCountInString(b.Text)
	}
	const fewLetters = 200 // prove nothing
	return all > fewLetters && lost*100 > all
}
