package corpus

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/docfile"
)

// mend joins paragraphs that a page or line break tore apart and drops page
// numbers. Pieces with something between them, a footnote mark too, are joined
// by FragmentBreak. It does not change blocks.
func mend(blocks []docfile.Block) []docfile.Block {
	out := make([]docfile.Block, 0, len(blocks))
	dropped := false
	for _, b := range blocks {
		b = withoutFootnotes(b)
		if b.Kind == docfile.Paragraph && isNumber(b.Text) && len(b.Text) <= 3 && b.Parted {
			dropped = true
			continue
		}
		if n := len(out); n > 0 && continues(out[n-1], b) {
			glue := " "
			if dropped {
				glue = FragmentBreak
			}
			out[n-1].Text += glue + b.Text
			dropped = false
			continue
		}
		dropped = false
		out = append(out, b)
	}
	return out
}

// withoutFootnotes parts the text of a block where footnote marks were, and clears its cells of them.
func withoutFootnotes(b docfile.Block) docfile.Block {
	if !strings.Contains(b.Text, docfile.Footnote) {
		return b
	}
	b.Text = strings.Trim(strings.ReplaceAll(b.Text, docfile.Footnote, FragmentBreak), FragmentBreak+" ")
	b.Cells = slices.Clone(b.Cells)
	for i, c := range b.Cells {
		b.Cells[i] = strings.TrimSpace(strings.ReplaceAll(c, docfile.Footnote, ""))
	}
	return b
}

// continues reports whether b goes on with the sentence of a.
func continues(a, b docfile.Block) bool {
	if a.Kind != docfile.Paragraph || b.Kind != docfile.Paragraph || parseEnumerator(b.Text).kind != enumNone {
		return false
	}
	if _, _, ok := kindLine(b); ok {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(a.Text)
	first, _ := utf8.DecodeRuneInString(b.Text)
	if strings.ContainsRune(".:!?/", last) {
		return false
	}
	return unicode.IsLower(first) || (unicode.IsLetter(first) && danglesAtEnd(a.Text) && !isUpper(b.Text))
}

// dangling are words that no Vietnamese sentence ends with.
var dangling = map[string]bool{
	"và": true, "của": true, "các": true, "về": true, "cho": true, "với": true, "trong": true, "tại": true,
	"theo": true, "để": true, "là": true, "do": true, "từ": true, "đến": true, "những": true, "hoặc": true,
}

func danglesAtEnd(s string) bool {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	return dangling[last]
}
