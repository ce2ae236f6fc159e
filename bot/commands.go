package bot

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
)

//go:embed data/commands.txt
var commandData string

// said is a command as somebody gave it.
type said struct {
	name     string
	argument string // what stood behind it, as written; "" for nothing
	slash    bool   // given as /command: it is no question, whatever follows
}

// command is what may be done by one.
type command struct {
	action people.Action
	asks   bool // in plain words it may as well be a question: so it is for those who may not
	do     func(c *Conversation, ctx context.Context, m Message, s said) (replies []Reply, handled bool, err error)
}

// commandTable are the commands of data/commands.txt. One that reports false leaves its plain words to be a question.
var commandTable = sync.OnceValue(func() map[string]command {
	return map[string]command{
		"calendar": {people.Calendar, false, (*Conversation).calendarCommand},
		"follow":   {people.Follow, false, (*Conversation).followCommand},
		"forget":   {people.Help, false, (*Conversation).forgetCommand}, // whose data, and who may, is seen there
		"grant":    {people.Grant, false, (*Conversation).grantCommand},
		"help":     {people.Help, false, (*Conversation).helpCommand},
		"late":     {people.Late, true, (*Conversation).lateCommand},
		"link":     {people.Pair, false, (*Conversation).linkCommand}, // who may is seen when it is clear by what
		"load":     {people.Load, false, (*Conversation).loadCommand},
		"mine":     {people.Mine, false, (*Conversation).mineCommand},
		"of":       {people.Mine, true, (*Conversation).ofCommand},
		"pair":     {people.Pair, false, (*Conversation).pairCommand},
		"people":   {people.People, false, (*Conversation).peopleCommand},
		"progress": {people.Progress, true, (*Conversation).progressCommand},
		"remind":   {people.Remind, false, (*Conversation).remindCommand},
		"soon":     {people.Soon, true, (*Conversation).soonCommand},
		"start":    {people.Help, false, (*Conversation).startCommand},
		"status":   {people.Status, true, (*Conversation).statusCommand},
		"unfollow": {people.Unfollow, false, (*Conversation).unfollowCommand},
		"versions": {people.Versions, true, (*Conversation).versionsCommand},
	}
})

// commandPhrase is one way of giving a command.
type commandPhrase struct {
	name     string
	words    string // folded
	argument bool
}

// commandPhrases reads data/commands.txt; the longest phrase of those that fit is meant, so they are sorted by length.
var commandPhrases = sync.OnceValue(func() []commandPhrase {
	var all []commandPhrase
	for line := range strings.Lines(commandData) {
		name, words, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.SplitSeq(words, "|") {
			w, argument := strings.CutSuffix(strings.TrimSpace(w), " …")
			all = append(all, commandPhrase{strings.TrimSpace(name), w, argument})
		}
	}
	return all
})

// readCommand recognises a command. Of two that fit the one with more words is meant.
func readCommand(text string) (said, bool) {
	text = viet.Squeeze(viet.Normalize(text))
	rest, slash := strings.CutPrefix(text, "/")
	folded := strings.Fields(viet.Fold(rest))
	written := strings.Fields(rest)
	if len(folded) == 0 || len(folded) != len(written) {
		return said{}, false
	}
	if slash { // a command of a menu is one word
		folded = append(strings.Split(folded[0], "_"), folded[1:]...)
		written = append(make([]string, len(folded)-len(written)+1), written[1:]...)
	} else {
		folded[len(folded)-1] = strings.TrimRight(folded[len(folded)-1], "?!.")
	}
	best, words := said{}, 0
	for _, p := range commandPhrases() {
		n := len(strings.Fields(p.words))
		if n <= words || n > len(folded) || strings.Join(folded[:n], " ") != p.words || p.argument != (n < len(folded)) {
			continue
		}
		best, words = said{p.name, strings.Join(written[n:], " "), slash}, n
	}
	return best, words > 0
}

// slashWord begins a message that can only be meant as a command.
var slashWord = regexp.MustCompile(`^\s*/[A-Za-z]\w*(?:@\w+)?(?:\s|$)`)

// command does what a message says if it is a command. For a question handled is false.
func (c *Conversation) command(ctx context.Context, m Message) (replies []Reply, handled bool, err error) {
	s, ok := readCommand(m.Text)
	if !ok {
		if slashWord.MatchString(m.Text) {
			return c.unknownCommand(ctx, m)
		}
		return nil, false, nil
	}
	known, ok := commandTable()[s.name]
	if !ok {
		return nil, false, nil
	}
	if err := c.may(ctx, m, known.action); err != nil {
		var denied *people.Denied
		switch {
		case !errors.As(err, &denied):
			return nil, false, fmt.Errorf("bot: command: %w", err)
		case known.asks && !s.slash:
			return nil, false, nil
		}
		return refused(denied.Sentence), true, nil
	}
	replies, handled, err = known.do(c, ctx, m, s)
	if err == nil && !handled && s.slash {
		return c.unknownCommand(ctx, m)
	}
	return replies, handled, err
}

// unknownCommand answers a slash command that nobody knows, or with an argument that makes no sense to it.
func (c *Conversation) unknownCommand(ctx context.Context, m Message) ([]Reply, bool, error) {
	replies, err := c.reply(ctx, m.Chat, plain(noSuchCommand), askChoices(c.base.Examples()))
	for i := range replies {
		replies[i].Refused = true
	}
	return replies, true, err
}
