package knowledge

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"dondoc/corpus"
)

// Officials ask two things in one message: "vốn đầu tư bộ nào lo, chi thường xuyên bộ nào
// lo", or one thing of two documents. Each gets its own record.

// clauseEnd parts a question: a comma, "còn", a semicolon.
var clauseEnd = regexp.MustCompile(`\s*(?:[,;?]\s*(?i:còn|con|và|va)?\s|\s(?i:còn|con|và|va)\s)\s*`)

// longestAnswer is how long an answer that is no list may grow, in letters.
const longestAnswer = 1400

// withOtherClauses adds the record of each further clause that asks for one of its own.
func (s *snapshot) withOtherClauses(ctx context.Context, q *query, a Answer) (Answer, error) {
	const most = 4
	parts := clauseEnd.Split(q.text, -1)
	if len(parts) < 2 || len(parts) > most || a.Refused || q.english || utf8.RuneCountInString(a.Text.String()) > roomForOthers {
		return a, nil
	}
	for _, part := range parts {
		clause := s.understand(part, q.asOf)
		if len(clause.subject) == 0 || len(clause.intents) == 0 || len(clause.subject) == len(q.subject) {
			continue
		}
		s.completeClause(clause, q)
		hits, err := s.search(ctx, clause, stillNear)
		if err != nil {
			return a, err
		}
		for _, h := range hits {
			if h.support < surelySupported || !s.isAbout(clause, h) {
				continue
			}
			s.addFound(clause, &a, h)
			break
		}
	}
	return a, nil
}

// completeClause gives a clause what the whole question says of documents, agencies and times.
func (s *snapshot) completeClause(clause, q *query) {
	for id, h := range q.documents {
		clause.documents[id] = max(clause.documents[id], h)
	}
	clause.numbered = q.numbered
	if clause.section == "" {
		clause.section = q.section
	}
	if len(clause.agencies) == 0 && len(q.places()) > 0 {
		clause.agencies = q.agencies
	}
	if len(clause.years) == 0 {
		clause.years = q.years
	}
}

// addFound appends the record of a hit, unless the answer has it or has no room.
func (s *snapshot) addFound(q *query, a *Answer, h found) {
	var more Answer
	switch {
	case h.task >= 0:
		more = s.cards(q, []int{h.task})
	case s.quotes(*a, h.passage):
		return
	default:
		s.addPassage(q, &more, h.passage)
	}
	for _, c := range more.Citations {
		for _, had := range a.Citations {
			if had.Passage == c.Passage {
				return
			}
		}
	}
	if utf8.RuneCountInString(a.Text.String())+utf8.RuneCountInString(more.Text.String()) > longestAnswer {
		return
	}
	if len(a.Text) > 0 {
		a.Text = append(a.Text, Line{})
	}
	a.Text = append(a.Text, more.Text...)
	a.Tasks = append(a.Tasks, more.Tasks...)
	a.Citations = append(a.Citations, more.Citations...)
}

// answerDocuments answers a question that names two documents with what each of them says,
// what binds first.
func (s *snapshot) answerDocuments(q *query, hits []found) (Answer, bool) {
	meant := s.documentsMeant(q)
	if len(meant) < 2 {
		return Answer{}, false
	}
	var a Answer
	for _, d := range meant {
		if h, ok := s.bestIn(q, d, hits); ok {
			s.addFound(q, &a, h)
		}
	}
	return a, len(a.Citations) > 1 && a.Citations[0].Document != a.Citations[len(a.Citations)-1].Document
}

// hasShare finds a figure with its unit.
var hasShare = regexp.MustCompile(`\d\s*(?:%|tỷ|triệu|nghìn)`)

// bestIn returns the hit in a document that has most of the subject, one with a figure
// before one without when a figure is asked for.
func (s *snapshot) bestIn(q *query, d *corpus.Document, hits []found) (found, bool) {
	figure := asksFigure.MatchString(q.padded) || containsAny(q.padded, []string{" ty le ", "% "})
	best, value := -1, 0.0
	for i, h := range hits {
		if s.document(h.entry) != d || h.passage < 0 || !s.isAbout(q, h) {
			continue
		}
		v := h.support + 0.1*h.score
		if figure && hasShare.MatchString(s.corpus.Passages[h.passage].Text) {
			v += 0.4
		}
		if v > value {
			best, value = i, v
		}
	}
	if best < 0 {
		return found{}, false
	}
	return hits[best], true
}

// documentsMeant returns the documents that a question names side by side, two at most.
func (s *snapshot) documentsMeant(q *query) []*corpus.Document {
	enough := sureOfAnother
	if q.wants("compare") {
		enough = sureWhenCompared
	}
	var best, second string
	for i := range s.names {
		id := s.names[i].id
		switch h := q.documents[id]; {
		case h < enough:
		case best == "" || h > q.documents[best]:
			best, second = id, best
		case second == "" || h > q.documents[second]:
			second = id
		}
	}
	if second == "" || !q.wants("compare") && !(q.numbered && strings.Count(q.padded, " bao nhieu ") > 1) && !(q.numbered && q.documents[second] >= sureBesideNumber) && !(q.documents[second] >= sureOfAnother && q.kindsNamed() > 1 && asksFigure.MatchString(q.padded)) {
		return nil
	}
	first, other := s.documents[best], s.documents[second]
	if rank(other, q.asOf) < rank(first, q.asOf) {
		first, other = other, first
	}
	return []*corpus.Document{first, other}
}

// kindsNamed counts the kinds of documents that a question names.
func (q *query) kindsNamed() int {
	n := 0
	for _, k := range []string{" quyet dinh ", " ke hoach ", " chien luoc ", " bao cao ", " cong van ", " nghi quyet ", " chi thi ", " chuong trinh "} {
		if strings.Contains(q.padded, k) {
			n++
		}
	}
	return n
}

// sureBesideNumber is how strongly a document must be called in words to be meant beside one that is called by its number.
const sureBesideNumber = 0.6

// sureWhenCompared is how strongly two documents must be meant that are compared.
const sureWhenCompared = 0.3
