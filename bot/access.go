package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dondoc/bot/people"
	"dondoc/reminders"
)

// Contacts remembers with which chats the program has spoken.
type Contacts interface {
	// FirstContact notes that the program speaks with a chat and reports whether it had never before.
	FirstContact(ctx context.Context, chat Chat, at time.Time) (first bool, err error)
	// ForgetPerson deletes what is kept of a person beside their chats: the role.
	ForgetPerson(ctx context.Context, p people.Person) error
}

// doors are who may come in and do what.
type doors struct {
	policy   *people.Policy
	register people.Register
	contacts Contacts
	guard    *people.Guard
}

// WithPeople lets roles count: what people may do follows from their accounts and from the chat they write in. Without it
// everybody may do what guests may, and answer to the reminders of their chat.
func WithPeople(policy *people.Policy, register people.Register, contacts Contacts) Option {
	return func(c *Conversation) {
		c.doors = &doors{policy: policy, register: register, contacts: contacts, guard: people.NewGuard(time.Now)}
	}
}

// may returns nil if who wrote m may do it, else a *people.Denied or why that is not known. What everybody may costs no
// look into the store.
func (c *Conversation) may(ctx context.Context, m Message, a people.Action) error {
	if c.doors == nil {
		if a == people.Decide { // the desk knows who a secretariat is
			return nil
		}
		return openHouse.May(people.Standing{Group: m.Group, Linked: true}, a)
	}
	if c.doors.policy.May(stranger(m), a) == nil {
		return nil
	}
	s, err := c.standing(ctx, m)
	if err != nil {
		return err
	}
	return c.doors.policy.May(s, a)
}

// openHouse is the policy of a Conversation without people.
var openHouse = people.NewPolicy(true)

// mute are the channels on which nobody can be written to first: a browser, the terminal.
var mute = map[string]bool{"web": true, "cli": true}

// stranger is somebody of whom nothing is known but where they write.
func stranger(m Message) people.Standing {
	return people.Standing{Group: m.Group, Web: mute[m.Chat.Channel]}
}

// standing is who wrote m, in that chat.
func (c *Conversation) standing(ctx context.Context, m Message) (people.Standing, error) {
	s := stranger(m)
	if c.doors != nil && m.Sender != "" {
		account, err := c.doors.register.Account(ctx, personOf(m))
		if err != nil {
			return s, fmt.Errorf("bot: standing: %w", err)
		}
		s.Role, s.Board = account.Role, account.Board
	}
	if c.desk != nil {
		sub, board, err := c.desk.Linked(ctx, deskChat(m.Chat))
		switch {
		case err == nil:
			s.Linked = !board.Followers() && !sub.Self
			if s.Linked && s.Board == 0 {
				s.Board = sub.Board
			}
			if s.Linked && board.Secretariat {
				s.Role = max(s.Role, people.Secretariat)
			}
		case !errors.Is(err, reminders.ErrUnknown):
			return s, fmt.Errorf("bot: standing: %w", err)
		}
	}
	if m.Group && m.Manages != nil {
		manages, err := m.Manages(ctx)
		if err != nil {
			c.logger.WarnContext(ctx, "who administers a group is not known", "channel", m.Chat.Channel, "error", err)
		}
		s.Manages = err == nil && manages
	}
	return s, nil
}

// acting names who wrote a message in the context, so that the store can write down who did what it does.
func acting(ctx context.Context, m Message) context.Context {
	return people.WithActor(ctx, people.Actor{Person: personOf(m), Name: inline(m.From, longestPhrase), Where: "chat"})
}

// personOf is who wrote a message.
func personOf(m Message) people.Person { return people.Person{Channel: m.Chat.Channel, ID: m.Sender} }

// notice returns what a chat is told before the first answer: that a machine answers, and what it keeps. It is empty for
// chats that were told, and for channels that say it themselves.
func (c *Conversation) notice(ctx context.Context, m Message) []Reply {
	if c.doors == nil || m.Noticed {
		return nil
	}
	first, err := c.doors.contacts.FirstContact(ctx, m.Chat, m.At)
	if err != nil {
		c.logger.WarnContext(ctx, "first contact not stored", "channel", m.Chat.Channel, "error", err)
		return nil
	}
	s, ok := readCommand(m.Text)
	if !first || ok && s.name == "start" { // the welcome says it
		return nil
	}
	return []Reply{{Text: plain(firstNotice)}}
}

// redeem gives who wrote m the role of a one-time code, or links the group to the code's board.
func (c *Conversation) redeem(ctx context.Context, m Message, words string) ([]Reply, error) {
	if c.doors == nil || m.Sender == "" {
		return refused(codesUnknown), nil
	}
	if refusal, err := c.mayBringCodes(ctx, m); refusal != "" || err != nil {
		return refused(refusal), err
	}
	if wait := c.doors.guard.Wait(personOf(m)); wait > 0 {
		return refused(fmt.Sprintf(codeTooMany, int(wait.Minutes())+1)), nil
	}
	account, code, err := people.Redeem(ctx, c.doors.register, personOf(m), inline(m.From, longestPhrase), words, time.Now())
	switch {
	case errors.Is(err, people.ErrCode):
		c.doors.guard.Failed(personOf(m))
		return refused(codeWrong), nil
	case errors.Is(err, people.ErrHigher):
		return refused(fmt.Sprintf(codeHigher, account.Role.Vietnamese())), nil
	case err != nil:
		return nil, fmt.Errorf("bot: redeem: %w", err)
	case code.Group:
		return c.linkGroup(ctx, m, code.Board)
	}
	name := ""
	if account.Board != 0 && c.desk != nil {
		if board, ok, err := c.desk.Board(ctx, account.Board); err == nil && ok {
			name = board.Name
		}
	}
	text := plain(fmt.Sprintf(codeTaken, account.Role.Vietnamese()))
	if name != "" {
		text = append(text, plainLine(fmt.Sprintf(codeBoard, inline(name, longestPhrase))))
	}
	return []Reply{{Text: append(text, plainLine(codeNext))}}, nil
}

// mayBringCodes returns why a code is not looked at, "" when it is: in a group only who administers it brings one, so
// that nobody else uses it up. On channels that cannot tell, whoever has the code was given it.
func (c *Conversation) mayBringCodes(ctx context.Context, m Message) (refusal string, err error) {
	if !m.Group || m.Manages == nil {
		return "", nil
	}
	s, err := c.standing(ctx, m)
	if err != nil || s.Manages || s.Role >= people.Secretariat {
		return "", err
	}
	return linkNotYours, nil
}

// looksLikeCode reports whether a message is nothing but a one-time code.
func looksLikeCode(text string) bool { return people.LooksLikeCode(strings.TrimSpace(text)) }
