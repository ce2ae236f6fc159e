package main

import (
	"context"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/bot/people"
	"dondoc/bot/web"
	"dondoc/corpus"
)

// newShelf is that of the program over an empty database.
func newShelf(t *testing.T, open bool) *shelf {
	return &shelf{server: stagedServer(t, "sqlite:"+t.TempDir()+"/dondoc.db"), policy: people.NewPolicy(open)}
}

// anyone is a reader of whom nothing is known.
var anyone = bot.Chat{Channel: "web", ID: "abc"}

// TestNeighboursOfAPassage: up to six on each side, in order, all of the same document.
func TestNeighboursOfAPassage(t *testing.T) {
	t.Parallel()
	s := newShelf(t, true)
	all := s.base.Corpus().Passages
	place := make(map[string]int, len(all))
	for i := range all {
		place[all[i].ID] = i
	}
	documents := map[string]bool{}
	for i := range all {
		p := all[i]
		documents[p.Document] = true
		shown, ok := s.passage(t.Context(), anyone, p.ID)
		if !ok || shown.Fragment != (web.Fragment{ID: p.ID, Section: p.Section, Text: p.Text}) || shown.Document == "" || shown.Title == "" {
			t.Fatalf("%s: %v, %+v", p.ID, ok, shown)
		}
		wantBefore, wantAfter := 0, 0
		for n := 1; n <= around; n++ {
			if i-n >= 0 && all[i-n].Document == p.Document {
				wantBefore++
			}
			if i+n < len(all) && all[i+n].Document == p.Document {
				wantAfter++
			}
		}
		if len(shown.Before) != wantBefore || len(shown.After) != wantAfter {
			t.Errorf("%s: %d before and %d after, want %d and %d", p.ID, len(shown.Before), len(shown.After), wantBefore, wantAfter)
		}
		last := -1
		for _, f := range append(append(shown.Before[:len(shown.Before):len(shown.Before)], shown.Fragment), shown.After...) {
			at, ok := place[f.ID]
			if !ok || all[at].Document != p.Document || at <= last || f.Text != all[at].Text {
				t.Errorf("%s has the neighbour %q of %q at %d after %d", p.ID, f.ID, all[at].Document, at, last)
			}
			last = at
		}
	}
	t.Logf("%d passages of %d documents", len(all), len(documents))
}

// TestNeighboursStopAtTheDocument, with two in one corpus.
func TestNeighboursStopAtTheDocument(t *testing.T) {
	t.Parallel()
	s := newShelf(t, true)
	files, err := shippedFiles()
	if err != nil {
		t.Fatal(err)
	}
	second := corpus.File{Name: "b.txt", Content: []byte(smallPlan)}
	answerFrom(t, s.base, append(files, second))
	c := s.base.Corpus()
	edges := 0
	for i := 1; i < len(c.Passages); i++ {
		p, before := c.Passages[i], c.Passages[i-1]
		if p.Document == before.Document {
			continue
		}
		edges++
		first, _ := s.passage(t.Context(), anyone, p.ID)
		last, _ := s.passage(t.Context(), anyone, before.ID)
		if len(first.Before) != 0 || len(last.After) != 0 || first.Document == last.Document {
			t.Errorf("%s and %s are shown side by side", before.ID, p.ID)
		}
	}
	if edges == 0 {
		t.Fatal("only one document")
	}
}

// TestWhoMayRead: in allow-list mode whoever may not ask reads no passage either, though they know its name.
func TestWhoMayRead(t *testing.T) {
	t.Parallel()
	s := newShelf(t, false)
	id := s.base.Corpus().Passages[0].ID
	officer := bot.Chat{Channel: "web", ID: "officer"}
	account := people.Account{Person: people.Person{Channel: "web", ID: "officer"}, Role: people.Officer, Since: time.Now()}
	if err := s.db.SaveAccount(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		reader bot.Chat
		want   bool
	}{
		"a stranger": {anyone, false}, "nobody": {bot.Chat{}, false}, "no name": {bot.Chat{Channel: "web"}, false}, "an officer": {officer, true},
		"of another channel": {bot.Chat{Channel: "telegram", ID: "officer"}, false},
	} {
		if shown, ok := s.passage(t.Context(), tc.reader, id); ok != tc.want || !ok && shown.Fragment.Text != "" {
			t.Errorf("%s: %v, %+v", name, ok, shown)
		}
	}
	if err := s.db.DeleteAccount(t.Context(), account.Person); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.passage(t.Context(), officer, id); ok {
		t.Error("who lost the role reads on")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, ok := s.passage(ctx, officer, id); ok {
		t.Error("who is not known may read")
	}
}

func TestNoSuchPassage(t *testing.T) {
	t.Parallel()
	s := newShelf(t, true)
	old := s.base.Corpus().Passages[0].ID
	for _, id := range []string{"", "nowhere", "'; DROP TABLE", "\xff", old + "x"} {
		if _, ok := s.passage(t.Context(), anyone, id); ok {
			t.Errorf("%q is a passage", id)
		}
	}
	if _, ok := s.passage(t.Context(), anyone, old); !ok {
		t.Fatalf("%q is none", old)
	}
	answerFrom(t, s.base, []corpus.File{{Name: "b.txt", Content: []byte(smallPlan)}})
	if _, ok := s.passage(t.Context(), anyone, old); ok {
		t.Error("a passage of a version that is not published any more")
	}
	if _, ok := s.passage(t.Context(), anyone, s.base.Corpus().Passages[0].ID); !ok {
		t.Error("the new version is not found")
	}
}
