package golden

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/shipped"
	"dondoc/knowledge"
)

func shippedBase(t *testing.T) *knowledge.Base {
	t.Helper()
	files, err := corpus.ReadDir(shipped.Files)
	if err != nil {
		t.Fatal(err)
	}
	return baseOf(t, files)
}

const ownQuestions = `{"id":"right","q":"Bắc Giang phải hoàn thành gì, khi nào?","style":"formal","type":"when","as_of":"2023-04-20","must":["31/05/2023","còn 41 ngày"],"doc":"17/QĐ-UBQGCDS","section":"IV.6","evidence":{"quote":"Bắc Giang"}}
{"id":"wrong","q":"bac giang lam gi","style":"no_diacritics","type":"what","as_of":"2023-04-20","must":["hỏa tiễn"],"doc":"99/QĐ-X","evidence":{"quote":"hỏa tiễn"}}
{"id":"silent","q":"giá vàng hôm nay?","answerable":false}
`

func ownRecords(t *testing.T) []Record {
	t.Helper()
	records, err := Read("own", strings.NewReader(ownQuestions))
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func TestRun(t *testing.T) {
	base := shippedBase(t)
	rep, err := Run(t.Context(), base, ownRecords(t), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	quotes := rep.Quotes
	if quotes.All == 0 || quotes.Right != quotes.All {
		t.Errorf("quotes %v", quotes)
	}
	for name, c := range map[string]struct{ got, want Count }{
		"accuracy": {rep.Accuracy, Count{2, 3}}, "answerable": {rep.Answerable, Count{1, 2}}, "unanswerable": {rep.Unanswerable, Count{1, 1}},
		"cited": {rep.Cited, Count{1, 2}}, "both": {rep.RightAndCited, Count{1, 2}}, "section": {rep.Section, Count{1, 1}},
		"precision": {rep.Precision, Count{1, 1}}, "recall": {rep.Recall, Count{1, 1}},
		"when": {*rep.ByType["when"], Count{1, 1}}, "no type": {*rep.ByType[Unnamed], Count{1, 1}}, "style": {*rep.ByStyle["no_diacritics"], Count{0, 1}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	failed := rep.Failures()
	if len(failed) != 1 || failed[0].Record.ID != "wrong" || len(failed[0].Verdict.Faults()) != 1 {
		t.Errorf("%d failures", len(failed))
	}
	if p := rep.Accuracy.Percent(); p < 66 || p > 67 {
		t.Errorf("%g %%", p)
	}
}

func TestRunFails(t *testing.T) {
	if _, err := Run(t.Context(), new(knowledge.Base), ownRecords(t), time.Now()); !errors.Is(err, knowledge.ErrNoCorpus) {
		t.Errorf("nothing is published: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	base := shippedBase(t)
	if _, err := Run(ctx, base, ownRecords(t), time.Now()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := Retrieve(ctx, base, ownRecords(t), time.Now()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestRetrieve(t *testing.T) {
	rep, err := Retrieve(t.Context(), shippedBase(t), ownRecords(t), time.Now())
	if err != nil || len(rep.Searches) != 2 {
		t.Fatal(rep, err)
	}
	found, missing := rep.Searches[0], rep.Searches[1]
	if found.Rank != 1 || !found.Held || missing.Rank != 0 || missing.Held {
		t.Errorf("%+v, %+v", found, missing)
	}
	if want := (Hits{{1, 2}, {1, 2}, {1, 2}}); rep.All != want || rep.Held != (Count{1, 2}) || rep.ByStyle["formal"][0] != (Count{1, 1}) {
		t.Errorf("%+v", rep)
	}
}

// TestRetrievalOfTheSample guards the search below the answers: 70 % and 90 % were measured.
func TestRetrievalOfTheSample(t *testing.T) {
	base := realBase(t)
	rep, err := Retrieve(t.Context(), base, readFile(t, needShared(t, "eval/questions.jsonl")), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("hits %v, held %v", rep.All, rep.Held)
	if rep.All[0].Percent() < 65 || rep.All[2].Percent() < 86 || rep.Held.Percent() < 95 {
		t.Errorf("hits %v, held %v", rep.All, rep.Held)
	}
}
