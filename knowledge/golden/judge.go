package golden

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dondoc/knowledge"
)

// Nobody reads a wall of text on a phone: answers longer than these, in letters, are wrong.
const (
	longestAnswer = 1500
	longestList   = 4000 // of a list, a count, a conflict
)

// Verdict is what one answer is worth.
type Verdict struct {
	Lacks        [][]string // groups of Must of which nothing stands in the answer
	Says         []string   // of MustNot
	TooLong      int        // letters of an answer that is too long, else 0
	WrongRefusal bool       // refused although the documents say it
	WrongAnswer  bool       // answered although they do not
	Empty        bool       // neither refused nor anything said
	Citations    int        // given, when the record says which are right
	RightOnes    int        // of them
	SectionCited bool       // one of those names the very section of the record
	SaidShould   bool       // one of ShouldSay stands in the answer
}

// Judge compares an answer with a record.
func Judge(r *Record, a *knowledge.Answer) Verdict {
	text := plain(a.Text.String())
	var v Verdict
	for _, words := range r.MustNot {
		if says(text, plain(words)) {
			v.Says = append(v.Says, words)
		}
	}
	limit := longestAnswer
	if slices.Contains([]string{"list", "count", "conflict"}, r.Type) {
		limit = longestList
	}
	if n := utf8.RuneCountInString(text); n > limit {
		v.TooLong = n
	}
	if !r.Answerable {
		v.WrongAnswer = !a.Refused
		return v
	}
	v.WrongRefusal = a.Refused
	v.Empty = text == "" && !a.Refused
	for _, group := range r.Must {
		if !saysAny(text, group) {
			v.Lacks = append(v.Lacks, group)
		}
	}
	v.SaidShould = saysAny(text, r.ShouldSay)
	if len(r.Doc) > 0 {
		v.judgeCitations(r, a.Citations)
	}
	return v
}

func (v *Verdict) judgeCitations(r *Record, citations []knowledge.Citation) {
	v.Citations = len(citations)
	for _, c := range citations {
		document := plainDocument(c.Document)
		if !slices.ContainsFunc(r.Doc, func(d string) bool { return strings.Contains(document, plainDocument(d)) }) {
			continue
		}
		v.RightOnes++
		v.SectionCited = v.SectionCited || r.Section != "" && plainDocument(c.Section) == plainDocument(r.Section)
	}
}

// Right reports whether the answer says what it must and no more. Citations are counted apart.
func (v *Verdict) Right() bool {
	return len(v.Lacks) == 0 && len(v.Says) == 0 && v.TooLong == 0 && !v.WrongRefusal && !v.WrongAnswer && !v.Empty
}

// Faults says in Vietnamese why the answer is wrong; nil for a right one.
func (v *Verdict) Faults() []string {
	var faults []string
	if v.WrongRefusal {
		faults = append(faults, "từ chối dù tài liệu có nêu")
	}
	if v.WrongAnswer {
		faults = append(faults, "trả lời dù tài liệu không nêu")
	}
	for _, group := range v.Lacks {
		faults = append(faults, "thiếu: "+strings.Join(group, " | "))
	}
	if len(v.Says) > 0 {
		faults = append(faults, "không được nói: "+strings.Join(v.Says, "; "))
	}
	if v.TooLong > 0 {
		faults = append(faults, fmt.Sprintf("quá dài: %d ký tự", v.TooLong))
	}
	if v.Empty {
		faults = append(faults, "câu trả lời trống")
	}
	return faults
}
