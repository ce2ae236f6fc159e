package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/viet"
	"dondoc/reminders/calendar"
)

// holidayCommand edits the days off: those that the Government announces year by year.
type holidayCommand struct {
	List   holidayListCommand   `cmd:"" help:"Các ngày nghỉ và ngày làm bù của một năm."`
	Import holidayImportCommand `cmd:"" help:"Thêm ngày nghỉ, ngày làm bù từ tệp CSV: date,name,kind,source."`
	Remove holidayRemoveCommand `cmd:"" help:"Bỏ một ngày đã thêm."`
}

// holidayListCommand prints the days of a year.
type holidayListCommand struct {
	Year int `arg:"" help:"Năm."`
}

// Run prints a day a line.
func (h *holidayListCommand) Run(ctx context.Context, c *Config, std streams) error {
	if h.Year < 2000 || h.Year > 2199 {
		return usageError{errors.New("năm phải từ 2000 đến 2199")}
	}
	all, err := c.storedEverything(ctx)
	if err != nil {
		return err
	}
	for _, d := range calendar.Default().With(all.Days).Days(h.Year) {
		kind := "nghỉ"
		if d.Working {
			kind = "làm bù"
		}
		fmt.Fprintf(std.out, "%s  %-6s  %s\n", d.Date.Vietnamese(), kind, d.Name)
	}
	return nil
}

// holidayImportCommand adds days.
type holidayImportCommand struct {
	File string `arg:"" help:"Tệp CSV; kind là off (nghỉ) hoặc working (làm bù)."`
}

// mostHolidayBytes bounds a file of days.
const mostHolidayBytes = 1 << 20

// Run stores all days of the file, or none. Steps that fall on them move from now on.
func (h *holidayImportCommand) Run(ctx context.Context, c *Config, std streams) error {
	text, err := readTable(h.File, mostHolidayBytes)
	if err != nil {
		return err
	}
	days, err := calendar.ReadDays(strings.NewReader(text))
	if err != nil {
		return usageError{fmt.Errorf("tệp %q: %w; chưa thêm ngày nào", h.File, err)}
	}
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		if err := db.SaveHolidays(ctx, days); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "Đã thêm %d ngày.\n", len(days))
		return nil
	})
}

// holidayRemoveCommand takes back a day that was added.
type holidayRemoveCommand struct {
	Date string `arg:"" placeholder:"DATE" help:"Ngày, dạng 2027-02-09."`
}

// Run removes the day; those that the program carries stay.
func (h *holidayRemoveCommand) Run(ctx context.Context, c *Config, std streams) error {
	day, err := viet.ParseDate(h.Date)
	if err != nil {
		return usageError{errors.New("ngày phải có dạng 2027-02-09")}
	}
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		if err := db.RemoveHoliday(ctx, day); errors.Is(err, store.ErrNotFound) {
			return usageError{errors.New("ngày này không nằm trong các ngày đã thêm")}
		} else if err != nil {
			return err
		}
		return nil
	})
}
