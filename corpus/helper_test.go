package corpus_test

import (
	"os"
	"path/filepath"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/shipped"
)

// mustRead reads files that are all readable.
func mustRead(tb testing.TB, files ...corpus.File) *corpus.Corpus {
	tb.Helper()
	c, failed, err := corpus.Read(tb.Context(), files, agency.Default(), nil)
	if err != nil || len(failed) > 0 {
		tb.Fatalf("Read: %v, failed %v", err, failed)
	}
	return c
}

// sharedDir holds the documents and samples that the project is measured with; it is no part of the repository.
const sharedDir = "../../shared"

// realFiles returns the real documents; a test is skipped on a machine that does not have them.
func realFiles(tb testing.TB) []corpus.File {
	tb.Helper()
	dir := filepath.Join(sharedDir, "corpus")
	if _, err := os.Stat(dir); err != nil {
		tb.Skipf("the real documents are not on this machine: %v", err)
	}
	files, err := corpus.ReadDir(os.DirFS(dir))
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

func shippedFiles(tb testing.TB) []corpus.File {
	tb.Helper()
	files, err := corpus.ReadDir(shipped.Files)
	if err != nil {
		tb.Fatal(err)
	}
	return files
}
