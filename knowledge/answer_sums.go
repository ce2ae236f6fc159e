package knowledge

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// What a table or an annex says item by item is added up: the money of all programmes, the
// records under one heading and under another. Every item is shown with its place, so that
// the sum can be checked.

var (
	asksSum = regexp.MustCompile(` (?:cong het|cong lai|tong cong|tong so tien|tong kinh phi|tat ca bao nhieu|ca thay|gop lai|tong so ngay) `)
	amount  = regexp.MustCompile(`:\s*(\d[\d.]*(?:,\d+)?)\s*(tỷ đồng|tỷ|triệu đồng|triệu|nghìn đồng|ngày)`)
)

// item is one amount that an item of a list gives behind its label: "Dự kiến kinh phí: 35 tỷ".
type item struct {
	passage     int
	label, unit string
	value       float64
}

// answerSum adds up the amounts that stand behind one label all over an annex or a document.
func (s *snapshot) answerSum(q *query, hits []found) (Answer, bool) {
	if !asksSum.MatchString(q.padded) || !q.sought.money && !strings.Contains(q.padded, " ngay ") {
		return Answer{}, false
	}
	for _, h := range hits {
		if h.passage < 0 || h.support < enoughSupported {
			continue
		}
		first, ok := readItem(&s.corpus.Passages[h.passage])
		if !ok {
			continue
		}
		if items := s.itemsLike(q, h.passage, first); len(items) > 1 {
			return s.sumOf(items), true
		}
	}
	return Answer{}, false
}

// readItem reads the amount in a passage; its label is the words right before it.
func readItem(p *corpus.Passage) (item, bool) {
	const labelWords = 6
	text := clean(p)
	at := amount.FindStringSubmatchIndex(text)
	if at == nil {
		return item{}, false
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(strings.ReplaceAll(text[at[2]:at[3]], ".", ""), ",", "."), 64)
	if err != nil {
		return item{}, false
	}
	words := strings.Fields(viet.Fold(text[:at[0]]))
	return item{label: strings.Join(words[max(0, len(words)-labelWords):], " "), unit: text[at[4]:at[5]], value: value}, true
}

// itemsLike returns the amounts with the label and the unit of the first, in its document and below the section asked for.
func (s *snapshot) itemsLike(q *query, passage int, first item) []item {
	var items []item
	document := s.corpus.Passages[passage].Document
	for i := range s.corpus.Passages {
		p := &s.corpus.Passages[i]
		if p.Document != document || !below(p.Section, q.section) {
			continue
		}
		if it, ok := readItem(p); ok && it.label == first.label && it.unit == first.unit {
			it.passage = i
			items = append(items, it)
		}
	}
	return items
}

func (s *snapshot) sumOf(items []item) Answer {
	total := 0.0
	l := lister{}
	for n, it := range items {
		total += it.value
		p := &s.corpus.Passages[it.passage]
		l.addLine(Line{{Text: fmt.Sprintf("%d. %s: %s %s (%s)", n+1, cut(strings.TrimRight(s.headingOf(p), " .:"), longestTitleInList), writeNumber(it.value), it.unit, p.Section)}},
			func(a *Answer) { a.Citations = append(a.Citations, s.cite(p.ID, p.Section)) })
	}
	head := Line{{Text: fmt.Sprintf("Cộng %d khoản: %s %s", len(items), writeNumber(total), items[0].unit), Strong: true}}
	l.answer.Text = append(Text{head}, l.answer.Text...)
	l.answer.Text = append(l.answer.Text, s.sourceLine(s.documents[s.corpus.Passages[items[0].passage].Document], ""))
	return l.answer
}

// headingOf is the heading that tells an item from its neighbours: the one above "Tổ chức thực hiện".
func (s *snapshot) headingOf(p *corpus.Passage) string {
	if n := len(p.Trail); n > 1 {
		return p.Trail[n-2]
	}
	if len(p.Trail) > 0 {
		return p.Trail[0]
	}
	return clean(p)
}

// writeNumber writes a number as Vietnamese do: "1.250,5".
func writeNumber(v float64) string {
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	var b strings.Builder
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteRune(d)
	}
	if fraction != "" {
		b.WriteString("," + fraction)
	}
	return b.String()
}

// answerHeadings counts, for each clause of a question that counts twice, the tasks under the
// heading that the clause words: "bao nhiêu nền tảng nhà nước làm chủ, bao nhiêu doanh nghiệp làm chủ".
func (s *snapshot) answerHeadings(q *query) (Answer, bool) {
	parts := clauseEnd.Split(q.text, -1)
	if strings.Count(q.padded, " bao nhieu ")+strings.Count(q.padded, " may ") < 2 || len(parts) < 2 {
		return Answer{}, false
	}
	var a Answer
	seen := map[string]bool{}
	for _, part := range parts {
		clause := s.understand(part, q.asOf)
		s.completeClause(clause, q)
		heading, tasks := s.underHeading(clause)
		if len(tasks) < fewestItems || seen[heading] {
			return Answer{}, false
		}
		seen[heading] = true
		t := &s.corpus.Tasks[tasks[0]]
		a.Text = append(a.Text, Line{{Text: fmt.Sprintf("%d %s", len(tasks), q.counted()), Strong: true}, {Text: ": " + heading}}, s.sourceLine(s.taskOf[tasks[0]], parentOf(t.Section)))
		for _, i := range []int{tasks[0], tasks[len(tasks)-1]} {
			a.Citations = append(a.Citations, s.citeFor(&s.corpus.Tasks[i], s.corpus.Tasks[i].Passages[0]))
		}
	}
	return a, len(seen) > 1
}

// parentOf is the section that a section belongs to.
func parentOf(section string) string {
	if i := strings.LastIndexByte(section, '.'); i > 0 {
		return section[:i]
	}
	return section
}

// headed is a heading with the tasks right below it.
type headed struct {
	heading, padded string
	tasks           []int
}

// readHeadings collects the headings that have tasks right below them, in the order of the documents.
func (s *snapshot) readHeadings() []headed {
	var all []headed
	at := map[[2]string]int{}
	for i := range s.corpus.Tasks {
		t := &s.corpus.Tasks[i]
		if len(t.Passages) == 0 {
			continue
		}
		trail := s.corpus.Passages[s.passages[t.Passages[0]]].Trail
		if len(trail) == 0 || strings.Contains(trail[len(trail)-1], " | ") {
			continue
		}
		heading := trail[len(trail)-1]
		k, known := at[[2]string{t.Document, heading}]
		if !known {
			k = len(all)
			at[[2]string{t.Document, heading}] = k
			all = append(all, headed{heading: heading, padded: pad(heading)})
		}
		all[k].tasks = append(all[k].tasks, i)
	}
	return all
}

// underHeading returns the heading that has most of the subject, and the tasks right below it.
func (s *snapshot) underHeading(q *query) (string, []int) {
	const enough, perLetter = 0.6, 1e-5 // of two alike the shorter
	best, most := -1, 0.0
	all := s.headings()
	for i := range all {
		h := &all[i]
		if !q.only(s.taskOf[h.tasks[0]]) {
			continue
		}
		if share := q.shareIn(h.padded) - perLetter*float64(len(h.heading)); share > most {
			best, most = i, share
		}
	}
	if most < enough {
		return "", nil
	}
	return all[best].heading, all[best].tasks
}

// shareIn is how much of the subject, by weight, stands in a padded text.
func (q *query) shareIn(padded string) float64 {
	found, all := 0.0, 0.0
	for i := range q.subject {
		w := &q.subject[i]
		all += w.weight
		if strings.Contains(padded, w.padded) {
			found += w.weight
		}
	}
	if all == 0 {
		return 0
	}
	return found / all
}
