package bot

import (
	"fmt"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// mostAgencies is how many lines of a digest somebody reads on a phone.
const mostAgencies = 15

func digestSection(n *reminders.Notice) section {
	if n.Digest == nil {
		return section{}
	}
	s := section{mark: "📊", title: fmt.Sprintf(titleDigest, span(n.Digest.From, n.Digest.To)), body: knowledge.Text{totalLine(n.Digest.Total)}}
	agencies := n.Digest.Agencies
	if len(agencies) == 1 { // the total has said it
		return s
	}
	for _, a := range agencies[:min(mostAgencies, len(agencies))] {
		line := knowledge.Line{{Text: fmt.Sprintf(figuresOne, inline(a.Agency, longestPhrase))}}
		s.body = append(s.body, append(line, shares(a.Count)...))
	}
	if more := len(agencies) - mostAgencies; more > 0 {
		s.body = append(s.body, plainLine(bullet+fmt.Sprintf(figuresMore, more)))
	}
	return s
}

func pictureSection(n *reminders.Notice) section {
	if n.Picture == nil {
		return section{}
	}
	p := n.Picture
	about := span(p.From, p.To)
	if p.From.Day == 1 && p.To == viet.LastOfMonth(p.From.Year, p.From.Month) {
		about = fmt.Sprintf(monthName, p.From.Month, p.From.Year)
	}
	return section{mark: "🖼", title: fmt.Sprintf(titlePicture, about), body: knowledge.Text{totalLine(p.Total)}}
}

// span names days from … to as shortly as it is clear: 22/05–29/05/2023.
func span(from, to viet.Date) string {
	first := from.Vietnamese()
	if from.Year == to.Year {
		first = from.Time().In(viet.Hanoi).Format("02/01")
	}
	return first + "–" + to.Vietnamese()
}

// totalLine counts all, the late in bold.
func totalLine(c reminders.Count) knowledge.Line {
	line := knowledge.Line{{Text: fmt.Sprintf(figuresTotal, c.All())}}
	return append(line, joined(
		figure(c.Late, figureLate, true), figure(c.DueSoon, figureSoon, false), figure(c.OnTime, figureOpen, false), figure(c.Done, figureDone, false))...)
}

// shares is one agency's line: what is late and near, and how much is done.
func shares(c reminders.Count) knowledge.Line {
	done := knowledge.Span{Text: fmt.Sprintf(figureShare, c.Done, c.All())}
	return joined(figure(c.Late, figureLate, true), figure(c.DueSoon, figureNear, false), done)
}

// figure is one number; none for zero.
func figure(n int, format string, strong bool) knowledge.Span {
	if n == 0 {
		return knowledge.Span{}
	}
	return knowledge.Span{Text: fmt.Sprintf(format, n), Strong: strong}
}

// joined puts commas between the spans that say something.
func joined(spans ...knowledge.Span) knowledge.Line {
	var line knowledge.Line
	for _, s := range spans {
		if s.Text == "" {
			continue
		}
		if len(line) > 0 {
			line = append(line, knowledge.Span{Text: ", "})
		}
		line = append(line, s)
	}
	return line
}
