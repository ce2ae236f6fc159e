package store

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"dondoc/knowledge/library"
)

func TestReviews(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		shelf, ctx := db.Shelf(), t.Context()
		save(t, db, draftOf(plan))
		_, err := shelf.Review(ctx, 1, 0)
		wantError(t, err, library.ErrUnknown)
		wantError(t, shelf.KeepReview(ctx, 7, 0, []byte("{}")), library.ErrUnknown)
		for name, text := range map[string][]byte{
			"nothing": nil, "no JSON": []byte("{"), "no text": []byte("\"\xff\""), "large": []byte("\"" + string(bytes.Repeat([]byte("x"), mostReviewText)) + "\""),
		} {
			t.Run(name, func(t *testing.T) { wantError(t, shelf.KeepReview(ctx, 1, 0, text), ErrInvalid) })
		}
		for i := range keptReviews + 3 {
			must(t, shelf.KeepReview(ctx, 1, int64(i), fmt.Appendf(nil, `{"n":%d}`, i)))
		}
		must(t, shelf.KeepReview(ctx, 1, 3, []byte(`{"n":"again"}`)))
		must(t, shelf.KeepReview(ctx, 1, 99, []byte(`{}`)))
		for against, want := range map[int64]string{0: "", 2: "", 3: `{"n":"again"}`, 4: "", 5: `{"n":5}`, keptReviews + 2: fmt.Sprintf(`{"n":%d}`, keptReviews+2), 99: "{}"} {
			text, err := shelf.Review(ctx, 1, against)
			if string(text) != want || (err == nil) == (want == "") {
				t.Errorf("against %d: got %q, %v, want %q", against, text, err, want)
			}
		}
		if n := count(t, db, "corpus_review"); n != keptReviews {
			t.Errorf("%d reviews are kept", n)
		}
	})
}

// TestReviewsAreBounded: by bytes, too, whatever the letters.
func TestReviewsAreBounded(t *testing.T) {
	onEach(t, func(t *testing.T, url string) {
		db, _ := mustOpen(t, url)
		shelf, ctx := db.Shelf(), t.Context()
		save(t, db, draftOf(plan))
		large := []byte("\"" + strings.Repeat("ệ", mostReviewText/len("ệ")-1) + "\"")
		for against, text := range [][]byte{[]byte("1"), large, []byte("2"), large} {
			must(t, shelf.KeepReview(ctx, 1, int64(against), text))
		}
		if n := count(t, db, "corpus_review"); n != 4 {
			t.Fatalf("%d of 4 reviews are kept, though there is room", n)
		}
		must(t, shelf.KeepReview(ctx, 1, 4, []byte(`"more than is left"`)))
		for against, kept := range []bool{false, false, true, true, true} {
			if _, err := shelf.Review(ctx, 1, int64(against)); (err == nil) != kept {
				t.Errorf("against %d: kept %t: %v", against, !kept, err)
			}
		}
	})
}
