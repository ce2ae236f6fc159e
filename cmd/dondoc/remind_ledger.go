package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// remindOnCommand lets reminders go out, from this moment on.
type remindOnCommand struct{}

// Run switches sending on. What was due before is not made up for.
func (remindOnCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		since, err := db.SendingFrom(ctx)
		if err != nil {
			return err
		}
		if !since.IsZero() {
			fmt.Fprintf(std.out, "Gửi nhắc việc đã bật từ %s.\n", clockOf(since))
			return nil
		}
		if err := db.SetSending(ctx, time.Now()); err != nil {
			return err
		}
		fmt.Fprintln(std.out, "Đã bật gửi nhắc việc. Bước nhắc nào đã qua trước lúc này sẽ không gửi bù.")
		return nil
	})
}

// remindOffCommand stops all reminders.
type remindOffCommand struct{}

// Run switches sending off; what waits stays in the ledger.
func (remindOffCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		if err := db.SetSending(ctx, time.Time{}); err != nil {
			return err
		}
		fmt.Fprintln(std.out, "Đã tắt gửi nhắc việc; sổ gửi và tiến độ giữ nguyên.")
		return nil
	})
}

// remindStatusCommand tells how sending goes.
type remindStatusCommand struct{}

// statusWords name the states of a Delivery for people.
var statusWords = map[reminders.Status]string{
	reminders.StatusWaiting: "đang chờ", reminders.StatusClaimed: "đang gửi", reminders.StatusSending: "đang gửi",
	reminders.StatusSent: "đã gửi", reminders.StatusDead: "hỏng", reminders.StatusPaused: "tạm dừng",
	reminders.StatusEmpty: "không còn gì để nhắc", reminders.StatusMerged: "gộp vào tin sau",
}

// statusOrder is how remind status lists them.
var statusOrder = []reminders.Status{
	reminders.StatusWaiting, reminders.StatusSending, reminders.StatusSent, reminders.StatusDead, reminders.StatusPaused,
	reminders.StatusEmpty, reminders.StatusMerged,
}

// Run prints the switch, the boards and the ledger in a few lines.
func (remindStatusCommand) Run(ctx context.Context, c *Config, std streams) error {
	db, err := c.openToRead(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	all, err := db.Everything(ctx)
	if err != nil {
		return err
	}
	counts, err := db.CountDeliveries(ctx)
	if err != nil {
		return err
	}
	sending := "đang tắt (bật: dondoc remind on)"
	if !all.SendingFrom.IsZero() {
		sending = "đang bật từ " + clockOf(all.SendingFrom)
	}
	fmt.Fprintf(std.out, "Gửi nhắc việc: %s\nBan: %d, nhóm nhận nhắc: %d, nhiệm vụ: %d\n", sending, len(all.Boards), len(all.Subscribers), len(all.Tasks))
	counts[reminders.StatusSending] += counts[reminders.StatusClaimed]
	for _, s := range statusOrder {
		if counts[s] > 0 {
			fmt.Fprintf(std.out, "Tin %s: %d\n", statusWords[s], counts[s])
		}
	}
	return printPast(std.out, all.Changes)
}

// printPast lists what is never reminded because it was past when it was first published.
func printPast(w io.Writer, changes []reminders.Change) error {
	for _, c := range changes {
		if c.Kind != reminders.KindPast {
			continue
		}
		_, err := fmt.Fprintf(w, "%s: %d mốc đã qua khi công bố, không nhắc\n", c.Past.Document, c.Past.Milestones)
		if err != nil {
			return err
		}
	}
	return nil
}

func clockOf(t time.Time) string { return t.In(viet.Hanoi).Format("15:04 02/01/2006") }

// waitingDeliveries are those that are still to go out.
var waitingDeliveries = store.DeliveryFilter{
	Status: []reminders.Status{reminders.StatusWaiting, reminders.StatusClaimed, reminders.StatusSending}, Limit: mostWaiting,
}

// remindDeliveriesCommand lists the ledger.
type remindDeliveriesCommand struct {
	Status string `placeholder:"STATUS" enum:"all,waiting,sending,sent,dead,paused,empty,merged" default:"all" help:"Chỉ tin ở tình trạng này: waiting, sent, dead, paused …"`
	Limit  int    `default:"50" help:"Nhiều nhất bao nhiêu tin."`
	JSON   bool   `name:"json" help:"In mỗi tin một dòng JSON."`
}

// deliveryLine is one message of the ledger on standard output.
type deliveryLine struct {
	ID        int64     `json:"id"`
	Channel   string    `json:"channel"`
	Chat      string    `json:"chat"`
	Day       viet.Date `json:"day"`
	Status    string    `json:"status"`
	Attempts  int       `json:"attempts"`
	Reminders int       `json:"reminders"`
	Reason    string    `json:"reason"`
}

// Run prints the newest first.
func (r *remindDeliveriesCommand) Run(ctx context.Context, c *Config, std streams) error {
	db, err := c.openToRead(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	filter := store.DeliveryFilter{Limit: max(r.Limit, 1)}
	if r.Status != "all" {
		filter.Status = []reminders.Status{reminders.Status(r.Status)}
	}
	list, err := db.Deliveries(ctx, filter)
	if err != nil {
		return err
	}
	for _, d := range list {
		line := deliveryLine{d.ID, d.Channel, d.Chat, d.Day, string(d.Status), d.Attempts, len(d.Reminders), d.Reason}
		if err := r.print(std.out, line, d.Status); err != nil {
			return err
		}
	}
	return nil
}

func (r *remindDeliveriesCommand) print(w io.Writer, line deliveryLine, status reminders.Status) error {
	if r.JSON {
		return writeLine(w, line)
	}
	_, err := fmt.Fprintf(w, "%6d  %s  %s %s  %s, %d lời nhắc, %d lần gửi%s\n", line.ID, line.Day.Vietnamese(), line.Channel, line.Chat,
		statusWords[status], line.Reminders, line.Attempts, dash(line.Reason))
	return err
}

// remindLogCommand tells what became of a message.
type remindLogCommand struct {
	ID int64 `arg:"" help:"Số của tin (remind deliveries)."`
}

// Run prints a line a step, oldest first.
func (r *remindLogCommand) Run(ctx context.Context, c *Config, std streams) error {
	db, err := c.openToRead(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	log, err := db.DeliveryLog(ctx, r.ID)
	if err != nil {
		return err
	}
	if len(log) == 0 {
		return usageError{errors.New("không có tin nào mang số đó; xem dondoc remind deliveries")}
	}
	for _, e := range log {
		fmt.Fprintf(std.out, "%s  %s, lần gửi %d%s\n", clockOf(e.At), statusWords[e.Status], e.Attempts, dash(e.Reason))
	}
	return nil
}

// dash puts a reason behind a line, if there is one.
func dash(reason string) string {
	if reason == "" {
		return ""
	}
	return " – " + reason
}

// remindRetryCommand sends a message again that has ended without arriving.
type remindRetryCommand struct {
	ID int64 `arg:"" help:"Số của tin (remind deliveries)."`
}

// Run puts the message back in line.
func (r *remindRetryCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		err := db.Retry(ctx, r.ID)
		if errors.Is(err, reminders.ErrUnknown) || errors.Is(err, reminders.ErrConflict) {
			return usageError{errors.New("không có tin hỏng nào mang số đó, hoặc nhóm nhận đang tạm dừng (board resume); xem dondoc remind deliveries")}
		}
		if err == nil {
			fmt.Fprintf(std.out, "Tin %d sẽ được gửi lại.\n", r.ID)
		}
		return err
	})
}

// openToRead opens an existing database without changing it.
func (c *Config) openToRead(ctx context.Context) (*store.DB, error) {
	url, err := c.database()
	if err != nil {
		return nil, usageError{err}
	}
	return store.OpenReadOnly(ctx, url, nil)
}
