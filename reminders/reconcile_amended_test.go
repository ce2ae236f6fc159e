package reminders_test

import (
	"fmt"
	"slices"
	"testing"

	"dondoc/corpus"
	"dondoc/reminders"
)

// readPlan is a plan of three tasks as it was read; in prose the text names its deadline.
func readPlan(t *testing.T, prose bool) *corpus.Corpus {
	c := &corpus.Corpus{Documents: []*corpus.Document{{ID: "d", Number: "9/KH-UBND", Status: corpus.InForce}}}
	for i, text := range []string{"Đào giếng cho các bản trên núi cao", "Dựng cầu treo qua suối cạn", "Trồng tre chắn gió quanh chợ phiên"} {
		phrase := fmt.Sprintf("trước tháng %d/2026", 8+i)
		if prose {
			text += " " + phrase
		}
		c.Tasks = append(c.Tasks, corpus.Task{
			ID: fmt.Sprint("d:", i+1), Document: "d", Section: fmt.Sprint("II.", i+1), Title: text, Text: text, Lead: []string{"Sở Y tế"},
			Milestones: []corpus.Milestone{{Label: "thực hiện", Phrase: phrase, Due: day(t, fmt.Sprintf("2026-%02d-28", 7+i))}},
		})
	}
	return c
}

// correct is c with one task's lead, deadline or both corrected, as package edits does it.
func correct(t *testing.T, c *corpus.Corpus, lead, due string) *corpus.Corpus {
	c = c.Clone()
	c.Tasks = slices.Clone(c.Tasks)
	x := &c.Tasks[1]
	if lead != "" {
		x.Amended = append(x.Amended, corpus.Amendment{Field: "lead", Was: x.Lead[0]})
		x.Lead = []string{lead}
	}
	if due != "" {
		d := day(t, due)
		x.Amended = append(x.Amended, corpus.Amendment{Field: "milestones", Was: x.Milestones[0].Phrase})
		x.Milestones = []corpus.Milestone{{Label: x.Milestones[0].Label, Phrase: "đến " + d.Vietnamese(), Due: d}}
	}
	return c
}

// TestReconcileCorrected: a task stays the same whatever of it is corrected, and when the correction is taken back; a
// deadline that is corrected is told as the secretariat's doing.
func TestReconcileCorrected(t *testing.T) {
	const lead, due = "Sở Xây dựng", "2026-10-15"
	for name, tc := range map[string]struct{ lead, due string }{
		"lead": {lead, ""}, "deadline": {"", due}, "both": {lead, due},
	} {
		for _, prose := range []bool{false, true} {
			t.Run(fmt.Sprint(name, " prose ", prose), func(t *testing.T) {
				read := readPlan(t, prose)
				corrected := correct(t, read, tc.lead, tc.due)
				register, _ := publish(t, nil, read, day(t, "2026-01-10"))
				for i, c := range []*corpus.Corpus{corrected, read, corrected, read} {
					after, ch := publish(t, register, c, day(t, "2026-01-10"))
					register = after
					if len(ch.Insert) > 0 || len(register) != 3 || register[1].CorpusID != "d:2" || !register[1].Gone.IsZero() || len(register[1].Milestones) != 1 {
						t.Fatalf("publication %d: it is not the same task any more: %s", i, describe(ch))
					}
					if tc.due != "" {
						want := []string{reminders.BySecretariat, ""}[i%2]
						if len(ch.Told) != 1 || ch.Told[0].Kind != reminders.KindMoved || ch.Told[0].ChangedBy != want {
							t.Errorf("publication %d: told %+v, want a move by %q", i, ch.Told, want)
						}
					} else if len(ch.Told) > 0 {
						t.Errorf("publication %d: told %+v", i, ch.Told)
					}
				}
			})
		}
	}
}

// TestReconcileCorrectedDoubtful: without the trace of a correction a task of new lead and deadline is another one, if more than one
// has its words.
func TestReconcileCorrectedDoubtful(t *testing.T) {
	read := readPlan(t, false)
	read.Tasks[2].Text, read.Tasks[2].Title, read.Tasks[2].Section = read.Tasks[1].Text, read.Tasks[1].Title, read.Tasks[1].Section
	replaced := correct(t, read, "Sở Xây dựng", "2026-10-15")
	replaced.Tasks[1].Amended = nil
	register, _ := publish(t, nil, read, day(t, "2026-01-10"))
	register, ch := publish(t, register, replaced, day(t, "2026-01-11"))
	if len(ch.Insert) != 1 || len(register) != 4 || register[1].Gone.IsZero() {
		t.Errorf("got %s", describe(ch))
	}
}
