package intake

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"
)

const (
	preparers      = 8 // Prepare under way at once, at most
	maxPrepared    = 256
	prepareTimeout = 10 * time.Second
	releaseTimeout = 5 * time.Second
	graceTimeout   = time.Second // for what was told to end
	maxName        = 256         // bytes of a key or of a chat's identifier; channels use far less
)

// Intake takes the updates of one channel and has them answered: see the package. It is made by New, and safe for
// concurrent use.
type Intake struct {
	cfg     Config
	claim   Claim
	channel Channel
	inbox   Inbox
	worker  *worker
	queue   *queue
	prepare chan Request
	log     *slog.Logger
	count   counters
	running atomic.Bool
}

// New makes an Intake. It does nothing until Accept or Run. A nil log is none.
func New(cfg Config, ch Channel, handler Handler, inbox Inbox, log *slog.Logger) (*Intake, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	say, err := loadPhrases(phraseData)
	if err != nil {
		return nil, err
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	log = log.With("channel", cfg.Name)
	i := &Intake{
		cfg: cfg, claim: Claim{Channel: cfg.Name, Owner: cfg.Owner, Lease: cfg.Lease}, channel: ch, inbox: inbox,
		queue: newQueue(maxQueued, cfg.HoldBack), prepare: make(chan Request, maxPrepared), log: log,
	}
	i.worker = &worker{claim: i.claim, channel: ch, handler: handler, inbox: inbox, say: say, log: log, count: &i.count}
	return i, nil
}

// Accept commits updates and has them answered. Once it has returned nil the channel may be told that they have arrived.
// It never waits for answers: what finds no room in memory stays in the Inbox until there is some. Without Run, which may
// begin later or have ended, the updates wait in the Inbox. Updates without a proper Key are skipped.
func (i *Intake) Accept(ctx context.Context, updates []Update) error {
	var proper []Update
	for _, u := range updates {
		if u.Key == "" || !isName(u.Key) || !isName(u.Chat) {
			i.count.unreadable.Add(1)
			i.log.Warn("an update without a proper key is skipped")
			continue
		}
		proper = append(proper, u)
	}
	if len(proper) == 0 {
		return nil
	}
	fresh, err := i.inbox.Accept(ctx, i.claim, proper)
	if err != nil {
		return fmt.Errorf("intake: accept: %w", err)
	}
	i.count.received.Add(int64(len(fresh)))
	for _, u := range fresh {
		i.take(u, true)
	}
	return nil
}

// isName tells what every database can keep as text.
func isName(s string) bool {
	return len(s) <= maxName && utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

// Last is the highest Order ever accepted for the channel, 0 when there was none: where polling goes on.
func (i *Intake) Last(ctx context.Context) (int64, error) {
	last, err := i.inbox.Last(ctx, i.cfg.Name)
	if err != nil {
		return 0, fmt.Errorf("intake: last: %w", err)
	}
	return last, nil
}

// take queues a committed update, unless it is queued already. A fresh one has just arrived.
func (i *Intake) take(u Update, fresh bool) {
	if i.queue.knows(u.Key) {
		return
	}
	j := &job{update: u, at: time.Now()}
	err := i.worker.guarded("read an update", func() (err error) {
		j.request, err = i.channel.Read(u)
		return err
	})
	if err != nil {
		i.log.Warn("an update cannot be read and is skipped")
		i.log.Debug("why an update cannot be read", "error", err) // may quote it
		j.request = Request{}
	}
	request := j.request // once queued, the job is the workers'
	j.to = request.To
	if !i.queue.add(j, fresh) {
		return
	}
	if err != nil {
		i.count.unreadable.Add(1)
	}
	select {
	case i.prepare <- request:
	default: // a button's spinner more or less
	}
}

// Run answers until ctx ends, then finishes the answers under way, gives up what is not begun, and returns nil, or
// ErrStopTimeout when they take longer than StopTimeout. A database that does not answer is waited for. Only one Run at a
// time (ErrRunning).
func (i *Intake) Run(ctx context.Context) error {
	if !i.running.CompareAndSwap(false, true) {
		return ErrRunning
	}
	defer i.running.Store(false)

	// Answers under way outlive ctx, so they have a context of their own.
	working, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	life, silence := context.WithCancel(working)
	defer silence()
	var busy, looking sync.WaitGroup
	looking.Go(func() { i.look(ctx, life) })
	for range preparers {
		busy.Go(func() { i.preparing(ctx) })
	}
	for range i.cfg.Workers {
		busy.Go(func() {
			i.queue.work(ctx, func(j *job) verdict { return i.worker.turn(working, j) })
		})
	}
	<-ctx.Done()
	err := i.drain(&busy, abandon)
	// Not before: what is under way is still ours.
	silence()
	looking.Wait()
	release, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTimeout)
	defer cancel()
	if err := i.inbox.Release(release, i.claim); err != nil {
		i.log.Warn("updates could not be released; others take them over when the lease runs out", "error", err)
	}
	return err
}

// drain waits for what is under way; what does not end even when told to is left behind.
func (i *Intake) drain(busy *sync.WaitGroup, abandon context.CancelFunc) error {
	idle := make(chan struct{})
	go func() {
		busy.Wait()
		close(idle)
	}()
	deadline := time.NewTimer(i.cfg.StopTimeout)
	defer deadline.Stop()
	select {
	case <-idle:
		return nil
	case <-deadline.C:
	}
	abandon()
	grace := time.NewTimer(graceTimeout)
	defer grace.Stop()
	select {
	case <-idle:
	case <-grace.C:
	}
	return ErrStopTimeout
}
