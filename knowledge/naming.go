package knowledge

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

var (
	// "QĐ 942", "quyết định số 17", "theo 749", "trong 942": digits that call a document.
	calledByNumber = regexp.MustCompile(` (?:qd|quyet dinh|nq|nghi quyet|ct|chi thi|nd|nghi dinh|kh|ke hoach|cv|cong van|tb|thong bao|theo|trong|pl|phu luc|decision|resolution|plan)(?: so)? (\d{1,4}) `)
	sectionWord    = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:(mục|muc|phần)\s+([IVXL]+(?:\.\d+)*(?:\.\p{Ll})?)|(phụ lục|phu luc|PL|điều|dieu)\s+([IVXL]+|\d+))(?:[^\p{L}\d]|$)`)
)

// readSection reads "Mục III", "Phụ lục II", "Điều 2".
func (s *snapshot) readSection(q *query) {
	if m := sectionWord.FindStringIndex(q.text); m != nil {
		if q.section = sectionNamed(q.text[m[0]:m[1]]); q.section != "" {
			q.takeText(m[0], m[1])
		}
	}
	m := groupWord.FindStringSubmatchIndex(q.text)
	if m == nil || !strings.Contains(q.padded, " phu luc ") {
		return
	}
	group := q.text[max(m[2], m[4]):max(m[3], m[5])] // the one of the two that matched
	if q.section == "" || strings.EqualFold(q.section, group) {
		q.section = "Phụ lục"
	}
	if strings.HasPrefix(q.section, "Phụ lục") {
		q.section += ", " + strings.ToUpper(group)
		q.takeText(m[0], m[1])
	}
}

// groupWord reads the part of an annex: "nhóm V", "B.VI".
var groupWord = regexp.MustCompile(`(?:^|[^\p{L}])(?:(?i:nhóm|nhom|phần|phan)\s+([IVXL]+)|([A-H]\.[IVXL]+(?:\.\d+)*))(?:[^\p{L}\d]|$)`)

// sectionNamed returns the path of the section that a text names, else "".
func sectionNamed(text string) string {
	m := sectionWord.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	if m[2] != "" {
		return strings.ToUpper(m[2])
	}
	mark := strings.ToUpper(m[4])
	if viet.Fold(m[3]) == "dieu" {
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

// kindPhrases are kinds and parts of documents: they say where to look, not for what.
var kindPhrases = []string{" cong van ", " quyet dinh ", " ke hoach ", " nghi quyet ", " phu luc ", " du thao ", " van ban huong dan ", " van ban ", " bao cao "}

// tellingDigits is how many digits alone call the document that has them for its number.
const tellingDigits = 3

// readDocuments finds which documents the question means.
func (s *snapshot) readDocuments(q *query) {
	called := map[string]bool{}
	for _, m := range calledByNumber.FindAllStringSubmatchIndex(q.padded, -1) {
		called[q.padded[m[2]:m[3]]] = true
		q.takePadded(m[0], m[1])
	}
	for _, t := range q.tokens {
		if len(t.Folded) >= tellingDigits && isDigits(t.Folded) && !isYear(t.Folded) {
			called[t.Folded] = true // "942 với dự thảo": no plan counts to just the number of another
		}
	}
	for _, p := range kindPhrases {
		for i := strings.Index(q.padded, p); i >= 0; {
			q.takePadded(i, i+len(p))
			next := strings.Index(q.padded[i+1:], p)
			if next < 0 {
				break
			}
			i += 1 + next
		}
	}
	meant, words := pad(q.search), map[string]bool{}
	for _, t := range q.tokens {
		words[t.Folded] = true
	}
	for i, n := range s.names {
		full := s.documents[n.id].Number
		if at := strings.Index(q.padded, pad(full)); full != "" && at >= 0 {
			q.takePadded(at, at+len(pad(full)))
			called[n.number] = true
		}
		if n.number != "" && called[n.number] {
			q.documents[n.id] = 1
			q.numbered = true
			continue
		}
		if h := s.names[i].hint(q, meant, words); h > 0 {
			q.documents[n.id] = h
		}
	}
	s.preferLongest(q, words)
	s.readBeside(q)
	if n := s.nameOf[q.document()]; n != nil {
		q.takeTitle(n.titlePadded)
	}
}

// preferLongest raises the document of whose title the question has the longest piece word for
// word: names of bodies stand in many titles.
func (s *snapshot) preferLongest(q *query, words map[string]bool) {
	const shortest, bonus = 5, 0.35
	best, longest, second := "", 0, 0
	for i := range s.names {
		if s.names[i].shared(words) < shortest {
			continue
		}
		run := q.longestRun(s.names[i].titlePadded)
		switch {
		case run > longest:
			best, longest, second = s.names[i].id, run, longest
		case run > second:
			second = run
		}
	}
	if longest >= shortest && longest > second && q.documents[best] < 1 {
		q.documents[best] = min(0.99, q.documents[best]+bonus)
	}
}

// shared is how many words of the title are among those of a question.
func (n *documentNames) shared(words map[string]bool) int {
	count := 0
	for i := range n.title {
		if words[n.title[i].folded] {
			count++
		}
	}
	return count
}

// longestRun is how many words side by side the question shares with a padded text.
func (q *query) longestRun(padded string) int {
	longest := 0
	for i := 0; i+longest < len(q.tokens); i++ {
		for n := longest + 1; i+n <= len(q.tokens); n++ {
			phrase := q.window(i, n)
			if phrase == "" || !strings.Contains(padded, phrase) {
				break
			}
			longest = n
		}
	}
	return longest
}

// takeTitle marks the words that call the document by its title, two at least side by side.
func (q *query) takeTitle(title string) {
	for i := 1; i < len(q.tokens); i++ {
		if strings.Contains(title, " "+q.tokens[i-1].Folded+" "+q.tokens[i].Folded+" ") {
			q.titled[i-1], q.titled[i] = true, true
		}
	}
}

// What the words of a question add to a document's hint.
const (
	hintKind      = 0.3  // "công văn": what it is
	hintContent   = 0.25 // "kế hoạch": what it issues or is about
	hintYear      = 0.3  // the year that it plans, beside its kind
	hintDraft     = 0.2
	hintTitle     = 0.5 // all of its title
	hintDay       = 0.5 // the day on which it was issued
	hintIssuer    = 0.35
	hintLetters   = 0.4  // the letters in its number that no other document has: "PCHT"
	ofReference   = 0.85 // a deck is meant less than what binds, unless it is called by its kind
	otherYear     = 0.4  // … or when it plans another year than the one asked about
	sureOfAnother = 0.5  // how strongly a second document must be meant to be asked about too
)

// hint says how strongly the words of a question, folded, call a document by kind, title, year, day,
// issuer and status. meant is what the index is asked, padded.
func (n *documentNames) hint(q *query, meant string, words map[string]bool) float64 {
	h := 0.0
	called := strings.Contains(meant, n.kind)
	if called || containsAny(meant, n.contents) {
		h += hintContent
		if called {
			h = hintKind
		}
		if n.year != 0 && slices.Contains(q.years, n.year) {
			h += hintYear
		}
	}
	if n.isDraft && strings.Contains(q.padded, " du thao ") {
		h += hintDraft
	}
	if share := n.titleShare(words); share > 0 {
		h += hintTitle * share * share
	}
	if containsAny(q.padded, n.days) {
		if h += hintDay; called {
			return 1
		}
	}
	if n.letters != "" && strings.Contains(q.padded, n.letters) {
		h += hintLetters
	}
	switch {
	case !q.issued(n):
	case q.within != "" && slices.Contains(n.issuers, q.within):
		h += 2 * hintIssuer
	default:
		h += hintIssuer
	}
	if n.isReference && !called {
		h *= ofReference
	}
	if n.plans && len(q.years) > 0 && !slices.Contains(q.years, n.year) {
		h *= otherYear
	}
	return min(1, h)
}

// titleShare is how much of the title stands in the question, by weight of its words.
func (n *documentNames) titleShare(typed map[string]bool) float64 {
	found := 0.0
	for i := range n.title {
		if typed[n.title[i].folded] {
			found += n.title[i].weight
		}
	}
	if n.titleWeight == 0 {
		return 0
	}
	return found / n.titleWeight
}

// issued reports whether a body that the question names issued the document; of a
// department that a province behind it says whose it is, that province too must be named.
func (q *query) issued(n *documentNames) bool {
	if q.within != "" && n.ofProvince && !slices.Contains(n.issuers, q.within) {
		return false
	}
	for _, a := range q.agencies {
		if slices.Contains(n.issuers, a.Name) {
			return true
		}
	}
	return false
}

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

// only reports whether the question lets d in: all, unless one was named by its number; then
// those that are called in another way too.
func (q *query) only(d *corpus.Document) bool {
	h := q.documents[d.ID]
	return !q.numbered || h == 1 || q.wants("compare") && h >= sureWhenCompared || q.beside[d.ID]
}

// readBeside notes the documents that a question calls in words of their own beside one that it
// calls by its number: "Quyết định 942 và dự thảo Kế hoạch 2022", but not "Chiến lược tại
// Quyết định 942", which is that one.
func (s *snapshot) readBeside(q *query) {
	if !q.numbered {
		return
	}
	q.beside = map[string]bool{}
	for i := range s.names {
		n := &s.names[i]
		if h := q.documents[n.id]; h < sureBesideNumber || h == 1 {
			continue
		}
		q.beside[n.id] = slices.ContainsFunc(append([]string{n.kind}, n.contents...), func(word string) bool {
			return strings.Contains(q.padded, word) && !slices.ContainsFunc(s.names, func(o documentNames) bool {
				return q.documents[o.id] == 1 && (o.kind == word || slices.Contains(o.contents, word))
			})
		})
	}
}
