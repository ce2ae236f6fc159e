package edits

import (
	"strconv"
	"strings"

	"dondoc/corpus"
)

// The verdicts on a Doubt.
const (
	Confirmed = "confirmed" // what was assumed is right
	Rejected  = "rejected"
)

// Doubt is a corpus.Doubt as it was read, with what settles it.
type Doubt struct {
	corpus.Doubt
	Words   string // for DoubtVerdict.Words
	Settled string // Confirmed, Rejected or ""
}

// DoubtWords is the fingerprint of a Doubt that no other one of its document is like. Where others are ("Chưa thấy cơ quan chủ
// trì." of two rows), the words at its place tell them apart, which only Applied.Doubts knows; what this returns settles none then.
func DoubtWords(d *corpus.Doubt) string {
	var p fingerprint
	for _, piece := range []string{d.Document, string(d.Kind), d.Text} {
		p.add(piece)
	}
	return p.sum()
}

// doubtWords returns the fingerprints of all doubts of a corpus as it was read, in its order; each is another.
func doubtWords(c *corpus.Corpus) []string {
	words := make([]string, len(c.Doubts))
	count := map[string]int{}
	for i := range c.Doubts {
		words[i] = DoubtWords(&c.Doubts[i])
		count[words[i]]++
	}
	var at map[corpus.Source]int
	seen := map[string]int{}
	for i, w := range words {
		if count[w] == 1 {
			continue
		}
		if at == nil {
			at = places(c)
		}
		w += placeMark + wordsAt(c, at, c.Doubts[i].Source)
		if seen[w]++; seen[w] > 1 {
			w += placeMark + strconv.Itoa(seen[w])
		}
		words[i] = w
	}
	return words
}

// placeMark parts the fingerprint of a Doubt from that of the words at its place.
const placeMark = "-"

// places finds the passages by where they stand.
func places(c *corpus.Corpus) map[corpus.Source]int {
	at := make(map[corpus.Source]int, len(c.Passages))
	for i := range c.Passages {
		if _, ok := at[c.Passages[i].Source]; !ok {
			at[c.Passages[i].Source] = i
		}
	}
	return at
}

// wordsAt is the fingerprint of the words at a place; of none where no passage begins.
func wordsAt(c *corpus.Corpus, at map[corpus.Source]int, s corpus.Source) string {
	var p fingerprint
	if i, ok := at[s]; ok {
		cells := strings.Split(c.Passages[i].Text, "\t")
		if len(cells) > 1 && isNumbering(cells[0]) {
			cells = cells[1:]
		}
		for _, cell := range cells {
			p.add(cell)
		}
	}
	return p.sum()
}

// findDoubt returns the position of the doubt that a verdict is on, -1 when it is gone or it cannot be told which it is.
func findDoubt(c *corpus.Corpus, words []string, verdict string) int {
	alone, row, _ := strings.Cut(verdict, placeMark)
	row, _, _ = strings.Cut(row, placeMark)
	for i, w := range words {
		if w == verdict {
			return i
		}
		if w == alone && row != "" && row == wordsAt(c, places(c), c.Doubts[i].Source) { // those that it was like are gone
			return i
		}
	}
	return -1
}
