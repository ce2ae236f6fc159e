package reminders_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dondoc/reminders"
)

var updateReconcile = flag.Bool("update-reconcile", false, "rewrite the changes in testdata/reconcile/*.txtar; read the difference by eye")

// TestReconcile publishes version after version. An archive says in its first lines which rule it shows. The files of
// the first version lie in 1/ and so on, what it changes in "1 changes"; version n is published on 10 <month n> 2026.
// A file with the text "same" is the one of the version before.
func TestReconcile(t *testing.T) {
	paths, err := filepath.Glob("testdata/reconcile/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			texts, want := map[string]string{}, map[string]string{}
			for _, f := range archive.Files {
				if strings.HasSuffix(f.Name, " changes") {
					want[f.Name] = string(f.Data)
				} else {
					texts[f.Name] = string(f.Data)
				}
			}
			var register []reminders.Task
			for n := 1; n <= len(want); n++ {
				var files []string
				for _, f := range archive.Files { // in their order
					name, ok := strings.CutPrefix(f.Name, fmt.Sprint(n, "/"))
					if !ok {
						continue
					}
					for m := n; strings.TrimSpace(texts[f.Name]) == "same"; m-- {
						texts[f.Name] = texts[fmt.Sprint(m-1, "/", name)]
					}
					files = append(files, name, texts[f.Name])
				}
				var ch reminders.Changes
				register, ch = publish(t, register, readPlans(t, files...), day(t, fmt.Sprintf("2026-%02d-10", n)))
				if *updateReconcile {
					setFile(archive, fmt.Sprint(n, " changes"), describe(ch))
				} else if diff := cmp.Diff(want[fmt.Sprint(n, " changes")], describe(ch)); diff != "" {
					t.Errorf("version %d (-want +got)\n%s", n, diff)
				}
			}
			if *updateReconcile {
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func setFile(a *txtar.Archive, name, text string) {
	for i := range a.Files {
		if a.Files[i].Name == name {
			a.Files[i].Data = []byte(text)
		}
	}
}
