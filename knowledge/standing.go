package knowledge

import (
	"slices"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// statusNames are said behind a document that does not simply bind.
var statusNames = map[corpus.Status]string{
	corpus.Draft:      "dự thảo",
	corpus.Superseded: "đã bị thay thế",
	corpus.Reference:  "tài liệu tham khảo",
}

// standingOf says how far a document binds and when, "" when it simply does. It is true on any day.
func standingOf(d *corpus.Document) string {
	name, days := statusNames[d.Status], d.Validity()
	switch {
	case d.Status == corpus.Superseded && !d.Until.IsZero():
		return days + ", sau đó bị thay thế"
	case name == "" || days == "":
		return name + days
	}
	return name + ", " + days
}

// rank orders documents by how far they bind on a day.
func rank(d *corpus.Document, on viet.Date) int {
	status := d.StatusOn(on)
	if status == corpus.NotYet { // it is to come, like a draft
		status = corpus.Draft
	}
	return slices.Index([]corpus.Status{corpus.InForce, corpus.Draft, corpus.Superseded, corpus.Reference}, status)
}

// mostWarnings bounds how many documents an answer warns of.
const mostWarnings = 3

// stand completes an answer by the day on which it is given: how far each document that it cites binds then, what was
// corrected of what is cited, and a warning of those whose time is not now.
func (s *snapshot) stand(a *Answer, on viet.Date) {
	var warned []*corpus.Document
	for i := range a.Citations {
		c := &a.Citations[i]
		k, ok := s.passages[c.Passage]
		if !ok {
			continue
		}
		d := s.passageOf[k]
		c.Status = string(d.StatusOn(on))
		c.Amended = amendedSentence(append(s.amendedIn(a, c.Passage), d.Amended...))
		if line := untimely(d, on); line != nil && !slices.Contains(warned, d) && len(warned) < mostWarnings {
			warned = append(warned, d)
			a.Text = append(a.Text, line)
		}
	}
}

// untimely warns of a document that would bind on another day; nil when its days make no difference.
func untimely(d *corpus.Document, on viet.Date) Line {
	switch status := d.StatusOn(on); {
	case status == corpus.NotYet:
		return Line{{Text: "⚠️ " + d.Name() + " chưa có hiệu lực: có hiệu lực từ " + d.From.Vietnamese()}}
	case status == corpus.Superseded && !d.Until.IsZero():
		return Line{{Text: "⚠️ " + d.Name() + " đã hết hiệu lực: hiệu lực đến " + d.Until.Vietnamese()}}
	}
	return nil
}
