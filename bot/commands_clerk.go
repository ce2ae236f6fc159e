package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dondoc/bot/people"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// Reports are how figures and lists become files, and where a calendar can be fetched. A nil function means that there
// is none of its kind.
type Reports struct {
	Draw     func(figures reminders.Figures) (png []byte, err error)
	Workbook func(items []reminders.Item) (xlsx []byte, err error)
	Calendar func(name string, items []reminders.Item, now time.Time) (ics []byte, err error)
	FeedURL  func(secret string) string // nil: the program has no public address
}

// WithClerk lets people see their work, follow agencies, documents, themes and Tasks, and choose when they are reminded.
// registry tells the agencies in force.
func WithClerk(clerk *reminders.Clerk, registry func() *agency.Registry, reports Reports) Option {
	return func(c *Conversation) { c.clerk = &clerkDesk{clerk, registry, reports} }
}

// clerkDesk is what the commands about work and following need.
type clerkDesk struct {
	clerk    *reminders.Clerk
	registry func() *agency.Registry
	reports  Reports
}

// agencyNamed returns the full name of the one agency that a text names and nothing else: not one in general words.
func (d *clerkDesk) agencyNamed(text string) (string, bool) {
	text = viet.Squeeze(viet.Normalize(text))
	reg := d.registry()
	found, ok := reg.Lookup(text)
	if !ok {
		all := reg.FindFolded(text)
		if len(all) != 1 || all[0].Start != 0 || all[0].End != len(text) {
			return "", false
		}
		found = all[0].Agency
	}
	return found.Name, found.Kind != agency.Group
}

// boardOf returns the board that answers for an agency; it makes one that is not there.
func (d *clerkDesk) boardOf(ctx context.Context, agency string) (reminders.Board, error) {
	return d.clerk.BoardOf(ctx, agency)
}

// link makes a group a chat of a board and returns the board's name. A group of another board is ErrConflict of package
// reminders, with the name of that.
func (d *clerkDesk) link(ctx context.Context, chat Chat, board int64) (string, error) {
	b, err := d.clerk.Link(ctx, deskChat(chat), board)
	return b.Name, err
}

// leave ends what a chat follows by its own wish. stays is the name of the board of a chat that stays, as an
// administrator linked it; "" when nothing is left.
func (d *clerkDesk) leave(ctx context.Context, chat Chat) (stays string, err error) {
	b, err := d.clerk.Leave(ctx, deskChat(chat))
	return b.Name, err
}

// view is how the register stands for who wrote m. In a group it is the group's own: what somebody may see elsewhere is
// not shown to all.
func (c *Conversation) view(ctx context.Context, m Message) (*reminders.View, people.Standing, error) {
	s, err := c.standing(ctx, m)
	if err != nil {
		return nil, s, err
	}
	board := s.Board
	if m.Group {
		board = 0
	}
	v, err := c.clerk.clerk.View(ctx, deskChat(m.Chat), board)
	if err != nil {
		return nil, s, fmt.Errorf("bot: view: %w", err)
	}
	v.Wide = !m.Group && s.Role >= people.Secretariat && !v.Board.Secretariat
	return v, s, nil
}

// What the buttons of these commands do, in StoredChoice.Action.
const (
	actionCommand  = "work-command" // Argument is a command in words
	actionList     = "work-list"    // Argument is a listing
	actionCard     = "work-card"    // Argument is an order with one Work: to be shown to who only hears of it
	actionFollow   = "follow-add"   // Argument is a Follow
	actionTask     = "follow-task"  // Argument is the ID of a Task of the register
	actionUnfollow = "follow-stop"  // Argument is a Follow
	actionFeed     = "calendar-link"
)

// pressedAction is which right a button needs.
var pressedAction = map[string]people.Action{
	actionCommand: people.Help, actionList: people.Mine, actionCard: people.Mine, actionFollow: people.Follow, actionTask: people.Remind,
	actionUnfollow: people.Unfollow, actionFeed: people.Calendar,
}

// pressedCommand does what a button of these commands means. ok is false for any other button.
func (c *Conversation) pressedCommand(ctx context.Context, m Message, s StoredChoice) (replies []Reply, ok bool, err error) {
	action, ok := pressedAction[s.Action]
	if !ok || c.clerk == nil {
		return nil, false, nil
	}
	if err := c.may(ctx, m, action); err != nil {
		return c.deniedOr(err)
	}
	var f reminders.Follow
	switch s.Action {
	case actionCommand:
		m.Text, m.Choice = s.Argument, ""
		return c.command(ctx, m)
	case actionList:
		var l listing
		if json.Unmarshal([]byte(s.Argument), &l) != nil {
			return nil, false, nil
		}
		return c.list(ctx, m, l)
	case actionCard:
		replies, err = c.card(ctx, m, s.Argument)
	case actionTask:
		replies, err = c.remindTask(ctx, m, s.Argument)
	case actionFeed:
		replies, err = c.feedLink(ctx, m)
	case actionFollow, actionUnfollow:
		if json.Unmarshal([]byte(s.Argument), &f) != nil {
			return nil, false, nil
		}
		if s.Action == actionFollow {
			replies, err = c.follow(ctx, m, f)
		} else {
			replies, err = c.unfollow(ctx, m, f)
		}
	}
	return replies, true, err
}

// choiceOf makes a button whose argument is plain data.
func choiceOf(label, action string, argument any) StoredChoice {
	text, _ := json.Marshal(argument) // plain data: cannot fail
	return StoredChoice{Key: newKey(), Label: inline(label, longestButton), Action: action, Argument: string(text)}
}

// commandChoice is a button that gives a command.
func commandChoice(label, words string) StoredChoice {
	return StoredChoice{Key: newKey(), Label: inline(label, longestButton), Action: actionCommand, Argument: words}
}

// longestButton is how much fits on a button, in letters.
const longestButton = 38
