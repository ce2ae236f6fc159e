package review_test

import (
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
	"dondoc/knowledge/review"
)

// read reads files, given as name, text, name, text. None give nil.
func read(t testing.TB, files ...string) *corpus.Corpus {
	t.Helper()
	if len(files) == 0 {
		return nil
	}
	var list []corpus.File
	for i := 0; i < len(files); i += 2 {
		list = append(list, corpus.File{Name: files[i], Content: []byte(files[i+1])})
	}
	c, failed, err := corpus.Read(t.Context(), list, agency.Default(), nil)
	if err != nil || len(failed) > 0 {
		t.Fatal(err, failed)
	}
	return c
}

// side is a version with edits.
func side(version int64, c *corpus.Corpus, list ...edits.Edit) review.Side {
	if c == nil {
		return review.Side{Version: version}
	}
	return review.Side{Version: version, Applied: edits.Apply(c, list, agency.Default())}
}

// checkWhole checks that every task of both versions is in exactly one Change or in none.
func checkWhole(t testing.TB, before, after *corpus.Corpus, changes []review.Change) {
	t.Helper()
	was, is := taskIDs(before), taskIDs(after)
	stays := len(was)
	for _, c := range changes {
		wantBefore, wantAfter := c.Kind != review.New, c.Kind != review.Gone
		if (c.Before != "") != wantBefore || (c.After != "") != wantAfter || (len(c.Fields) > 0) != (c.Kind == review.Changed) {
			t.Errorf("a Change that is no %s: %+v", c.Kind, c)
		}
		if wantBefore && !take(was, c.Before) {
			t.Errorf("%s %q is told twice or was not there", c.Kind, c.Before)
		}
		if wantAfter && !take(is, c.After) {
			t.Errorf("%s %q is told twice or is not there", c.Kind, c.After)
		}
		for _, f := range c.Fields {
			if f.Before == f.After {
				t.Errorf("%s: %s stays %q", c.After, f.Name, f.Before)
			}
		}
	}
	if len(was) != len(is) {
		t.Errorf("of %d tasks %d are told to stay as they are, but there are %d", stays, len(was), len(is))
	}
}

func taskIDs(c *corpus.Corpus) map[string]bool {
	ids := map[string]bool{}
	if c != nil {
		for i := range c.Tasks {
			ids[c.Tasks[i].ID] = true
		}
	}
	return ids
}

func take(ids map[string]bool, id string) bool {
	had := ids[id]
	delete(ids, id)
	return had
}
