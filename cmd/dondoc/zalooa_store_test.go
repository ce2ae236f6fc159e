package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/intake"
	"dondoc/bot/zalooa"
	"dondoc/bot/zalooa/zalooatest"
	"dondoc/cmd/dondoc/store"
	"dondoc/cmd/dondoc/store/pgtest"
	"dondoc/reminders"
)

type zaloSilent struct{}

func (zaloSilent) Handle(context.Context, bot.Message) ([]bot.Reply, error) { return nil, nil }

// TestZaloOACopiesRenewOnce lets copies of the program, each with the database open for itself, need a new pair at once.
func TestZaloOACopiesRenewOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "dondoc.db")
	t.Run("sqlite", func(t *testing.T) { zaloRenewOnce(t, "sqlite:"+file) })
	t.Run("postgres", func(t *testing.T) { zaloRenewOnce(t, pgtest.Start(t)) })
}

func zaloRenewOnce(t *testing.T, url string) {
	double := zalooatest.Start(t)
	now := time.Date(2026, 11, 20, 5, 0, 0, 0, time.UTC)
	double.Clock(func() time.Time { return now }) // moved only while nothing is under way
	first := double.Consent()
	var probers []reminders.Prober
	for range 3 {
		db, err := store.Open(t.Context(), url, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		c, err := zalooa.New(zalooa.Config{
			AppID: zalooatest.AppID, AppSecret: zalooatest.AppSecret, FirstRefreshToken: first, Owner: "a",
			OAuthURL: double.URL, APIURL: double.URL, Now: func() time.Time { return now },
			Alarm: func(_ context.Context, sentence string) { t.Error(sentence) },
		}, zaloSilent{}, zaloNoInbox{}, db.ZaloTokens(), db.ZaloUsers(), nil)
		if err != nil {
			t.Fatal(err)
		}
		probers = append(probers, c.Outlet().(reminders.Prober))
	}
	for round := range 4 {
		var all sync.WaitGroup
		for i := range 9 {
			all.Go(func() {
				if err := probers[i%len(probers)].Probe(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if double.Renewals() != round+1 || double.Reused() != 0 {
			t.Fatalf("round %d: %d renewals, %d used twice", round, double.Renewals(), double.Reused())
		}
		now = now.Add(26 * time.Hour)
	}
	path, ok := strings.CutPrefix(url, "sqlite:")
	if !ok {
		return
	}
	access, refresh := double.Tokens()
	for _, name := range []string{path, path + "-wal"} {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range append(refresh, access, first) {
			if bytes.Contains(raw, []byte(secret)) {
				t.Errorf("%s tells a token", filepath.Base(name))
			}
		}
	}
}

// zaloNoInbox is never used: only tokens are.
type zaloNoInbox struct{ intake.Inbox }
