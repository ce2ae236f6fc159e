package corpus

import (
	"strings"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// FragmentBreak parts the pieces of a Passage that do not stand side by side in
// the source, because a page break cut it. No quotation may reach over it.
const FragmentBreak = "\n"

// plainDocument is the text of a Document and the line on which it begins in its file.
type plainDocument struct {
	at   docfile.Place
	text string
}

// plainText is all the text of blocks as quotations are checked against it: one
// blank between words, no markup.
func plainText(blocks []docfile.Block) string {
	size := 0
	for _, blk := range blocks {
		size += len(blk.Text) + 1
	}
	var b strings.Builder
	b.Grow(size)
	for _, blk := range blocks {
		for word := range strings.FieldsSeq(blk.Text) {
			b.WriteString(word)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// Quotes reports whether the words stand, in this order and with nothing
// between, in the Document that holds the line of the source. White space does
// not count.
func (c *Corpus) Quotes(src Source, words string) bool {
	words = viet.Squeeze(words)
	documents := c.plain[src.File]
	if words == "" || len(documents) == 0 {
		return false
	}
	i := 0
	for i+1 < len(documents) && !src.Before(documents[i+1].at) {
		i++
	}
	return strings.Contains(documents[i].text, words)
}

// unbroken returns the text of a block in one line.
func unbroken(text string) string {
	if !strings.Contains(text, FragmentBreak) {
		return text
	}
	return viet.Squeeze(strings.ReplaceAll(text, FragmentBreak, " "))
}
