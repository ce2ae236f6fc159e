package docfile

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// Bounds of a workbook. The parts are read as streams: only words are kept.
const (
	xlsxMaxSheet  = 64 << 20 // unpacked bytes of a sheet, and of the shared texts
	xlsxMaxPart   = 8 << 20  // of any other part
	xlsxMaxToken  = 4 << 20  // bytes of one tag or text: a cell has 32,767 letters at most
	xlsxMaxDepth  = 64
	xlsxMaxText   = 64 << 20 // bytes of all cells: a text that is kept once may stand in a million of them
	xlsxMaxSheets = 512
	xlsxMaxStyles = 1 << 16
)

// xlsxBook is a workbook that is being read. This is no library's work: the one
// at hand makes a gigabyte of a file of six kilobytes, and takes half a sheet for a whole one.
type xlsxBook struct {
	ctx      context.Context
	zip      *zipFile
	sheets   []xlsxTab
	date1904 bool
	strings  []string
	styles   []xlsxStyle

	out       builder
	notes     []Note
	textLeft  int
	legacy    *legacy          // what all its text is written in, nil for Unicode
	converted map[*legacy]bool // what some of it was converted from
}

// xlsxTab is a sheet as the workbook lists it.
type xlsxTab struct {
	name, part string
	hidden     bool
}

// readXLSX reads the visible sheets of a workbook.
func readXLSX(ctx context.Context, content []byte) (*File, error) {
	z, err := openZip(content)
	if err != nil {
		return nil, err
	}
	b := &xlsxBook{ctx: ctx, zip: z, textLeft: xlsxMaxText, converted: map[*legacy]bool{}}
	if err := b.readWorkbook(); err != nil {
		return nil, err
	}
	sample := b.sample()
	b.legacy = recogniseLegacy(sample, manyWords)
	page := 0
	for _, tab := range b.sheets {
		if tab.hidden {
			b.note(Place{}, "Trang tính ẩn %q không được đọc; nếu cần, hãy bỏ ẩn rồi nạp lại.", tab.name)
			continue
		}
		page++
		if tab.part == "" {
			continue // a sheet that is all a chart
		}
		if err := b.readSheet(tab, page); err != nil {
			return nil, err
		}
	}
	for _, l := range legacies {
		if b.converted[l] {
			b.notes = append(b.notes, Note{Text: l.note})
		}
	}
	if len(b.converted) == 0 && mixesLegacy(sample) {
		b.notes = append(b.notes, Note{Text: mixedNote})
	}
	return &File{Blocks: b.out.blocks, Notes: b.notes}, nil
}

func (b *xlsxBook) note(at Place, format string, args ...any) {
	b.notes = append(b.notes, Note{Place: at, Text: fmt.Sprintf(format, args...)})
}

// sample joins texts of the workbook, to tell their encoding by.
func (b *xlsxBook) sample() string {
	const most = 256 << 10
	var s strings.Builder
	for _, text := range b.strings {
		if s.Len() > most {
			break
		}
		s.WriteString(text)
		s.WriteByte('\n')
	}
	return s.String()
}

// readWorkbook reads the list of sheets, the styles and the shared texts.
func (b *xlsxBook) readWorkbook() error {
	main := "xl/workbook.xml"
	top, err := b.relations("")
	if err != nil {
		return err
	}
	for _, r := range top {
		if r.kind == "officeDocument" {
			main = r.part
		}
	}
	related, err := b.relations(main)
	if err != nil {
		return err
	}
	if err := b.readTabs(main, related); err != nil {
		return err
	}
	for _, r := range related {
		switch {
		case !b.zip.has(r.part):
		case r.kind == "sharedStrings":
			err = b.readStrings(r.part)
		case r.kind == "styles":
			err = b.readStyles(r.part)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readTabs reads the sheets in the order of their tabs.
func (b *xlsxBook) readTabs(main string, related map[string]xlsxRelation) error {
	err := b.walk(main, xlsxMaxPart, func(token xml.Token) error {
		e, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "workbookPr":
			b.date1904 = xlsxOn(xlsxAttr(e, "date1904"))
		case e.Name.Local == "sheet" && len(b.sheets) == xlsxMaxSheets:
			return fmt.Errorf("%w: hơn %d trang tính", ErrTooLarge, xlsxMaxSheets)
		case e.Name.Local == "sheet":
			tab := xlsxTab{name: squeeze(xlsxAttr(e, "name")), hidden: strings.HasSuffix(strings.ToLower(xlsxAttr(e, "state")), "hidden")}
			if r := related[xlsxAttr(e, "id")]; r.kind == "worksheet" {
				tab.part = r.part
			}
			b.sheets = append(b.sheets, tab)
		}
		return nil
	})
	if err == nil && len(b.sheets) == 0 {
		err = fmt.Errorf("%w: không có trang tính nào", ErrDamaged)
	}
	return err
}

// xlsxRelation is where a part points to: a part, and what it is.
type xlsxRelation struct{ kind, part string }

// relations reads what a part refers to, by ID; "" is the package itself.
func (b *xlsxBook) relations(of string) (map[string]xlsxRelation, error) {
	dir, base := path.Split(of)
	name := dir + "_rels/" + base + ".rels"
	found := map[string]xlsxRelation{}
	if !b.zip.has(name) {
		return found, nil
	}
	err := b.walk(name, xlsxMaxPart, func(token xml.Token) error {
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "Relationship" || strings.EqualFold(xlsxAttr(e, "TargetMode"), "External") {
			return nil
		}
		target := strings.ReplaceAll(xlsxAttr(e, "Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = dir + target
		}
		found[xlsxAttr(e, "Id")] = xlsxRelation{path.Base(xlsxAttr(e, "Type")), strings.TrimPrefix(path.Clean(target), "/")}
		return nil
	})
	return found, err
}

// readStrings reads the texts that cells refer to by number.
func (b *xlsxBook) readStrings(part string) error {
	var text []byte
	var font string
	words, phonetic := false, false
	return b.walk(part, xlsxMaxSheet, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "si":
				if text, font = text[:0], ""; len(b.strings) == mostCells {
					return fmt.Errorf("%w: hơn %d chuỗi chữ", ErrTooLarge, mostCells)
				}
			case "r":
				font = ""
			case "rFont":
				font = xlsxAttr(t, "val")
			case "rPh":
				phonetic = true
			case "t":
				words = !phonetic
			}
		case xml.CharData:
			if words {
				run, from := fontToUnicode(font, string(t))
				text = append(text, run...)
				b.hasConverted(from)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "si":
				b.strings = append(b.strings, xlsxUnescape(string(text)))
			case "rPh":
				phonetic = false
			case "t":
				words = false
			}
		}
		return nil
	})
}

// hasConverted remembers that text was converted, nil for not.
func (b *xlsxBook) hasConverted(from *legacy) {
	if from != nil {
		b.converted[from] = true
	}
}

// xlsxUnescape reads the escapes of control characters: "_x000A_".
func xlsxUnescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	const length = len("_x000A_")
	var b strings.Builder
	for {
		at := strings.Index(s, "_x")
		if at < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:at])
		s = s[at:]
		if len(s) >= length && s[length-1] == '_' {
			if n, err := strconv.ParseUint(s[2:length-1], 16, 16); err == nil {
				b.WriteRune(rune(n)) // a half of a surrogate pair becomes U+FFFD
				s = s[length:]
				continue
			}
		}
		b.WriteString(s[:2])
		s = s[2:]
	}
}

// walk shows every token of a part of at most that size to visit. A part that ends too early is damaged: half a table is worse than none.
func (b *xlsxBook) walk(name string, most int64, visit func(xml.Token) error) error {
	part, err := b.zip.open(name, most)
	if err != nil {
		return err
	}
	defer part.Close()
	dec, guard := newXMLDecoder(part, xlsxMaxToken, "một ô hoặc thẻ")
	depth := 0
	for n := 1; ; n++ {
		if n%1024 == 0 && b.ctx.Err() != nil {
			return b.ctx.Err()
		}
		token, err := dec.Token()
		switch {
		case err == io.EOF && n > 1:
			return nil
		case err != nil:
			return xlsxFault(err, name)
		}
		guard.done = dec.InputOffset()
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > xlsxMaxDepth {
			return fmt.Errorf("%w: phần %s lồng nhau quá sâu", ErrDamaged, name)
		}
		if err := visit(token); err != nil {
			return err
		}
	}
}

// xlsxFault gives a fault of the markup its words; one of the archive has them already.
func xlsxFault(err error, part string) error {
	if errors.Is(err, ErrDamaged) || errors.Is(err, ErrTooLarge) {
		return err
	}
	return fmt.Errorf("%w: phần %s bị lỗi hoặc bị cắt dở; hãy tải lại hoặc xin lại bản gốc", ErrDamaged, part)
}

// xlsxAttr returns an attribute by its local name, "" for none.
func xlsxAttr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func xlsxOn(value string) bool {
	switch strings.ToLower(cmp.Or(value, "0")) {
	case "0", "false", "off":
		return false
	}
	return true
}

// xlsxNumber reads an attribute as a whole number from 1 to most, 0 for none.
func xlsxNumber(s string, most int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > most {
		return 0
	}
	return n
}
