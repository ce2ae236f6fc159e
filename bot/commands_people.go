package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

func (c *Conversation) startCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	if s.argument != "" {
		if looksLikeCode(s.argument) {
			replies, err := c.redeem(ctx, m, s.argument)
			return replies, true, err
		}
		if !s.slash { // "chào em, cho hỏi …"
			return nil, false, nil
		}
	}
	text := welcome
	if m.Group {
		text = welcomeGroup
	}
	replies, err := c.reply(ctx, m.Chat, plain(text), c.examples(ctx, m))
	return replies, true, err
}

// helpCommand tells what one may do here, and no more than that.
func (c *Conversation) helpCommand(ctx context.Context, m Message, _ said) ([]Reply, bool, error) {
	text := plain(help)
	s := stranger(m)
	if c.doors != nil {
		var err error
		if s, err = c.standing(ctx, m); err != nil {
			return nil, false, err
		}
	}
	for _, line := range helpLines {
		if c.doors != nil && c.doors.policy.May(s, line.action) == nil {
			text = append(text, plainLine(line.text))
		}
	}
	if c.doors != nil && !s.Linked && s.Role == people.Guest {
		text = append(text, plainLine(helpPair))
	}
	if c.isReminded(ctx, m.Chat) {
		text = append(text, plainLine(helpAnswers))
	}
	text = append(text, plainLine(helpForget))
	replies, err := c.reply(ctx, m.Chat, text, c.examples(ctx, m))
	return replies, true, err
}

func (c *Conversation) forgetCommand(ctx context.Context, m Message, _ said) ([]Reply, bool, error) {
	ask, action := askForget, people.Forget
	if c.doors != nil {
		ask = askForgetAll
	}
	if m.Group {
		ask, action = askForgetGroup, people.ForgetGroup
	}
	if err := c.may(ctx, m, action); err != nil {
		return c.deniedOr(err)
	}
	confirm := []StoredChoice{{Key: newKey(), Label: confirmForget, Action: actionForget}}
	replies, err := c.replyFor(ctx, m.Chat, plain(ask), confirm, nil, confirmLasts)
	return replies, true, err
}

// confirmLasts is how long a deletion may be confirmed: later nobody remembers what the button was.
const confirmLasts = 10 * time.Minute

// deniedOr turns a refusal of the policy into a Reply; any other error stays one.
func (c *Conversation) deniedOr(err error) ([]Reply, bool, error) {
	var denied *people.Denied
	if errors.As(err, &denied) {
		return refused(denied.Sentence), true, nil
	}
	return nil, false, fmt.Errorf("bot: command: %w", err)
}

// forget deletes all that is kept of the chat; in a private one also of the person, who is a guest then.
func (c *Conversation) forget(ctx context.Context, m Message) ([]Reply, error) {
	sender, action := m.Sender, people.Forget
	if m.Group {
		sender, action = "", people.ForgetGroup
	}
	if err := c.may(ctx, m, action); err != nil {
		replies, _, err := c.deniedOr(err)
		return replies, err
	}
	stays, err := c.erase(ctx, m.Chat, sender)
	if err != nil {
		return nil, err
	}
	text := plain(forgotten)
	if stays != "" {
		text = append(text, plainLine(fmt.Sprintf(forgottenStays, inline(stays, longestPhrase))))
	}
	return []Reply{{Text: text, Erased: true}}, nil
}

// Forget deletes all that is kept of a private chat and of the person in it: what was said, the role, what they follow.
// What they reported stays, without their name. A chat that an administrator has linked to a board stays linked.
func (c *Conversation) Forget(ctx context.Context, chat Chat, sender string) error {
	_, err := c.erase(acting(ctx, Message{Chat: chat, Sender: sender}), chat, sender)
	return err
}

// erase deletes what is kept of a chat, and with a sender of that person too. stays names the board that the chat
// remains linked to, if any.
func (c *Conversation) erase(ctx context.Context, chat Chat, sender string) (stays string, err error) {
	if c.clerk != nil && sender != "" {
		if stays, err = c.clerk.leave(ctx, chat); err != nil {
			return "", fmt.Errorf("bot: forget: %w", err)
		}
	}
	if c.doors != nil && sender != "" {
		if err := c.doors.contacts.ForgetPerson(ctx, people.Person{Channel: chat.Channel, ID: sender}); err != nil {
			return "", fmt.Errorf("bot: forget: %w", err)
		}
	}
	if err := c.memory.Forget(ctx, chat); err != nil {
		return "", fmt.Errorf("bot: forget: %w", err)
	}
	return stays, nil
}

func (c *Conversation) pairCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	if !looksLikeCode(s.argument) {
		if s.slash {
			return refused(codeWrong), true, nil
		}
		return nil, false, nil
	}
	replies, err := c.redeem(ctx, m, s.argument)
	return replies, true, err
}

// linkCommand ties a group to a board: by a code, or by the name of an agency for those who may for all.
func (c *Conversation) linkCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	switch {
	case s.argument == "" && !s.slash:
		return nil, false, nil
	case !m.Group:
		return refused(linkInGroup), true, nil
	case s.argument == "":
		return refused(linkHow), true, nil
	case looksLikeCode(s.argument):
		replies, err := c.redeem(ctx, m, s.argument)
		return replies, true, err
	}
	if err := c.may(ctx, m, people.Link); err != nil {
		return c.deniedOr(err)
	}
	if c.clerk == nil {
		return nil, false, nil
	}
	name, ok := c.clerk.agencyNamed(s.argument)
	if !ok {
		return refused(linkHow), true, nil
	}
	board, err := c.clerk.boardOf(ctx, name)
	if err != nil {
		return nil, false, fmt.Errorf("bot: link: %w", err)
	}
	replies, err := c.linkGroup(ctx, m, board.ID)
	return replies, true, err
}

// linkGroup makes a group a subscriber of a board.
func (c *Conversation) linkGroup(ctx context.Context, m Message, board int64) ([]Reply, error) {
	if !m.Group {
		return refused(linkInGroup), nil
	}
	if c.clerk == nil {
		return refused(codeWrong), nil
	}
	name, err := c.clerk.link(ctx, m.Chat, board)
	switch {
	case errors.Is(err, reminders.ErrConflict):
		return refused(fmt.Sprintf(linkTaken, inline(name, longestPhrase))), nil
	case errors.Is(err, reminders.ErrUnknown): // the board is gone, or a secretariat's, which nobody joins like this
		return refused(codeWrong), nil
	case err != nil:
		return nil, fmt.Errorf("bot: link: %w", err)
	}
	return []Reply{{Text: knowledge.Text{
		{{Text: "✅ "}, {Text: inline(name, longestPhrase), Strong: true}}, plainLine(linked), plainLine(helpAnswers),
	}}}, nil
}

// peopleCommand lists who has which role.
func (c *Conversation) peopleCommand(ctx context.Context, m Message, _ said) ([]Reply, bool, error) {
	if m.Group {
		return refused(onlyPrivate), true, nil
	}
	accounts, err := c.doors.register.Accounts(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("bot: people: %w", err)
	}
	text := plain(fmt.Sprintf(peopleCount, len(accounts)))
	if len(accounts) == 0 {
		text = plain(peopleNone)
	}
	for i, a := range accounts {
		line := fmt.Sprintf("%d. %s – %s", i+1, inline(orElse(a.Name, "(không tên)"), longestPhrase), a.Role.Vietnamese())
		if a.Board != 0 && c.desk != nil {
			if b, ok, err := c.desk.Board(ctx, a.Board); err == nil && ok {
				line += ", " + inline(b.Name, longestPhrase)
			}
		}
		text = append(text, plainLine(line+", "+channelName(a.Channel)+", từ "+viet.DateOf(a.Since).Vietnamese()))
	}
	text = append(text, plainLine(grantHow))
	page, rest := paginate(text)
	var choices []StoredChoice
	if len(rest) > 0 {
		choices = append(choices, moreChoice(rest))
	}
	replies, err := c.reply(ctx, m.Chat, page, choices)
	return replies, true, err
}

func orElse(s, otherwise string) string {
	if strings.TrimSpace(s) == "" {
		return otherwise
	}
	return s
}

// grantCommand makes a one-time code: "cấp mã thành viên tỉnh Bắc Giang", "cấp mã nhóm Bộ Nội vụ", "cấp mã cán bộ".
func (c *Conversation) grantCommand(ctx context.Context, m Message, s said) ([]Reply, bool, error) {
	if m.Group {
		return refused(onlyPrivate), true, nil
	}
	role, group, rest, ok := people.ReadGrant(s.argument)
	if !ok {
		return refused(grantHow), true, nil
	}
	standing, err := c.standing(ctx, m)
	if err != nil {
		return nil, false, err
	}
	if err := c.doors.policy.MayGrant(standing, role); err != nil {
		return c.deniedOr(err)
	}
	var board reminders.Board
	if rest != "" && c.clerk != nil {
		name, ok := c.clerk.agencyNamed(rest)
		if !ok {
			return refused(fmt.Sprintf(grantNoAgency, inline(rest, longestPhrase))), true, nil
		}
		if board, err = c.clerk.boardOf(ctx, name); err != nil {
			return nil, false, fmt.Errorf("bot: grant: %w", err)
		}
	}
	if board.ID == 0 && (group || role == people.Member) {
		return refused(grantNeedsAgency), true, nil
	}
	words, code := people.NewGrant(role, group, board.ID, inline(orElse(m.From, "quản trị viên"), longestPhrase), time.Now())
	code.ByPerson = personOf(m)
	if err := c.doors.register.SaveCode(ctx, code); err != nil {
		return nil, false, fmt.Errorf("bot: grant: %w", err)
	}
	what := role.Vietnamese()
	if group {
		what = "nhóm"
	}
	if board.Name != "" {
		what += ", " + inline(board.Name, longestPhrase)
	}
	text := knowledge.Text{
		{{Text: fmt.Sprintf(grantMade, what)}}, {{Text: words, Strong: true}}, plainLine(fmt.Sprintf(grantUse, lasting(people.Lifetime(role, group)))),
	}
	return []Reply{{Text: text}}, true, nil
}

// lasting is how long something is good for.
func lasting(d time.Duration) string {
	const day = 24 * time.Hour
	if d > day {
		return fmt.Sprintf("%d ngày", d/day)
	}
	return fmt.Sprintf("%d giờ", d/time.Hour)
}

// channelName is what people call a channel.
func channelName(channel string) string {
	switch channel {
	case "telegram":
		return "Telegram"
	case "zalo", "zalooa":
		return "Zalo"
	case "web":
		return "trang chat"
	}
	return channel
}
