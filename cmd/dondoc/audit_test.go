package main

import (
	"path/filepath"
	"testing"

	"dondoc/bot/people"
	"dondoc/cmd/dondoc/store"
)

// TestCommandsAreAudited: what is done at the keyboard is written down as done there.
func TestCommandsAreAudited(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, args := range [][]string{
		{"board", "add", "Bắc Giang", "--chat", "77"},
		{"people", "role", "telegram", "7", "officer"},
		{"corpus", "load", plan2026},
		{"corpus", "publish", "1"},
		{"remind", "on"},
	} {
		invoke(t, "", append(args, "--data", dir)...).succeeds(t)
	}
	lines := invoke(t, "", "audit", "--json", "--action", "version.", "--data", dir).succeeds(t).objects(t)
	if len(lines) != 2 || lines[0]["action"] != "version.save" || lines[1]["by"] != byCommandLine || lines[1]["after"] == nil {
		t.Errorf("the export says %v", lines)
	}
	has(t, invoke(t, "", "audit", "--data", dir).succeeds(t).out, "cli (cli): version.publish")
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(dir, "dondoc.db"), nil)
	mustDo(t, err)
	defer db.Close()
	entries, err := db.Audit().Entries(t.Context(), people.EntryFilter{})
	mustDo(t, err)
	done := map[string]bool{}
	for _, e := range entries {
		done[e.Action] = true
		if e.Actor.Where != "cli" || e.Actor.Name != byCommandLine || e.At.IsZero() {
			t.Errorf("%s by %+v", e.Action, e.Actor)
		}
	}
	for _, action := range []string{"board.save", "account.save", "version.save", "version.publish", "sending.on"} {
		if !done[action] {
			t.Errorf("nothing tells of %s: %v", action, done)
		}
	}
}
