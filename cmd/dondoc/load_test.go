package main

import (
	"runtime/debug"
	"testing"

	"dondoc/corpus"
)

// TestCollectLess may not run beside tests that load: the collector's pace is the process's.
func TestCollectLess(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	pace := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	small := []corpus.File{{Content: make([]byte, 10)}}
	restore := collectLess(small)
	second := collectLess(small)
	if pace() != loadingGC {
		t.Errorf("pace %d while loading", pace())
	}
	second()
	if pace() != loadingGC {
		t.Errorf("pace %d: the second to come has ended the first one's", pace())
	}
	restore()
	if pace() != 100 {
		t.Errorf("pace %d after loading", pace())
	}
	restore = collectLess([]corpus.File{{Content: make([]byte, smallFiles+1)}})
	if pace() != 100 {
		t.Errorf("pace %d while a large corpus is loaded", pace())
	}
	restore()
}
