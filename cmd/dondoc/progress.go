package main

import (
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a load has come: a bar on a terminal, a line at the
// beginning and the end elsewhere. It is used from one goroutine.
type progress struct {
	w    io.Writer
	what string
	bar  *progressbar.ProgressBar // nil elsewhere than on a terminal
	last int
}

func newProgress(w io.Writer, what string) *progress {
	p := &progress{w: w, what: what}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions(1, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what),
			progressbar.OptionSetWidth(24), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	}
	return p
}

// step says that done of total are done.
func (p *progress) step(done, total int) {
	p.last = total
	if p.bar == nil {
		return
	}
	p.bar.ChangeMax(max(total, 1))
	_ = p.bar.Set(done) // a terminal that went away is no reason to fail
}

// done ends the bar, or writes the line.
func (p *progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish()
		return
	}
	fmt.Fprintf(p.w, "%s: xong %d\n", p.what, p.last)
}

// bars shows what has several stages, one bar after the other.
type bars struct {
	w     io.Writer
	stage string
	bar   *progress
}

func newBars(w io.Writer) *bars { return &bars{w: w} }

// step says how far a stage has come.
func (b *bars) step(stage string, done, total int) {
	if stage != b.stage {
		b.done()
		b.stage, b.bar = stage, newProgress(b.w, stage)
	}
	b.bar.step(done, total)
}

// done ends the last bar.
func (b *bars) done() {
	if b.bar != nil {
		b.bar.done()
		b.stage, b.bar = "", nil
	}
}
