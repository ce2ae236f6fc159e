package docfile

import (
	"bytes"
	"strconv"
)

// The objects of a PDF file. Besides these stand nil, bool, int and float64.
type (
	pdfName   string
	pdfString string
	pdfArray  []any
	pdfDict   map[pdfName]any
	pdfRef    struct{ id, gen int }
	pdfStream struct {
		dict pdfDict
		raw  []byte
		ref  pdfRef
		cut  bool // its end is missing
	}
	pdfWord string   // a keyword of the file, or an operator of a page
	pdfEnd  struct{} // behind the last object
)

// pdfDeepest bounds how deep arrays and dictionaries may nest: what real files have is below ten.
const pdfDeepest = 64

// pdfLexer reads objects from bytes. It never fails: what is no object is left
// out, because the files of many programs break the rules here and there.
type pdfLexer struct {
	b      []byte
	pos    int
	noRefs bool // in the content of a page "1 0 R" is no reference
}

func isPDFSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isPDFDelim(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (l *pdfLexer) skipSpace() {
	for l.pos < len(l.b) {
		switch c := l.b[l.pos]; {
		case isPDFSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.b) && l.b[l.pos] != '\n' && l.b[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// next reads one object, or a word.
func (l *pdfLexer) next() any { return l.object(0) }

func (l *pdfLexer) object(depth int) any {
	l.skipSpace()
	if l.pos >= len(l.b) {
		return pdfEnd{}
	}
	switch c := l.b[l.pos]; c {
	case '/':
		return l.name()
	case '(':
		return l.literal()
	case '<':
		if l.pos+1 < len(l.b) && l.b[l.pos+1] == '<' {
			l.pos += 2
			return l.dict(depth + 1)
		}
		return l.hex()
	case '[':
		l.pos++
		return l.array(depth + 1)
	case '>':
		if l.pos+1 < len(l.b) && l.b[l.pos+1] == '>' {
			l.pos += 2
			return pdfWord(">>")
		}
		l.pos++
		return pdfWord(">")
	case ']', ')', '{', '}':
		l.pos++
		return pdfWord(c)
	}
	return l.numberOrWord()
}

// dict reads up to ">>". A key without a value, or one that is no name, is left out.
func (l *pdfLexer) dict(depth int) pdfDict {
	d := pdfDict{}
	if depth > pdfDeepest {
		l.pos = len(l.b)
	}
	for {
		key := l.object(depth)
		switch key := key.(type) {
		case pdfEnd:
			return d
		case pdfWord:
			if key == ">>" || key == "endobj" || key == "stream" {
				return d
			}
		case pdfName:
			value := l.object(depth)
			switch value := value.(type) {
			case pdfEnd:
				return d
			case pdfWord:
				if value == ">>" {
					return d
				}
			default:
				d[key] = value
			}
		}
	}
}

func (l *pdfLexer) array(depth int) pdfArray {
	var a pdfArray
	if depth > pdfDeepest {
		l.pos = len(l.b)
	}
	for {
		switch v := l.object(depth).(type) {
		case pdfEnd:
			return a
		case pdfWord:
			if v == "]" || v == "endobj" || v == "endstream" {
				return a
			}
		default:
			a = append(a, v)
		}
	}
}

func (l *pdfLexer) name() pdfName {
	l.pos++
	start := l.pos
	for l.pos < len(l.b) && !isPDFSpace(l.b[l.pos]) && !isPDFDelim(l.b[l.pos]) {
		l.pos++
	}
	raw := l.b[start:l.pos]
	if bytes.IndexByte(raw, '#') < 0 {
		return pdfName(raw)
	}
	name := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) && pdfHexValue(raw[i+1]) >= 0 && pdfHexValue(raw[i+2]) >= 0 {
			name = append(name, byte(pdfHexValue(raw[i+1])<<4|pdfHexValue(raw[i+2])))
			i += 2
			continue
		}
		name = append(name, raw[i])
	}
	return pdfName(name)
}

func pdfHexValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// hex reads <48656C6C6F>.
func (l *pdfLexer) hex() pdfString {
	l.pos++
	end := bytes.IndexByte(l.b[l.pos:], '>')
	if end < 0 {
		end = len(l.b) - l.pos
	}
	s := decodePDFHex(l.b[l.pos : l.pos+end])
	l.pos = min(l.pos+end+1, len(l.b))
	return pdfString(s)
}

// decodePDFHex turns pairs of digits into bytes; a last single digit has a zero behind it.
func decodePDFHex(b []byte) []byte {
	out := make([]byte, 0, len(b)/2+1)
	high := -1
	for _, c := range b {
		v := pdfHexValue(c)
		switch {
		case v < 0:
		case high < 0:
			high = v
		default:
			out = append(out, byte(high<<4|v))
			high = -1
		}
	}
	if high >= 0 {
		out = append(out, byte(high<<4))
	}
	return out
}

// literal reads (text with \( escapes and (nested) brackets).
func (l *pdfLexer) literal() pdfString {
	l.pos++
	var s []byte
	for depth := 1; l.pos < len(l.b); l.pos++ {
		switch c := l.b[l.pos]; c {
		case '(':
			depth++
			s = append(s, c)
		case ')':
			if depth--; depth == 0 {
				l.pos++
				return pdfString(s)
			}
			s = append(s, c)
		case '\\':
			s = l.escape(s)
		default:
			s = append(s, c)
		}
	}
	l.pos = len(l.b) // it may stand behind a last backslash
	return pdfString(s)
}

// pdfEscapes are the letters behind a backslash that stand for another byte.
var pdfEscapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

// escape reads what follows a backslash, up to its last byte.
func (l *pdfLexer) escape(s []byte) []byte {
	l.pos++
	if l.pos >= len(l.b) {
		return s
	}
	c := l.b[l.pos]
	switch {
	case c == '\r':
		if l.pos+1 < len(l.b) && l.b[l.pos+1] == '\n' {
			l.pos++
		}
		return s
	case c == '\n':
		return s
	case c >= '0' && c <= '7':
		v := int(c - '0')
		for n := 1; n < 3 && l.pos+1 < len(l.b) && l.b[l.pos+1] >= '0' && l.b[l.pos+1] <= '7'; n++ {
			l.pos++
			v = v<<3 | int(l.b[l.pos]-'0')
		}
		return append(s, byte(v))
	}
	if e, ok := pdfEscapes[c]; ok {
		return append(s, e)
	}
	return append(s, c)
}

func (l *pdfLexer) numberOrWord() any {
	start := l.pos
	for l.pos < len(l.b) && !isPDFSpace(l.b[l.pos]) && !isPDFDelim(l.b[l.pos]) {
		l.pos++
	}
	raw := l.b[start:l.pos]
	switch c := raw[0]; {
	case c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.':
		if n, ok := parsePDFNumber(raw); ok {
			return l.orRef(n)
		}
	case string(raw) == "null":
		return nil
	case string(raw) == "true":
		return true
	case string(raw) == "false":
		return false
	}
	return pdfWord(raw)
}

// orRef returns the reference that begins with the number n, else n.
func (l *pdfLexer) orRef(n any) any {
	id, ok := n.(int)
	if !ok || l.noRefs || id < 0 {
		return n
	}
	i := l.pos
	for i < len(l.b) && isPDFSpace(l.b[i]) {
		i++
	}
	digits := i
	gen := 0
	for i < len(l.b) && i < digits+5 && l.b[i] >= '0' && l.b[i] <= '9' {
		gen = gen*10 + int(l.b[i]-'0')
		i++
	}
	if i == digits || i == len(l.b) || !isPDFSpace(l.b[i]) {
		return n
	}
	for i < len(l.b) && isPDFSpace(l.b[i]) {
		i++
	}
	if i >= len(l.b) || l.b[i] != 'R' || i+1 < len(l.b) && !isPDFSpace(l.b[i+1]) && !isPDFDelim(l.b[i+1]) {
		return n
	}
	l.pos = i + 1
	return pdfRef{id, gen}
}

// parsePDFNumber reads an integer or a real. Some programs write "--5" or "1.5-3": the sign counts once, the rest not.
func parsePDFNumber(raw []byte) (any, bool) {
	const longest = 32
	s := raw[:min(len(raw), longest)]
	negative := false
	for len(s) > 0 && (s[0] == '-' || s[0] == '+') {
		negative = negative || s[0] == '-'
		s = s[1:]
	}
	end, dots := 0, 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' && dots == 0) {
		if s[end] == '.' {
			dots++
		}
		end++
	}
	if end == dots { // no digit
		return 0, len(s) == 0 || s[0] == '.'
	}
	if end < len(s) && s[end] != '-' && s[end] != '.' {
		return nil, false
	}
	if dots == 0 {
		n, err := strconv.Atoi(string(s[:end]))
		if err == nil {
			if negative {
				n = -n
			}
			return n, true
		}
	}
	f, err := strconv.ParseFloat(string(s[:end]), 64)
	if negative {
		f = -f
	}
	return f, err == nil
}
