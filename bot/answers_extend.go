package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// extend asks the secretariat for more time: with a day and a reason at once, else it asks for what is missing.
func (c *Conversation) extend(ctx context.Context, m Message, items []listed, until viet.Date, reason string) ([]Reply, error) {
	for _, i := range items { // what cannot be asked for is said before anything more is asked
		if err := c.desk.MayExtend(ctx, deskChat(m.Chat), i.Work, until); err != nil {
			return failed(err)
		}
	}
	switch {
	case until.IsZero():
		return c.askUntil(ctx, m, items)
	case reason == "":
		return c.askReason(ctx, m, items, until)
	}
	return c.send(ctx, m, items, until, reason)
}

func (c *Conversation) askUntil(ctx context.Context, m Message, items []listed) ([]Reply, error) {
	today := viet.DateOf(c.asOf(m.At))
	base := today
	for _, i := range items {
		base = laterOf(base, i.Due)
	}
	o := order{Works: worksOf(items)}
	c.wait(ctx, m.Chat, waitUntil, o)
	var choices []StoredChoice
	for _, until := range []viet.Date{base.AddDays(7), base.AddDays(14), addMonths(base, 1)} {
		o.Until = until
		choices = append(choices, o.choice(until.Vietnamese(), actionExtend))
	}
	example := addMonths(base, 1).Official()
	text := plain(fmt.Sprintf(askUntil, titleOf(items[0].Item, shortTitle), items[0].Due.Vietnamese(), example))
	if len(items) > 1 {
		text = append(plain(fmt.Sprintf(askUntils, len(items), example)), titles(items)...)
	}
	return c.offer(ctx, m.Chat, text, choices)
}

func (c *Conversation) askReason(ctx context.Context, m Message, items []listed, until viet.Date) ([]Reply, error) {
	o := order{Works: worksOf(items), Until: until}
	c.wait(ctx, m.Chat, waitReason, o)
	more := ""
	if due := items[0].Due; len(items) == 1 && due.Before(until) {
		more = fmt.Sprintf(requestMore, due.DaysUntil(until))
	}
	text := append(titles(items), plainLine(fmt.Sprintf(askReason, until.Vietnamese(), more)))
	return c.offer(ctx, m.Chat, text, []StoredChoice{o.choice(buttonSend, actionSend), o.choice(buttonDrop, actionDrop)})
}

// askAgain says that a day could not be read, and waits for another.
func (c *Conversation) askAgain(ctx context.Context, m Message, action string, items []listed, words string, today viet.Date) ([]Reply, error) {
	c.wait(ctx, m.Chat, action, order{Works: worksOf(items)})
	return refused(fmt.Sprintf(badDay, inline(words, longestLabel), addMonths(today, 1).Official())), nil
}

// send asks for more time.
func (c *Conversation) send(ctx context.Context, m Message, items []listed, until viet.Date, reason string) ([]Reply, error) {
	var text knowledge.Text
	why := ""
	for _, i := range items {
		e, err := c.desk.AskExtension(ctx, who(m), i.Work, until, reason)
		if err != nil {
			return failed(err)
		}
		text = append(text, plainLine(fmt.Sprintf(sentRequest, e.ID, e.Until.Vietnamese(), titleOf(i.Item, shortTitle))))
		why = e.Reason // of a request that was sent before, the reason that was given then
	}
	c.stopWaiting(ctx, m.Chat)
	if why = inline(why, longestSaid); why != "" {
		text = append(text, plainLine(fmt.Sprintf(requestWhy, why)))
	}
	return []Reply{{Text: append(text, plainLine(sentStill))}}, nil
}

// decideInWords handles "đồng ý theo công văn 12/CV-BCĐ" in the chat of a secretariat. In any other chat, and when there
// is nothing to decide, it is no answer.
func (c *Conversation) decideInWords(ctx context.Context, m Message, a answer) ([]Reply, bool, error) {
	requests, err := c.desk.Requests(ctx, deskChat(m.Chat))
	var refusal *reminders.Refusal
	switch {
	case errors.As(err, &refusal):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("bot: answer: %w", err)
	}
	if err := c.may(ctx, m, people.Decide); err != nil {
		return c.deniedOr(err)
	}
	open := slices.DeleteFunc(slices.Clone(requests), func(r reminders.RequestItem) bool { return !r.Extension.DecideAt.IsZero() })
	ids := quotedRequests(m.Quoted)
	for _, n := range a.numbers {
		ids = []int64{int64(n)}
	}
	if len(ids) == 1 {
		i := slices.IndexFunc(requests, func(r reminders.RequestItem) bool { return r.Extension.ID == ids[0] })
		if i < 0 {
			return refused(fmt.Sprintf(noneAsked, ids[0])), len(requests) > 0, nil
		}
		open = requests[i : i+1]
	}
	if len(open) == 0 {
		return nil, false, nil
	}
	if len(open) > 1 {
		replies, err := c.askWhichRequest(ctx, m, a, open)
		return replies, true, err
	}
	r, today := open[0], viet.DateOf(c.asOf(m.At))
	o := order{Extension: r.Extension.ID, Accepted: a.verb == verbAccept, Report: a.report, Reason: a.reason}
	if !a.when.none() {
		if o.Until = a.when.day(today, laterOf(today, r.Due)); o.Until.IsZero() {
			return refused(fmt.Sprintf(badDay, inline(a.when.words, longestLabel), addMonths(today, 1).Official())), true, nil
		}
	}
	replies, err := c.consider(ctx, m, o)
	return replies, true, err
}

func (c *Conversation) askWhichRequest(ctx context.Context, m Message, a answer, open []reminders.RequestItem) ([]Reply, error) {
	text := plain(whichAsked)
	var choices []StoredChoice
	action := actionRefuse
	if a.verb == verbAccept {
		action = actionAccept
	}
	for _, r := range open[:min(len(open), mostNumbers)] {
		text = append(text, plainLine(fmt.Sprintf(requestNumber, r.Extension.ID)+requestOf+inline(r.Board.Name, longestTitle)+": "+titleOf(r.Item, shortTitle)))
		o := order{Extension: r.Extension.ID, Report: a.report, Reason: a.reason}
		choices = append(choices, o.choice(fmt.Sprint(r.Extension.ID), action))
	}
	return c.offer(ctx, m.Chat, text, choices)
}

// consider decides when the document or the reason is known, and asks for it else: a decision cannot be taken back, and
// the board is told of it at once.
func (c *Conversation) consider(ctx context.Context, m Message, o order) ([]Reply, error) {
	if o.Report != "" || !o.Accepted && o.Reason != "" {
		return c.decide(ctx, m, o)
	}
	requests, err := c.desk.Requests(ctx, deskChat(m.Chat))
	if err != nil {
		return failed(err)
	}
	i := slices.IndexFunc(requests, func(r reminders.RequestItem) bool { return r.Extension.ID == o.Extension })
	if i < 0 || !requests[i].Extension.DecideAt.IsZero() {
		return c.decide(ctx, m, o) // the desk says what is wrong, or who has decided
	}
	r := requests[i]
	board := inline(r.Board.Name, longestTitle)
	if o.Accepted {
		c.wait(ctx, m.Chat, waitDocument, o)
		until := r.Extension.Until
		if !o.Until.IsZero() {
			until = o.Until
		}
		text := append(plain(titleOf(r.Item, shortTitle)), plainLine(fmt.Sprintf(askDocument, until.Vietnamese(), board)))
		return c.offer(ctx, m.Chat, text, []StoredChoice{o.choice(buttonYesBare, actionDecide), o.choice(buttonDrop, actionDrop)})
	}
	c.wait(ctx, m.Chat, waitRefusal, o)
	text := append(plain(titleOf(r.Item, shortTitle)), plainLine(fmt.Sprintf(askWhy, r.Extension.ID, board)))
	return c.offer(ctx, m.Chat, text, []StoredChoice{o.choice(buttonNoBare, actionDecide), o.choice(buttonDrop, actionDrop)})
}

// decide writes the decision down.
func (c *Conversation) decide(ctx context.Context, m Message, o order) ([]Reply, error) {
	d := reminders.ExtensionDecision{ID: o.Extension, Accepted: o.Accepted, Until: o.Until, Document: o.Report}
	if !o.Accepted {
		d.Document = o.Reason
		if d.Document == "" {
			d.Document = o.Report
		}
	}
	e, err := c.desk.Decide(ctx, who(m), d)
	if err != nil {
		return failed(err)
	}
	c.stopWaiting(ctx, m.Chat)
	board := ""
	requests, err := c.desk.Requests(ctx, deskChat(m.Chat))
	if err == nil {
		for _, r := range requests {
			if r.Extension.ID == e.ID {
				board = inline(r.Board.Name, longestTitle)
			}
		}
	}
	if board == "" {
		board = theBoard
	}
	if e.Accepted {
		return []Reply{{Text: plain(fmt.Sprintf(decidedYes, board, e.ID, e.Until.Vietnamese(), theDocument(e.Decision)))}}, nil
	}
	why := ""
	if e.Decision != "" {
		why = fmt.Sprintf(decidedWhy, inline(e.Decision, longestSaid))
	}
	return []Reply{{Text: plain(fmt.Sprintf(decidedNo, board, e.ID, why))}}, nil
}
