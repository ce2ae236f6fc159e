package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// Numbered makes of a Conversation one for channels without buttons, which send no files either: the choices of a reply
// become numbered lines, and whoever answers with a number, or with the words of a choice, has pressed it. The numbers
// of a chat mean those of the last message to it, for a day.
type Numbered struct {
	next   *Conversation
	memory Memory
	logger *slog.Logger
}

// NewNumbered returns a Numbered over c, which keeps its numbers where c keeps its buttons.
func NewNumbered(c *Conversation) *Numbered {
	return &Numbered{next: c, memory: c.memory, logger: c.logger}
}

// numberedKey is a Key that no button has: those are random.
const numberedKey = "numbered"

// chosenNumber is a message that says nothing but a number.
var chosenNumber = regexp.MustCompile(`^(?:chon |chon so |so |y |muc )?(\d{1,3})[.)]?$`)

// Handle answers a message as Conversation.Handle does.
func (n *Numbered) Handle(ctx context.Context, m Message) ([]Reply, error) {
	m.NoFiles, m.numbered = true, true
	if m.Choice == "" && m.Event == "" && m.Quoted == "" {
		key, unknown := n.chosen(ctx, m)
		if unknown != "" {
			return n.next.noSuchNumber(ctx, m, unknown) // the numbers keep their meaning
		}
		if key != "" {
			m.Choice, m.Text = key, ""
		}
	}
	replies, err := n.next.Handle(ctx, m)
	for i := range replies {
		if i+1 < len(replies) && len(replies[i].Choices) == 0 {
			continue
		}
		if err := number(ctx, n.memory, m.Chat, &replies[i], n.waits(ctx, m.Chat)); err != nil {
			n.logger.WarnContext(ctx, "numbers of choices not stored", "channel", m.Chat.Channel, "error", err)
		}
	}
	return replies, err
}

// waits tells whether the conversation waits for something in a chat: a number may then be that of a document.
func (n *Numbered) waits(ctx context.Context, chat Chat) bool {
	if !n.next.waits() {
		return false
	}
	action, _ := n.next.waiting(ctx, chat)
	return action != ""
}

// numbers is what the numbers of a chat mean, as the JSON in StoredChoice.Argument.
type numbers struct {
	Keys   map[int]string    `json:"keys"`
	Labels map[string]string `json:"labels"` // folded words of a choice → key

	Dialogue bool `json:"dialogue,omitempty"` // another number may answer what the conversation waits for
}

// chosen returns the key of what a message chooses; or the number, if it says nothing but one that was not offered.
func (n *Numbered) chosen(ctx context.Context, m Message) (key, unknown string) {
	words := spoken(m.Text)
	if words == "" || len(words) > 80 {
		return "", ""
	}
	stored, err := n.memory.Choice(ctx, m.Chat, numberedKey)
	if ctx.Err() != nil {
		return "", ""
	}
	var known numbers
	if err != nil || json.Unmarshal([]byte(stored.Argument), &known) != nil {
		known = numbers{}
	}
	if found := chosenNumber.FindStringSubmatch(words); found != nil {
		i, _ := strconv.Atoi(found[1])
		if key = known.Keys[i]; key != "" {
			return key, ""
		}
		// "mục 5" may as well be a question, and a bare number what a dialogue waits for.
		chooses := words == found[1] || strings.HasPrefix(words, "chon ")
		waited := known.Dialogue || len(known.Keys) == 0 && n.waits(ctx, m.Chat)
		if chooses && !waited {
			unknown = found[1]
		}
		return "", unknown
	}
	return known.Labels[words], ""
}

// spoken is what somebody would type of a label, folded.
func spoken(label string) string {
	return strings.Trim(viet.Squeeze(viet.Fold(viet.Normalize(label))), "?!.,;:…\"“” ")
}

// number writes the choices of a reply under its text, and remembers what the numbers mean. Under a reply without choices
// the numbers of the one before mean nothing any more. dialogue tells that the reply waits for something besides.
func number(ctx context.Context, memory Memory, chat Chat, r *Reply, dialogue bool) error {
	if len(r.Choices) == 0 {
		if _, err := memory.Choice(ctx, chat, numberedKey); err != nil {
			return nil // there were none
		}
		return memory.SaveChoices(ctx, chat, []StoredChoice{{Key: numberedKey}}, time.Now().Add(-time.Second))
	}
	known := writeNumbers(r)
	known.Dialogue = dialogue
	return memory.SaveChoices(ctx, chat, []StoredChoice{known.stored(numberedKey)}, time.Now().Add(choicesLast))
}

// stored is what the numbers mean, under a name that no button has.
func (n numbers) stored(key string) StoredChoice {
	argument, _ := json.Marshal(n) // plain data: cannot fail
	return StoredChoice{Key: key, Action: numberedKey, Argument: string(argument)}
}

// writeNumbers writes the choices of a reply under its text and returns what the numbers mean.
func writeNumbers(r *Reply) numbers {
	known := numbers{Keys: map[int]string{}, Labels: map[string]string{}}
	if len(r.Choices) == 0 {
		return known
	}
	next, bare := 1, 0
	for _, c := range r.Choices { // a label that is a number keeps it: "2" is the second of the list above
		if i := numberLabel(c.Label); i > 0 {
			known.Keys[i], next, bare = c.Key, max(next, i+1), bare+1
		}
	}
	var lines knowledge.Text
	for _, c := range r.Choices {
		if numberLabel(c.Label) > 0 {
			continue
		}
		known.Keys[next] = c.Key
		known.Labels[spoken(withoutPicture(c.Label))] = c.Key
		lines = append(lines, plainLine(fmt.Sprintf("%d. %s", next, inline(c.Label, longestPhrase))))
		next++
	}
	head := chooseNumber
	if bare > 0 {
		head = chooseListed
		if len(lines) == 0 {
			head = chooseOnlyListed
		}
	}
	if len(r.Text) > 0 {
		r.Text = append(r.Text[:len(r.Text):len(r.Text)], knowledge.Line{})
	}
	r.Text = append(append(r.Text, plainLine(head)), lines...)
	r.Choices = nil
	return known
}

// numberLabel is the number that a label is and nothing else; 0 for any other.
func numberLabel(label string) int {
	i, err := strconv.Atoi(label)
	if err != nil {
		return 0
	}
	return max(i, 0)
}

// noSuchNumber answers a number that was not offered, to whoever may ask.
func (c *Conversation) noSuchNumber(ctx context.Context, m Message, number string) ([]Reply, error) {
	c.welcome(ctx, m.Chat)
	notice := c.notice(ctx, m)
	if err := c.may(ctx, m, people.Ask); err != nil {
		replies, _, err := c.deniedOr(err)
		return append(notice, replies...), err
	}
	return append(notice, refused(fmt.Sprintf(noSuchChoice, number))...), ctx.Err()
}

// withoutPicture drops the picture that a label begins with.
func withoutPicture(label string) string {
	first, rest, ok := strings.Cut(label, " ")
	if ok && !strings.ContainsFunc(first, func(r rune) bool { return r < 0x2000 }) {
		return rest
	}
	return label
}
