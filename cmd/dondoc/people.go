package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"dondoc/bot/people"
	"dondoc/bot/telegram"
	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// peopleCommand sets up who may do what.
type peopleCommand struct {
	List   peopleListCommand   `cmd:"" help:"Liệt kê những người đã được cấp vai trò."`
	Code   peopleCodeCommand   `cmd:"" help:"Tạo một mã dùng một lần: để cấp vai trò, hoặc gắn một nhóm với ban."`
	Role   peopleRoleCommand   `cmd:"" help:"Đặt vai trò cho một người."`
	Remove peopleRemoveCommand `cmd:"" help:"Thu hồi vai trò của một người."`
	Link   peopleLinkCommand   `cmd:"" help:"Tạo đường dẫn dùng một lần để vào bảng điều khiển."`
}

// peopleListCommand prints who has a role.
type peopleListCommand struct {
	JSON bool `name:"json" help:"In mỗi người một dòng JSON."`
}

// personLine is one account on standard output.
type personLine struct {
	Channel string    `json:"channel"`
	ID      string    `json:"id"`
	Role    string    `json:"role"`
	Board   int64     `json:"board"`
	Name    string    `json:"name"`
	By      string    `json:"by"`
	Since   time.Time `json:"since"`
}

// Run prints a line a person, who got a role first comes first.
func (p *peopleListCommand) Run(ctx context.Context, c *Config, std streams) error {
	db, err := c.openToRead(ctx)
	if c.DatabaseURL == "" && errors.Is(err, store.ErrNotFound) {
		fmt.Fprintln(std.err, nobodyYet)
		return nil
	}
	if err != nil {
		return err
	}
	defer db.Close()
	accounts, err := db.Accounts(ctx)
	if err != nil {
		return err
	}
	if len(accounts) == 0 {
		fmt.Fprintln(std.err, nobodyYet)
	}
	for _, a := range accounts {
		if err := p.print(std, a); err != nil {
			return err
		}
	}
	return nil
}

const nobodyYet = "Chưa ai được cấp vai trò; cấp bằng dondoc people code."

func (p *peopleListCommand) print(std streams, a people.Account) error {
	if p.JSON {
		return writeLine(std.out, personLine{a.Channel, a.ID, a.Role.String(), a.Board, a.Name, a.By, a.Since})
	}
	line := fmt.Sprintf("%s %s: %s", a.Channel, a.ID, a.Role.Vietnamese())
	if a.Board != 0 {
		line += fmt.Sprintf(", ban %d", a.Board)
	}
	if a.Name != "" {
		line += ", " + a.Name
	}
	_, err := fmt.Fprintln(std.out, printable(line+", từ "+viet.DateOf(a.Since).Vietnamese()+dash(a.By)))
	return err
}

// byCommandLine stands for whoever sits at the keyboard.
const byCommandLine = "cli"

// peopleCodeCommand makes a one-time code.
type peopleCodeCommand struct {
	Role  string `placeholder:"ROLE" help:"Vai trò: officer (cán bộ), member (thành viên ban chỉ đạo), secretariat (ban thư ký), administrator (quản trị viên)."`
	Board int64  `placeholder:"ID" help:"Số của ban (board list); cần cho thành viên và nhóm."`
	Group bool   `help:"Mã để gắn một nhóm với ban, không cấp vai trò."`
	Hours int    `placeholder:"N" help:"Số giờ mã còn dùng được, nhiều nhất 720; mặc định 168, nhóm 24, quản trị viên 1."`
	Bot   string `placeholder:"NAME" help:"Tên bot Telegram, để in thêm đường dẫn t.me."`
}

// botName is what Telegram allows.
var botName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{3,31}$`)

const mostCodeHours = 720

// errNoGroupCode says how a group comes to a board that no code leads to.
var errNoGroupCode = usageError{errors.New("mã nhóm chỉ dùng cho ban chỉ đạo có cơ quan; nhóm của ban thư ký thì gắn bằng dondoc board link")}

// Run stores the code and prints it, this once only.
func (p *peopleCodeCommand) Run(ctx context.Context, c *Config, std streams) error {
	role, err := p.check()
	if err != nil {
		return usageError{err}
	}
	words, code := people.NewGrant(role, p.Group, p.Board, byCommandLine, time.Now())
	if p.Hours > 0 {
		code.Expires = code.Made.Add(time.Duration(p.Hours) * time.Hour)
	}
	err = c.withDatabase(ctx, std, func(db *store.DB) error {
		if p.Group {
			board, err := findBoard(ctx, db, p.Board)
			if err != nil {
				return err
			}
			if board.Secretariat || board.Followers() {
				return errNoGroupCode
			}
		}
		return db.SaveCode(ctx, code)
	})
	switch {
	case errors.Is(err, reminders.ErrUnknown):
		return errNoBoard
	case err != nil:
		return err
	}
	where := "nhắn riêng cho bot (Telegram, Zalo hoặc trang chat)"
	if p.Group {
		where = "gửi vào nhóm đã thêm bot, do quản trị nhóm gửi"
	}
	fmt.Fprintf(std.err, "Mã chỉ hiện một lần này, dùng một lần, đến %s. Cách dùng: %s.\n",
		code.Expires.In(viet.Hanoi).Format("15:04 ngày 02/01/2006"), where)
	fmt.Fprintln(std.out, words)
	if p.Bot != "" {
		fmt.Fprintln(std.out, telegram.DeepLink(strings.TrimPrefix(p.Bot, "@"), people.Payload(words), p.Group))
	}
	return nil
}

// check returns the role that is wanted, a Guest's for a group, or says in words what is wrong.
func (p *peopleCodeCommand) check() (people.Role, error) {
	switch {
	case p.Group && p.Role != "":
		return 0, errors.New("--group không đi cùng --role: mã nhóm không cấp vai trò")
	case p.Group && p.Board == 0:
		return 0, errors.New("mã nhóm cần --board: số của ban, xem dondoc board list")
	case p.Hours < 0 || p.Hours > mostCodeHours:
		return 0, fmt.Errorf("--hours phải từ 1 đến %d", mostCodeHours)
	case p.Bot != "" && !botName.MatchString(strings.TrimPrefix(p.Bot, "@")):
		return 0, fmt.Errorf("tên bot Telegram chỉ gồm chữ, số và dấu gạch dưới, không phải %q", p.Bot)
	case p.Group:
		return people.Guest, nil
	}
	return checkRole(p.Role, p.Board)
}

// checkRole reads a role that people may be given.
func checkRole(word string, board int64) (people.Role, error) {
	role, ok := people.ParseRole(word)
	switch {
	case !ok || role == people.Guest:
		return 0, errors.New("hãy ghi vai trò: officer, member, secretariat hoặc administrator")
	case role == people.Member && board == 0:
		return 0, errors.New("thành viên cần --board: số của ban, xem dondoc board list")
	}
	return role, nil
}

// peopleRoleCommand gives somebody a role without a code.
type peopleRoleCommand struct {
	Channel string `arg:"" help:"Kênh: telegram, zalo, zalooa, web."`
	ID      string `arg:"" help:"Mã của người đó trên kênh."`
	Role    string `arg:"" help:"officer, member, secretariat hoặc administrator."`
	Board   int64  `placeholder:"ID" help:"Số của ban; cần cho thành viên. Không ghi thì giữ ban đang có."`
}

// Run stores the role, higher or lower than the one before; the name stays.
func (p *peopleRoleCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withAccount(ctx, std, p.Channel, p.ID, func(db *store.DB, account people.Account) (err error) {
		if p.Board != 0 {
			account.Board = p.Board
		}
		if account.Role, err = checkRole(p.Role, account.Board); err != nil {
			return usageError{err}
		}
		account.By, account.ByPerson, account.Since = byCommandLine, people.Person{}, time.Now()
		switch err := db.SaveAccount(ctx, account); {
		case errors.Is(err, reminders.ErrUnknown):
			return errNoBoard
		case err != nil:
			return err
		}
		fmt.Fprintf(std.out, "%s %s nay là %s.\n", account.Channel, printable(account.ID), account.Role.Vietnamese())
		return nil
	})
}

// withAccount does something with the account of a person, a guest's where they have none.
func (c *Config) withAccount(ctx context.Context, std streams, channel, id string, do func(*store.DB, people.Account) error) error {
	who, err := personNamed(channel, id)
	if err != nil {
		return usageError{err}
	}
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		account, err := db.Account(ctx, who)
		if err != nil {
			return err
		}
		return do(db, account)
	})
}

// personNamed is somebody whom a channel could know.
func personNamed(channel, id string) (people.Person, error) {
	who := people.Person{Channel: strings.TrimSpace(channel), ID: strings.TrimSpace(id)}
	switch who.Channel {
	case "telegram", "zalo", "zalooa", "web":
	default:
		return who, fmt.Errorf("không có kênh %q; các kênh: telegram, zalo, zalooa, web", channel)
	}
	if who.ID == "" {
		return who, errors.New("hãy ghi mã của người đó trên kênh; xem dondoc people list")
	}
	return who, nil
}

// peopleRemoveCommand takes a role from somebody.
type peopleRemoveCommand struct {
	Channel string `arg:"" help:"Kênh: telegram, zalo, zalooa, web."`
	ID      string `arg:"" help:"Mã của người đó trên kênh."`
}

// Run makes the person a guest.
func (p *peopleRemoveCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withAccount(ctx, std, p.Channel, p.ID, func(db *store.DB, account people.Account) error {
		if account.Role == people.Guest {
			return usageError{errors.New("người đó không có vai trò nào; xem dondoc people list")}
		}
		if err := db.DeleteAccount(ctx, account.Person); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Đã thu hồi vai trò %s của %s %s.\n", account.Role.Vietnamese(), account.Channel, printable(account.ID))
		return nil
	})
}
