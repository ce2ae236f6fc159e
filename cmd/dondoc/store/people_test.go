package store

import (
	"sync"
	"testing"
	"time"

	"dondoc/bot/people"
	"dondoc/reminders"
)

var (
	mai = people.Person{Channel: "telegram", ID: "71"}
	tam = people.Person{Channel: "zalo", ID: "71"}
)

// DB keeps what package people decides.
var _ people.Register = (*DB)(nil)

func TestAccounts(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		board := got[reminders.Board](t)(db.SaveBoard(ctx, reminders.Board{Name: "Ban"})).ID
		if a := got[people.Account](t)(db.Account(ctx, mai)); a != (people.Account{Person: mai}) {
			t.Errorf("a stranger is %+v", a)
		}
		first := people.Account{Person: mai, Role: people.Officer, Name: "Mai", By: "cli", Since: noon}
		second := people.Account{Person: tam, Role: people.Member, Board: board, Name: "Tâm", By: "Mai", ByPerson: mai, Since: noon.Add(time.Hour)}
		must(t, db.SaveAccount(ctx, second))
		must(t, db.SaveAccount(ctx, first))
		first.Role, first.Board, first.ByPerson = people.Administrator, board, tam
		must(t, db.SaveAccount(ctx, first))
		wantEqual(t, got[[]people.Account](t)(db.Accounts(ctx)), []people.Account{first, second})

		must(t, db.DeleteBoard(ctx, board)) // a role outlives its board, which must not come back as another
		second.Board = 0
		if a := got[people.Account](t)(db.Account(ctx, tam)); a != second {
			t.Errorf("got %+v, want %+v", a, second)
		}
		for range 2 {
			must(t, db.DeleteAccount(ctx, tam))
		}
		first.Board = 0
		wantEqual(t, got[[]people.Account](t)(db.Accounts(ctx)), []people.Account{first})
	})
}

func TestAccountsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		for _, p := range []people.Person{{}, {Channel: "web"}, {ID: "7"}, {Channel: "web", ID: "\xff"}, {Channel: "we\x00b", ID: "7"}} {
			wantError(t, db.SaveAccount(ctx, people.Account{Person: p, Role: people.Officer}), ErrInvalid)
			wantError(t, db.DeleteAccount(ctx, p), ErrInvalid)
			wantError(t, db.ForgetPerson(ctx, p), ErrInvalid)
			_, err := db.UseCode(ctx, "h", p, noon)
			wantError(t, err, ErrInvalid)
			if a := got[people.Account](t)(db.Account(ctx, p)); a.Role != people.Guest {
				t.Errorf("%q is a %s", p, a.Role)
			}
		}
		for _, role := range []people.Role{people.Guest, -1, people.Administrator + 1} {
			wantError(t, db.SaveAccount(ctx, people.Account{Person: mai, Role: role}), ErrInvalid)
		}
		wantError(t, db.SaveAccount(ctx, people.Account{Person: mai, Role: people.Member, Board: 9}), reminders.ErrUnknown)
		wantError(t, db.SaveCode(ctx, people.Code{Hash: "h", Role: people.Member, Board: 9}), reminders.ErrUnknown)
		wantError(t, db.SaveCode(ctx, people.Code{Role: people.Member}), ErrInvalid)
		wantError(t, db.SaveCode(ctx, people.Code{Hash: "h", ByPerson: people.Person{Channel: "web", ID: "\xff"}}), ErrInvalid)
		wantError(t, db.SaveAccount(ctx, people.Account{Person: mai, Role: people.Officer, ByPerson: people.Person{Channel: "\x00"}}), ErrInvalid)
	})
}

func TestCodes(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		board := got[reminders.Board](t)(db.SaveBoard(ctx, reminders.Board{Name: "Ban"})).ID
		code := people.Code{Hash: "h", Role: people.Member, Board: board, By: "Tâm", ByPerson: tam, Made: noon, Expires: noon.Add(time.Hour)}
		must(t, db.SaveCode(ctx, code))
		group := people.Code{Hash: "g", Board: board, Group: true, Made: noon, Expires: noon.Add(24 * time.Hour)}
		must(t, db.SaveCode(ctx, group))
		if err := db.SaveCode(ctx, code); err == nil {
			t.Error("a hash was kept twice")
		}
		use := func(hash string, p people.Person, after time.Duration, want *people.Code) {
			t.Helper()
			c, err := db.UseCode(ctx, hash, p, noon.Add(after))
			if want == nil {
				wantError(t, err, people.ErrCode)
			} else if err != nil || c != *want {
				t.Errorf("got %+v, %v, want %+v", c, err, *want)
			}
		}
		use("unknown", mai, 0, nil)
		use("\xff", mai, 0, nil)
		use("h", mai, time.Hour, nil) // expired
		use("h", mai, 59*time.Minute, &code)
		use("h", tam, 59*time.Minute, nil)
		use("h", mai, 68*time.Minute, &code) // the same message again, though the code has expired by now
		use("h", mai, 69*time.Minute, nil)   // which does not make the ten minutes any longer
		use("g", tam, 0, &group)
		must(t, db.DeleteAccount(ctx, tam))
		use("g", tam, time.Minute, nil) // who lost a role does not get it back by the same code

		late := group
		late.Hash = "l"
		must(t, db.SaveCode(ctx, late))
		must(t, db.DeleteBoard(ctx, board))
		use("l", mai, 0, nil)
	})
}

// TestCodeUsedAtOnce: of many people who use a code at the same time exactly one gets it.
func TestCodeUsedAtOnce(t *testing.T) {
	const rivals, rounds = 8, 5
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		for round := range rounds {
			hash := string(rune('a' + round))
			must(t, db.SaveCode(ctx, people.Code{Hash: hash, Role: people.Officer, Made: noon, Expires: noon.Add(time.Hour)}))
			var wg sync.WaitGroup
			errs := make([]error, rivals)
			for i := range rivals {
				wg.Go(func() {
					_, errs[i] = db.UseCode(ctx, hash, people.Person{Channel: "telegram", ID: string(rune('0' + i))}, noon)
				})
			}
			wg.Wait()
			won := 0
			for _, err := range errs {
				if err == nil {
					won++
				} else {
					wantError(t, err, people.ErrCode)
				}
			}
			if won != 1 {
				t.Errorf("%d people got one code", won)
			}
		}
	})
}

// TestForgetPerson: what somebody gave to others no longer names them, and what a namesake gave still does.
func TestForgetPerson(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, _ := mustOpen(t, url)
		namesake := people.Person{Channel: "zalo", ID: mai.ID} // the same number on another channel, and the same name
		code := people.Code{Hash: "h", Role: people.Secretariat, By: "Lê Mai", ByPerson: mai, Made: noon, Expires: noon.Add(time.Hour)}
		must(t, db.SaveCode(ctx, code))
		used, other := code, code
		used.Hash, other.Hash, other.ByPerson = "used", "other", namesake
		must(t, db.SaveCode(ctx, used))
		must(t, db.SaveCode(ctx, other))
		got[people.Code](t)(db.UseCode(ctx, "used", mai, noon))
		must(t, db.SaveAccount(ctx, people.Account{Person: mai, Role: people.Administrator, Name: "Mai, nay đổi tên", By: "cli", Since: noon}))
		one := people.Account{Person: people.Person{Channel: "web", ID: "1"}, Role: people.Officer, Name: "Tâm", By: "Lê Mai", ByPerson: mai, Since: noon}
		two := people.Account{Person: people.Person{Channel: "web", ID: "2"}, Role: people.Officer, Name: "Tư", By: "Lê Mai", ByPerson: namesake, Since: noon}
		must(t, db.SaveAccount(ctx, one))
		must(t, db.SaveAccount(ctx, two))
		for range 2 {
			must(t, db.ForgetPerson(ctx, mai))
		}
		one.By, one.ByPerson = "", people.Person{}
		wantEqual(t, got[[]people.Account](t)(db.Accounts(ctx)), []people.Account{one, two})
		if n := count(t, db, "pairing_code WHERE used_person <> '' OR by_channel = 'telegram'"); n != 0 {
			t.Errorf("%d codes still name the person", n)
		}
		_, err := db.UseCode(ctx, "used", mai, noon)
		wantError(t, err, people.ErrCode)
		code.By, code.ByPerson = "", people.Person{}
		for _, c := range []people.Code{code, other} {
			if is := got[people.Code](t)(db.UseCode(ctx, c.Hash, tam, noon)); is != c {
				t.Errorf("what was given to others is now %+v, want %+v", is, c)
			}
		}
	})
}

func TestExpireCodes(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		ctx := t.Context()
		db, clock := mustOpen(t, url)
		for _, hash := range []string{"used", "unused", "long"} {
			c := people.Code{Hash: hash, Role: people.Officer, Made: noon, Expires: noon.Add(time.Hour)}
			if hash == "long" {
				c.Expires = noon.Add(48 * time.Hour)
			}
			must(t, db.SaveCode(ctx, c))
		}
		got[people.Code](t)(db.UseCode(ctx, "used", mai, noon))
		for _, step := range []struct {
			after time.Duration
			want  int64
		}{{0, 0}, {time.Hour, 1}, {23 * time.Hour, 1}, {24 * time.Hour, 1}, {0, 0}} {
			clock.pass(step.after)
			if n := got[int64](t)(db.Expire(ctx, time.Time{})); n != step.want {
				t.Errorf("at %s: %d went, want %d", clock.now, n, step.want)
			}
		}
	})
}
