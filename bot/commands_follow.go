package bot

import (
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

// followCommand follows what the argument names, or tells what is followed. In plain words that name nothing it is a
// question.
func (c *Conversation) followCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	if c.clerk == nil {
		return nil, false, nil
	}
	v, _, err := c.view(ctx, m)
	if err != nil {
		return nil, false, err
	}
	if s.argument == "" {
		replies, err := c.followed(ctx, m, v)
		return replies, true, err
	}
	t := c.readTarget(ctx, m, v, s.argument)
	switch {
	case t.refusal != "":
		return refused(t.refusal), true, nil
	case len(t.follows) == 1:
		replies, err := c.follow(ctx, m, t.follows[0])
		return replies, true, err
	case len(t.follows) > 1:
		replies, err := c.whichFollow(ctx, m, v, t.follows)
		return replies, true, err
	case s.slash:
		return refused(fmt.Sprintf(followUnclear, inline(s.argument, longestPhrase))), true, nil
	}
	return nil, false, nil
}

// followed lists what the chat follows.
func (c *Conversation) followed(ctx context.Context, m Message, v *reminders.View) ([]Reply, error) {
	all := v.Followed()
	if len(all) == 0 {
		return c.reply(ctx, m.Chat, plain(followNone+"\n"+followHow), nil)
	}
	text := knowledge.Text{{{Text: fmt.Sprintf(followList, len(all)), Strong: true}}}
	for i, f := range all {
		text = append(text, plainLine(fmt.Sprintf("%d. %s", i+1, upperFirst(followName(v, f)))))
	}
	rule := v.Sub.Rule
	text = append(text, plainLine(fmt.Sprintf(followWhen, rule.Hour, rule.Minute, ruleWords(rule))), plainLine(followHow))
	page, rest := paginate(text)
	choices := []StoredChoice{commandChoice(buttonStop, "bỏ theo dõi")}
	if len(rest) > 0 {
		choices = append([]StoredChoice{moreChoice(rest)}, choices...)
	}
	return c.reply(ctx, m.Chat, page, choices)
}

// whichFollow offers what an argument may have meant.
func (c *Conversation) whichFollow(ctx context.Context, m Message, v *reminders.View, follows []reminders.Follow) ([]Reply, error) {
	const most = 6 // two lines each are still a page
	text := plain(fmt.Sprintf(followWhich, len(follows)))
	var choices []StoredChoice
	for i, f := range follows[:min(len(follows), most)] {
		text = append(text, plainLine(fmt.Sprintf("%d. %s", i+1, upperFirst(followName(v, f)))))
		choices = append(choices, choiceOf(fmt.Sprint(i+1), actionFollow, f))
	}
	return c.replyFor(ctx, m.Chat, text, choices, nil, choicesLast)
}

// follow adds something to what the chat follows and says what comes of it.
func (c *Conversation) follow(ctx context.Context, m Message, f reminders.Follow) ([]Reply, error) {
	s, err := c.standing(ctx, m)
	if err != nil {
		return nil, err
	}
	n := reminders.Newcomer{Group: m.Group}
	if s.Role >= people.Member && !m.Group {
		n.Board = s.Board
	}
	done, err := c.clerk.clerk.Follow(ctx, deskChat(m.Chat), n, f)
	if err != nil {
		return failed(err)
	}
	v, _, err := c.view(ctx, m)
	if err != nil {
		return nil, err
	}
	said := followBefore
	if done.Added {
		said = followAdded
	}
	text := plain(fmt.Sprintf(said, followName(v, f)))
	items := v.Of(f)
	text = append(text, plainLine(nearest(items)))
	if done.Joined {
		text = append(text, plainLine(fmt.Sprintf(followJoined, inline(done.Board.Name, longestTitle))))
	}
	rule := done.Subscriber.Rule
	text = append(text, plainLine(fmt.Sprintf(followWhen, rule.Hour, rule.Minute, ruleWords(rule))))
	switch {
	case done.Subscriber.Paused != "":
		text = append(text, plainLine(followPaused))
	case v.SendingFrom.IsZero():
		text = append(text, plainLine(followOff))
	}
	var choices []StoredChoice
	if f.Kind == reminders.FollowWatch && len(items) > 0 {
		choices = append(choices, commandChoice(buttonWorks, "việc của "+f.Value))
	}
	if i := slices.IndexFunc(done.Subscriber.Follows, sameFollow(f)); i >= 0 && done.Subscriber.Follows[i].Kind != reminders.FollowAgency {
		choices = append(choices, choiceOf(buttonStop, actionUnfollow, done.Subscriber.Follows[i]))
	}
	return c.replyFor(ctx, m.Chat, text, choices, nil, choicesLast)
}

// nearest says how many works somebody will hear of, and of the first.
func nearest(items []reminders.Item) string {
	left, _ := open(items, func(reminders.Item) bool { return true })
	if len(left) == 0 {
		return followNoOpen
	}
	i := left[0]
	return fmt.Sprintf(followOpen, len(left), i.Due.Vietnamese()+" ("+daysLeft(i.DaysLeft)+")")
}

// sameFollow finds a Follow among others: an agency may be watched, or answered for.
func sameFollow(f reminders.Follow) func(reminders.Follow) bool {
	agency := func(k reminders.FollowKind) bool { return k == reminders.FollowAgency || k == reminders.FollowWatch }
	return func(o reminders.Follow) bool { return o == f || agency(o.Kind) && agency(f.Kind) && o.Value == f.Value }
}

// followName is what a Follow is called in a sentence.
func followName(v *reminders.View, f reminders.Follow) string {
	switch f.Kind {
	case reminders.FollowDocument:
		return fmt.Sprintf(followDocument, cite(f.Value))
	case reminders.FollowTheme:
		return fmt.Sprintf(followTheme, inline(f.Value, longestPhrase))
	case reminders.FollowTask:
		t, ok := v.Task(f.Value)
		if !ok || !t.Gone.IsZero() {
			return followTaskGone
		}
		name := fmt.Sprintf(followQuoted, titleOf(reminders.Item{Task: t}, shortTitle))
		if source := sourceOf(t); source != "" {
			name += " (" + source + ")"
		}
		return name
	}
	return inline(f.Value, longestTitle)
}

// unfollowCommand ends what the argument names, or offers all that is followed.
func (c *Conversation) unfollowCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	if c.clerk == nil {
		return nil, false, nil
	}
	v, _, err := c.view(ctx, m)
	if err != nil {
		return nil, false, err
	}
	all := v.Followed()
	if len(all) == 0 {
		return refused(followNone), true, nil
	}
	if s.argument == "" {
		replies, err := c.whichUnfollow(ctx, m, v, unfollowWhich)
		return replies, true, err
	}
	if isAll(s.argument) {
		replies, err := c.unfollowAll(ctx, m, v)
		return replies, true, err
	}
	for _, f := range c.readTarget(ctx, m, v, s.argument).follows {
		if i := slices.IndexFunc(all, sameFollow(f)); i >= 0 {
			replies, err := c.unfollow(ctx, m, all[i])
			return replies, true, err
		}
	}
	replies, err := c.whichUnfollow(ctx, m, v, unfollowNot+" "+unfollowWhich)
	return replies, true, err
}

// isAll reports whether an argument means all that is followed.
func isAll(argument string) bool {
	return slices.Contains([]string{"tat ca", "het", "het tat ca", "toan bo"}, viet.Fold(viet.Normalize(argument)))
}

// whichUnfollow offers to end what is followed, one by one.
func (c *Conversation) whichUnfollow(ctx context.Context, m Message, v *reminders.View, question string) ([]Reply, error) {
	text := plain(question)
	var choices []StoredChoice
	for i, f := range v.Followed() {
		name := upperFirst(followName(v, f))
		text = append(text, plainLine(fmt.Sprintf("%d. %s", i+1, name)))
		choices = append(choices, choiceOf(fmt.Sprintf(buttonStopN, i+1, name), actionUnfollow, f))
	}
	page, rest := paginate(text)
	if len(rest) > 0 {
		choices = append(choices, moreChoice(rest))
		choices[len(choices)-1].Key = newKey()
	}
	return c.replyFor(ctx, m.Chat, page, choices, nil, choicesLast)
}

func (c *Conversation) unfollowAll(ctx context.Context, m Message, v *reminders.View) ([]Reply, error) {
	if !v.OnlyFollows() {
		return c.whichUnfollow(ctx, m, v, fmt.Sprintf(unfollowBoards, inline(v.Board.Name, longestTitle))+"\n"+unfollowWhich)
	}
	stays, err := c.clerk.leave(ctx, m.Chat)
	if err != nil {
		return failed(err)
	}
	if stays != "" { // linked by an administrator meanwhile
		return refused(fmt.Sprintf(unfollowBoards, inline(stays, longestTitle))), nil
	}
	return []Reply{{Text: plain(unfollowedAll)}}, nil
}

// unfollow ends one Follow.
func (c *Conversation) unfollow(ctx context.Context, m Message, f reminders.Follow) ([]Reply, error) {
	v, _, err := c.view(ctx, m)
	if err != nil {
		return nil, err
	}
	left, removed, err := c.clerk.clerk.Unfollow(ctx, deskChat(m.Chat), f)
	var refusal *reminders.Refusal
	if errors.As(err, &refusal) { // it may name a board
		return refused(inline(refusal.Sentence, 2*longestSaid)), nil
	}
	if err != nil {
		return failed(err)
	}
	text := plain(fmt.Sprintf(unfollowed, followName(v, f)))
	if removed {
		text = append(text, plainLine(unfollowedAll))
	} else if len(left) > 0 {
		var names []string
		for _, f := range left {
			names = append(names, followName(v, f))
		}
		text = append(text, plainLine(fmt.Sprintf(followStill, inline(strings.Join(names, "; "), longestSaid))))
	}
	return []Reply{{Text: text}}, nil
}
