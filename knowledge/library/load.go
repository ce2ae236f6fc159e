package library

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/corpus/viet"
	"dondoc/knowledge/review"
)

// LoadOptions say what a load starts from. The zero value adds to the open candidate, else to what is in force, and
// replaces files of the same name. What the binary carries is a sample: nothing is added to it.
type LoadOptions struct {
	Only   bool     // nothing but the files given; the edits stay where they fit
	Remove []string // names of files to be left out
	Origin string
}

// Load makes a candidate with the files and reviews it. Files that cannot be read are in Review.Failed and not part of
// the Version; the error is an *UnreadError when none could, and ErrTwice when two files have one name. The same files
// again cost no reading.
func (l *Library) Load(ctx context.Context, files []corpus.File, o LoadOptions, progress Progress) (review.Review, error) {
	files, err := named(files)
	if err != nil {
		return review.Review{}, err
	}
	var v Version
	var failed []*corpus.FileError
	err = l.make(ctx, func() error {
		v, failed, err = l.makeCandidate(ctx, files, o, progress)
		return err
	})
	if err != nil {
		return review.Review{}, err
	}
	r, err := l.Review(ctx, v.ID, progress)
	r.Failed = failures(failed)
	return r, err
}

// named brings names to one normal form, as systems spell Vietnamese letters in two ways.
func named(files []corpus.File) ([]corpus.File, error) {
	files = slices.Clone(files)
	seen := map[string]bool{}
	for i := range files {
		name := viet.Normalize(files[i].Name)
		if seen[name] {
			return nil, fmt.Errorf("library: load: %w: %s", ErrTwice, name)
		}
		files[i].Name, seen[name] = name, true
	}
	return files, nil
}

func failures(failed []*corpus.FileError) []review.Failed {
	var out []review.Failed
	for _, f := range failed {
		out = append(out, review.Failed{File: f.File, Reason: f.Err.Error()})
	}
	return out
}

// makeTries bounds how often a candidate is made anew because somebody else has just made one.
const makeTries = 5

// make does what makes a candidate of another, one at a time in this copy, and again when another copy was faster.
func (l *Library) make(ctx context.Context, do func() error) error {
	if err := l.making.lock(ctx); err != nil {
		return err
	}
	defer l.making.unlock()
	err := do()
	for try := 1; try < makeTries && errors.Is(err, ErrConflict) && ctx.Err() == nil; try++ {
		err = do()
	}
	return err
}

// ground is what the next candidate is made of.
type ground struct {
	Version // the open candidate, else what is in force; zero when that is the sample of the binary, or nothing is
	Content
	expect int64 // which Version that must still be when the candidate is stored
}

func (l *Library) makeCandidate(ctx context.Context, files []corpus.File, o LoadOptions, progress Progress) (Version, []*corpus.FileError, error) {
	g, err := l.start(ctx)
	if err != nil {
		return Version{}, nil, err
	}
	unread, err := l.knownUnread(ctx, g, files)
	if err != nil {
		return Version{}, nil, err
	}
	next := Content{Files: merge(g.Content.Files, readable(files, nil, unread), o), Edits: g.Content.Edits}
	if g.ID != 0 && slices.EqualFunc(next.Files, g.Content.Files, sameFile) {
		if len(unread) > 0 && len(unread) == len(files) {
			return Version{}, nil, &UnreadError{unread}
		}
		return g.Version, unread, nil
	}
	e, err := l.readContent(ctx, next, progress)
	if err != nil {
		return Version{}, nil, err
	}
	failed := append(unread, e.Failed...)
	if len(e.Failed) > 0 {
		kept := readable(next.Files, g.Content.Files, e.Failed)
		if g.ID != 0 && slices.EqualFunc(kept, g.Content.Files, sameFile) {
			return Version{}, nil, &UnreadError{failed}
		}
		again := len(kept) > len(next.Files)-len(e.Failed) // what came instead of good files cannot be read: those stay
		next.Files = kept
		if again {
			if e, err = l.readContent(ctx, next, progress); err != nil {
				return Version{}, nil, err
			}
		}
	}
	v, err := l.save(ctx, next, g, o.Origin)
	if err != nil {
		return Version{}, nil, err
	}
	e.Failed, e.Version = nil, v
	l.read.drop(v.ID)
	l.keep(e)
	return v, failed, nil
}

// knownUnread reads what is new among files by itself, when most of them are there already: what cannot be read then costs
// no reading of all.
func (l *Library) knownUnread(ctx context.Context, g ground, files []corpus.File) ([]*corpus.FileError, error) {
	fresh := slices.DeleteFunc(slices.Clone(files), func(f corpus.File) bool {
		return slices.ContainsFunc(g.Content.Files, func(have corpus.File) bool { return sameFile(f, have) })
	})
	if len(fresh) == 0 || 2*len(fresh) > len(files) {
		return nil, nil
	}
	_, failed, err := corpus.Read(ctx, fresh, l.cfg.Agencies(), nil)
	if err != nil && !errors.Is(err, corpus.ErrNothing) {
		return nil, fmt.Errorf("library: read documents: %w", err)
	}
	return failed, nil
}

// save stores a candidate; what is in force already becomes none. It fails with ErrConflict when the ground has changed.
func (l *Library) save(ctx context.Context, c Content, g ground, origin string) (Version, error) {
	v, err := l.cfg.Shelf.Save(ctx, Draft{Content: c, Base: g.ID, Expect: g.expect, Origin: origin})
	if err != nil {
		return Version{}, fmt.Errorf("library: save candidate: %w", err)
	}
	return v, nil
}

// latest returns what the next candidate is made of, be it the sample of the binary; ErrUnknown when there is nothing.
func (l *Library) latest(ctx context.Context) (ground, error) {
	v, err := l.Open(ctx)
	if errors.Is(err, ErrUnknown) {
		v, err = l.current(ctx)
	}
	if err != nil {
		return ground{}, err
	}
	content, err := l.Content(ctx, v.ID)
	return ground{v, content, v.ID}, err
}

// start is latest for what is loaded: nothing is added to the sample of the binary.
func (l *Library) start(ctx context.Context) (ground, error) {
	g, err := l.latest(ctx)
	switch {
	case errors.Is(err, ErrUnknown):
		return ground{}, nil
	case err == nil && g.Origin == OriginShipped && g.Version.Edits == 0:
		return ground{expect: g.expect}, nil
	}
	return g, err
}

// current returns the Version in force, or ErrUnknown.
func (l *Library) current(ctx context.Context) (Version, error) {
	id, err := l.cfg.Journal.InForce(ctx)
	if err == nil && id == 0 {
		err = ErrUnknown
	}
	if err != nil {
		return Version{}, fmt.Errorf("library: version in force: %w", err)
	}
	v, err := l.cfg.Shelf.Version(ctx, id)
	if err != nil {
		return Version{}, fmt.Errorf("library: version in force: %w", err)
	}
	return v, nil
}

// merge returns the files of a candidate, sorted by name, so that the way in which they came makes no difference.
func merge(have, given []corpus.File, o LoadOptions) []corpus.File {
	byName := map[string]corpus.File{}
	if !o.Only {
		for _, f := range have {
			byName[f.Name] = f
		}
	}
	for _, name := range o.Remove {
		delete(byName, name)
	}
	for _, f := range given {
		byName[f.Name] = f
	}
	out := make([]corpus.File, 0, len(byName))
	for _, f := range byName {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b corpus.File) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

func sameFile(a, b corpus.File) bool {
	return a.Name == b.Name && bytes.Equal(a.Content, b.Content) && a.Err == b.Err
}

// readable leaves out what could not be read, which is not kept; a file of that name that was there before stays.
func readable(merged, before []corpus.File, failed []*corpus.FileError) []corpus.File {
	var kept []corpus.File
	for _, f := range merged {
		if !slices.ContainsFunc(failed, func(e *corpus.FileError) bool { return e.File == f.Name }) {
			kept = append(kept, f)
			continue
		}
		if i := slices.IndexFunc(before, func(b corpus.File) bool { return b.Name == f.Name }); i >= 0 {
			kept = append(kept, before[i])
		}
	}
	return kept
}

// Edit makes a candidate with more edits, which are not published either. What was read is not read again unless an alias
// asks for it. The error is edits.ErrInvalid, or ErrUnknown when there is no Version yet.
func (l *Library) Edit(ctx context.Context, more ...edits.Edit) (Version, error) {
	for i := range more {
		if err := more[i].Validate(); err != nil {
			return Version{}, fmt.Errorf("library: edit: %w", err)
		}
	}
	return l.change(ctx, func(list []edits.Edit) []edits.Edit { return edits.Merge(list, more...) })
}

// Withdraw makes a candidate without the edit of that ID.
func (l *Library) Withdraw(ctx context.Context, editID string) (Version, error) {
	return l.change(ctx, func(list []edits.Edit) []edits.Edit { return edits.Without(list, editID) })
}

func (l *Library) change(ctx context.Context, do func([]edits.Edit) []edits.Edit) (v Version, err error) {
	err = l.make(ctx, func() error {
		v, err = l.changeOnce(ctx, do)
		return err
	})
	return v, err
}

func (l *Library) changeOnce(ctx context.Context, do func([]edits.Edit) []edits.Edit) (Version, error) {
	g, err := l.latest(ctx)
	if err != nil {
		return Version{}, err
	}
	was, err := l.Edition(ctx, g.ID, nil)
	if err != nil {
		return Version{}, err
	}
	list := edits.Bind(was.AsRead, do(slices.Clone(was.Edits)))
	next := Content{Files: g.Content.Files, Edits: edits.Encode(list)}
	e := amended(was.AsRead, was.Agencies, was.Failed, list)
	if aliases(list) != aliases(was.Edits) {
		if e, err = l.readContent(ctx, next, nil); err != nil {
			return Version{}, err
		}
	}
	v, err := l.save(ctx, next, g, OriginEdit)
	if err != nil {
		return Version{}, err
	}
	if l.known(v.ID) == nil {
		e.Version = v
		l.keep(e)
	}
	return v, nil
}

// aliases are what reading depends on.
func aliases(list []edits.Edit) string {
	only := slices.DeleteFunc(slices.Clone(list), func(e edits.Edit) bool { return e.Kind != edits.AddAlias })
	return string(edits.Encode(only))
}
