package corpus

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dondoc/corpus/agency"
	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// reader takes the facts from one document.
type reader struct {
	c       *Corpus
	d       *draft
	reg     *agency.Registry
	ref     viet.Reference
	ids     map[string]int
	defined map[string]string // short names that the document defines: "Tổ công tác" → full name

	document    *Document
	corrections []correction

	handedDown map[*node]handedDown
	splits     map[string]splitCell
	above      map[*node]string // the agency that is the nearest heading
}

func newReader(c *Corpus, d *draft, reg *agency.Registry) *reader {
	return &reader{
		c: c, d: d, reg: reg, ids: map[string]int{}, defined: map[string]string{}, handedDown: map[*node]handedDown{}, splits: map[string]splitCell{},
		above: map[*node]string{},
		ref:   viet.Reference{Year: d.Year, Issued: d.Date, Undated: true},
	}
}

// read outlines the document and appends all its facts to the Corpus. The error is ctx's.
func (r *reader) read(ctx context.Context) error {
	o := outline(r.d)
	doc := r.d.Document
	r.document = &doc
	r.c.Documents = append(r.c.Documents, &doc)
	r.c.Passages = o.passages
	for _, n := range r.d.notes {
		if n.Line == 0 { // the whole file
			n.Place = r.d.Source.Place
		}
		r.doubt(OtherDoubt, n.Place, "%s", n.Text)
	}
	r.readDefinitions(o)
	for _, t := range o.tables {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.readTable(t)
	}
	r.doubtSheets(o)
	for _, part := range []func(*outliner){
		r.readProse, r.readCorrections, r.readTargets, r.readPeople, r.readPlatforms, r.readRules, r.readRelations,
	} {
		if err := ctx.Err(); err != nil {
			return err
		}
		part(o)
	}
	return nil
}

// doubt records something that was read with less than certainty.
func (r *reader) doubt(kind DoubtKind, at docfile.Place, format string, args ...any) string {
	text := fmt.Sprintf(format, args...)
	r.c.Doubts = append(r.c.Doubts, Doubt{r.d.ID, kind, text, Source{r.d.Source.File, at}})
	return text
}

// addTask completes a task and appends it. Marks without a word are none.
func (r *reader) addTask(t Task, at docfile.Place) {
	if !strings.ContainsFunc(t.Text, isLetterOrDigit) {
		return
	}
	t.Document = r.d.ID
	t.Source = Source{r.d.Source.File, at}
	t.ID = unique(r.ids, r.d.ID+":"+slug(t.Section, 60))
	t.Text = unbroken(t.Text)
	if t.Title == "" {
		t.Title = taskTitle(t.Text)
	}
	r.c.Tasks = append(r.c.Tasks, t)
}

func isLetterOrDigit(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// longestTitle bounds the title of a task in letters: about two lines on a phone.
const longestTitle = 140

// taskTitle takes the first clause of the text.
func taskTitle(text string) string {
	title := text
	for _, stop := range []string{"; ", ". ", ": "} {
		if i := strings.Index(title, stop); i > 30 && !assignCue.MatchString(headOf(title[i:], 20)) {
			title = title[:i]
		}
	}
	return upperFirst(strings.TrimRight(cutWords(title, longestTitle), " .;,:"))
}

// names splits a cell of agencies into full official names. Unknown names are
// kept as written and leave a Doubt.
func (r *reader) names(cell string, at docfile.Place, doubts *[]string) []string {
	names, unknown := r.fullNames(r.split(cell))
	for _, u := range unknown {
		*doubts = append(*doubts, r.doubt(AgencyDoubt, at, "Chưa có trong danh bạ cơ quan: “%s”, giữ nguyên như văn bản.", u))
	}
	return names
}

// split is Split of the registry, remembered: the same few cells fill a column.
func (r *reader) split(cell string) (names, unknown []string) {
	s, ok := r.splits[cell]
	if !ok {
		s.names, s.unknown = r.reg.Split(cell)
		if len(r.splits) < mostSplits {
			r.splits[cell] = s
		}
	}
	return slices.Clone(s.names), s.unknown
}

// mostSplits bounds what is remembered of one document.
const mostSplits = 4096

type splitCell struct{ names, unknown []string }

// deadlines reads a time cell into milestones and the cycle of a recurring duty.
func (r *reader) deadlines(cell, label string, at docfile.Place, doubts *[]string) ([]Milestone, string) {
	if viet.Squeeze(cell) == "" {
		return nil, ""
	}
	cell = strings.ReplaceAll(cell, "\n", " ")
	found := viet.ParseDeadlines(cell, r.ref)
	if len(found) == 0 {
		*doubts = append(*doubts, r.doubt(DeadlineDoubt, at, "Chưa đọc được thời hạn “%s”.", cell))
		return nil, ""
	}
	var milestones []Milestone
	recurring := ""
	for _, f := range found {
		m := Milestone{Label: f.Label, Phrase: f.Phrase, Start: f.Start, Due: f.Due}
		if phrase, inBrackets := r.cutLabel(m); inBrackets != "" && (m.Label == "" || m.Label == inBrackets) {
			m.Phrase, m.Label = phrase, inBrackets
		}
		if m.Label == "" {
			m.Label = label
		}
		if f.Doubt != "" {
			*doubts = append(*doubts, r.doubt(DeadlineDoubt, at, "%s", f.Doubt))
		}
		if f.Recurring != "" {
			recurring = f.Recurring
		}
		milestones = append(milestones, m)
	}
	return milestones, recurring
}

// cutLabel parts "trước tháng 9/2023 (sơ kết)" when the words in brackets do not
// bear on the date; "Tháng 12 (Năm 2021)" stays whole.
func (r *reader) cutLabel(m Milestone) (phrase, label string) {
	open := strings.LastIndex(m.Phrase, " (")
	if open < 0 || !strings.HasSuffix(m.Phrase, ")") {
		return m.Phrase, ""
	}
	phrase = m.Phrase[:open]
	if d, ok := viet.ParseDeadline(phrase, r.ref); !ok || d.Due != m.Due || d.Start != m.Start {
		return m.Phrase, ""
	}
	return phrase, m.Phrase[open+2 : len(m.Phrase)-1]
}

// longPast is how many days before its document a date in a sentence tells of the past:
// "công trình xây dựng trước năm 2000".
const longPast = 366

// eachOf stands before a period that is looked at piece by piece, and is no
// deadline then: "xác định từng tháng trong năm 2022 đạt kết quả gì".
var eachOf = regexp.MustCompile(`(?i)từng\s+(?:ngày|tuần|tháng|quý|năm)\s*$`)

// inProse reads the deadlines of running text, each labelled by the words around it.
func (r *reader) inProse(text string, at docfile.Place, doubts *[]string) ([]Milestone, string) {
	var milestones []Milestone
	recurring := ""
	for _, f := range viet.FindDeadlines(text, r.ref) {
		if !r.ref.Issued.IsZero() && !f.Due.IsZero() && f.Due.Before(r.ref.Issued.AddDays(-longPast)) {
			continue
		}
		if eachOf.MatchString(tailOf(text[:f.From], widestLabel)) {
			continue
		}
		if f.Recurring != "" {
			recurring = f.Recurring
		}
		if f.Doubt != "" {
			*doubts = append(*doubts, r.doubt(DeadlineDoubt, at, "%s", f.Doubt))
		}
		milestones = append(milestones, Milestone{Label: labelAround(text, f.From, f.To), Phrase: f.Phrase, Start: f.Start, Due: f.Due})
	}
	return milestones, recurring
}
