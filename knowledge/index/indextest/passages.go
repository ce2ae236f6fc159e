// Package indextest makes what the search is measured with: any number of passages
// that look like language but are nobody's, questions about them, and the time that
// each answer took.
package indextest

import (
	"math/rand/v2"
	"strings"
)

// Sizes are the numbers of passages that the benchmarks run over.
var Sizes = []int{1000, 100_000}

// syllableCount is about that of the sample corpus.
const syllableCount = 2000

// Passage is a text and the heading above it.
type Passage struct{ Title, Text string }

// Passages makes n texts of about 400 characters whose syllables are spread as in a
// language: few are everywhere, most are rare, and pairs repeat because phrases do.
// The same n gives the same texts.
func Passages(n int) []Passage {
	r := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(r, 1.1, 8, syllableCount*3)
	phrases := make([]string, syllableCount*3+1)
	for i := range phrases {
		words := make([]string, 2+r.IntN(4))
		for j := range words {
			words[j] = syllable(r.IntN(syllableCount))
		}
		phrases[i] = strings.Join(words, " ")
	}
	passages := make([]Passage, n)
	for i := range passages {
		var b strings.Builder
		for b.Len() < 500 {
			b.WriteString(phrases[zipf.Uint64()] + " ")
		}
		passages[i] = Passage{Title: phrases[i%len(phrases)], Text: b.String()}
	}
	return passages
}

func syllable(i int) string {
	onsets := []string{"b", "ch", "đ", "gi", "h", "kh", "l", "m", "ng", "ph", "qu", "s", "t", "th", "tr", "v", "x", "nh", "c", "d"}
	rimes := []string{"a", "án", "ề", "ưởng", "ố", "iện", "ạch", "ông", "ấp", "uyển"}
	tails := []string{"", "n", "m", "t", "p", "c", "i", "u", "o", "y"}
	return onsets[i%20] + rimes[i/20%10] + tails[i/200%10]
}

// Questions takes words out of some of the passages and asks for them.
func Questions(passages []Passage) []string {
	out := make([]string, 64)
	for i := range out {
		words := strings.Fields(passages[i*len(passages)/len(out)].Text)
		out[i] = strings.Join(words[:6], " ") + " ai chủ trì, bao giờ xong " + strings.Join(words[20:24], " ")
	}
	return out
}
