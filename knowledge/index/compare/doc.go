// Package compare measures our search beside what one could take instead: a plain
// chromem-go scan of all vectors, and bleve, a general search engine. All three run in
// one go over the same passages and questions, so that the figures can be compared.
//
// It is a module of its own, because bleve brings some twenty modules that nothing else
// needs. "go test ./..." at the root therefore does not see it; from there,
//
//	make compare
//
// runs it, and BENCH narrows it: make compare BENCH='Search/1000$$'
package compare
