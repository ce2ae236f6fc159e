package corpus_test

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"dondoc/corpus"
	"dondoc/corpus/agency"
)

// FuzzReadDocument feeds bytes as two documents of one corpus, so that they cite each other.
func FuzzReadDocument(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		inputs, _ := parts(archive)
		for _, in := range inputs {
			f.Add(in.Content)
		}
	}
	for _, s := range []string{"Điều", "a)", "- - - -", "Phụ lục", "V.1\t\t", "TT\tMục\tNhiệm vụ\tThời hạn\n\t\t\t", "Số: /", "KẾ HOẠCH", "Kính gửi", "(", "1. Bộ Y<sup>1</sup> tế\n\nCơ quan chủ trì: Bộ Y tế", "1.1.1.", "|||\n|Mục|Thời hạn|"} {
		f.Add([]byte(s))
	}
	reg := agency.Default()
	f.Fuzz(func(t *testing.T, content []byte) {
		const longest = 64 << 10 // keeps one run short; the benchmarks read large files
		if len(content) > longest {
			return
		}
		files := []corpus.File{{Name: "a.txt", Content: content}, {Name: "b.md", Content: content}}
		c, failed, err := corpus.Read(t.Context(), files, reg, nil)
		if err != nil {
			if c != nil || len(failed) != len(files) {
				t.Fatalf("Read = %v, %v, %v", c, failed, err)
			}
			return
		}
		checkCorpus(t, c)
	})
}
