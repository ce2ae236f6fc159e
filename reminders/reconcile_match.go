package reminders

import (
	"cmp"
	"slices"
	"strings"
)

// matchTasks matches Tasks of one Document, or of two related ones, given as indexes in reconciler.standing and in
// reconciler.fresh in their order. What is matched already only serves to tell the words that are common.
func (r *reconciler) matchTasks(standing, fresh []int) {
	if len(standing) == 0 || len(fresh) == 0 {
		return
	}
	r.matchUnchanged(standing, fresh)
	r.matchSameWords(r.openStanding(standing), r.openFresh(fresh))
	var l *likeness
	const rounds = 3 // what was each other's second best is looked at again
	for range rounds {
		oldOpen, newOpen := r.openStanding(standing), r.openFresh(fresh)
		if len(oldOpen) == 0 || len(newOpen) == 0 {
			return
		}
		if l == nil {
			l = newLikeness(r, standing, fresh)
		}
		if !r.matchAlike(l, oldOpen, newOpen) {
			return
		}
	}
}

// matchUnchanged matches what stands exactly as it was. It is what makes a second reconciliation with the same corpus
// change nothing, whatever the other steps think.
func (r *reconciler) matchUnchanged(standing, fresh []int) {
	byCorpusID := make(map[string]int, len(standing))
	for _, i := range r.openStanding(standing) {
		if s := r.standing[i]; s.Gone.IsZero() {
			byCorpusID[s.CorpusID] = i
		}
	}
	for _, j := range r.openFresh(fresh) {
		if i, ok := byCorpusID[r.fresh[j].CorpusID]; ok && sameFacts(&r.standing[i].comparedTask, &r.fresh[j].comparedTask) {
			r.match(i, j)
		}
	}
}

func (r *reconciler) openStanding(list []int) []int {
	var open []int
	for _, i := range list {
		if r.standing[i].fresh == unmatched {
			open = append(open, i)
		}
	}
	return open
}

func (r *reconciler) openFresh(list []int) []int {
	var open []int
	for _, j := range list {
		if r.fresh[j].standing == unmatched {
			open = append(open, j)
		}
	}
	return open
}

// matchSameWords matches Tasks that are worded as before and led as before.
func (r *reconciler) matchSameWords(standing, fresh []int) {
	type both struct{ standing, fresh []int }
	groups := map[string]*both{}
	var order []*both
	for _, j := range fresh {
		k := wordsAndLead(r.fresh[j].Task)
		if groups[k] == nil {
			groups[k] = &both{}
			order = append(order, groups[k])
		}
		groups[k].fresh = append(groups[k].fresh, j)
	}
	for _, i := range standing {
		if g := groups[wordsAndLead(r.standing[i].Task)]; g != nil {
			g.standing = append(g.standing, i)
		}
	}
	for _, g := range order {
		if len(g.standing) > 0 {
			r.matchTwins(g.standing, g.fresh)
		}
	}
}

func wordsAndLead(t *Task) string { return t.Text + "\x00" + leadOf(t) }

// leadOf is the lead as a set.
func leadOf(t *Task) string {
	lead := slices.Clone(t.Lead)
	slices.Sort(lead)
	return strings.Join(lead, "\x00")
}

// trait is what Tasks are told apart by.
type trait func(*comparedTask) string

func datesOf(t *comparedTask) string { return t.dates() }

func sectionOf(t *comparedTask) string { return t.Section }

func sectionAndDates(t *comparedTask) string { return t.Section + "\x02" + t.dates() }

func noMatter(*comparedTask) string { return "" }

// matchTwins matches Tasks of the same words and lead among which only place and time can tell. A row that was put in
// before them has shifted their places, an order that moved deadlines their times: whichever explains more counts
// first. What is gone is not taken for what still stands, and comes back only with its place or its time.
func (r *reconciler) matchTwins(standing, fresh []int) {
	var stands, gone []int
	for _, i := range standing {
		if r.standing[i].Gone.IsZero() {
			stands = append(stands, i)
		} else {
			gone = append(gone, i)
		}
	}
	stands, fresh = r.matchBy(sectionAndDates, stands, fresh)
	first, second := trait(datesOf), trait(sectionOf)
	if r.agree(sectionOf, stands, fresh) > r.agree(datesOf, stands, fresh) {
		first, second = second, first
	}
	stands, fresh = r.matchBy(first, stands, fresh)
	gone, fresh = r.matchBy(sectionAndDates, gone, fresh)
	stands, fresh = r.matchBy(second, stands, fresh)
	_, fresh = r.matchBy(noMatter, stands, fresh)
	gone, fresh = r.matchBy(first, gone, fresh)
	r.matchBy(second, gone, fresh)
}

// agree counts the pairs that a trait would give.
func (r *reconciler) agree(of trait, standing, fresh []int) int {
	open := map[string]int{}
	for _, i := range standing {
		open[of(&r.standing[i].comparedTask)]++
	}
	pairs := 0
	for _, j := range fresh {
		if k := of(&r.fresh[j].comparedTask); open[k] > 0 {
			open[k]--
			pairs++
		}
	}
	return pairs
}

// matchBy matches Tasks of the same trait in their order. It returns what is left.
func (r *reconciler) matchBy(of trait, standing, fresh []int) (leftStanding, leftFresh []int) {
	byTrait := map[string][]int{}
	for _, i := range standing {
		k := of(&r.standing[i].comparedTask)
		byTrait[k] = append(byTrait[k], i)
	}
	for _, j := range fresh {
		k := of(&r.fresh[j].comparedTask)
		if len(byTrait[k]) > 0 {
			r.match(byTrait[k][0], j)
			byTrait[k] = byTrait[k][1:]
		}
	}
	return r.openStanding(standing), r.openFresh(fresh)
}

// matchAlike matches Tasks that were reworded, the most alike first. It reports whether there were any.
func (r *reconciler) matchAlike(l *likeness, standing, fresh []int) bool {
	type pair struct {
		standing, fresh int
		score           float64
	}
	var pairs []pair
	l.open(standing)
	for _, j := range fresh {
		for _, i := range l.candidates(j) {
			if score := r.sameTask(l, i, j); score > 0 {
				pairs = append(pairs, pair{i, j, score})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.standing, b.standing), cmp.Compare(a.fresh, b.fresh))
	})
	for _, p := range pairs {
		if r.standing[p.standing].fresh == unmatched && r.fresh[p.fresh].standing == unmatched {
			r.match(p.standing, p.fresh)
		}
	}
	return len(pairs) > 0
}

// How alike two Tasks must be to count as one, as shares of the weight of their words. They were set with the plans of
// 2021 to 2023: of Tasks in which a fifth of the words was changed at random 99 % are found in their place and 90 %
// elsewhere; of pairs of different Tasks under one lead, none with less than half of the words in common counts as one.
const (
	leastAlike      = 0.6 // in all, in the same place
	leastAlikeMoved = 0.7 // in all, in another place
	leastOwn        = 0.5 // in what tells each from its nearest neighbour
	leastAlikeGone  = 0.9 // what is gone is revived by itself alone
	otherLeadScores = 0.3 // less, when only the lead was replaced: whoever kept the lead goes first
	sameDatesScore  = 0.2 // more, for the same deadlines: of rows of the same words they tell more than the place
)

// sameTask returns how surely a Task of the register is one of the corpus in other words; 0 when it is not.
func (r *reconciler) sameTask(l *likeness, i, j int) float64 {
	old, fresh := &r.standing[i], &r.fresh[j]
	sameSection, sameDates := old.Section == fresh.Section, old.dates() == fresh.dates()
	if !sharesLead(old.Task, fresh.Task) {
		if old.Gone.IsZero() && sameSection && r.sameButLead(l, i, j, sameDates) {
			return 1 - otherLeadScores
		}
		return 0
	}
	score := l.alike(i, j)
	if !old.Gone.IsZero() {
		if score < leastAlikeGone || !sameSection && !sameDates || leadOf(old.Task) != leadOf(fresh.Task) || l.own(i, j) < leastOwn {
			return 0
		}
		return score - sameDatesScore
	}
	least := leastAlike
	if !sameSection {
		least = leastAlikeMoved
	}
	if !l.sameContent(i, j) && (score < least || l.own(i, j) < leastOwn) {
		return 0
	}
	if sameDates {
		score += sameDatesScore
	}
	return score
}

// sameButLead reports whether two Tasks in one place, led by others, are one all the same: nothing else has changed, or the text
// has not and the rest is what somebody has corrected. A correction that is taken back leaves no trace; then the text must
// be that of no other Task.
func (r *reconciler) sameButLead(l *likeness, i, j int, sameDates bool) bool {
	old, fresh := &r.standing[i], &r.fresh[j]
	sameText := old.Text == fresh.Text
	switch {
	case sameDates && l.sameContent(i, j):
		return true
	case fresh.amended("lead", "milestones"):
		return sameText || l.sameContent(i, j)
	}
	return sameText && old.CorpusID == fresh.CorpusID && r.onlyOne(l, old.Text)
}

// onlyOne reports whether at most one Task of each version that is compared has a text.
func (r *reconciler) onlyOne(l *likeness, text string) bool {
	before, after := 0, 0
	for i := range l.oldAt {
		if r.standing[i].Text == text {
			before++
		}
	}
	for j := range l.newAt {
		if r.fresh[j].Text == text {
			after++
		}
	}
	return before <= 1 && after <= 1
}

// sharesLead reports whether an agency leads both; of who leads a Task without one nothing is known.
func sharesLead(a, b *Task) bool {
	if len(a.Lead) == 0 || len(b.Lead) == 0 {
		return true
	}
	return slices.ContainsFunc(a.Lead, func(name string) bool { return slices.Contains(b.Lead, name) })
}
