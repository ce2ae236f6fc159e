// Package librarytest has a Shelf in memory, for tests.
package librarytest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"
	"time"

	"dondoc/knowledge/library"
)

// Shelf is a library.Shelf and library.Journal that several Libraries may share.
type Shelf struct {
	mu           sync.Mutex
	fail         error
	versions     []library.Version
	contents     map[int64]library.Content
	publications []library.Publication
	reviews      map[[2]int64][]byte
	waiting      []chan struct{}
}

// NewShelf returns an empty Shelf.
func NewShelf() *Shelf {
	return &Shelf{contents: map[int64]library.Content{}, reviews: map[[2]int64][]byte{}}
}

// Fail has all methods fail with err, or work again when it is nil.
func (s *Shelf) Fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = err
}

func (s *Shelf) lock(ctx context.Context) error {
	s.mu.Lock()
	err := ctx.Err()
	if s.fail != nil {
		err = s.fail
	}
	if err != nil {
		s.mu.Unlock()
	}
	return err
}

func (s *Shelf) current() int64 {
	if len(s.publications) == 0 {
		return 0
	}
	return s.publications[len(s.publications)-1].Version
}

// Save implements library.Shelf.
func (s *Shelf) Save(ctx context.Context, d library.Draft) (library.Version, error) {
	if err := s.lock(ctx); err != nil {
		return library.Version{}, err
	}
	defer s.mu.Unlock()
	hash := sha256.New()
	v := library.Version{ID: int64(len(s.versions) + 1), Origin: d.Origin, Base: d.Base, Made: time.Now(), Edits: bytes.Count(d.Edits, []byte("\n"))}
	for _, f := range d.Files {
		sum := sha256.Sum256(f.Content)
		v.Files = append(v.Files, library.FileInfo{Name: f.Name, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(f.Content))})
		hash.Write([]byte(f.Name + "\x00"))
		hash.Write(sum[:])
	}
	hash.Write(d.Edits)
	v.Hash = hex.EncodeToString(hash.Sum(nil))
	return s.save(d, v)
}

func (s *Shelf) save(d library.Draft, v library.Version) (library.Version, error) {
	at := slices.IndexFunc(s.versions, func(o library.Version) bool { return o.Hash == v.Hash })
	var open library.Version
	if i := slices.IndexFunc(s.versions, func(o library.Version) bool { return o.State == library.Candidate }); i >= 0 {
		open = s.versions[i]
	}
	now := s.current()
	stands := d.Expect < 0 || d.Expect == cmp.Or(open.ID, now)
	replaces := stands && open.ID != 0 && open.ID == d.Base
	state := library.Candidate
	switch {
	case at >= 0 && (s.versions[at].ID == open.ID || s.versions[at].ID == now && !replaces):
		return s.versions[at], nil
	case !stands:
		return library.Version{}, library.ErrConflict
	case at >= 0 && s.versions[at].ID == now:
		state = library.InForce
		s.end(open.ID, library.Replaced)
	case open.ID != 0 && d.Origin == library.OriginShipped && open.Origin != library.OriginShipped: // it leaves the candidate alone
		state = library.Replaced
		if at >= 0 && s.versions[at].State != library.Discarded {
			return s.versions[at], nil
		}
	default:
		s.end(open.ID, library.Replaced)
	}
	if at < 0 {
		s.versions, s.contents[v.ID] = append(s.versions, v), d.Content
		at = len(s.versions) - 1
	}
	s.versions[at].State = state
	return s.versions[at], nil
}

// end has a candidate, if it is one, become what it was: what was in force is Former.
func (s *Shelf) end(id int64, state library.State) {
	switch {
	case id == 0:
		return
	case !s.versions[id-1].Published.IsZero():
		state = library.Former
	}
	s.versions[id-1].State = state
}

// Version implements library.Shelf.
func (s *Shelf) Version(ctx context.Context, id int64) (library.Version, error) {
	if err := s.lock(ctx); err != nil {
		return library.Version{}, err
	}
	defer s.mu.Unlock()
	if id < 1 || id > int64(len(s.versions)) {
		return library.Version{}, library.ErrUnknown
	}
	return s.versions[id-1], nil
}

// Versions implements library.Shelf.
func (s *Shelf) Versions(ctx context.Context) ([]library.Version, error) {
	if err := s.lock(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	all := slices.Clone(s.versions)
	slices.Reverse(all)
	return all, nil
}

// Content implements library.Shelf.
func (s *Shelf) Content(ctx context.Context, id int64) (library.Content, error) {
	if err := s.lock(ctx); err != nil {
		return library.Content{}, err
	}
	defer s.mu.Unlock()
	c, ok := s.contents[id]
	if !ok {
		return library.Content{}, library.ErrUnknown
	}
	return c, nil
}

// Discard implements library.Shelf.
func (s *Shelf) Discard(ctx context.Context, id int64) error {
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.mu.Unlock()
	switch {
	case id < 1 || id > int64(len(s.versions)):
		return library.ErrUnknown
	case s.versions[id-1].State != library.Candidate:
		return library.ErrState
	}
	s.end(id, library.Discarded)
	return nil
}

// Publish implements library.Shelf.
func (s *Shelf) Publish(ctx context.Context, p library.Publication) error {
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.mu.Unlock()
	switch {
	case p.Version < 1 || p.Version > int64(len(s.versions)):
		return library.ErrUnknown
	case p.Replaces != s.current():
		return library.ErrConflict
	case p.Version == s.current() || s.versions[p.Version-1].State == library.Discarded:
		return library.ErrState
	}
	if was := s.current(); was != 0 {
		s.versions[was-1].State = library.Former
	}
	p.At = time.Now()
	s.versions[p.Version-1].State, s.versions[p.Version-1].Published = library.InForce, p.At
	s.publications = append(s.publications, p)
	for _, w := range s.waiting {
		select {
		case w <- struct{}{}:
		default:
		}
	}
	return nil
}

// InForce implements library.Journal.
func (s *Shelf) InForce(ctx context.Context) (int64, error) {
	if err := s.lock(ctx); err != nil {
		return 0, err
	}
	defer s.mu.Unlock()
	return s.current(), nil
}

// Publications implements library.Journal.
func (s *Shelf) Publications(ctx context.Context) ([]library.Publication, error) {
	if err := s.lock(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	return slices.Clone(s.publications), nil
}

// Changed implements library.Journal.
func (s *Shelf) Changed(ctx context.Context) <-chan struct{} {
	changed := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = append(s.waiting, changed)
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.waiting = slices.DeleteFunc(s.waiting, func(w chan struct{}) bool { return w == changed })
		close(changed)
	})
	return changed
}

// KeepReview implements library.Journal.
func (s *Shelf) KeepReview(ctx context.Context, version, against int64, text []byte) error {
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.mu.Unlock()
	s.reviews[[2]int64{version, against}] = text
	return nil
}

// Review implements library.Journal.
func (s *Shelf) Review(ctx context.Context, version, against int64) ([]byte, error) {
	if err := s.lock(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	text, ok := s.reviews[[2]int64{version, against}]
	if !ok {
		return nil, library.ErrUnknown
	}
	return text, nil
}
