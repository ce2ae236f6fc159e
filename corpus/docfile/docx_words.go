package docfile

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"dondoc/corpus/viet"
)

// docxLineBreak parts the lines of a paragraph while it is read. XML has no such letter.
const docxLineBreak = "\v"

// docxMaxParagraph bounds, in bytes, what one paragraph may hold while it is read.
const docxMaxParagraph = 8 << 20

// docxWords are those of a paragraph that is being read.
type docxWords struct {
	done strings.Builder
	open strings.Builder // of one look: a letter of an old font may stand in two runs
	font string
	caps bool
	met  docxTraces
	old  *legacy // how the first letters of an old font were read
}

// add appends words of a run.
func (w *docxWords) add(s string, l docxLetters) error {
	if w.done.Len()+w.open.Len()+len(s) > docxMaxParagraph {
		return fmt.Errorf("%w: có đoạn văn dài hơn %d MB", ErrTooLarge, docxMaxParagraph>>20)
	}
	if caps := l.caps == docxOn; l.font != w.font || caps != w.caps {
		w.flush()
		w.font, w.caps = l.font, caps
	}
	if l.raised == docxOn && w.marksNote(s) {
		w.addMark(Footnote)
		return nil
	}
	w.open.WriteString(strings.Map(docxReadable, s))
	return nil
}

// addMark appends a mark of our own.
func (w *docxWords) addMark(mark string) {
	w.flush()
	w.done.WriteString(mark)
}

func (w *docxWords) flush() {
	if w.open.Len() == 0 {
		return
	}
	s, old := fontToUnicode(w.font, w.open.String())
	if old != nil {
		w.met |= docxOldFont
		w.old = cmp.Or(w.old, old)
	}
	if w.caps {
		s = strings.ToUpper(s)
	}
	w.done.WriteString(s)
	w.open.Reset()
}

// marksNote tells a footnote mark that was typed by hand from an exponent: "Bộ Y tế¹", "5 m²", "10³".
func (w *docxWords) marksNote(raised string) bool {
	mark := strings.Trim(raised, " ()[]")
	if mark == "" || len(raised) > len("(123)") || strings.Trim(mark, "0123456789") != "" {
		return false
	}
	w.flush()
	before := w.done.String()
	if before != "" && strings.ContainsAny(before[len(before)-1:], "0123456789") {
		return false
	}
	return !isExponent(before, mark)
}

// lines returns the words line by line, without empty ones.
func (w *docxWords) lines() []string {
	w.flush()
	var lines []string
	for l := range strings.SplitSeq(viet.Normalize(w.done.String()), docxLineBreak) {
		if l = squeeze(l); l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

// docxReadable replaces letters that are not what they look like. Symbol fonts have
// theirs in the private use area, where the mark of a footnote is ours.
func docxReadable(r rune) rune {
	switch {
	case r < 0x2010 || r > 0xF0FF:
		return r
	case r == '\u2010', r == '\u2011': // hyphens
		return '-'
	case r >= 0xF000:
		return docxSymbol(r)
	case string(r) == Footnote:
		return -1
	}
	return r
}

// docxSymbols are the letters of Symbol and Wingdings that documents use in sentences.
var docxSymbols = map[rune]rune{
	0xA3: '≤', 0xB3: '≥', 0xB0: '°', 0xB1: '±', 0xB4: '×', 0xB7: '•', 0xB9: '≠', 0xBB: '≈', 0xA7: '▪', 0xD8: '➢', 0xE0: '→', 0xF0: '→', 0xFC: '✓',
	0x6F: '☐', 0xA8: '☐', 0xFE: '☑',
}

// docxSymbol reads a letter of a symbol font by its place in the private use area.
func docxSymbol(r rune) rune {
	low := r & 0xFF
	if s, ok := docxSymbols[low]; ok {
		return s
	}
	if low >= ' ' && low < 0x7F && !unicode.IsLetter(low) { // digits and punctuation stand where they do in ASCII
		return low
	}
	return ' '
}

// docxSymbolOf reads <w:sym w:font="Symbol" w:char="F0B3"/>.
func docxSymbolOf(e docxElement) string {
	n, err := strconv.ParseUint(e.attr("char"), 16, 16)
	if err != nil {
		return ""
	}
	r := rune(n)
	if r < 0xF000 || r > 0xF0FF {
		r = 0xF000 | r&0xFF
	}
	return string(docxSymbol(r))
}
