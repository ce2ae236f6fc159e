package knowledge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/knowledge/index"
)

// LongestQuestion bounds a question in letters. Nobody types more; a pasted document is not a question.
const LongestQuestion = 2000

// answer answers from this snapshot: the first answerer that can, wins.
func (s *snapshot) answer(ctx context.Context, question Question) (Answer, error) {
	text := viet.Squeeze(viet.Normalize(question.Text))
	if a, done := screen(text); done {
		return a, nil
	}
	if question.AsOf.IsZero() {
		question.AsOf = time.Now()
	}
	asOf := viet.DateOf(question.AsOf)
	a, err := s.answerQuery(ctx, s.inContext(s.understand(text, asOf), question.Context))
	s.stand(&a, asOf)
	return a, err
}

// answerQuery lets the answerers try in turn.
func (s *snapshot) answerQuery(ctx context.Context, q *query) (Answer, error) {
	if a, ok := s.answerFace(q); ok {
		return a, nil
	}
	if a, ok := s.answerPeople(q); ok {
		return s.verified(a), nil
	}
	if a, ok := s.answerUnknown(q); ok {
		return a, nil
	}
	hits, err := s.search(ctx, q, stillNear)
	if err != nil {
		return Answer{}, err
	}
	if a, ok := s.answerNothingKnown(q, hits); ok {
		return s.verified(a), nil
	}
	hits = slices.DeleteFunc(hits, func(h found) bool { return !s.saysYear(q, h.position) })
	if a, ok := s.answerSum(q, hits); ok {
		return s.verified(a), nil
	}
	if a, ok := s.answerHeadings(q); ok {
		return s.verified(a), nil
	}
	if a, ok := s.answerList(q, hits); ok {
		return s.verified(a), nil
	}
	if a, ok := s.answerDocuments(q, hits); ok {
		return s.verified(a), nil
	}
	if a, ok := s.answerOne(q, hits); ok {
		a, err = s.withOtherClauses(ctx, q, a)
		s.addRelated(q, &a, hits)
		return s.verified(a), err
	}
	if a, ok := s.answerAgencies(q); ok {
		return s.verified(a), nil
	}
	return s.pickOrRefuse(ctx, q, hits), nil
}

// answerOne answers from the record that is meant: a figure, a task's card, a passage.
func (s *snapshot) answerOne(q *query, hits []found) (Answer, bool) {
	for _, answerer := range []func(*query, []found) (Answer, bool){s.answerTarget, s.answerTask, s.answerPassage} {
		if a, ok := answerer(q, hits); ok {
			return a, true
		}
	}
	return Answer{}, false
}

// screen turns away what is no question to the documents.
func screen(text string) (Answer, bool) {
	letters := strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	switch {
	case text == "" || !letters:
		return refuse(emptyQuestion), true
	case strings.ContainsRune(text, utf8.RuneError) && strings.Count(text, string(utf8.RuneError))*5 > len(text):
		return refuse(unreadableQuestion), true
	case utf8.RuneCountInString(text) > LongestQuestion:
		return refuse(longQuestion), true
	}
	tokens := viet.Tokenize(text)
	padded, toned := padTokens(text, tokens), padToned(tokens)
	for i := range loadWords().chatter {
		if c := &loadWords().chatter[i]; c.match(padded, toned) {
			if r, ok := chatterReplies[c.name]; ok && !(shortTalk[c.name] && len(strings.Fields(padded)) > 6) {
				return refuse(r), true
			}
		}
	}
	return Answer{}, false
}

// found is an entry that the search brought, best first.
type found struct {
	entry
	position int     // in snapshot.entries
	score    float64 // fused and weighted
	covers   float64 // share of the question's words that it has, by weight
	support  float64 // share of the question's subject that it has
}

// searchDepth is how many entries are looked at: what stands farther down is no answer. Lists are made by query.
const searchDepth = 50

// search asks the index, with what the question says of documents, years, sections and agencies as weights.
// What cannot come nearer to the best than the share near is left out, and so is all that is worse.
func (s *snapshot) search(ctx context.Context, q *query, near float64) ([]found, error) {
	about := s.aboutOf(q)
	hits, err := s.index.Search(ctx, index.Query{
		Text: q.search, Limit: searchDepth,
		Filter: func(i int) bool { return s.admits(q, s.entries[i]) },
		Boost:  func(i int) float64 { return s.weight(q, &about, s.entries[i]) },
		Most:   mostWeight,
	})
	if err != nil && !errors.Is(err, index.ErrVectors) {
		return nil, fmt.Errorf("knowledge: search: %w", err)
	}
	out := make([]found, 0, len(hits))
	best, counted := 0.0, q.wordCounted()
	for _, h := range hits {
		if e := s.entries[h.Entry]; s.answersKind(q, h.Entry) {
			if h.Score*(1+weightSupport) < near*best && q.kindsNamed() < 2 { // all of the subject would not bring it near
				break
			}
			support := s.supports(q, h.Entry)
			h.Score *= s.ownOnSlide(q, e)
			if counted != "" && countOf(s.words[h.Entry].folded, counted) {
				h.Score *= weightCounted
			}
			best = max(best, h.Score*(1+weightSupport*support))
			out = append(out, found{entry: e, position: h.Entry, score: h.Score * (1 + weightSupport*support), covers: h.Lexical, support: support})
		}
	}
	slices.SortStableFunc(out, func(a, b found) int { return cmp.Compare(b.score, a.score) })
	return out, nil
}

// admits leaves out what the question excludes: other documents than the one
// named by number, other sections than the one named.
func (s *snapshot) admits(q *query, e entry) bool {
	return q.only(s.document(e)) && below(s.section(e), q.section)
}

// The weights say how much more a passage counts when it agrees with something
// that the question names. They were set on ../../shared/eval/questions.jsonl.
const (
	weightDocument = 0.5  // times how strongly the document is meant
	weightYear     = 0.15 // the document plans the year asked about
	weightNow      = 0.12 // … or, when no year is named, the year of asking
	weightLead     = 0.6  // an agency of the question leads the task
	weightHelp     = 0.1  // … or coordinates it
	weightPlace    = 0.5  // what a province is asked about but does not lead counts half
	weightNoPlace  = 0.85 // what a province leads when none is asked about
	weightNear     = 0.8  // beside the section of the answer before
	weightTask     = 0.30 // who and when are questions for the register
	weightDraft    = 0.04 // in force over draft over reference
	weightCounted  = 1.5  // times: a number stands before the word that "bao nhiêu" asks about
	weightPast     = 0.3  // the draft of a plan for a year gone by
	weightSupport  = 1.0  // all of the subject is there
)

// about is what a question says of whom and what it wants, read once for all entries.
type about struct {
	places, others []string
	register       bool // who and when are questions for the register
	wantsPlace     bool
}

func (s *snapshot) aboutOf(q *query) about {
	return about{
		places: q.places(), others: q.others(),
		register:   q.wants("who", "when", "coordinate", "remaining", "overdue"),
		wantsPlace: s.wantsPlace(q),
	}
}

// mostWeight is more than any record weighs.
const mostWeight = 1 + weightDocument + weightYear + weightLead + weightHelp + weightNear + weightTask + weightNow

func (s *snapshot) weight(q *query, about *about, e entry) float64 {
	d := s.document(e)
	w := 1 + weightDocument*q.documents[d.ID]
	switch {
	case d.Year != 0 && containsInt(q.years, d.Year):
		w += weightYear
	case len(q.years) == 0 && d.Year == q.asOf.Year:
		w += weightNow
	case len(q.years) == 0 && d.Status == corpus.Draft && s.nameOf[d.ID].plans && d.Year < q.asOf.Year:
		w -= weightPast
	}
	switch d.StatusOn(q.asOf) {
	case corpus.Draft, corpus.NotYet:
		w -= weightDraft
	case corpus.Reference, corpus.Superseded:
		w -= 2 * weightDraft
	}
	if q.near != "" && below(s.section(e), q.near) {
		w += weightNear
	}
	if e.task < 0 {
		return w
	}
	if about.register {
		w += weightTask
	}
	a := s.agencies[e.task]
	switch {
	case overlaps(a.lead, about.places), overlaps(a.lead, about.others):
		w += weightLead
	case overlaps(a.coordinating, about.others):
		w += weightHelp
	}
	switch {
	case len(about.places) > 0 && !overlaps(a.lead, about.places) && !s.issuedBy(d, about.places):
		w *= weightPlace
	case len(about.places) == 0 && a.place && !about.wantsPlace:
		w *= weightNoPlace
	}
	return w
}

func containsInt(xs []int, x int) bool {
	for _, y := range xs {
		if x == y {
			return true
		}
	}
	return false
}

func overlaps(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// verified drops citations whose quotation does not stand in the source; an
// answer that is left without any is refused.
func (s *snapshot) verified(a Answer) Answer {
	if a.Refused {
		return a
	}
	kept := a.Citations[:0]
	for _, c := range a.Citations {
		i, ok := s.passages[c.Passage]
		if ok && s.corpus.Quotes(s.corpus.Passages[i].Source, c.Quote) {
			kept = append(kept, c)
		}
	}
	a.Citations = kept
	if len(kept) == 0 {
		return refuse(notSaid)
	}
	return a
}
