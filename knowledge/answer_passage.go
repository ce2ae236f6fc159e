package knowledge

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dondoc/corpus"
)

// answerTarget answers what figure is to be reached.
func (s *snapshot) answerTarget(q *query, hits []found) (Answer, bool) {
	if !q.wants("target") && !strings.Contains(q.padded, "% ") || q.wants("remaining", "overdue") {
		return Answer{}, false
	}
	if q.wants("who", "when", "coordinate") && (len(q.places()) > 0 || !asksFigure.MatchString(q.padded)) {
		return Answer{}, false
	}
	var a Answer
	figure := strings.Contains(q.padded, " bao nhieu ") // a record without a figure is no rival then
	first, near := 0.0, closeTarget
	if q.asksTwo() {
		near = closeOfTwo
	}
	for _, h := range hits {
		if h.passage < 0 || len(a.Citations) == mostTargets {
			continue
		}
		p := &s.corpus.Passages[h.passage]
		isTask := h.task >= 0
		if len(s.targets[p.ID]) == 0 && !isTask || isTask && !strings.ContainsAny(s.corpus.Tasks[h.task].Text, "0123456789") {
			if len(a.Citations) == 0 && h.score > 0 && first == 0 && !figure {
				first = h.score
			}
			continue
		}
		if first > 0 && h.score < near*first {
			break
		}
		if !s.isAbout(q, h) || !s.namesAsked(q, h) {
			continue
		}
		if !s.hasYear(q, p.ID) {
			continue
		}
		first = max(first, h.score)
		if len(a.Citations) > 0 && s.document(h.entry).ID != s.documentOf(a).ID {
			continue
		}
		s.addTarget(q, &a, h)
	}
	return a, len(a.Citations) > 0
}

// asksFigure tells that a question asks for a number.
var asksFigure = regexp.MustCompile(` (?:bao nhieu|bn|may (?:%|phan tram|diem|lan|muc)|chi tieu|muc tieu|what share|percent) `)

// hasYear reports whether a passage gives figures for a year asked about, or for no certain one.
func (s *snapshot) hasYear(q *query, passage string) bool {
	targets := s.targets[passage]
	if len(q.years) == 0 || len(targets) == 0 {
		return true
	}
	for _, i := range targets {
		if y := s.corpus.Targets[i].Year; y == 0 || containsInt(q.years, y) {
			return true
		}
	}
	return false
}

const (
	mostTargets = 2    // two years, two indicators: more is a table
	closeTarget = 0.88 // how near to the best hit the second must come
	closeOfTwo  = 0.50 // … when two figures are asked for
)

// asksTwo reports whether a question asks for two figures, or for those of two years.
func (q *query) asksTwo() bool {
	return strings.Count(q.padded, " bao nhieu ")+strings.Count(q.padded, " may % ")+strings.Count(q.padded, " may phan tram ")+strings.Count(q.padded, " bn ") > 1 ||
		len(q.years) > 1 || q.wants("compare")
}

func (s *snapshot) documentOf(a Answer) *corpus.Document {
	return s.documents[s.corpus.Passages[s.passages[a.Citations[0].Passage]].Document]
}

// addTarget appends what one record says of the figure.
func (s *snapshot) addTarget(q *query, a *Answer, h found) {
	if h.task >= 0 {
		t := &s.corpus.Tasks[h.task]
		a.Text = append(a.Text, s.taskCard(q, t)...)
		a.Tasks = append(a.Tasks, t.ID)
		a.Citations = append(a.Citations, s.cite(t.Passages[0], t.Section))
		return
	}
	p := &s.corpus.Passages[h.passage]
	d := s.documents[p.Document]
	row := s.yearsRow(p)
	if row == "" {
		row = upperFirst(itemMark.ReplaceAllString(s.span(q, p), ""))
	}
	if n := len(p.Trail); n > 0 && len(row) < 160 && len(p.Trail[n-1]) < 120 && !strings.Contains(p.Trail[n-1], " | ") {
		a.Text = append(a.Text, Line{{Text: p.Trail[n-1]}})
	}
	a.Text = append(a.Text, Line{{Text: "🎯 "}, {Text: row, Strong: true}}, s.sourceLine(d, p.Section))
	a.Citations = append(a.Citations, s.cite(p.ID, p.Section))
}

// itemMark is the number, letter or dash of a list item.
var itemMark = regexp.MustCompile(`^(?:[-+•]\s+)?(?:[\p{Ll}\d]{1,2}[.)]\s+)?`)

// yearsRow writes the row of a table that has a column a year: "Tỷ lệ …: 2020: 30%; 2021: …".
func (s *snapshot) yearsRow(p *corpus.Passage) string {
	var parts []string
	indicator := ""
	for _, i := range s.targets[p.ID] {
		t := &s.corpus.Targets[i]
		if !strings.HasSuffix(t.Text, ")") || t.Year == 0 || !strings.HasPrefix(t.Text, t.Indicator+":") {
			return ""
		}
		indicator = t.Indicator
		parts = append(parts, "năm "+strconv.Itoa(t.Year)+": "+t.Figure())
	}
	if indicator == "" {
		return ""
	}
	return indicator + " – " + strings.Join(parts, "; ")
}

// answerPassage answers with the shortest piece of the best passage that has the words of the question.
func (s *snapshot) answerPassage(q *query, hits []found) (Answer, bool) {
	var a Answer
	best := 0.0
	for _, h := range hits {
		if h.score < stillNear*hits[0].score || h.score < closePassage*best || len(a.Citations) > 0 && len(a.Text) >= mostPassageLines {
			break
		}
		if h.passage < 0 || !s.isAbout(q, h) || !s.namesAsked(q, h) && !surelyMeant(q, h) || q.otherMonth(s.words[h.position].folded) || !s.hasYear(q, s.corpus.Passages[h.passage].ID) {
			continue
		}
		if h.task >= 0 {
			if len(a.Text) == 0 {
				return s.cards(q, []int{h.task}), true
			}
			continue
		}
		best = max(best, h.score)
		if !s.quotes(a, h.passage) {
			s.addPassage(q, &a, h.passage)
		}
	}
	return a, len(a.Citations) > 0
}

// quotes reports whether an answer quotes a passage already.
func (s *snapshot) quotes(a Answer, passage int) bool {
	id := s.corpus.Passages[passage].ID
	return slices.ContainsFunc(a.Citations, func(c Citation) bool { return c.Passage == id })
}

// addPassage appends what a passage says, with what belongs to it, and where it stands.
func (s *snapshot) addPassage(q *query, a *Answer, passage int) {
	if len(a.Text) > 0 {
		a.Text = append(a.Text, Line{})
	}
	block := s.block(q, passage)
	p := &s.corpus.Passages[block[0]]
	if m := len(p.Trail); m > 0 && utf8.RuneCountInString(p.Trail[m-1]) < 110 && !strings.Contains(p.Trail[m-1], " | ") {
		a.Text = append(a.Text, Line{{Text: p.Trail[m-1]}})
	}
	a.Text = append(a.Text, s.quoted(q, block)...)
	a.Text = append(a.Text, s.sourceLine(s.documents[p.Document], p.Section))
	for _, i := range block {
		p := &s.corpus.Passages[i]
		a.Citations = append(a.Citations, s.cite(p.ID, p.Section))
	}
}

// dayIn reads the month of a day written in figures.
var dayIn = regexp.MustCompile(` \d{1,2} (\d{1,2}) 20\d\d `)

var monthIn = regexp.MustCompile(` thang (\d{1,2}) `)

// otherMonth reports whether the question asks about a month that the passage does not name.
func (q *query) otherMonth(folded string) bool {
	asked := monthIn.FindStringSubmatch(q.padded)
	if asked == nil {
		return false
	}
	for _, m := range monthIn.FindAllStringSubmatch(folded, -1) {
		if strings.TrimLeft(m[1], "0") == strings.TrimLeft(asked[1], "0") {
			return false
		}
	}
	for _, m := range dayIn.FindAllStringSubmatch(folded, -1) {
		if strings.TrimLeft(m[1], "0") == strings.TrimLeft(asked[1], "0") {
			return false
		}
	}
	return true
}

const (
	mostPassageLines = 4 // an answer that has so many lines takes no further passage
	closePassage     = 0.85
)
