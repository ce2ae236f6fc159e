package docfile

import (
	"strings"
	"unicode/utf16"
)

// pdfMostCodes bounds the entries of a CMap: all codes of two bytes.
const pdfMostCodes = 1 << 16

// pdfCMap says what the codes of a font stand for.
type pdfCMap struct {
	text   map[int]string // Unicode, by code
	cid    map[int]int    // glyphs, by code
	spaces []pdfCodeSpace
}

type pdfCodeSpace struct{ size, low, high int }

// readCMap reads the part of PostScript that CMaps are written in: operands, then a word.
func readCMap(b []byte) *pdfCMap {
	m := &pdfCMap{text: map[int]string{}, cid: map[int]int{}}
	l := &pdfLexer{b: b, noRefs: true}
	var stack []any
	for {
		v := l.next()
		word, isWord := v.(pdfWord)
		switch {
		case v == any(pdfEnd{}):
			return m
		case !isWord:
			if len(stack) < pdfMostCodes {
				stack = append(stack, v)
			}
			continue
		}
		switch word {
		case "endcodespacerange":
			m.addSpaces(stack)
		case "endbfchar":
			m.addChars(stack)
		case "endbfrange":
			m.addRanges(stack)
		case "endcidchar":
			for i := 0; i+1 < len(stack); i += 2 {
				code, ok1 := codeOf(stack[i])
				cid, ok2 := stack[i+1].(int)
				if ok1 && ok2 && len(m.cid) < pdfMostCodes {
					m.cid[code] = cid
				}
			}
		case "endcidrange":
			m.addCIDs(stack)
		}
		stack = stack[:0]
	}
}

// codeOf returns a code written as a string of at most four bytes.
func codeOf(v any) (int, bool) {
	s, ok := v.(pdfString)
	return bigEndian([]byte(s[:min(len(s), 4)])), ok && len(s) > 0 && len(s) <= 4
}

func (m *pdfCMap) addSpaces(stack []any) {
	const most = 64
	for i := 0; i+1 < len(stack) && len(m.spaces) < most; i += 2 {
		low, ok1 := codeOf(stack[i])
		high, ok2 := codeOf(stack[i+1])
		if s, _ := stack[i].(pdfString); ok1 && ok2 {
			m.spaces = append(m.spaces, pdfCodeSpace{len(s), low, high})
		}
	}
}

func (m *pdfCMap) addChars(stack []any) {
	for i := 0; i+1 < len(stack); i += 2 {
		code, ok1 := codeOf(stack[i])
		text, ok2 := stack[i+1].(pdfString)
		if ok1 && ok2 {
			m.set(code, text, 0)
		}
	}
}

// addRanges adds triples: first code, last code, and the text of the first or an array of texts.
func (m *pdfCMap) addRanges(stack []any) {
	for i := 0; i+2 < len(stack); i += 3 {
		low, ok1 := codeOf(stack[i])
		high, ok2 := codeOf(stack[i+1])
		if !ok1 || !ok2 {
			continue
		}
		switch to := stack[i+2].(type) {
		case pdfString:
			for code := low; code <= high && len(m.text) < pdfMostCodes; code++ {
				m.set(code, to, code-low)
			}
		case pdfArray:
			for n, v := range to {
				if text, ok := v.(pdfString); ok && low+n <= high {
					m.set(low+n, text, 0)
				}
			}
		}
	}
}

func (m *pdfCMap) addCIDs(stack []any) {
	for i := 0; i+2 < len(stack); i += 3 {
		low, ok1 := codeOf(stack[i])
		high, ok2 := codeOf(stack[i+1])
		cid, ok3 := stack[i+2].(int)
		for code := low; ok1 && ok2 && ok3 && code <= high && len(m.cid) < pdfMostCodes; code++ {
			m.cid[code] = cid + code - low
		}
	}
}

// set notes that a code is the UTF-16 text, its last unit raised by plus.
func (m *pdfCMap) set(code int, text pdfString, plus int) {
	const longest = 32 // units that one code may stand for
	if len(text) == 1 {
		text = "\x00" + text
	}
	if len(text) < 2 || len(text) > 2*longest || len(m.text) >= pdfMostCodes {
		return
	}
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = uint16(text[2*i])<<8 | uint16(text[2*i+1])
	}
	units[len(units)-1] += uint16(plus)
	m.text[code] = strings.ReplaceAll(string(utf16.Decode(units)), Footnote, "")
}

// next cuts the first code off a string.
func (m *pdfCMap) next(s string) (code, size int) {
	for size = 1; size <= min(4, len(s)); size++ {
		code = code<<8 | int(s[size-1])
		for _, space := range m.spaces {
			if space.size == size && code >= space.low && code <= space.high {
				return code, size
			}
		}
	}
	return bigEndian([]byte(s[:min(2, len(s))])), min(2, len(s))
}
