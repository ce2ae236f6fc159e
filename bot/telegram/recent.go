package telegram

// recent remembers the last keys it was shown. It is not safe for concurrent use.
type recent[K comparable] struct {
	known map[K]struct{}
	ring  []K
	next  int
	size  int
}

func newRecent[K comparable](size int) *recent[K] {
	return &recent[K]{known: make(map[K]struct{}, size), size: size}
}

func (r *recent[K]) has(key K) bool {
	_, ok := r.known[key]
	return ok
}

// add remembers the key and reports whether it was new; the oldest key gives way.
func (r *recent[K]) add(key K) bool {
	if r.has(key) {
		return false
	}
	if len(r.ring) < r.size {
		r.ring = append(r.ring, key)
	} else {
		delete(r.known, r.ring[r.next])
		r.ring[r.next] = key
		r.next = (r.next + 1) % r.size
	}
	r.known[key] = struct{}{}
	return true
}
