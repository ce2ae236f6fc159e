package index

import (
	"context"
	"math"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// LocalEmbedder makes vectors without a model and without a network: folded
// syllables, adjacent pairs and letter trigrams, hashed. It forgives spelling,
// joined words and endings; it knows nothing of meaning. The zero value is
// ready, safe for concurrent use, and gives a text the same vector in every process.
type LocalEmbedder struct{}

// localDims is the length of a local vector: a chromem scan of 1,000 takes 0.5 ms.
const localDims = 256

// What a feature adds to a local vector. Trigrams are many a syllable, so each counts less.
const (
	localSyllable = 1.0
	localPair     = 1.0
	localTrigram  = 0.5
	localStop     = 0.1 // of a stop syllable and its trigrams
)

// Model names the method; the number changes whenever the vectors do.
func (LocalEmbedder) Model() string { return "dondoc-hash-256-v1" }

// Embed fails only when ctx ends.
func (LocalEmbedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	flat := make([]float32, len(texts)*localDims)
	var tokens []viet.Token
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = flat[i*localDims : (i+1)*localDims : (i+1)*localDims]
		tokens = appendTokens(tokens, text)
		embedLocal(out[i], tokens)
	}
	return out, nil
}

func embedLocal(v []float32, tokens []viet.Token) {
	var previous uint64
	for i := range tokens {
		tok := &tokens[i]
		weight := float32(1)
		if stops[tok.Folded] {
			weight = localStop
		}
		h := hashString(tok.Folded)
		addFeature(v, h, localSyllable*weight)
		if i > 0 {
			addFeature(v, previous*hashPrime^h, localPair)
		}
		addTrigrams(v, tok.Folded, localTrigram*weight)
		previous = h
	}
	damp(v)
}

// addTrigrams adds the letter trigrams of "^syllable$".
func addTrigrams(v []float32, s string, weight float32) {
	a, b := rune('^'), utf8.RuneError
	for i, r := range s {
		if i > 0 {
			addFeature(v, trigram(a, b, r), weight)
			a = b
		}
		b = r
	}
	if b != utf8.RuneError {
		addFeature(v, trigram(a, b, '$'), weight)
	}
}

func trigram(a, b, c rune) uint64 {
	return uint64(a)<<42 | uint64(b)<<21 | uint64(c)
}

// addFeature adds to one place, with a sign of the hash's own, so that features which collide cancel out on average.
func addFeature(v []float32, h uint64, weight float32) {
	h = mix(h)
	if h>>63 == 1 {
		weight = -weight
	}
	v[h%localDims] += weight
}

// damp takes the root of every place, for the tenth occurrence tells less than the first, and scales to length 1.
func damp(v []float32) {
	var sum float64
	for i, x := range v {
		v[i] = float32(math.Copysign(math.Sqrt(math.Abs(float64(x))), float64(x)))
		sum += math.Abs(float64(x))
	}
	if sum == 0 {
		return
	}
	scale := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= scale
	}
}

// FNV-1a's constants; hash/maphash would differ from process to process.
const (
	hashOffset = 14695981039346656037
	hashPrime  = 1099511628211
)

func hashString(s string) uint64 {
	h := uint64(hashOffset)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * hashPrime
	}
	return h
}

// mix spreads every bit of h over all of them (the finaliser of MurmurHash3).
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
