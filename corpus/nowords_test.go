package corpus_test

import (
	"errors"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/docfile"
)

// A file of nothing but a page number or a footnote mark holds no document.
func TestReadOfNoWords(t *testing.T) {
	for _, text := range []string{"7\n", "<sup>1</sup>"} {
		_, failed, err := corpus.Read(t.Context(), []corpus.File{file("a.txt", text)}, agency.Default(), nil)
		if !errors.Is(err, corpus.ErrNothing) || len(failed) != 1 || !errors.Is(failed[0], docfile.ErrNoText) {
			t.Errorf("Read(%q) = %v, %v", text, failed, err)
		}
	}
}
