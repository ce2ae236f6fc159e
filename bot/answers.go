package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// Option adds to what a Conversation can do.
type Option func(*Conversation)

// WithDesk lets people answer to their reminders, by buttons and in words: the desk writes down what they say.
func WithDesk(desk *reminders.Desk) Option {
	return func(c *Conversation) { c.desk = desk }
}

// answer handles a message that answers to a reminder, or goes on with a dialogue about one. Of any other, and in a
// chat that was never reminded of anything, handled is false.
func (c *Conversation) answer(ctx context.Context, m Message) (replies []Reply, handled bool, err error) {
	if action, o := c.waiting(ctx, m.Chat); action != "" {
		if replies, handled, err = c.goOn(ctx, m, action, o); handled || err != nil {
			return replies, handled, err
		}
	}
	if c.desk == nil {
		return nil, false, nil
	}
	a, ok := readAnswer(m.Text)
	switch {
	case !ok:
		return nil, false, ctx.Err()
	case a.verb == verbAccept, a.verb == verbRefuse:
		return c.decideInWords(ctx, m, a)
	case a.verb == verbResume && !a.when.none(): // "nhắc lại sau 1 tuần"
		a.verb = verbPause
	}
	items, quoted, lost, err := c.meant(ctx, m)
	if list, ok := c.lastListed(ctx, m.Chat, a); ok && !quoted && !lost && err == nil {
		if items, err = c.look(ctx, m.Chat, list); err != nil {
			replies, err = failed(err)
			return replies, true, err
		}
	}
	var refusal *reminders.Refusal
	switch {
	case errors.As(err, &refusal): // nobody is reminded here
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("bot: answer: %w", err)
	case len(items) == 0:
		return nil, false, nil
	case lost:
		replies, err = c.askWhich(ctx, m, a, items, notFound)
		return replies, true, err
	case a.verb == "" && !quoted:
		return nil, false, nil // "2", "vâng": an answer to something else
	}
	replies, err = c.carryOut(ctx, m, a, items)
	return replies, true, err
}

// isReminded reports whether the chat is one that gets reminders.
func (c *Conversation) isReminded(ctx context.Context, chat Chat) bool {
	if c.desk == nil {
		return false
	}
	_, err := c.desk.Open(ctx, deskChat(chat))
	return err == nil
}

// meant returns the Items that an answer can be about: those of the message that it quotes, else those of the last
// reminder. lost means that the quoted message lists Items that nobody remembers, so that its numbers mean nothing.
func (c *Conversation) meant(ctx context.Context, m Message) (items []listed, quoted, lost bool, err error) {
	items, list, err := c.quotedItems(ctx, m)
	if err != nil || len(items) > 0 {
		return items, true, false, err
	}
	items, err = c.openItems(ctx, m.Chat)
	return items, false, list, err
}

// carryOut does what an answer says, or asks what is not clear.
func (c *Conversation) carryOut(ctx context.Context, m Message, a answer, items []listed) ([]Reply, error) {
	if err := c.may(ctx, m, people.Report); err != nil {
		replies, _, err := c.deniedOr(err)
		return replies, err
	}
	if a.verb == verbMixed {
		return refused(oneAtATime), nil
	}
	picked, problem := pick(a, items)
	switch {
	case problem != "":
		return refused(problem), nil
	case len(picked) == 0:
		return c.askWhich(ctx, m, a, items, "")
	case a.verb == "" && a.polite:
		a.verb = verbAck
	case a.verb == "":
		return c.show(ctx, m, picked[0])
	case a.verb == verbDone && a.all && len(picked) > 1:
		return c.confirmAll(ctx, m, a, picked)
	}
	return c.do(ctx, m, a, picked)
}

// pick returns the Items that an answer names; none when that is not clear. problem is a sentence for people.
func pick(a answer, items []listed) (picked []listed, problem string) {
	open := slices.DeleteFunc(slices.Clone(items), func(i listed) bool { return i.Progress.State.Ends() })
	for _, n := range a.numbers {
		i := slices.IndexFunc(items, func(i listed) bool { return i.number == n })
		if i < 0 {
			return nil, fmt.Sprintf(noSuchItem, n)
		}
		picked = append(picked, items[i])
	}
	switch {
	case len(picked) > 0:
		return picked, ""
	case len(items) == 1: // also one that has ended: who asks is told who said so
		return items, ""
	case len(open) == 0:
		return nil, allEnded
	case a.count > 0 && a.count != len(items) && a.count != len(open):
		return nil, ""
	case a.verb == verbAck || a.polite && a.verb == "":
		return items, ""
	case a.all, a.count > 0, len(open) == 1:
		return open, ""
	}
	return nil, ""
}

// do does what a verb says with Items that are clear.
func (c *Conversation) do(ctx context.Context, m Message, a answer, items []listed) ([]Reply, error) {
	today := viet.DateOf(c.asOf(m.At))
	switch a.verb {
	case verbAck:
		return c.acknowledge(ctx, m, items)
	case verbDone:
		return c.complete(ctx, m, items, a.report)
	case verbStart:
		return c.start(ctx, m, items)
	case verbExtend:
		var until viet.Date
		if !a.when.none() {
			if until = a.when.day(today, laterOf(today, items[0].Due)); until.IsZero() {
				return c.askAgain(ctx, m, waitUntil, items, a.when.words, today)
			}
		}
		return c.extend(ctx, m, items, until, a.reason)
	case verbPause:
		var until viet.Date
		if !a.when.none() {
			if until = a.when.day(today, today); until.IsZero() {
				return c.askAgain(ctx, m, waitPause, items, a.when.words, today)
			}
		}
		return c.pause(ctx, m, items, until)
	case verbResume:
		return c.resume(ctx, m, items)
	}
	return refused(oneAtATime), nil
}

func laterOf(a, b viet.Date) viet.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// askWhich offers the Items that an answer can be about.
func (c *Conversation) askWhich(ctx context.Context, m Message, a answer, items []listed, because string) ([]Reply, error) {
	open := slices.DeleteFunc(slices.Clone(items), func(i listed) bool { return i.Progress.State.Ends() })
	if len(open) == 0 {
		return refused(allEnded), nil
	}
	today := viet.DateOf(c.asOf(m.At))
	o := order{Verb: a.verb, Report: a.report, Reason: a.reason}
	if !a.when.none() {
		o.Until = a.when.day(today, laterOf(today, open[0].Due))
	}
	text := plain(cmp.Or(because, whichQuestion[a.verb], whichAck))
	var choices []StoredChoice
	for _, i := range open[:min(len(open), mostNumbers)] {
		const letters = 80
		text = append(text, plainLine(fmt.Sprintf("%d. %s", i.number, titleOf(i.Item, letters))))
		one := o
		one.Works, one.Number = []reminders.Work{i.Work}, i.number
		choices = append(choices, one.choice(fmt.Sprint(i.number), actionWhich))
	}
	all := o
	for _, i := range items { // their place is their number
		for len(all.Works) < i.number {
			all.Works = append(all.Works, reminders.Work{})
		}
		all.Works[i.number-1] = i.Work
	}
	c.wait(ctx, m.Chat, waitWhich, all)
	return c.offer(ctx, m.Chat, text, choices)
}

var whichQuestion = map[verb]string{
	verbDone: whichDone, verbStart: whichStart, verbExtend: whichExtend, verbPause: whichPause, verbResume: whichResume, verbAck: whichAck,
}

// confirmAll asks once more before everything is done: "tất cả các việc đã hoàn thành" may have been a question.
func (c *Conversation) confirmAll(ctx context.Context, m Message, a answer, items []listed) ([]Reply, error) {
	text := append(plain(fmt.Sprintf(confirmDone, len(items))), titles(items)...)
	o := order{Works: worksOf(items), Report: a.report}
	return c.offer(ctx, m.Chat, text, []StoredChoice{
		o.choice(fmt.Sprintf(buttonAll, len(items)), actionDone), o.choice(buttonDrop, actionDrop),
	})
}

// show shows one Item with its buttons.
func (c *Conversation) show(ctx context.Context, m Message, i listed) ([]Reply, error) {
	text := itemLines(i.number, i.Item, reminders.Board{Agency: i.Work.Agency}, false)
	if until := i.Progress.PausedUntil; !until.IsZero() && viet.DateOf(c.asOf(m.At)).Compare(until) <= 0 {
		text[1] = slices.Insert(text[1], len(text[1])-1, knowledge.Span{Text: fmt.Sprintf(pausedUntil, until.Vietnamese())})
	}
	choices := itemChoices(i.number, i.Item)
	return c.offer(ctx, m.Chat, text, choices, quoteChoice(i.number, i.Item, text))
}

// offer is reply for what belongs to a reminder: its buttons work as long as the reminder's. kept are stored but not shown.
func (c *Conversation) offer(ctx context.Context, chat Chat, text knowledge.Text, choices []StoredChoice, kept ...StoredChoice) ([]Reply, error) {
	return c.replyFor(ctx, chat, text, choices, kept, remindersLast)
}

// who is the person behind a message.
func who(m Message) reminders.Person {
	return reminders.Person{Chat: deskChat(m.Chat), Name: inline(m.From, longestPhrase)}
}

func worksOf(items []listed) []reminders.Work {
	var works []reminders.Work
	for _, i := range items {
		works = append(works, i.Work)
	}
	return works
}

// refused is a Reply that says why nothing was written down.
func refused(sentence string) []Reply { return []Reply{{Text: plain(sentence), Refused: true}} }

// failed turns a refusal of the desk into a Reply; any other error stays one, and the message is tried again.
func failed(err error) ([]Reply, error) {
	var refusal *reminders.Refusal
	if errors.As(err, &refusal) {
		return refused(upperFirst(strings.TrimSpace(refusal.Sentence))), nil
	}
	return nil, fmt.Errorf("bot: answer: %w", err)
}
