package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// remindSendCommand shows what would go out on a day.
type remindSendCommand struct {
	forAgency
	DryRun bool `name:"dry-run" help:"Chỉ xem, không gửi."`
	JSON   bool `name:"json" help:"In mỗi tin một dòng JSON."`
}

// Run prints the messages of the day of --as-of: of today with what the ledger holds. Sending itself is the work of
// serve, which alone has the channels.
func (r *remindSendCommand) Run(ctx context.Context, c *Config, std streams) error {
	if !r.DryRun {
		return usageError{errors.New("tin do dondoc serve gửi khi đã bật (dondoc remind on); ở đây chỉ xem trước: dondoc remind send --dry-run")}
	}
	day, err := c.day()
	if err != nil {
		return err
	}
	snapshot, err := c.remindSnapshot(ctx, r.For, day, std)
	if err != nil {
		return err
	}
	var messages []reminders.Message
	if c.AsOf == "" && len(c.CorpusPaths) == 0 && snapshot.Revision > 0 {
		messages, err = c.dueToday(ctx, snapshot, day)
	} else {
		for m := range reminders.Simulate(ctx, snapshot, day, day) {
			messages = append(messages, m)
		}
	}
	if err != nil {
		return err
	}
	for _, m := range messages {
		if err := printMessage(std.out, m, r.JSON); err != nil {
			return err
		}
	}
	if len(messages) == 0 {
		fmt.Fprintf(std.err, "Ngày %s không có tin nào cần gửi.\n", day.Vietnamese())
	}
	return ctx.Err()
}

// mostWaiting bounds what is read of the ledger.
const mostWaiting = 100_000

// dueToday are the messages that the ledger would send today: what waits, and what is yet to be planned. A chat that is
// paused gets none.
func (c *Config) dueToday(ctx context.Context, s *reminders.Snapshot, day viet.Date) ([]reminders.Message, error) {
	db, err := c.openToRead(ctx)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	planner := reminders.NewPlanner(s)
	unacknowledged, err := db.Unacknowledged(ctx, planner.SentThrough(day))
	if err != nil {
		return nil, err
	}
	waiting, err := db.Deliveries(ctx, waitingDeliveries)
	if err != nil {
		return nil, err
	}
	held := map[int64][]reminders.Reminder{}
	for _, d := range waiting {
		held[d.Subscriber] = append(held[d.Subscriber], d.Reminders...)
	}
	var messages []reminders.Message
	for i := range s.Subscribers {
		sub := s.Subscribers[i]
		told := held[sub.ID]
		if sub.PlannedThrough != day {
			told = append(told, planner.Day(&sub, day, unacknowledged)...)
		}
		if n := s.Notice(sub, told, day); sub.Paused == "" && !n.Empty() {
			messages = append(messages, reminders.Message{At: later(sub.Rule.Moment(day), time.Now()), Notice: n})
		}
	}
	return messages, nil
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b.In(viet.Hanoi)
	}
	return a
}
