package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"dondoc/bot/intake"
)

const (
	// What is asked while a commit is under way is committed together: waiting for the disk costs more than all else.
	maxTogether     = 64
	togetherTimeout = 30 * time.Second

	// SQLite has one writer at a time.
	committersSQLite   = 1
	committersPostgres = 4

	// Of PostgreSQL's advisory locks, held until the transaction ends. What is stored of a chat is stored by one at a time,
	// or two copies would each take the chat for their own. What changes owners has the channel for itself, or an update
	// would go to an owner who has just lost the chat.
	lockAlone  = `pg_advisory_xact_lock(%d)`
	lockShared = `pg_advisory_xact_lock_shared(%d)`
)

// inbox implements intake.Inbox: see DB.Inbox.
type inbox struct {
	db *DB

	mu         sync.Mutex
	waiting    []*inboxStep
	committers int
}

// inboxStep is something small that is done to the inbox, in a transaction of its own or with others.
type inboxStep struct {
	ctx     context.Context
	action  string
	channel string
	key     string         // of the update, when it is there already
	chats   map[int64]bool // locks of those that get updates
	do      func(ctx context.Context, t *tx) error
	done    chan error
}

// run has a step committed. When ctx ends first, it may have been nevertheless.
func (i *inbox) run(ctx context.Context, s *inboxStep) error {
	if err := ctx.Err(); err != nil {
		return failure(ctx, s.action, err)
	}
	s.ctx, s.done = ctx, make(chan error, 1)
	most := committersSQLite
	if i.db.write.DriverName() == "postgres" {
		most = committersPostgres
	}
	i.mu.Lock()
	i.waiting = append(i.waiting, s)
	if i.committers < most {
		i.committers++
		go i.commitAll()
	}
	i.mu.Unlock()
	select {
	case err := <-s.done:
		return err
	case <-ctx.Done():
		return failure(ctx, s.action, ctx.Err())
	}
}

// commitAll commits until nothing waits.
func (i *inbox) commitAll() {
	for {
		i.mu.Lock()
		n := min(len(i.waiting), maxTogether)
		steps := slices.Clone(i.waiting[:n])
		i.waiting = slices.Delete(i.waiting, 0, n)
		if n == 0 {
			i.committers--
		}
		i.mu.Unlock()
		switch n {
		case 0:
			return
		case 1:
			steps[0].done <- i.commit(steps[0].ctx, steps[0].action, steps)
		default:
			i.commitTogether(steps)
		}
	}
}

// commitTogether commits several steps at once, or if that fails each on its own, as one of them may be to blame.
func (i *inbox) commitTogether(steps []*inboxStep) {
	// What ends one caller's wait must not end the others'.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(steps[0].ctx), togetherTimeout)
	defer cancel()
	err := i.commit(ctx, "commit updates", steps)
	for n, s := range steps {
		if err != nil {
			s.done <- i.commit(s.ctx, s.action, steps[n:n+1])
		} else {
			s.done <- nil
		}
	}
}

func (i *inbox) commit(ctx context.Context, action string, steps []*inboxStep) error {
	// What arrives keeps its order; the rest goes in one order everywhere, or two copies could wait for each other.
	steps = slices.SortedStableFunc(slices.Values(steps), func(a, b *inboxStep) int {
		return cmp.Or(cmp.Compare(a.channel, b.channel), cmp.Compare(a.key, b.key))
	})
	return i.db.update(ctx, action, func(t *tx) error {
		if err := t.lockSteps(ctx, steps); err != nil {
			return err
		}
		for _, s := range steps {
			if err := s.do(ctx, t); err != nil {
				return err
			}
		}
		return nil
	})
}

// lockSteps takes the locks that the steps need. One that changes a single row needs none.
func (t *tx) lockSteps(ctx context.Context, steps []*inboxStep) error {
	if t.sqlx.DriverName() != "postgres" || len(steps) == 1 && steps[0].chats == nil {
		return nil
	}
	chats := map[int64]bool{} // and channels
	for _, s := range steps {
		chats[lockKey("inbox/"+s.channel)] = false
		for key := range s.chats {
			chats[key] = true
		}
	}
	var keys []int64
	for key := range chats {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	query, separator := "SELECT ", ""
	for _, key := range keys { // in the text, which saves a round trip
		lock := lockShared
		if chats[key] {
			lock = lockAlone
		}
		query += separator + fmt.Sprintf(lock, key)
		separator = ", "
	}
	_, err := t.sqlx.ExecContext(ctx, query)
	return err
}

// chatLocks returns the locks of the chats of updates.
func chatLocks(channel string, updates []intake.Update) map[int64]bool {
	locks := map[int64]bool{}
	for _, u := range updates {
		locks[lockKey("inbox/"+channel+"/"+u.Chat)] = true
	}
	return locks
}

// lockOwners lets nobody else store updates of the channel, or change their owners, until the transaction ends.
func (t *tx) lockOwners(ctx context.Context, channel string) error {
	if t.sqlx.DriverName() != "postgres" {
		return nil
	}
	_, err := t.sqlx.ExecContext(ctx, "SELECT "+fmt.Sprintf(lockAlone, lockKey("inbox/"+channel)))
	return err
}
