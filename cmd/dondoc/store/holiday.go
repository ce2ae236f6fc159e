package store

import (
	"context"

	"dondoc/corpus/viet"
	"dondoc/reminders/calendar"
)

const (
	selectHolidays = `SELECT day, name, working, source FROM holiday ORDER BY day`

	upsertHoliday = `
INSERT INTO holiday (day, name, working, source) VALUES (?, ?, ?, ?)
ON CONFLICT (day) DO UPDATE SET name = excluded.name, working = excluded.working, source = excluded.source`

	deleteHoliday = `DELETE FROM holiday WHERE day = ?`
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
		var rows [][]any
		for _, d := range days {
			if err := checkDay(d.Date); err != nil {
				return false, err
			}
			rows = append(rows, []any{d.Date.String(), cleanText(d.Name), d.Working, cleanText(d.Source)})
		}
		return true, t.each(ctx, upsertHoliday, rows)
	})
}

// RemoveHoliday takes an entered day back, so that the carried calendar holds again. ErrNotFound when it was not entered.
func (db *DB) RemoveHoliday(ctx context.Context, day viet.Date) error {
	return db.change(ctx, "remove holiday", func(t *tx) (bool, error) {
		deleted, err := t.exec(ctx, deleteHoliday, day.String())
		if err == nil && deleted == 0 {
			err = ErrNotFound
		}
		return true, err
	})
}
