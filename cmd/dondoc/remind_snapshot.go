package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// remindSnapshot is what plan, simulate and send look at, from the day first on, without changing anything: the
// register and the boards of the database. Where there are none, or --corpus names other documents, each document
// counts as published on its own day, and each agency that leads a task has a board.
func (c *Config) remindSnapshot(ctx context.Context, only string, first viet.Date, std streams) (*reminders.Snapshot, error) {
	reg, err := c.registry()
	if err != nil {
		return nil, err
	}
	named, err := lookupAgency(reg, only)
	if err != nil {
		return nil, usageError{err}
	}
	all, err := c.storedEverything(ctx)
	if err != nil {
		return nil, err
	}
	if len(c.CorpusPaths) > 0 || len(all.Tasks) == 0 {
		read, _, err := c.current(ctx, reg, std)
		if err != nil {
			return nil, err
		}
		own := slices.DeleteFunc(all.Tasks, func(t reminders.Task) bool { return t.Board == 0 })
		all.Tasks = append(reminders.Provisional(read), own...)
	}
	reminders.LookBack(&all, first)
	narrow(&all, reg, named)
	return reminders.NewSnapshot(all, reg), nil
}

// narrow leaves the boards of one agency, or makes it one; without an agency it makes boards where there are none.
func narrow(all *reminders.Everything, reg *agency.Registry, named *agency.Agency) {
	if named == nil {
		if len(all.Subscribers) == 0 {
			all.Boards, all.Subscribers = reminders.ProvisionalBoards(all.Tasks, reg)
		}
		return
	}
	concerns := func(s reminders.Subscriber) bool {
		return slices.Contains(s.Follows, reminders.Follow{Kind: reminders.FollowAgency, Value: named.Name})
	}
	all.Subscribers = slices.DeleteFunc(slices.Clone(all.Subscribers), func(s reminders.Subscriber) bool { return !concerns(s) })
	if len(all.Subscribers) == 0 {
		board, subscriber := reminders.ProvisionalBoard(0, named.Name)
		board.ID, subscriber.Board = -1, -1
		all.Boards, all.Subscribers = append(slices.Clone(all.Boards), board), []reminders.Subscriber{subscriber}
	}
}

// lookupAgency resolves a name that somebody typed; nil for "".
func lookupAgency(reg *agency.Registry, name string) (*agency.Agency, error) {
	if name == "" {
		return nil, nil
	}
	a, ok := reg.Lookup(name)
	if !ok || a.Kind == agency.Group {
		return nil, fmt.Errorf("chưa có cơ quan %q trong danh bạ%s; thêm bằng --agencies nếu tên đúng", name, knownNames(nearNames(reg, name)))
	}
	return a, nil
}

// nearNames are agencies named inside what somebody typed.
func nearNames(reg *agency.Registry, typed string) []string {
	var names []string
	for _, m := range reg.FindFolded(typed) {
		if m.Agency.Kind != agency.Group && !slices.Contains(names, m.Agency.Name) && len(names) < 3 {
			names = append(names, m.Agency.Name)
		}
	}
	return names
}

// storedEverything reads the database if there is one; nothing is made or migrated.
func (c *Config) storedEverything(ctx context.Context) (reminders.Everything, error) {
	url, err := c.database()
	if err != nil && c.DatabaseURL == "" {
		return reminders.Everything{}, nil // no home directory: no database in it
	}
	db, err := store.OpenReadOnly(ctx, url, nil)
	switch {
	case c.DatabaseURL == "" && (errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrOlderSchema)):
		return reminders.Everything{}, nil
	case err != nil:
		return reminders.Everything{}, err
	}
	defer db.Close()
	return db.Everything(ctx)
}

// openForChange opens the database to write to it, as serve does.
func (c *Config) openForChange(ctx context.Context, std streams) (*store.DB, error) {
	url, err := c.database()
	if err != nil {
		return nil, usageError{err}
	}
	if err := c.makeDataDir(); err != nil {
		return nil, err
	}
	return store.Open(ctx, url, c.logger(std.err))
}

// withDatabase opens the database, lets do change it, and closes it.
func (c *Config) withDatabase(ctx context.Context, std streams, do func(*store.DB) error) (err error) {
	db, err := c.openForChange(ctx, std)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return do(db)
}
