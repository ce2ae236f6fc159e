package viet

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tracked2026 is plan2026 for a task that was given on Monday, 13 April.
var tracked2026 = Reference{Year: 2026, Issued: Date{2026, 2, 5}, Given: Date{2026, 4, 13}, Undated: true}

// wording is one line of testdata: what is written, and the readings of it.
type wording struct{ place, text, want string }

func readWordings(t testing.TB, pattern string, least int) []wording {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil {
		t.Fatal(err)
	}
	var all []wording
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(content), "\n") {
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			text, want, ok := strings.Cut(line, " => ")
			if !ok {
				t.Fatalf("%s: %q has no =>", file, line)
			}
			all = append(all, wording{file, text, want})
		}
	}
	if len(all) < least {
		t.Fatalf("%d wordings in %s, want at least %d", len(all), pattern, least)
	}
	return all
}

// readsAs tells how d differs from what a line of testdata wants, "" when it does not.
func readsAs(d Deadline, want string) string {
	want, doubt, doubted := strings.Cut(want, " ~ ")
	got := d.Due.String()
	if !d.Start.IsZero() || got != "" && d.Recurring != "" {
		got = d.Start.String() + ".." + got
	}
	if got = strings.TrimSpace(d.Recurring + " " + got); got == "" {
		got = "-"
	}
	switch {
	case got != want:
		return "got " + got + " ~ " + d.Doubt
	case doubted && !strings.Contains(d.Doubt, doubt):
		return "the doubt is “" + d.Doubt + "”"
	case !doubted && d.Doubt != "":
		return "needless doubt: " + d.Doubt
	}
	return ""
}

func TestWordingsOfCells(t *testing.T) {
	for _, w := range readWordings(t, "cells*.txt", 300) {
		if doubt, ok := strings.CutPrefix(w.want, "nothing ~ "); ok {
			d, found := ParseDeadline(w.text, tracked2026)
			if found || !strings.Contains(d.Doubt, doubt) || d.Phrase != w.text || ParseDeadlines(w.text, tracked2026) != nil {
				t.Errorf("%s: %q is no deadline, got %v %+v", w.place, w.text, found, d)
			}
			continue
		}
		wants := strings.Split(w.want, " | ")
		got := ParseDeadlines(w.text, tracked2026)
		if len(got) != len(wants) {
			t.Errorf("%s: %q: got %d milestones %+v, want %q", w.place, w.text, len(got), got, wants)
			continue
		}
		for i, want := range wants {
			if label, rest, ok := strings.Cut(strings.TrimPrefix(want, "["), "] "); ok {
				want = rest
				if got[i].Label != label {
					t.Errorf("%s: %q has the label %q, want %q", w.place, w.text, got[i].Label, label)
				}
			}
			if fault := readsAs(got[i].Deadline, want); fault != "" {
				t.Errorf("%s: %q: %s, want %s", w.place, w.text, fault, want)
			}
		}
		checkAlike(t, w.text, got)
	}
}

// checkAlike holds the two readers of cells to one reading of the first date.
func checkAlike(t *testing.T, cell string, got []LabelledDeadline) {
	t.Helper()
	d, ok := ParseDeadline(cell, tracked2026)
	if !ok || d.Due != got[0].Due || d.Start != got[0].Start || d.Recurring != got[0].Recurring {
		t.Errorf("%q is %v %+v for one reader and %+v for the other", cell, ok, d, got[0])
	}
}

func TestWordingsOfProse(t *testing.T) {
	for _, w := range readWordings(t, "prose.txt", 60) {
		wants := strings.Split(w.want, " | ")
		got := FindDeadlines(w.text, tracked2026)
		if len(got) != len(wants) {
			t.Errorf("%q: got %+v, want %q", w.text, got, wants)
			continue
		}
		for i, want := range wants {
			phrase, reading, _ := strings.Cut(want, " = ")
			if got[i].Phrase != phrase {
				t.Errorf("%q: got the phrase %q, want %q", w.text, got[i].Phrase, phrase)
			}
			if fault := readsAs(got[i], reading); fault != "" {
				t.Errorf("%q: %s, want %s", w.text, fault, reading)
			}
		}
	}
}

func TestProseWithoutDeadlines(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("testdata", "prose-none.txt"))
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, line := range strings.Split(string(content), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		lines++
		if got := FindDeadlines(line, tracked2026); got != nil {
			t.Errorf("%q: got %+v, want nothing", line, got)
		}
	}
	if lines < 60 {
		t.Errorf("only %d sentences", lines)
	}
}
