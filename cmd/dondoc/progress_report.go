package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/viet"
	"dondoc/reminders"
	"dondoc/reminders/report"
)

// progressCommand is about how far tasks have come.
type progressCommand struct {
	Export  progressExportCommand  `cmd:"" help:"Xuất tiến độ ra tệp .csv hoặc .xlsx."`
	Import  progressImportCommand  `cmd:"" help:"Nhập tiến độ từ tệp .csv hoặc .xlsx; sai một dòng thì không nhập gì."`
	Log     progressLogCommand     `cmd:"" help:"Ai đã báo gì về một mốc, từ trước đến nay."`
	Picture progressPictureCommand `cmd:"" help:"Vẽ biểu đồ tiến độ theo cơ quan ra tệp .png."`
}

// progressExportCommand writes a table of all works.
type progressExportCommand struct {
	forAgency
	File string `arg:"" help:"Tệp .csv hoặc .xlsx sẽ ghi."`
}

// Run writes the file beside its name first, so that a failure leaves no half of it.
func (p *progressExportCommand) Run(ctx context.Context, c *Config, std streams) error {
	write := report.WriteCSV
	switch strings.ToLower(filepath.Ext(p.File)) {
	case ".csv":
	case ".xlsx":
		write = report.WriteXLSX
	default:
		return usageError{errors.New("tên tệp phải kết thúc bằng .csv hoặc .xlsx")}
	}
	day, err := c.day()
	if err != nil {
		return err
	}
	snapshot, err := c.remindSnapshot(ctx, p.For, day, std)
	if err != nil {
		return err
	}
	rows := progressRows(snapshot.Works(snapshot.Subscribers, day))
	return writeFile(p.File, func(f *os.File) error { return write(f, rows) })
}

// progressRows are the lines of a table of works.
func progressRows(items []reminders.Item) []report.Row {
	var rows []report.Row
	for _, i := range items {
		rows = append(rows, report.Row{
			Task: i.Task.ID, Work: i.Work, Document: i.Task.Document, Section: i.Task.Section, Title: i.Task.Title,
			Phrase: i.Milestone.Phrase, Due: i.Due, State: cmp.Or(i.Progress.State, reminders.NotStarted), Report: i.Progress.Report,
			Note: i.Progress.Note, Until: i.Progress.Until, By: i.Progress.By, At: i.Progress.At,
		})
	}
	return rows
}

// writeFile writes a file whole or not at all.
func writeFile(name string, write func(*os.File) error) error {
	draft, err := os.CreateTemp(filepath.Dir(name), ".dondoc-*")
	if err != nil {
		return fmt.Errorf("không ghi được vào thư mục của %q: %w", name, plainReason(err))
	}
	defer os.Remove(draft.Name()) // fails, as it should, once the file has its own name
	if err := errors.Join(write(draft), draft.Close()); err != nil {
		return fmt.Errorf("không ghi được %q: %w", name, err)
	}
	if err := os.Rename(draft.Name(), name); err != nil {
		return fmt.Errorf("không ghi được %q: %w", name, plainReason(err))
	}
	return nil
}

// progressImportCommand takes progress over from a table.
type progressImportCommand struct {
	File string `arg:"" help:"Tệp .csv hoặc .xlsx như progress export ghi ra."`
	By   string `default:"quản trị viên" help:"Ghi là ai báo."`
}

// Run stores all lines, or none.
func (p *progressImportCommand) Run(ctx context.Context, c *Config, std streams) error {
	text, err := readTable(p.File, report.MaxSize)
	if err != nil {
		return err
	}
	changes, err := report.Read(filepath.Base(p.File), []byte(text))
	if err != nil {
		return usageError{fmt.Errorf("tệp %q: %w", p.File, err)}
	}
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		all, err := db.Everything(ctx)
		if err != nil {
			return err
		}
		reg, err := c.registry()
		if err != nil {
			return err
		}
		progress, err := mergeProgress(reminders.NewSnapshot(all, reg), changes, p.By, time.Now())
		if err != nil {
			return usageError{fmt.Errorf("tệp %q: %w; chưa nhập dòng nào", p.File, err)}
		}
		if err := db.ImportProgress(ctx, reminders.Person{Chat: reminders.Chat{Channel: channelCLI}, Name: p.By}, progress); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Đã nhập %d thay đổi (tệp có %d dòng).\n", len(progress), len(changes))
		return nil
	})
}

// channelCLI stands for the keyboard of the machine itself.
const channelCLI = "cli"

// mergeProgress returns what the lines of a table change. A line about something unknown is an error that names it.
func mergeProgress(s *reminders.Snapshot, changes []report.Change, by string, now time.Time) ([]reminders.Progress, error) {
	var changed []reminders.Progress
	known := map[reminders.Work]bool{}
	for _, i := range s.Works(s.Subscribers, viet.DateOf(now)) {
		known[i.Work] = true
	}
	for _, c := range changes {
		old := s.ProgressOf(c.Work)
		switch {
		case !known[c.Work] && old.State == "":
			return nil, fmt.Errorf("dòng %d: không có mốc %q của %q trong sổ nhiệm vụ; hãy xuất lại rồi sửa", c.Line, c.Work.Milestone, c.Work.Agency)
		case c.HasAt && old.At.Sub(c.At) >= time.Minute: // the table shows minutes
			return nil, fmt.Errorf("dòng %d: đã có báo cáo mới hơn tệp này (%s); hãy xuất lại rồi sửa", c.Line, clockOf(old.At))
		}
		p := old
		p.State = c.State
		for _, field := range []struct {
			given bool
			value string
			into  *string
		}{{c.HasReport, c.Report, &p.Report}, {c.HasNote, c.Note, &p.Note}} {
			if field.given {
				*field.into = field.value
			}
		}
		if c.HasUntil {
			p.Until = c.Until
		}
		if p.State == reminders.Extended && p.Until.IsZero() {
			return nil, fmt.Errorf("dòng %d: gia hạn nhưng không ghi gia hạn đến ngày nào", c.Line)
		}
		if p == old || old.State == "" && p == (reminders.Progress{Work: c.Work, State: reminders.NotStarted}) {
			continue
		}
		p.By, p.At = by, now
		changed = append(changed, p)
	}
	return changed, nil
}

// progressLogCommand tells the history of a work.
type progressLogCommand struct {
	Milestone string `arg:"" help:"Mã mốc (cột Mã mốc của progress export)."`
	Agency    string `arg:"" help:"Cơ quan."`
	Due       string `placeholder:"DATE" help:"Kỳ, của việc định kỳ."`
}

// logWords name what a row of the log is about.
var logWords = map[string]string{
	store.LogProgress: "báo tiến độ", store.LogAcknowledged: "đã nhận", store.LogMoved: "hạn đổi", store.LogAsked: "xin gia hạn",
	store.LogAccepted: "đồng ý gia hạn", store.LogRefused: "không đồng ý gia hạn",
}

// Run prints a line a statement, oldest first.
func (p *progressLogCommand) Run(ctx context.Context, c *Config, std streams) error {
	reg, err := c.registry()
	if err != nil {
		return err
	}
	work := reminders.Work{Milestone: p.Milestone, Agency: p.Agency}
	if a, ok := reg.Lookup(p.Agency); ok {
		work.Agency = a.Name
	}
	if p.Due != "" {
		if work.Due, err = parseDay("--due", p.Due); err != nil {
			return err
		}
	}
	db, err := c.openToRead(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	log, err := db.ProgressLog(ctx, work)
	if err != nil {
		return err
	}
	if len(log) == 0 {
		fmt.Fprintln(std.err, "Chưa ai báo gì về mốc này của cơ quan này.")
	}
	for _, e := range log {
		fmt.Fprintf(std.out, "%s  %s: %s%s%s\n", clockOf(e.At), cmp.Or(e.Who.Name, "(không ghi tên)"), logWords[e.What],
			dash(report.StateWord(e.After.State)), dash(e.After.Report))
	}
	return nil
}

// progressPictureCommand draws the chart that leaders get.
type progressPictureCommand struct {
	forAgency
	File string `arg:"" help:"Tệp .png sẽ ghi."`
}

// Run draws the month of --as-of.
func (p *progressPictureCommand) Run(ctx context.Context, c *Config, std streams) error {
	if !strings.EqualFold(filepath.Ext(p.File), ".png") {
		return usageError{errors.New("tên tệp phải kết thúc bằng .png")}
	}
	day, err := c.day()
	if err != nil {
		return err
	}
	snapshot, err := c.remindSnapshot(ctx, p.For, day, std)
	if err != nil {
		return err
	}
	picture, err := report.Draw(*snapshot.AllFigures(viet.Date{Year: day.Year, Month: day.Month, Day: 1}, day))
	if err != nil {
		return err
	}
	return writeFile(p.File, func(f *os.File) error {
		_, err := f.Write(picture)
		return err
	})
}
