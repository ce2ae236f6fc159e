package knowledge_test

import (
	"context"
	"fmt"
	"io/fs"

	"dondoc/corpus"
	"dondoc/knowledge"
)

// filesOf returns all files of fsys.
func filesOf(fsys fs.FS) ([]corpus.File, error) { return corpus.ReadDir(fsys) }

// baseOf publishes files that must all be readable.
func baseOf(files []corpus.File, err error) (*knowledge.Base, error) {
	if err != nil {
		return nil, err
	}
	c, err := readAll(files)
	if err != nil {
		return nil, err
	}
	b := new(knowledge.Base)
	return b, b.Publish(context.Background(), c, registry(), nil)
}

func readAll(files []corpus.File) (*corpus.Corpus, error) {
	c, failed, err := corpus.Read(context.Background(), files, registry(), nil)
	if err == nil && len(failed) > 0 {
		err = fmt.Errorf("%d files could not be read, the first: %w", len(failed), failed[0])
	}
	return c, err
}
