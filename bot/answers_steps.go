package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// What the buttons of reminders do, in StoredChoice.Action; Argument is an order.
const (
	actionShow   = "remind-show"
	actionAck    = "remind-ack"
	actionDone   = "remind-done"
	actionStart  = "remind-start"
	actionExtend = "remind-extend"
	actionSend   = "remind-send"
	actionPause  = "remind-pause"
	actionResume = "remind-resume"
	actionWhich  = "remind-which"
	actionSkip   = "remind-skip"
	actionDrop   = "remind-drop"
	actionAccept = "remind-accept"
	actionRefuse = "remind-refuse"
	actionDecide = "remind-decide"
)

// pressed does what a button of a reminder means. ok is false for any other button.
func (c *Conversation) pressed(ctx context.Context, m Message, s StoredChoice) (replies []Reply, ok bool, err error) {
	var o order
	if c.desk == nil || !strings.HasPrefix(s.Action, "remind-") || json.Unmarshal([]byte(s.Argument), &o) != nil {
		return nil, false, nil
	}
	if err := c.may(ctx, m, actionOf(s.Action)); err != nil {
		return c.deniedOr(err)
	}
	switch s.Action {
	case actionSkip:
		c.stopWaiting(ctx, m.Chat)
		return []Reply{{Text: plain(reportLeft)}}, true, ctx.Err()
	case actionDrop:
		c.stopWaiting(ctx, m.Chat)
		return []Reply{{Text: plain(dropped)}}, true, ctx.Err()
	case actionAccept, actionRefuse:
		o.Accepted = s.Action == actionAccept
		replies, err = c.consider(ctx, m, o)
		return replies, true, err
	case actionDecide:
		replies, err = c.decide(ctx, m, o)
		return replies, true, err
	}
	found, err := c.desk.Look(ctx, deskChat(m.Chat), o.Works...)
	if err != nil {
		replies, err = failed(err)
		return replies, true, err
	}
	items := unnumbered(found)
	if len(items) == 1 {
		items[0].number = o.Number
	}
	return c.pressedWith(ctx, m, s.Action, o, items)
}

// actionOf is what the policy calls what a button does.
func actionOf(action string) people.Action {
	switch action {
	case actionAccept, actionRefuse, actionDecide:
		return people.Decide
	case actionShow:
		return people.Mine
	}
	return people.Report
}

// pressedWith does what a button means with the Items that it stands for.
func (c *Conversation) pressedWith(ctx context.Context, m Message, action string, o order, items []listed) (replies []Reply, ok bool, err error) {
	switch action {
	case actionShow:
		replies, err = c.show(ctx, m, items[0])
	case actionAck:
		replies, err = c.acknowledge(ctx, m, items)
	case actionDone:
		replies, err = c.complete(ctx, m, items, o.Report)
	case actionStart:
		replies, err = c.start(ctx, m, items)
	case actionExtend:
		replies, err = c.extend(ctx, m, items, o.Until, o.Reason)
	case actionSend:
		replies, err = c.send(ctx, m, items, o.Until, o.Reason)
	case actionPause:
		replies, err = c.pause(ctx, m, items, o.Until)
	case actionResume:
		replies, err = c.resume(ctx, m, items)
	case actionWhich:
		replies, err = c.chosen(ctx, m, o, items)
	default:
		return nil, false, nil
	}
	return replies, true, err
}

// chosen does what was asked before it was clear with which Item.
func (c *Conversation) chosen(ctx context.Context, m Message, o order, items []listed) ([]Reply, error) {
	c.stopWaiting(ctx, m.Chat)
	switch o.Verb {
	case verbExtend:
		return c.extend(ctx, m, items, o.Until, o.Reason)
	case verbPause:
		return c.pause(ctx, m, items, o.Until)
	case "":
		return c.show(ctx, m, items[0])
	}
	return c.do(ctx, m, answer{verb: o.Verb, report: o.Report, reason: o.Reason}, items)
}

// goOn takes a message as what the conversation waits for, if it can be that.
func (c *Conversation) goOn(ctx context.Context, m Message, action string, o order) (replies []Reply, handled bool, err error) {
	if action == waitPublish {
		return c.reasonGiven(ctx, m, o.Release)
	}
	right := people.Report
	if action == waitDocument || action == waitRefusal {
		right = people.Decide
	}
	if c.may(ctx, m, right) != nil { // somebody else in the group: their message is no answer to this
		return nil, false, ctx.Err()
	}
	switch action {
	case waitReport:
		report, ok := readReport(m.Text)
		_, other := readAnswer(m.Text)
		if !ok && (m.File == "" || other || asksBack(m.Text)) {
			return nil, false, nil
		}
		replies, err = c.addEvidence(ctx, m, o, report)
	case waitUntil, waitPause:
		return c.goOnUntil(ctx, m, action, o)
	case waitReason, waitRefusal:
		if !isReason(m.Text) {
			return nil, false, nil
		}
		o.Reason = withoutLead(m.Text)
		if action == waitRefusal {
			replies, err = c.decide(ctx, m, o)
			break
		}
		found, lookErr := c.desk.Look(ctx, deskChat(m.Chat), o.Works...)
		if lookErr != nil {
			replies, err = failed(lookErr)
			break
		}
		replies, err = c.send(ctx, m, unnumbered(found), o.Until, o.Reason)
	case waitDocument:
		report, ok := readReport(m.Text)
		if !ok {
			return nil, false, nil
		}
		o.Report = report
		replies, err = c.decide(ctx, m, o)
	case waitWhich:
		return c.goOnWhich(ctx, m, o)
	default:
		return nil, false, nil
	}
	return replies, true, err
}

// goOnUntil takes a message as the day that was asked for.
func (c *Conversation) goOnUntil(ctx context.Context, m Message, action string, o order) ([]Reply, bool, error) {
	w, reason, ok := readWhen(m.Text)
	if !ok {
		return nil, false, nil
	}
	found, err := c.desk.Look(ctx, deskChat(m.Chat), o.Works...)
	if err != nil {
		replies, err := failed(err)
		return replies, true, err
	}
	v := verbExtend
	if action == waitPause {
		v = verbPause
	}
	replies, err := c.do(ctx, m, answer{verb: v, when: w, reason: reason}, unnumbered(found))
	return replies, true, err
}

// goOnWhich takes a message as the numbers that were asked for.
func (c *Conversation) goOnWhich(ctx context.Context, m Message, o order) ([]Reply, bool, error) {
	a, ok := readAnswer(m.Text)
	if !ok || !quotesQuestion(m.Quoted) || a.verb != "" && a.verb != o.Verb || len(a.numbers) == 0 && !a.all {
		return nil, false, nil
	}
	var items []listed
	for n, w := range o.Works {
		if w == (reminders.Work{}) || !a.all && !slices.Contains(a.numbers, n+1) {
			continue
		}
		found, err := c.desk.Look(ctx, deskChat(m.Chat), w)
		if err != nil {
			replies, err := failed(err)
			return replies, true, err
		}
		if !a.all || !found[0].Progress.State.Ends() {
			items = append(items, listed{n + 1, found[0]})
		}
	}
	for _, n := range a.numbers {
		if n > len(o.Works) || o.Works[n-1] == (reminders.Work{}) {
			return refused(fmt.Sprintf(noSuchItem, n)), true, nil
		}
	}
	if len(items) == 0 {
		return refused(allEnded), true, nil
	}
	replies, err := c.chosen(ctx, m, o, items)
	return replies, true, err
}

// quotesQuestion reports whether a message that quotes something quotes the question which Item is meant. What quotes
// another reminder means the numbers of that one.
func quotesQuestion(quoted string) bool {
	first := firstLine(quoted)
	for _, question := range whichQuestion {
		if first == question {
			return true
		}
	}
	return first == "" || first == notFound
}

// isReason reports whether a message can be the reason that was asked for, rather than a question or a word of thanks.
func isReason(text string) bool {
	text, ok := answerText(text)
	words := viet.Tokenize(text)
	if !ok || len(words) < 2 || asksBack(text) {
		return false
	}
	if _, ok := readAnswer(text); ok {
		return false
	}
	r := answerReader{text: text, tokens: words}
	return !r.read() // nothing but polite words
}

// withoutLead is a reason without the "vì" before it.
func withoutLead(text string) string {
	text = viet.Squeeze(viet.Normalize(text))
	r := answerReader{text: text, tokens: viet.Tokenize(text), answer: answer{verb: verbExtend}}
	if len(r.tokens) > 1 && r.next() && r.reason != "" {
		return r.reason
	}
	return text
}
