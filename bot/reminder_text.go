package bot

import (
	"fmt"
	"strings"

	"dondoc/knowledge"
	"dondoc/reminders"
)

// section is a part of a reminder about one kind of thing.
type section struct {
	mark  string // an emoji
	title string // begins in lower case or with a number
	body  knowledge.Text
}

// ReminderText is what a Notice says. Its Items are numbered in their order, two lines each, and each is there however
// many they are; what else it tells follows in sections. An empty Notice gives no line.
func ReminderText(n reminders.Notice) knowledge.Text {
	if n.Empty() {
		return nil
	}
	sections := sectionsOf(&n)
	var text knowledge.Text
	switch {
	case len(n.Items) > 0:
		text = append(text, head(&n, "⏰", countItems(n.Items)))
		for i := range n.Items {
			text = append(text, itemLines(i+1, n.Items[i], n.Board, !n.Late)...)
		}
	case len(sections) == 1:
		text = append(text, head(&n, sections[0].mark, sections[0].title))
		return append(text, sections[0].body...)
	default:
		text = append(text, head(&n, "📌", ""))
	}
	for _, s := range sections {
		text = append(text, nil, knowledge.Line{{Text: s.mark + " "}, {Text: upperFirst(s.title), Strong: true}})
		text = append(text, s.body...)
	}
	return text
}

// sectionsOf are all parts but the Items, those first that want an answer.
func sectionsOf(n *reminders.Notice) []section {
	var all []section
	for _, make := range []func(*reminders.Notice) section{
		requestSection, decisionSection, movedSection, goneSection, backSection, unansweredSection, undeliveredSection,
		pastSection, digestSection, pictureSection,
	} {
		if s := make(n); s.title != "" {
			all = append(all, s)
		}
	}
	return all
}

// head is the first line: for whom, and what it is about.
func head(n *reminders.Notice, mark, about string) knowledge.Line {
	line := knowledge.Line{{Text: mark + " "}}
	if name := inline(n.Board.Name, longestTitle); name != "" {
		line = append(line, knowledge.Span{Text: name, Strong: true})
	}
	if about != "" {
		if len(line) > 1 {
			about = " · " + about
		} else {
			about = upperFirst(about)
		}
		line = append(line, knowledge.Span{Text: about})
	}
	var marks []string
	if n.Repeated {
		marks = append(marks, headRepeated)
	}
	if n.Late {
		marks = append(marks, headLate)
	}
	if len(marks) > 0 {
		line = append(line, knowledge.Span{Text: " (" + strings.Join(marks, ", ") + ")"})
	}
	return line
}

// countItems counts what is overdue, due today, and still ahead: "1 việc quá hạn, 2 đến hạn trong 30 ngày".
func countItems(items []reminders.Item) string {
	late, today, ahead, furthest := 0, 0, 0, 0
	for _, i := range items {
		switch {
		case i.DaysLeft < 0:
			late++
		case i.DaysLeft == 0:
			today++
		default:
			ahead++
			furthest = max(furthest, i.DaysLeft)
		}
	}
	var counts []string
	add := func(n int, format string, args ...any) {
		if n == 0 {
			return
		}
		if len(counts) > 0 { // the word is said once
			format = strings.Replace(format, "%d việc", "%d", 1)
		}
		counts = append(counts, fmt.Sprintf(format, append([]any{n}, args...)...))
	}
	add(late, countLate)
	add(today, countToday)
	if furthest == 1 {
		add(ahead, countTomorrow)
	} else {
		add(ahead, countSoon, furthest)
	}
	return strings.Join(counts, ", ")
}
