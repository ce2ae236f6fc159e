package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"dondoc/cmd/dondoc/store"
	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/knowledge/golden"
	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
	"dondoc/reminders"
)

// archive is a library with what its callbacks need.
type archive struct {
	db  *store.DB
	now func() time.Time
}

// library returns the versions in the database. base is what answers, nil when nothing does.
func (a archive) library(c *Config, reg *agency.Registry, base *knowledge.Base, std streams) *library.Library {
	shelf := a.db.Shelf()
	return library.New(library.Config{
		Shelf: shelf, Journal: shelf, Base: base, Log: c.logger(std.err),
		Agencies: func() *agency.Registry { return reg },
		Effects:  a.effects, Golden: a.golden, Follow: a.follow,
	})
}

// effects tells what the boards would hear of if a corpus were in force.
func (a archive) effects(ctx context.Context, c *corpus.Corpus, reg *agency.Registry) ([]review.Effect, error) {
	all, err := a.db.Everything(ctx)
	if err != nil {
		return nil, err
	}
	today := viet.DateOf(a.now())
	changes := reminders.Reconcile(all.Tasks, c, today)
	var effects []review.Effect
	for _, p := range reminders.Previews(all, changes, reg, today) {
		effects = append(effects, review.Effect{Board: p.Board.ID, Name: p.Board.Name, New: p.New, Moved: p.Moved, Gone: p.Gone})
	}
	return effects, nil
}

// golden returns the golden questions that were stored.
func (a archive) golden(ctx context.Context) ([]golden.Record, error) {
	stored, err := a.db.Goldens(ctx)
	if err != nil || len(stored) == 0 {
		return nil, err
	}
	var lines bytes.Buffer
	for _, g := range stored {
		lines.Write(bytes.TrimSpace(g.Record))
		lines.WriteByte('\n')
	}
	return golden.Read("câu hỏi chuẩn", &lines)
}

// registerLock lets one copy at a time bring the register to what is in force.
const registerLock = "register"

// followTries bounds how often the register is brought to a version anew because somebody changed it meanwhile.
const followTries = 10

// follow brings the task register to what is in force: what is new, changed or gone, and who must hear of it.
func (a archive) follow(ctx context.Context, e *library.Edition) error {
	later := fmt.Errorf("%w: the task register", library.ErrLater) // whoever has it may leave it as an older version has it
	ran, err := a.db.Exclusively(ctx, registerLock, func(ctx context.Context) error {
		for range followTries {
			if id, err := a.db.Shelf().InForce(ctx); err != nil || id != e.Version.ID {
				return err // what has come into force since is followed in its turn
			}
			if err := a.syncRegister(ctx, e.Corpus, e.Version.ID); !errors.Is(err, reminders.ErrConflict) {
				return err
			}
		}
		return later
	})
	if err == nil && !ran {
		return later
	}
	return err
}

// syncRegister brings the register to a corpus, which is that of a version in force, or 0 of none. It fails with ErrConflict
// of package reminders when the register or what is in force has changed meanwhile.
func (a archive) syncRegister(ctx context.Context, c *corpus.Corpus, version int64) error {
	tasks, revision, err := a.db.TasksAt(ctx)
	if err != nil {
		return err
	}
	changes := reminders.Reconcile(tasks, c, viet.DateOf(a.now()))
	if changes.Empty() {
		return nil
	}
	return a.db.ApplyChangesAt(ctx, changes, revision, version)
}

// current returns the documents to answer from, with what was corrected in them, without changing anything: of --corpus,
// else of the version in force, else what the binary carries.
func (c *Config) current(ctx context.Context, reg *agency.Registry, std streams) (*corpus.Corpus, *agency.Registry, error) {
	content, err := c.currentContent(ctx)
	if err != nil {
		return nil, nil, err
	}
	return readContent(ctx, content, reg, std)
}

// readContent reads what a version is made of, with the registry that its edits add to.
func readContent(ctx context.Context, content library.Content, reg *agency.Registry, std streams) (*corpus.Corpus, *agency.Registry, error) {
	list, err := edits.Decode(content.Edits)
	if err != nil {
		return nil, nil, fmt.Errorf("đọc các hiệu chỉnh: %w", err)
	}
	if reg, err = edits.Registry(reg, list); err != nil {
		return nil, nil, fmt.Errorf("đọc các hiệu chỉnh: %w", err)
	}
	read, err := readCorpus(ctx, reg, content.Files, std)
	if err != nil {
		return nil, nil, err
	}
	return edits.Apply(read, list, reg).Corpus, reg, nil
}

// currentContent is what current reads.
func (c *Config) currentContent(ctx context.Context) (library.Content, error) {
	if len(c.CorpusPaths) > 0 {
		files, err := filesAt(c.CorpusPaths)
		return library.Content{Files: files}, err
	}
	url, err := c.database()
	if err != nil && c.DatabaseURL == "" {
		return shippedContent() // no home directory: nothing can have been published
	}
	db, err := store.OpenReadOnly(ctx, url, nil)
	switch {
	case c.DatabaseURL == "" && (errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrOlderSchema)):
		return shippedContent()
	case err != nil:
		return library.Content{}, err
	}
	defer db.Close()
	id, err := db.Shelf().InForce(ctx)
	switch {
	case err != nil:
		return library.Content{}, err
	case id == 0:
		return shippedContent()
	}
	return db.Shelf().Content(ctx, id)
}

func shippedContent() (library.Content, error) {
	files, err := shippedFiles()
	return library.Content{Files: files}, err
}
