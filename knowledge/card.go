package knowledge

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// longestDuty bounds what of a task's text a card shows, in letters: about eight lines on a phone.
const longestDuty = 560

// taskCard writes one task: who and what, until when, with whom, and where it stands.
func (s *snapshot) taskCard(q *query, t *corpus.Task) Text {
	duty := strings.TrimRight(s.focus(q, dutyOf(t), longestDuty/max(1, q.cards)), " .;")
	about := pad(t.Text)
	text := append(s.context(q, t), s.dutyLine(q, t, duty, about))
	text = append(text, s.personLines(t)...)
	text = append(text, deadlineLines(q, t, duty)...)
	if len(t.Coordinating) > 0 {
		text = append(text, Line{{Text: "👥 Phối hợp: " + s.named(q, t.Coordinating, about, ", ")}})
	}
	for _, c := range s.extras(t) {
		text = append(text, Line{{Text: "▫️ " + c.header + ": " + c.cell}})
	}
	text = append(text, amendedLines(t.Amended)...)
	return append(text, s.sourceLine(s.documents[t.Document], t.Section))
}

// dutyLine says who leads what.
func (s *snapshot) dutyLine(q *query, t *corpus.Task, duty, about string) Line {
	if len(t.Lead) == 0 {
		return Line{{Text: "Nhiệm vụ: " + duty}}
	}
	if n := sharedStart(duty, strings.Join(t.Lead, "; ")); n > 0 { // the text begins with its subject
		now := ""
		if len(t.Lead) == 1 {
			now = s.today(q, t.Lead[0], about)
		}
		return Line{{Text: upperFirst(duty[:n]), Strong: true}, {Text: now + duty[n:]}}
	}
	verb := " chủ trì: "
	if strings.HasPrefix(viet.Fold(duty), "chu tri") {
		verb = ": "
	}
	return Line{{Text: upperFirst(s.named(q, t.Lead, about, "; ")), Strong: true}, {Text: verb + lowerStart(duty)}}
}

// context is the heading that says of what the task is a part, when the question asks about it and the task does not say it.
func (s *snapshot) context(q *query, t *corpus.Task) Text {
	const longest = 160
	if len(t.Passages) == 0 {
		return nil
	}
	said := pad(t.Text)
	trail := s.corpus.Passages[s.passages[t.Passages[0]]].Trail
	for i := len(trail) - 1; i >= 0; i-- {
		heading := pad(trail[i])
		if strings.Contains(trail[i], " | ") || utf8.RuneCountInString(trail[i]) > longest {
			continue
		}
		for k := range q.subject {
			if pair := q.subject[k].pair; pair != "" && strings.Contains(heading, pair) && !strings.Contains(said, pair) {
				return Text{{{Text: trail[i]}}}
			}
		}
	}
	return nil
}

// personLines names who is meant by the post that leads, where the task's row does.
func (s *snapshot) personLines(t *corpus.Task) Text {
	const most = 2
	var lines Text
	for i := range s.corpus.People {
		p := &s.corpus.People[i]
		if len(t.Passages) > 0 && p.Passage == t.Passages[0] && len(lines) < most && !strings.Contains(pad(t.Text+" "+strings.Join(t.Lead, " ")), pad(p.Name)) {
			lines = append(lines, Line{{Text: "👤 " + strings.TrimSpace(p.Title+" "+p.Name) + ", " + p.Post}})
		}
	}
	return lines
}

// column is a cell of a table that a card has no line of its own for.
type column struct{ header, cell string }

// extras are the cells of a task's row that the card does not show otherwise: who gave
// the task and when, what is to come of it, how it stands.
func (s *snapshot) extras(t *corpus.Task) []column {
	if len(t.Passages) == 0 {
		return nil
	}
	p := &s.corpus.Passages[s.passages[t.Passages[0]]]
	if len(p.Trail) == 0 {
		return nil
	}
	headers, cells := strings.Split(p.Trail[len(p.Trail)-1], " | "), strings.Split(p.Text, "\t")
	if len(headers) != len(cells) || len(headers) < 3 {
		return nil
	}
	shown := pad(t.Text + " " + strings.Join(t.Lead, " ") + " " + strings.Join(t.Coordinating, " ") + " " + t.Section + formerWords(t))
	for _, m := range t.Milestones {
		shown += pad(m.Label + " " + m.Phrase)
	}
	const longestCell = 200
	var extras []column
	for i, cell := range cells {
		cell = viet.Squeeze(strings.ReplaceAll(cell, corpus.FragmentBreak, " "))
		if i == 0 && isDigits(cell) || len(cell) < 2 || len(cell) > longestCell || s.shows(shown, cell) {
			continue
		}
		extras = append(extras, column{upperFirst(strings.ToLower(headers[i])), cell})
	}
	return extras
}

// shows reports whether a card says what stands in a cell: its words, or the agencies that the cell names.
func (s *snapshot) shows(shown, cell string) bool {
	for _, m := range s.listed.Find(cell) {
		if strings.Contains(shown, pad(m.Agency.Name)) {
			return true
		}
	}
	for _, t := range viet.Tokenize(cell) {
		if !strings.Contains(shown, " "+t.Folded+" ") {
			return false
		}
	}
	return true
}

// withoutDeadlines is the text of a long task without the clauses that only give
// milestones: they have lines of their own on the card.
func withoutDeadlines(t *corpus.Task) string {
	if utf8.RuneCountInString(t.Text) <= longestDuty {
		return t.Text
	}
	var kept []string
	for i, clause := range splitSentences(t.Text) {
		if i == 0 || !slices.ContainsFunc(t.Milestones, func(m corpus.Milestone) bool { return onlyGives(clause, m) }) {
			kept = append(kept, clause)
		}
	}
	return strings.Join(kept, " ")
}

// onlyGives reports whether a clause says little beside a milestone.
func onlyGives(clause string, m corpus.Milestone) bool {
	const little = 4 // words
	if !strings.Contains(clause, m.Phrase) {
		return false
	}
	line, own := pad(m.Label+" "+m.Phrase), 0
	for _, t := range viet.Tokenize(clause) {
		if !strings.Contains(line, " "+t.Folded+" ") {
			own++
		}
	}
	return own <= little
}

// sharedStart returns the length of the words of text, three at least, with which lead begins too; 0 otherwise.
func sharedStart(text, lead string) int {
	words := viet.Tokenize(text)
	n := 0
	for i, w := range viet.Tokenize(lead) {
		if i >= len(words) || words[i].Folded != w.Folded {
			break
		}
		n++
	}
	if n < 3 {
		return 0
	}
	return words[n-1].End
}

// plainLabels say of a deadline only that it is one.
var plainLabels = map[string]bool{"": true, "hoàn thành": true, "thực hiện": true}

// deadlineLines says until when, and how many days are left. What a deadline is
// for is said unless the duty above just said it at length.
func deadlineLines(q *query, t *corpus.Task, duty string) Text {
	const shortLabel = 24
	var text Text
	for _, m := range t.Milestones {
		line := Line{{Text: "⏰ "}, {Text: upperFirst(m.Phrase), Strong: true}}
		said := strings.Contains(duty, m.Label) && utf8.RuneCountInString(m.Label) > shortLabel
		if !plainLabels[m.Label] && (len(t.Milestones) > 1 || !said) {
			line = append(line, Span{Text: " – " + m.Label})
		}
		switch {
		case m.Due.IsZero() && !m.Start.IsZero():
			line = append(line, Span{Text: " (từ " + m.Start.Vietnamese() + ")"})
		case !m.Due.IsZero():
			line = append(line, Span{Text: " (chậm nhất " + m.Due.Vietnamese() + ")" + daysLeft(q.asOf, m.Due)})
		}
		if m.ChangedBy != "" {
			line = append(line, Span{Text: ", theo " + m.ChangedBy + "; trước đó: " + m.Was})
		}
		text = append(text, line)
	}
	if len(text) == 0 {
		text = append(text, Line{{Text: "⏰ Văn bản không nêu thời hạn riêng cho việc này"}})
	}
	return text
}

// daysLeft says how far a day is: ", còn 41 ngày".
func daysLeft(asOf, due viet.Date) string {
	switch n := asOf.DaysUntil(due); {
	case n == 0:
		return ", đến hạn hôm nay"
	case n > 0:
		return fmt.Sprintf(", còn %d ngày", n)
	default:
		return fmt.Sprintf(", đã qua %d ngày", -n)
	}
}

// sourceLine names document and section.
func (s *snapshot) sourceLine(d *corpus.Document, section string) Line {
	return Line{{Text: "📄 " + reference(d) + sectionName(section)}}
}

// reference names a document as an official would: "Quyết định 17/QĐ-UBQGCDS ngày 04/4/2023".
func reference(d *corpus.Document) string {
	name := d.Title
	switch {
	case d.Number != "":
		name = strings.TrimSpace(d.Kind + " " + d.Number)
	case d.Kind == "Quyết định":
		name = "Quyết định " + lowerStart(d.Title)
	}
	if !d.Date.IsZero() {
		name += " ngày " + d.Date.Official()
	}
	if standing := standingOf(d); standing != "" {
		name += " (" + standing + ")"
	}
	return name
}

// sectionName is the section as it is said behind a document.
func sectionName(section string) string {
	switch {
	case section == "":
		return ""
	case strings.HasPrefix(section, "Điều"), strings.HasPrefix(section, "Phụ lục"), strings.HasPrefix(section, "Chương"):
		return ", " + section
	}
	return ", Mục " + section
}

// cite makes the citation of a passage. The quotation is one unbroken piece of it.
func (s *snapshot) cite(passage string, section string) Citation {
	p := &s.corpus.Passages[s.passages[passage]]
	d := s.documents[p.Document]
	if section == "" {
		section = p.Section
	}
	return Citation{
		Document: d.Name(), Title: d.Title, Status: string(d.Status), Section: section,
		Quote: quotation(p.Text), Passage: passage,
	}
}

// citeFor makes the citation of a passage that a task was read from: under the section of the
// task, or where a later document corrects it, under that one's own.
func (s *snapshot) citeFor(t *corpus.Task, passage string) Citation {
	if s.corpus.Passages[s.passages[passage]].Document != t.Document {
		return s.cite(passage, "")
	}
	return s.cite(passage, t.Section)
}

// quotation takes the longest unbroken piece of a passage.
func quotation(text string) string {
	longest := ""
	for _, piece := range strings.Split(text, corpus.FragmentBreak) {
		if len(piece) > len(longest) {
			longest = piece
		}
	}
	return viet.Squeeze(longest)
}

// cut shortens to at most limit letters, between words.
func cut(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	short := string(runes[:limit])
	if i := strings.LastIndexAny(short, " "); i > 0 {
		short = short[:i]
	}
	return strings.TrimRight(short, " ,;:.-–") + "…"
}

func upperFirst(s string) string {
	if s == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// lowerStart lower-cases the first letter of a sentence that is put into another, unless it begins a name or an abbreviation.
func lowerStart(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	first, rest, _ := strings.Cut(s, " ")
	next, _ := utf8.DecodeRuneInString(rest)
	if unicode.IsUpper(second) || unicode.IsUpper(next) || first == "Bộ" || first == "Ủy" {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}
