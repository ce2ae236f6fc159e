package knowledge

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// answerTarget answers what figure is to be reached.
func (s *snapshot) answerTarget(q *query, hits []found) (Answer, bool) {
	if !q.wants("target") && !strings.Contains(q.padded, "% ") {
		return Answer{}, false
	}
	if q.wants("who", "when", "coordinate") && len(q.agencies) > 0 && len(q.places()) > 0 {
		return Answer{}, false
	}
	var a Answer
	asksFigure := strings.Contains(q.padded, " bao nhieu ") // a record without a figure is no rival then
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
			if len(a.Citations) == 0 && h.score > 0 && first == 0 && !asksFigure {
				first = h.score
			}
			continue
		}
		if h.covers < enoughForPassage || first > 0 && h.score < near*first {
			break
		}
		if s.supports(q, h.position) < supportForPassage {
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
	for n, h := range hits {
		if n > 0 && (h.score < closePassage*hits[0].score || len(a.Citations) >= mostPassages) || h.covers < enoughForPassage || s.supports(q, h.position) < supportForPassage {
			break
		}
		if h.passage < 0 {
			continue
		}
		p := &s.corpus.Passages[h.passage]
		if !s.namesPlaces(q, h.position) || q.otherMonth(s.words[h.position].folded) || !s.hasYear(q, p.ID) {
			continue
		}
		if h.task >= 0 {
			if n == 0 {
				c := s.cards(q, []int{h.task})
				a.Text, a.Tasks, a.Citations = c.Text, c.Tasks, c.Citations
			}
			continue
		}
		if len(a.Text) > 0 {
			a.Text = append(a.Text, Line{})
		}
		if m := len(p.Trail); m > 0 && utf8.RuneCountInString(p.Trail[m-1]) < 110 && !strings.Contains(p.Trail[m-1], " | ") {
			a.Text = append(a.Text, Line{{Text: p.Trail[m-1]}})
		}
		a.Text = append(a.Text, Line{{Text: "“" + s.span(q, p) + "”"}}, s.sourceLine(s.documents[p.Document], p.Section))
		a.Citations = append(a.Citations, s.cite(p.ID, p.Section))
	}
	return a, len(a.Citations) > 0
}

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
	return true
}

// namesPlaces reports whether a passage speaks of a province that the question names.
func (s *snapshot) namesPlaces(q *query, e int) bool {
	places := q.places()
	for _, p := range places {
		if strings.Contains(s.words[e].folded, pad(shortName(p))) {
			return true
		}
	}
	return len(places) == 0
}

const (
	mostPassages = 2
	closePassage = 0.85
	longestSpan  = 420 // letters of a passage that an answer quotes
)

// span takes the sentences of a passage that have most of the question's words,
// at most longestSpan letters, side by side.
func (s *snapshot) span(q *query, p *corpus.Passage) string {
	text := viet.Squeeze(strings.ReplaceAll(p.Text, corpus.FragmentBreak, " "))
	if utf8.RuneCountInString(text) <= longestSpan {
		return strings.TrimRight(text, " ;")
	}
	sentences := splitSentences(text)
	best, bestValue := "", -1.0
	for i := range sentences {
		window := sentences[i]
		for j := i + 1; j < len(sentences) && utf8.RuneCountInString(window)+utf8.RuneCountInString(sentences[j]) < longestSpan; j++ {
			window += " " + sentences[j]
		}
		if v := s.shared(q, window); v > bestValue*1.001 { // the earlier of two that are equal
			best, bestValue = window, v
		}
	}
	return cut(strings.TrimRight(best, " ;"), longestSpan)
}

// shared weighs the words that a sentence shares with the question: rare words weigh more.
func (s *snapshot) shared(q *query, sentence string) float64 {
	padded := pad(sentence)
	total := 0.0
	for _, w := range q.content {
		if strings.Contains(padded, " "+w+" ") {
			total += 1 / float64(1+s.index.DocumentFrequency(w))
		}
	}
	return total
}

// splitSentences parts a text behind full stops and semicolons.
func splitSentences(text string) []string {
	var sentences []string
	start := 0
	for i := 0; i+1 < len(text); i++ {
		if (text[i] == '.' || text[i] == ';') && text[i+1] == ' ' {
			sentences = append(sentences, text[start:i+1])
			start = i + 2
		}
	}
	if start < len(text) {
		sentences = append(sentences, text[start:])
	}
	return sentences
}
