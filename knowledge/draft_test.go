package knowledge_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dondoc/knowledge"
	"dondoc/knowledge/llm/llmtest"
)

// sketches are the drafts of one question, and when they came.
type sketches struct {
	all      []knowledge.Answer
	returned bool // Answer has
	late     int  // drafts after that
}

func (s *sketches) ask(ctx context.Context, tb testing.TB, base *knowledge.Base, question string) (knowledge.Answer, error) {
	tb.Helper()
	defer func() { s.returned = true }()
	return base.Answer(ctx, knowledge.Question{Text: question, AsOf: moment(tb, goldenDay), Draft: func(a knowledge.Answer) {
		s.all = append(s.all, a)
		if s.returned {
			s.late++
		}
	}})
}

// TestDraftIsThePlainAnswer: whatever becomes of the model's words, the plain answer is shown once while it is asked.
func TestDraftIsThePlainAnswer(t *testing.T) {
	plain := plainAnswer(t, dikes, asksDikes)
	for name, turn := range map[string]llmtest.Turn{
		"good words": llmtest.Say(goodWords), "an invented number": llmtest.Say("Chỗ sạt lở trên 35% chiều dài phải gia cố xong trong Quý III/2026."),
		"hangs": llmtest.Hang(""), "is slow": llmtest.Slow(goodWords, time.Second), "500": llmtest.Status(500, ""), "cut": llmtest.Cut("Bờ kè"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := helpedBase(t, dikes, turn, turn, turn)
				var s sketches
				if _, err := s.ask(t.Context(), t, h.Base, asksDikes); err != nil {
					t.Fatal(err)
				}
				<-time.After(time.Minute) // what comes late would come now
				synctest.Wait()
				if len(s.all) != 1 || s.late > 0 {
					t.Fatalf("%d drafts, %d of them late", len(s.all), s.late)
				}
				if diff := cmp.Diff(plain, s.all[0]); diff != "" {
					t.Errorf("the draft is not the plain answer (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestDraftComesFirst: it is there before the model is asked, not when it has answered.
func TestDraftComesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := helpedBase(t, dikes, llmtest.Hang(""))
		begun := time.Now()
		var after time.Duration
		if _, err := h.Answer(t.Context(), knowledge.Question{Text: asksDikes, AsOf: moment(t, goldenDay), Draft: func(knowledge.Answer) { after = time.Since(begun) }}); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); after != 0 || took < 5*time.Second {
			t.Errorf("the draft came after %v, the answer after %v", after, took)
		}
	})
}

// TestNoDraftWithoutAModel: nothing is shown twice where the answer is there at once.
func TestNoDraftWithoutAModel(t *testing.T) {
	bare := new(knowledge.Base)
	publish(t, bare, plan(t, "de-bien.txt", dikes))
	helped := helpedBase(t, dikes)
	for name, tc := range map[string]struct {
		base     *knowledge.Base
		question string
	}{
		"no model":                       {bare, asksDikes},
		"refused":                        {helped.Base, "giá vàng hôm nay bao nhiêu?"},
		"a document's face, in no prose": {helped.Base, "Quyết định 305/QĐ-BNNMT ban hành ngày nào?"},
		"empty":                          {helped.Base, ""},
	} {
		var s sketches
		if _, err := s.ask(t.Context(), t, tc.base, tc.question); err != nil {
			t.Fatal(err)
		}
		if asked := len(helped.double.Calls(chatPath)); len(s.all) != asked {
			t.Errorf("%s: %d drafts, and the model was asked %d times", name, len(s.all), asked)
		}
	}
	if n := len(helped.double.Calls(chatPath)); n > 0 {
		t.Errorf("the model was asked %d times: this test tests nothing", n)
	}
}

// TestNoDraftWhenStopped: who has gone is shown nothing after Answer has returned.
func TestNoDraftWhenStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := helpedBase(t, dikes, llmtest.Hang(""))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var s sketches
		_, _ = s.ask(ctx, t, h.Base, asksDikes)
		<-time.After(time.Minute)
		if len(s.all) > 1 || s.late > 0 {
			t.Errorf("%d drafts, %d late", len(s.all), s.late)
		}
	})
}
