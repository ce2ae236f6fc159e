package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// The kinds of a listing.
const (
	listMine = "mine"
	listOf   = "of"
	listSoon = "soon"
	listLate = "late"
)

// soonDays is how far ahead "sắp đến hạn" looks.
const soonDays = 30

// listing is a list of Works, or where one goes on, as the JSON in StoredChoice.Argument.
type listing struct {
	Kind   string         `json:"kind"`
	Agency string         `json:"agency,omitempty"` // of listOf
	Number int            `json:"number,omitempty"` // of the last that was shown; 0 for none
	Last   reminders.Work `json:"last"`             // that one
}

// found is what a listing lists.
type found struct {
	head    knowledge.Line // the count first
	none    string         // what is said when nothing is left; "" when that is no answer
	items   []reminders.Item
	board   reminders.Board // of whose works the agency need not be named
	grouped bool
	undated int    // how many more tasks have no day
	agency  string // whose they are
}

func (c *Conversation) mineCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	return c.list(ctx, m, listing{Kind: listMine})
}

func (c *Conversation) soonCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	return c.list(ctx, m, listing{Kind: listSoon})
}

func (c *Conversation) lateCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	return c.list(ctx, m, listing{Kind: listLate})
}

// ofCommand lists the works of an agency. It is a question when anything else is asked for, and when the register has
// none: the documents may say more.
func (c *Conversation) ofCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	if c.clerk == nil {
		return nil, false, nil
	}
	name, ok := c.clerk.agencyNamed(s.argument)
	if !ok {
		return nil, false, nil
	}
	return c.list(ctx, m, listing{Kind: listOf, Agency: name})
}

// list shows a page of a listing.
func (c *Conversation) list(ctx context.Context, m Message, l listing) ([]Reply, bool, error) {
	if c.clerk == nil {
		return nil, false, nil
	}
	v, _, err := c.view(ctx, m)
	if err != nil {
		return nil, false, err
	}
	f := findWorks(v, l)
	switch {
	case len(f.items) == 0 && f.none == "":
		return nil, false, nil
	case len(f.items) == 0:
		replies, err := c.reply(ctx, m.Chat, plain(f.none), overviewChoices(v, l))
		return replies, true, err
	}
	replies, err := c.page(ctx, m, v, l, f)
	return replies, true, err
}

// overviewChoices are what else one may look at where a list has nothing.
func overviewChoices(v *reminders.View, l listing) []StoredChoice {
	var choices []StoredChoice
	add := func(kind, label, words string) {
		if l.Kind != kind {
			choices = append(choices, commandChoice(label, words))
		}
	}
	if len(v.Sub.Follows) == 0 && !v.Overview() {
		return nil
	}
	add(listLate, buttonLate, "quá hạn")
	add(listSoon, buttonSoon, "sắp đến hạn")
	return choices
}

// findWorks picks what a listing lists, in its order.
func findWorks(v *reminders.View, l listing) found {
	f := found{board: v.Board}
	whose := ""
	if name := inline(v.Board.Name, longestTitle); name != "" && !v.Board.Followers() && !v.Overview() {
		whose = fmt.Sprintf(workOf, name)
	}
	if l.Kind == listOf {
		f.board = reminders.Board{Agency: l.Agency}
		whose = fmt.Sprintf(workOf, inline(l.Agency, longestTitle))
	}
	known := len(v.Sub.Follows) > 0
	switch l.Kind {
	case listOf, listMine:
		all := v.Own()
		if l.Kind == listOf {
			all = v.Of(reminders.Follow{Kind: reminders.FollowWatch, Value: l.Agency})
			known = true
		}
		f.findOpen(all, whose, len(all) > 0 || l.Kind == listMine && known)
		if f.agency = f.board.Agency; f.agency != "" {
			f.undated = v.Undated(reminders.Follow{Kind: reminders.FollowWatch, Value: f.agency})
		}
		if l.Kind == listMine && len(all) == 0 && v.Overview() {
			f.none = workUnmanaged
		}
	case listLate:
		f.items, _ = open(v.All(), func(i reminders.Item) bool { return i.DaysLeft < 0 })
		f.head = knowledge.Line{{Text: fmt.Sprintf(workLateOf, len(f.items), whose), Strong: true}}
		f.none = fmt.Sprintf(workNoLate, whose)
	default:
		f.items, _ = open(v.All(), func(i reminders.Item) bool { return i.DaysLeft >= 0 && i.DaysLeft <= soonDays })
		f.head = knowledge.Line{{Text: fmt.Sprintf(workSoonOf, len(f.items), soonDays, whose), Strong: true}}
		f.none = fmt.Sprintf(workNoSoon, soonDays, whose)
	}
	if !known && !v.Overview() && len(f.items) == 0 {
		f.none = workNobody
	}
	if (l.Kind == listLate || l.Kind == listSoon) && v.Overview() {
		f.group()
	}
	return f
}

// findOpen lists what is not done, and counts what is. known means that it is an answer when there is nothing.
func (f *found) findOpen(all []reminders.Item, whose string, known bool) {
	var done, late int
	f.items, done = open(all, func(i reminders.Item) bool {
		if i.DaysLeft < 0 {
			late++
		}
		return true
	})
	f.head = knowledge.Line{{Text: fmt.Sprintf(workCount, len(f.items)) + whose, Strong: true}}
	var more []knowledge.Span
	if late > 0 {
		more = append(more, knowledge.Span{Text: ", "}, knowledge.Span{Text: fmt.Sprintf(workLate, late), Strong: true})
	}
	if done > 0 {
		more = append(more, knowledge.Span{Text: ", " + fmt.Sprintf(workDone, done)})
	}
	f.head = append(append(f.head, more...), knowledge.Span{Text: ":"})
	switch {
	case done > 0:
		f.none = fmt.Sprintf(workAllDone, whose, done)
	case known:
		f.none = fmt.Sprintf(workNone, whose)
	}
}

// open returns the Items that have not ended and that pick takes, and counts those that are done.
func open(items []reminders.Item, pick func(reminders.Item) bool) (picked []reminders.Item, done int) {
	for _, i := range items {
		switch {
		case i.Progress.State == reminders.Done:
			done++
		case i.Progress.State.Ends():
		case pick(i):
			picked = append(picked, i)
		}
	}
	return picked, done
}

// group brings the Items of each agency together, those with the most first.
func (f *found) group() {
	counts := map[string]int{}
	for _, i := range f.items {
		counts[i.Work.Agency]++
	}
	if len(counts) < 2 {
		return
	}
	f.grouped = true
	slices.SortStableFunc(f.items, func(a, b reminders.Item) int {
		return cmp.Or(cmp.Compare(counts[b.Work.Agency], counts[a.Work.Agency]), cmp.Compare(a.Work.Agency, b.Work.Agency))
	})
}

// rest leaves out what was shown before.
func (f *found) rest(l listing) []reminders.Item {
	if l.Number == 0 {
		return f.items
	}
	if i := slices.IndexFunc(f.items, func(i reminders.Item) bool { return i.Work == l.Last }); i >= 0 {
		return f.items[i+1:]
	}
	return f.items[min(max(l.Number-1, 0), len(f.items)):] // the last that was shown has been done since
}

// page shows as many Items as fit, each with a button.
func (c *Conversation) page(ctx context.Context, m Message, v *reminders.View, l listing, f found) ([]Reply, error) {
	text, agency := knowledge.Text{f.head}, ""
	var choices, kept []StoredChoice
	rest := f.rest(l)
	if l.Number == 0 {
		c.rememberList(ctx, m.Chat, f.items)
	}
	for len(rest) > 0 {
		i, board := rest[0], f.board
		if f.grouped {
			board = reminders.Board{Agency: i.Work.Agency}
		}
		lines := itemLines(l.Number+1, i, board, false)
		if f.grouped && i.Work.Agency != agency {
			agency = i.Work.Agency
			lines = append(knowledge.Text{f.agencyLine(agency)}, lines...)
		}
		if len(text)+len(lines) > pageLines {
			break
		}
		rest, text = rest[1:], append(text, lines...)
		l.Number, l.Last = l.Number+1, i.Work
		o := order{Works: []reminders.Work{i.Work}, Number: l.Number}
		action := actionCard
		if c.desk != nil && v.Reports(i.Work) {
			action = actionShow
			kept = append(kept, quoteChoice(l.Number, i, lines[len(lines)-2:]))
		}
		choices = append(choices, o.choice(strconv.Itoa(l.Number), action))
	}
	if len(rest) == 0 && f.undated > 0 {
		text = append(text, plainLine(fmt.Sprintf(workUndated, f.undated)))
		choices = append([]StoredChoice{{Key: newKey(), Label: buttonUndated, Action: actionAsk, Argument: fmt.Sprintf(askAll, f.agency)}}, choices...)
	}
	if len(rest) > 0 {
		choices = append([]StoredChoice{choiceOf(fmt.Sprintf(workMore, len(rest)), actionList, l)}, choices...)
	}
	return c.offer(ctx, m.Chat, text, choices, kept...)
}

func (f *found) agencyLine(agency string) knowledge.Line {
	n := 0
	for _, i := range f.items {
		if i.Work.Agency == agency {
			n++
		}
	}
	return knowledge.Line{{Text: fmt.Sprintf(workGroup, upperFirst(inline(agency, longestPhrase)), n), Strong: true}}
}

// listedKey is a Key that no button has, for what the numbers of the last list mean.
const listedKey = "last-list"

// rememberList keeps what the numbers of a list mean: "nhắc tôi việc 2".
func (c *Conversation) rememberList(ctx context.Context, chat Chat, items []reminders.Item) {
	const most = 100
	var o order
	for _, i := range items[:min(len(items), most)] {
		o.Works = append(o.Works, i.Work)
	}
	s := o.choice(listedKey, listedKey)
	s.Key = listedKey
	c.keep(ctx, chat, s, waitsShort)
}

// lastListed returns what an answer in words has numbers of, if a list came after the last reminder.
func (c *Conversation) lastListed(ctx context.Context, chat Chat, a answer) (works map[int]reminders.Work, ok bool) {
	works = map[int]reminders.Work{}
	for _, n := range a.numbers {
		if works[n], ok = c.listedWork(ctx, chat, n); !ok {
			return nil, false
		}
	}
	return works, a.verb != "" && len(works) > 0
}

// look returns numbered Works as they stand today; one that the chat may not speak about is an error.
func (c *Conversation) look(ctx context.Context, chat Chat, works map[int]reminders.Work) ([]listed, error) {
	var items []listed
	for _, n := range slices.Sorted(maps.Keys(works)) {
		found, err := c.desk.Look(ctx, deskChat(chat), works[n])
		if err != nil {
			return nil, err
		}
		items = append(items, listed{n, found[0]})
	}
	return items, nil
}

// listedWork returns the Work that the last list had under a number.
func (c *Conversation) listedWork(ctx context.Context, chat Chat, number int) (reminders.Work, bool) {
	s, err := c.memory.Choice(ctx, chat, listedKey)
	var o order
	if err != nil || json.Unmarshal([]byte(s.Argument), &o) != nil || number < 1 || number > len(o.Works) {
		return reminders.Work{}, false
	}
	return o.Works[number-1], true
}

// card shows one Work to who cannot report on it.
func (c *Conversation) card(ctx context.Context, m Message, argument string) ([]Reply, error) {
	var o order
	if json.Unmarshal([]byte(argument), &o) != nil || len(o.Works) != 1 {
		return refused(workGone), nil
	}
	v, _, err := c.view(ctx, m)
	if err != nil {
		return nil, err
	}
	i, ok := v.Item(o.Works[0], viet.Date{}, v.Today)
	if !ok || !i.Task.Gone.IsZero() || !i.Milestone.Gone.IsZero() || !v.Sees(i.Task) {
		return refused(workGone), nil
	}
	text := itemLines(o.Number, i, reminders.Board{}, false)
	if whole := inline(i.Task.Text, longestSaid); whole != "" && !strings.HasPrefix(viet.Fold(text[:1].String()), viet.Fold(whole)) {
		text = append(text, plainLine(whole))
	}
	var choices []StoredChoice
	if !m.Group && !v.Hears(i.Task.ID) && remindable(v, i.Task.ID) == "" {
		choices = append(choices, StoredChoice{Label: buttonFollowTask, Action: actionTask, Argument: i.Task.ID})
	}
	return c.reply(ctx, m.Chat, text, choices)
}
