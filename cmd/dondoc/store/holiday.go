package store

import (
	"context"
	"slices"

	"dondoc/corpus/viet"
	"dondoc/reminders/calendar"
)

const (
	selectHolidays = `SELECT day, name, working, source FROM holiday ORDER BY day`

	upsertHoliday = `
INSERT INTO holiday (day, name, working, source) VALUES (?, ?, ?, ?)
ON CONFLICT (day) DO UPDATE SET name = excluded.name, working = excluded.working, source = excluded.source`

	deleteHoliday = `DELETE FROM holiday WHERE day = ?`

	subjectHolidays = "ngày nghỉ, ngày làm bù" // for the audit log
)

// readHolidays returns the days that somebody has entered on top of the calendar that the program carries, by date.
func readHolidays(ctx context.Context, t *tx) ([]calendar.Day, error) {
	var rows []struct {
		Day     dayColumn `db:"day"`
		Name    string    `db:"name"`
		Working bool      `db:"working"`
		Source  string    `db:"source"`
	}
	if err := t.list(ctx, &rows, selectHolidays); err != nil {
		return nil, err
	}
	days := make([]calendar.Day, len(rows))
	for i, r := range rows {
		days[i] = calendar.Day{Date: r.Day.Date, Name: r.Name, Working: r.Working, Source: r.Source}
	}
	return days, nil
}

// SaveHolidays enters days, all or none; a day that is there already is replaced. A day without a date is ErrInvalid.
func (db *DB) SaveHolidays(ctx context.Context, days []calendar.Day) error {
	if len(days) == 0 {
		return nil
	}
	return db.change(ctx, "save holidays", func(t *tx) (bool, error) {
		was, err := readHolidays(ctx, t)
		if err != nil {
			return false, err
		}
		var rows [][]any
		for _, d := range days {
			if err := checkDay(d.Date); err != nil {
				return false, err
			}
			rows = append(rows, []any{d.Date.String(), cleanText(d.Name), d.Working, cleanText(d.Source)})
		}
		if err := t.each(ctx, upsertHoliday, rows); err != nil {
			return false, err
		}
		replaced := slices.DeleteFunc(was, func(w calendar.Day) bool {
			return !slices.ContainsFunc(days, func(d calendar.Day) bool { return d.Date == w.Date })
		})
		return true, t.audit(ctx, "holiday.save", subjectHolidays, dayImagesOf(replaced), dayImagesOf(days))
	})
}

// RemoveHoliday takes an entered day back, so that the carried calendar holds again. ErrNotFound when it was not entered.
func (db *DB) RemoveHoliday(ctx context.Context, day viet.Date) error {
	return db.change(ctx, "remove holiday", func(t *tx) (bool, error) {
		was, err := readHolidays(ctx, t)
		if err != nil {
			return false, err
		}
		was = slices.DeleteFunc(was, func(w calendar.Day) bool { return w.Date != day })
		if len(was) == 0 {
			return false, ErrNotFound
		}
		if _, err := t.exec(ctx, deleteHoliday, day.String()); err != nil {
			return false, err
		}
		return true, t.audit(ctx, "holiday.remove", subjectHolidays, dayImagesOf(was), nil)
	})
}
