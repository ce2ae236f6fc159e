package knowledge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// answerList answers by query over the register: complete lists and counts, never the first few hits.
func (s *snapshot) answerList(q *query, hits []found) (Answer, bool) {
	whole := (len(q.agencies) > 0 || readSection(q.typed) != "") && len(q.asked()) == 0 && !q.wants("rule", "target") // "Hải Phòng phải làm gì?"
	if !q.wants("list", "count") && !(q.period.set() && q.wants("who")) && !whole || asksShare.MatchString(q.padded) {
		return Answer{}, false
	}
	topic := s.topicOf(q, hits)
	if !q.period.set() && len(q.agencies) == 0 && !whole && topic == nil {
		return Answer{}, false
	}
	tasks := s.selectTasks(q, topic)
	switch {
	case len(tasks) == 0:
		return s.emptyList(q, topic)
	case len(tasks) == 1 && !q.wants("count"):
		return s.cards(q, tasks), true
	}
	if asksWho(q) {
		return s.listLeads(q, tasks), true
	}
	return s.listTasks(q, tasks), true
}

// emptyList refuses when the register has nothing for the agency, the document and the period asked about.
func (s *snapshot) emptyList(q *query, topic map[int]float64) (Answer, bool) {
	if q.period.set() && len(q.asked()) == 0 {
		return refuse("Theo tài liệu đã nạp, không có việc nào đến hạn trong thời gian này."), true
	}
	if len(q.agencies) > 0 && len(q.places()) == 0 && !q.wants("coordinate") {
		// It leads nothing of the kind; what it helps with is worth saying.
		helper := *q
		helper.intents = map[string]bool{"coordinate": true}
		if tasks := s.selectTasks(&helper, topic); len(tasks) > 0 {
			a := s.listTasks(&helper, tasks)
			a.Text = append(Text{{{Text: upperFirst(q.agencies[0].Name) + " không chủ trì; phối hợp:"}}}, a.Text...)
			return a, true
		}
	}
	if len(q.agencies) == 0 || q.wants("target", "rule") || len(q.asked()) > 2 {
		return Answer{}, false
	}
	return refuse("Tài liệu đã nạp không giao nhiệm vụ nào như vậy cho " + q.agencies[0].Name + "."), true
}

// asksWho reports whether the list is of agencies rather than of tasks.
func asksWho(q *query) bool {
	for _, w := range []string{" nhung dia phuong ", " tinh nao ", " nhung tinh ", " thanh pho nao ", " dia phuong nao ", " nhung co quan ", " co quan nao ", " bo nao ", " nhung bo ", " don vi nao ", " bao nhieu tinh ", " may tinh ", " cac tinh nao ", " tinh thanh nao ", " which provinces "} {
		if strings.Contains(q.padded, w) {
			return true
		}
	}
	return false
}

// topicShare is how close to the best hit the others of one theme must come, for tasks worded alike.
const topicShare = 0.80

// supportInList is how much of the question's subject every task of a list must have.
const supportInList = 0.5

// topicOf returns the tasks that share the question's theme, nil when it names none.
func (s *snapshot) topicOf(q *query, hits []found) map[int]float64 {
	if len(q.asked()) == 0 || len(hits) == 0 {
		return nil
	}
	topic := map[int]float64{}
	best := 0.0
	for _, h := range hits {
		if h.task >= 0 && s.eligible(q, h.task) {
			best = max(best, h.covers)
		}
	}
	if best < enoughForTask {
		return nil
	}
	for _, h := range hits {
		if h.task >= 0 && s.eligible(q, h.task) && h.covers >= topicShare*best && s.supports(q, h.position) >= supportInList {
			topic[h.task] = h.score
		}
	}
	return topic
}

// eligible reports whether a task may stand in a list, its theme and dates apart:
// its agencies are those asked about, or are provinces when provinces are asked for.
func (s *snapshot) eligible(q *query, task int) bool {
	if len(q.agencies) > 0 {
		return s.hasPart(q, task)
	}
	return !s.wantsPlace(q) || s.agencies[task].place
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// selectTasks returns all tasks that meet what the question says, in the order of the documents.
func (s *snapshot) selectTasks(q *query, topic map[int]float64) []int {
	var tasks []int
	meant := s.meant(q)
	for i := range s.corpus.Tasks {
		t := &s.corpus.Tasks[i]
		if !meant[t.Document] || !below(t.Section, q.section) || topic != nil && topic[i] == 0 {
			continue
		}
		if !s.eligible(q, i) {
			continue
		}
		if q.period.set() && !s.falls(q, t) {
			continue
		}
		tasks = append(tasks, i)
	}
	return tasks
}

// meant returns the documents, by ID, that a list should look into: the one that is
// named, else those that bind in the year of asking, else all.
func (s *snapshot) meant(q *query) map[string]bool {
	named := q.document()
	meant := map[string]bool{}
	for _, d := range s.corpus.Documents {
		switch {
		case q.numbered:
			meant[d.ID] = q.documents[d.ID] == 1
		case named != "":
			meant[d.ID] = q.documents[d.ID] >= q.documents[named]-0.05
		case len(q.years) > 0:
			meant[d.ID] = containsInt(q.years, d.Year) || d.Year == 0
		default:
			meant[d.ID] = true
		}
	}
	return meant
}

// hasPart reports whether the agency asked about has the part that the question means.
func (s *snapshot) hasPart(q *query, task int) bool {
	a := s.agencies[task]
	if places := q.places(); len(places) > 0 {
		return overlaps(a.lead, places)
	}
	if q.wants("coordinate") {
		return overlaps(a.coordinating, q.others())
	}
	return overlaps(a.lead, q.others())
}

// wantsPlace reports whether the question asks for provinces ("bộ, ngành, địa phương" is no such question).
func (s *snapshot) wantsPlace(q *query) bool {
	return !strings.Contains(q.padded, " nganh dia phuong ") &&
		(strings.Contains(q.padded, " tinh ") || strings.Contains(q.padded, " dia phuong ") || strings.Contains(q.padded, " thanh pho "))
}

// falls reports whether a milestone of the task lies in the period, and is of the sort asked about.
func (s *snapshot) falls(q *query, t *corpus.Task) bool {
	for _, m := range t.Milestones {
		if q.period.exact && m.Due == q.period.to || !q.period.exact && q.period.holds(m.Due) {
			if labelAgrees(q, m) {
				return true
			}
		}
	}
	return false
}

// labelAgrees lets "sơ kết" and "tổng kết" in a question choose among the milestones of a task.
func labelAgrees(q *query, m corpus.Milestone) bool {
	label := viet.Fold(m.Label)
	for _, w := range []string{"so ket", "tong ket"} {
		if strings.Contains(q.padded, " "+w+" ") && !strings.Contains(label, w) {
			return false
		}
	}
	return true
}

// A list holds no more than fits: a channel pages through it, but 4,000 letters
// are the most that anybody reads. The count on top is always the whole one.
const (
	mostListLetters    = 3300
	longestTitleInList = 110
)

// lister writes the lines of a list until it is full.
type lister struct {
	answer  Answer
	letters int
	left    int // tasks that found no room
}

// add appends a line and the citation of its task, if they fit.
func (l *lister) add(s *snapshot, t *corpus.Task, line Line) {
	letters := 1
	for _, span := range line {
		letters += utf8.RuneCountInString(span.Text)
	}
	if l.left > 0 || l.letters+letters > mostListLetters {
		l.left++
		return
	}
	l.letters += letters
	l.answer.Text = append(l.answer.Text, line)
	l.answer.Tasks = append(l.answer.Tasks, t.ID)
	if len(t.Passages) > 0 {
		l.answer.Citations = append(l.answer.Citations, s.cite(t.Passages[0], t.Section))
	}
}

// close adds what is left over, and the documents.
func (l *lister) close(s *snapshot, tasks []int) Answer {
	if l.left > 0 {
		l.answer.Text = append(l.answer.Text, Line{{Text: fmt.Sprintf("… và %d mục nữa; hãy hỏi hẹp hơn theo văn bản, năm hoặc thời hạn.", l.left)}})
		tasks = tasks[:len(tasks)-l.left]
	}
	l.answer.Text = append(l.answer.Text, s.sourcesOf(tasks)...)
	return l.answer
}

// listLeads lists who leads the tasks.
func (s *snapshot) listLeads(q *query, tasks []int) Answer {
	var firsts []int // the first task of each lead
	seen := map[string]bool{}
	for _, i := range tasks {
		if name := strings.Join(s.corpus.Tasks[i].Lead, "; "); name != "" && !seen[name] {
			seen[name] = true
			firsts = append(firsts, i)
		}
	}
	if len(firsts) == 0 {
		return s.listTasks(q, tasks)
	}
	noun := "cơ quan"
	if s.agencies[firsts[0]].place {
		noun = "tỉnh, thành phố"
	}
	l := lister{answer: Answer{Text: Text{{{Text: fmt.Sprintf("%d %s:", len(firsts), noun), Strong: true}}}}}
	for n, i := range firsts {
		t := &s.corpus.Tasks[i]
		line := Line{{Text: fmt.Sprintf("%d. ", n+1)}, {Text: upperFirst(strings.Join(t.Lead, "; ")), Strong: true}}
		if phrase := s.phraseIn(q, t); phrase != "" {
			line = append(line, Span{Text: ": " + phrase})
		}
		l.add(s, t, append(line, Span{Text: " (" + s.place(t, tasks) + ")"}))
	}
	return l.close(s, firsts)
}

// listTasks lists the tasks themselves.
func (s *snapshot) listTasks(q *query, tasks []int) Answer {
	l := lister{answer: Answer{Text: Text{{{Text: fmt.Sprintf("%d nhiệm vụ:", len(tasks)), Strong: true}}}}}
	title := min(longestTitleInList, max(40, mostListLetters/len(tasks)-45))
	for n, i := range tasks {
		t := &s.corpus.Tasks[i]
		line := Line{{Text: fmt.Sprintf("%d. ", n+1)}}
		if len(q.agencies) != 1 || q.wants("coordinate") && len(q.places()) == 0 {
			if lead := strings.Join(t.Lead, "; "); lead != "" {
				line = append(line, Span{Text: upperFirst(lead), Strong: true}, Span{Text: ": "})
			}
		}
		line = append(line, Span{Text: cut(t.Title, title)})
		if phrase := s.phraseIn(q, t); phrase != "" {
			line = append(line, Span{Text: " – "}, Span{Text: phrase, Strong: true})
		}
		if q.wants("coordinate") && len(t.Coordinating) > 0 && len(q.places()) > 0 {
			line = append(line, Span{Text: " – phối hợp: " + strings.Join(t.Coordinating, ", ")})
		}
		l.add(s, t, append(line, Span{Text: " (" + s.place(t, tasks) + ")"}))
	}
	return l.close(s, tasks)
}

// place says where a task of a list stands: its section, with the document when the list has several.
func (s *snapshot) place(t *corpus.Task, tasks []int) string {
	const shortName = 36
	d := s.documents[t.Document]
	if s.corpus.Tasks[tasks[0]].Document == t.Document && s.corpus.Tasks[tasks[len(tasks)-1]].Document == t.Document {
		return t.Section
	}
	return strings.TrimSuffix(cut(d.Name(), shortName)+", "+t.Section, ", ")
}

// phraseIn is the deadline of a task that a list shows: the one in the period, else all of them.
func (s *snapshot) phraseIn(q *query, t *corpus.Task) string {
	var phrases []string
	for _, m := range t.Milestones {
		if q.period.set() && !(q.period.exact && m.Due == q.period.to || q.period.holds(m.Due)) {
			continue
		}
		if !slices.Contains(phrases, m.Phrase) {
			phrases = append(phrases, m.Phrase)
		}
	}
	return strings.Join(phrases, "; ")
}

// sourcesOf names the documents that the tasks stand in.
func (s *snapshot) sourcesOf(tasks []int) Text {
	var documents []*corpus.Document
	for _, i := range tasks {
		if d := s.documents[s.corpus.Tasks[i].Document]; !slices.Contains(documents, d) {
			documents = append(documents, d)
		}
	}
	slices.SortStableFunc(documents, func(a, b *corpus.Document) int { return cmp.Compare(rank(a), rank(b)) })
	var text Text
	for _, d := range documents {
		text = append(text, s.sourceLine(d, ""))
	}
	return text
}

// rank orders documents by how far they bind.
func rank(d *corpus.Document) int {
	return slices.Index([]corpus.Status{corpus.InForce, corpus.Draft, corpus.Superseded, corpus.Reference}, d.Status)
}
