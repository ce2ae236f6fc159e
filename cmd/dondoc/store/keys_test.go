package store

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/bot"
	"dondoc/bot/people"
	"dondoc/knowledge/library"
)

func TestLinks(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		ctx := t.Context()
		for name, err := range map[string]error{
			"no hash":   db.SaveLink(ctx, "", mai, noon),
			"noise":     db.SaveLink(ctx, "\xff", mai, noon),
			"no person": db.SaveLink(ctx, "h", people.Person{}, noon),
		} {
			if !errors.Is(err, ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		must(t, db.SaveLink(ctx, "a", mai, noon.Add(time.Minute)))
		must(t, db.SaveLink(ctx, "b", tam, noon.Add(time.Minute)))
		for _, hash := range []string{"", "c", "\x00"} {
			_, err := db.UseLink(ctx, hash, noon)
			wantError(t, err, people.ErrKey)
		}
		_, err := db.UseLink(ctx, "b", noon.Add(time.Minute))
		wantError(t, err, people.ErrKey)
		var used atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				p, err := db.UseLink(ctx, "a", noon)
				switch {
				case err == nil && p == mai:
					used.Add(1)
				case !errors.Is(err, people.ErrKey):
					t.Errorf("%v, %v", p, err)
				}
			})
		}
		wg.Wait()
		if used.Load() != 1 {
			t.Errorf("the link was used %d times", used.Load())
		}
	})
}

func TestSessions(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		ctx := t.Context()
		s := people.Session{Person: mai, Made: noon, Seen: noon, Expires: noon.Add(time.Hour)}
		wantError(t, db.SaveSession(ctx, "", s), ErrInvalid)
		wantError(t, db.SaveSession(ctx, "x", people.Session{Expires: s.Expires}), ErrInvalid)
		must(t, db.SaveSession(ctx, "a", s))
		if e := entries(t, db)[0]; e.Actor.Person != mai {
			t.Errorf("signed in by %+v", e.Actor)
		}
		must(t, db.SaveSession(ctx, "b", s))
		other := s
		other.Person = tam
		must(t, db.SaveSession(ctx, "c", other))
		before := noon // noted to the minute, told is when it was seen before
		for _, after := range []time.Duration{10 * time.Second, 5 * time.Minute, 5*time.Minute + time.Second} {
			s.Seen = before
			if after == 5*time.Minute {
				before = noon.Add(after)
			}
			if diff := cmp.Diff(s, got[people.Session](t)(db.Session(ctx, "a", noon.Add(after)))); diff != "" {
				t.Error(diff)
			}
		}
		if n := count(t, db, "console_session WHERE seen_at = "+"1681992300000"); n != 1 { // noon and five minutes
			t.Errorf("%d were seen to the minute", n)
		}
		_, err := db.Session(ctx, "a", noon.Add(time.Hour))
		wantError(t, err, people.ErrKey)
		wantError(t, db.EndSessions(ctx, "", people.Person{}), ErrInvalid)
		must(t, db.EndSessions(ctx, "\xff", people.Person{}))
		must(t, db.EndSessions(ctx, "a", people.Person{}))
		_, err = db.Session(ctx, "a", noon)
		wantError(t, err, people.ErrKey)
		got[people.Session](t)(db.Session(ctx, "b", noon))
		must(t, db.EndSessions(ctx, "", mai))
		_, err = db.Session(ctx, "b", noon)
		wantError(t, err, people.ErrKey)
		got[people.Session](t)(db.Session(ctx, "c", noon))
	})
}

func TestPasswords(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		ctx := t.Context()
		p := people.Password{Login: "mai", Person: mai, Hash: "$argon2id$", Secret: []byte{0, 1}, Step: 5, Changed: noon}
		wantError(t, db.SavePassword(ctx, people.Password{Person: mai, Hash: "h"}), ErrInvalid)
		must(t, db.SavePassword(ctx, p))
		p.Hash, p.Changed = "$argon2id$2", noon.Add(time.Hour)
		must(t, db.SavePassword(ctx, p))
		if diff := cmp.Diff(p, got[people.Password](t)(db.Password(ctx, "mai"))); diff != "" {
			t.Error(diff)
		}
		taken := p
		taken.Person = tam
		wantError(t, db.SavePassword(ctx, taken), people.ErrTaken)
		for _, login := range []string{"", "tam", "\xff"} {
			_, err := db.Password(ctx, login)
			wantError(t, err, people.ErrKey)
			wantError(t, db.UseStep(ctx, login, 9), people.ErrKey)
		}
		wantError(t, db.UseStep(ctx, "mai", 5), people.ErrKey)
		must(t, db.UseStep(ctx, "mai", 6))
		wantError(t, db.UseStep(ctx, "mai", 6), people.ErrKey)
		p.Login = "mai2" // one a person
		must(t, db.SavePassword(ctx, p))
		_, err := db.Password(ctx, "mai")
		wantError(t, err, people.ErrKey)
		taken.Login, taken.Secret = "mai", nil
		must(t, db.SavePassword(ctx, taken))
		must(t, db.DeleteAccount(ctx, mai))
		_, err = db.Password(ctx, "mai2")
		wantError(t, err, people.ErrKey)
		got[people.Password](t)(db.Password(ctx, "mai"))
	})
}

func TestKeysExpire(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, clock := mustOpen(t, url)
		ctx := t.Context()
		for hash, expires := range map[string]time.Time{"short": noon.Add(time.Minute), "long": noon.Add(time.Hour)} {
			must(t, db.SaveLink(ctx, hash, mai, expires))
			must(t, db.SaveSession(ctx, hash, people.Session{Person: mai, Expires: expires}))
		}
		clock.pass(time.Minute)
		if n := got[int64](t)(db.Expire(ctx, noon.Add(-time.Hour))); n != 2 {
			t.Errorf("%d rows expired", n)
		}
		if links, sessions := count(t, db, "console_link WHERE hash = 'long'"), count(t, db, "console_session WHERE hash = 'long'"); links+sessions != 2 {
			t.Errorf("%d links and %d sessions are left", links, sessions)
		}
	})
}

// TestForgottenPerson: nothing in the whole database tells any more who it was, and what was done is still known.
func TestForgottenPerson(t *testing.T) {
	const name, login = "Nguyễn Thị Mai", "71-mai"
	who := people.Person{Channel: "telegram", ID: "7171717"}
	for _, way := range []string{"person", "chat"} {
		t.Run(way, func(t *testing.T) {
			onEach(t, func(t *testing.T, url string) {
				db, _ := mustOpen(t, url)
				ctx, chat := as(t.Context(), who, name), bot.Chat{Channel: who.Channel, ID: who.ID}
				must(t, db.SaveAccount(ctx, people.Account{Person: who, Role: people.Administrator, Name: name, By: name, ByPerson: who}))
				got[library.Version](t)(db.Shelf().Save(ctx, draftOf(plan)))
				must(t, db.Shelf().Publish(ctx, library.Publication{Version: 1}))
				must(t, db.SaveGolden(ctx, "g", []byte("1")))
				must(t, db.SaveLink(ctx, "h", who, noon.Add(time.Hour)))
				must(t, db.SaveSession(ctx, "h", people.Session{Person: who, Expires: noon.Add(time.Hour)}))
				must(t, db.SavePassword(ctx, people.Password{Login: login, Person: who, Hash: "h"}))
				must(t, db.Complain(ctx, bot.Asked{Chat: chat, Text: "hỏi", Fault: bot.Unanswered}))
				if way == "person" {
					must(t, db.ForgetPerson(ctx, who))
				}
				must(t, db.Forget(ctx, chat))
				for _, table := range []string{"console_link", "console_session", "console_password", "complaint"} {
					if n := count(t, db, table); n != 0 {
						t.Errorf("%d rows of %s are left", n, table)
					}
				}
				if way == "chat" { // the role stays, and the name with it
					return
				}
				for _, e := range entries(t, db) {
					if e.Actor != (people.Actor{Where: "console"}) || strings.Contains(e.Subject+e.Before+e.After, name) {
						t.Errorf("the log tells %+v", e)
					}
				}
				for _, table := range []string{"audit_person", "corpus_version", "corpus_publication", "golden_question"} {
					if n := count(t, db, table+" WHERE "+map[bool]string{true: "person", false: "by_person"}[table == "audit_person"]+" <> ''"); n != 0 {
						t.Errorf("%s tells who it was", table)
					}
				}
				if v := got[library.Version](t)(db.Shelf().Version(ctx, 1)); v.By != "" {
					t.Errorf("the version is by %q", v.By)
				}
				if first := entries(t, db)[len(entries(t, db))-1]; first.Action != "account.save" || first.Subject != subjectAccount {
					t.Errorf("got %+v", first)
				}
			})
		})
	}
}
