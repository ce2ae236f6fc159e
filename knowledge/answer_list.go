package knowledge

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// answerList answers by query over the register: complete lists and counts, never the first few hits.
func (s *snapshot) answerList(q *query, hits []found) (Answer, bool) {
	besides := len(q.agencies) > 0 && strings.Contains(q.padded, " ngoai ") && containsAny(q.padded, []string{" con ", " nua "}) && q.wants("what", "list")
	whole := besides || s.asksForAll(q)
	if q.wants("count") && !q.wants("list") && !countsRegister.MatchString(q.padded) {
		return Answer{}, false // "bao nhiêu tổ công nghệ số": a figure that a passage gives
	}
	if !q.wants("list", "count") && !(q.period.set() && q.wants("who")) && !(q.period.relative && !q.wants("target")) && !whole || q.sought.share {
		return Answer{}, false
	}
	topic := s.topicOf(q)
	if besides {
		topic = nil // "ngoài … ra còn phải làm gì": everything, so that the rest is seen
	}
	if a, ok := s.listPassages(q, hits, best(topic)); ok {
		return a, true
	}
	if q.ownWords() > thinSubject && !asksTasks.MatchString(q.padded) && s.passagesTell(q, hits, best(topic)) {
		return Answer{}, false // "bao nhiêu chỉ tiêu được đề xuất": a figure in a passage, no count of tasks
	}
	if !q.period.set() && len(q.agencies) == 0 && q.section == "" && !whole && topic == nil {
		return Answer{}, false
	}
	if q.section != "" && q.document() != "" && best(topic) < surelyOnTopic {
		topic = nil // "bảng tại Mục II liệt kê bao nhiêu nhiệm vụ đột phá": the section is what is asked for
	}
	if a, ok := s.countItems(q, topic); ok {
		return a, true
	}
	tasks := s.selectTasks(q, topic)
	if len(tasks) == 0 && topic != nil && q.ownWords() <= thinSubject && (len(q.agencies) > 0 || q.section != "" || q.period.relative && q.document() != "") {
		tasks = s.selectTasks(q, nil) // "những tỉnh/TP nào": what is left of the question names no theme
	}
	switch {
	case len(tasks) == 0:
		return s.emptyList(q, topic)
	case len(tasks) <= mostCards && !q.wants("count") && (len(tasks) == 1 || !asksWho(q)):
		return s.cards(q, tasks), true
	case len(tasks) == 1:
		a := s.cards(q, tasks)
		a.Text = append(Text{{{Text: "1 nhiệm vụ:", Strong: true}}}, a.Text...)
		return a, true
	}
	if asksWho(q) {
		return s.listLeads(q, tasks), true
	}
	return s.listTasks(q, tasks), true
}

// asksTasks tells that a list or a count is of tasks, whatever passages say of the same.
var asksTasks = regexp.MustCompile(` (?:bao nhieu|may|bn|nhung|cac) (?:nhiem vu|viec|dau viec|cong viec) `)

// countsRegister tells that what is counted are records, or who stands in them.
var countsRegister = regexp.MustCompile(` (?:(?:bao nhieu|may|bn|so luong|tong cong|how many)(?: \S+)? (?:nhiem vu|viec|cong viec|dau viec|tinh|thanh pho|dia phuong|bo|co quan|don vi|muc|noi dung|nen tang|chuong trinh|co so du lieu|nhom|tasks|provinces)|(?:nhiem vu|viec|tinh) .*(?:bao nhieu|may|bn)) `)

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

// answerAgencies lists what the agencies of a question have to do when nothing has the words in
// which it was asked: a few tasks are looked through at a glance.
func (s *snapshot) answerAgencies(q *query) (Answer, bool) {
	const most, few = 8, 3
	if len(q.agencies) == 0 || !q.wants("what", "list") || len(q.subject) > few && len(q.agencies) < 2 || q.sought != (sought{}) || q.wants("coordinate", "target", "rule", "member") {
		return Answer{}, false
	}
	tasks := s.selectTasks(q, nil)
	if len(tasks) == 0 || len(tasks) > most {
		return Answer{}, false
	}
	a := s.listTasks(q, tasks)
	a.Text = append(Text{{{Text: "Tài liệu không nêu đúng như câu hỏi; việc được giao là:"}}}, a.Text...)
	return a, true
}

// best is how much of the subject the best task of a topic has.
func best(topic map[int]float64) float64 {
	most := 0.0
	for _, support := range topic {
		most = max(most, support)
	}
	return most
}

// surelyOnTopic is how much of its subject a question about a section must find to be about less than all of it.
const surelyOnTopic = 0.8

const (
	mostCards   = 2 // more tasks than that are a list
	thinSubject = 2 // so few words of subject may say nothing of the theme
)

// asksForAll reports whether a question asks for all tasks of an agency, a section or a
// document: "Hải Phòng phải làm gì?", "kế hoạch 61 có bao nhiêu nhiệm vụ".
func (s *snapshot) asksForAll(q *query) bool {
	if q.wants("rule") || q.wants("target") && !q.wants("list", "count") || q.ownWords() > 0 && !(q.section != "" && (q.period.set() || q.wants("count")) && q.ownWords() <= thinSubject) {
		return false
	}
	return len(q.agencies) > 0 || q.section != "" || q.document() != "" && q.wants("list", "count")
}

// listPassages lists the passages of one document that all have the subject, when there are
// several and they have clearly more of it than any task: the themes of the months.
func (s *snapshot) listPassages(q *query, hits []found, ofTasks float64) (Answer, bool) {
	const fewest, surely, clearly = 3, 0.75, 0.2
	if !q.wants("list") || q.ownWords() < 2 || asksWho(q) || len(q.agencies) > 0 || q.period.relative || asksTasks.MatchString(q.padded) {
		return Answer{}, false
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
	l := lister{answer: Answer{Text: Text{{{Text: fmt.Sprintf("%d mục:", len(listed)), Strong: true}}}}}
	for n, i := range listed {
		p := &s.corpus.Passages[i]
		l.addLine(Line{{Text: fmt.Sprintf("%d. %s", n+1, itemMark.ReplaceAllString(clean(p), ""))}}, func(a *Answer) { a.Citations = append(a.Citations, s.cite(p.ID, p.Section)) })
	}
	p := &s.corpus.Passages[listed[0]]
	l.answer.Text = append(l.answer.Text, s.sourceLine(s.documents[p.Document], ""))
	return l.answer, true
}

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

// emptyList refuses when the register has nothing for the agency, the document and the period asked about.
func (s *snapshot) emptyList(q *query, topic map[int]float64) (Answer, bool) {
	if q.period.set() && q.ownWords() == 0 {
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
	if len(q.agencies) == 0 || q.wants("target", "rule") || len(q.subject) > 2 {
		return Answer{}, false
	}
	return refuse("Tài liệu đã nạp không giao nhiệm vụ nào như vậy cho " + q.agencies[0].Name + "."), true
}

// asksWho reports whether the list is of agencies rather than of tasks.
func asksWho(q *query) bool {
	for _, w := range []string{" nhung dia phuong ", " tinh nao ", " nhung tinh ", " thanh pho nao ", " dia phuong nao ", " nhung co quan ", " co quan nao ", " bo nao ", " nhung bo ", " don vi nao ", " bao nhieu tinh ", " may tinh ", " cac tinh nao ", " tinh thanh nao ", " cac tinh ", " cac dia phuong duoc ", " which provinces "} {
		if strings.Contains(q.padded, w) {
			return true
		}
	}
	return false
}

// A task belongs to a theme when it has most of the question's subject, and nearly as much as the best.
const (
	supportInList = 0.4
	nearBest      = 0.75
)

// topicOf returns the tasks that share the question's theme, with how much of it they have; nil when it names none.
func (s *snapshot) topicOf(q *query) map[int]float64 {
	if q.ownWords() == 0 {
		return nil
	}
	topic := map[int]float64{}
	best := 0.0
	meant := s.meant(q)
	for position, e := range s.entries {
		if e.task < 0 || !s.eligible(q, e.task) || !meant[s.corpus.Tasks[e.task].Document] || !below(s.section(e), q.section) || !s.answersKind(q, position) {
			continue
		}
		if support := s.supports(q, position); support >= supportInList {
			topic[e.task] = support
			best = max(best, support)
		}
	}
	for task, support := range topic {
		if support < nearBest*best {
			delete(topic, task)
		}
	}
	if asksWho(q) {
		s.addAlike(q, topic)
	}
	if len(topic) == 0 && len(q.agencies) == 0 {
		return nil
	}
	return topic
}

// addAlike adds the tasks that are worded as those of the topic are: a plan gives many
// provinces the same task in the same words.
func (s *snapshot) addAlike(q *query, topic map[int]float64) {
	const alike = 0.7
	var models []map[string]bool
	var share []float64
	for task, support := range topic {
		models, share = append(models, wordsIn(s.corpus.Tasks[task].Text)), append(share, support)
	}
	const mostModels = 40
	if len(models) > mostModels {
		return
	}
	meant := s.meant(q)
	for i := range s.corpus.Tasks {
		t := &s.corpus.Tasks[i]
		if topic[i] > 0 || !s.eligible(q, i) || !meant[t.Document] || !below(t.Section, q.section) {
			continue
		}
		words := wordsIn(t.Text)
		for k, m := range models {
			if overlap(words, m) >= alike {
				topic[i] = share[k]
				break
			}
		}
	}
}

// wordsIn is the set of the folded words of a text.
func wordsIn(text string) map[string]bool {
	set := map[string]bool{}
	for _, t := range viet.Tokenize(text) {
		set[t.Folded] = true
	}
	return set
}

// overlap is the share of common words among all words of two sets.
func overlap(a, b map[string]bool) float64 {
	common := 0
	for w := range a {
		if b[w] {
			common++
		}
	}
	if common == 0 {
		return 0
	}
	return float64(common) / float64(len(a)+len(b)-common)
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
		if q.period.set() && !s.falls(q, t) || !s.stands(q, i) {
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
			meant[d.ID] = q.documents[d.ID] >= q.documents[named]-closeHint
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
		of := s.issuedBy(s.documents[s.corpus.Tasks[task].Document], places)
		return overlaps(a.lead, places) || of && len(q.others()) > 0 && overlaps(a.lead, q.others()) // "Sở Y tế … của tỉnh Gia Lai"
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
		line := Line{{Text: fmt.Sprintf("%d. ", n+1)}, {Text: upperFirst(s.named(q, t.Lead, pad(t.Text), "; ")), Strong: true}}
		if phrase := s.phraseIn(q, t); phrase != "" {
			line = append(line, Span{Text: ": " + phrase})
		}
		l.add(s, t, append(line, Span{Text: " (" + s.place(t, tasks) + ")"}))
	}
	return l.close(s, firsts)
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
