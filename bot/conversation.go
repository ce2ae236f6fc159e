package bot

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"dondoc/bot/people"
	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// Answerer answers questions; knowledge.Base is one.
type Answerer interface {
	Answer(ctx context.Context, q knowledge.Question) (knowledge.Answer, error)
	Passage(id string) (corpus.Passage, *corpus.Document, bool)
	Examples() []knowledge.Suggestion
}

// Memory keeps what a conversation must remember of a chat, and forgets it on demand.
type Memory interface {
	Turns(ctx context.Context, chat Chat, limit int) ([]knowledge.Turn, error)
	AppendTurns(ctx context.Context, chat Chat, turns ...knowledge.Turn) error
	SaveChoices(ctx context.Context, chat Chat, choices []StoredChoice, expires time.Time) error
	Choice(ctx context.Context, chat Chat, key string) (StoredChoice, error)
	Forget(ctx context.Context, chat Chat) error
}

// What a button does, in StoredChoice.Action.
const (
	actionAsk    = "ask"    // Argument is a question
	actionMore   = "more"   // Argument is the rest of a long answer, as JSON
	actionForget = "forget" // deletes the chat
)

const (
	remembered    = 8              // turns that a follow-up may lean on
	choicesLast   = 24 * time.Hour // how long a button works
	pageLines     = 14             // lines of an answer on one page: a phone's screen
	longestStored = 1500           // letters of an answer that are kept as context
)

// Conversation answers the messages of all chats. It is safe for concurrent
// use; the channels keep the messages of one chat in order.
type Conversation struct {
	base    Answerer
	memory  Memory
	logger  *slog.Logger
	asOf    func(sent time.Time) time.Time
	desk    *reminders.Desk // nil: reminders cannot be answered here
	doors   *doors          // nil: nobody has a role
	clerk   *clerkDesk      // nil: nothing can be followed
	library Library         // nil: nobody loads documents by chat

	complaints Complaints // nil: what went badly is kept by nobody
}

// New returns a Conversation. asOf says at which moment a question counts as
// asked; nil means when it was sent.
func New(base Answerer, memory Memory, asOf func(time.Time) time.Time, logger *slog.Logger, options ...Option) *Conversation {
	if asOf == nil {
		asOf = func(sent time.Time) time.Time { return sent }
	}
	c := &Conversation{base: base, memory: memory, asOf: asOf, logger: logger}
	for _, option := range options {
		option(c)
	}
	return c
}

// Handle answers one message. A memory that fails costs the thread of the chat,
// not the answer. A file that belongs to no answer gets no reply: the channel
// says what it can read. The error is ctx's, or that of a deletion or of
// something said of a Task that could not be written down.
func (c *Conversation) Handle(ctx context.Context, m Message) ([]Reply, error) {
	ctx = acting(ctx, m)
	if m.Event != "" {
		return c.happened(ctx, m)
	}
	c.welcome(ctx, m.Chat)
	notice := c.notice(ctx, m)
	replies, err := c.handle(ctx, m)
	if len(replies) == 0 {
		return replies, err
	}
	return append(notice, replies...), err
}

func (c *Conversation) handle(ctx context.Context, m Message) ([]Reply, error) {
	if m.Choice != "" {
		return c.choose(ctx, m)
	}
	if replies, handled, err := c.command(ctx, m); handled || err != nil {
		return replies, err
	}
	if c.doors != nil && looksLikeCode(m.Text) {
		return c.redeem(ctx, m, m.Text)
	}
	if c.waits() {
		if replies, handled, err := c.answer(ctx, m); handled || err != nil {
			return replies, err
		}
	}
	if replies, handled, err := c.receive(ctx, m); handled || err != nil {
		return replies, err
	}
	if m.File != "" {
		return nil, nil
	}
	return c.askAllowed(ctx, m)
}

// askAllowed answers a question if who asks may.
func (c *Conversation) askAllowed(ctx context.Context, m Message) ([]Reply, error) {
	if err := c.may(ctx, m, people.Ask); err != nil {
		replies, _, err := c.deniedOr(err)
		return replies, err
	}
	return c.ask(ctx, m)
}

// welcome tells the desk that the chat is there: one that blocked the program is reminded again once somebody writes.
func (c *Conversation) welcome(ctx context.Context, chat Chat) {
	if c.desk == nil {
		return
	}
	if err := c.desk.Back(ctx, deskChat(chat)); err != nil {
		c.logger.DebugContext(ctx, "the desk was not told that a chat is back", "channel", chat.Channel, "error", err)
	}
}

// ask answers a question in the thread of its chat.
func (c *Conversation) ask(ctx context.Context, m Message) ([]Reply, error) {
	turns, err := c.memory.Turns(ctx, m.Chat, remembered)
	if err != nil {
		c.logger.WarnContext(ctx, "chat context not available", "channel", m.Chat.Channel, "error", err)
	}
	question := knowledge.Question{Text: m.Text, Context: threadOf(turns, m.Quoted), AsOf: c.asOf(m.At)}
	if m.Draft != nil {
		question.Draft = func(a knowledge.Answer) {
			page, _ := paginate(a.Text)
			m.Draft(Reply{Text: page, Citations: a.Citations, Refused: a.Refused})
		}
	}
	answer, err := c.base.Answer(ctx, question)
	if errors.Is(err, knowledge.ErrNoCorpus) {
		return []Reply{{Text: plain(stillLoading), Refused: true}}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("bot: ask: %w", err)
	}
	c.remember(ctx, m, answer)
	c.noteUnanswered(ctx, m, answer)
	c.rememberTasks(ctx, m.Chat, answer.Tasks)
	page, rest := paginate(answer.Text)
	choices := askChoices(answer.Suggestions)
	if remind, ok := c.remindChoice(ctx, m, answer.Tasks); ok {
		choices = append([]StoredChoice{remind}, choices...)
	}
	if len(rest) > 0 {
		choices = append([]StoredChoice{moreChoice(rest)}, choices...)
	}
	if dislike, ok := c.dislikeChoice(m, answer); ok {
		choices = append(choices, dislike)
	}
	replies, err := c.reply(ctx, m.Chat, page, choices)
	if len(replies) > 0 {
		replies[0].Citations, replies[0].Refused = answer.Citations, answer.Refused
	}
	return replies, err
}

// threadOf returns the turns that a message goes on from: all, or when it answers to an older
// reply those up to that one, or that reply alone when the memory has lost it.
func threadOf(turns []knowledge.Turn, quoted string) []knowledge.Turn {
	first := firstLine(quoted)
	if first == "" {
		return turns
	}
	whole := viet.Squeeze(viet.Normalize(quoted))
	same := func(text string) bool { // a channel may have cut the reply, or sent it in pages
		text = viet.Squeeze(viet.Normalize(text))
		return strings.HasPrefix(text, whole) || strings.HasPrefix(whole, text)
	}
	for _, meant := range []func(string) bool{same, func(text string) bool { return firstLine(text) == first }} {
		for i := len(turns) - 1; i >= 0; i-- {
			if turns[i].Role == knowledge.RoleAssistant && meant(turns[i].Text) {
				return turns[:i+1]
			}
		}
	}
	return []knowledge.Turn{{Role: knowledge.RoleAssistant, Text: quoted}}
}

// firstLine is the first line of a text that says something.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = viet.Squeeze(viet.Normalize(line)); line != "" {
			return line
		}
	}
	return ""
}

// remember keeps question and answer as the thread of the chat. A refused
// question is kept by nobody: there is nothing to follow up, and less to store.
func (c *Conversation) remember(ctx context.Context, m Message, a knowledge.Answer) {
	if a.Refused {
		return
	}
	said := []rune(a.Text.String())
	if len(said) > longestStored {
		said = said[:longestStored]
	}
	question := []rune(m.Text)
	if len(question) > knowledge.LongestQuestion {
		question = question[:knowledge.LongestQuestion]
	}
	err := c.memory.AppendTurns(ctx, m.Chat,
		knowledge.Turn{Role: knowledge.RoleUser, Text: viet.Normalize(string(question))},
		knowledge.Turn{Role: knowledge.RoleAssistant, Text: string(said)})
	if err != nil {
		c.logger.WarnContext(ctx, "chat context not stored", "channel", m.Chat.Channel, "error", err)
	}
}

// choose does what a pressed button means.
func (c *Conversation) choose(ctx context.Context, m Message) ([]Reply, error) {
	choice, err := c.memory.Choice(ctx, m.Chat, m.Choice)
	if err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("bot: choose: %w", ctx.Err())
		}
		// Whether it expired or the memory failed, asking again in words helps.
		c.logger.DebugContext(ctx, "choice not available", "channel", m.Chat.Channel, "error", err)
		return []Reply{{Text: plain(choiceExpired), Refused: true}}, nil
	}
	if replies, ok, err := c.pressed(ctx, m, choice); ok {
		return replies, err
	}
	if replies, ok, err := c.pressedCommand(ctx, m, choice); ok {
		return replies, err
	}
	if replies, ok, err := c.pressedLibrary(ctx, m, choice); ok {
		return replies, err
	}
	switch choice.Action {
	case actionAsk:
		m.Text, m.Choice = choice.Argument, ""
		return c.askAllowed(ctx, m)
	case actionMore:
		if err := c.may(ctx, m, people.Ask); err != nil {
			replies, _, err := c.deniedOr(err)
			return replies, err
		}
		var rest knowledge.Text
		if err := json.Unmarshal([]byte(choice.Argument), &rest); err != nil {
			return []Reply{{Text: plain(choiceExpired), Refused: true}}, nil
		}
		page, rest := paginate(rest)
		var choices []StoredChoice
		if len(rest) > 0 {
			choices = []StoredChoice{moreChoice(rest)}
		}
		return c.reply(ctx, m.Chat, page, choices)
	case actionForget:
		return c.forget(ctx, m)
	case actionDislike:
		return c.dislike(ctx, m, choice.Argument)
	}
	return []Reply{{Text: plain(choiceExpired), Refused: true}}, nil
}

// reply stores what the buttons mean and offers them. Without a memory the answer goes out bare.
func (c *Conversation) reply(ctx context.Context, chat Chat, text knowledge.Text, choices []StoredChoice) ([]Reply, error) {
	for i := range choices {
		choices[i].Key = newKey()
	}
	return c.replyFor(ctx, chat, text, choices, nil, choicesLast)
}

// replyFor offers choices that have their keys, and stores with them what is kept and not shown.
func (c *Conversation) replyFor(ctx context.Context, chat Chat, text knowledge.Text, choices, kept []StoredChoice, lasts time.Duration) ([]Reply, error) {
	r := Reply{Text: text}
	if all := slices.Concat(choices, kept); len(all) > 0 {
		if err := c.memory.SaveChoices(ctx, chat, all, time.Now().Add(lasts)); err != nil {
			c.logger.WarnContext(ctx, "choices not stored", "channel", chat.Channel, "error", err)
			return []Reply{r}, ctx.Err()
		}
	}
	r.Choices = offered(choices)
	return []Reply{r}, nil
}

// newKey returns a name for a button that nobody can guess, of letters and digits.
func newKey() string { return strings.ToLower(rand.Text()[:16]) }

func askChoices(suggestions []knowledge.Suggestion) []StoredChoice {
	var choices []StoredChoice
	for _, s := range suggestions {
		choices = append(choices, StoredChoice{Label: s.Label, Action: actionAsk, Argument: s.Question})
	}
	return choices
}

// moreChoice is the button that shows the rest of a long answer.
func moreChoice(rest knowledge.Text) StoredChoice {
	argument, _ := json.Marshal(rest) // strings and booleans only: cannot fail
	lines := 0
	for _, l := range rest {
		if !isSource(l) {
			lines++
		}
	}
	return StoredChoice{Label: fmt.Sprintf(showMore, lines), Action: actionMore, Argument: string(argument)}
}

// paginate cuts a long text after pageLines lines. The source lines at its end
// stay with every page, so that no page stands without its document.
func paginate(text knowledge.Text) (page, rest knowledge.Text) {
	sources := len(text)
	for sources > 0 && isSource(text[sources-1]) {
		sources--
	}
	const slack = 3 // a rest of a line or two is no page
	if sources <= pageLines+slack {
		return text, nil
	}
	page = append(page, text[:pageLines]...)
	page = append(page, text[sources:]...)
	return page, text[pageLines:]
}

func isSource(l knowledge.Line) bool {
	return len(l) > 0 && strings.HasPrefix(l[0].Text, "📄")
}
