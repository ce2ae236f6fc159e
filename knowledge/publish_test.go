package knowledge_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"dondoc/corpus"
	"dondoc/knowledge"
)

// Two versions of the same plan: the same question has another answer in each.
const (
	plan2026 = "---\nsố: 11/KH-BYT\nngày: 05/01/2026\nloại: Kế hoạch\ntiêu đề: Khám răng học đường năm 2026\nnăm kế hoạch: 2026\n---\n\n" +
		"| Mục | Chủ trì | Nhiệm vụ | Phối hợp | Thời hạn |\n|---|---|---|---|---|\n" +
		"| II.1 | Bộ Y tế | Khám răng sữa cho học sinh lớp một ở trường vùng cao | Bộ Tài chính | trước tháng 6/2026 |\n" +
		"| II.2 | Bộ Công an | Bảo vệ đoàn khám răng lưu động qua đèo |  | trong tháng 8/2026 |\n"
	plan2027 = "---\nsố: 22/KH-BGDĐT\nngày: 06/01/2027\nloại: Kế hoạch\ntiêu đề: Khám răng học đường năm 2027\nnăm kế hoạch: 2027\n---\n\n" +
		"| Mục | Chủ trì | Nhiệm vụ | Phối hợp | Thời hạn |\n|---|---|---|---|---|\n" +
		"| III.1 | Bộ Giáo dục và Đào tạo | Khám răng sữa cho học sinh lớp một ở trường vùng cao | Bộ Y tế | trước tháng 9/2027 |\n" +
		"| III.2 | Bộ Quốc phòng | Bảo vệ đoàn khám răng lưu động qua đèo |  | trong tháng 11/2027 |\n"
)

func plan(tb testing.TB, name, content string) *corpus.Corpus {
	tb.Helper()
	c, err := readAll([]corpus.File{text(name, content)})
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// TestSwapUnderLoad asks while corpora are published in turn: every answer belongs to one of them as a whole.
func TestSwapUnderLoad(t *testing.T) {
	const askers, publishes = 50, 20
	t.Parallel()
	versions := []*corpus.Corpus{plan(t, "a.md", plan2026), plan(t, "b.md", plan2027)}
	known := []*facts{factsOf(versions[0]), factsOf(versions[1])}
	base := new(knowledge.Base)
	publish(t, base, versions[0])
	answered := make(chan int) // the version of each answer
	over := make(chan struct{})
	var wg sync.WaitGroup
	for i := range askers {
		wg.Go(func() {
			for {
				select {
				case answered <- askVersion(t, base, known, i):
				case <-over:
					return
				}
			}
		})
	}
	var seen [2]int
	for i := range publishes {
		for range askers {
			if v := <-answered; v >= 0 {
				seen[v]++
			}
		}
		publish(t, base, versions[(i+1)%2])
	}
	close(over)
	wg.Wait()
	if seen[0] == 0 || seen[1] == 0 {
		t.Errorf("answers of the versions: %d and %d; both must have been asked", seen[0], seen[1])
	}
}

// askVersion asks one of three questions and returns the version that answered, -1 when the answer is unsound.
func askVersion(t *testing.T, base *knowledge.Base, known []*facts, i int) int {
	text := []string{"Ai chủ trì khám răng sữa cho học sinh lớp một, hạn bao giờ?", "Liệt kê những việc về khám răng lưu động", "bảo vệ đoàn khám răng qua đèo khi nào xong"}[i%3]
	q := knowledge.Question{Text: text, AsOf: farFuture}
	a, err := base.Answer(t.Context(), q)
	if err != nil || len(a.Citations) == 0 {
		t.Errorf("%q: %v, answer %q", text, err, a.Text)
		return -1
	}
	version := slices.IndexFunc(known, func(f *facts) bool { return f.corpus.Documents[0].Number == a.Citations[0].Document })
	if version < 0 {
		t.Errorf("%q cites %q of no version", text, a.Citations[0].Document)
		return -1
	}
	if wrong := known[version].faults(q, a); len(wrong) > 0 {
		t.Errorf("%q: %s\n%s", text, strings.Join(wrong, "\n"), a.Text)
		return -1
	}
	return version
}

func publish(tb testing.TB, base *knowledge.Base, c *corpus.Corpus) {
	tb.Helper()
	if err := base.Publish(tb.Context(), c, registry(), nil); err != nil {
		tb.Fatal(err)
	}
}

func TestAnswerBeforePublish(t *testing.T) {
	var base knowledge.Base
	if _, err := base.Answer(t.Context(), knowledge.Question{Text: "Ai chủ trì?", AsOf: farFuture}); !errors.Is(err, knowledge.ErrNoCorpus) {
		t.Errorf("error %v, want ErrNoCorpus", err)
	}
	if c := base.Corpus(); c != nil {
		t.Errorf("a corpus before the first: %v", c)
	}
	if _, _, ok := base.Passage("11-kh-byt#1"); ok {
		t.Error("a passage before the first corpus")
	}
}

func TestFailedPublishKeepsTheFormer(t *testing.T) {
	base := new(knowledge.Base)
	former := plan(t, "a.md", plan2026)
	publish(t, base, former)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := base.Publish(ctx, plan(t, "b.md", plan2027), registry(), nil); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want context.Canceled", err)
	}
	if base.Corpus() != former {
		t.Error("the former corpus is gone")
	}
	a := ask(t, base, "Ai chủ trì khám răng sữa cho học sinh lớp một?", "2026-03-01")
	if a.Refused || a.Citations[0].Document != "11/KH-BYT" {
		t.Errorf("the former corpus does not answer: %s", a.Text)
	}
}

func TestPublishStopsAmidIndexing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	heard := 0
	c, err := readAll(townFiles(t))
	if err != nil {
		t.Fatal(err)
	}
	base := new(knowledge.Base)
	err = base.Publish(ctx, c, registry(), func(done, total int) {
		heard++
		cancel()
	})
	if heard == 0 {
		t.Fatal("nobody told of progress")
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled or none", err)
	}
	if (err == nil) != (base.Corpus() != nil) {
		t.Errorf("error %v, corpus published: %v", err, base.Corpus() != nil)
	}
}

func townFiles(tb testing.TB) []corpus.File {
	tb.Helper()
	files, err := filesOf(os.DirFS("testdata/corpus"))
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

func TestProgressCountsToTheEnd(t *testing.T) {
	base := new(knowledge.Base)
	last, all := -1, 0
	err := base.Publish(t.Context(), plan(t, "a.md", plan2026), registry(), func(done, total int) {
		if done < last || done > total {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last, all = done, total
	})
	if err != nil || last != all || all < 2 {
		t.Errorf("error %v, %d of %d entries", err, last, all)
	}
}

// TestCancelledQuestion is about the promise that the only errors are ErrNoCorpus and the context's.
func TestCancelledQuestion(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	base := must(t, townBase)
	a, err := base.Answer(ctx, knowledge.Question{Text: "Ai chủ trì thử nghiệm máy bay không người lái?", AsOf: farFuture})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, answer %q; want context.Canceled", err, a.Text)
	}
}

// TestQuestionWithoutMoment asks at the zero time: there is an answer, though no day can be counted from.
func TestQuestionWithoutMoment(t *testing.T) {
	base := must(t, townBase)
	for _, text := range []string{"tháng này có việc gì đến hạn?", "Cà Mau còn mấy ngày phải trồng xong đước?", "tuần trước", "tháng trước có việc gì", "quý này có những việc gì"} {
		a, err := base.Answer(t.Context(), knowledge.Question{Text: text})
		if err != nil || a.Text.String() == "" {
			t.Errorf("%q: error %v, answer %q", text, err, a.Text)
		}
	}
}

func TestPassageOfACitation(t *testing.T) {
	base := must(t, townBase)
	a := ask(t, base, "Ai chủ trì thử nghiệm máy bay không người lái?", "2026-03-01")
	if len(a.Citations) == 0 {
		t.Fatalf("no citation: %s", a.Text)
	}
	p, d, ok := base.Passage(a.Citations[0].Passage)
	if !ok || d.Number != "214/KH-BNNMT" || !strings.Contains(p.Text, "máy bay không người lái") {
		t.Errorf("passage %+v of %+v, found %v", p, d, ok)
	}
	if _, _, ok := base.Passage("214-kh-bnnmt#9999"); ok {
		t.Error("a passage that is not there")
	}
}

// TestEmptyCorpus publishes what holds no document at all.
func TestEmptyCorpus(t *testing.T) {
	base := new(knowledge.Base)
	publish(t, base, &corpus.Corpus{})
	for _, text := range []string{"Ai chủ trì số hóa?", "tháng này có việc gì", "", "Quyết định 17 ký ngày nào?", "bao nhiêu nhiệm vụ"} {
		if a := ask(t, base, text, "2026-03-01"); !a.Refused {
			t.Errorf("%q: answered from nothing: %s", text, a.Text)
		}
	}
}

// TestExamplesAreAnswered: what is offered after a refusal can be asked of these documents.
func TestExamplesAreAnswered(t *testing.T) {
	t.Parallel()
	base := new(knowledge.Base)
	if got := base.Examples(); len(got) != 0 {
		t.Errorf("nothing is published, yet it offers %v", got)
	}
	publish(t, base, plan(t, "a.md", plan2026))
	refused, err := base.Answer(t.Context(), knowledge.Question{Text: "Giá vàng hôm nay?"})
	if err != nil || !refused.Refused {
		t.Fatalf("%+v, %v", refused, err)
	}
	if len(refused.Suggestions) == 0 {
		t.Error("a refusal offers no example")
	}
	for _, e := range refused.Suggestions {
		if e.Label == "" {
			t.Errorf("%q has no label", e.Question)
		}
		if a, err := base.Answer(t.Context(), knowledge.Question{Text: e.Question}); err != nil || a.Refused {
			t.Errorf("%q is refused", e.Question)
		}
	}
}
