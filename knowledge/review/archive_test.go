package review_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dondoc/knowledge"
	"dondoc/knowledge/review"
)

var update = flag.Bool("update", false, "rewrite the texts in testdata/*.txtar; read the difference by eye")

// TestReviews compares the texts about two versions with those that were read by eye. An
// archive says in its first line what it shows; the files of the versions lie in before/ and after/.
func TestReviews(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string][]string{}
			for _, f := range archive.Files {
				if version, name, ok := strings.Cut(f.Name, "/"); ok {
					files[version] = append(files[version], name, string(f.Data))
				}
			}
			before, after := read(t, files["before"]...), read(t, files["after"]...)
			r := review.Make(side(int64(min(len(files["before"]), 1)), before), side(2, after))
			checkWhole(t, before, after, r.Changes)
			checkJSON(t, r)
			for i := range archive.Files {
				f := &archive.Files[i]
				text, ok := texts[f.Name]
				if !ok {
					continue
				}
				got := text(&r).String() + "\n"
				if diff := cmp.Diff(string(f.Data), got); diff != "" && !*update {
					t.Errorf("%s (-want +got)\n%s", f.Name, diff)
				}
				f.Data = []byte(got)
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

var texts = map[string]func(*review.Review) knowledge.Text{
	"summary": review.Summary,
	"changes": func(r *review.Review) knowledge.Text { return review.ChangeLines(r, 0, 20) },
	"doubts":  func(r *review.Review) knowledge.Text { return review.DoubtLines(r, 0, 20) },
}

// checkJSON checks that the store gives back what it was given.
func checkJSON(t *testing.T, r review.Review) {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back review.Review
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, back); diff != "" {
		t.Errorf("JSON loses (-before +after)\n%s", diff)
	}
}
