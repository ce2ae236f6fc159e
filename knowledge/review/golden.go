package review

import (
	"context"
	"fmt"
	"time"

	"dondoc/knowledge"
	"dondoc/knowledge/golden"
)

// Score asks two versions the golden questions, those without a moment of their own at
// asOf. before may be nil or hold nothing; without records the result is nil. It stops
// with ctx. The Bases should have no model: the questions would be sent to it.
func Score(ctx context.Context, records []golden.Record, before, after *knowledge.Base, asOf time.Time) (*Golden, error) {
	if len(records) == 0 {
		return nil, nil
	}
	now, err := golden.Run(ctx, after, records, asOf)
	if err != nil {
		return nil, fmt.Errorf("review: score: %w", err)
	}
	g := &Golden{Questions: len(records)}
	for i := range now.Outcomes {
		if !now.Outcomes[i].Failed() {
			g.Right++
		}
	}
	if before == nil || before.Corpus() == nil {
		return g, nil
	}
	then, err := golden.Run(ctx, before, records, asOf)
	if err != nil {
		return nil, fmt.Errorf("review: score: %w", err)
	}
	for i := range then.Outcomes {
		if then.Outcomes[i].Failed() {
			continue
		}
		g.Before++
		if now.Outcomes[i].Failed() {
			g.Worse = append(g.Worse, records[i].Q)
		}
	}
	return g, nil
}
