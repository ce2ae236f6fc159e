package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dondoc/cmd/dondoc/store"
	"dondoc/reminders"
)

// boardEditCommand renames a board or puts it below another.
type boardEditCommand struct {
	ID    int64  `arg:"" help:"Số của ban."`
	Name  string `help:"Tên gọi mới."`
	Above *int64 `placeholder:"ID" help:"Ban thư ký cấp trên; 0: mọi ban thư ký."`
}

// Run stores what is given; the rest stays.
func (b *boardEditCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		board, err := findBoard(ctx, db, b.ID)
		if err != nil {
			return err
		}
		if b.Name != "" {
			board.Name = b.Name
		}
		if b.Above != nil {
			board.Above = *b.Above
		}
		_, err = db.SaveBoard(ctx, board)
		switch {
		case errors.Is(err, reminders.ErrUnknown):
			return errNoAbove
		case errors.Is(err, store.ErrInvalid):
			return usageError{errors.New("--above phải là một ban thư ký, và một ban không thể ở trên chính mình")}
		}
		return err
	})
}

// errNoAbove says what to do about a board above that nobody has.
var errNoAbove = usageError{errors.New("không có ban thư ký mang số của --above; xem dondoc board list")}

func findBoard(ctx context.Context, db *store.DB, id int64) (reminders.Board, error) {
	all, err := db.Boards(ctx)
	if err != nil {
		return reminders.Board{}, err
	}
	for _, b := range all {
		if b.ID == id {
			return b, nil
		}
	}
	return reminders.Board{}, errNoBoard
}

// boardLinkCommand gives a board one more chat.
type boardLinkCommand struct {
	ID      int64  `arg:"" help:"Số của ban."`
	Channel string `default:"telegram" help:"Kênh: telegram, zalo, zalooa."`
	Chat    string `required:"" placeholder:"ID" help:"Mã cuộc trò chuyện trên kênh đó."`
	Group   bool   `help:"Là nhóm, không phải cá nhân."`
	ruleFlags
}

// Run stores the chat, which follows the board's agency.
func (b *boardLinkCommand) Run(ctx context.Context, c *Config, std streams) error {
	reg, err := c.registry()
	if err != nil {
		return err
	}
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		board, err := findBoard(ctx, db, b.ID)
		if err != nil {
			return err
		}
		entry := store.NewBoard{Board: board, Subscriber: newChat(b.Channel, b.Chat, b.Group)}
		if err := completeBoard(&entry, reg); err != nil {
			return usageError{err}
		}
		if err := b.apply(&entry.Subscriber); err != nil {
			return usageError{err}
		}
		entry.Subscriber.Board = board.ID
		s, err := db.SaveSubscriber(ctx, entry.Subscriber)
		if errors.Is(err, reminders.ErrConflict) {
			return errChatTaken
		}
		if err == nil {
			fmt.Fprintf(std.out, "Đã thêm nhóm %d vào %s.\n", s.ID, board.Name)
		}
		return err
	})
}

// errChatTaken says what to do about a chat that has a board.
var errChatTaken = errors.New("cuộc trò chuyện này đã có ban khác; xem dondoc board list")

// newChat is a chat with the default Rule. Telegram's groups have negative numbers.
func newChat(channel, chat string, group bool) reminders.Subscriber {
	return reminders.Subscriber{
		Channel: channel, Chat: strings.TrimSpace(chat), Group: group || strings.HasPrefix(strings.TrimSpace(chat), "-"), Rule: reminders.DefaultRule(),
	}
}

// boardUnlinkCommand takes a chat from its board.
type boardUnlinkCommand struct {
	ID int64 `arg:"" help:"Số của nhóm nhận nhắc."`
}

// Run removes the chat; what still waited for it stays in the ledger as ended, with the reason.
func (b *boardUnlinkCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		if err := db.DeleteSubscriber(ctx, b.ID); errors.Is(err, reminders.ErrUnknown) {
			return errNoSubscriber
		} else if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Đã bỏ nhóm %d.\n", b.ID)
		return nil
	})
}
