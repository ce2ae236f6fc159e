package knowledge

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"sync"
	"time"

	"dondoc/knowledge/index"
	"dondoc/knowledge/llm"
)

// Model is the help of a language model. Its zero value is none: answers are
// then made of tables, search and templates alone. With one, answers are made in
// the same way first; the model may then say their prose better (wording.go) or
// pick among the nearest passages when nothing was found (picking.go). What it
// writes is sent only if it stands in the cited passages (grounded.go).
type Model struct {
	Generator Generator      // nil: nothing is reworded or picked
	Timeout   time.Duration  // how much longer an answer may take for its sake; 0 means 8 s
	Embedder  index.Embedder // nil: the local one
	Vectors   VectorStore    // nil: vectors are made anew at every publication
	Log       *slog.Logger   // nil discards; no question is ever logged
}

// Generator writes a text. *llm.Client is one.
type Generator interface {
	Generate(ctx context.Context, r llm.Request) (string, error)
}

// NewBase returns a Base that m helps.
func NewBase(m Model) *Base { return &Base{model: newAid(m)} }

// ModelOutcomes counts, by name, what came of asking the model since the start:
// "reworded", "picked", or why the plain answer was sent. The names are constants of this package.
func (b *Base) ModelOutcomes() map[string]int64 { return b.model.counts() }

// What comes of asking the model.
const (
	outcomeReworded = "reworded"      // its text was sent
	outcomePicked   = "picked"        // its choice was answered with
	outcomeNoneFits = "none_fits"     // it found none of the passages to answer
	outcomeTimeout  = "timeout"       // too slow, or silent
	outcomeLimited  = "limited"       // 429
	outcomeFailed   = "failed"        // network, 5xx
	outcomeDenied   = "denied"        // key, model, size
	outcomeCut      = "cut"           // the stream, or the token limit
	outcomeNonsense = "nonsense"      // not of the protocol, or no choice
	outcomeStopped  = "stopped"       // the person who asked, or the program, went away
	outcomeAmended  = "amended"       // what the passages say was corrected
	outcomeBusy     = "busy"          // too many questions at once
	outcomeResting  = "resting"       // it failed several times in a row
	outcomeLocal    = "vectors_local" // at publication: the local embedder had to do
	outcomeWords    = "vectors_none"  // at a question: words had to do
)

const (
	defaultModelTimeout = 8 * time.Second
	mostAtOnce          = 8 // calls under way: more would only wait for each other
	mostFailures        = 3 // in a row, before the model rests
	restFor             = 30 * time.Second
)

// aid is a Model at work. A nil *aid does nothing. It is safe for concurrent use.
type aid struct {
	Model
	slots chan struct{}
	rest  rest

	mu       sync.Mutex
	outcomes map[string]int64
}

func newAid(m Model) *aid {
	if m.Timeout == 0 {
		m.Timeout = defaultModelTimeout
	}
	if m.Log == nil {
		m.Log = slog.New(slog.DiscardHandler)
	}
	return &aid{Model: m, slots: make(chan struct{}, mostAtOnce), outcomes: map[string]int64{}}
}

// generates reports whether there is a model to ask.
func (m *aid) generates() bool { return m != nil && m.Generator != nil }

func (m *aid) count(outcome string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.outcomes[outcome]++
}

func (m *aid) counts() map[string]int64 {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.outcomes)
}

// ask has the model write, until the deadline at the latest. When ok is false
// the reason is counted, and nothing but the plain answer is left.
func (m *aid) ask(ctx context.Context, r llm.Request, deadline time.Time) (text string, ok bool) {
	if m.rest.now() {
		m.count(outcomeResting)
		return "", false
	}
	select {
	case m.slots <- struct{}{}:
		defer func() { <-m.slots }()
	default:
		m.count(outcomeBusy)
		return "", false
	}
	within, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	text, err := m.Generator.Generate(within, r)
	if ctx.Err() != nil { // says nothing about the model
		m.count(outcomeStopped)
		return "", false
	}
	if m.rest.note(err == nil) {
		m.Log.Warn("the model rests after failures", "for", restFor, "error", err)
	}
	if err != nil {
		m.count(outcomeOf(err))
		m.Log.Debug("the model did not answer", "error", err)
		return "", false
	}
	return text, true
}

// outcomeOf sorts the errors of a Generator.
func outcomeOf(err error) string {
	for _, known := range []struct {
		err     error
		outcome string
	}{
		{context.DeadlineExceeded, outcomeTimeout}, {llm.ErrSilent, outcomeTimeout}, {llm.ErrLimited, outcomeLimited},
		{llm.ErrDenied, outcomeDenied}, {llm.ErrCut, outcomeCut}, {llm.ErrNonsense, outcomeNonsense},
	} {
		if errors.Is(err, known.err) {
			return known.outcome
		}
	}
	return outcomeFailed
}

// errResting is why the model was not asked for the vector of a question.
var errResting = errors.New("knowledge: the embedding model rests after failures")

// rest keeps away for a while from a server that failed several times in a row,
// so that not every question waits for it in vain. The zero value is awake.
type rest struct {
	mu       sync.Mutex
	failures int
	until    time.Time
}

func (r *rest) now() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return time.Now().Before(r.until)
}

// note tells how a call went, and returns whether a rest begins with it.
func (r *rest) note(well bool) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failures++; well {
		r.failures = 0
	}
	if r.failures < mostFailures { // after the rest, one failure is enough for the next
		return false
	}
	r.until = time.Now().Add(restFor)
	return true
}
