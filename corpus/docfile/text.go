package docfile

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// readText reads plain text and Markdown.
func readText(_ context.Context, content []byte) (*File, error) {
	text, notes, err := decode(content)
	if err != nil {
		return nil, err
	}
	file := parseText(strings.ReplaceAll(viet.Normalize(text), Footnote, ""))
	file.Notes = notes
	return file, nil
}

// parseText reads normalised text, line by line.
func parseText(text string) *File {
	lines := strings.Split(text, "\n")
	file := &File{}
	first := 0
	file.Meta, first = frontMatter(lines)
	parted := true
	for _, l := range unlayout(lines, first) {
		line := l.text
		if isBlank(line) || isRule(line) {
			parted = true
			continue
		}
		for _, line := range atBreaks(line) {
			for torn := false; line != ""; torn = true {
				var piece string
				piece, line = cutLine(line)
				block, ok := parseLine(piece)
				if !ok {
					continue
				}
				block.Line, block.Parted, block.Torn = l.number, parted, torn
				file.Blocks = append(file.Blocks, block)
				parted = false
			}
		}
	}
	return file
}

// htmlBreak is a line break of HTML before words that begin anew.
var htmlBreak = regexp.MustCompile(`<[bB][rR] ?/?>\s*(?:\*\*|<b>)?\s*\p{Lu}`)

// atBreaks parts a paragraph at its breaks: lines of a letterhead, of a head of minutes.
func atBreaks(line string) []string {
	if !strings.Contains(line, "<") || strings.Contains(line, "\t") || strings.HasPrefix(strings.TrimSpace(line), "|") {
		return []string{line}
	}
	var pieces []string
	for {
		loc := htmlBreak.FindStringIndex(line)
		if loc == nil {
			return append(pieces, line)
		}
		end := loc[0] + strings.IndexByte(line[loc[0]:], '>') + 1
		pieces = append(pieces, line[:loc[0]])
		line = line[end:]
	}
}

// cutLine cuts the first MaxText bytes off a longer line, between words if it has words.
func cutLine(line string) (piece, rest string) {
	if len(line) <= MaxText {
		return line, ""
	}
	end := strings.LastIndexAny(line[:MaxText], " \t")
	if end < MaxText/2 {
		for end = MaxText; !utf8.RuneStart(line[end]); end-- {
		}
	}
	return line[:end], line[end:]
}

// frontMatter reads "key: value" lines between two lines of "---" at the top.
// It returns nil and 0 when there are none.
func frontMatter(lines []string) (map[string]string, int) {
	if len(lines) == 0 || strings.TrimSpace(lines[0]) != "---" {
		return nil, 0
	}
	meta := map[string]string{}
	for i, line := range lines[1:] {
		if strings.TrimSpace(line) == "---" {
			return meta, i + 2
		}
		if key, value, ok := strings.Cut(line, ":"); ok {
			meta[strings.ToLower(viet.Squeeze(key))] = viet.Squeeze(value)
		}
	}
	return nil, 0
}

func isBlank(line string) bool { return strings.TrimSpace(line) == "" }

// isRule reports whether the line is drawn, not written: "-----", "***", "| --- | --- |".
func isRule(line string) bool {
	t := strings.Trim(line, " \t")
	return len(t) >= 3 && strings.Trim(t, "-*_=| :\t\\") == ""
}

// parseLine turns one line into a block; false when nothing is left without the markup.
func parseLine(line string) (Block, bool) {
	if t := strings.TrimSpace(line); strings.HasPrefix(t, "|") && strings.Count(t, "|") > 1 || strings.Count(t, " | ") > 1 {
		return rowBlock(splitPipes(t))
	}
	// A tab between words parts cells; two at the end are the empty cells of a row that spans its table.
	if strings.Contains(strings.Trim(line, " \t"), "\t") || strings.HasPrefix(line, "\t") || strings.Count(line, "\t") > 1 {
		return rowBlock(strings.Split(line, "\t"))
	}
	t := strings.TrimSpace(line)
	level := 0
	for level < len(t) && level < 6 && t[level] == '#' {
		level++
	}
	if level > 0 && (level == len(t) || t[level] == ' ') {
		text := squeeze(clean(t[level:]))
		return Block{Kind: Heading, Level: level, Text: text}, text != ""
	}
	text := squeeze(clean(t))
	return Block{Kind: Paragraph, Text: text}, text != ""
}

// rowBlock makes a row of raw cells. A row in which one cell at most has text is
// a paragraph that was merely indented, unless cells follow the text: then it is
// a row that spans the table.
func rowBlock(raw []string) (Block, bool) {
	cells := make([]string, len(raw))
	filled, last := 0, 0
	for i, c := range raw {
		cells[i] = cleanCell(c)
		if cells[i] != "" {
			filled++
			last = i
		}
	}
	switch {
	case filled == 0:
		return Block{}, false
	case filled == 1 && last == len(cells)-1 && len(cells) < 3:
		return Block{Kind: Paragraph, Text: oneLine(cells[last])}, true
	}
	flat := make([]string, len(cells))
	for i, c := range cells {
		flat[i] = oneLine(c)
	}
	return Block{Kind: Row, Cells: cells, Text: strings.Trim(strings.Join(flat, "\t"), "\t")}, true
}

// splitPipes parts a Markdown table row; "\|" is a bar that belongs to the text.
func splitPipes(t string) []string {
	t = strings.TrimPrefix(t, "|")
	if strings.HasSuffix(t, "|") && !strings.HasSuffix(t, `\|`) {
		t = strings.TrimSuffix(t, "|")
	}
	const bar = "\x00"
	cells := strings.Split(strings.ReplaceAll(t, `\|`, bar), "|")
	for i := range cells {
		cells[i] = strings.ReplaceAll(cells[i], bar, "|")
	}
	return cells
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " ") }
