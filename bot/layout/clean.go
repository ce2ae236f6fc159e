package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/knowledge"
)

// Clean makes a text fit for a message: valid UTF-8, line feeds only, none of the characters
// that channels drop (which would upset the count of units) or that turn text around.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r == '\u2028', r == '\u2029':
			return '\n'
		case r == '\t':
			return ' '
		case r == '\n':
			return r
		case unicode.IsControl(r), r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069', r == '\uFEFF':
			return -1
		}
		return r
	}, s)
}

// Visible tells whether a reader would see anything.
func Visible(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		blank := r == '\u2800' || r == '\u3164' || r == '\uFFA0' || r == '\u115F' || r == '\u1160'
		return !blank && unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S)
	})
}

// Units is the length that Telegram counts.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += unitsOf(r)
	}
	return n
}

// UnitsTo is like Units but stops counting beyond limit: enough to see that s does not fit.
func UnitsTo(s string, limit int) int {
	n := 0
	for _, r := range s {
		if n += unitsOf(r); n > limit {
			break
		}
	}
	return n
}

func unitsOf(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// Lines cleans every span, breaks lines where a span holds a line feed and joins spans of one face.
func Lines(t knowledge.Text) knowledge.Text {
	var lines knowledge.Text
	for _, source := range t {
		var line knowledge.Line
		for _, span := range source {
			for i, part := range strings.Split(Clean(span.Text), "\n") {
				if i > 0 {
					lines, line = append(lines, line), nil
				}
				line = appendSpan(line, part, span.Strong)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func appendSpan(line knowledge.Line, text string, strong bool) knowledge.Line {
	if text == "" {
		return line
	}
	strong = strong && Visible(text) // bold spaces are an entity too many
	if last := len(line) - 1; last >= 0 && line[last].Strong == strong {
		line[last].Text += text
		return line
	}
	return append(line, knowledge.Span{Text: text, Strong: strong})
}

// CutText splits s so that head has at most limit units: after the last space that leaves
// head at least half full, else between two letters. The limit must be at least 2.
func CutText(s string, limit int) (head, tail string) {
	used, end, space := 0, 0, 0
	for at, r := range s {
		if used += unitsOf(r); used > limit {
			break
		}
		end = at + utf8.RuneLen(r)
		if unicode.IsSpace(r) && used >= limit/2 {
			space = end
		}
	}
	switch {
	case end == len(s):
		return s, ""
	case space > 0:
		return s[:space], s[space:]
	}
	if whole := letterStart(s, end); whole > 0 {
		end = whole
	}
	return s[:end], s[end:]
}

// letterStart moves an offset back until no combining mark or emoji modifier stands at it.
func letterStart(s string, at int) int {
	for at > 0 && at < len(s) {
		next, _ := utf8.DecodeRuneInString(s[at:])
		before, size := utf8.DecodeLastRuneInString(s[:at])
		if !unicode.In(next, unicode.M) && next != '\u200D' && before != '\u200D' && !(next >= 0x1F3FB && next <= 0x1F3FF) {
			return at
		}
		at -= size
	}
	return at
}
