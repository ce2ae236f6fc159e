package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"dondoc/bot"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// remindCommand lets an administrator look at any day before anything is sent, and switches sending.
type remindCommand struct {
	Plan       remindPlanCommand       `cmd:"" help:"Các việc cần nhắc trong một ngày (--as-of)."`
	Simulate   remindSimulateCommand   `cmd:"" help:"Mọi tin sẽ gửi trong một khoảng thời gian; không gửi gì."`
	Send       remindSendCommand       `cmd:"" help:"Xem các tin của hôm nay trước khi gửi (--dry-run)."`
	On         remindOnCommand         `cmd:"" help:"Bật gửi nhắc việc."`
	Off        remindOffCommand        `cmd:"" help:"Tắt gửi nhắc việc."`
	Status     remindStatusCommand     `cmd:"" help:"Tình trạng gửi: đang chờ, đã gửi, hỏng."`
	Deliveries remindDeliveriesCommand `cmd:"" help:"Liệt kê các tin trong sổ gửi."`
	Log        remindLogCommand        `cmd:"" help:"Những gì đã xảy ra với một tin."`
	Retry      remindRetryCommand      `cmd:"" help:"Gửi lại một tin đã hỏng hoặc đang tạm dừng."`
}

// forAgency narrows what is shown to one agency.
type forAgency struct {
	For string `placeholder:"AGENCY" help:"Chỉ cơ quan này."`
}

// remindPlanCommand prints the reminders of one day (docs/contract.md).
type remindPlanCommand struct {
	forAgency
	JSON bool `name:"json" help:"In mỗi lời nhắc một dòng JSON."`
}

// planLine is one reminder on standard output (docs/contract.md).
type planLine struct {
	Agency    string    `json:"agency"`
	Task      string    `json:"task"`
	Milestone string    `json:"milestone"` // its label, else its phrase
	Due       viet.Date `json:"due"`
	Step      string    `json:"step"`
	DaysLeft  int       `json:"days_left"`
	Document  string    `json:"document"`
	Section   string    `json:"section"`
	Title     string    `json:"title"`
	Phrase    string    `json:"phrase"`
	Board     string    `json:"board"`
	Channel   string    `json:"channel"`
	Chat      string    `json:"chat"`
}

// Run prints what is planned for the day of --as-of.
func (r *remindPlanCommand) Run(ctx context.Context, c *Config, std streams) error {
	day, err := c.day()
	if err != nil {
		return err
	}
	snapshot, err := c.remindSnapshot(ctx, r.For, day, std)
	if err != nil {
		return err
	}
	planner := reminders.NewPlanner(snapshot)
	shown := 0
	for i := range snapshot.Subscribers {
		for _, line := range planLines(planner, &snapshot.Subscribers[i], day) {
			shown++
			if err := r.print(std.out, line); err != nil {
				return err
			}
		}
	}
	if shown == 0 {
		fmt.Fprintf(std.err, "Ngày %s không có việc nào cần nhắc.\n", day.Vietnamese())
	}
	return nil
}

func planLines(p *reminders.Planner, sub *reminders.Subscriber, day viet.Date) []planLine {
	var lines []planLine
	board, _ := p.Board(sub.Board)
	p.Steps(sub, day, day, func(r reminders.Reminder) {
		m, t, ok := p.Milestone(r.Work.Milestone)
		if !ok {
			return
		}
		lines = append(lines, planLine{
			Agency: cmp.Or(board.Agency, r.Work.Agency), Task: cmp.Or(t.CorpusID, t.ID), Milestone: cmp.Or(m.Label, m.Phrase),
			Due: r.Due, Step: r.Step, DaysLeft: day.DaysUntil(r.Due), Document: t.Document, Section: t.Section,
			Title: t.Title, Phrase: m.Phrase, Board: board.Name, Channel: sub.Channel, Chat: sub.Chat,
		})
	})
	slices.SortStableFunc(lines, func(a, b planLine) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Section, b.Section)) })
	return lines
}

func (r *remindPlanCommand) print(w io.Writer, line planLine) error {
	if r.JSON {
		return writeLine(w, line)
	}
	source := ""
	if line.Document != "" {
		source = " (" + strings.TrimSuffix(line.Document+", "+line.Section, ", ") + ")"
	}
	_, err := fmt.Fprintf(w, "%-5s %s  %s: %s%s\n", line.Step, line.Due.Vietnamese(), printable(line.Agency), printable(line.Title), printable(source))
	return err
}

// remindSimulateCommand prints every message of a time (docs/contract.md).
type remindSimulateCommand struct {
	forAgency
	From string `required:"" placeholder:"DATE" help:"Từ ngày."`
	To   string `required:"" placeholder:"DATE" help:"Đến hết ngày."`
	JSON bool   `name:"json" help:"In mỗi tin một dòng JSON."`
}

// messageLine is one message on standard output (docs/contract.md).
type messageLine struct {
	Moment    string         `json:"moment"` // RFC 3339
	Channel   string         `json:"channel"`
	Chat      string         `json:"chat"`
	Board     string         `json:"board"`
	Agency    string         `json:"agency"`
	Reminders []messageEntry `json:"reminders"`
	Text      string         `json:"text"`
}

// messageEntry is one line of a message: a Milestone with the steps that fall on the day.
type messageEntry struct {
	Task      string    `json:"task"`
	Milestone string    `json:"milestone"` // ID
	Due       viet.Date `json:"due"`
	Steps     []string  `json:"steps"`
}

// longestSimulation bounds what one run prints.
const longestSimulation = 10 * 366

// Run prints the messages in the order of their moments. Nothing is sent or stored.
func (r *remindSimulateCommand) Run(ctx context.Context, c *Config, std streams) error {
	from, err := parseDay("--from", r.From)
	if err != nil {
		return err
	}
	to, err := parseDay("--to", r.To)
	if err != nil {
		return err
	}
	switch days := from.DaysUntil(to); {
	case days < 0:
		return usageError{errors.New("--to phải sau --from")}
	case days > longestSimulation:
		return usageError{errors.New("mỗi lần xem trước tối đa 10 năm; hãy thu hẹp --from, --to")}
	}
	snapshot, err := c.remindSnapshot(ctx, r.For, from, std)
	if err != nil {
		return err
	}
	for m := range reminders.Simulate(ctx, snapshot, from, to) {
		if err := printMessage(std.out, m, r.JSON); err != nil {
			return err
		}
	}
	if past := snapshot.PastAtPublication(); past > 0 && !r.JSON {
		fmt.Fprintf(std.err, "%d mốc đã qua khi văn bản được công bố nên không nhắc.\n", past)
	}
	return ctx.Err()
}

func parseDay(flag, s string) (viet.Date, error) {
	d, err := viet.ParseDate(s)
	if err != nil {
		return viet.Date{}, usageError{fmt.Errorf("%s phải có dạng 2023-06-30", flag)}
	}
	return d, nil
}

func printMessage(w io.Writer, m reminders.Message, asJSON bool) error {
	n := &m.Notice
	text := bot.ReminderText(*n).String()
	if !asJSON {
		_, err := fmt.Fprintf(w, "── %s · %s %s\n%s\n\n", m.At.Format("02/01/2006 15:04"), n.Subscriber.Channel, n.Subscriber.Chat, text)
		return err
	}
	line := messageLine{
		Moment: m.At.Format(time.RFC3339), Channel: n.Subscriber.Channel, Chat: n.Subscriber.Chat, Board: n.Board.Name,
		Agency: n.Board.Agency, Reminders: []messageEntry{}, Text: text,
	}
	for _, item := range n.Items {
		line.Reminders = append(line.Reminders, messageEntry{cmp.Or(item.Task.CorpusID, item.Task.ID), item.Milestone.ID, item.Due, item.Steps})
	}
	return writeLine(w, line)
}

// day is the day of --as-of, in Hanoi.
func (c *Config) day() (viet.Date, error) {
	at, err := c.asOf(time.Now())
	if err != nil {
		return viet.Date{}, usageError{err}
	}
	return viet.DateOf(at), nil
}

// knownNames says how an agency may have to be written; "" when nothing is near.
func knownNames(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "; có phải: " + strings.Join(names, ", ") + "?"
}
