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
	l.addLine(line, func(a *Answer) {
		a.Tasks = append(a.Tasks, t.ID)
		if len(t.Passages) > 0 {
			a.Citations = append(a.Citations, s.cite(t.Passages[0], t.Section))
		}
	})
}

// addLine appends a line and what it stands on, if they fit.
func (l *lister) addLine(line Line, cite func(*Answer)) {
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
	cite(&l.answer)
}

// close adds what is left over, and the documents.
func (l *lister) close(s *snapshot, q *query, tasks []int) Answer {
	if l.left > 0 {
		l.answer.Text = append(l.answer.Text, Line{{Text: fmt.Sprintf("… và %d mục nữa; hãy hỏi hẹp hơn theo văn bản, năm hoặc thời hạn.", l.left)}})
		tasks = tasks[:len(tasks)-l.left]
	}
	l.answer.Text = append(l.answer.Text, s.sourcesOf(q, tasks)...)
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
		line := Line{{Text: fmt.Sprintf("%d. ", n+1)}, {Text: upperFirst(s.named(q, t.Lead, pad(t.Text), "; ")), Strong: true}}
		if phrase := s.phraseIn(q, t); phrase != "" {
			line = append(line, Span{Text: ": " + phrase})
		}
		l.add(s, t, append(line, Span{Text: s.whereIn(q, t, tasks)}))
	}
	return l.close(s, q, firsts)
}

// counted is what a question calls the records that it asks for.
func (q *query) counted() string {
	for _, n := range []string{"nền tảng", "chương trình", "cơ sở dữ liệu"} {
		if f := viet.Fold(n); containsAny(q.padded, []string{" may " + f + " ", " bao nhieu " + f + " ", " nhung " + f + " ", " bn " + f + " "}) || strings.Contains(q.padded, " "+f+" ") && containsAny(q.padded, []string{" bao nhieu cai ", " may cai "}) {
			return n
		}
	}
	return "nhiệm vụ"
}

// listTasks lists the tasks themselves.
func (s *snapshot) listTasks(q *query, tasks []int) Answer {
	l := lister{answer: Answer{Text: Text{{{Text: fmt.Sprintf("%d %s:", len(tasks), q.counted()), Strong: true}}}}}
	title := min(longestTitleInList, max(40, mostListLetters/len(tasks)-45))
	for n, i := range tasks {
		t := &s.corpus.Tasks[i]
		line := Line{{Text: fmt.Sprintf("%d. ", n+1)}}
		if len(q.agencies) != 1 || q.wants("coordinate") && len(q.places()) == 0 {
			if lead := s.named(q, t.Lead, pad(t.Text), "; "); lead != "" {
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
		l.add(s, t, append(line, Span{Text: s.whereIn(q, t, tasks)}))
	}
	return l.close(s, q, tasks)
}

// whereIn is what stands behind a task of a list: where to find it, and that it was corrected, which is said of a deadline
// right behind it.
func (s *snapshot) whereIn(q *query, t *corpus.Task, tasks []int) string {
	place := s.place(t, tasks)
	switch {
	case isAmended(t, "milestones") && s.phraseIn(q, t) != "":
		return " (" + amendedMark + ") (" + place + ")"
	case isAmended(t):
		return " (" + place + "; " + amendedMark + ")"
	}
	return " (" + place + ")"
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
func (s *snapshot) sourcesOf(q *query, tasks []int) Text {
	var documents []*corpus.Document
	for _, i := range tasks {
		if d := s.documents[s.corpus.Tasks[i].Document]; !slices.Contains(documents, d) {
			documents = append(documents, d)
		}
	}
	slices.SortStableFunc(documents, func(a, b *corpus.Document) int { return cmp.Compare(rank(a, q.asOf), rank(b, q.asOf)) })
	var text Text
	for _, d := range documents {
		text = append(text, s.sourceLine(d, ""))
	}
	return text
}
