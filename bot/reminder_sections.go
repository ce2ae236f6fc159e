package bot

import (
	"cmp"
	"fmt"
	"strings"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// bullet begins an entry that has no number: only what people can answer to has one.
const bullet = "• "

// plainLine is one line of foreign and own words without faces.
func plainLine(s string) knowledge.Line { return knowledge.Line{{Text: s}} }

// entry is the title of an Item in a section.
func entry(n *reminders.Notice, i reminders.Item) knowledge.Line {
	return plainLine(bullet + named(i, n.Board, titleOf(i, longestTitle)))
}

func movedSection(n *reminders.Notice) section {
	if len(n.Moved) == 0 {
		return section{}
	}
	s := section{mark: "🔁", title: fmt.Sprintf(titleMoved, len(n.Moved))}
	for _, m := range n.Moved {
		by := movedBy(m.ChangedBy)
		was, now := quotedPhrase(m.Was, m.WasDue), quotedPhrase(phraseOf(m.Item), m.Due)
		said := fmt.Sprintf(movedFromTo, was, now, by)
		switch {
		case m.Was == "" && m.WasDue.IsZero():
			said = fmt.Sprintf(movedNew, now, by)
		case m.Due.IsZero() && phraseOf(m.Item) == "":
			said = fmt.Sprintf(movedNone, was, by)
		}
		line := plainLine(said)
		if !m.Due.IsZero() {
			line = append(line, knowledge.Span{Text: ", "}, knowledge.Span{Text: daysLeft(m.DaysLeft), Strong: true})
		}
		s.body = append(s.body, entry(n, m.Item), append(line, sourceSpan(m.Task)))
	}
	return s
}

// movedBy says by what a deadline was moved.
func movedBy(changedBy string) string {
	if changedBy == reminders.BySecretariat {
		return movedByHand
	}
	return cmp.Or(theDocument(changedBy), movedReloaded)
}

func phraseOf(i reminders.Item) string {
	if i.Milestone == nil {
		return ""
	}
	return i.Milestone.Phrase
}

// quotedPhrase sets a phrase off from the words around it: “Trước tháng 6/2023” (31/05/2023).
func quotedPhrase(phrase string, due viet.Date) string {
	phrase = strings.TrimRight(inline(phrase, longestPhrase), " .;,")
	switch {
	case phrase == "":
		return due.Vietnamese()
	case due.IsZero() || shows(phrase, due):
		return "“" + phrase + "”"
	}
	return "“" + phrase + "” (" + due.Vietnamese() + ")"
}

func goneSection(n *reminders.Notice) section {
	if len(n.Gone) == 0 {
		return section{}
	}
	s := section{mark: "🗂", title: fmt.Sprintf(titleGone, len(n.Gone))}
	for _, i := range n.Gone {
		was := sourceOf(i.Task)
		if phraseOf(i) != "" || !i.Due.IsZero() {
			was = strings.Join(withoutEmpty(fmt.Sprintf(goneWas, phraseWithDay(phraseOf(i), i.Due)), was), " · ")
		}
		s.body = append(s.body, entry(n, i), plainLine(was))
	}
	s.body = append(s.body, plainLine(goneHint))
	return s
}

func backSection(n *reminders.Notice) section {
	if len(n.Back) == 0 {
		return section{}
	}
	s := section{mark: "↩️", title: fmt.Sprintf(titleBack, len(n.Back))}
	for _, i := range n.Back {
		is := sourceOf(i.Task)
		if due := standingDue(i); due != "" {
			is = strings.Join(withoutEmpty(fmt.Sprintf(backDue, due), is), " · ")
		}
		s.body = append(s.body, entry(n, i), plainLine(is))
	}
	s.body = append(s.body, plainLine(backHint))
	return s
}

// standingDue is the deadline of an Item, of a whole Task the first of its deadlines; "" when there is none.
func standingDue(i reminders.Item) string {
	if i.Milestone != nil {
		return phraseWithDay(i.Milestone.Phrase, i.Milestone.Due)
	}
	const most = 3
	var due []string
	for _, m := range i.Task.Milestones {
		if m.Gone.IsZero() && (m.Phrase != "" || !m.Due.IsZero()) && len(due) < most {
			due = append(due, phraseWithDay(m.Phrase, m.Due))
		}
	}
	return strings.Join(due, "; ")
}

func withoutEmpty(parts ...string) []string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return some
}

func unansweredSection(n *reminders.Notice) section {
	if len(n.Unanswered) == 0 {
		return section{}
	}
	s := section{mark: "📣"}
	count := 0
	for _, u := range n.Unanswered {
		count += len(u.Items)
		s.body = append(s.body, knowledge.Line{
			{Text: inline(u.Board.Name, longestTitle), Strong: true}, {Text: fmt.Sprintf(unansweredBoard, len(u.Items))},
		})
		for _, i := range u.Items {
			const letters = 90 // there may be many
			title := named(i, u.Board, titleOf(i, letters))
			s.body = append(s.body, plainLine(bullet+title), append(dueLine(i), sourceSpan(i.Task)))
		}
	}
	s.title = fmt.Sprintf(titleUnanswered, count)
	return s
}

func requestSection(n *reminders.Notice) section {
	if len(n.Requests) == 0 {
		return section{}
	}
	s := section{mark: "🗓", title: fmt.Sprintf(titleRequest, len(n.Requests))}
	for _, r := range n.Requests {
		s.body = append(s.body, requestLines(r)...)
	}
	return s
}

// requestLines say who asks for how much more time, and why.
func requestLines(r reminders.RequestItem) knowledge.Text {
	e := r.Extension
	due := upperFirst(dueOf(r.Item)) + ", "
	asked := knowledge.Line{{Text: due}, {Text: daysLeft(r.DaysLeft), Strong: true}, {Text: requestAsks}, {Text: e.Until.Vietnamese(), Strong: true}}
	if more := r.Due.DaysUntil(e.Until); !r.Due.IsZero() && more > 0 {
		asked = append(asked, knowledge.Span{Text: fmt.Sprintf(requestMore, more)})
	}
	why := requestNoWhy
	if reason := inline(e.Reason, longestSaid); reason != "" {
		why = fmt.Sprintf(requestWhy, reason)
	}
	return knowledge.Text{
		{
			{Text: fmt.Sprintf(requestNumber, e.ID) + requestOf}, {Text: inline(r.Board.Name, longestTitle), Strong: true},
			{Text: ": " + titleOf(r.Item, longestTitle)},
		},
		asked,
		plainLine(why),
		{{Text: saidBy(e.AskedBy, viet.DateOf(e.AskedAt), requestBy, requestOn)}, sourceSpan(r.Task)},
	}
}

// saidBy names who said something and when; of one whose name is not known only when.
func saidBy(name string, on viet.Date, by, without string) string {
	if name = inline(name, longestPhrase); name != "" {
		return fmt.Sprintf(by, name, on.Vietnamese())
	}
	return fmt.Sprintf(without, on.Vietnamese())
}

func decisionSection(n *reminders.Notice) section {
	if len(n.Decisions) == 0 {
		return section{}
	}
	s := section{mark: "📝", title: titleDecision}
	for _, r := range n.Decisions {
		s.body = append(s.body, decisionLines(r, n.Board)...)
	}
	return s
}

func decisionLines(r reminders.RequestItem, b reminders.Board) knowledge.Text {
	e := r.Extension
	first := knowledge.Line{{Text: fmt.Sprintf(requestNumber, e.ID) + ": "}}
	second := knowledge.Line{{Text: decisionStays + lowerPhrase(dueOf(r.Item)) + ", "}, {Text: daysLeft(r.DaysLeft), Strong: true}}
	if e.Accepted {
		first = append(first, knowledge.Span{Text: fmt.Sprintf(decisionYes, e.Until.Vietnamese()), Strong: true},
			knowledge.Span{Text: theDocument(e.Decision)})
		second = plainLine(decisionBefore + phraseWithDay(phraseOf(r.Item), ownDue(r.Item)))
	} else {
		first = append(first, knowledge.Span{Text: decisionNo, Strong: true})
		if why := inline(e.Decision, longestSaid); why != "" {
			first = append(first, knowledge.Span{Text: fmt.Sprintf(decisionWhy, why)})
		}
	}
	return knowledge.Text{
		first,
		plainLine(named(r.Item, b, titleOf(r.Item, longestTitle))),
		append(second, sourceSpan(r.Task)),
		plainLine(saidBy(e.DecideBy, viet.DateOf(e.DecideAt), decisionBy, decisionOn)),
	}
}

// ownDue is the day before anything was extended.
func ownDue(i reminders.Item) viet.Date {
	if !i.Work.Due.IsZero() || i.Milestone == nil {
		return i.Work.Due
	}
	return i.Milestone.Due
}

func lowerPhrase(s string) string { return strings.TrimPrefix(s, fmt.Sprintf(dueOn, "")) }

func undeliveredSection(n *reminders.Notice) section {
	if len(n.Undelivered) == 0 {
		return section{}
	}
	s := section{mark: "⚠️", title: fmt.Sprintf(titleUndeliverd, len(n.Undelivered))}
	for _, what := range n.Undelivered {
		s.body = append(s.body, plainLine(bullet+inline(what, longestSaid)))
	}
	return s
}

func pastSection(n *reminders.Notice) section {
	if len(n.Past) == 0 {
		return section{}
	}
	s := section{mark: "📚"}
	count := 0
	for _, p := range n.Past {
		const mostExamples = 2
		count += p.Milestones
		latest := p.Latest
		if d, err := viet.ParseDate(p.Latest); err == nil {
			latest = d.Vietnamese()
		}
		s.body = append(s.body, knowledge.Line{
			{Text: bullet}, {Text: cmp.Or(cite(p.Document), untitled), Strong: true}, {Text: fmt.Sprintf(pastCount, p.Milestones, latest)},
		})
		var examples []string
		for _, e := range p.Examples[:min(mostExamples, len(p.Examples))] {
			const letters = 70
			examples = append(examples, "“"+inline(e, letters)+"”")
		}
		if len(examples) > 0 {
			s.body = append(s.body, plainLine(fmt.Sprintf(pastExample, strings.Join(examples, ", "))))
		}
	}
	s.title = fmt.Sprintf(titlePast, count)
	s.body = append(s.body, plainLine(pastHint))
	return s
}
