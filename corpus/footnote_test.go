package corpus_test

import "testing"

// A footnote mark at the end of a line parts quotations as one inside the line does.
func TestFootnoteAtLineEnd(t *testing.T) {
	checkCorpus(t, mustRead(t, file("a.txt", "Bộ Y tế<sup>1</sup>\nchủ trì")))
}

// The title of a task is one line.
func TestFootnoteInTitle(t *testing.T) {
	checkCorpus(t, mustRead(t, file("a.txt", "1. Trạm<sup>1</sup> đo mưa\nCơ quan chủ trì: Bộ Y tế")))
}
