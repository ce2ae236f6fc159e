package docfile

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// How many different words with marks must speak for a legacy encoding: few where
// the bytes are no Unicode anyway, more where a text may be what it seems to be.
const (
	fewWords  = 3
	manyWords = 6
)

// mostWords bounds the words that are looked at.
const mostWords = 4000

// isModern reports whether the letter is of Vietnamese Unicode text only: no
// encoding of before has it among its look-alikes.
func isModern(r rune) bool {
	switch {
	case r < 0x100:
		return false
	case r >= 0x1EA0 && r <= 0x1EF9, r >= 0x300 && r <= 0x323:
		return true
	}
	return strings.ContainsRune("ĂăĐđĨĩŨũƠơƯư", r)
}

// markedWords are the different words of a text that have a mark.
type markedWords struct {
	old    map[string]bool // written in Latin letters only
	modern int             // occurrences of words with Vietnamese letters of Unicode
}

// wordsWithMarks collects words until it has seen enough. A word is a run of
// letters and of the signs that are letters in legacy encodings ("nhiÖm", "ph¸t").
func wordsWithMarks(s string) markedWords {
	w := markedWords{old: map[string]bool{}}
	start, marked, modern := -1, false, false
	end := func(i int) {
		switch {
		case start < 0:
		case modern:
			w.modern++
		case marked:
			w.old[s[start:i]] = true
		}
		start, marked, modern = -1, false, false
	}
	for i, r := range s {
		if r < utf8.RuneSelf && !('a' <= r|0x20 && r|0x20 <= 'z') || r == 0xA0 || r >= 0x2000 && r < 0x2070 {
			end(i)
			if len(w.old) >= mostWords || w.modern >= mostWords {
				return w
			}
			continue
		}
		if start < 0 {
			start = i
		}
		marked, modern = marked || r >= utf8.RuneSelf, modern || isModern(r)
	}
	end(len(s))
	return w
}

// recogniseLegacy returns the encoding in which the text, given as Latin
// look-alikes, is Vietnamese, nil when none is certain. A wrong guess would be
// worse than a refusal, so nearly every word with a mark must be a syllable in one
// encoding, in no other, and few as the text stands.
func recogniseLegacy(s string, least int) *legacy {
	if least == manyWords && !hasLookAlikes(s, least) {
		return nil
	}
	words := wordsWithMarks(s)
	if len(words.old) < least || words.modern*50 > len(words.old) {
		return nil
	}
	return bestLegacy(words.old, least)
}

func bestLegacy(words map[string]bool, least int) *legacy {
	asIs := share(words, least, func(s string) string { return s })
	var best *legacy
	first, second := 0.0, 0.0
	for _, l := range legacies {
		switch score := share(words, least, l.toUnicode); {
		case score > first:
			best, first, second = l, score, first
		case score > second:
			second = score
		}
	}
	const certain, distance = 0.88, 0.3
	if first < certain || first-second < distance || first-asIs < distance {
		return nil
	}
	return best
}

// mixesLegacy reports whether a Unicode text has passages in a legacy encoding.
func mixesLegacy(s string) bool {
	const least = 20
	if !hasLookAlikes(s, least) {
		return false
	}
	words := wordsWithMarks(s)
	for w := range words.old {
		if isSyllable(w) {
			delete(words.old, w)
		}
	}
	return len(words.old) >= least && bestLegacy(words.old, least) != nil
}

// hasLookAlikes is a quick look whether the text has enough letters or signs that Vietnamese in Unicode has not.
func hasLookAlikes(s string, least int) bool {
	seen := 0
	for i := 0; i+1 < len(s); i++ {
		// In UTF-8 the runes from U+0080 to U+00FF begin with C2 or C3.
		if s[i] != 0xC2 && s[i] != 0xC3 {
			continue
		}
		r := rune(s[i]&3)<<6 | rune(s[i+1]&0x3F)
		if r > 0xA0 && !strings.ContainsRune("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý", r) {
			if seen++; seen >= least {
				return true
			}
		}
	}
	return false
}

// share is the part of the words that convert makes Vietnamese syllables. Words
// without a vowel, such as abbreviations, say nothing; 0 when too few are left.
func share(words map[string]bool, least int, convert func(string) string) float64 {
	said, good := 0, 0
	for w := range words {
		to := convert(w)
		if !strings.ContainsFunc(to, isVowel) {
			continue
		}
		said++
		if isSyllable(to) {
			good++
		}
	}
	if good < least {
		return 0
	}
	return float64(good) / float64(said)
}

// toneMarks are the combining marks of the five written tones.
var toneMarks = map[rune]bool{0x300: true, 0x301: true, 0x303: true, 0x309: true, 0x323: true}

func isVowel(r rune) bool {
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(unicode.ToLower(r))))
	return strings.ContainsRune("aeiouy", base)
}

// isSyllable reports whether the word is written as a Vietnamese syllable may be:
// an onset, a rime, and one tone at most, of which stops take but two.
func isSyllable(word string) bool {
	if len(word) > 24 { // "nghiêng" with all its marks has less
		return false
	}
	var shape strings.Builder
	tones, stopTone := 0, false
	for _, r := range norm.NFD.String(strings.ToLower(word)) {
		if toneMarks[r] {
			tones++
			stopTone = r == 0x301 || r == 0x323
			continue
		}
		shape.WriteRune(r)
	}
	if tones > 1 {
		return false
	}
	s := norm.NFC.String(shape.String())
	for _, onset := range onsets {
		rime, ok := strings.CutPrefix(s, onset)
		if ok && rimes[rime] && (stopTone || !endsInStop(rime)) {
			return true
		}
	}
	return false
}

func endsInStop(rime string) bool {
	return strings.HasSuffix(rime, "c") || strings.HasSuffix(rime, "ch") || strings.HasSuffix(rime, "p") || strings.HasSuffix(rime, "t")
}

var onsets = append(strings.Fields("b ch c d đ gh gi g h kh k l m ngh ng nh n ph p qu r s th tr t v x"), "")

var rimes = namesOf(`a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
	e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
	o oa oac oach oai oam oan oang oanh oao oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
	ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt
	up ut uy uya uych uyên uyêt uynh uyt uyu uơ ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu yn ynh yt ych`)
