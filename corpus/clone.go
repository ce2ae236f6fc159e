package corpus

// Clone returns a Corpus that shares all facts with c and quotes the same sources. Its slices may be replaced, but
// what they hold belongs to c, too: copy an element before changing it.
func (c *Corpus) Clone() *Corpus {
	d := *c
	return &d
}

// TitleOf is the title that a task of that text gets when nothing else gives it one: the first clause, one line at most.
func TitleOf(text string) string { return taskTitle(text) }
