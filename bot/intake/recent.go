package intake

// recent remembers the last keys it was shown. It is not safe for concurrent use.
type recent struct {
	known map[string]struct{}
	ring  []string
	next  int
	size  int
}

func newRecent(size int) *recent {
	return &recent{known: make(map[string]struct{}, size), size: size}
}

func (r *recent) has(key string) bool {
	_, ok := r.known[key]
	return ok
}

// add remembers the key; the oldest gives way.
func (r *recent) add(key string) {
	if r.has(key) {
		return
	}
	if len(r.ring) < r.size {
		r.ring = append(r.ring, key)
	} else {
		delete(r.known, r.ring[r.next])
		r.ring[r.next] = key
		r.next = (r.next + 1) % r.size
	}
	r.known[key] = struct{}{}
}
