package agency

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

var (
	markup   = regexp.MustCompile(`</?[A-Za-z]{1,6}/?>|\*{2,}|\*(\S)|(\S)\*`) // but for the bullet "* "
	bullet   = regexp.MustCompile(`^(?:[-–—+•●▪➢❖*\s]|\(?(?:\d{1,2}|[a-zđ])[.)]\s+)+`)
	brackets = regexp.MustCompile(`\s*\(([^()]*)\)`)
	inline   = regexp.MustCompile(`[\s,;]\(?(\d{1,2})[.)]\s+`)
	// The end of a cell, with the stray letters that a scan leaves behind a full stop.
	ending = regexp.MustCompile(`(\.\s*\p{Ll}{0,2}|[\s,;:/])+$`)
)

// listItems parts a cell where a separator always parts: at semicolons, tabs, numbers of a
// list, and lines that begin with a bullet or with the name of a body.
func listItems(cell string) []string {
	cell = numbered(cell)
	if !strings.ContainsAny(cell, ";\t\n•●▪➢❖") {
		return []string{tidy(bullet.ReplaceAllString(cell, ""))}
	}
	var out []string
	for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(";\t•●▪➢❖", r) }) {
		var item []string
		for line := range strings.Lines(part) {
			rest := bullet.ReplaceAllString(line, "")
			bulleted := strings.TrimSpace(line[:len(line)-len(rest)]) != ""
			if len(item) > 0 && (bulleted || opensItem(item[len(item)-1], rest)) {
				out = append(out, strings.Join(item, " "))
				item = nil
			}
			if rest = strings.TrimSpace(rest); rest != "" {
				item = append(item, rest)
			}
		}
		if len(item) > 0 && len(out) > 0 && strings.HasPrefix(item[0], "và ") { // what "và" joins is decided by its words
			item[0] = out[len(out)-1] + " " + item[0]
			out = out[:len(out)-1]
		}
		out = append(out, strings.Join(item, " "))
	}
	for i, item := range out {
		out[i] = tidy(item)
	}
	return out
}

// tidy takes white space and punctuation from around an item.
func tidy(item string) string {
	item = viet.Squeeze(item)
	if n := len(item); n > 0 && (item[n-1] < utf8.RuneSelf && !isAlnum(item[n-1]) || strings.Contains(item[max(0, n-8):], ".")) {
		item = ending.ReplaceAllString(item, "")
	}
	return strings.TrimLeft(item, " .,:/")
}

func isAlnum(b byte) bool { return b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' }

// numbered breaks the line before each number of a list that is numbered from one on: "1. Sở Y tế 2. Sở Nội vụ".
func numbered(cell string) string {
	first := strings.TrimLeft(cell, " \t\n(")
	if len(first) < 2 || first[0] != '1' || first[1] != '.' && first[1] != ')' {
		return cell
	}
	var out strings.Builder
	at, next := 0, 2
	for _, m := range inline.FindAllStringSubmatchIndex(cell, -1) {
		if n, err := strconv.Atoi(cell[m[2]:m[3]]); err != nil || n != next {
			continue
		}
		out.WriteString(cell[at:m[0]] + "\n- ")
		at, next = m[1], next+1
	}
	return out.String() + cell[at:]
}

// longestEdge is how much of a line is looked at to see how it begins or ends.
const longestEdge = 160

// opensItem reports whether a line begins a new item and does not go on with the line before.
func opensItem(before, line string) bool {
	if strings.HasSuffix(before, ",") {
		return false
	}
	line = line[:wholeRunes(line, min(len(line), longestEdge))]
	tokens := viet.Tokenize(line)
	if len(tokens) == 0 || !startsUpper(tokens[0].Text) {
		return false
	}
	marks := vocabulary().marksOf(line, tokens[:min(len(tokens), maxNameWords)])
	label := int(marks[0].length[classRole])
	labelled := label > 0 && label < len(tokens) && strings.Contains(line[tokens[label-1].End:tokens[label].Start], ":")
	return labelled || marks[0].begins() && !openEnded(before)
}

// openEnded reports whether a line waits for words to follow: "Văn phòng", "UBND các", "Sở Tài chính và".
func openEnded(line string) bool {
	if len(line) > longestEdge {
		return false
	}
	tokens := viet.Tokenize(line)
	if len(tokens) == 0 {
		return true
	}
	switch last := tokens[len(tokens)-1]; last.Toned {
	case "va1", "cac2", "cua3", "thuôc5", "tai5", "vơi2", "cung1", "cho":
		return true
	}
	first := vocabulary().marksOf(line, tokens)[0]
	if first.length[classWhole] > 0 || first.length[classShare] > 0 {
		return false
	}
	return max(int(first.length[classHead]), int(first.length[classPost])) == len(tokens)
}

// wholeRunes moves the end of a cut back to the beginning of a letter.
func wholeRunes(s string, end int) int {
	for end > 0 && end < len(s) && !utf8.RuneStart(s[end]) {
		end--
	}
	return end
}

// begins reports whether a body may begin at a token.
func (m *marks) begins() bool {
	return m.length[classPlain] == 0 && (m.length[classHead] > 0 || m.length[classOwn] > 0)
}
