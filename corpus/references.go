package corpus

import (
	"regexp"
	"strings"

	"dondoc/corpus/agency"
	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// reference is a mention of another document with number and title, mostly under "Căn cứ".
type reference struct {
	number string
	date   viet.Date
	title  string
	ends   bool // this document replaces it
}

var (
	citedNumber = regexp.MustCompile(`số:?\s+(\d+[\p{L}\d]*(?:/\d{4})?/[\p{L}\d&-]+)(?:\s+(ngày\s+\d{1,2}(?:\s+tháng\s+|/)\d{1,2}(?:\s+năm\s+|/)\d{4}))?`)
	citedTitle  = regexp.MustCompile(`^[^;.]{0,80}?\s(?:về việc\s+)?((?:phê duyệt|ban hành|kiện toàn|quy định|về|sửa đổi)\s[^;]*)`)
)

// findReferences reads the documents that blocks mention with their titles.
func findReferences(blocks []docfile.Block) []reference {
	var refs []reference
	for _, b := range blocks {
		if b.Kind == docfile.Row || !strings.Contains(b.Text, " số") {
			continue
		}
		for _, m := range citedNumber.FindAllStringSubmatchIndex(b.Text, -1) {
			r := reference{number: b.Text[m[2]:m[3]]}
			if m[4] >= 0 {
				if dl, ok := viet.ParseDeadline(b.Text[m[4]:m[5]], viet.Reference{}); ok {
					r.date = dl.Due
				}
			}
			if t := citedTitle.FindStringSubmatch(b.Text[m[1]:]); t != nil {
				r.title = strings.Trim(strings.NewReplacer("“", "", "”", "", `"`, "").Replace(t[1]), " .,;")
			}
			before := viet.Fold(b.Text[max(0, m[0]-40):m[0]])
			r.ends = strings.Contains(before, "thay the") || strings.Contains(before, "bai bo")
			refs = append(refs, r)
		}
	}
	return refs
}

// resolveReferences lets the documents that were read together complete each
// other: a number left out on the face, the case of a title in capitals, and
// what is replaced by what.
func resolveReferences(all []*draft) {
	for _, from := range all {
		for _, ref := range from.refs {
			for _, d := range all {
				if d != from {
					d.resolve(ref, from)
				}
			}
		}
	}
}

func (d *draft) resolve(ref reference, from *draft) {
	sameTitle := ref.title != "" && titleKey(ref.title) == titleKey(d.Title)
	if sameTitle && d.shouted {
		d.Title, d.shouted = upperFirst(ref.title), false
	}
	if sameTitle && d.Number == "" && d.pending == "" && d.Status == InForce {
		d.Number = ref.number
		if d.Date.IsZero() {
			d.Date = ref.date
		}
	}
	if d.Number == ref.number && ref.ends && from.Status == InForce {
		d.Status = Superseded
	}
}

// spellNames gives the bodies in a face that was printed in capitals their official spelling.
func (d *draft) spellNames(reg *agency.Registry) {
	if names, unknown := reg.Split(d.Issuer); len(names) == 1 && len(unknown) == 0 {
		d.Issuer = names[0]
	}
	if !d.shouted {
		return
	}
	var b strings.Builder
	last := 0
	for _, m := range reg.Find(d.Title) {
		b.WriteString(d.Title[last:m.Start])
		b.WriteString(m.Agency.Name)
		last = m.End
	}
	b.WriteString(d.Title[last:])
	d.Title = upperFirst(b.String())
}

// titleKey folds a title to its words, quotation marks and "về việc" apart.
func titleKey(s string) string {
	var b strings.Builder
	for _, t := range viet.Tokenize(trimPrefixFold(s, "Về việc ")) {
		b.WriteString(t.Folded)
		b.WriteByte(' ')
	}
	return b.String()
}
