package store

import (
	"context"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/lib/pq"
)

const (
	lookEvery       = 250 * time.Millisecond // on SQLite, where nobody tells
	lookBesides     = time.Second            // on PostgreSQL: what it tells may be lost with a connection
	listenPauseMin  = 200 * time.Millisecond // before a lost connection is made anew
	listenPauseMost = 2 * time.Second
)

// Changed implements library.Journal. There is something in the channel at first, too. While the database is away nothing
// comes; what has changed meanwhile is told when it is back.
func (s *Shelf) Changed(ctx context.Context) <-chan struct{} {
	changed := make(chan struct{}, 1)
	every, heard := lookEvery, (<-chan *pq.Notification)(nil)
	if s.db.listenURL != "" {
		every, heard = lookBesides, listen(ctx, s.db.listenURL)
	}
	go func() {
		defer close(changed)
		s.watch(ctx, changed, every, heard)
	}()
	return changed
}

// watch signals what it hears, and when it looks and finds something else in force than before, until ctx ends.
func (s *Shelf) watch(ctx context.Context, changed chan<- struct{}, every time.Duration, heard <-chan *pq.Notification) {
	signal := func() {
		select {
		case changed <- struct{}{}:
		default: // whoever reads next will look at the newest
		}
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	last := int64(-1) // not known
	look := func() {
		ctx, cancel := context.WithTimeout(ctx, busyTimeout)
		defer cancel()
		if id, err := s.InForce(ctx); err == nil && id != last {
			last = id
			signal()
		}
	}
	for look(); ; {
		select {
		case <-ctx.Done():
			return
		case _, open := <-heard:
			if !open {
				heard = nil // ctx has ended
			}
			signal()
		case <-ticker.C:
			look()
		}
	}
}

// listen returns what PostgreSQL tells of publications, and nil after every time that it could not tell, until ctx ends.
// Then the channel is closed. Its connection is none of the pool.
func listen(ctx context.Context, url string) <-chan *pq.Notification {
	l := pq.NewDialListener(dialUntil{ctx}, url, listenPauseMin, listenPauseMost, nil)
	heard := make(chan *pq.Notification)
	go l.Listen(shelfChannel) // waits for the connection; fails only when l is closed, or with a connection that is then made anew
	context.AfterFunc(ctx, func() { l.Close() })
	go func() {
		defer close(heard)
		for n := range l.Notify { // to its end, or l would not come to its own
			select {
			case heard <- n:
			case <-ctx.Done():
			}
		}
	}()
	return heard
}

// listenURL is a URL that PostgreSQL's driver understands with a time limit for connecting.
func listenURL(text string, patience time.Duration) string {
	u, err := url.Parse(text)
	if err != nil { // the driver has read it as one before
		return text
	}
	q := u.Query()
	if q.Get("connect_timeout") == "" {
		q.Set("connect_timeout", strconv.Itoa(int(patience.Seconds())))
	}
	if q.Get("application_name") == "" {
		q.Set("application_name", "dondoc")
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// dialUntil implements pq.Dialer with connections that end with a context: pq's listener knows none.
type dialUntil struct{ ctx context.Context }

func (d dialUntil) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(d.ctx, network, address)
}

func (d dialUntil) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(d.ctx, timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

func (d dialUntil) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(d.ctx, cancel)()
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	context.AfterFunc(d.ctx, func() { conn.Close() })
	return conn, nil
}
