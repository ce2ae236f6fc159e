package knowledge

import (
	"strings"
	"unicode/utf8"
)

// Where another record is nearly as good an answer as the first, it is shown too, in a
// line: the reader sees at once which was meant, and whoever asked in other words than
// the document's still finds it.
const (
	mostRelated   = 2
	closeRelated  = 0.6 // of the first's score
	longestLine   = 200 // letters of what a related record says
	roomForOthers = 1100
)

// addRelated appends the nearest other records.
func (s *snapshot) addRelated(q *query, a *Answer, hits []found) {
	if a.Refused || len(hits) == 0 || len(a.Citations) == 0 {
		return
	}
	s.addSiblings(q, a)
	var lines Text
	letters := utf8.RuneCountInString(a.Text.String()) // after the siblings
	shown := viewed(a.Text.String())
	for _, h := range hits {
		if h.score < closeRelated*hits[0].score || len(lines) == mostRelated {
			break
		}
		if h.task < 0 && q.sought.money { // sums of other things
			continue
		}
		if h.passage < 0 || s.quotes(*a, h.passage) || !s.isAbout(q, h) || !s.namesAsked(q, h) || q.otherMonth(s.words[h.position].folded) {
			continue
		}
		line, text := s.relatedLine(q, h)
		if strings.Contains(shown, viewed(text)) {
			continue
		}
		if letters += utf8.RuneCountInString(line[0].Text); letters > roomForOthers {
			break
		}
		shown += viewed(text)
		lines = append(lines, line)
		s.suggestRelated(a, h)
		p := &s.corpus.Passages[h.passage]
		a.Citations = append(a.Citations, s.cite(p.ID, s.section(h.entry)))
	}
	if len(lines) > 0 {
		a.Text = append(append(a.Text, Line{}, Line{{Text: "Liên quan:"}}), lines...)
	}
}

// suggestRelated offers the related task as a button: where two readings are nearly as likely, the other is one tap away.
func (s *snapshot) suggestRelated(a *Answer, h found) {
	const longestLabel = 36
	if h.task < 0 || len(s.corpus.Tasks[h.task].Lead) == 0 {
		return
	}
	t := &s.corpus.Tasks[h.task]
	lead := upperFirst(strings.Join(t.Lead, ", "))
	a.Suggestions = append(a.Suggestions, Suggestion{
		Label:    "🔎 " + cut(shortName(lead)+": "+lowerStart(t.Title), longestLabel),
		Question: lead + ": " + lowerStart(strings.TrimSuffix(t.Title, "…")) + " theo " + s.taskOf[h.task].Name() + "?",
	})
}

// addSiblings appends the other tasks under the heading that the first was found by: who carries out
// a programme stands beside what it costs.
func (s *snapshot) addSiblings(q *query, a *Answer) {
	const most = 3
	if len(a.Tasks) != 1 || !q.wants("who", "what", "coordinate", "list") {
		return
	}
	for i := range s.corpus.Tasks {
		if s.corpus.Tasks[i].ID == a.Tasks[0] {
			t := &s.corpus.Tasks[i]
			if s.context(q, t) == nil {
				return
			}
			parent := t.Section[:max(0, strings.LastIndexByte(t.Section, '.'))]
			for k, n := 0, 0; parent != "" && k < len(s.corpus.Tasks) && n < most; k++ {
				other := &s.corpus.Tasks[k]
				if k != i && other.Document == t.Document && below(other.Section, parent) && utf8.RuneCountInString(a.Text.String()) < roomForOthers {
					line, _ := s.relatedLine(q, found{entry: entry{k, s.passages[other.Passages[0]]}})
					a.Text = append(a.Text, line)
					a.Citations = append(a.Citations, s.citeFor(other, other.Passages[0]))
					n++
				}
			}
			return
		}
	}
}

// viewed is a text without what makes no difference to a reader.
func viewed(text string) string { return strings.TrimSpace(pad(text)) }

// relatedLine says in one line what another record says, and where.
func (s *snapshot) relatedLine(q *query, h found) (line Line, text string) {
	d := s.document(h.entry)
	name := "(" + strings.TrimPrefix(sectionName(s.section(h.entry)), ", ") + ", " + d.Name() + ")"
	name = strings.Replace(name, "(, ", "(", 1)
	if h.task < 0 {
		text = s.window(q, clean(&s.corpus.Passages[h.passage]), longestLine)
		return Line{{Text: "• “" + text + "” " + name}}, text
	}
	t := &s.corpus.Tasks[h.task]
	text = s.window(q, dutyOf(t), longestLine)
	whole := text
	if lead := strings.Join(t.Lead, "; "); lead != "" && sharedStart(text, lead) == 0 {
		whole = upperFirst(lead) + ": " + lowerStart(text)
	}
	var phrases []string
	for _, m := range t.Milestones {
		phrases = append(phrases, m.Phrase)
	}
	if len(phrases) > 0 {
		whole += " – " + strings.Join(phrases, "; ")
	}
	whole += bracketed(t)
	return Line{{Text: "• " + whole + " " + name}}, text
}
