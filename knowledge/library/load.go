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
// the Version; the error is an *UnreadError when nothing is left. The same files again cost no reading.
func (l *Library) Load(ctx context.Context, files []corpus.File, o LoadOptions, progress Progress) (review.Review, error) {
	version, failed, err := l.makeCandidate(ctx, files, o, progress)
	if err != nil {
		return review.Review{}, err
	}
	r, err := l.Review(ctx, version.ID, progress)
	r.Failed = failures(failed)
	return r, err
}

func failures(failed []*corpus.FileError) []review.Failed {
	var out []review.Failed
	for _, f := range failed {
		out = append(out, review.Failed{File: f.File, Reason: f.Err.Error()})
	}
	return out
}

func (l *Library) makeCandidate(ctx context.Context, files []corpus.File, o LoadOptions, progress Progress) (Version, []*corpus.FileError, error) {
	l.making.Lock()
	defer l.making.Unlock()
	base, content, err := l.start(ctx)
	if err != nil {
		return Version{}, nil, err
	}
	merged := merge(content.Files, files, o)
	if base.ID != 0 && slices.EqualFunc(merged, content.Files, sameFile) {
		return base, nil, nil
	}
	next := Content{Files: merged, Edits: content.Edits}
	e, err := l.readContent(ctx, next, progress)
	if err != nil {
		return Version{}, nil, err
	}
	failed := e.Failed
	if kept := readable(merged, content.Files, failed); len(failed) > 0 {
		if base.ID != 0 && slices.EqualFunc(kept, content.Files, sameFile) {
			return Version{}, nil, &UnreadError{failed}
		}
		next.Files = kept
		if len(kept) > len(merged)-len(failed) { // what came instead of good files cannot be read: those stay
			if e, err = l.readContent(ctx, next, progress); err != nil {
				return Version{}, nil, err
			}
		}
	}
	v, err := l.save(ctx, next, base.ID, o.Origin)
	if err != nil {
		return Version{}, nil, err
	}
	e.Failed, e.Version = nil, v
	l.read.drop(v.ID)
	l.read.put(e)
	return v, failed, nil
}

// save stores a candidate; what is in force already becomes none.
func (l *Library) save(ctx context.Context, c Content, base int64, origin string) (Version, error) {
	v, err := l.cfg.Shelf.Save(ctx, Draft{Content: c, Base: base, Origin: origin})
	if err != nil {
		return Version{}, fmt.Errorf("library: save candidate: %w", err)
	}
	return v, nil
}

// start returns what the next candidate is made of: the open one, else what is in force; nothing when that is the sample
// of the binary, or nothing is.
func (l *Library) start(ctx context.Context) (Version, Content, error) {
	base, err := l.Open(ctx)
	if errors.Is(err, ErrUnknown) {
		base, err = l.current(ctx)
	}
	switch {
	case errors.Is(err, ErrUnknown), err == nil && base.Origin == OriginShipped && base.Edits == 0:
		return Version{}, Content{}, nil
	case err != nil:
		return Version{}, Content{}, err
	}
	content, err := l.cfg.Shelf.Content(ctx, base.ID)
	if err != nil {
		return Version{}, Content{}, fmt.Errorf("library: start a candidate: %w", err)
	}
	return base, content, nil
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

func (l *Library) change(ctx context.Context, do func([]edits.Edit) []edits.Edit) (Version, error) {
	l.making.Lock()
	defer l.making.Unlock()
	base, err := l.Open(ctx)
	if errors.Is(err, ErrUnknown) {
		base, err = l.current(ctx)
	}
	if err != nil {
		return Version{}, err
	}
	was, err := l.Edition(ctx, base.ID, nil)
	if err != nil {
		return Version{}, err
	}
	content, err := l.cfg.Shelf.Content(ctx, base.ID)
	if err != nil {
		return Version{}, fmt.Errorf("library: edit: %w", err)
	}
	list := do(slices.Clone(was.Edits))
	content.Edits = edits.Encode(list)
	e := amended(was.AsRead, was.Agencies, was.Failed, list)
	if aliases(list) != aliases(was.Edits) {
		if e, err = l.readContent(ctx, content, nil); err != nil {
			return Version{}, err
		}
	}
	v, err := l.save(ctx, content, base.ID, OriginEdit)
	if err != nil {
		return Version{}, err
	}
	if l.known(v.ID) == nil {
		e.Version = v
		l.read.put(e)
	}
	return v, nil
}

// aliases are what reading depends on.
func aliases(list []edits.Edit) string {
	only := slices.DeleteFunc(slices.Clone(list), func(e edits.Edit) bool { return e.Kind != edits.AddAlias })
	return string(edits.Encode(only))
}
