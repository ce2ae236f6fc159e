package main

import (
	"context"
	"errors"
	"fmt"

	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// ownTaskCommand keeps the tasks that a board sets itself.
type ownTaskCommand struct {
	Add    ownTaskAddCommand    `cmd:"" help:"Thêm việc riêng cho một ban."`
	Set    ownTaskSetCommand    `cmd:"" help:"Đổi nội dung, hạn của việc riêng; ban được báo khi hạn đổi."`
	Remove ownTaskRemoveCommand `cmd:"" help:"Bỏ việc riêng; ban được báo."`
}

// ownTaskAddCommand adds one.
type ownTaskAddCommand struct {
	Title    string `arg:"" help:"Nội dung việc."`
	Board    int64  `required:"" placeholder:"ID" help:"Số của ban (board list)."`
	Due      string `required:"" placeholder:"DATE" help:"Hạn, dạng 2023-06-30."`
	Document string `help:"Văn bản giao việc, nếu có."`
}

// longestOwnTitle bounds a title in letters: one line on a phone and a bit.
const longestOwnTitle = 500

// Run stores the task with its one milestone.
func (o *ownTaskAddCommand) Run(ctx context.Context, c *Config, std streams) error {
	due, err := parseDay("--due", o.Due)
	if err != nil {
		return err
	}
	today, err := c.day()
	if err != nil {
		return err
	}
	title, err := ownTitle(o.Title)
	if err != nil {
		return err
	}
	if due.Before(today) {
		return usageError{fmt.Errorf("hạn %s đã qua; hãy ghi hạn từ %s trở đi", due.Vietnamese(), today.Vietnamese())}
	}
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		task, err := db.AddTask(ctx, reminders.Task{
			Board: o.Board, Document: viet.Squeeze(viet.Normalize(o.Document)), Title: title, Text: title,
			Milestones: []reminders.Milestone{{Phrase: ownPhrase(due), Due: due, Published: today}},
		})
		if errors.Is(err, reminders.ErrUnknown) {
			return errNoBoard
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Đã thêm việc %s.\n", task.ID)
		return nil
	})
}

// ownTitle tidies what somebody calls a task.
func ownTitle(typed string) (string, error) {
	title := viet.Squeeze(viet.Normalize(typed))
	switch {
	case title == "":
		return "", usageError{errors.New("hãy ghi nội dung việc")}
	case len([]rune(title)) > longestOwnTitle:
		return "", usageError{fmt.Errorf("nội dung việc dài quá %d chữ; hãy rút gọn", longestOwnTitle)}
	}
	return title, nil
}

func ownPhrase(due viet.Date) string { return "đến ngày " + due.Vietnamese() }

// ownTaskSetCommand changes one.
type ownTaskSetCommand struct {
	ID    string `arg:"" help:"Mã việc."`
	Title string `help:"Nội dung mới."`
	Due   string `placeholder:"DATE" help:"Hạn mới, dạng 2023-06-30."`
}

// Run stores what is given; the rest stays.
func (o *ownTaskSetCommand) Run(ctx context.Context, c *Config, std streams) error {
	today, err := c.day()
	if err != nil {
		return err
	}
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		task, err := findOwnTask(ctx, db, o.ID)
		if err != nil {
			return err
		}
		if o.Title != "" {
			if task.Title, err = ownTitle(o.Title); err != nil {
				return err
			}
			task.Text = task.Title
		}
		if o.Due != "" {
			due, err := parseDay("--due", o.Due)
			if err != nil {
				return err
			}
			m := &task.Milestones[0]
			m.Due, m.Phrase, m.Moved = due, ownPhrase(due), today
		}
		_, err = db.UpdateTask(ctx, task)
		return err
	})
}

// errNoOwnTask says that nobody has the task.
var errNoOwnTask = usageError{errors.New("không có việc riêng mang mã đó")}

func findOwnTask(ctx context.Context, db *store.DB, id string) (reminders.Task, error) {
	all, err := db.Tasks(ctx)
	if err != nil {
		return reminders.Task{}, err
	}
	for _, t := range all {
		if t.ID == id && t.Board != 0 && t.Gone.IsZero() && len(t.Milestones) > 0 {
			return t, nil
		}
	}
	return reminders.Task{}, errNoOwnTask
}

// ownTaskRemoveCommand removes one.
type ownTaskRemoveCommand struct {
	ID string `arg:"" help:"Mã việc."`
}

// Run ends the task; what was said of it stays in the log.
func (o *ownTaskRemoveCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		if err := db.RemoveTask(ctx, o.ID); errors.Is(err, reminders.ErrUnknown) {
			return errNoOwnTask
		} else if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Đã bỏ việc %s.\n", o.ID)
		return nil
	})
}
