package library

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
	"dondoc/knowledge"
)

// Edition is a Version that was read. It never changes.
type Edition struct {
	Version  Version
	Corpus   *corpus.Corpus   // with the edits
	AsRead   *corpus.Corpus   // without
	Agencies *agency.Registry // with the aliases of edits
	Failed   []*corpus.FileError
	Edits    []edits.Edit
	Applied  edits.Applied

	preparing turn
	prepared  *knowledge.Prepared
	reviewed  atomic.Int64 // when, in Unix nanoseconds; 0 for never
}

// mostEditions is how many are kept in memory besides the one in force: a candidate, or what was in force before. They are
// large: one of 10 MB of documents takes some 400 MB.
const mostEditions = 1

// editions are those that were read last, the latest last.
type editions struct {
	reading turn // one is read at a time: they are large
	mu      sync.Mutex
	kept    []*Edition
}

func (k *editions) get(id int64) *Edition {
	k.mu.Lock()
	defer k.mu.Unlock()
	i := slices.IndexFunc(k.kept, func(e *Edition) bool { return e.Version.ID == id })
	if i < 0 {
		return nil
	}
	e := k.kept[i]
	k.kept = append(slices.Delete(k.kept, i, i+1), e)
	return e
}

func (k *editions) put(e *Edition, most int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = append(k.kept, e)
	if over := len(k.kept) - most; over > 0 {
		k.kept = slices.Delete(k.kept, 0, over)
	}
}

func (k *editions) drop(id int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = slices.DeleteFunc(k.kept, func(e *Edition) bool { return e.Version.ID == id })
}

// keep keeps an Edition in memory; where none is in force two, as they are compared.
func (l *Library) keep(e *Edition) {
	most := mostEditions
	if l.InForce() == nil {
		most++
	}
	l.read.put(e, most)
}

// known returns an Edition that is in memory, else nil.
func (l *Library) known(id int64) *Edition {
	if e := l.InForce(); e != nil && e.Version.ID == id {
		return e
	}
	return l.read.get(id)
}

// Edition reads a Version, unless it was read lately; ErrUnknown.
func (l *Library) Edition(ctx context.Context, id int64, progress Progress) (*Edition, error) {
	if e := l.known(id); e != nil {
		return e, nil
	}
	if err := l.read.reading.lock(ctx); err != nil {
		return nil, err
	}
	defer l.read.reading.unlock()
	if e := l.known(id); e != nil {
		return e, nil
	}
	v, err := l.cfg.Shelf.Version(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("library: read version: %w", err)
	}
	content, err := l.cfg.Shelf.Content(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("library: read version: %w", err)
	}
	e, err := l.readContent(ctx, content, progress)
	if err != nil {
		return nil, err
	}
	e.Version = v
	l.keep(e)
	return e, nil
}

// stages are what Progress hears.
const (
	stageRead    = "Đọc văn bản"
	stageIndex   = "Lập chỉ mục"
	stageCompare = "So với bản đang dùng"
)

// readContent reads what a Version is made of. What cannot be read is in Failed; the error is ErrNothing when that is all.
func (l *Library) readContent(ctx context.Context, content Content, progress Progress) (*Edition, error) {
	list, err := edits.Decode(content.Edits)
	if err != nil {
		return nil, fmt.Errorf("library: read edits: %w", err)
	}
	reg, err := edits.Registry(l.cfg.Agencies(), list)
	if err != nil {
		return nil, fmt.Errorf("library: read edits: %w", err)
	}
	c, failed, err := corpus.Read(ctx, content.Files, reg, progress.files())
	switch {
	case errors.Is(err, corpus.ErrNothing):
		return nil, &UnreadError{failed}
	case err != nil:
		return nil, fmt.Errorf("library: read documents: %w", err)
	}
	return amended(c, reg, failed, list), nil
}

// amended puts edits on top of what was read.
func amended(c *corpus.Corpus, reg *agency.Registry, failed []*corpus.FileError, list []edits.Edit) *Edition {
	applied := edits.Apply(c, list, reg)
	return &Edition{preparing: newTurn(), Corpus: applied.Corpus, AsRead: c, Agencies: reg, Failed: failed, Edits: list, Applied: applied}
}

// prepare makes an Edition ready to answer, once.
func (l *Library) prepare(ctx context.Context, e *Edition, progress Progress) (*knowledge.Prepared, error) {
	if err := e.preparing.lock(ctx); err != nil {
		return nil, err
	}
	defer e.preparing.unlock()
	if e.prepared != nil {
		return e.prepared, nil
	}
	base := l.cfg.Base
	if base == nil {
		base = &knowledge.Base{}
	}
	p, err := base.Prepare(ctx, e.Corpus, e.Agencies, progress.entries())
	if err != nil {
		return nil, fmt.Errorf("library: prepare version: %w", err)
	}
	e.prepared = p
	return p, nil
}

func (p Progress) say(stage string, done, total int) {
	if p != nil {
		p(stage, done, total)
	}
}

func (p Progress) files() corpus.Progress {
	return func(done, total int, _ string) { p.say(stageRead, done, total) }
}

func (p Progress) entries() knowledge.Progress {
	return func(done, total int) { p.say(stageIndex, done, total) }
}

// UnreadError is ErrNothing with the reasons.
type UnreadError struct{ Failed []*corpus.FileError }

func (e *UnreadError) Error() string { return ErrNothing.Error() }

// Unwrap makes it ErrNothing.
func (e *UnreadError) Unwrap() error { return ErrNothing }
