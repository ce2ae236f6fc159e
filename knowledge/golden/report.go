package golden

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// Count is how many of All are right.
type Count struct{ Right, All int }

func (c *Count) add(right bool) {
	c.All++
	if right {
		c.Right++
	}
}

// Percent is 0 where there is nothing to count.
func (c Count) Percent() float64 { return 100 * float64(c.Right) / float64(max(c.All, 1)) }

// Outcome is one question with its answer and what that is worth.
type Outcome struct {
	Record  *Record
	Answer  knowledge.Answer
	Verdict Verdict
	Took    time.Duration
}

// Cited reports whether a right document is cited, and whether the record says which is right.
func (o *Outcome) Cited() (right, asked bool) {
	return o.Verdict.RightOnes > 0, o.Record.Answerable && len(o.Record.Doc) > 0
}

// Failed reports whether the answer is wrong or cites no right document.
func (o *Outcome) Failed() bool {
	cited, asked := o.Cited()
	return !o.Verdict.Right() || asked && !cited
}

// Report is the outcome of all questions, in their order, and what it adds up to.
type Report struct {
	Outcomes []Outcome

	Accuracy      Count // right answers
	Answerable    Count // … to what the documents say
	Unanswerable  Count // … to what they do not say
	Cited         Count // answers that cite a right document, of those whose document is known
	RightAndCited Count
	RightGiven    Count // citations of a right document, of all that were given with those
	Section       Count // answers that cite the very section, of those whose section is known
	ShouldSay     Count // answers that say what they ought to
	Quotes        Count // quotations that stand in their document word for word
	Precision     Count // refusals that are right, of all
	Recall        Count // refusals of what the documents do not say
	ByType        map[string]*Count
	ByStyle       map[string]*Count
}

// Run asks base all questions, those without a moment of their own at asOf. It returns
// an error only when the base has nothing to answer from or ctx ends.
func Run(ctx context.Context, base *knowledge.Base, records []Record, asOf time.Time) (*Report, error) {
	rep := &Report{ByType: map[string]*Count{}, ByStyle: map[string]*Count{}}
	for i := range records {
		r := &records[i]
		q := r.question(asOf)
		start := time.Now()
		a, err := base.Answer(ctx, q)
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return nil, fmt.Errorf("golden: answer %s: %w", r.ID, err)
		}
		o := Outcome{Record: r, Answer: a, Verdict: Judge(r, &a), Took: time.Since(start)}
		rep.count(&o)
		rep.countQuotes(base, a.Citations)
		rep.Outcomes = append(rep.Outcomes, o)
	}
	return rep, nil
}

// question is what is asked, at asOf unless the record says when.
func (r *Record) question(asOf time.Time) knowledge.Question {
	if !r.AsOf.IsZero() {
		asOf = r.AsOf
	}
	return knowledge.Question{Text: viet.Normalize(r.Q), Context: r.Context, AsOf: asOf}
}

func (rep *Report) count(o *Outcome) {
	r, right := o.Record, o.Verdict.Right()
	rep.Accuracy.add(right)
	of(rep.ByType, r.Type).add(right)
	of(rep.ByStyle, r.Style).add(right)
	if o.Answer.Refused {
		rep.Precision.add(!r.Answerable)
	}
	if !r.Answerable {
		rep.Unanswerable.add(right)
		rep.Recall.add(o.Answer.Refused)
		return
	}
	rep.Answerable.add(right)
	if len(r.ShouldSay) > 0 {
		rep.ShouldSay.add(o.Verdict.SaidShould)
	}
	cited, asked := o.Cited()
	if !asked {
		return
	}
	rep.Cited.add(cited)
	rep.RightAndCited.add(right && cited)
	rep.RightGiven.Right += o.Verdict.RightOnes
	rep.RightGiven.All += o.Verdict.Citations
	if r.Section != "" {
		rep.Section.add(o.Verdict.SectionCited)
	}
}

// countQuotes looks every quotation up in the document that it names.
func (rep *Report) countQuotes(base *knowledge.Base, citations []knowledge.Citation) {
	for _, c := range citations {
		p, _, ok := base.Passage(c.Passage)
		rep.Quotes.add(ok && base.Corpus().Quotes(p.Source, c.Quote))
	}
}

// Unnamed is how a report calls the type or style of a record that has none.
const Unnamed = "?"

func of(counts map[string]*Count, name string) *Count {
	if name == "" {
		name = Unnamed
	}
	if counts[name] == nil {
		counts[name] = &Count{}
	}
	return counts[name]
}

// Failures are the outcomes that are wrong or cite no right document, in the order of the questions.
func (rep *Report) Failures() []*Outcome {
	var failed []*Outcome
	for i := range rep.Outcomes {
		if o := &rep.Outcomes[i]; o.Failed() {
			failed = append(failed, o)
		}
	}
	return failed
}
