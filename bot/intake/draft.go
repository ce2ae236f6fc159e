package intake

import (
	"context"
	"sync"
	"time"

	"dondoc/bot"
)

const (
	draftAfter   = time.Second // an answer that is there sooner needs none
	draftEvery   = time.Second
	draftTimeout = 5 * time.Second
)

// drafter shows what is known so far of a slow answer. Of several drafts that come faster than they may be shown, only
// the newest is.
type drafter struct {
	*worker
	channel Drafter
	to      Place
	id      string // of the draft that stands; only the goroutine has it until it has ended

	fresh chan struct{} // next has changed
	mu    sync.Mutex
	next  bot.Reply
}

// draftWhile begins to show drafts until stop is called, which returns the id of the one that stands. A call under way
// is waited for, as nobody knows the id of what it shows. offer is nil when the channel cannot.
func (w *worker) draftWhile(ctx context.Context, to Place, id string) (offer func(bot.Reply), stop func() string) {
	channel, ok := w.channel.(Drafter)
	if !ok {
		return nil, func() string { return id }
	}
	d := &drafter{worker: w, channel: channel, to: to, id: id, fresh: make(chan struct{}, 1)}
	waiting, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		d.show(ctx, waiting)
	}()
	return d.offer, func() string {
		cancel()
		<-ended
		return d.id
	}
}

// offer never blocks: the Handler has better to do. After stop it does nothing that anybody sees.
func (d *drafter) offer(r bot.Reply) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.next = r
	select {
	case d.fresh <- struct{}{}:
	default:
	}
}

// show calls the channel with ctx, and waits with waiting. After a failure it shows no more.
func (d *drafter) show(ctx, waiting context.Context) {
	for wait := draftAfter; pause(waiting, wait); wait = draftEvery {
		select {
		case <-d.fresh:
		case <-waiting.Done():
			return
		}
		if waiting.Err() != nil {
			return
		}
		d.mu.Lock()
		r := d.next
		d.mu.Unlock()
		if err := d.once(ctx, r); err != nil {
			d.log.Debug("a draft could not be shown", "error", err)
			return
		}
	}
}

func (d *drafter) once(ctx context.Context, r bot.Reply) error {
	ctx, cancel := context.WithTimeout(ctx, draftTimeout)
	defer cancel()
	return d.guarded("show a draft", func() error {
		id, err := d.channel.ShowDraft(ctx, d.to, d.id, r)
		if err == nil {
			d.id = id
			d.count.drafts.Add(1)
		}
		return err
	})
}
