package knowledge_test

import (
	"errors"
	"strings"
	"testing"

	"dondoc/knowledge"
)

func TestRetrieve(t *testing.T) {
	t.Parallel()
	base := must(t, shippedBase)
	all := base.Entries()
	q := knowledge.Question{Text: "Bắc Giang số hóa hồ sơ", AsOf: farPast}
	for _, c := range []struct{ n, want int }{{-1, 0}, {0, 0}, {1, 1}, {10, 10}} {
		found, err := base.Retrieve(t.Context(), q, c.n)
		if err != nil || len(found) != c.want {
			t.Errorf("%d hits of %d: %v", len(found), c.n, err)
		}
	}
	found, err := base.Retrieve(t.Context(), q, len(all)+1)
	if err != nil || len(found) == 0 || len(found) > len(all) || !strings.Contains(found[0].Text, "Tỉnh Bắc Giang") || found[0].Task == "" {
		t.Fatalf("%d of %d entries, %v", len(found), len(all), err)
	}
	for _, f := range all {
		if _, _, ok := base.Passage(f.Passage); !ok && f.Task == "" || strings.TrimSpace(f.Text) == "" {
			t.Errorf("an entry of nothing: %+v", f)
		}
	}
	followUp := knowledge.Question{Text: "còn Hà Nam?", AsOf: farPast, Context: []knowledge.Turn{{Role: knowledge.RoleUser, Text: q.Text}}}
	if found, err = base.Retrieve(t.Context(), followUp, 1); err != nil || len(found) != 1 || !strings.Contains(found[0].Text, "Hà Nam") {
		t.Errorf("a question that goes on: %+v, %v", found, err)
	}
}

func TestRetrieveBeforePublish(t *testing.T) {
	t.Parallel()
	base := new(knowledge.Base)
	if _, err := base.Retrieve(t.Context(), knowledge.Question{Text: "Bắc Giang"}, 1); !errors.Is(err, knowledge.ErrNoCorpus) {
		t.Errorf("%v", err)
	}
	if entries := base.Entries(); entries != nil {
		t.Errorf("%d entries of nothing", len(entries))
	}
}
