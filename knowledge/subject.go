package knowledge

import (
	"math"
	"strings"
	"unicode"

	"dondoc/corpus/viet"
)

// askedWord is a subject word of the question.
type askedWord struct {
	folded        string
	padded, toned string   // with a blank at both ends
	half          bool     // it makes up one word with its neighbour, as the documents write: "du lịch"
	marked        bool     // typed with marks: "pháp" is not "phap"
	before, pair  string   // with the word before and behind it in the question, padded; "" at the ends
	forms         []string // what documents write for an abbreviation or expression that it is part of, padded
	weight        float64  // by rarity
	titled        bool     // it may only call the document by its title
}

// ownWords is how many words of subject a question has beside the title of its document.
func (q *query) ownWords() int {
	n := 0
	for i := range q.subject {
		if !q.subject[i].titled {
			n++
		}
	}
	return n
}

// subjectOf returns the words of a question that name its subject: not those that ask, name an
// agency, a document or a time, or belong to a phrase of intent ("chậm nhất", "giống nhau").
func (s *snapshot) subjectOf(t *typed, forms [][]string) []askedWord {
	w := loadWords()
	var subject []askedWord
	seen := map[string]bool{}
	for i, tok := range t.tokens {
		f := tok.Folded
		switch {
		case t.taken[i], seen[f], len(f) < 2, isDigits(f), isYear(f):
			continue
		case (w.stops.has(tok) || w.frame.has(tok) && len(forms[i]) == 0) && !s.bound(t, i):
			continue
		}
		seen[f] = true
		word := askedWord{folded: f, padded: " " + f + " ", toned: " " + tok.Toned + " ", marked: tok.Toned != f, forms: forms[i]}
		if i > 0 && !t.taken[i-1] {
			word.before = " " + t.tokens[i-1].Folded + " " + f + " "
			word.half = s.cohere(t.tokens[i-1].Folded, f)
		}
		if i+1 < len(t.tokens) && !t.taken[i+1] {
			word.pair = " " + f + " " + t.tokens[i+1].Folded + " "
			word.half = word.half || s.cohere(f, t.tokens[i+1].Folded)
		}
		word.titled = t.titled[i]
		word.weight = s.rarity(&word)
		subject = append(subject, word)
	}
	return subject
}

// rarity weighs a subject word. A short one that no document has is somebody's
// abbreviation: it says little, while a longer one names what is not there.
func (s *snapshot) rarity(w *askedWord) float64 {
	const shortest, ofAbbreviation, ofTitle = 4, 0.25, 0.3
	df := s.index.DocumentFrequency(w.folded)
	weight := math.Log(1 + float64(s.index.Len())/float64(1+df))
	if w.titled {
		weight *= ofTitle
	}
	if df == 0 && len(w.folded) < shortest && !w.marked && len(w.forms) == 0 {
		weight *= ofAbbreviation
	}
	return weight
}

// bound reports whether an asking word makes up one word with its neighbour: "nền tảng", "bản đồ".
func (s *snapshot) bound(t *typed, i int) bool {
	free := func(k int) bool { return k >= 0 && k < len(t.tokens) && !t.taken[k] && !isDigits(t.tokens[k].Folded) }
	return free(i-1) && s.cohere(t.tokens[i-1].Folded, t.tokens[i].Folded) || free(i+1) && s.cohere(t.tokens[i].Folded, t.tokens[i+1].Folded)
}

// cohere reports whether two syllables stand together in the documents more often than apart.
func (s *snapshot) cohere(a, b string) bool {
	const often, share = 2, 3
	n := s.index.PairFrequency(a, b)
	return n >= often && n*share >= min(s.index.DocumentFrequency(a), s.index.DocumentFrequency(b))
}

// mistyped is what a word counts that agrees but for its marks, with its neighbour.
const mistyped = 0.8

// How much of the question's words, by their weight in the index, and how much of its
// subject a record must have to be an answer. Set on the sample and on questions that no document answers.
const (
	enoughCovered    = 0.30
	enoughWithAgency = 0.12 // when the agency asked about leads it
	enoughSupported  = 0.20
	surelyCovered    = 0.50 // then the subject may be worded otherwise
	surelySupported  = 0.50 // … and the other way round
	leastCovered     = 0.15
)

// isAbout reports whether a hit is about what was asked, enough to be an answer.
func (s *snapshot) isAbout(q *query, h found) bool {
	support := h.support
	if !s.holdsNames(q, h.position) {
		return false
	}
	enough := enoughCovered
	if h.task >= 0 && len(q.agencies) > 0 && s.concerns(q, h.task) {
		enough = enoughWithAgency
	}
	switch {
	case h.covers >= enough && support >= enoughSupported:
		return true
	case q.carried && h.covers >= enoughCovered && h.task >= 0 && len(q.agencies) > 0 && s.concerns(q, h.task):
		return true // "còn Nghệ An?" is answered with what Nghệ An has to do, be its theme another
	case len(q.subject) > 0 && h.covers >= leastCovered && support >= surelySupported:
		return true
	}
	return h.covers >= surelyCovered && (q.numbered || len(q.agencies) == 0 && support > 0)
}

// namesIn returns the proper names in a question: words side by side inside a sentence that begin
// with capitals and are neither agencies nor documents. Padded.
func namesIn(t *typed) []string {
	var names []string
	capital := func(i int) bool {
		if i <= 0 || i >= len(t.tokens) || t.taken[i] {
			return false
		}
		letters := []rune(t.tokens[i].Text)
		return len(letters) > 1 && unicode.IsUpper(letters[0]) && unicode.IsLower(letters[1])
	}
	for i := 1; i+1 < len(t.tokens); i++ {
		if capital(i) && capital(i+1) && t.text[t.tokens[i].End:t.tokens[i+1].Start] == " " {
			names = append(names, " "+t.tokens[i].Folded+" "+t.tokens[i+1].Folded+" ")
		}
	}
	return names
}

// holdsNames reports whether a record has a proper name of the question, if it names any.
func (s *snapshot) holdsNames(q *query, e int) bool {
	return len(q.names) == 0 || containsAny(s.words[e].folded, q.names)
}

// supports returns the share, by rarity, of the question's subject words that
// stand in the record, its headings or its deadlines; 1 when the question names
// no subject beside agencies. Words typed with marks must agree in them.
func (s *snapshot) supports(q *query, e int) float64 {
	if len(q.subject) == 0 {
		return 1
	}
	words := &s.words[e]
	found, all, paired := 0.0, 0.0, len(q.subject) == 1
	for i := range q.subject {
		w := &q.subject[i]
		all += w.weight
		if !strings.Contains(words.folded, w.padded) { // then neither is it with its neighbour
			if containsAny(words.folded, w.forms) {
				found, paired = found+w.weight, true
			}
			continue
		}
		beside := w.pair != "" && strings.Contains(words.folded, w.pair) || w.before != "" && strings.Contains(words.folded, w.before)
		switch {
		case w.half && !beside: // "lịch làm việc" is no half of "du lịch"
			found += halfAlone * w.weight
		case !w.marked || strings.Contains(words.toned, w.toned) || containsAny(words.folded, w.forms):
			found += w.weight
		case beside: // a mark mistyped
			found += mistyped * w.weight
		}
		paired = paired || beside
	}
	switch {
	case paired:
		return found / all
	case len(q.agencies) > 0:
		return aloneWithAgency * found / all
	}
	return 0 // single syllables agree by chance: "nước Pháp" is neither "nhà nước" nor "pháp luật"
}

// ownOnSlide is what a line of a slide counts: less when the words of the subject stand only above it. 1 for all others.
func (s *snapshot) ownOnSlide(q *query, e entry) float64 {
	const least = 0.8
	if e.task >= 0 || len(q.subject) == 0 || !s.onSlide(e.passage) {
		return 1
	}
	own, all := 0.0, 0.0
	text := pad(s.corpus.Passages[e.passage].Text)
	for i := range q.subject {
		w := &q.subject[i]
		all += w.weight
		if strings.Contains(text, w.padded) || containsAny(text, w.forms) {
			own += w.weight
		}
	}
	return least + (1-least)*own/all
}

// halfAlone is what half a word counts without the other half.
const halfAlone = 0.6

// aloneWithAgency is what single syllables count where only the agency of the question vouches for them.
const aloneWithAgency = 0.5

// sharesPair reports whether the record has two syllables of the question side by
// side, or an expression that stands for one of them. Single syllables agree by
// chance: "nước Pháp" is neither "nhà nước" nor "pháp luật".
func sharesPair(subject []askedWord, text string) bool {
	for i := range subject {
		w := &subject[i]
		if w.pair != "" && strings.Contains(text, w.pair) || w.before != "" && strings.Contains(text, w.before) || containsAny(text, w.forms) {
			return true
		}
	}
	return false
}

func containsAny(s string, forms []string) bool {
	for _, f := range forms {
		if strings.Contains(s, f) {
			return true
		}
	}
	return false
}

// recordWords is everything that a record says, in both spellings, padded.
type recordWords struct{ folded, toned string }

func (s *snapshot) wordsOf(e entry) recordWords {
	d := s.document(e)
	var b strings.Builder
	b.WriteString(d.Title + " " + d.Number + " " + d.Issuer + " ")
	if e.passage >= 0 {
		p := &s.corpus.Passages[e.passage]
		b.WriteString(strings.Join(p.Trail, " ") + " " + p.Text + " " + s.slideAbove(e.passage) + " ")
	}
	if e.task >= 0 {
		t := &s.corpus.Tasks[e.task]
		b.WriteString(t.Text + " " + strings.Join(t.Lead, " ") + " " + strings.Join(t.Coordinating, " "))
		for _, m := range t.Milestones {
			b.WriteString(" " + m.Label + " " + m.Phrase)
		}
	}
	tokens := viet.Tokenize(b.String())
	return recordWords{padTokens(b.String(), tokens), padToned(tokens)}
}

// ownText is what an entry itself says, its headings and its document apart.
func (s *snapshot) ownText(e entry) string {
	if e.passage < 0 {
		return s.corpus.Tasks[e.task].Text
	}
	return s.corpus.Passages[e.passage].Text
}

// padToned is padTokens with the tones kept.
func padToned(tokens []viet.Token) string {
	return padEach(tokens, func(b *strings.Builder, t *viet.Token) {
		b.WriteString(t.Toned)
		b.WriteByte(' ')
	})
}
