package main

import (
	"bytes"
	"time"

	"dondoc/bot"
	"dondoc/reminders"
	"dondoc/reminders/report"
)

// clerk lets people see their work by chat and choose what they hear of.
func (s *server) clerk() bot.Option {
	reports := bot.Reports{Draw: report.Draw, Workbook: workbook, Calendar: calendarFile}
	if s.config.PublicURL != "" {
		reports.FeedURL = func(secret string) string { return s.config.PublicURL + feedPath + secret + ".ics" }
	}
	return bot.WithClerk(reminders.NewClerk(s.db, s.office, s.now), s.agencies, reports)
}

// workbook is a table of works that can be filled in and imported again.
func workbook(items []reminders.Item) ([]byte, error) {
	var b bytes.Buffer
	if err := report.WriteXLSX(&b, progressRows(items)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// calendarFile is the deadlines of works, for a calendar program.
func calendarFile(name string, items []reminders.Item, now time.Time) ([]byte, error) {
	var entries []report.Entry
	for _, i := range items {
		entries = append(entries, report.Entry{
			Work: i.Work, Title: i.Task.Title, Document: i.Task.Document, Section: i.Task.Section, Phrase: i.Milestone.Phrase,
			Due: i.Due, State: i.Progress.State, Report: i.Progress.Report, Until: i.Progress.Until,
		})
	}
	return report.Calendar(name, entries, now)
}
