package knowledge

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus/viet"
)

// An answer must be about what was asked, not only about whom. supports weighs
// how much of the question's subject a record has; kindAsked checks that it
// holds the sort of thing that was asked for at all: money, a percentage, a name.

// How much of the subject a record must have to be an answer. Set on the sample
// and on questions that no document answers.
const (
	supportForTask    = 0.20
	supportForPassage = 0.20
)

// supports returns the share, by rarity, of the question's subject words that
// stand in the record, its headings or its deadlines; 1 when the question names
// no subject beside agencies. Words typed with marks must agree in them.
func (s *snapshot) supports(q *query, e int) float64 {
	subject := q.asked()
	if len(subject) == 0 {
		return 1
	}
	words := &s.words[e]
	if len(subject) > 1 && !sharesPair(subject, words.folded) {
		return 0
	}
	found, all := 0.0, 0.0
	for _, w := range subject {
		weight := math.Log(1 + float64(s.index.Len())/float64(1+s.index.DocumentFrequency(w.folded)))
		all += weight
		if w.marked && strings.Contains(words.toned, w.toned) || !w.marked && strings.Contains(words.folded, w.padded) || containsAny(words.folded, w.forms) {
			found += weight
		}
	}
	return found / all
}

// sharesPair reports whether the record has two syllables of the question side by
// side, or an expression that stands for one of them. Single syllables agree by
// chance: "nước Pháp" is neither "nhà nước" nor "pháp luật".
func sharesPair(subject []askedWord, text string) bool {
	for _, w := range subject {
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
		b.WriteString(strings.Join(p.Trail, " ") + " " + p.Text + " ")
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

// padToned is padTokens with the tones kept.
func padToned(tokens []viet.Token) string {
	size := 1
	for i := range tokens {
		size += len(tokens[i].Toned) + 1
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteByte(' ')
	for i := range tokens {
		b.WriteString(tokens[i].Toned)
		b.WriteByte(' ')
	}
	return b.String()
}

// askedWord is a subject word of the question.
type askedWord struct {
	folded        string
	padded, toned string   // with a blank at both ends
	marked        bool     // typed with marks: "pháp" is not "phap"
	before, pair  string   // with the word before and behind it in the question, padded; "" at the ends
	forms         []string // what documents write for an abbreviation or expression that it is part of, padded
}

// asked returns the subject words of the typed question: not those that ask,
// name an agency, or belong to a phrase of intent ("chậm nhất", "giống nhau").
func (q *query) asked() []askedWord {
	w := loadWords()
	var out []askedWord
	agencies := q.agencyWords()
	rest := q.withoutIntents(w)
	typed := q.typed
	if inEnglish(q.padded) {
		typed, rest = q.search, pad(q.search)
	}
	seen := map[string]bool{}
	tokens := viet.Tokenize(typed)
	for i, t := range tokens {
		f := t.Folded
		switch {
		case seen[f], len(f) < 2, w.stops[f], w.frame[f], agencies[f], isDigits(f), isYear(f), !strings.Contains(rest, " "+f+" "):
			continue
		}
		seen[f] = true
		word := askedWord{folded: f, padded: " " + f + " ", toned: " " + t.Toned + " ", marked: t.Toned != f}
		if i > 0 {
			word.before = " " + tokens[i-1].Folded + " " + f + " "
		}
		if i+1 < len(tokens) {
			word.pair = " " + f + " " + tokens[i+1].Folded + " "
		}
		for i := range w.synonyms {
			syn := &w.synonyms[i]
			if strings.Contains(syn.phrases[0], word.padded) && syn.match(q.padded) {
				word.forms = append(word.forms, pad(syn.name))
			}
		}
		out = append(out, word)
	}
	if len(out) == 0 {
		return q.carried
	}
	return out
}

// withoutIntents removes the phrases that were understood as intents.
func (q *query) withoutIntents(w *words) string {
	rest := q.padded
	for i := range w.intents {
		if w.intents[i].name == "rule" { // those are what the question is about
			continue
		}
		for _, phrase := range w.intents[i].phrases {
			rest = strings.ReplaceAll(rest, phrase, "  ")
		}
	}
	for _, phrase := range kindPhrases {
		rest = strings.ReplaceAll(rest, phrase, "  ")
	}
	return rest
}

// kindPhrases are kinds and parts of documents: they say where to look, not for what.
var kindPhrases = []string{" cong van ", " quyet dinh ", " ke hoach ", " nghi quyet ", " phu luc ", " du thao ", " van ban huong dan ", " van ban ", " bao cao "}

// agencyWords are the words of the names of the agencies asked about.
func (q *query) agencyWords() map[string]bool {
	words := map[string]bool{}
	for _, a := range q.agencies {
		for _, t := range viet.Tokenize(a.Name) {
			words[t.Folded] = true
		}
		for _, alias := range a.Aliases {
			for _, t := range viet.Tokenize(alias) {
				words[t.Folded] = true
			}
		}
	}
	return words
}

var (
	asksMoney  = regexp.MustCompile(` (?:bao nhieu|may|bn) (?:tien|ty|trieu|dong|kinh phi)\b| (?:kinh phi|ngan sach|luong|tien phat)\b.* (?:bao nhieu|may|bn) | bao nhieu (?:kinh phi|ngan sach)\b`)
	hasMoney   = regexp.MustCompile(`\d (?:ty|trieu|nghin|dong)\b`)
	asksPerson = regexp.MustCompile(` ten (?:la )?gi | ai la (?:chu tich|(?:bo|thu|cuc|vu) truong|thu tuong|thong doc|giam doc|bi thu|pho|truong)| (?:chu tich|(?:bo|thu|cuc|vu) truong|thu tuong|giam doc|bi thu|thong doc)(?: \S+)* (?:la ai|ten gi) `)
	fine       = regexp.MustCompile(` (?:bi phat|xu phat|muc phat|phat tien|tien phat|ky luat|che tai) `)
	hasFigure  = regexp.MustCompile(`\d`)
	asksShare  = regexp.MustCompile(` (?:bao nhieu|may|bn) (?:%|phan tram)`)
	asksAmount = regexp.MustCompile(` (?:bao nhieu|may|bn) ` + units)
	hasUnit    = regexp.MustCompile(`\d ` + units)
	wasItDone  = regexp.MustCompile(` (?:da|xong|hoan thanh|lam)\b.* chua $`)
	namesOther = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d/])(\d+(?:/\d{4})?/[\p{L}][\p{L}\d&-]+|\d+-[\p{L}]+/[\p{L}]+)`)
)

// units are what plans count in besides money and shares; folded.
const units = `(ha|km|m2|m3|lit|kg|tan|kwh|mw|gb|tb|ngay|gio|phut) `

// kindAsked is the sort of thing that a question asks for, read once for all records.
type kindAsked struct {
	money, fine, share bool
	unit               string // that it counts in; "" when in none
}

func (q *query) kindAsked() kindAsked {
	k := kindAsked{
		money: asksMoney.MatchString(q.padded),
		fine:  fine.MatchString(q.padded),
		share: asksShare.MatchString(q.padded),
	}
	asked := asksAmount.FindStringSubmatch(q.padded)
	if asked != nil && !strings.Contains(q.padded, " con "+strings.TrimSpace(asked[0])+" ") { // "còn mấy ngày" is reckoned, not read
		k.unit = asked[1]
	}
	return k
}

// in reports whether the folded words of a record hold the sort of thing asked for.
func (k *kindAsked) in(text string) bool {
	switch {
	case k.money && !hasMoney.MatchString(text):
		return false
	case k.fine && !fine.MatchString(text):
		return false
	case k.unit != "" && !hasAmount(text, k.unit):
		return false
	case k.share && !hasFigure.MatchString(text):
		return false
	}
	return true
}

// hasAmount reports whether a text gives a number of the unit.
func hasAmount(text, unit string) bool {
	for _, m := range hasUnit.FindAllStringSubmatch(text, -1) {
		if m[1] == unit {
			return true
		}
	}
	return false
}

// saysYear reports whether a record may speak of a year asked about: it names the
// year, or stands in a document that plans it or no certain one.
func (s *snapshot) saysYear(q *query, e int) bool {
	if len(q.years) == 0 {
		return true
	}
	d := s.document(s.entries[e])
	if containsInt(q.years, d.Year) || !strings.Contains(d.Title, "năm "+strconv.Itoa(d.Year)) {
		return true
	}
	for _, y := range q.years {
		if strings.Contains(s.words[e].folded, " "+strconv.Itoa(y)+" ") {
			return true
		}
	}
	return false
}

// answerUnknown refuses questions whose subject no plan can hold, before
// anything is looked up: documents that are not loaded, and persons that no list names.
func (s *snapshot) answerUnknown(q *query) (Answer, bool) {
	for _, m := range namesOther.FindAllStringSubmatch(q.typed, -1) {
		if len(m[1]) <= longestNumber && !s.mentions(m[1]) {
			return refuse("Văn bản số " + m[1] + " chưa được nạp, nên tôi không trả lời được."), true
		}
	}
	if m := planAsked.FindStringSubmatch(q.padded); m != nil && !s.loadedPlan(m[1]) {
		return refuse("Kế hoạch năm " + m[1] + " chưa được nạp, nên tôi không trả lời được."), true
	}
	if inEnglish(q.padded) && len(q.asked()) == 0 && s.unknownWords(q) > 0 {
		return refuse(notSaid), true
	}
	if asksPerson.MatchString(q.padded) {
		return refuse("Tài liệu đã nạp không nêu tên người giữ chức vụ này."), true
	}
	return Answer{}, false
}

// longestNumber bounds, in bytes, what may be the number of a document: a refusal repeats it.
const longestNumber = 64

// unknownWords counts the words of an English question that neither the
// documents nor the synonyms know, small words apart.
func (s *snapshot) unknownWords(q *query) int {
	const shortest = 4
	known := ""
	for i := range loadWords().synonyms {
		if syn := &loadWords().synonyms[i]; syn.match(q.padded) {
			known += syn.phrases[0]
		}
	}
	for a := range q.agencyWords() {
		known += " " + a + " "
	}
	n := 0
	for _, w := range strings.Fields(q.withoutIntents(loadWords())) {
		if len(w) >= shortest && !strings.Contains(known, " "+w+" ") && !slices.Contains(englishWords, " "+w+" ") && !loadWords().stops[w] && !isDigits(w) {
			n++
		}
	}
	return n
}

// planAsked reads the year of a plan that a question names: "kế hoạch hoạt động năm 2024", "KH 2024".
var planAsked = regexp.MustCompile(` (?:ke hoach|kh)(?: hoat dong| cong tac| chuyen doi so)?(?: nam)? (20\d\d) `)

// loadedPlan reports whether a document for that year is loaded.
func (s *snapshot) loadedPlan(year string) bool {
	for i := range s.names {
		if s.names[i].plans && strconv.Itoa(s.names[i].year) == year {
			return true
		}
	}
	return false
}

// mentions reports whether a number is that of a loaded document, or stands in one.
func (s *snapshot) mentions(number string) bool {
	padded := pad(number)
	for i := range s.words {
		if strings.Contains(s.words[i].folded, padded) {
			return true
		}
	}
	return false
}
