package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dondoc/bot"
	"dondoc/bot/console"
	"dondoc/bot/people"
	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// consolePages returns the administrators' pages.
func (s *server) consolePages() (*console.Console, error) {
	proxies, err := s.config.proxies()
	if err != nil {
		return nil, err
	}
	return console.New(console.Config{
		SecureCookies: s.config.SecureCookies, TrustedProxies: proxies, URL: s.config.PublicURL, Version: version,
		Library: s.versions, People: s.db, Policy: s.policy(), Keys: s.db, Audit: s.db.Audit(),
		Questions: complaints{s.db}, Subscribed: s.db, Deliveries: dispatches{s.db}, Days: s.db,
		Snapshot: s.office.Snapshot, Preview: s.upcoming, AddGolden: s.addGolden, Now: s.now, Log: s.log,
	})
}

// complaints are the questions that went badly, as the console sees them.
type complaints struct{ db *store.DB }

// Open implements console.Questions.
func (c complaints) Open(ctx context.Context, limit int) ([]console.Asked, error) {
	all, err := c.db.Complaints(ctx, limit)
	asked := make([]console.Asked, len(all))
	for i, a := range all {
		asked[i] = console.Asked{ID: a.ID, At: a.At, Text: a.Text, Answer: a.Answer, Disliked: a.Fault == bot.Disliked}
	}
	return asked, err
}

// Settle implements console.Questions.
func (c complaints) Settle(ctx context.Context, id int64) error { return c.db.Settle(ctx, id) }

// dispatches are the deliveries, as the console sees them.
type dispatches struct{ *store.DB }

// Deliveries implements console.Deliveries.
func (d dispatches) Deliveries(ctx context.Context, f console.DeliveryFilter) ([]reminders.Delivery, error) {
	return d.DB.Deliveries(ctx, store.DeliveryFilter(f))
}

// DeliveryLog implements console.Deliveries.
func (d dispatches) DeliveryLog(ctx context.Context, id int64) ([]console.DeliveryEntry, error) {
	log, err := d.DB.DeliveryLog(ctx, id)
	entries := make([]console.DeliveryEntry, len(log))
	for i, e := range log {
		entries[i] = console.DeliveryEntry(e)
	}
	return entries, err
}

// upcoming tells what a subscriber would get from one day to another if nobody answered.
func (s *server) upcoming(ctx context.Context, sub reminders.Subscriber, from, to viet.Date) ([]console.Upcoming, error) {
	all, err := s.db.Everything(ctx)
	if err != nil {
		return nil, err
	}
	all.Subscribers = []reminders.Subscriber{sub}
	var messages []console.Upcoming
	for m := range reminders.Simulate(ctx, reminders.NewSnapshot(all, s.agencies()), from, to) {
		text := bot.ReminderText(m.Notice)
		messages = append(messages, console.Upcoming{At: m.At, Text: text.String()})
	}
	return messages, ctx.Err()
}

// addGolden stores a golden question of the console.
func (s *server) addGolden(ctx context.Context, g console.Golden) error {
	record := map[string]any{"q": g.Question, "answerable": g.Answerable}
	if len(g.Must) > 0 {
		must := make([][]string, len(g.Must))
		for i, words := range g.Must {
			must[i] = []string{words}
		}
		record["must"] = must
	}
	if g.Document != "" {
		record["doc"] = []string{g.Document}
	}
	if g.Section != "" {
		record["section"] = g.Section
	}
	id := fmt.Sprintf("c%d", time.Now().UnixMilli())
	record["id"] = id
	line, err := json.Marshal(record)
	if err != nil {
		return err
	}
	return s.db.SaveGolden(ctx, id, line)
}

// firstAdministrator signs in by the link that the first start prints; nobody else can be it.
var firstAdministrator = people.Person{Channel: people.ConsoleChannel, ID: "quan-tri"}

// welcome prints a one-time link to the console while nobody but whoever runs the program administers it.
func (s *server) welcome(ctx context.Context, base string) error {
	accounts, err := s.db.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.Role >= people.Administrator && a.Person != firstAdministrator {
			return nil
		}
	}
	link, err := s.config.consoleLink(ctx, s.db, base)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.std.err, "Bảng điều khiển (đường dẫn dùng một lần, trong %d phút): %s\n", int(console.LinkLife.Minutes()), link)
	return nil
}

// consoleLink makes the one-time link of whoever runs the program, with the account behind it.
func (c *Config) consoleLink(ctx context.Context, db *store.DB, base string) (string, error) {
	account, err := db.Account(ctx, firstAdministrator)
	if err != nil {
		return "", err
	}
	if account.Role < people.Administrator {
		account = people.Account{Person: firstAdministrator, Role: people.Administrator, Name: "Quản trị viên", By: byCommandLine, Since: time.Now()}
		if err := db.SaveAccount(ctx, account); err != nil {
			return "", err
		}
	}
	if c.PublicURL != "" {
		base = c.PublicURL
	}
	return console.NewLink(ctx, db, firstAdministrator, base, time.Now())
}
