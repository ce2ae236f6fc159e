package main

import (
	"errors"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dondoc/bot/people"
	"dondoc/cmd/dondoc/store"
	"dondoc/reminders"
)

// TestListedVisitor is shown examples, which are made of documents, as long as they may ask. The page's own form deletes
// what the command does: role and what is followed too.
func TestListedVisitor(t *testing.T) {
	t.Parallel()
	address := "sqlite:" + filepath.Join(t.TempDir(), "dondoc.db")
	s := serve(t, "--db", address, "--access", "listed", "--as-of", "2023-04-20T09:00")
	db, err := store.Open(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	const offered = `class="example"`
	v := newVisitor(t)
	person := people.Person{Channel: "web", ID: v.session(s.url)}
	if page := v.page(s.url); strings.Contains(page, offered) || !strings.Contains(page, `id="welcome"`) {
		t.Error("a stranger is offered examples, or not welcomed")
	}
	if err := db.SaveAccount(t.Context(), people.Account{Person: person, Role: people.Officer, Since: time.Now()}); err != nil {
		t.Fatal(err)
	}
	page := v.page(s.url)
	if !strings.Contains(page, offered) {
		t.Error("who may ask is offered no examples")
	}
	board, err := db.EnsureBoard(t.Context(), reminders.Board{Name: reminders.FollowersName})
	if err != nil {
		t.Fatal(err)
	}
	chat := reminders.Chat{Channel: person.Channel, ID: person.ID}
	if _, err := db.SaveSubscriber(t.Context(), reminders.Subscriber{
		Board: board.ID, Channel: chat.Channel, Chat: chat.ID, Self: true, Rule: reminders.DefaultRule(),
		Follows: []reminders.Follow{{Kind: reminders.FollowWatch, Value: "Tỉnh Bắc Giang"}},
	}); err != nil {
		t.Fatal(err)
	}

	form := url.Values{"token": {formToken.FindStringSubmatch(page)[1]}, "confirm": {"yes"}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/chat/forget", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", s.url)
	if status, body := do(t, v.Client, req); status != http.StatusOK || !strings.Contains(body, "Đã xóa cuộc trò chuyện") {
		t.Fatalf("deleting: %d %s", status, body)
	}
	account, err := db.Account(t.Context(), person)
	if err != nil || account.Role != people.Guest {
		t.Errorf("after deleting the role is %v, %v", account.Role, err)
	}
	if _, _, err := db.Subscribed(t.Context(), chat); !errors.Is(err, reminders.ErrUnknown) {
		t.Errorf("after deleting the chat still follows: %v", err)
	}
}
