package store

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/knowledge/library"
)

// TestAuditOfEdits: what was corrected stands in the log, whether it was added or withdrawn.
func TestAuditOfEdits(t *testing.T) {
	const (
		task   = `{"id":"e1","kind":"task","anchors":[{"document":"9-kh-ubnd","section":"II.3","words":"x"}],"task":{"lead":["Sở Y tế"]}}`
		alias  = `{"id":"e2","kind":"alias","alias":{"agency":"Sở Y tế","alias":"SYT"}}`
		status = `{"id":"e3","kind":"document","document":"9-kh-ubnd","status":{"status":"draft"}}`
	)
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		ctx := as(t.Context(), mai, "Mai")
		saving := func(base int64, lines ...string) func() error {
			return func() error {
				_, err := db.Shelf().Save(ctx, withEdits(draftOf(plan), base, lines...))
				return err
			}
		}
		walkAudit(t, db, []auditStep{
			{"no edits", saving(0), []string{"version.save bản 1"}},
			{"one", saving(1, task), []string{"version.save bản 2", "edit.add sửa nhiệm vụ · 9-kh-ubnd · II.3 (bản 2)"}},
			{"the same", saving(1, task), nil},
			{"two more", saving(2, alias, task, status), []string{
				"version.save bản 3", "edit.add tên cơ quan (bản 3)", "edit.add hiệu lực văn bản · 9-kh-ubnd (bản 3)",
			}},
			{"another order, and one twice", saving(3, status, task, alias, task), []string{"version.save bản 4"}},
			{"one for another", saving(4, status, task, `{"kind":"?"}`), []string{
				"version.save bản 5", "edit.withdraw tên cơ quan (bản 5)", "edit.add ? (bản 5)",
			}},
			{"what is open no more, of what is", saving(5, task), []string{
				"version.save bản 2", "edit.withdraw hiệu lực văn bản · 9-kh-ubnd (bản 2)", "edit.withdraw ? (bản 2)",
			}},
			{"no JSON", saving(2, task, "\xff<"), []string{"version.save bản 6", "edit.add (bản 6)"}},
		})
		log := entries(t, db)
		for _, e := range log[len(log)-3:] {
			if e.Action == "edit.add" && (e.Before != "" || e.After != task) {
				t.Errorf("got %q, %q", e.Before, e.After)
			}
		}
		if e := log[2]; e.Action != "edit.withdraw" || e.Before != `{"kind":"?"}` || e.After != "" {
			t.Errorf("got %+v", e)
		}
		if diff := cmp.Diff("\"\uFFFD\\u003c\"", log[0].After); diff != "" {
			t.Error(diff)
		}
	})
}

// TestAuditOfManyEdits: the log tells no more than it can bear, and says so.
func TestAuditOfManyEdits(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		lines := func(kind string, n int) (all []string) {
			for i := range n {
				all = append(all, fmt.Sprintf(`{"id":"%s%d","kind":%q}`, kind, i, kind))
			}
			return all
		}
		tally := func() string {
			actions := map[string]int{}
			for _, e := range entries(t, db) {
				actions[e.Action]++
			}
			return fmt.Sprint(actions["edit.withdraw"], actions["edit.add"], actions["edit.more"])
		}
		save(t, db, withEdits(draftOf(plan), 0, lines("task", mostEditEntries)...))
		if is, want := tally(), fmt.Sprint(0, mostEditEntries, 0); is != want {
			t.Errorf("got %s, want %s", is, want)
		}
		save(t, db, withEdits(draftOf(plan), 1, lines("alias", 150)...))
		if is, want := tally(), fmt.Sprint(mostEditEntries, mostEditEntries, 1); is != want {
			t.Errorf("got %s, want %s", is, want)
		}
		if e := entries(t, db)[0]; e.Subject != "bản 2" || e.Before != `{"edits":0}` || e.After != `{"edits":150}` {
			t.Errorf("got %+v", e)
		}
		save(t, db, withEdits(draftOf(plan), 2, lines("doubt", 150)...))
		if e := entries(t, db)[0]; e.Action != "edit.more" || e.Before != `{"edits":0}` || e.After != `{"edits":100}` {
			t.Errorf("got %+v", e)
		}
		long := `{"kind":"split","anchors":[{"section":"` + strings.Repeat("ă", 500) + `"}]}`
		save(t, db, withEdits(draftOf(plan), 9, long))
		if e := entries(t, db)[0]; len([]rune(e.Subject)) > 200 || !strings.HasPrefix(e.Subject, "tách nhiệm vụ · ăă") || e.After != long {
			t.Errorf("got %q", e.Subject)
		}
		if v := states(t, db); len(v) != 4 || v[3] != library.Candidate {
			t.Errorf("got %v", v)
		}
	})
}
