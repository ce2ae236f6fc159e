package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"dondoc/bot/intake"
	"dondoc/cmd/dondoc/store"
	"dondoc/cmd/dondoc/store/pgtest"
	"dondoc/reminders"
)

// manyChats links n more chats of the board, numbered from 1000 on.
func (o *smallOffice) manyChats(n int) {
	o.t.Helper()
	for i := range n {
		o.link(o.board, int64(1000+i), plainRule())
	}
}

// wantEachOnce: every chat has its message, and a second one only if that says so, of which there may be at most some.
func (o *smallOffice) wantEachOnce(n, mostRepeats int) {
	o.t.Helper()
	repeats := 0
	for i := range n {
		told := o.told(int64(1000 + i))
		if len(told) == 0 || len(told) > 2 || len(told) == 2 && !strings.Contains(told[1], repeatMark) {
			o.t.Errorf("chat %d has %d messages:\n%s", 1000+i, len(told), strings.Join(told, "\n\n"))
		}
		repeats += max(len(told)-1, 0)
	}
	if repeats > mostRepeats {
		o.t.Errorf("%d messages were repeated, at most %d may be", repeats, mostRepeats)
	}
}

// TestFireWithoutDatabase takes the server away for a minute while messages go out.
func TestFireWithoutDatabase(t *testing.T) {
	const chats, workers = 60, 8
	address := pgtest.Start(t)
	u := mustHave[*url.URL](t)(url.Parse(address))
	name := strings.TrimPrefix(u.Path, "/")
	u.Path = "/postgres"
	bubble(t, address, fireMorning(), func(t *testing.T, o *smallOffice) {
		admin := mustHave[*sql.DB](o.t)(sql.Open("postgres", u.String()))
		defer admin.Close()
		run := func(statement string, args ...any) {
			_, err := admin.ExecContext(o.t.Context(), statement, args...)
			mustDo(o.t, err)
		}
		o.set(plainRule(), taskOf(1, smallLead, fireDay.AddDays(7)))
		o.manyChats(chats)
		var calls atomic.Int64
		half := make(chan struct{})
		o.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			o.double.ServeHTTP(w, r)
			if calls.Add(1) == chats/2 {
				close(half)
			}
		})
		o.how.Workers = workers
		o.startCopy()
		<-half
		run(`ALTER DATABASE ` + name + ` ALLOW_CONNECTIONS false`)
		run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, name)
		time.Sleep(time.Minute)
		if n := calls.Load(); n > chats/2+2*workers {
			o.t.Errorf("%d messages went out without a database", n-chats/2)
		}
		run(`ALTER DATABASE ` + name + ` ALLOW_CONNECTIONS true`)
		time.Sleep(10 * time.Minute)
		o.wantEachOnce(chats, workers)
		for _, s := range o.statuses() {
			if s != reminders.StatusSent {
				o.t.Errorf("a delivery is left %s", s)
			}
		}
	})
}

// fillDisk makes the database as full as on a disk without room, until the returned function frees the disk. SQLite keeps
// the limit with the connection, so it is set on the only one through which a store.DB writes.
func fillDisk(t *testing.T, db *store.DB) (free func()) {
	t.Helper()
	field := reflect.ValueOf(db).Elem().FieldByName("write")
	pool := reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem().Interface().(interface {
		QueryRowContext(context.Context, string, ...any) *sql.Row
	})
	limit := func(pages string) {
		var got int
		mustDo(t, pool.QueryRowContext(t.Context(), `PRAGMA max_page_count = `+pages).Scan(&got))
	}
	limit("1") // which SQLite takes as: no more than there are
	size, id := 64<<10, int64(0)
	for size > 0 {
		id++
		_, err := db.Inbox().Accept(t.Context(), intake.Claim{Channel: "other", Owner: "filler", Lease: time.Minute},
			[]intake.Update{{Key: strconv.FormatInt(id, 10), Chat: "1", Order: id, Payload: make([]byte, size)}})
		switch {
		case errors.Is(err, store.ErrUnwritable):
			size /= 2
		case err != nil:
			t.Error(err)
			return func() {}
		}
	}
	return func() { limit("1000000") }
}

// TestFireFullDisk fills the disk under the database while messages go out: none goes out that was not begun in the
// database, and when there is room again all do. Each message is larger than the one before: else it would find room
// where that one was.
func TestFireFullDisk(t *testing.T) {
	const chats, tasks = 60, 18
	bubble(t, "sqlite:"+filepath.Join(t.TempDir(), "dondoc.db"), fireMorning(), func(t *testing.T, o *smallOffice) {
		var due []reminders.Task
		for i := range tasks {
			due = append(due, taskOf(i, smallLead, fireDay.AddDays(7)))
		}
		o.set(plainRule(), due...)
		for i := range chats {
			s := reminders.Subscriber{Board: o.board.ID, Channel: channelTelegram, Chat: strconv.Itoa(1000 + i), Rule: plainRule()}
			for n := range 1 + i*tasks/chats {
				s.Follows = append(s.Follows, reminders.Follow{Kind: reminders.FollowTask, Value: due[n].ID})
			}
			mustHave[reminders.Subscriber](t)(o.db.SaveSubscriber(t.Context(), s))
		}
		o.how.Workers = 1 // what others are just sending would leave its room behind
		var calls atomic.Int64
		half, full := make(chan struct{}), make(chan struct{})
		o.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if calls.Add(1) == chats/2 {
				close(half)
				<-full
			}
			o.wantBegun(r)
			o.double.ServeHTTP(w, r)
		})
		c, _ := o.startCopy()
		<-half
		free := fillDisk(o.t, c.clock.DB)
		close(full)
		time.Sleep(3 * time.Minute)
		reached := 0
		for i := range chats {
			reached += min(len(o.told(int64(1000+i))), 1)
		}
		if reached == chats {
			o.t.Error("all went out: the disk was not full")
		}
		free()
		time.Sleep(15 * time.Minute)
		o.wantEachOnce(chats, 0)
	})
}

// wantBegun sees to it that the message of a call is known as being sent, and returns its chat.
func (o *smallOffice) wantBegun(r *http.Request) string {
	body, err := io.ReadAll(r.Body)
	mustDo(o.t, err)
	r.Body = io.NopCloser(bytes.NewReader(body))
	chat := strconv.FormatInt(mustHave[sending](o.t)(readSending(body)).Chat, 10)
	open := mustHave[[]reminders.Delivery](o.t)(o.db.Deliveries(r.Context(), store.DeliveryFilter{Status: []reminders.Status{reminders.StatusSending}}))
	if !slices.ContainsFunc(open, func(d reminders.Delivery) bool { return d.Chat == chat }) {
		o.t.Errorf("a message to %s is sent and was not begun", chat)
	}
	return chat
}
