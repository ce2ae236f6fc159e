package telegram

import (
	"context"
	"slices"
	"strconv"
	"sync"

	"dondoc/bot/intake"
)

// memoryInbox keeps the contract of intake.Inbox for one copy of the program at a time; it survives several runs of a
// test.
type memoryInbox struct {
	mu      sync.Mutex
	stored  []intake.Update
	begun   map[string]bool
	handled map[string]int

	storeErr error // next Accept fails with it
	markErr  error // next Done fails with it
	readErr  error // every Last fails with it
}

func newInbox() *memoryInbox {
	return &memoryInbox{begun: make(map[string]bool), handled: make(map[string]int)}
}

// take returns the error once.
func take(err *error) error {
	defer func() { *err = nil }()
	return *err
}

func (i *memoryInbox) Accept(_ context.Context, _ intake.Claim, updates []intake.Update) (fresh []intake.Update, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if err := take(&i.storeErr); err != nil {
		return nil, err
	}
	for _, u := range updates {
		if !slices.ContainsFunc(i.stored, func(o intake.Update) bool { return o.Key == u.Key }) {
			i.stored = append(i.stored, u)
			fresh = append(fresh, u)
		}
	}
	return fresh, nil
}

func (i *memoryInbox) Claim(context.Context, intake.Claim) ([]intake.Update, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	var open []intake.Update
	for _, u := range i.stored {
		if i.handled[u.Key] == 0 {
			u.Begun = i.begun[u.Key]
			open = append(open, u)
		}
	}
	return open, nil
}

func (i *memoryInbox) Begin(_ context.Context, _ intake.Claim, key string) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.handled[key] > 0 {
		return intake.ErrLost
	}
	i.begun[key] = true
	return nil
}

func (i *memoryInbox) Done(_ context.Context, _, key string) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if err := take(&i.markErr); err != nil {
		return err
	}
	i.handled[key]++
	return nil
}

func (i *memoryInbox) Last(context.Context, string) (last int64, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, u := range i.stored {
		last = max(last, u.Order)
	}
	return last, i.readErr
}

func (i *memoryInbox) Release(context.Context, intake.Claim) error { return nil }

// accepted counts the updates that were ever stored.
func (i *memoryInbox) accepted() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return len(i.stored)
}

func (i *memoryInbox) pending() []int64 {
	updates, _ := i.Claim(context.Background(), intake.Claim{})
	ids := make([]int64, len(updates))
	for n, u := range updates {
		ids[n], _ = strconv.ParseInt(u.Key, 10, 64)
	}
	return ids
}
