// Package index finds the passages that a question is about.
//
// [New] builds an [Index] from entries (a text and the headings above it) and
// never changes it again: a new version of the documents gets a new Index, and
// readers of the old one finish undisturbed.
//
// Two things score an entry. The lexical side (postings.go, lexical.go) is BM25
// over Vietnamese syllables without their marks, over adjacent pairs of them,
// which stand in for words, and over toned syllables where the question has
// tones. The vector side (vectors.go) is a cosine, held by chromem-go in memory;
// its vectors come from an [Embedder], by default the hashing [LocalEmbedder],
// which needs no model. fuse.go adds the two and holds every weight.
//
// The measurements behind the weights are reproduced by
//
//	go test -run Retrieval -v ./knowledge/index
//	go test -run - -bench . ./knowledge/index
//
// and "make compare" runs the search beside a plain chromem-go scan and a bleve index
// (compare, a module of its own).
package index
