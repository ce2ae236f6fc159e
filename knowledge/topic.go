package knowledge

import (
	"hash/maphash"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// best is how much of the subject the best task of a topic has.
func best(topic map[int]float64) float64 {
	most := 0.0
	for _, support := range topic {
		most = max(most, support)
	}
	return most
}

// A task belongs to a theme when it has most of the question's subject, and nearly as much as the best.
const (
	supportInList = 0.4
	nearBest      = 0.8
)

// topicOf returns the tasks that share the question's theme, with how much of it they have; nil when it names none.
func (s *snapshot) topicOf(q *query) map[int]float64 {
	if q.ownWords() == 0 {
		return nil
	}
	topic := map[int]float64{}
	best := 0.0
	meant, most := s.meant(q), s.mayBeOn(q)
	for position, e := range s.entries {
		if e.task < 0 || most[position] < supportInList || !s.eligible(q, e.task) || !meant[s.corpus.Tasks[e.task].Document] || !below(s.section(e), q.section) || !s.answersKind(q, position) {
			continue
		}
		if support := s.supports(q, position); support >= supportInList {
			topic[e.task] = support
			best = max(best, support)
		}
	}
	for task, support := range topic {
		if support < nearBest*best {
			delete(topic, task)
		}
	}
	if asksWho(q) {
		s.addAlike(q, topic)
	}
	if len(topic) == 0 && len(q.agencies) == 0 {
		return nil
	}
	return topic
}

// mayBeOn tells of every task how much of the subject it can have at most, as a share: a quick look at
// which words it has, so that only few records are read. Of passages it says nothing.
func (s *snapshot) mayBeOn(q *query) []float32 {
	all, base := 0.0, 0.0
	for i := range q.subject {
		w := &q.subject[i]
		if all += w.weight; len(w.forms) > 0 { // other words may stand for it
			base += w.weight
		}
	}
	most := make([]float32, len(s.entries))
	for i := range most {
		most[i] = float32(base / all)
	}
	for i := range q.subject {
		w := &q.subject[i]
		if len(w.forms) > 0 {
			continue
		}
		for _, e := range s.holding[w.folded] {
			most[e] += float32(w.weight / all)
		}
	}
	return most
}

// addAlike adds the tasks that are worded as those of the topic are: a plan gives many
// provinces the same task in the same words.
func (s *snapshot) addAlike(q *query, topic map[int]float64) {
	const alike = 0.7
	const alikeSubject = 0.65 // of what the best has: worded alike is not about the same
	const mostModels = 40
	if len(topic) > mostModels {
		return
	}
	words, most := s.taskWords(), best(topic)
	models := slices.Sorted(maps.Keys(topic))
	meant := s.meant(q)
	for i := range s.corpus.Tasks {
		t := &s.corpus.Tasks[i]
		if topic[i] > 0 || !s.eligible(q, i) || !meant[t.Document] || !below(t.Section, q.section) || s.supports(q, i) < alikeSubject*most {
			continue
		}
		for _, m := range models {
			if overlap(words[i], words[m]) >= alike {
				topic[i] = topic[m]
				break
			}
		}
	}
}

// wordsOfTasks returns the words of each task, as sorted hashes of the folded ones.
func wordsOfTasks(tasks []corpus.Task) [][]uint64 {
	seed := maphash.MakeSeed()
	words := make([][]uint64, len(tasks))
	for i := range tasks {
		for _, t := range viet.Tokenize(tasks[i].Text) {
			words[i] = append(words[i], maphash.String(seed, t.Folded))
		}
		slices.Sort(words[i])
		words[i] = slices.Compact(words[i])
	}
	return words
}

// overlap is the share of common words among all words of two sets, each sorted.
func overlap(a, b []uint64) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			common++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	if common == 0 {
		return 0
	}
	return float64(common) / float64(len(a)+len(b)-common)
}

// eligible reports whether a task may stand in a list, its theme and dates apart:
// its agencies are those asked about, or are provinces when provinces are asked for.
func (s *snapshot) eligible(q *query, task int) bool {
	if len(q.agencies) > 0 {
		return s.hasPart(q, task) && (!q.wants("coordinate") || !whichPlaces.MatchString(q.provinces()) || s.agencies[task].place)
	}
	return !s.wantsPlace(q) || s.agencies[task].place
}

// whichPlaces tells that provinces are what a list is of.
var whichPlaces = regexp.MustCompile(` (?:(?:tinh|tinh thanh|dia phuong|thanh pho) nao|(?:nhung|cac|bao nhieu|may) (?:tinh|dia phuong|thanh pho)) `)

// selectTasks returns all tasks that meet what the question says, in the order of the documents.
func (s *snapshot) selectTasks(q *query, topic map[int]float64) []int {
	var tasks []int
	meant := s.meant(q)
	for i := range s.corpus.Tasks {
		t := &s.corpus.Tasks[i]
		if !meant[t.Document] || !below(t.Section, q.section) || topic != nil && topic[i] == 0 {
			continue
		}
		if !s.eligible(q, i) {
			continue
		}
		if q.period.set() && !s.falls(q, t) || !s.stands(q, i) {
			continue
		}
		tasks = append(tasks, i)
	}
	return tasks
}

// meant returns the documents, by ID, that a list should look into: the one that is
// named, else those that bind in the year of asking, else all.
func (s *snapshot) meant(q *query) map[string]bool {
	named := q.document()
	meant := map[string]bool{}
	for _, d := range s.corpus.Documents {
		switch {
		case q.numbered:
			meant[d.ID] = q.documents[d.ID] == 1
		case named != "":
			meant[d.ID] = q.documents[d.ID] >= q.documents[named]-closeHint
		case len(q.years) > 0:
			meant[d.ID] = containsInt(q.years, d.Year) || d.Year == 0
		default:
			meant[d.ID] = true
		}
	}
	return meant
}

// hasPart reports whether the agency asked about has the part that the question means.
func (s *snapshot) hasPart(q *query, task int) bool {
	a := s.agencies[task]
	if places := q.places(); len(places) > 0 {
		of := s.issuedBy(s.documents[s.corpus.Tasks[task].Document], places)
		return overlaps(a.lead, places) || of && len(q.others()) > 0 && overlaps(a.lead, q.others()) // "Sở Y tế … của tỉnh Gia Lai"
	}
	if q.wants("coordinate") {
		return overlaps(a.coordinating, q.others())
	}
	return overlaps(a.lead, q.others()) || a.internal && overlaps(s.nameOf[s.corpus.Tasks[task].Document].issuers, q.others()) // what its own offices do
}

// wantsPlace reports whether the question asks for provinces ("bộ, ngành, địa phương" is no such question).
func (s *snapshot) wantsPlace(q *query) bool {
	return !strings.Contains(q.padded, " nganh dia phuong ") && containsAny(q.provinces(), []string{" tinh ", " dia phuong ", " thanh pho "})
}

// falls reports whether a milestone of the task lies in the period, and is of the sort asked about.
func (s *snapshot) falls(q *query, t *corpus.Task) bool {
	for _, m := range t.Milestones {
		if q.period.exact && m.Due == q.period.to || !q.period.exact && q.period.holds(m.Due) {
			if labelAgrees(q, m) {
				return true
			}
		}
	}
	return false
}

// labelAgrees lets "sơ kết" and "tổng kết" in a question choose among the milestones of a task.
func labelAgrees(q *query, m corpus.Milestone) bool {
	label := viet.Fold(m.Label)
	for _, w := range []string{"so ket", "tong ket"} {
		if strings.Contains(q.padded, " "+w+" ") && !strings.Contains(label, w) {
			return false
		}
	}
	return true
}
