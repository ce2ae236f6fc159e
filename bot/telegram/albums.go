package telegram

import "sync"

// albums remembers which update of a media group came first: its parts are updates of their own. The zero value is
// ready.
type albums struct {
	mu    sync.Mutex
	known map[string]string
	ring  [64]string
	next  int
}

// first reports whether the update is the one that stands for the album. It may be asked again.
func (a *albums) first(album, key string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if chosen, ok := a.known[album]; ok {
		return chosen == key
	}
	if a.known == nil {
		a.known = make(map[string]string)
	}
	delete(a.known, a.ring[a.next])
	a.ring[a.next] = album
	a.next = (a.next + 1) % len(a.ring)
	a.known[album] = key
	return true
}
