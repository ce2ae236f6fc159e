package review

import (
	"errors"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/corpus/viet"
)

// Side is one of the two versions that a Review compares. The zero Side is nothing.
type Side struct {
	Version int64
	Applied edits.Applied // what was read, with the edits
	Failed  []*corpus.FileError
	Day     viet.Date // of the later Side: the day on which its Documents bind or not; zero: today
}

// Make puts a Review together but for its Boards and its Golden, which take more than the
// two versions. It changes neither of them.
func Make(before, after Side) Review {
	day := after.Day
	if day.IsZero() {
		day = viet.DateOf(time.Now())
	}
	m := match(before.Applied.Corpus, after.Applied.Corpus, day)
	was, counts := countDocuments(m.before), countDocuments(m.after)
	r := Review{
		Version: after.Version, Against: before.Version,
		Failed: failures(after.Failed),
		Count:  total(counts), Before: total(was),
		Doubts:  Doubts(before.Applied, after.Applied),
		Changes: m.changes(),
		Edits:   append([]edits.Outcome(nil), after.Applied.Outcomes...),
	}
	r.Documents = m.documents(r.Changes, was, counts)
	return r
}

// failures takes the names of files out of their reasons.
func failures(failed []*corpus.FileError) []Failed {
	var out []Failed
	for _, f := range failed {
		reason := f.Err
		for inner := new(corpus.FileError); errors.As(reason, &inner); {
			reason = inner.Err
		}
		out = append(out, Failed{File: f.File, Reason: reason.Error()})
	}
	return out
}
