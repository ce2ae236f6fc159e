package corpus

import (
	"strings"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// FragmentBreak parts the pieces of a Passage that do not stand side by side in
// the source, because a page break cut it. No quotation may reach over it.
const FragmentBreak = "\n"

// plainText is all the text of a file as quotations are checked against it: one
// blank between words, no markup.
func plainText(blocks []docfile.Block) string {
	var b strings.Builder
	for _, blk := range blocks {
		b.WriteString(viet.Squeeze(blk.Text))
		b.WriteByte(' ')
	}
	return b.String()
}

// Quotes reports whether the words stand, in this order and with nothing
// between, in the file that the source names. White space does not count.
func (c *Corpus) Quotes(src Source, words string) bool {
	words = viet.Squeeze(words)
	return words != "" && strings.Contains(c.plain[src.File], words)
}
