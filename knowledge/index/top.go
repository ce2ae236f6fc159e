package index

// candidate is an entry with a score.
type candidate struct {
	entry int32
	score float64
}

// below orders candidates: by score, and of one score the later entry is the lesser.
func (c candidate) below(d candidate) bool {
	if c.score != d.score {
		return c.score < d.score
	}
	return c.entry > d.entry
}

// top keeps the best of the candidates that it is offered, as a heap whose root is the least of them.
type top []candidate

// wants reports whether c would be kept among size.
func (t top) wants(c candidate, size int) bool {
	return len(t) < size || size > 0 && t[0].below(c)
}

// offer keeps c among size if it is good enough.
func (t *top) offer(c candidate, size int) {
	if !t.wants(c, size) {
		return
	}
	if len(*t) < size {
		*t = append(*t, c)
		t.rise()
		return
	}
	(*t)[0] = c
	t.sink()
}

// rise restores the heap after its last element was added.
func (t *top) rise() {
	h := *t
	for i := len(h) - 1; i > 0; {
		parent := (i - 1) / 2
		if !h[i].below(h[parent]) {
			return
		}
		h[i], h[parent] = h[parent], h[i]
		i = parent
	}
}

// sink restores the heap after its root was replaced.
func (t *top) sink() {
	h := *t
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(h); child++ {
			if h[child].below(h[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}
