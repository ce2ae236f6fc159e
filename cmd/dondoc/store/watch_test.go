package store

import (
	"context"
	"net/url"
	"testing"
	"time"

	"dondoc/cmd/dondoc/store/pgtest"
	"dondoc/knowledge/library"
)

const (
	soon = 10 * time.Second // on a busy machine; what is measured is far below
	idle = 600 * time.Millisecond
)

// wantSignal waits for something in the channel.
func wantSignal(t *testing.T, changed <-chan struct{}, what string) {
	t.Helper()
	select {
	case _, open := <-changed:
		if !open {
			t.Fatalf("%s: the channel is closed", what)
		}
	case <-time.After(soon):
		t.Fatalf("%s: nothing was told", what)
	}
}

// drained takes what comes until nothing has come for a while.
func drained(changed <-chan struct{}) {
	for {
		select {
		case <-changed:
		case <-time.After(idle):
			return
		}
	}
}

// force puts the versions 1 and 2 in force by turns.
func force(t *testing.T, db *DB) {
	t.Helper()
	now := got[int64](t)(db.Shelf().InForce(t.Context()))
	must(t, db.Shelf().Publish(t.Context(), library.Publication{Version: now%2 + 1, Replaces: now}))
}

func TestChanged(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		here, _ := mustOpen(t, url)
		there, _ := mustOpen(t, url)
		save(t, here, draftOf(plan))
		save(t, here, draftOf(edited))
		ctx, cancel := context.WithCancel(t.Context())
		changed := here.Shelf().Changed(ctx)
		wantSignal(t, changed, "at first")
		drained(changed)
		for range 3 {
			force(t, there)
			wantSignal(t, changed, "published by another copy")
			drained(changed)
		}
		for range 5 { // nobody reads
			force(t, there)
		}
		wantSignal(t, changed, "published several times")
		drained(changed)
		select {
		case <-changed:
			t.Error("something was told though nothing happened")
		case <-time.After(idle):
		}
		cancel()
		for {
			select {
			case _, open := <-changed:
				if open {
					continue
				}
			case <-time.After(soon):
				t.Error("the channel is not closed")
			}
			return
		}
	})
}

// TestChangedSurvivesTheServer: the connections are cut, by force, and the database lets nobody in for a while.
func TestChangedSurvivesTheServer(t *testing.T) {
	url := pgtest.Start(t)
	here, err := Open(t.Context(), url, nil)
	must(t, err)
	defer here.Close() // fails where a connection was cut
	admin, _ := mustOpen(t, pgtest.Start(t))
	save(t, here, draftOf(plan))
	save(t, here, draftOf(edited))
	var name string
	must(t, here.read.GetContext(t.Context(), &name, `SELECT current_database()`))
	changed := here.Shelf().Changed(t.Context())
	wantSignal(t, changed, "at first")
	for _, statement := range []string{
		`ALTER DATABASE ` + name + ` ALLOW_CONNECTIONS false`,
		`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '` + name + `'`,
	} {
		_, err := admin.write.ExecContext(t.Context(), statement)
		must(t, err)
	}
	drained(changed)
	_, err = admin.write.ExecContext(t.Context(), `ALTER DATABASE `+name+` ALLOW_CONNECTIONS true`)
	must(t, err)
	there, _ := mustOpen(t, url)
	force(t, there)
	wantSignal(t, changed, "published after the server was away")
}

// TestChangedIsToldByTheServer: at once, not when somebody looks.
func TestChangedIsToldByTheServer(t *testing.T) {
	url := pgtest.Start(t)
	db, _ := mustOpen(t, url)
	save(t, db, draftOf(plan))
	save(t, db, draftOf(edited))
	ctx, cancel := context.WithCancel(t.Context())
	heard := listen(ctx, listenURL(url, postgresConnect))
	force(t, db) // maybe before the connection is there
	for told := false; !told; {
		select {
		case n := <-heard:
			if told = n != nil; told && n.Channel != shelfChannel {
				t.Errorf("heard %+v", n)
			}
		case <-time.After(idle):
			force(t, db)
		}
	}
	cancel()
	for open := true; open; {
		select {
		case _, open = <-heard:
		case <-time.After(soon):
			t.Fatal("the listener did not end")
		}
	}
	var listeners int
	for range 100 {
		must(t, db.read.GetContext(t.Context(), &listeners, `SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`))
		if listeners == 0 {
			return
		}
		<-time.After(50 * time.Millisecond)
	}
	t.Errorf("%d connections are left", listeners)
}

// TestListenerOfADeadServer: a server that accepts and is silent keeps nothing alive once its context has ended.
func TestListenerOfADeadServer(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	heard := listen(ctx, "postgres://u@"+silent(t)+"/d?sslmode=disable")
	cancel()
	select {
	case _, open := <-heard:
		if open {
			t.Error("something was heard")
		}
	case <-time.After(soon):
		t.Error("the listener did not end")
	}
}

func TestListenURL(t *testing.T) {
	for given, want := range map[string]string{
		"postgres://u:p@h/d":                                           "connect_timeout=10&application_name=dondoc",
		"postgres:///d?host=%2Ftmp&connect_timeout=3":                  "connect_timeout=3&application_name=dondoc&host=%2Ftmp",
		"postgres://u:p%40@h/d?application_name=x&sslmode=verify-full": "connect_timeout=10&application_name=x&sslmode=verify-full",
	} {
		was, _ := url.Parse(given)
		is, err := url.Parse(listenURL(given, postgresConnect))
		must(t, err)
		wanted, _ := url.ParseQuery(want)
		if is.Query().Encode() != wanted.Encode() || is.User.String() != was.User.String() || is.Path != was.Path {
			t.Errorf("%s became %s", given, is)
		}
	}
}
