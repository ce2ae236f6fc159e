package agency

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dondoc/corpus/viet"
)

// part cuts the bracket behind a name: "Bộ Nội vụ (tôn giáo)" into the name and the part of its work.
func part(s string) (name, note string) {
	name, note, _ = strings.Cut(s, " (")
	return strings.TrimSpace(name), strings.TrimSuffix(note, ")")
}

// TestReorganisation: every row of the table of the reorganisation is in the registry, with its day.
func TestReorganisation(t *testing.T) {
	path := filepath.Join(sharedDir, "docs", "reorganisation-2025.csv")
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s lies outside the repository and is not here", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 80 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows[1:] {
		checkSuccession(t, Default(), row[0], row[1], row[2], row[3])
	}
}

func checkSuccession(t *testing.T, r *Registry, before, after, kind, day string) {
	t.Helper()
	from, err := viet.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	name, note := part(before)
	a, ok := r.Lookup(name)
	switch {
	case !ok:
		t.Errorf("%q is not known", name)
		return
	case kind == string(Province) && a.Kind != Province:
		t.Errorf("%q is a %s", name, a.Kind)
	}
	if strings.HasPrefix(after, "(") {
		if !a.gone(from) || a.gone(from.AddDays(-1)) {
			t.Errorf("%q does not end on %s", name, day)
		}
		return
	}
	after, _ = part(after)
	for next := range strings.SplitSeq(after, "; ") {
		b := r.Find(next)
		if len(b) == 0 || b[0].Start != 0 {
			t.Errorf("%q, which succeeds %q, is not known", next, name)
			continue
		}
		if b[0].Agency == a { // it keeps its name, whatever becomes part of it
			if a.gone(from) {
				t.Errorf("%q goes on but is said to be gone on %s", name, day)
			}
			continue
		}
		if !slices.ContainsFunc(a.Successors, func(s Successor) bool {
			return s.Name == b[0].Agency.Name && s.From == from && (kind != string(Ministry) || s.Note == note)
		}) {
			t.Errorf("%q: no successor %q from %s (%s) in %v", name, b[0].Agency.Name, day, note, a.Successors)
		}
	}
}
