package knowledge

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// query is a question understood.
type query struct {
	typed     string // as asked, normalised
	padded    string // folded words of the question, a blank at both ends
	search    string // what the index is asked: the question and its synonyms
	asOf      viet.Date
	intents   map[string]bool
	agencies  []*agency.Agency
	documents map[string]float64 // how strongly a document is meant, 0…1
	numbered  bool               // a document was named by its number: no other is meant
	section   string             // "III", "Phụ lục II", "Điều 2": only below it
	near      string             // section of the answer before: what stands beside it is likelier meant
	years     []int
	period    period
	content   []string    // folded words that name the subject
	carried   []askedWord // subject of the question before, when this one has none
}

func (q *query) wants(intents ...string) bool {
	for _, i := range intents {
		if q.intents[i] {
			return true
		}
	}
	return false
}

// places and others part the agencies of a question.
func (q *query) places() (names []string) {
	for _, a := range q.agencies {
		if a.Kind == agency.Province {
			names = append(names, a.Name)
		}
	}
	return names
}

func (q *query) others() (names []string) {
	for _, a := range q.agencies {
		if a.Kind != agency.Province {
			names = append(names, a.Name)
		}
	}
	return names
}

// pad folds s to its words with a blank at both ends, so that a phrase can be looked up by strings.Contains.
// "AI", the artificial one, is not folded to "ai", who.
func pad(s string) string { return padTokens(s, viet.Tokenize(s)) }

// padTokens is pad of a text whose tokens are at hand.
func padTokens(s string, tokens []viet.Token) string {
	size := 1
	for i := range tokens {
		size += len(tokens[i].Folded) + 1
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteByte(' ')
	for i := range tokens {
		t := &tokens[i]
		if t.Text == "AI" {
			b.WriteString("tri tue nhan tao")
		} else {
			b.WriteString(t.Folded)
		}
		b.WriteByte(' ')
		if strings.HasPrefix(strings.TrimLeft(s[t.End:], " "), "%") {
			b.WriteString("% ")
		}
	}
	return b.String()
}

// understand reads a question.
func (s *snapshot) understand(text string, asOf viet.Date) *query {
	w := loadWords()
	q := &query{typed: text, padded: pad(text), asOf: asOf, intents: map[string]bool{}}
	for i := range w.intents {
		if w.intents[i].match(q.padded) {
			q.intents[w.intents[i].name] = true
		}
	}
	for _, m := range s.reg.FindFolded(text) {
		if !slices.Contains(q.agencies, m.Agency) {
			q.agencies = append(q.agencies, m.Agency)
		}
	}
	var search strings.Builder
	search.WriteString(text)
	for _, a := range q.agencies {
		if !strings.Contains(q.padded, pad(a.Name)) {
			search.WriteString(" " + a.Name)
		}
	}
	for i := range w.synonyms {
		if w.synonyms[i].match(q.padded) {
			search.WriteString(" " + w.synonyms[i].name)
		}
	}
	q.search = search.String()
	if inEnglish(q.padded) {
		q.search = strings.TrimSpace(strings.TrimPrefix(q.search, text)) + " " + s.sharedWords(q.padded)
	}
	for _, m := range yearWord.FindAllString(q.padded, -1) {
		year, _ := strconv.Atoi(strings.TrimSpace(m))
		q.years = append(q.years, year)
	}
	q.period = readPeriod(q.padded, asOf)
	if q.wants("overdue") && q.wants("list", "count") && !q.period.set() {
		q.period = period{to: asOf.AddDays(-1)} // "việc nào quá hạn"
	}
	q.section = readSection(text)
	s.readDocuments(q)
	q.content = contentWords(q.search, w.stops)
	return q
}

// englishWords tell an English question; no Vietnamese one has two of them.
var englishWords = []string{" the ", " which ", " who ", " what ", " when ", " is ", " of ", " under ", " does ", " must ", " and ", " for ", " how ", " with ", " are "}

// inEnglish reports whether a question is English: then only its translated words are searched for.
func inEnglish(padded string) bool {
	n := 0
	for _, w := range englishWords {
		if strings.Contains(padded, w) {
			n++
		}
	}
	return n >= 2
}

// sharedWords returns the words of an English question that the documents have
// too: numbers, and terms such as "logistics" or "blockchain".
func (s *snapshot) sharedWords(padded string) string {
	const shortest = 5 // shorter ones are Vietnamese syllables by chance
	var shared []string
	for _, w := range strings.Fields(padded) {
		if isDigits(w) || len(w) >= shortest && s.index.DocumentFrequency(w) > 0 {
			shared = append(shared, w)
		}
	}
	return strings.Join(shared, " ")
}

var yearWord = regexp.MustCompile(` 20[0-4]\d`)

// contentWords are the words that name the subject: neither asking words nor years nor single digits.
func contentWords(text string, stops map[string]bool) []string {
	var words []string
	for _, t := range viet.Tokenize(text) {
		if stops[t.Folded] || isYear(t.Folded) || len(t.Folded) < 2 || slices.Contains(words, t.Folded) {
			continue
		}
		words = append(words, t.Folded)
	}
	return words
}

var (
	// "QĐ 942", "quyết định số 17", "theo 749", "trong 942": digits that call a document.
	calledByNumber = regexp.MustCompile(` (?:qd|quyet dinh|nq|nghi quyet|ct|chi thi|nd|nghi dinh|kh|ke hoach|cv|cong van|tb|thong bao|theo|trong|pl|phu luc|decision|resolution|plan)(?: so)? (\d{1,4}) `)
	sectionWord    = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:(mục|phần)\s+([IVXL]+(?:\.\d+)*(?:\.\p{Ll})?)|(phụ lục|PL|điều)\s+([IVXL]+|\d+))(?:[^\p{L}\d]|$)`)
)

// readSection reads "Mục III", "Phụ lục II", "Điều 2".
func readSection(text string) string {
	m := sectionWord.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	if m[2] != "" {
		return strings.ToUpper(m[2])
	}
	mark := strings.ToUpper(m[4])
	if strings.EqualFold(m[3], "điều") {
		return "Điều " + mark
	}
	if n, err := strconv.Atoi(mark); err == nil {
		if n < 1 || n > 8 { // "PL 942" is the annex of document 942
			return ""
		}
		mark = []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII"}[n]
	}
	return "Phụ lục " + mark
}

// below reports whether a section path lies in the section asked for.
func below(path, section string) bool {
	if section == "" || path == section {
		return true
	}
	return strings.HasPrefix(path, section+".") || strings.HasPrefix(path, section+",") || strings.HasPrefix(path, section+" ")
}

// readDocuments finds which documents the question means.
func (s *snapshot) readDocuments(q *query) {
	q.documents = map[string]float64{}
	called := map[string]bool{}
	for _, m := range calledByNumber.FindAllStringSubmatch(q.padded, -1) {
		called[m[1]] = true
	}
	typed, search := viet.Fold(q.typed), pad(q.search)
	for i := range s.names {
		n := &s.names[i]
		if n.full != "" && strings.Contains(typed, n.full) || n.number != "" && called[n.number] {
			q.documents[n.id] = 1
			q.numbered = true
			continue
		}
		if h := n.hint(q, search); h > 0 {
			q.documents[n.id] = h
		}
	}
}

// hint says how strongly the words of a question call a document by kind, title, year and status.
// search is what the index is asked, padded.
func (n *documentNames) hint(q *query, search string) float64 {
	kind := containsAny(search, n.kinds)
	found, all := 0.0, 0.0
	for w, weight := range n.title {
		all += weight
		if strings.Contains(q.padded, w) {
			found += weight
		}
	}
	h := 0.0
	if kind {
		h += 0.3
		if n.year != 0 && slices.Contains(q.years, n.year) {
			h += 0.3
		}
	}
	if n.isDraft && strings.Contains(q.padded, " du thao ") {
		h += 0.2
	}
	if all > 0 {
		h += 0.5 * (found / all) * (found / all)
	}
	if n.plans && len(q.years) > 0 && !slices.Contains(q.years, n.year) {
		h *= otherYear
	}
	return min(1, h)
}

// otherYear is how much of a hint is left when the document plans another year than the one asked about.
const otherYear = 0.4

// sureOfDocument is how strongly a document must be meant to look nowhere else.
const sureOfDocument = 0.55

// document returns the one that is meant most, "" when none is meant for sure.
func (q *query) document() string {
	best, strength := "", sureOfDocument
	for id, h := range q.documents {
		if h > strength || h == strength && id < best {
			best, strength = id, h
		}
	}
	return best
}

// only reports whether the question lets d in: all, unless one was named by its number.
func (q *query) only(d *corpus.Document) bool {
	return !q.numbered || q.documents[d.ID] == 1
}
