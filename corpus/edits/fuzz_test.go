package edits_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
)

// FuzzDecode: whatever is read is written and read again the same, is valid, and can be put on a corpus.
func FuzzDecode(f *testing.F) {
	c := read(f, plan)
	f.Add(edits.Encode(many(f, c)))
	f.Add(edits.Encode([]edits.Edit{verdict(f, "x-y", true), alias(f, "Bộ Y tế", "Bộ Thuốc")}))
	f.Add([]byte(`{"id":"0","kind":"task","at":"9000-12-31T23:59:59-14:00","by":"","anchors":[{"document":"a","section":"","words":"b","part":"1/0/-2"}],"task":{"lead":null,"title":"x"}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		list, err := edits.Decode(text)
		if err != nil {
			if !errors.Is(err, edits.ErrInvalid) {
				t.Fatalf("error %v", err)
			}
			return
		}
		once := edits.Encode(list)
		again, err := edits.Decode(once)
		if err != nil || !bytes.Equal(once, edits.Encode(again)) || len(again) != len(list) {
			t.Fatalf("%v\n%s\n%s", err, once, edits.Encode(again))
		}
		reg, err := edits.Registry(agency.Default(), list)
		if err != nil || reg == nil {
			t.Fatalf("registry: %v", err)
		}
		checkApplied(t, edits.Apply(c, list, reg))
		edits.Merge(list, again...)
	})
}

// FuzzApply puts edits of real tasks together from bytes, two of them an edit.
func FuzzApply(f *testing.F) {
	c := read(f, plan)
	all := edits.Anchors(c)
	f.Add([]byte{0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5})
	f.Add([]byte{2, 4, 6, 4, 1, 4, 0, 4, 2, 12})
	f.Add([]byte{1, 0x21, 1, 0x12, 2, 1, 6, 2})
	f.Fuzz(func(t *testing.T, script []byte) {
		var list []edits.Edit
		for len(script) > 1 && len(list) < 20 {
			list = append(list, scripted(all, script[0], script[1], len(list)))
			script = script[2:]
		}
		before, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		a := edits.Apply(c, list, agency.Default())
		checkApplied(t, a)
		if after, err := json.Marshal(c); err != nil || !bytes.Equal(before, after) {
			t.Fatal("Apply has changed what it was given")
		}
		if b := edits.Apply(c, list, agency.Default()); !reflect.DeepEqual(a.Corpus, b.Corpus) {
			t.Fatal("the same edits give another corpus")
		}
	})
}

// scripted is an edit of one of the anchors, or a part of it.
func scripted(all []edits.Anchor, what, which byte, n int) edits.Edit {
	first, second := all[int(which&15)%len(all)], all[int(which>>4)%len(all)]
	first.Part = []string{"", "1", "2", "2/1"}[what>>3&3]
	e := edits.Edit{At: moment, Anchors: []edits.Anchor{first}}
	fields := edits.TaskFields{Title: new(fmt.Sprint("Việc ", n)), Milestones: dates("trước tháng 9/2026")}
	switch what & 7 {
	case 0, 5:
		e.Kind, e.Task = edits.ChangeTask, &fields
	case 1, 4:
		e.Kind, e.Anchors = edits.MergeTasks, append(e.Anchors, second)
	case 2, 6:
		e.Kind, e.Parts = edits.SplitTask, []edits.TaskFields{fields, {Text: new("Phần còn lại")}}
	default:
		e.Kind, e.Document, e.Status = edits.SetDocument, first.Document, &edits.Standing{Until: lastDay}
	}
	return e
}

var lastDay = day("2027-01-01")

// checkApplied checks what holds of every corrected corpus.
func checkApplied(t *testing.T, a edits.Applied) {
	t.Helper()
	seen := map[string]bool{}
	origins := map[edits.Anchor]string{}
	for i := range a.Corpus.Tasks {
		k := &a.Corpus.Tasks[i]
		if seen[k.ID] || k.ID == "" || k.Title == "" || len(k.Passages) == 0 {
			t.Fatalf("task %+v", k)
		}
		seen[k.ID] = true
		of := a.Anchors(k.ID)
		if len(of) == 0 {
			t.Fatalf("%s has no anchor", k.ID)
		}
		for _, o := range of {
			if other := origins[o]; other != "" {
				t.Fatalf("%s and %s were both made of %v", other, k.ID, o)
			}
			origins[o] = k.ID
		}
	}
	for _, o := range a.Outcomes {
		if o.Stale != "" && !strings.HasSuffix(o.Stale, ".") {
			t.Fatalf("%q is no sentence", o.Stale)
		}
	}
}
