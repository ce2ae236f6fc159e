package corpus

import (
	"regexp"
	"strings"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// correction moves the deadline of a task in an earlier document.
type correction struct {
	by      *Document
	at      docfile.Place
	passage string
	number  string   // of the document corrected; "" when only one is mentioned elsewhere
	marks   []string // the task's own, then those of its groups
	annex   bool     // the task stands in an annex
	was     string   // the old words; "" when not said
	phrase  string   // the new ones
}

var (
	// "điều chỉnh thời hạn hoàn thành nhiệm vụ số 12 …", "gia hạn nhiệm vụ tại mục 3 …"
	correctionHead = regexp.MustCompile(`(?i)(?:điều chỉnh|gia hạn|kéo dài|lùi|rút ngắn|sửa đổi|thay đổi)\s[^.;]{0,60}?(?:nhiệm vụ|công việc|đề án|nội dung)\s+(?:có\s+)?(?:số thứ tự|thứ tự|số|stt|tại mục|tại điểm|tại khoản|mục|điểm)?\s*((?:[IVX]+|\d+|[A-H])(?:\.(?:\d+|[a-zđ]))*|[a-zđ]\))(?:[\s,;(:]|$)`)
	correctedGroup = regexp.MustCompile(`(?i)(?:mục|phần|nhóm|phụ lục)\s+(?:số\s+)?([IVX]+|\d+|[A-H])(?:[\s,;(:.]|$)`)
	correctedPaper = regexp.MustCompile(`\d+[\p{L}\d]*(?:/\d{4})?[/-]\p{Lu}[\p{L}\d&-]*(?:/[\p{L}\d&-]+)?`)
	correctedDates = regexp.MustCompile(`(?i)(?:\stừ\s+["“]?([^"”;]{4,80}?)["”]?\s+)?(?:thành|sang|đến|lùi đến|là|xong|còn)\s+["“]?((?:hết |trước |trong |chậm nhất |ngày |tháng |quý |cuối |năm )*[^"”;.]*?\d[^"”;.]*)["”]?(?:[;.]|$)`)
)

// readCorrections notes the clauses that move deadlines of other documents.
func (r *reader) readCorrections(o *outliner) {
	var title string
	if m := correctedPaper.FindString(r.d.Title); m != "" && viet.Fold(m) != viet.Fold(r.d.Number) {
		title = m
	}
	for i := range o.passages {
		p := &o.passages[i]
		text := unbroken(p.Text)
		if c, ok := correctionIn(text); ok {
			c.by, c.at, c.passage = r.document, p.Source.Place, p.ID
			if c.number == "" {
				c.number = title
			}
			if c.number != "" {
				r.corrections = append(r.corrections, c)
			}
		}
	}
}

// correctionIn reads one clause of correction.
func correctionIn(text string) (correction, bool) {
	text = headOf(text, widestLabel)
	if !containsAny(text, "iều chỉnh", "ia hạn", "éo dài", "ùi ", "út ngắn", "ửa đổi", "hay đổi") { // spares most sentences the slow patterns
		return correction{}, false
	}
	m := correctionHead.FindStringSubmatchIndex(text)
	if m == nil {
		return correction{}, false
	}
	rest := text[m[3]:]
	d := correctedDates.FindAllStringSubmatch(rest, -1)
	if d == nil {
		return correction{}, false
	}
	last := d[len(d)-1]
	c := correction{was: strings.TrimSpace(last[1]), phrase: strings.Trim(last[2], ` "”“.`)}
	c.marks = append(c.marks, strings.TrimSuffix(text[m[2]:m[3]], ")"))
	for _, g := range correctedGroup.FindAllStringSubmatch(rest, 3) {
		c.marks = append(c.marks, g[1])
	}
	c.annex = strings.Contains(viet.Fold(rest), "phu luc")
	c.number = correctedPaper.FindString(rest)
	return c, true
}

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// apply moves the deadlines of the tasks that were corrected, and says so where
// none, or more than one, is found.
func (c *Corpus) apply(corrections []correction) {
	for _, x := range corrections {
		if x.by.Status == Draft {
			continue
		}
		var found []*Task
		known := false
		for i := range c.Tasks {
			t := &c.Tasks[i]
			d := c.documentOf(t.Document)
			if d == nil || d.ID == x.by.ID || !sameNumber(d.Number, x.number) {
				continue
			}
			known = true
			if x.names(t.Section) {
				found = append(found, t)
			}
		}
		source := Source{x.by.Source.File, x.at}
		switch {
		case len(found) == 1:
			if text := c.move(found[0], x); text != "" {
				c.Doubts = append(c.Doubts, Doubt{x.by.ID, DeadlineDoubt, text, source})
			}
		case len(found) > 1:
			c.Doubts = append(c.Doubts, Doubt{x.by.ID, ConflictDoubt, "Điều chỉnh thời hạn khớp với nhiều nhiệm vụ của " + x.number + ", chưa áp dụng cho nhiệm vụ nào.", source})
		case known:
			c.Doubts = append(c.Doubts, Doubt{x.by.ID, ConflictDoubt, "Không tìm thấy nhiệm vụ được điều chỉnh thời hạn trong " + x.number + ".", source})
		default:
			c.Doubts = append(c.Doubts, Doubt{x.by.ID, ConflictDoubt, "Điều chỉnh thời hạn của " + x.number + ", nhưng văn bản ấy chưa được nạp.", source})
		}
	}
}

func (c *Corpus) documentOf(id string) *Document {
	for _, d := range c.Documents {
		if d.ID == id {
			return d
		}
	}
	return nil
}

func sameNumber(a, b string) bool {
	a, b = viet.Fold(a), viet.Fold(b)
	return a != "" && (a == b || strings.TrimLeft(a, "0") == strings.TrimLeft(b, "0"))
}

// names reports whether the section of a task ends with the mark of the task
// corrected, and has those of its groups before it.
func (x *correction) names(section string) bool {
	if x.annex != strings.HasPrefix(section, "Phụ lục") {
		return false
	}
	parts := strings.FieldsFunc(section, func(r rune) bool { return r == '.' || r == ' ' || r == ',' })
	own := strings.Split(x.marks[0], ".")
	if len(parts) < len(own) {
		return false
	}
	for i, mark := range own {
		if parts[len(parts)-len(own)+i] != mark {
			return false
		}
	}
	for _, group := range x.marks[1:] {
		in := false
		for _, p := range parts[:len(parts)-len(own)] {
			in = in || p == group
		}
		if !in {
			return false
		}
	}
	return true
}

// move gives the milestone its new deadline. It returns what could not be read.
func (c *Corpus) move(t *Task, x correction) string {
	ref := viet.Reference{Year: x.by.Year, Issued: x.by.Date}
	dl, ok := viet.ParseDeadline(x.phrase, ref)
	if !ok {
		return "Chưa đọc được thời hạn mới “" + x.phrase + "”."
	}
	i := len(t.Milestones) - 1
	for j, m := range t.Milestones {
		if x.was != "" && strings.EqualFold(viet.Squeeze(m.Phrase), viet.Squeeze(x.was)) {
			i = j
		}
	}
	if i < 0 {
		t.Milestones = append(t.Milestones, Milestone{Label: "hoàn thành"})
		i = 0
	}
	m := &t.Milestones[i]
	m.Was, m.ChangedBy = m.Phrase, x.by.Name()
	m.Phrase, m.Start, m.Due = x.phrase, dl.Start, dl.Due
	t.Passages = append(t.Passages, x.passage)
	return ""
}
