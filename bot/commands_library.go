package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// loadCommand tells how documents are loaded; as the caption of one it loads it.
func (c *Conversation) loadCommand(ctx context.Context, m Message, _ said) ([]Reply, bool, error) {
	if c.library == nil {
		return nil, false, nil
	}
	if replies, handled, err := c.receive(ctx, m); handled || err != nil {
		return replies, handled, err
	}
	return []Reply{{Text: plain(loadHow)}}, true, nil
}

// versionsCommand lists what there is, the open candidate first. Drafts that came to nothing are only counted.
func (c *Conversation) versionsCommand(ctx context.Context, m Message, _ said) ([]Reply, bool, error) {
	if c.library == nil {
		return nil, false, nil
	}
	versions, err := c.library.Versions(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("bot: versions: %w", err)
	}
	kept := slices.DeleteFunc(slices.Clone(versions), func(v LibraryVersion) bool {
		return v.State == VersionReplaced || v.State == VersionDiscarded
	})
	slices.SortStableFunc(kept, func(a, b LibraryVersion) int { return cmp.Compare(openFirst(a), openFirst(b)) })
	text := plain(fmt.Sprintf(versionCount, len(kept)))
	const most = 10
	var open release
	for i, v := range kept {
		if v.State == VersionInForce {
			open.Against = v.ID
		}
		if v.State == VersionOpen {
			open.Version, open.Open = v.ID, true
		}
		if i < most {
			text = append(text, v.line())
		}
	}
	if n := len(kept) - most; n > 0 {
		text = append(text, plainLine(fmt.Sprintf(versionMore, n)))
	}
	if n := len(versions) - len(kept); n > 0 {
		text = append(text, plainLine(fmt.Sprintf(versionLeft, n)))
	}
	var choices []StoredChoice
	if open.Open {
		choices = []StoredChoice{open.choice(buttonReport, actionReport), open.choice(buttonPublish, actionPublish), open.choice(buttonDiscard, actionDiscard)}
	}
	replies, err := c.reply(ctx, m.Chat, text, choices)
	return replies, true, err
}

func openFirst(v LibraryVersion) int {
	if v.State == VersionOpen {
		return 0
	}
	return 1
}

// line is a version in a list: when, what, how, who, and how it stands.
func (v LibraryVersion) line() knowledge.Line {
	said := fmt.Sprintf(versionLine, v.ID, viet.DateOf(v.Made).Vietnamese(), v.Files)
	if v.Edits > 0 {
		said += fmt.Sprintf(versionEdits, v.Edits)
	}
	if v.Origin != "" {
		said += ", " + v.Origin
	}
	if by := inline(v.By, longestPhrase); by != "" {
		said += fmt.Sprintf(versionBy, by)
	}
	standing := " – " + stateWords[v.State]
	if v.State == VersionInForce && !v.Published.IsZero() {
		standing = fmt.Sprintf(versionSince, stateWords[v.State], viet.DateOf(v.Published).Vietnamese())
	}
	return knowledge.Line{{Text: said}, {Text: standing, Strong: v.State == VersionInForce || v.State == VersionOpen}}
}

// publishCommand asks whether the open candidate, or the version whose number is named, is to be published. As the
// caption of a document it loads that: nobody has seen its report yet.
func (c *Conversation) publishCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	if c.library == nil {
		return nil, false, nil
	}
	if replies, handled, err := c.receive(ctx, m); handled || err != nil {
		return replies, handled, err
	}
	number, ok := versionNumber(s.argument)
	if !ok && s.argument != "" {
		return nil, false, nil
	}
	v, err := c.library.Candidate(ctx, number)
	switch {
	case errors.Is(err, ErrNoVersion) && number == 0:
		return refused(publishNothing), true, nil
	case err != nil:
		replies, err := libraryFailed("look at a version", err)
		return replies, true, err
	}
	replies, err := c.compare(ctx, m, releaseOf(v), v)
	if err != nil || len(replies) > 0 {
		return replies, true, err
	}
	replies, err = c.askPublish(ctx, m, v, "")
	return replies, true, err
}

// namesVersion recognises the number of a version.
func (c *Conversation) namesVersion(_ context.Context, _ Message, argument string) (bool, error) {
	_, ok := versionNumber(argument)
	return ok && c.library != nil, nil
}

// versionNumber reads what is nothing but a number.
func versionNumber(argument string) (int64, bool) {
	argument = strings.TrimRight(strings.TrimSpace(argument), ".!?")
	if len(argument) == 0 || len(argument) > 9 || strings.Trim(argument, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(argument, 10, 64)
	return n, err == nil && n > 0
}

// rollbackCommand asks whether to go back to what was in force before.
func (c *Conversation) rollbackCommand(ctx context.Context, m Message, _ said) ([]Reply, bool, error) {
	if c.library == nil {
		return nil, false, nil
	}
	v, err := c.library.Former(ctx)
	if err != nil {
		replies, err := libraryFailed("look at the former version", err)
		return replies, true, err
	}
	text := plain(fmt.Sprintf(rollbackAsk, v.Version, v.Against, v.Effect.words()))
	r := release{Version: v.Version, Against: v.Against}
	replies, err := c.confirm(ctx, m, text, r.choice(buttonBackNow, actionBackNow), r)
	return replies, true, err
}

// consoleCommand makes a link that signs in once. Whoever has it is signed in, so the policy keeps it out of groups.
func (c *Conversation) consoleCommand(ctx context.Context, m Message, _ said) ([]Reply, bool, error) {
	if c.library == nil {
		return nil, false, nil
	}
	if m.Group || m.Sender == "" {
		return refused(onlyPrivate), true, nil
	}
	link, lasts, err := c.library.Console(ctx)
	if err != nil {
		replies, err := libraryFailed("make a link to the console", err)
		return replies, true, err
	}
	return []Reply{{Text: append(plain(fmt.Sprintf(consoleLink, shortly(lasts))), plainLine(link))}}, true, nil
}

// shortly is how long something is good for that does not last.
func shortly(d time.Duration) string {
	if d < time.Hour {
		return fmt.Sprintf("%d phút", d/time.Minute)
	}
	return lasting(d)
}

func (c *Conversation) statusCommand(ctx context.Context, _ Message, _ said) ([]Reply, bool, error) {
	if c.library == nil {
		return nil, false, nil
	}
	text, err := c.library.Status(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("bot: status: %w", err)
	}
	return []Reply{{Text: text}}, true, nil
}
