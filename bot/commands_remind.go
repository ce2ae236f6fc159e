package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

var (
	stepsWanted = regexp.MustCompile(`^truoc(?: han)? (\d{1,3}(?:(?: ?, ?| va | )\d{1,3})*) ngay$`)
	numberIn    = regexp.MustCompile(`\d+`)
	clockWanted = regexp.MustCompile(`^(?:vao luc |luc |vao )(\d{1,2}) ?(?:(?:h|g|gio|:) ?(\d{2})?(?: phut)?)?(?: (sang|chieu|toi))?$`)
)

// remindCommand has this chat reminded of one Task, or changes when it is reminded. In plain words that name neither it is
// a question.
func (c *Conversation) remindCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	if c.clerk == nil {
		return nil, false, nil
	}
	folded := viet.Squeeze(viet.Fold(viet.Normalize(s.argument)))
	if change, ok := readRule(strings.TrimRight(folded, ".! ")); ok {
		replies, err := c.changeRule(ctx, m, change)
		return replies, true, err
	}
	v, _, err := c.view(ctx, m)
	if err != nil {
		return nil, false, err
	}
	var t target
	if s.argument == "" {
		t.follows = c.lastTasks(ctx, m.Chat, v)
		t.refusal = remindHow
	} else {
		t = c.readTarget(ctx, m, v, s.argument)
	}
	switch {
	case len(t.follows) == 0 && t.refusal == "" && !s.slash:
		return nil, false, nil
	case len(t.follows) == 0 && t.refusal == "":
		return refused(remindHow), true, nil
	case len(t.follows) == 0:
		return refused(t.refusal), true, nil
	case m.Group:
		return refused(remindPrivately), true, nil
	case len(t.follows) > 1:
		replies, err := c.whichRemind(ctx, m, v, t.follows)
		return replies, true, err
	}
	replies, err := c.remindOf(ctx, m, v, t.follows[0])
	return replies, true, err
}

// remindOf follows something; of a Task there must be something to remind of.
func (c *Conversation) remindOf(ctx context.Context, m Message, v *reminders.View, f reminders.Follow) ([]Reply, error) {
	if f.Kind == reminders.FollowTask {
		if problem := remindable(v, f.Value); problem != "" {
			return refused(problem), nil
		}
	}
	return c.follow(ctx, m, f)
}

// whichRemind offers the Tasks that may have been meant.
func (c *Conversation) whichRemind(ctx context.Context, m Message, v *reminders.View, follows []reminders.Follow) ([]Reply, error) {
	follows = slices.DeleteFunc(slices.Clone(follows), func(f reminders.Follow) bool {
		return f.Kind == reminders.FollowTask && remindable(v, f.Value) != ""
	})
	switch len(follows) {
	case 0:
		return refused(remindNoDue), nil
	case 1:
		return c.follow(ctx, m, follows[0])
	}
	return c.whichFollow(ctx, m, v, follows)
}

// remindable says why there is nothing to be reminded of of a Task, in words for people; "" when there is.
func remindable(v *reminders.View, task string) (problem string) {
	t, ok := v.Task(task)
	if !ok || !t.Gone.IsZero() || t.Draft || !v.Sees(t) {
		return remindEnded
	}
	if left, _ := open(v.Of(reminders.Follow{Kind: reminders.FollowTask, Value: task}), func(reminders.Item) bool { return true }); len(left) > 0 {
		return ""
	}
	if t.Recurring == "" && !slices.ContainsFunc(t.Milestones, func(m reminders.Milestone) bool { return m.Gone.IsZero() && !m.Due.IsZero() }) {
		return remindNoDue
	}
	return remindEnded
}

// remindTask does what "🔔 Nhắc tôi" means.
func (c *Conversation) remindTask(ctx context.Context, m Message, task string) ([]Reply, error) {
	if m.Group {
		return refused(remindPrivately), nil
	}
	v, _, err := c.view(ctx, m)
	if err != nil {
		return nil, err
	}
	return c.remindOf(ctx, m, v, reminders.Follow{Kind: reminders.FollowTask, Value: task})
}

// lastTasksKey is a Key that no button has, for the Tasks of the last answer.
const lastTasksKey = "last-tasks"

// rememberTasks keeps which Tasks of the corpus an answer was about, for a "nhắc tôi" behind it.
func (c *Conversation) rememberTasks(ctx context.Context, chat Chat, tasks []string) {
	const most = 20
	if c.clerk == nil {
		return
	}
	s := choiceOf(lastTasksKey, lastTasksKey, tasks[:min(len(tasks), most)])
	s.Key = lastTasksKey
	c.keep(ctx, chat, s, waitsLong)
}

// keep stores for a while what no button shows.
func (c *Conversation) keep(ctx context.Context, chat Chat, s StoredChoice, lasts time.Duration) {
	if err := c.memory.SaveChoices(ctx, chat, []StoredChoice{s}, time.Now().Add(lasts)); err != nil {
		c.logger.WarnContext(ctx, "what a list means not stored", "channel", chat.Channel, "error", err)
	}
}

// lastTasks returns the Tasks of the last answer, as the register knows them.
func (c *Conversation) lastTasks(ctx context.Context, chat Chat, v *reminders.View) []reminders.Follow {
	s, err := c.memory.Choice(ctx, chat, lastTasksKey)
	var ids []string
	if err != nil || json.Unmarshal([]byte(s.Argument), &ids) != nil {
		return nil
	}
	var follows []reminders.Follow
	for _, id := range ids {
		if t, ok := v.OfCorpus(id); ok && v.Sees(t) {
			follows = append(follows, reminders.Follow{Kind: reminders.FollowTask, Value: t.ID})
		}
	}
	return follows
}

// remindChoice is the button that has a private chat reminded of the one Task that an answer was about. There is none
// where nothing is to be reminded of, where the chat hears of it already, and for who may not.
func (c *Conversation) remindChoice(ctx context.Context, m Message, tasks []string) (StoredChoice, bool) {
	if c.clerk == nil || m.Group || len(tasks) != 1 || c.may(ctx, m, people.Remind) != nil {
		return StoredChoice{}, false
	}
	v, _, err := c.view(ctx, m)
	if err != nil {
		c.logger.WarnContext(ctx, "no offer to be reminded", "channel", m.Chat.Channel, "error", err)
		return StoredChoice{}, false
	}
	t, ok := v.OfCorpus(tasks[0])
	if !ok || v.Hears(t.ID) || remindable(v, t.ID) != "" {
		return StoredChoice{}, false
	}
	return StoredChoice{Label: buttonFollowTask, Action: actionTask, Argument: t.ID}, true
}

// readRule reads "truoc 7, 3, 1 ngay" or "luc 7h30". The day itself stays among the steps, and so does what is overdue:
// nobody is to miss a deadline by asking for fewer reminders.
func readRule(folded string) (func(*reminders.Rule), bool) {
	if found := stepsWanted.FindStringSubmatch(folded); found != nil {
		before, _, _, err := reminders.ParseSteps(strings.Join(append(numberIn.FindAllString(found[1], -1), "0"), ","))
		if err != nil {
			before = nil // SetRule says what is wrong
		}
		return func(r *reminders.Rule) {
			if r.Before = before; before == nil {
				r.Overdue = nil
			}
		}, true
	}
	found := clockWanted.FindStringSubmatch(folded)
	if found == nil {
		return nil, false
	}
	hour, _ := strconv.Atoi(found[1])
	minute, _ := strconv.Atoi(found[2])
	if (found[3] == "chieu" || found[3] == "toi") && hour < 12 {
		hour += 12
	}
	return func(r *reminders.Rule) { r.Hour, r.Minute = hour, minute }, true
}

// changeRule changes when the chat is reminded; in a group only who answers for it may.
func (c *Conversation) changeRule(ctx context.Context, m Message, change func(*reminders.Rule)) ([]Reply, error) {
	if m.Group {
		s, err := c.standing(ctx, m)
		if err != nil {
			return nil, err
		}
		if s.Role < people.Member && !s.Manages {
			return refused(remindGroupRule), nil
		}
	}
	rule, err := c.clerk.clerk.SetRule(ctx, deskChat(m.Chat), change)
	if err != nil {
		return failed(err)
	}
	return []Reply{{Text: plain(fmt.Sprintf(remindChanged, rule.Hour, rule.Minute, ruleWords(rule)))}}, nil
}

// ruleWords says on which days a Rule reminds.
func ruleWords(r reminders.Rule) string {
	list := func(days []int) string {
		var words []string
		for _, n := range days {
			words = append(words, strconv.Itoa(n))
		}
		return strings.Join(words, ", ")
	}
	var parts []string
	ahead := slices.DeleteFunc(slices.Clone(r.Before), func(n int) bool { return n == 0 })
	if len(ahead) > 0 {
		parts = append(parts, fmt.Sprintf(ruleBefore, list(ahead)))
	}
	if len(ahead) < len(r.Before) {
		parts = append(parts, ruleOnDay)
	}
	if len(r.Overdue) > 0 {
		parts = append(parts, fmt.Sprintf(ruleOverdue, list(r.Overdue)))
	}
	if r.Weekly {
		parts = append(parts, ruleWeekly)
	}
	return strings.Join(parts, ", ")
}
