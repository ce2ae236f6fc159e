package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/agency"
	"dondoc/reminders"
)

// errNoBoard and errNoSubscriber say what to do about a number that nobody has.
var (
	errNoBoard      = usageError{errors.New("không có ban mang số đó; xem dondoc board list")}
	errNoSubscriber = usageError{errors.New("không có nhóm nhận nhắc mang số đó; xem dondoc board list")}
)

// boardSetCommand changes how one chat is reminded.
type boardSetCommand struct {
	ID int64 `arg:"" help:"Số của nhóm nhận nhắc (cột nhóm của board list)."`
	ruleFlags
}

// Run stores the changed rule; a faulty one changes nothing.
func (b *boardSetCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		s, err := findSubscriber(ctx, db, b.ID)
		if err != nil {
			return err
		}
		if err := b.apply(&s); err != nil {
			return usageError{err}
		}
		if s, err = db.SaveSubscriber(ctx, s); err == nil {
			fmt.Fprintln(std.out, printable(subscriberLine(&s)))
		}
		return err
	})
}

func findSubscriber(ctx context.Context, db *store.DB, id int64) (reminders.Subscriber, error) {
	all, err := db.Subscribers(ctx)
	if err != nil {
		return reminders.Subscriber{}, err
	}
	for _, s := range all {
		if s.ID == id {
			return s, nil
		}
	}
	return reminders.Subscriber{}, errNoSubscriber
}

// boardListCommand prints boards and chats.
type boardListCommand struct{}

// Run prints a line a chat.
func (boardListCommand) Run(ctx context.Context, c *Config, std streams) error {
	all, err := c.storedEverything(ctx)
	if err != nil {
		return err
	}
	if len(all.Boards) == 0 {
		fmt.Fprintln(std.err, "Chưa có ban nào; thêm bằng dondoc board add.")
	}
	for _, b := range all.Boards {
		role := ""
		if b.Secretariat {
			role = " (ban thư ký)"
		}
		fmt.Fprintf(std.out, "ban %d: %s%s\n", b.ID, printable(b.Name), role)
		for _, s := range all.Subscribers {
			if s.Board == b.ID {
				fmt.Fprintln(std.out, "  "+printable(subscriberLine(&s)))
			}
		}
	}
	return nil
}

// subscriberLine tells how a chat is reminded.
func subscriberLine(s *reminders.Subscriber) string {
	var follows []string
	for _, f := range s.Follows {
		follows = append(follows, f.Value)
	}
	line := fmt.Sprintf("nhóm %d: %s %s, %02d:%02d, bước %s, theo dõi %s", s.ID, s.Channel, s.Chat, s.Rule.Hour, s.Rule.Minute,
		reminders.StepList(s.Rule), strings.Join(follows, "; "))
	if s.Paused != "" {
		line += ", đang dừng: " + s.Paused
	}
	return line
}

// boardImportCommand adds many boards at once.
type boardImportCommand struct {
	File string `arg:"" help:"Tệp CSV có dòng đầu ghi tên cột."`
}

const (
	mostBoardBytes = 4 << 20
	mostBoards     = 20000
)

// Run stores all boards of the file, or none.
func (b *boardImportCommand) Run(ctx context.Context, c *Config, std streams) error {
	reg, err := c.registry()
	if err != nil {
		return err
	}
	text, err := readTable(b.File, mostBoardBytes)
	if err != nil {
		return err
	}
	entries, err := readBoards(text, reg)
	if err != nil {
		return usageError{fmt.Errorf("tệp %q: %w; chưa thêm ban nào", b.File, err)}
	}
	return c.withDatabase(ctx, std, func(db *store.DB) error { return addBoards(ctx, db, entries, std) })
}

// boardColumns are what a file of boards may hold; the first three it must.
var boardColumns = []string{"agency", "channel", "chat", "name", "group", "secretariat"}

// readBoards reads a CSV file of boards; the error names the line.
func readBoards(text string, reg *agency.Registry) ([]store.NewBoard, error) {
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\uFEFF")))
	in.TrimLeadingSpace = true
	rows, err := in.ReadAll()
	if fault, ok := errors.AsType[*csv.ParseError](err); ok {
		return nil, fmt.Errorf("dòng %d không đúng dạng CSV: số cột phải bằng dòng đầu, dấu nháy phải đủ đôi", fault.Line)
	}
	if err != nil {
		return nil, err
	}
	if len(rows) < 2 || len(rows) > mostBoards {
		return nil, fmt.Errorf("cần dòng tên cột và từ 1 đến %d dòng", mostBoards)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range boardColumns[:3] {
		if _, ok := column[name]; !ok {
			return nil, fmt.Errorf("thiếu cột %q; các cột: %s", name, strings.Join(boardColumns, ", "))
		}
	}
	entries := make([]store.NewBoard, 0, len(rows)-1)
	for n, row := range rows[1:] {
		cell := func(name string) string {
			if i, ok := column[name]; ok {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		e := store.NewBoard{Board: reminders.Board{Name: cell("name"), Agency: cell("agency"), Secretariat: isYes(cell("secretariat"))}}
		e.Subscriber = newChat(cell("channel"), cell("chat"), isYes(cell("group")))
		if err := completeBoard(&e, reg); err != nil {
			return nil, fmt.Errorf("dòng %d: %w", n+2, err)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func isYes(s string) bool {
	yes, err := strconv.ParseBool(s)
	return err == nil && yes || strings.EqualFold(s, "có") || strings.EqualFold(s, "x")
}

// boardRemoveCommand removes a board with its chats.
type boardRemoveCommand struct {
	ID int64 `arg:"" help:"Số của ban."`
}

// Run removes the board; what still waited for it stays in the ledger as ended, with the reason.
func (b *boardRemoveCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		if err := db.DeleteBoard(ctx, b.ID); errors.Is(err, reminders.ErrUnknown) {
			return errNoBoard
		} else if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Đã bỏ ban %d.\n", b.ID)
		return nil
	})
}

// boardPauseCommand stops the reminders of a chat.
type boardPauseCommand struct {
	ID     int64  `arg:"" help:"Số của nhóm nhận nhắc."`
	Reason string `default:"quản trị viên tạm dừng" help:"Lý do, ghi vào sổ."`
}

// Run pauses the chat and tells the secretariat.
func (b *boardPauseCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		s, err := findSubscriber(ctx, db, b.ID)
		if err != nil {
			return err
		}
		if err := db.Pause(ctx, s.Channel, s.Chat, b.Reason); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Đã tạm dừng nhóm %d.\n", b.ID)
		return nil
	})
}

// boardResumeCommand takes up the reminders of a chat again.
type boardResumeCommand struct {
	ID int64 `arg:"" help:"Số của nhóm nhận nhắc."`
}

// Run lets what waits go out.
func (b *boardResumeCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		if _, err := findSubscriber(ctx, db, b.ID); err != nil {
			return err
		}
		if err := db.Resume(ctx, b.ID); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Đã nhắc lại nhóm %d.\n", b.ID)
		return nil
	})
}

// boardFeedCommand makes or revokes the calendar link of a board.
type boardFeedCommand struct {
	ID     int64 `arg:"" help:"Số của ban."`
	Revoke bool  `help:"Thu hồi mọi đường dẫn đã tạo."`
}

// Run prints the link's path, which is shown this once only.
func (b *boardFeedCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		if _, err := findBoard(ctx, db, b.ID); err != nil {
			return err
		}
		if b.Revoke {
			if err := db.RevokeFeeds(ctx, b.ID); err != nil {
				return err
			}
			fmt.Fprintln(std.out, "Đã thu hồi các đường dẫn lịch của ban này.")
			return nil
		}
		secret, err := db.NewFeed(ctx, b.ID)
		if err != nil {
			return err
		}
		fmt.Fprintln(std.err, "Đường dẫn chỉ hiện một lần này; ai có nó đều xem được lịch của ban. Thêm địa chỉ máy chủ phía trước.")
		fmt.Fprintln(std.out, feedPath+secret+".ics")
		return nil
	})
}
