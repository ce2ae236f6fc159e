package bot

import (
	"context"
	"strings"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// Of plain words a command is only what names something it knows: "theo dõi Bộ Y tế" is one, "theo dõi tiến độ ai làm" is
// a question, whoever says it.

// namesTarget recognises what can be followed.
func (c *Conversation) namesTarget(ctx context.Context, m Message, argument string) (bool, error) {
	if c.clerk == nil {
		return false, nil
	}
	v, _, err := c.view(ctx, m)
	if err != nil {
		return false, err
	}
	t := c.readTarget(ctx, m, v, argument)
	return len(t.follows) > 0 || t.refusal != "" && strings.ContainsAny(argument, "“\"«"), nil
}

// namesFollowed recognises what one can stop following.
func (c *Conversation) namesFollowed(ctx context.Context, m Message, argument string) (bool, error) {
	if isAll(argument) {
		return true, nil
	}
	return c.namesTarget(ctx, m, argument)
}

// namesReminder recognises what one can be reminded of, and when.
func (c *Conversation) namesReminder(ctx context.Context, m Message, argument string) (bool, error) {
	folded := viet.Squeeze(viet.Fold(viet.Normalize(argument)))
	if _, ok := readRule(strings.TrimRight(folded, ".! ")); ok {
		return c.clerk != nil, nil
	}
	return c.namesTarget(ctx, m, argument)
}

// namesGrant recognises what a code is asked for: a role, and an agency where one is named.
func (c *Conversation) namesGrant(_ context.Context, _ Message, argument string) (bool, error) {
	_, _, rest, ok := people.ReadGrant(argument)
	if ok && rest != "" && c.clerk != nil {
		_, ok = c.clerk.agencyNamed(rest)
	}
	return ok, nil
}

// namesBoard recognises what a group can be linked by.
func (c *Conversation) namesBoard(_ context.Context, _ Message, argument string) (bool, error) {
	if looksLikeCode(argument) {
		return true, nil
	}
	if c.clerk == nil {
		return false, nil
	}
	_, ok := c.clerk.agencyNamed(argument)
	return ok, nil
}

// examples are buttons with questions, for who may ask: they are made of the documents.
func (c *Conversation) examples(ctx context.Context, m Message) []StoredChoice {
	if c.may(ctx, m, people.Ask) != nil {
		return nil
	}
	var all []knowledge.Suggestion
	if c.base != nil {
		all = c.base.Examples()
	}
	return askChoices(all)
}
