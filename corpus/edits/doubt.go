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

// doubtPrint is the fingerprint of a Doubt that no other one of its document is like, behind that of its document. Where
// others are ("Chưa thấy cơ quan chủ trì." of two rows), the words at its place tell them apart.
func doubtPrint(of string, d *corpus.Doubt) string {
	var p fingerprint
	for _, piece := range []string{string(d.Kind), d.Text} {
		p.add(piece)
	}
	return of + doubtMark + p.sum()
}

// doubtMark parts the identity of the document from the rest. Verdicts that were kept without one have no such mark.
const doubtMark = ":"

// printsOf returns what doubtPrint gives for the doubts of a corpus.
func printsOf(c *corpus.Corpus) func(*corpus.Doubt) string {
	of := make(map[string]string, len(c.Documents))
	for _, d := range c.Documents {
		of[d.ID] = identity(d)
	}
	return func(d *corpus.Doubt) string { return doubtPrint(of[d.Document], d) }
}

// formerPrint is the fingerprint that verdicts had before they kept the identity of the document.
func formerPrint(d *corpus.Doubt) string {
	var p fingerprint
	for _, piece := range []string{d.Document, string(d.Kind), d.Text} {
		p.add(piece)
	}
	return p.sum()
}

// doubtWords returns the fingerprints of all doubts of a corpus as it was read, in its order; each is another.
func doubtWords(c *corpus.Corpus, print func(*corpus.Doubt) string) []string {
	words := make([]string, len(c.Doubts))
	count := map[string]int{}
	for i := range c.Doubts {
		words[i] = print(&c.Doubts[i])
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
func (w *work) findDoubt(verdict string) int {
	of, rest, bound := strings.Cut(verdict, doubtMark)
	words := w.words()
	if !bound {
		words, rest = doubtWords(w.c, formerPrint), verdict
	}
	alone, row, _ := strings.Cut(rest, placeMark)
	row, _, _ = strings.Cut(row, placeMark)
	for i := range words {
		d := &w.c.Doubts[i]
		now := words[i][strings.Index(words[i], doubtMark)+1:]
		if now != rest && (now != alone || row == "" || row != wordsAt(w.c, places(w.c), d.Source)) { // those that it was like may be gone
			continue
		}
		if at, stale := w.catalog().find(d.Document, of); d.Document == "" || stale == "" && w.c.Documents[at].ID == d.Document {
			return i
		}
	}
	return -1
}
