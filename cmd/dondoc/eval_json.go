package main

import (
	"io"

	"dondoc/knowledge/golden"
)

// pair is a golden.Count on standard output: [right, all].
type pair [2]int

func pairOf(c golden.Count) pair { return pair{c.Right, c.All} }

func pairsOf(counts map[string]*golden.Count) map[string]pair {
	pairs := map[string]pair{}
	for name, c := range counts {
		pairs[name] = pairOf(*c)
	}
	return pairs
}

// outcomeLine is one question of `eval --json`.
type outcomeLine struct {
	ID        string   `json:"id"`
	Question  string   `json:"question"`
	Type      string   `json:"type"`
	Style     string   `json:"style"`
	Right     bool     `json:"right"`
	Cited     *bool    `json:"cited"`   // null when the record does not say what is right
	Section   *bool    `json:"section"` // the same
	Refused   bool     `json:"refused"`
	Faults    []string `json:"faults"`
	Documents []string `json:"documents"`
	Answer    string   `json:"answer"`
	TookMS    float64  `json:"took_ms"`
}

// summaryLine is the last line of `eval --json`.
type summaryLine struct {
	Summary       bool            `json:"summary"`
	Questions     int             `json:"questions"`
	Percent       float64         `json:"percent"`
	Accuracy      pair            `json:"accuracy"`
	Answerable    pair            `json:"answerable"`
	Unanswerable  pair            `json:"unanswerable"`
	Citation      pair            `json:"citation"`
	RightAndCited pair            `json:"right_and_cited"`
	RightGiven    pair            `json:"citations_right_of_given"`
	Section       pair            `json:"section"`
	ShouldSay     pair            `json:"should_say"`
	Quotes        pair            `json:"quotes_verbatim"`
	Precision     pair            `json:"refusal_precision"`
	Recall        pair            `json:"refusal_recall"`
	ByType        map[string]pair `json:"by_type"`
	ByStyle       map[string]pair `json:"by_style"`
}

// writeReport writes a line a question, then the summary.
func writeReport(out io.Writer, r *golden.Report) error {
	for i := range r.Outcomes {
		if err := writeLine(out, outcomeLineOf(&r.Outcomes[i])); err != nil {
			return err
		}
	}
	return writeLine(out, summaryLine{
		Summary: true, Questions: r.Accuracy.All, Percent: r.Accuracy.Percent(),
		Accuracy: pairOf(r.Accuracy), Answerable: pairOf(r.Answerable), Unanswerable: pairOf(r.Unanswerable),
		Citation: pairOf(r.Cited), RightAndCited: pairOf(r.RightAndCited), RightGiven: pairOf(r.RightGiven),
		Section: pairOf(r.Section), ShouldSay: pairOf(r.ShouldSay), Quotes: pairOf(r.Quotes),
		Precision: pairOf(r.Precision), Recall: pairOf(r.Recall),
		ByType: pairsOf(r.ByType), ByStyle: pairsOf(r.ByStyle),
	})
}

func outcomeLineOf(o *golden.Outcome) outcomeLine {
	r := o.Record
	l := outcomeLine{
		ID: r.ID, Question: r.Q, Type: r.Type, Style: r.Style,
		Right: o.Verdict.Right(), Refused: o.Answer.Refused, Faults: o.Verdict.Faults(),
		Documents: citedDocuments(o), Answer: o.Answer.Text.String(),
		TookMS: float64(o.Took.Microseconds()) / 1000,
	}
	if l.Faults == nil {
		l.Faults = []string{}
	}
	if cited, asked := o.Cited(); asked {
		l.Cited = &cited
		if r.Section != "" {
			l.Section = &o.Verdict.SectionCited
		}
	}
	return l
}

// searchLine is one question of `eval --retrieval --json`.
type searchLine struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Style    string `json:"style"`
	Rank     int    `json:"rank"` // of the first hit that holds the evidence; 0 beyond the tenth
	Held     bool   `json:"held"` // the evidence stands in some entry
}

// retrievalLine is the last line of `eval --retrieval --json`.
type retrievalLine struct {
	Summary   bool                `json:"summary"`
	Questions int                 `json:"questions"`
	Held      pair                `json:"held"`
	Hits      hitsLine            `json:"hits"`
	ByStyle   map[string]hitsLine `json:"by_style"`
}

type hitsLine struct {
	At1  pair `json:"at_1"`
	At3  pair `json:"at_3"`
	At10 pair `json:"at_10"`
}

func hitsLineOf(h golden.Hits) hitsLine {
	return hitsLine{pairOf(h[0]), pairOf(h[1]), pairOf(h[2])}
}

// writeRetrieval writes a line a question, then the summary.
func writeRetrieval(out io.Writer, r *golden.Retrieval) error {
	for _, s := range r.Searches {
		if err := writeLine(out, searchLine{s.Record.ID, s.Record.Q, s.Record.Style, s.Rank, s.Held}); err != nil {
			return err
		}
	}
	summary := retrievalLine{Summary: true, Questions: r.Held.All, Held: pairOf(r.Held), Hits: hitsLineOf(r.All), ByStyle: map[string]hitsLine{}}
	for style, h := range r.ByStyle {
		summary.ByStyle[style] = hitsLineOf(*h)
	}
	return writeLine(out, summary)
}
