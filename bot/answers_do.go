package bot

import (
	"context"
	"fmt"
	"strings"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// shortTitle is how much of a title a confirmation repeats, in letters.
const shortTitle = 90

// titles lists Items under their numbers.
func titles(items []listed) knowledge.Text {
	var text knowledge.Text
	for _, i := range items {
		mark := bullet
		switch {
		case i.number > 0 && len(items) > 1:
			mark = fmt.Sprintf("%d. ", i.number)
		case len(items) == 1:
			mark = ""
		}
		text = append(text, plainLine(mark+titleOf(i.Item, shortTitle)))
	}
	return text
}

// confirmation says what was written down: of one Item in a line, of several with their titles below.
func confirmation(items []listed, one, many string, args ...any) knowledge.Text {
	if len(items) == 1 {
		return plain(fmt.Sprintf(one, append(args, titleOf(items[0].Item, shortTitle))...))
	}
	return append(plain(fmt.Sprintf(many, append(args, len(items))...)), titles(items)...)
}

// said is who said something and when, for brackets.
func saidWhen(name string, at viet.Date) string {
	if name = inline(name, longestPhrase); name != "" {
		return fmt.Sprintf(bySomebody, name, at.Vietnamese())
	}
	return fmt.Sprintf(onSomeDay, at.Vietnamese())
}

func (c *Conversation) acknowledge(ctx context.Context, m Message, items []listed) ([]Reply, error) {
	fresh := 0
	for _, i := range items {
		if i.Progress.AcknowledgedAt.IsZero() {
			fresh++
		}
	}
	if err := c.desk.Acknowledge(ctx, who(m), worksOf(items)); err != nil {
		return failed(err)
	}
	switch p := items[0].Progress; {
	case fresh == 0 && len(items) == 1 && p.State == reminders.Done:
		return []Reply{{Text: plain(doneBeforehand(items[0].Item))}}, nil
	case fresh == 0 && len(items) == 1:
		by := saidWhen(p.AcknowledgedBy, viet.DateOf(p.AcknowledgedAt))
		return []Reply{{Text: plain(fmt.Sprintf(ackBefore, titleOf(items[0].Item, shortTitle), by))}}, nil
	case fresh == 0:
		return []Reply{{Text: plain(acksBefore)}}, nil
	case len(items) == 1:
		return []Reply{{Text: plain(fmt.Sprintf(ackOne, titleOf(items[0].Item, shortTitle)))}}, nil
	}
	return []Reply{{Text: plain(fmt.Sprintf(ackMany, len(items)))}}, nil
}

// complete marks Items as done before it asks for evidence: who does not answer has still said it.
func (c *Conversation) complete(ctx context.Context, m Message, items []listed, report string) ([]Reply, error) {
	var fresh []listed
	var text knowledge.Text
	evidence := reminders.Evidence{Report: report, File: m.File}
	for _, i := range items {
		if err := c.desk.Complete(ctx, who(m), i.Work, evidence); err != nil {
			return failed(err)
		}
		if i.Progress.State == reminders.Done {
			text = append(text, plainLine(doneBeforehand(i.Item)))
			continue
		}
		fresh = append(fresh, i)
	}
	if len(fresh) > 0 {
		text = append(confirmation(fresh, doneOne, doneMany), text...)
	}
	if report != "" {
		text = append(text, plainLine(fmt.Sprintf(doneReport, inline(report, longestSource))))
	}
	if m.File != "" {
		text = append(text, plainLine(fmt.Sprintf(doneFile, fileName(m.File))))
	}
	if len(fresh) == 0 {
		return []Reply{{Text: text}}, nil
	}
	o := order{Works: worksOf(fresh)}
	choices := []StoredChoice{o.choice(buttonReopen, actionStart)}
	if report == "" && m.File == "" {
		text = append(text, plainLine(askReport))
		choices = append([]StoredChoice{o.choice(buttonSkip, actionSkip)}, choices...)
		c.wait(ctx, m.Chat, waitReport, o)
	}
	return c.offer(ctx, m.Chat, text, choices)
}

// doneBeforehand says who did it, and on what evidence.
func doneBeforehand(i reminders.Item) string {
	by := saidWhen(i.Progress.By, viet.DateOf(i.Progress.At))
	if report := inline(i.Progress.Report, longestSource); report != "" {
		by += fmt.Sprintf(doneWith, report)
	}
	return fmt.Sprintf(doneBefore, titleOf(i, shortTitle), by)
}

// fileName is a file without the channel's reference.
func fileName(file string) string {
	if i := strings.LastIndex(file, " ("); i > 0 {
		file = file[:i]
	}
	return inline(file, longestPhrase)
}

// addEvidence adds a report's number or a file to Works that are done.
func (c *Conversation) addEvidence(ctx context.Context, m Message, o order, report string) ([]Reply, error) {
	items, err := c.desk.Look(ctx, deskChat(m.Chat), o.Works...)
	if err != nil {
		return failed(err)
	}
	for _, i := range items {
		if err := c.desk.Complete(ctx, who(m), i.Work, reminders.Evidence{Report: report, File: m.File}); err != nil {
			return failed(err)
		}
	}
	c.stopWaiting(ctx, m.Chat)
	if report == "" {
		return []Reply{{Text: confirmation(unnumbered(items), fileAdded, filesAdded, fileName(m.File))}}, nil
	}
	return []Reply{{Text: confirmation(unnumbered(items), reportAdded, reportsAdded, inline(report, longestSource))}}, nil
}

func unnumbered(items []reminders.Item) []listed {
	var all []listed
	for _, i := range items {
		all = append(all, listed{0, i})
	}
	return all
}

// start marks Items as under way; what was done is open again.
func (c *Conversation) start(ctx context.Context, m Message, items []listed) ([]Reply, error) {
	again := true
	for _, i := range items {
		again = again && i.Progress.State == reminders.Done
		if err := c.desk.Start(ctx, who(m), i.Work); err != nil {
			return failed(err)
		}
	}
	c.stopWaiting(ctx, m.Chat)
	if again {
		return []Reply{{Text: confirmation(items, reopened, reopenedAll)}}, nil
	}
	return []Reply{{Text: confirmation(items, startedOne, startedMany)}}, nil
}

// pause lets the reminders of Items rest; without a day it asks for one.
func (c *Conversation) pause(ctx context.Context, m Message, items []listed, until viet.Date) ([]Reply, error) {
	today := viet.DateOf(c.asOf(m.At))
	o := order{Works: worksOf(items)}
	if until.IsZero() {
		c.wait(ctx, m.Chat, waitPause, o)
		var choices []StoredChoice
		for _, offer := range []struct {
			label string
			until viet.Date
		}{{buttonWeek, today.AddDays(7)}, {buttonTwo, today.AddDays(14)}, {buttonMonth, today.AddDays(30)}} {
			o.Until = offer.until
			choices = append(choices, o.choice(offer.label, actionPause))
		}
		text := append(titles(items), plainLine(fmt.Sprintf(askPause, dayMonth(today.AddDays(7)))))
		return c.offer(ctx, m.Chat, text, choices)
	}
	if err := c.desk.Pause(ctx, who(m), o.Works, until); err != nil {
		return failed(err)
	}
	c.stopWaiting(ctx, m.Chat)
	text := confirmation(items, pausedOne, pausedMany, until.Vietnamese())
	for _, i := range items {
		if today.Compare(i.Due) <= 0 && i.Due.Compare(until) <= 0 {
			text = append(text, plainLine(fmt.Sprintf(pausedDue, i.Due.Vietnamese())))
			break // the earliest: Items come in the order of their days
		}
	}
	return c.offer(ctx, m.Chat, text, []StoredChoice{o.choice(buttonResume, actionResume)})
}

func dayMonth(d viet.Date) string { return fmt.Sprintf("%d/%d", d.Day, d.Month) }

func (c *Conversation) resume(ctx context.Context, m Message, items []listed) ([]Reply, error) {
	if err := c.desk.Pause(ctx, who(m), worksOf(items), viet.Date{}); err != nil {
		return failed(err)
	}
	var names []string
	for _, i := range items {
		names = append(names, "“"+titleOf(i.Item, shortTitle)+"”")
	}
	return []Reply{{Text: plain(fmt.Sprintf(resumedOne, strings.Join(names, "; ")))}}, nil
}
