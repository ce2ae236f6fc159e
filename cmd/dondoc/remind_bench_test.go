package main

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"dondoc/cmd/dondoc/store"
	"dondoc/cmd/dondoc/store/pgtest"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// instantly is a channel that takes every message at once, and says what there is to tell.
type instantly struct{}

func (instantly) Compose(context.Context, reminders.Notice) ([][]byte, error) {
	return [][]byte{[]byte("nhắc việc")}, nil
}
func (instantly) Repeated(part []byte) ([]byte, error) { return part, nil }
func (instantly) Send(context.Context, string, []byte) reminders.Outcome {
	return reminders.Outcome{Kind: reminders.OutcomeSent}
}
func (instantly) Notice(context.Context, reminders.Delivery, time.Time) (reminders.Notice, error) {
	return reminders.Notice{Undelivered: []string{"một nơi"}}, nil
}

// BenchmarkDispatcherOnDatabases claims, books, begins and records a morning's messages, each on its own, with a channel
// that costs nothing: what the databases allow. The test server of PostgreSQL does not wait for the disk.
func BenchmarkDispatcherOnDatabases(b *testing.B) {
	const chats = 2000
	for name, address := range map[string]func() string{
		"sqlite":   func() string { return "sqlite:" + filepath.Join(b.TempDir(), "dondoc.db") },
		"postgres": func() string { return pgtest.Start(b) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				db := dueMorning(b, address(), chats)
				b.StartTimer()
				began := time.Now()
				sendAll(b, db, chats)
				b.ReportMetric(chats/time.Since(began).Seconds(), "messages/s")
				b.StopTimer()
				if err := db.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}

// dueMorning is a ledger in which each chat has a message due.
func dueMorning(b *testing.B, url string, chats int) *store.DB {
	b.Helper()
	db, err := store.Open(b.Context(), url, nil)
	if err != nil {
		b.Fatal(err)
	}
	if err := db.SetSending(b.Context(), time.Now().Add(-time.Hour)); err != nil {
		b.Fatal(err)
	}
	boards := make([]store.NewBoard, chats)
	for i := range boards {
		boards[i] = store.NewBoard{Board: reminders.Board{Name: fmt.Sprint("Ban ", i)}, Subscriber: newChat(channelTelegram, fmt.Sprint(1000+i), false)}
	}
	if _, err := db.AddBoards(b.Context(), boards); err != nil {
		b.Fatal(err)
	}
	subscribers, err := db.Subscribers(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	day := viet.DateOf(time.Now())
	for _, s := range subscribers {
		_, err := db.SavePlan(b.Context(), reminders.Plan{
			Subscriber: s.ID, Purpose: reminders.PurposeDaily, Day: day, DueAt: time.Now().Add(-time.Minute), Until: time.Now().Add(time.Hour),
			Reminders: []reminders.Reminder{{Key: "x", Subscriber: s.ID, Kind: reminders.KindUndelivered, Day: day, Detail: "một nơi"}},
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return db
}

func sendAll(b *testing.B, db *store.DB, chats int) {
	b.Helper()
	d := reminders.NewDispatcher(reminders.DispatcherConfig{
		Owner: "bench", Channels: map[string]reminders.Outlet{channelTelegram: {Channel: instantly{}}},
	}, db, instantly{}, nil)
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for d.Stats().Sent < int64(chats) {
		<-tick.C
	}
	cancel()
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
}
