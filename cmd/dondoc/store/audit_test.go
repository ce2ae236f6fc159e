package store

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
	"dondoc/knowledge/library"
	"dondoc/reminders"
	"dondoc/reminders/calendar"
)

// entries returns the whole audit log, the newest first.
func entries(t *testing.T, db *DB) []people.Entry {
	t.Helper()
	return got[[]people.Entry](t)(db.Audit().Entries(t.Context(), people.EntryFilter{Limit: -1}))
}

// auditStep is something that somebody does, with the entries that it leaves: "action subject".
type auditStep struct {
	name string
	do   func() error
	want []string
}

// walkAudit does the steps and looks at the entries that each has left, by Mai.
func walkAudit(t *testing.T, db *DB, steps []auditStep) {
	t.Helper()
	seen := len(entries(t, db))
	for _, step := range steps {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		all := entries(t, db)
		left := all[:len(all)-seen]
		seen = len(all)
		slices.Reverse(left)
		var is []string
		for _, e := range left {
			is = append(is, e.Action+" "+e.Subject)
			if e.Actor != (people.Actor{Person: mai, Name: "Mai", Where: "console"}) || !e.At.Equal(db.Now()) {
				t.Errorf("%s: done by %+v at %s", step.name, e.Actor, e.At)
			}
			for _, text := range []string{e.Before, e.After} {
				if text != "" && !json.Valid([]byte(text)) {
					t.Errorf("%s: no JSON: %s", step.name, text)
				}
			}
			if e.Before == "" && e.After == "" && !strings.HasPrefix(e.Action, "session.") && !strings.HasPrefix(e.Action, "password.") {
				t.Errorf("%s: %s tells nothing", step.name, e.Action)
			}
		}
		if diff := cmp.Diff(step.want, is); diff != "" {
			t.Errorf("%s: %s", step.name, diff)
		}
	}
}

func TestAuditOfReminders(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := as(t.Context(), mai, "Mai")
		var b reminders.Board
		var s, own reminders.Subscriber
		walkAudit(t, d.DB, []auditStep{
			{"a new board", func() (err error) { b, err = d.SaveBoard(ctx, reminders.Board{Name: "Ban A"}); return err }, []string{"board.save Ban A (ban 3)"}},
			{"another agency", func() (err error) { b.Agency = "Tỉnh A"; b, err = d.SaveBoard(ctx, b); return err }, []string{"board.save Ban A (ban 3)"}},
			{"is there", func() (err error) { _, err = d.EnsureBoard(ctx, b); return err }, nil},
			{"by the way", func() (err error) {
				_, err = d.EnsureBoard(ctx, reminders.Board{Name: "Ban B", Agency: "Tỉnh B"})
				return err
			}, []string{"board.save Ban B (ban 4)"}},
			{"link", func() (err error) {
				s, err = d.SaveSubscriber(ctx, reminders.Subscriber{Board: b.ID, Channel: "telegram", Chat: "-777", Group: true, Rule: reminders.DefaultRule()})
				return err
			}, []string{"subscriber.save nơi nhận 3"}},
			{"another hour", func() (err error) { s.Rule.Hour = 9; s, err = d.SaveSubscriber(ctx, s); return err }, []string{"subscriber.save nơi nhận 3"}},
			{"amend", func() (err error) {
				_, _, err = d.AmendSubscriber(ctx, reminders.Chat{Channel: "telegram", ID: "-777"}, func(s *reminders.Subscriber) error { s.Follows = append(s.Follows, watched); return nil })
				return err
			}, []string{"subscriber.save nơi nhận 3"}},
			{"by its own wish", func() (err error) {
				own, err = d.SaveSubscriber(ctx, reminders.Subscriber{Board: b.ID, Channel: "telegram", Chat: "778", Self: true, Rule: reminders.DefaultRule()})
				return err
			}, nil},
			{"and not any more", func() error { return d.DeleteSubscriber(ctx, own.ID) }, nil},
			{"pause", func() error { return d.Pause(ctx, "telegram", "-777", "bị chặn") }, []string{"subscriber.pause nơi nhận 3"}},
			{"again", func() error { return d.Pause(ctx, "telegram", "-777", "bị chặn") }, nil},
			{"resume", func() error { return d.Resume(ctx, s.ID) }, []string{"subscriber.resume nơi nhận 3"}},
			{"unlink", func() error { return d.DeleteSubscriber(ctx, s.ID) }, []string{"subscriber.delete nơi nhận 3"}},
			{"many", func() (err error) {
				_, err = d.AddBoards(ctx, []NewBoard{{reminders.Board{Name: "Ban C", Agency: "Tỉnh C"}, reminders.Subscriber{Channel: "zalo", Chat: "c", Rule: reminders.DefaultRule()}}})
				return err
			}, []string{"board.save Ban C (ban 5)", "subscriber.save nơi nhận 5"}},
			{"remove", func() error { return d.DeleteBoard(ctx, 5) }, []string{"board.delete Ban C (ban 5)"}},
		})
		if text := everyEntry(t, d.DB); strings.Contains(text, "777") || strings.Contains(text, "778") {
			t.Errorf("the log tells a chat: %s", text)
		}
	})
}

func TestAuditOfTheCalendarAndTasks(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := as(t.Context(), mai, "Mai")
		var task reminders.Task
		tet := viet.Date{Year: 2024, Month: time.February, Day: 9}
		walkAudit(t, d.DB, []auditStep{
			{"days off", func() error { return d.SaveHolidays(ctx, []calendar.Day{{Date: tet, Name: "Tết"}}) }, []string{"holiday.save ngày nghỉ, ngày làm bù"}},
			{"not off", func() error { return d.RemoveHoliday(ctx, tet) }, []string{"holiday.remove ngày nghỉ, ngày làm bù"}},
			{"a task", func() (err error) {
				task, err = d.AddTask(ctx, reminders.Task{Board: d.board.ID, Title: "Họp " + strings.Repeat("a", 200), Milestones: []reminders.Milestone{{Due: today.AddDays(9)}}})
				return err
			}, []string{"task.add Họp " + strings.Repeat("a", 116) + "…"}},
			{"later", func() (err error) {
				task.Title, task.Milestones[0].Due = "Họp", today.AddDays(10)
				task, err = d.UpdateTask(ctx, task)
				return err
			}, []string{"task.update Họp"}},
			{"never", func() error { return d.RemoveTask(ctx, task.ID) }, []string{"task.remove Họp"}},
			{"never again", func() error { return d.RemoveTask(ctx, task.ID) }, nil},
			{"quiet", func() error { return d.SetSending(ctx, time.Time{}) }, []string{"sending.off gửi nhắc việc"}},
			{"loud", func() error { return d.SetSending(ctx, noon) }, []string{"sending.on gửi nhắc việc"}},
		})
	})
}

func TestAuditOfDeliveriesAndDecisions(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		d := mustSetUp(t, url)
		ctx := as(t.Context(), mai, "Mai")
		d.plan(t, d.group, today, "a")
		dead := d.claimOne(t, "one")
		d.record(t, "one", reminders.Result{Delivery: dead.ID, Status: reminders.StatusDead, Reason: "quá dài"})
		for range 2 {
			got[reminders.Extension](t)(d.AskExtension(ctx, lan, reminders.Extension{Work: d.work(1), Board: d.board.ID, Until: today.AddDays(60), Reason: "chờ"}))
		}
		walkAudit(t, d.DB, []auditStep{
			{"retry", func() error { return d.Retry(ctx, dead.ID) }, []string{"delivery.retry tin 1, nơi nhận 2"}},
			{"granted", func() error {
				_, err := d.DecideExtension(ctx, hung, reminders.ExtensionDecision{ID: 1, Accepted: true, Document: "9/CV"})
				return err
			}, []string{"extension.accept đề nghị lùi hạn 1"}},
			{"refused", func() error {
				_, err := d.DecideExtension(ctx, hung, reminders.ExtensionDecision{ID: 2})
				return err
			}, []string{"extension.refuse đề nghị lùi hạn 2"}},
		})
		if e := entries(t, d.DB)[1]; e.After != `{"board":2,"accepted":true,"until":"2023-06-19","decision":"9/CV"}` || !strings.Contains(e.Before, `"accepted":false`) {
			t.Errorf("got %+v", e)
		}
	})
}

func TestAuditOfPeopleAndVersions(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		ctx := as(t.Context(), mai, "Mai")
		account := people.Account{Person: tam, Role: people.Officer, Name: "Tâm", Since: noon}
		shelf, expires := db.Shelf(), noon.Add(time.Hour)
		walkAudit(t, db, []auditStep{
			{"account", func() error { return db.SaveAccount(ctx, account) }, []string{"account.save tài khoản Tâm"}},
			{"the same", func() error { return db.SaveAccount(ctx, account) }, nil},
			{"higher", func() error { account.Role = people.Administrator; return db.SaveAccount(ctx, account) }, []string{"account.save tài khoản Tâm"}},
			{"code", func() error {
				return db.SaveCode(ctx, people.Code{Hash: "s3cret", Role: people.Officer, Made: noon, Expires: expires})
			}, []string{"code.save mã mời"}},
			{"use it", func() error { _, err := db.UseCode(ctx, "s3cret", mai, noon); return err }, []string{"code.use mã mời Mai"}},
			{"again", func() error { _, err := db.UseCode(ctx, "s3cret", mai, noon.Add(time.Minute)); return err }, nil},
			{"link", func() error { return db.SaveLink(ctx, "s3cret", tam, expires) }, []string{"link.save liên kết đăng nhập của Tâm"}},
			{"session", func() error { return db.SaveSession(ctx, "s3cret", people.Session{Person: tam, Expires: expires}) }, []string{"session.start phiên đăng nhập của Tâm"}},
			{"end", func() error { return db.EndSessions(ctx, "s3cret", people.Person{}) }, []string{"session.end phiên đăng nhập của Tâm"}},
			{"none left", func() error { return db.EndSessions(ctx, "", tam) }, nil},
			{"password", func() error {
				return db.SavePassword(ctx, people.Password{Login: "tam", Person: tam, Hash: "s3cret", Secret: []byte("s3cret")})
			}, []string{"password.save mật khẩu của Tâm"}},
			{"golden", func() error { return db.SaveGolden(ctx, "g1", []byte(`"s3cret"`)) }, []string{"golden.save câu hỏi chuẩn g1"}},
			{"not golden", func() error { return db.DeleteGolden(ctx, "g1") }, []string{"golden.delete câu hỏi chuẩn g1"}},
			{"no account", func() error { return db.DeleteAccount(ctx, tam) }, []string{"account.delete tài khoản Tâm"}},
			{"still none", func() error { return db.DeleteAccount(ctx, tam) }, nil},
			{"save", func() error { _, err := shelf.Save(ctx, draftOf(plan)); return err }, []string{"version.save bản 1"}},
			{"save again", func() error { _, err := shelf.Save(ctx, draftOf(plan)); return err }, nil},
			{"publish", func() error { return shelf.Publish(ctx, library.Publication{Version: 1, Reason: "vì"}) }, []string{"version.publish bản 1"}},
			{"save more", func() error { _, err := shelf.Save(ctx, draftOf(edited)); return err }, []string{"version.save bản 2"}},
			{"discard", func() error { return shelf.Discard(ctx, 2) }, []string{"version.discard bản 2"}},
			{"record", func() error { return db.Audit().Record(ctx, "export", "bảng việc", nil, map[string]int{"rows": 3}) }, []string{"export bảng việc"}},
		})
		if text := everyEntry(t, db); strings.Contains(text, "s3cret") {
			t.Errorf("the log tells a secret: %s", text)
		}
		failed := shelf.Publish(ctx, library.Publication{Version: 2, Replaces: 9})
		wantError(t, failed, library.ErrConflict)
		if e := entries(t, db)[0]; e.Action != "export" {
			t.Errorf("what failed stands in the log: %+v", e)
		}
	})
}

// everyEntry is all that the log tells of what was done, without who did it.
func everyEntry(t *testing.T, db *DB) string {
	t.Helper()
	var all strings.Builder
	for _, e := range entries(t, db) {
		all.WriteString(e.Action + " " + e.Subject + " " + e.Before + " " + e.After + "\n")
	}
	return all.String()
}

func TestAuditEntries(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, clock := mustOpen(t, url)
		ctx, log := t.Context(), db.Audit()
		for range mostEntries / 2 {
			must(t, log.Record(ctx, "version.save", "a", nil, nil))
			clock.pass(time.Second)
			must(t, log.Record(ctx, "versions%", "b", 1, 2))
			must(t, log.Record(people.WithActor(ctx, people.Actor{Name: "lệnh", Where: "cli"}), "việc", "c", nil, nil))
		}
		for name, tc := range map[string]struct {
			f    people.EntryFilter
			want int
		}{
			"all": {people.EntryFilter{Limit: -1}, 150}, "no limit given": {people.EntryFilter{}, 100}, "some": {people.EntryFilter{Limit: 7}, 7},
			"one action": {people.EntryFilter{Action: "version.save"}, 50}, "begins": {people.EntryFilter{Action: "version"}, 100},
			"no pattern": {people.EntryFilter{Action: "version_"}, 0}, "marks": {people.EntryFilter{Action: "vi"}, 50}, "noise": {people.EntryFilter{Action: "\xff"}, 0},
			"older": {people.EntryFilter{Before: 4, Limit: -1}, 3}, "since": {people.EntryFilter{Since: clock.now, Limit: -1}, 2},
			"both": {people.EntryFilter{Action: "version.", Before: 11}, 4},
		} {
			all := got[[]people.Entry](t)(log.Entries(ctx, tc.f))
			if len(all) != tc.want || !slices.IsSortedFunc(all, func(a, b people.Entry) int { return int(b.ID - a.ID) }) {
				t.Errorf("%s: got %d entries, want %d", name, len(all), tc.want)
			}
		}
		newest := entries(t, db)[:2]
		want := []people.Entry{
			{ID: 150, At: clock.now, Actor: people.Actor{Name: "lệnh", Where: "cli"}, Action: "việc", Subject: "c"},
			{ID: 149, At: clock.now, Actor: people.Program, Action: "versions%", Subject: "b", Before: "1", After: "2"},
		}
		if diff := cmp.Diff(want, newest); diff != "" {
			t.Error(diff)
		}
	})
}

// TestAuditIsOnlyAddedTo: behind the back of the methods, too.
func TestAuditIsOnlyAddedTo(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		must(t, db.Audit().Record(as(t.Context(), mai, "Mai"), "a", "b", nil, nil))
		for _, statement := range []string{
			`UPDATE audit_log SET subject = 'x'`, `DELETE FROM audit_log`, `DELETE FROM audit_person`,
			`UPDATE audit_person SET name = 'Lê'`, `UPDATE audit_person SET channel = '', person = '', name = '', place = 'cli'`,
		} {
			if _, err := db.write.ExecContext(t.Context(), statement); err == nil {
				t.Errorf("%s passed", statement)
			}
		}
		if e := entries(t, db); len(e) != 1 || e[0].Actor.Name != "Mai" || e[0].Subject != "b" {
			t.Errorf("got %+v", e)
		}
		must(t, db.Audit().Record(context.WithoutCancel(t.Context()), "large", "", nil, strings.Repeat("x", mostImage)))
		if e := entries(t, db)[0]; e.After != `{"bytes":1048578}` {
			t.Errorf("kept %d bytes", len(e.After))
		}
	})
}
