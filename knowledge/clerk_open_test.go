package knowledge_test

import (
	"strings"
	"testing"

	"dondoc/knowledge"
)

// The questions here are answered wrongly today. One that is answered rightly
// fails the test, so that it moves to clerk_test.go, where it must stay right.

// openInvented asks testdata/corpus.
var openInvented = []wanted{
	{q: "Bộ Công an báo cáo kết quả kiểm tra vườn quốc gia quá hạn chưa?", asOf: "2026-08-01", must: []string{"chưa quá hạn"}, mustNot: []string{"Đã quá hạn"}},
}

func TestOpenFaults(t *testing.T) { checkOpen(t, must(t, townBase), openInvented) }

// checkOpen logs what is still wrong and fails for what has become right.
func checkOpen(t *testing.T, base *knowledge.Base, questions []wanted) {
	t.Helper()
	known := factsOf(base.Corpus())
	for _, w := range questions {
		answer, wrong := w.faults(t, base, known)
		if len(wrong) == 0 {
			t.Errorf("%q is answered rightly now: move it to clerk_test.go", w.q)
			continue
		}
		t.Logf("open: %q: %s\n%s", w.q, strings.Join(wrong, "; "), answer)
	}
}
