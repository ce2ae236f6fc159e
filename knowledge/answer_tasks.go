package knowledge

import (
	"fmt"
	"strings"

	"dondoc/corpus"
)

// How much of a question's words a record must have before it is an answer, by
// their weight in the index. Set on the sample so that no unanswerable question is answered.
const (
	enoughForTask    = 0.30
	enoughForPassage = 0.34
	enoughWithAgency = 0.12 // when the agency asked about leads it
)

// answerNothingKnown refuses what plans cannot tell: whether something was done,
// and years that no document plans.
func (s *snapshot) answerNothingKnown(q *query, hits []found) (Answer, bool) {
	if (q.wants("progress") || wasItDone.MatchString(q.padded)) && !q.wants("overdue", "remaining") {
		a := refuse("Tài liệu đã nạp chỉ nêu nhiệm vụ và thời hạn, không nêu kết quả thực hiện.")
		a.Text = append(a.Text, s.nearest(q, hits)...)
		return a, true
	}
	if len(q.years) > 0 && len(q.agencies) > 0 && q.document() == "" && !s.plans(q) {
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
			t := &s.corpus.Tasks[h.task]
			line := "Gần nhất: " + strings.Join(t.Lead, ", ") + " – " + t.Title
			return Text{{{Text: line}}, s.sourceLine(s.documents[t.Document], t.Section)}
		}
	}
	return nil
}

// answerTask answers from the register with the card of one task, or with those
// of equal rank that ask for each other (the same theme in several months).
func (s *snapshot) answerTask(q *query, hits []found) (Answer, bool) {
	if q.wants("target") && !q.wants("who", "when", "coordinate", "overdue", "remaining") && len(q.agencies) == 0 {
		return Answer{}, false
	}
	var chosen []int
	for _, h := range hits {
		if h.task < 0 {
			if len(chosen) == 0 {
				return Answer{}, false
			}
			break
		}
		enough := enoughForTask
		if len(q.agencies) > 0 && s.concerns(q, h.task) {
			enough = enoughWithAgency
		}
		if places := q.places(); len(places) > 0 && !overlaps(s.agencies[h.task].lead, places) && !s.issuedBy(s.document(h.entry), places) {
			continue
		}
		if h.covers < enough || s.supports(q, h.position) < supportForTask {
			break
		}
		chosen = append(chosen, h.task)
		break
	}
	if len(chosen) == 0 {
		return Answer{}, false
	}
	chosen = s.withOtherPlaces(q, hits, chosen)
	a := s.cards(q, chosen)
	s.suggest(&a, chosen[0])
	return a, true
}

// withOtherPlaces adds the best task of each other province that the question names.
func (s *snapshot) withOtherPlaces(q *query, hits []found, chosen []int) []int {
	for _, place := range q.places() {
		if overlaps(s.agencies[chosen[0]].lead, []string{place}) {
			continue
		}
		for _, h := range hits {
			if h.task >= 0 && overlaps(s.agencies[h.task].lead, []string{place}) {
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

// verdict answers "đã quá hạn chưa", "còn mấy ngày" before the card: of the
// milestone that the question names, else of the last one past and the next to come.
func verdict(q *query, t *corpus.Task) (Line, bool) {
	if !q.wants("overdue", "remaining") {
		return nil, false
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
		return nil, false
	case next == nil:
		return Line{{Text: fmt.Sprintf("Đã quá hạn %d ngày", past.Due.DaysUntil(q.asOf)), Strong: true}}, true
	}
	left := fmt.Sprintf("còn %d ngày", q.asOf.DaysUntil(next.Due))
	if next.Due == q.asOf {
		left = "đến hạn đúng hôm nay"
	}
	switch {
	case past != nil:
		return Line{{Text: fmt.Sprintf("Mốc %s đã qua %d ngày; mốc tiếp theo %s", past.Phrase, past.Due.DaysUntil(q.asOf), left), Strong: true}}, true
	case q.wants("overdue"):
		return Line{{Text: "Chưa quá hạn: " + left, Strong: true}}, true
	}
	return Line{{Text: upperFirst(left), Strong: true}}, true
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
