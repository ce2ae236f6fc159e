package knowledge

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// query is a question understood.
type query struct {
	typed
	search    string // what the index is asked: the question and its synonyms
	asOf      viet.Date
	english   bool
	intents   map[string]bool
	sought    sought
	agencies  []*agency.Agency
	within    string             // the province whose department is meant: "Sở Xây dựng Cần Thơ"
	documents map[string]float64 // how strongly a document is meant, 0…1
	numbered  bool               // a document was named by its number: no other is meant
	beside    map[string]bool    // documents that are called in words beside the one that is numbered
	section   string             // "III", "Phụ lục II", "Điều 2": only below it
	near      string             // section of the answer before: what stands beside it is likelier meant
	years     []int
	period    period
	subject   []askedWord // what it is about
	names     []string    // proper names in it, padded
	cards     int         // how many cards the answer has: they share its room
	carried   bool        // … and that is the subject of the question before
	content   []string    // folded words that a passage is searched for
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

// understand reads a question.
func (s *snapshot) understand(text string, asOf viet.Date) *query {
	q := &query{typed: readTyped(s.spell(text)), asOf: asOf, intents: map[string]bool{}, documents: map[string]float64{}}
	q.english = inEnglish(q.padded)
	q.sought = readSought(q.padded)
	s.readAgencies(q)
	s.readTimes(q)
	s.readSection(q)
	forms := s.readWords(q)
	s.readDocuments(q)
	s.settleParts(q)
	if q.english {
		q.names = nil
		translated := readTyped(q.search)
		q.subject = s.subjectOf(&translated, make([][]string, len(translated.tokens)))
	} else {
		q.subject = s.subjectOf(&q.typed, forms)
		q.names = append(q.names, namesIn(&q.typed)...)
	}
	q.content = contentWords(q.search, loadWords().stops)
	return q
}

// spell writes a question as it would be written in full and without slips.
func (s *snapshot) spell(text string) string {
	text = spellOut(text)
	if inEnglish(pad(text)) {
		return text
	}
	return s.repair(s.writeOut(text))
}

// readAgencies finds who is named. A province right behind its department says whose it is.
func (s *snapshot) readAgencies(q *query) {
	end := -1
	for _, m := range s.reg.FindFolded(q.text) {
		q.takeText(m.Start, m.End)
		behind := end >= 0 && strings.TrimSpace(q.text[end:m.Start]) == ""
		end = m.End
		if last := len(q.agencies) - 1; behind && m.Agency.Kind == agency.Province && last >= 0 && q.agencies[last].Kind == agency.Department {
			q.within = m.Agency.Name
			continue
		}
		if !slices.Contains(q.agencies, m.Agency) {
			q.agencies = append(q.agencies, m.Agency)
		}
	}
}

// readTimes reads years and the period asked about.
func (s *snapshot) readTimes(q *query) {
	for _, m := range yearWord.FindAllStringIndex(q.padded, -1) {
		year, _ := strconv.Atoi(strings.TrimSpace(q.padded[m[0]:m[1]]))
		q.years = append(q.years, year)
	}
	q.period = readPeriod(&q.typed, q.asOf)
}

// readWords looks up every phrase of the question in the data files: what it
// calls for, and what documents write instead. It returns the written forms of each word.
func (s *snapshot) readWords(q *query) [][]string {
	w := loadWords()
	var search strings.Builder
	if !q.english {
		search.WriteString(q.text)
	}
	for _, a := range q.agencies {
		if !strings.Contains(q.padded, pad(a.Name)) {
			search.WriteString(" " + a.Name)
		}
	}
	forms := make([][]string, len(q.tokens))
	for i := range q.tokens {
		for n := min(longestPhrase, len(q.tokens)-i); n > 0; n-- {
			phrase := q.window(i, n)
			if w.frames[phrase] {
				q.take(i, i+n)
			}
			if w.countries[phrase] {
				q.names = append(q.names, phrase)
			}
			for _, intent := range w.asks[phrase] {
				q.intents[intent] = true
				if intent != "rule" { // those are what the question is about
					q.take(i, i+n)
				}
			}
			if n > 1 && w.synonyms[phrase] != nil && s.writes(phrase) { // what the documents say themselves needs no other word
				continue
			}
			for _, written := range w.synonyms[phrase] {
				if !s.writes(written) {
					continue
				}
				search.WriteString(" " + written)
				for k := i; k < i+n; k++ {
					forms[k] = append(forms[k], pad(written))
				}
			}
		}
	}
	if q.english {
		search.WriteString(s.translate(q))
	}
	q.settleIntents()
	if p := q.period; p.relative && p.from.Month == p.to.Month && p.from.Day == 1 {
		search.WriteString(" tháng " + strconv.Itoa(int(p.to.Month))) // "tháng này"
	}
	q.search = strings.TrimSpace(search.String())
	return forms
}

// settleIntents weighs the intents that words show one by one against the whole question.
func (q *query) settleIntents() {
	if manyOf.MatchString(q.padded) {
		q.intents["list"] = true
	}
	if withWhom.MatchString(q.padded) && !listsTasks.MatchString(q.padded) { // those who help with one task, not a list of tasks
		delete(q.intents, "list")
		delete(q.intents, "count")
	}
	if q.wants("overdue") && q.wants("list", "count") && !q.period.set() {
		q.period = period{to: q.asOf.AddDays(-1)} // "việc nào quá hạn"
	}
}

// writes reports whether the documents have the words of an expression side by side.
func (s *snapshot) writes(text string) bool {
	words := strings.Fields(viet.Fold(text))
	for i := 1; i < len(words); i++ {
		if s.index.PairFrequency(words[i-1], words[i]) == 0 {
			return false
		}
	}
	return len(words) > 1 || len(words) == 1 && s.index.DocumentFrequency(words[0]) > 0
}

// manyOf tells that several are asked for: "những nền tảng nào".
var manyOf = regexp.MustCompile(` (?:nhung|cac) (?:nhiem vu|viec|cong viec|tinh|thanh pho|dia phuong|bo|co quan|don vi|nen tang|chuong trinh|co so du lieu|de an|du an|chi tieu|noi dung)(?: \S+){0,3} nao `)

var (
	withWhom   = regexp.MustCompile(` (?:phoi hop|ket hop|cung|lam)(?: \S+)? (?:voi|vs|cung) (?:nhung |cac )?(?:ai|bo|co quan|don vi|nganh|so) `)
	listsTasks = regexp.MustCompile(` (?:liet ke|ke ten|danh sach|(?:nhung|cac) (?:nhiem vu|viec)|viec gi|viec nao|nhiem vu gi|nhiem vu nao) `)
)

// translate writes an English question in the words of the documents: the
// longest expressions of the glossary, and the words that the documents share
// with it: numbers, and terms such as "logistics" or "blockchain".
func (s *snapshot) translate(q *query) string {
	const shortest = 5 // shorter ones are Vietnamese syllables by chance
	var b strings.Builder
	for i := 0; i < len(q.tokens); {
		n := min(longestPhrase, len(q.tokens)-i)
		for n > 0 && loadWords().english[q.window(i, n)] == nil {
			n--
		}
		if n == 0 {
			f, text := q.tokens[i].Folded, q.tokens[i].Text
			if isDigits(f) || (len(f) >= shortest || strings.ToUpper(text) == text && len(f) > 1) && s.index.DocumentFrequency(f) > 0 {
				b.WriteString(" " + f)
			}
			i++
			continue
		}
		if !q.taken[i] {
			for _, written := range loadWords().english[q.window(i, n)] {
				if p := pad(written); !loadWords().frames[p] && loadWords().asks[p] == nil {
					b.WriteString(" " + written)
				}
			}
			q.take(i, i+n)
		}
		i += n
	}
	return b.String()
}

// englishWords tell an English question; no Vietnamese one has two of them.
var englishWords = []string{" the ", " which ", " who ", " what ", " when ", " is ", " of ", " under ", " does ", " must ", " and ", " for ", " how ", " with ", " are ", " by ", " was ", " did ", " will ", " should ", " many ", " there "}

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
