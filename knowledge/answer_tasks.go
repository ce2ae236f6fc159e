package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus"
)

// answerNothingKnown refuses what plans cannot tell: whether something was done,
// and years that no document plans.
func (s *snapshot) answerNothingKnown(q *query, hits []found) (Answer, bool) {
	tracked := len(hits) > 0 && hits[0].task >= 0 && s.states[hits[0].task] != ""
	planned := len(hits) > 0 && hits[0].task >= 0 // what a plan says; reports tell outcomes
	if (q.wants("progress") || wasItDone.MatchString(q.padded) || planned && outcome.MatchString(q.padded)) && !q.wants("overdue", "remaining") && !tracked {
		a := refuse("Tài liệu đã nạp chỉ nêu nhiệm vụ và thời hạn, không nêu kết quả thực hiện.")
		a.Text = append(a.Text, s.nearest(q, hits)...)
		return a, true
	}
	if len(q.years) > 0 && len(q.agencies) > 0 && q.document() == "" && !s.plans(q) && !s.tellsYear(q, hits) {
		a := refuse(fmt.Sprintf("Tài liệu đã nạp không giao việc cho năm %d.", q.years[0]))
		a.Text = append(a.Text, s.nearest(q, hits)...)
		return a, true
	}
	return Answer{}, false
}

// plans reports whether an agency of the question leads a task that falls in a year asked about.
func (s *snapshot) plans(q *query) bool {
	for i := range s.corpus.Tasks {
		t := &s.corpus.Tasks[i]
		if !s.concerns(q, i) {
			continue
		}
		d := s.documents[t.Document]
		if containsInt(q.years, d.Year) {
			return true
		}
		for _, m := range t.Milestones {
			for _, y := range q.years {
				if m.Due.Year == y || !m.Start.IsZero() && m.Start.Year <= y && y <= m.Due.Year {
					return true
				}
			}
		}
	}
	return false
}

// tellsYear reports whether a record that is about what was asked speaks of a year asked about, or
// stands in a document of that year.
func (s *snapshot) tellsYear(q *query, hits []found) bool {
	for _, h := range hits {
		if !s.isAbout(q, h) || !s.namesAsked(q, h) {
			continue
		}
		for _, y := range q.years {
			if d := s.document(h.entry); d.Year == y || d.Date.Year == y || strings.Contains(s.words[h.position].folded, " "+strconv.Itoa(y)+" ") {
				return true
			}
		}
	}
	return false
}

// concerns reports whether the agencies asked about lead the task, or coordinate it when no province is asked about.
func (s *snapshot) concerns(q *query, task int) bool {
	a := s.agencies[task]
	if places := q.places(); len(places) > 0 {
		return overlaps(a.lead, places)
	}
	return overlaps(a.lead, q.others()) || overlaps(a.coordinating, q.others())
}

// nearest names the closest task in one line, to help on after a refusal.
func (s *snapshot) nearest(q *query, hits []found) Text {
	for _, h := range hits {
		if h.task >= 0 && (len(q.agencies) == 0 || s.concerns(q, h.task)) {
			return s.nearestLine(h.task)
		}
	}
	return nil
}

// nearestLine names a task in one line.
func (s *snapshot) nearestLine(task int) Text {
	t := &s.corpus.Tasks[task]
	line := "Gần nhất: " + strings.Join(t.Lead, ", ") + " – " + t.Title + bracketed(t)
	return Text{{{Text: line}}, s.sourceLine(s.documents[t.Document], t.Section)}
}

// answerTask answers from the register with the card of the task that is meant,
// and of each other agency that the question names its own.
func (s *snapshot) answerTask(q *query, hits []found) (Answer, bool) {
	if q.wants("target") && !q.wants("who", "when", "coordinate", "overdue", "remaining") && len(q.agencies) == 0 {
		return Answer{}, false
	}
	var untimed []int
	passage, best := 0.0, 0.0 // support of the passage that came before any task, and of those without a time
	for _, h := range hits {
		if h.score < stillNear*hits[0].score {
			break
		}
		if !s.isAbout(q, h) || !s.namesAsked(q, h) && !surelyMeant(q, h) {
			continue
		}
		if h.task < 0 {
			if q.wants("who", "when", "coordinate") && passage == 0 { // the register says it better, if it has the same
				passage = h.support
				continue
			}
			if passage == 0 {
				return Answer{}, false
			}
			continue
		}
		if h.support < alsoSays*passage || len(untimed) > 0 && h.support < asWell*best {
			continue
		}
		if q.onlyWhen() && !s.hasTime(q, h) {
			untimed, best = append(untimed, h.task), max(best, h.support)
			continue
		}
		chosen := s.withOtherAgencies(q, hits, []int{h.task})
		a := s.cards(q, chosen)
		s.suggest(&a, chosen[0])
		return a, true
	}
	if len(untimed) > 0 {
		a := refuse("Văn bản không nêu thời hạn riêng cho việc này.")
		a.Text = append(a.Text, s.nearestLine(untimed[0])...)
		return a, true
	}
	return Answer{}, false
}

// onlyWhen reports whether a question asks for a time and nothing else.
func (q *query) onlyWhen() bool {
	return q.wants("when", "remaining", "overdue") && !q.wants("who", "what", "coordinate", "list", "target", "rule", "count")
}

// hasTime reports whether a task has a deadline or a cycle, or names a time in its words.
func (s *snapshot) hasTime(q *query, h found) bool {
	t := &s.corpus.Tasks[h.task]
	if q.wants("remaining") {
		return slices.ContainsFunc(t.Milestones, func(m corpus.Milestone) bool { return !m.Due.IsZero() })
	}
	return len(t.Milestones) > 0 || t.Recurring != "" || timeWords.MatchString(pad(t.Text))
}

var timeWords = regexp.MustCompile(` (?:ngay|thang|quy|nam) (?:\d|i{1,3} |iv )| dinh ky | hang (?:ngay|tuan|thang|quy|nam) `)

// surelyMeant reports whether a record has so much of a subject told at length that
// it is meant although it does not name the agency: its part may stand elsewhere.
func surelyMeant(q *query, h found) bool {
	const atLength, most = 6, 0.75
	return len(q.subject) >= atLength && h.support >= most && len(q.places()) == 0 && !q.sought.money
}

// namesAsked reports whether a record speaks of an agency that the question names, or of
// none when it names none; a document that the agency issued speaks of it.
func (s *snapshot) namesAsked(q *query, h found) bool {
	if len(q.agencies) == 0 {
		return true
	}
	d := s.document(h.entry)
	for _, a := range q.agencies {
		name := []string{a.Name}
		if h.task >= 0 && (overlaps(s.agencies[h.task].lead, name) || overlaps(s.agencies[h.task].coordinating, name)) || s.issuedBy(d, name) {
			return true
		}
		for _, n := range a.Names() {
			if strings.Contains(s.words[h.position].folded, pad(shortName(n))) {
				return true
			}
		}
	}
	return false
}

// asWell is how much of what a task without a time has of the subject one with a time must have.
const asWell = 0.95

// alsoSays is how much of what a passage has of the subject a task must have to be taken before it.
const alsoSays = 0.6

// stillNear is how near to the best hit another must come to be looked at.
const stillNear = 0.5

// withOtherAgencies adds the best task of each agency that the question names beside the first's.
func (s *snapshot) withOtherAgencies(q *query, hits []found, chosen []int) []int {
	const most = 3
	first := &s.agencies[chosen[0]]
	for _, a := range q.agencies {
		name := []string{a.Name}
		if len(chosen) == most || overlaps(first.lead, name) || overlaps(first.coordinating, name) {
			continue
		}
		for _, h := range hits {
			if h.task >= 0 && overlaps(s.agencies[h.task].lead, name) && s.isAbout(q, h) {
				chosen = append(chosen, h.task)
				break
			}
		}
	}
	return chosen
}

// cards answers with the cards of tasks.
func (s *snapshot) cards(q *query, tasks []int) Answer {
	var a Answer
	q.cards = len(tasks)
	for n, i := range tasks {
		t := &s.corpus.Tasks[i]
		if n > 0 {
			a.Text = append(a.Text, Line{})
		}
		if line, ok := verdict(q, t); ok {
			a.Text = append(a.Text, line)
		}
		a.Text = append(a.Text, s.taskCard(q, t)...)
		a.Tasks = append(a.Tasks, t.ID)
		for _, p := range t.Passages {
			a.Citations = append(a.Citations, s.citeFor(t, p))
		}
	}
	return a
}

// verdict answers "đã quá hạn chưa", "còn mấy ngày" before the card, and says when a deadline was corrected.
func verdict(q *query, t *corpus.Task) (Line, bool) {
	words := verdictWords(q, t)
	if words != "" && isAmended(t, "milestones") {
		words += " (thời hạn " + amendedMark + ")"
	}
	return Line{{Text: words, Strong: true}}, words != ""
}

// verdictWords tell of the milestone that the question names, else of the last one past and the next to come.
func verdictWords(q *query, t *corpus.Task) string {
	if !q.wants("overdue", "remaining") {
		return ""
	}
	var past, next *corpus.Milestone
	for i := range t.Milestones {
		m := &t.Milestones[i]
		switch {
		case m.Due.IsZero() || !labelAgrees(q, *m):
		case m.Due.Before(q.asOf):
			past = m
		case next == nil:
			next = m
		}
	}
	switch {
	case next == nil && past == nil:
		return ""
	case next == nil:
		return fmt.Sprintf("Đã quá hạn %d ngày", past.Due.DaysUntil(q.asOf))
	}
	left := fmt.Sprintf("còn %d ngày", q.asOf.DaysUntil(next.Due))
	if next.Due == q.asOf {
		left = "đến hạn đúng hôm nay"
	}
	switch {
	case past != nil:
		return fmt.Sprintf("Mốc %s đã qua %d ngày; mốc tiếp theo %s", past.Phrase, past.Due.DaysUntil(q.asOf), left)
	case q.wants("overdue"):
		return "Chưa quá hạn: " + left
	}
	return upperFirst(left)
}

// suggest offers what is asked next.
func (s *snapshot) suggest(a *Answer, task int) {
	if leads := s.agencies[task].lead; len(leads) > 0 {
		a.Suggestions = append(a.Suggestions, Suggestion{
			Label:    "🏛 Việc khác của " + shortName(leads[0]),
			Question: leads[0] + " chủ trì những nhiệm vụ nào?",
		})
	}
}

// shortName drops "Tỉnh" and "Thành phố".
func shortName(name string) string {
	return strings.TrimPrefix(strings.TrimPrefix(name, "Tỉnh "), "Thành phố ")
}
