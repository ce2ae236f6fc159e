package docfile

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// clean removes Markdown emphasis and HTML tags from a line.
func clean(s string) string {
	if strings.ContainsAny(s, "<&") {
		s = html.UnescapeString(stripTags(s))
	}
	return stripEmphasis(s)
}

// squeeze is viet.Squeeze without a copy of what is squeezed already, as most lines are.
func squeeze(s string) string {
	blank := true // before the letter at hand
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf && unicode.IsSpace(runeAt(s, i)) || c < ' ' || c == ' ' && blank {
			return viet.Squeeze(s)
		}
		blank = c == ' '
	}
	if blank {
		return viet.Squeeze(s)
	}
	return s
}

func runeAt(s string, i int) rune {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

// A cell that begins with words in bold has them as its title.
var boldBeginning = regexp.MustCompile(`^\s*(?:<b>|<strong>|\*\*)([^<*]+)(?:</b>|</strong>|\*\*)\s+([\p{L}\d(].*)$`)

const wordsOfTitle = 3

// cleanCell cleans a cell and squeezes each of its lines; a title in bold is a line.
func cleanCell(s string) string {
	if m := boldBeginning.FindStringSubmatch(s); m != nil && len(strings.Fields(m[1])) >= wordsOfTitle {
		s = m[1] + "\n" + m[2]
	}
	return cleanLines(clean(s))
}

// stripEmphasis removes asterisks that mark bold and italics; a leading "* " is a list mark.
func stripEmphasis(s string) string {
	if !strings.ContainsAny(s, `*\`) {
		return s
	}
	t := strings.TrimLeft(s, " \t")
	if rest, ok := strings.CutPrefix(t, "* "); ok && !strings.Contains(rest, "*") {
		return "- " + rest
	}
	s = strings.ReplaceAll(s, `\*`, "")
	return strings.ReplaceAll(s, "*", "")
}

// tagNames are the tags that converters leave behind. Other words in angle
// brackets are the author's: "<tên cơ quan>".
var tagNames = namesOf(`a b blockquote body br center code dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr html i img ins li
	o:p ol p pre s small span strike strong style sub sup table tbody td tfoot th thead tr tt u ul`)

func namesOf(list string) map[string]bool {
	names := map[string]bool{}
	for name := range strings.FieldsSeq(list) {
		names[name] = true
	}
	return names
}

// breaking are the tags that end a line; footnote marks (sup) go with their content.
var breaking = map[string]bool{"p": true, "br": true, "li": true, "div": true, "tr": true, "h1": true, "h2": true, "h3": true}

// stripTags removes HTML tags. "a < b" and "a<b, x > y" are kept.
func stripTags(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	closedBold := false // "<b>title</b> <i>details</i>" is two lines
	for len(s) > 0 {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:open])
		closedBold = closedBold && strings.TrimSpace(s[:open]) == ""
		before := s[:open]
		s = s[open:]
		name, closing, length := parseTag(s)
		if length == 0 {
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		s = s[length:]
		switch {
		case breaking[name], name == "i" && !closing && closedBold:
			b.WriteByte('\n')
		case name == "sup" && !closing:
			mark, _, ok := strings.Cut(s[:min(len(s), longestMark)], "</sup>")
			if ok && !isExponent(before, mark) {
				s = s[len(mark)+len("</sup>"):]
				b.WriteString(Footnote)
			}
		}
		closedBold = name == "b" && closing || closedBold && name != "i"
	}
	return b.String()
}

// longestMark bounds, in bytes, a footnote mark with the tag that closes it.
const longestMark = 8 + len("</sup>")

// isExponent tells "km<sup>2</sup>" from a footnote mark.
func isExponent(before, mark string) bool {
	if mark != "2" && mark != "3" {
		return false
	}
	unit := before[strings.LastIndexFunc(before, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
	switch unit {
	case "m", "km", "hm", "dam", "dm", "cm", "mm":
		return true
	}
	return false
}

// parseTag reads a tag at the beginning of s; length 0 means that there is none.
func parseTag(s string) (name string, closing bool, length int) {
	i := 1
	if i < len(s) && s[i] == '/' {
		closing = true
		i++
	}
	start := i
	for i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || i > start && (s[i] >= '0' && s[i] <= '9' || s[i] == ':')) {
		i++
	}
	name = strings.ToLower(s[start:i])
	if !tagNames[name] {
		return "", false, 0
	}
	const maxAttributes = 200
	for j := i; j < len(s) && j < i+maxAttributes; j++ {
		switch s[j] {
		case '>':
			inside := strings.TrimSpace(s[i:j])
			if inside != "" && inside != "/" && (s[i] != ' ' || !strings.Contains(inside, "=")) {
				return "", false, 0
			}
			return name, closing, j + 1
		case '<':
			return "", false, 0
		}
	}
	return "", false, 0
}
