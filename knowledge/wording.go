package knowledge

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

const (
	worthWording    = 140  // letters of prose: shorter ones cannot be said better
	longestInPrompt = 4000 // letters of one passage
	mostInPrompt    = 4    // passages: what more of them say would not fit an answer
	wordingTokens   = 1500 // with thoughts; the text itself is at most longestWording letters
)

// wording is a plain answer taken apart: the model may say the prose in other
// words; verdict, deadlines and sources stay as they are.
type wording struct {
	head, prose, tail Text
}

// takeApart parts the text of an answer by how its lines begin.
func takeApart(text Text) wording {
	var w wording
	for _, line := range text {
		switch first, _ := utf8.DecodeRuneInString((Text{line}).String()); {
		case len(line) == 0:
		case line.isVerdict() && len(w.prose)+len(w.tail) == 0:
			w.head = append(w.head, line)
		case unicode.IsLetter(first) || unicode.IsDigit(first) || first == '“' || first == '-':
			w.prose = append(w.prose, line)
		case !slices.ContainsFunc(w.tail, func(t Line) bool { return slices.Equal(t, line) }):
			w.tail = append(w.tail, line)
		}
	}
	return w
}

// isVerdict reports whether a line says its one thing in bold: "Còn 41 ngày".
func (l Line) isVerdict() bool { return len(l) == 1 && l[0].Strong }

// isWorth reports whether an answer is of the kind that gains by a model's words:
// passages that are quoted at length, and the card of one long task. Lists and
// figures are best as they are.
func (w wording) isWorth(a Answer) bool {
	prose := w.prose.String()
	return !a.Refused && len(a.Citations) > 0 && len(a.Tasks) <= 1 && len(w.tail) > 0 &&
		(len(a.Tasks) == 1 || strings.Contains(prose, "“")) && utf8.RuneCountInString(prose) >= worthWording
}

// reword returns the plain answer with its prose in the model's words if they
// come in time, counted from when the question was asked, and say nothing that
// the cited passages do not; else the plain answer.
func (m *aid) reword(ctx context.Context, s *snapshot, q Question, plain Answer, asked time.Time) Answer {
	if !m.generates() {
		return plain
	}
	w := takeApart(plain.Text)
	if !w.isWorth(plain) {
		return plain
	}
	cited := citedPassages(plain)
	formers, ok := s.formerly(plain)
	if !ok {
		m.count(outcomeAmended)
		return plain
	}
	e := s.evidenceOf(cited, plain.Text.withoutAmendments().String())
	for _, f := range formers {
		e.forget(f)
	}
	if e.isInjected() {
		m.count(faultInjection)
		return plain
	}
	filled := material{Question: q.Text, Passages: s.passagesFor(cited[:min(mostInPrompt, len(cited))], longestInPrompt), Plain: w.prose.String() + nowIs(formers)}
	request, err := prompt(promptReword, filled, wordingTokens)
	if err != nil {
		m.Log.Error("prompt not usable", "error", err)
		return plain
	}
	if q.Draft != nil {
		q.Draft(plain)
	}
	text, ok := m.ask(ctx, request, asked.Add(m.Timeout))
	if !ok {
		return plain
	}
	text = viet.Normalize(text)
	if fault := e.fault(text, inEnglish(pad(q.Text))); fault != "" {
		m.count(fault)
		return plain
	}
	reworded := w.with(text)
	if s.firstAgency(reworded) != s.firstAgency(plain.Text) { // "bộ đó" in the next question means the first
		m.count(faultAgency)
		return plain
	}
	m.count(outcomeReworded)
	plain.Text = reworded
	return plain
}

// firstAgency is the name of the agency that a text names first, "" for none.
func (s *snapshot) firstAgency(text Text) string {
	if found := s.reg.FindFolded(text.String()); len(found) > 0 {
		return found[0].Agency.Name
	}
	return ""
}

// citedPassages are the IDs of the passages that an answer cites, each once.
func citedPassages(a Answer) []string {
	var ids []string
	for _, c := range a.Citations {
		if !slices.Contains(ids, c.Passage) {
			ids = append(ids, c.Passage)
		}
	}
	return ids
}

// with puts a text in the place of the prose. What was bold there stays bold.
func (w wording) with(text string) Text {
	out := slices.Clone(w.head)
	for line := range strings.Lines(text) {
		if line = viet.Squeeze(line); line != "" {
			out = append(out, w.emphasise(line))
		}
	}
	return append(out, w.tail...)
}

func (w wording) emphasise(line string) Line {
	for _, old := range w.prose {
		for _, span := range old {
			if before, after, found := strings.Cut(line, span.Text); span.Strong && span.Text != "" && found {
				return slices.DeleteFunc(Line{{Text: before}, span, {Text: after}}, func(s Span) bool { return s.Text == "" })
			}
		}
	}
	return Line{{Text: line}}
}
