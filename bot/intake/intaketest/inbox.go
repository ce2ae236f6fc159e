// Package intaketest has an Inbox in memory, for tests.
package intaketest

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"dondoc/bot/intake"
)

// Inbox is an intake.Inbox that several Intakes may share.
type Inbox struct {
	mu     sync.Mutex
	fail   error
	rows   []*row
	leases map[owner]time.Time
}

type owner struct{ channel, name string }

type row struct {
	intake.Update
	owner owner
	done  bool
}

// NewInbox returns an empty Inbox.
func NewInbox() *Inbox { return &Inbox{leases: make(map[owner]time.Time)} }

// Fail has all methods fail with err, or work again when it is nil.
func (b *Inbox) Fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fail = err
}

// Pending returns the keys of what a channel's owner has, all owners' for "", by arrival.
func (b *Inbox) Pending(channel, name string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var keys []string
	for _, r := range b.rows {
		if !r.done && r.owner.channel == channel && (name == "" || r.owner.name == name) {
			keys = append(keys, r.Key)
		}
	}
	return keys
}

func (b *Inbox) find(channel, key string) *row {
	for _, r := range b.rows {
		if r.owner.channel == channel && r.Key == key {
			return r
		}
	}
	return nil
}

func (b *Inbox) lock(ctx context.Context) error {
	b.mu.Lock()
	if err := cmp.Or(b.fail, ctx.Err()); err != nil {
		b.mu.Unlock()
		return err
	}
	return nil
}

// Accept implements intake.Inbox.
func (b *Inbox) Accept(ctx context.Context, c intake.Claim, updates []intake.Update) ([]intake.Update, error) {
	if err := b.lock(ctx); err != nil {
		return nil, err
	}
	defer b.mu.Unlock()
	var mine []intake.Update
	for _, u := range updates {
		if b.find(c.Channel, u.Key) != nil {
			continue
		}
		u.Begun = false
		r := &row{Update: u, owner: owner{c.Channel, c.Owner}}
		for _, other := range b.rows {
			if !other.done && u.Chat != "" && other.owner.channel == c.Channel && other.Chat == u.Chat {
				r.owner = other.owner
			}
		}
		b.rows = append(b.rows, r)
		if r.owner.name == c.Owner {
			mine = append(mine, u)
		}
	}
	return mine, nil
}

// Claim implements intake.Inbox.
func (b *Inbox) Claim(ctx context.Context, c intake.Claim) ([]intake.Update, error) {
	if err := b.lock(ctx); err != nil {
		return nil, err
	}
	defer b.mu.Unlock()
	me, now := owner{c.Channel, c.Owner}, time.Now()
	b.leases[me] = now.Add(c.Lease)
	var mine []*row
	chats := make(map[string]bool)
	for _, r := range b.rows {
		if r.done || r.owner.channel != c.Channel {
			continue
		}
		if !b.leases[r.owner].After(now) {
			r.owner = me
		}
		if r.owner == me && (len(mine) < intake.MaxClaimed || chats[r.Chat]) {
			mine = append(mine, r)
			chats[r.Chat] = r.Chat != ""
		}
	}
	slices.SortStableFunc(mine, func(a, b *row) int { return cmp.Compare(a.Order, b.Order) })
	updates := make([]intake.Update, len(mine))
	for i, r := range mine {
		updates[i] = r.Update
	}
	return updates, nil
}

// Begin implements intake.Inbox.
func (b *Inbox) Begin(ctx context.Context, c intake.Claim, key string) error {
	if err := b.lock(ctx); err != nil {
		return err
	}
	defer b.mu.Unlock()
	r := b.find(c.Channel, key)
	if r == nil || r.done || r.owner.name != c.Owner {
		return intake.ErrLost
	}
	r.Begun = true
	return nil
}

// Done implements intake.Inbox.
func (b *Inbox) Done(ctx context.Context, channel, key string) error {
	if err := b.lock(ctx); err != nil {
		return err
	}
	defer b.mu.Unlock()
	if r := b.find(channel, key); r != nil {
		r.done, r.Payload, r.Chat = true, nil, ""
	}
	return nil
}

// Last implements intake.Inbox.
func (b *Inbox) Last(ctx context.Context, channel string) (int64, error) {
	if err := b.lock(ctx); err != nil {
		return 0, err
	}
	defer b.mu.Unlock()
	last := int64(0)
	for _, r := range b.rows {
		if r.owner.channel == channel {
			last = max(last, r.Order)
		}
	}
	return last, nil
}

// Release implements intake.Inbox.
func (b *Inbox) Release(ctx context.Context, c intake.Claim) error {
	if err := b.lock(ctx); err != nil {
		return err
	}
	defer b.mu.Unlock()
	me := owner{c.Channel, c.Owner}
	delete(b.leases, me)
	for _, r := range b.rows {
		if r.owner == me {
			r.owner.name = ""
		}
	}
	return nil
}
