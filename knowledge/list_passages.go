package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"
)

// countsTasks finds a count of tasks in a passage.
var countsTasks = regexp.MustCompile(` \d+ (?:nhiem vu|dau viec|noi dung) `)

// passageCounts reports whether the document that is meant says itself how many tasks it has.
func (s *snapshot) passageCounts(q *query, hits []found) bool {
	id := q.document()
	if id == "" || len(q.agencies) > 0 || !asksTasks.MatchString(q.padded) {
		return false
	}
	for _, h := range hits {
		if h.task < 0 && s.document(h.entry).ID == id && h.support >= surelySupported && s.isAbout(q, h) && countsTasks.MatchString(s.words[h.position].folded) {
			return true
		}
	}
	return false
}

// passagesTell reports whether a passage has clearly more of the subject than any task.
func (s *snapshot) passagesTell(q *query, hits []found, ofTasks float64) bool {
	const clearly = 0.25
	for _, h := range hits {
		if h.task < 0 && h.support >= ofTasks+clearly && h.support >= surelySupported && s.isAbout(q, h) {
			return true
		}
	}
	return false
}

// listPassages lists the passages of one document that all have the subject, when there are
// several and they have clearly more of it than any task: the themes of the months.
func (s *snapshot) listPassages(q *query, hits []found, ofTasks float64) (Answer, bool) {
	const fewest, surely, clearly = 3, 0.75, 0.2
	if !q.wants("list") || q.ownWords() < 2 || asksWho(q) || len(q.agencies) > 0 || q.period.relative || asksTasks.MatchString(q.padded) {
		return Answer{}, false
	}
	if children := s.childrenOf(q); len(children) >= fewest {
		return s.listOf(children), true
	}
	var listed []int
	for _, h := range hits {
		if h.task >= 0 || h.support < max(surely, min(1, ofTasks+clearly)) || utf8.RuneCountInString(s.corpus.Passages[h.passage].Text) > 2*shortPiece {
			continue
		}
		if len(listed) > 0 && s.corpus.Passages[listed[0]].Document != s.corpus.Passages[h.passage].Document {
			continue
		}
		listed = append(listed, h.passage)
	}
	if len(listed) < fewest {
		return Answer{}, false
	}
	slices.Sort(listed)
	return s.listOf(listed), true
}

// listOf lists passages of one document.
func (s *snapshot) listOf(listed []int) Answer {
	l := lister{answer: Answer{Text: Text{{{Text: fmt.Sprintf("%d mục:", len(listed)), Strong: true}}}}}
	for n, i := range listed {
		p := &s.corpus.Passages[i]
		l.addLine(Line{{Text: fmt.Sprintf("%d. %s", n+1, cut(itemMark.ReplaceAllString(clean(p), ""), longestItem))}}, func(a *Answer) { a.Citations = append(a.Citations, s.cite(p.ID, p.Section)) })
	}
	p := &s.corpus.Passages[listed[0]]
	l.answer.Text = append(l.answer.Text, s.sourceLine(s.documents[p.Document], ""))
	return l.answer
}

// longestItem bounds what a list shows of a passage, in letters.
const longestItem = 200

// numberedItem is how a numbered item begins.
var numberedItem = regexp.MustCompile(`^\d{1,2}[.)]\s`)

// childrenOf returns the numbered items right below the heading that says what is asked for:
// "gồm những lĩnh vực nào".
func (s *snapshot) childrenOf(q *query) []int {
	const enough = 0.7
	if !consistsOf.MatchString(q.padded) {
		return nil
	}
	best, most := "", enough
	var children []int
	for i := range s.corpus.Passages {
		p := &s.corpus.Passages[i]
		if len(p.Trail) == 0 || !numberedItem.MatchString(p.Text) || !q.only(s.passageOf[i]) {
			continue
		}
		heading := p.Trail[len(p.Trail)-1]
		key := p.Document + heading
		if key == best {
			children = append(children, i)
			continue
		}
		if share := q.shareIn(pad(heading)); share > most {
			best, most, children = key, share, []int{i}
		}
	}
	return children
}

// consistsOf tells that the parts of something are asked for.
var consistsOf = regexp.MustCompile(` (?:gom|bao gom|la nhung|gom co)(?: nhung| cac)? `)

// countItems counts the numbered items of a document that is no plan of tasks: a letter of
// guidance with its points.
func (s *snapshot) countItems(q *query, topic map[int]float64) (Answer, bool) {
	id := q.document()
	if !q.wants("count") || id == "" || len(q.agencies) > 0 || q.section != "" || q.period.set() || len(topic) > 0 && q.ownWords() > thinSubject {
		return Answer{}, false
	}
	var items []int
	for i := range s.corpus.Passages {
		if p := &s.corpus.Passages[i]; p.Document == id && p.Section == strconv.Itoa(len(items)+1) {
			items = append(items, i)
		}
	}
	tasks := 0
	for i := range s.corpus.Tasks {
		if s.corpus.Tasks[i].Document == id {
			tasks++
		}
	}
	if len(items) < fewestItems || tasks >= len(items) {
		return Answer{}, false
	}
	l := lister{answer: Answer{Text: Text{{{Text: fmt.Sprintf("%d mục:", len(items)), Strong: true}}}}}
	for n, i := range items {
		p := &s.corpus.Passages[i]
		l.addLine(Line{{Text: fmt.Sprintf("%d. %s", n+1, cut(itemMark.ReplaceAllString(clean(p), ""), longestTitleInList))}}, func(a *Answer) { a.Citations = append(a.Citations, s.cite(p.ID, p.Section)) })
	}
	l.answer.Text = append(l.answer.Text, s.sourceLine(s.documents[id], ""))
	return l.answer, true
}

// fewestItems is how many numbered items make a list of their own.
const fewestItems = 3
