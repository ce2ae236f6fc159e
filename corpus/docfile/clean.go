package docfile

import (
	"html"
	"strings"

	"dondoc/corpus/viet"
)

// clean removes Markdown emphasis and HTML tags from a line.
func clean(s string) string {
	if strings.ContainsAny(s, "<&") {
		s = html.UnescapeString(stripTags(s))
	}
	return stripEmphasis(s)
}

// cleanCell cleans a cell and squeezes each of its lines.
func cleanCell(s string) string {
	lines := strings.Split(clean(s), "\n")
	kept := lines[:0]
	for _, l := range lines {
		if l = viet.Squeeze(l); l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
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

// breaking are the tags that end a line; footnote marks (sup) go with their content.
var breaking = map[string]bool{"p": true, "br": true, "li": true, "div": true, "tr": true, "h1": true, "h2": true, "h3": true}

// stripTags removes HTML tags. "a < b" is kept: a tag begins with a letter or a slash.
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
			if end := strings.Index(s, "</sup>"); end >= 0 && end <= 8 {
				s = s[end+len("</sup>"):]
				b.WriteString(Footnote)
			}
		}
		closedBold = name == "b" && closing || closedBold && name != "i"
	}
	return b.String()
}

// parseTag reads a tag at the beginning of s; length 0 means that there is none.
func parseTag(s string) (name string, closing bool, length int) {
	i := 1
	if i < len(s) && s[i] == '/' {
		closing = true
		i++
	}
	start := i
	for i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || i > start && s[i] >= '0' && s[i] <= '9') {
		i++
	}
	if i == start {
		return "", false, 0
	}
	name = strings.ToLower(s[start:i])
	const maxAttributes = 200
	for j := i; j < len(s) && j < i+maxAttributes; j++ {
		switch s[j] {
		case '>':
			return name, closing, j + 1
		case '<':
			return "", false, 0
		}
	}
	return "", false, 0
}
