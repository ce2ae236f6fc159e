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
	// names reports whether the argument names what the command is about: in plain words it is a question else, for
	// everybody. nil: do sees to it.
	names func(c *Conversation, ctx context.Context, m Message, argument string) (bool, error)
}

// commandTable are the commands of data/commands.txt. One that reports false leaves its plain words to be a question.
var commandTable = sync.OnceValue(func() map[string]command {
	return map[string]command{
		"back":     {action: people.Publish, do: (*Conversation).rollbackCommand, asks: true},
		"calendar": {action: people.Calendar, do: (*Conversation).calendarCommand},
		"console":  {action: people.Console, do: (*Conversation).consoleCommand, asks: true},
		"follow":   {action: people.Follow, do: (*Conversation).followCommand, names: (*Conversation).namesTarget},
		"forget":   {action: people.Help, do: (*Conversation).forgetCommand}, // whose data, and who may, is seen there
		"grant":    {action: people.Grant, do: (*Conversation).grantCommand, names: (*Conversation).namesGrant},
		"help":     {action: people.Help, do: (*Conversation).helpCommand},
		"late":     {action: people.Late, do: (*Conversation).lateCommand, asks: true},
		"link":     {action: people.Pair, do: (*Conversation).linkCommand, names: (*Conversation).namesBoard}, // who may is seen when it is clear by what
		"load":     {action: people.Load, do: (*Conversation).loadCommand},
		"mine":     {action: people.Mine, do: (*Conversation).mineCommand},
		"of":       {action: people.Mine, do: (*Conversation).ofCommand, asks: true},
		"pair":     {action: people.Pair, do: (*Conversation).pairCommand},
		"people":   {action: people.People, do: (*Conversation).peopleCommand},
		"progress": {action: people.Progress, do: (*Conversation).progressCommand, asks: true},
		"publish":  {action: people.Publish, do: (*Conversation).publishCommand, names: (*Conversation).namesVersion, asks: true},
		"remind":   {action: people.Remind, do: (*Conversation).remindCommand, names: (*Conversation).namesReminder},
		"soon":     {action: people.Soon, do: (*Conversation).soonCommand, asks: true},
		"start":    {action: people.Help, do: (*Conversation).startCommand},
		"status":   {action: people.Status, do: (*Conversation).statusCommand, asks: true},
		"unfollow": {action: people.Unfollow, do: (*Conversation).unfollowCommand, names: (*Conversation).namesFollowed},
		"versions": {action: people.Versions, do: (*Conversation).versionsCommand, asks: true},
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
		written = append(strings.Split(written[0], "_"), written[1:]...)
	} else {
		folded[len(folded)-1] = strings.TrimRight(folded[len(folded)-1], "?!.")
	}
	best, words := said{}, 0
	for _, p := range commandPhrases() {
		n := len(strings.Fields(p.words))
		if n <= words || n > len(folded) || strings.Join(folded[:n], " ") != p.words || p.argument != (n < len(folded)) {
			continue
		}
		best, words = said{p.name, withoutManners(strings.Join(written[n:], " ")), slash}, n
	}
	return best, words > 0
}

// manners are what people say around an argument; what stands before it is taken off once, what stands behind as well.
var (
	mannersBefore = regexp.MustCompile(`(?i)^(?:(?:giúp|giùm|giup|gium)(?: (?:tôi|toi|em|mình|minh))?|(?:hộ|ho) (?:tôi|toi|em|mình|minh)) `)
	mannersBehind = regexp.MustCompile(`(?i)(?: (?:nhé|nhe|nha|ạ|với|voi|đi|giúp|giup|hộ|giùm|giúp (?:tôi|em|mình)|giup (?:toi|em|minh)|hộ (?:tôi|em|mình)))+[.!]*$`)
)

func withoutManners(argument string) string {
	return mannersBehind.ReplaceAllString(mannersBefore.ReplaceAllString(argument, ""), "")
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
	if !s.slash && s.argument != "" && known.names != nil {
		if err := c.may(ctx, m, people.Ask); err != nil { // else it would show what there is
			return c.deniedOr(err)
		}
		if ok, err := known.names(c, ctx, m, s.argument); !ok || err != nil {
			return nil, false, err
		}
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
	replies, err := c.reply(ctx, m.Chat, plain(noSuchCommand), c.examples(ctx, m))
	for i := range replies {
		replies[i].Refused = true
	}
	return replies, true, err
}
