package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// Outlet is a channel that messages can be put into without anybody having asked. It is safe for concurrent use.
type Outlet interface {
	// Parts makes messages of a Reply, each of which the channel takes as a whole.
	Parts(r Reply) ([][]byte, error)
	// SendPart sends one of them to a chat.
	SendPart(ctx context.Context, chat string, part []byte) reminders.Outcome
}

var (
	_ reminders.Channel = (*Messenger)(nil)
	_ reminders.Prober  = (*Messenger)(nil)
)

// Messenger makes reminders of Notices: the one text and the one set of buttons for all channels. It implements
// reminders.Channel over an Outlet and is safe for concurrent use.
type Messenger struct {
	outlet Outlet
	memory Memory
	draw   func(reminders.Figures) ([]byte, error)
	logger *slog.Logger

	numbered bool
	channel  atomic.Pointer[string] // of the chats; nil before something was composed
}

// NewMessenger returns a Messenger over the outlet that keeps what its buttons mean in memory. draw makes a PNG of the
// month's figures; with nil, and when it fails, the figures go out in words alone.
func NewMessenger(outlet Outlet, memory Memory, draw func(reminders.Figures) ([]byte, error), logger *slog.Logger) *Messenger {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &Messenger{outlet: outlet, memory: memory, draw: draw, logger: logger}
}

// Numbered makes the Messenger write its buttons as numbers, for an outlet that has none. Call it before first use.
func (m *Messenger) Numbered() *Messenger {
	m.numbered = true
	return m
}

// remindersLast is how long the buttons of a reminder work: an old one may still be answered.
const remindersLast = 45 * 24 * time.Hour

// Compose implements reminders.Channel. A memory that fails costs the buttons, not the reminder. What was composed
// before and not sent leaves its buttons in the memory until they expire.
func (m *Messenger) Compose(ctx context.Context, n reminders.Notice) ([][]byte, error) {
	r := Reply{Text: ReminderText(n)}
	chat := Chat{Channel: n.Subscriber.Channel, ID: n.Subscriber.Chat}
	most := mostNumbers
	if m.numbered { // they are written down anyway
		most = len(n.Items)
	}
	choices := noticeChoices(&n, most)
	kept := quoteChoices(&n)
	r.Choices = offered(choices)
	coming := numbers{}
	if m.numbered {
		coming = writeNumbers(&r)
	}
	if len(kept) > 0 { // what numbers mean once it has arrived
		kept = append(kept, coming.stored(comingKey))
	}
	m.channel.Store(&chat.Channel)
	err := m.memory.SaveChoices(ctx, chat, append(kept, choices...), time.Now().Add(remindersLast))
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("bot: compose: %w", ctx.Err())
	case err != nil:
		m.logger.WarnContext(ctx, "buttons of a reminder not stored", "channel", chat.Channel, "error", err)
		r.Choices = nil
	}
	if n.Picture != nil && m.draw != nil {
		if r.Picture, err = m.draw(*n.Picture); err != nil {
			m.logger.WarnContext(ctx, "the picture of a reminder was not drawn", "channel", chat.Channel, "error", err)
		}
	}
	parts, err := m.outlet.Parts(r)
	if err != nil {
		return nil, fmt.Errorf("bot: compose: %w", err)
	}
	return parts, nil
}

// comingKey is a Key that no button has, for what the numbers of a reminder mean that was composed.
const comingKey = "numbers-to-come"

// Send implements reminders.Channel.
func (m *Messenger) Send(ctx context.Context, chat string, part []byte) reminders.Outcome {
	outcome := m.outlet.SendPart(ctx, chat, part)
	if channel := m.channel.Load(); outcome.Kind == reminders.OutcomeSent && channel != nil {
		if err := m.arrived(ctx, Chat{Channel: *channel, ID: chat}); err != nil {
			m.logger.WarnContext(ctx, "what the numbers of a reminder mean not stored", "channel", *channel, "error", err)
		}
	}
	return outcome
}

// arrived lets numbers mean the reminder that a chat has got: not sooner, or they would choose what nobody has seen.
func (m *Messenger) arrived(ctx context.Context, chat Chat) error {
	coming, err := m.memory.Choice(ctx, chat, comingKey)
	if err != nil {
		return nil // it told of no work, or its other part has arrived
	}
	if m.numbered {
		coming.Key = numberedKey
		if err := m.memory.SaveChoices(ctx, chat, []StoredChoice{coming}, time.Now().Add(choicesLast)); err != nil {
			return err
		}
	}
	return m.memory.SaveChoices(ctx, chat, []StoredChoice{{Key: listedKey}, {Key: comingKey}}, time.Now().Add(-time.Second))
}

// Repeated implements reminders.Channel. It fails over an outlet that knows no mark.
func (m *Messenger) Repeated(part []byte) ([]byte, error) {
	if o, ok := m.outlet.(reminders.Marker); ok {
		return o.Repeated(part)
	}
	return nil, errors.New("bot: mark a repetition: the outlet cannot")
}

// Probe implements reminders.Prober. An outlet that cannot tell counts as working.
func (m *Messenger) Probe(ctx context.Context) error {
	if p, ok := m.outlet.(reminders.Prober); ok {
		return p.Probe(ctx)
	}
	return nil
}

// order is what a button of a reminder stands for, as the JSON in StoredChoice.Argument. It outlives the program:
// fields are added, never renamed.
type order struct {
	Works     []reminders.Work `json:"works,omitempty"`
	Number    int              `json:"number,omitempty"` // under which the reminder listed the one Work; 0 for none
	Until     viet.Date        `json:"until"`
	Extension int64            `json:"extension,omitempty"`
	Accepted  bool             `json:"accepted,omitempty"` // of a decision under way
	Verb      verb             `json:"verb,omitempty"`     // what is to be done once it is clear with which Work
	Report    string           `json:"report,omitempty"`
	Reason    string           `json:"reason,omitempty"`
	Release   *release         `json:"release,omitempty"` // of a dialogue about a version
}

// choice makes a button of an order. Its Key is given when it is offered.
func (o order) choice(label, action string) StoredChoice {
	argument, _ := json.Marshal(o) // plain data: cannot fail
	return StoredChoice{Key: newKey(), Label: label, Action: action, Argument: string(argument)}
}

func offered(choices []StoredChoice) []Choice {
	var all []Choice
	for _, s := range choices {
		all = append(all, Choice{Key: s.Key, Label: s.Label})
	}
	return all
}

// mostNumbers is how many Items get a button of their own; all can be answered in words.
const mostNumbers = 30

// noticeChoices are the buttons under a reminder: the four of its only Item, or one for all and one for each of the first
// numbers.
func noticeChoices(n *reminders.Notice, most int) []StoredChoice {
	var choices []StoredChoice
	for i, r := range n.Requests {
		const mostRequests = 10
		if i == mostRequests {
			break
		}
		accept, decline := buttonAccept, buttonRefuse
		if len(n.Requests) > 1 {
			accept, decline = fmt.Sprintf(buttonNumber, accept, r.Extension.ID), fmt.Sprintf(buttonNumber, decline, r.Extension.ID)
		}
		o := order{Extension: r.Extension.ID}
		choices = append(choices, o.choice(accept, actionAccept), o.choice(decline, actionRefuse))
	}
	if n.Board.Followers() { // they answer for nothing
		return choices
	}
	if len(n.Items) == 1 {
		return append(choices, itemChoices(1, n.Items[0])...)
	}
	if len(n.Items) > 1 {
		all := order{}
		for _, i := range n.Items {
			all.Works = append(all.Works, i.Work)
		}
		choices = append(choices, all.choice(fmt.Sprintf(buttonAckAll, len(n.Items)), actionAck))
	}
	for i := range n.Items[:min(len(n.Items), most)] {
		o := order{Works: []reminders.Work{n.Items[i].Work}, Number: i + 1}
		choices = append(choices, o.choice(fmt.Sprint(i+1), actionShow))
	}
	return choices
}

// itemChoices are the four buttons of one Item; one that has ended can only be taken up again.
func itemChoices(number int, i reminders.Item) []StoredChoice {
	o := order{Works: []reminders.Work{i.Work}, Number: number}
	switch i.Progress.State {
	case reminders.Cancelled:
		return nil
	case reminders.Done:
		return []StoredChoice{o.choice(buttonReopen, actionStart)}
	}
	choices := []StoredChoice{o.choice(buttonAck, actionAck), o.choice(buttonDone, actionDone)}
	if !i.Due.IsZero() {
		choices = append(choices, o.choice(buttonExtend, actionExtend))
	}
	return append(choices, o.choice(buttonPause, actionPause))
}

// quoteChoices lets an answer that quotes the reminder find what its numbers meant, however old it is: each Item is
// kept under a name made of its two lines.
func quoteChoices(n *reminders.Notice) []StoredChoice {
	var choices []StoredChoice
	for i := range n.Items {
		choices = append(choices, quoteChoice(i+1, n.Items[i], itemLines(i+1, n.Items[i], n.Board, !n.Late)))
	}
	return choices
}
