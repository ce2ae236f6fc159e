package corpus

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

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

// longestCited is how far, in bytes, the title of a document may reach behind its number.
const longestCited = 600

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
			if t := citedTitle.FindStringSubmatch(headOf(b.Text[m[1]:], longestCited)); t != nil {
				r.title = strings.Trim(strings.NewReplacer("“", "", "”", "", `"`, "").Replace(t[1]), " .,;")
			}
			before := viet.Fold(b.Text[max(0, m[0]-40):m[0]])
			r.ends = strings.Contains(before, "thay the") || strings.Contains(before, "bai bo")
			if r.title != "" || r.ends { // else it tells nothing
				refs = append(refs, r)
			}
		}
	}
	return refs
}

// resolveReferences lets the documents that were read together complete each
// other: a number left out on the face, the case of a title in capitals, and
// what is replaced by what. The error is ctx's.
func resolveReferences(ctx context.Context, all []*draft) error {
	x := newReferenceIndex(all)
	for _, from := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, ref := range from.refs {
			x.complete(ref, from)
			if ref.ends && from.Status == InForce {
				x.supersede(ref.number, from)
			}
		}
	}
	return nil
}

// referenceIndex finds the documents that a reference may tell something of. Those
// that nothing more can be told of are taken out, so that many documents with one
// title or number cost no more than others.
type referenceIndex struct {
	byTitle  map[string][]*draft
	byNumber map[string][]*draft
}

func newReferenceIndex(all []*draft) *referenceIndex {
	x := &referenceIndex{map[string][]*draft{}, map[string][]*draft{}}
	for _, d := range all {
		if d.incomplete() {
			key := titleKey(d.Title)
			x.byTitle[key] = append(x.byTitle[key], d)
		}
		if d.Number != "" {
			x.byNumber[d.Number] = append(x.byNumber[d.Number], d)
		}
	}
	return x
}

// incomplete reports whether the face left something that a reference can tell.
func (d *draft) incomplete() bool {
	return d.shouted || d.Number == "" && d.pending == "" && d.Status == InForce
}

// complete gives the documents with the title of the reference what it says of them.
func (x *referenceIndex) complete(ref reference, from *draft) {
	if ref.title == "" {
		return
	}
	key := titleKey(ref.title)
	if len(x.byTitle[key]) == 0 {
		return
	}
	x.byTitle[key] = slices.DeleteFunc(x.byTitle[key], func(d *draft) bool {
		if d == from {
			return false
		}
		if d.shouted {
			d.Title, d.shouted = upperFirst(ref.title), false
		}
		if d.incomplete() {
			d.Number = ref.number
			if d.Date.IsZero() {
				d.Date = ref.date
			}
			x.byNumber[d.Number] = append(x.byNumber[d.Number], d)
		}
		return true
	})
}

// supersede marks the documents of that number as replaced.
func (x *referenceIndex) supersede(number string, from *draft) {
	if len(x.byNumber[number]) == 0 {
		return
	}
	x.byNumber[number] = slices.DeleteFunc(x.byNumber[number], func(d *draft) bool {
		if d == from {
			return false
		}
		d.Status, d.ReplacedBy = Superseded, from.Name()
		return true
	})
}

// spellNames gives the bodies in a face that was printed in capitals their official spelling.
func (d *draft) spellNames(reg *agency.Registry) {
	if names, unknown := reg.Split(d.Issuer); len(names) == 1 && len(unknown) == 0 {
		d.Issuer = names[0]
	}
	if d.issuerShouted {
		d.Issuer = spellIssuer(reg, d.Issuer)
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

var (
	issuerHead = regexp.MustCompile(`^(?:Tổng cục|Chi cục|Cục|Sở|Vụ|Viện|Bộ|Thanh tra|Kho bạc|Văn phòng|Đài|Trường|Ban quản lý|Ban)\s+\p{Ll}`)
	highBodies = regexp.MustCompile(`(?i)chính phủ|quốc hội|đảng bộ|nhà nước`)
)

// spellIssuer gives capitals to the names in an issuer that was printed in
// capitals throughout: "Cục kiểm lâm" → "Cục Kiểm lâm".
func spellIssuer(reg *agency.Registry, s string) string {
	if loc := issuerHead.FindStringIndex(s); loc != nil {
		_, n := utf8.DecodeLastRuneInString(s[:loc[1]])
		s = s[:loc[1]-n] + upperFirst(s[loc[1]-n:])
	}
	s = highBodies.ReplaceAllStringFunc(s, upperFirst)
	mentions := reg.FindFolded(s)
	for i := len(mentions) - 1; i >= 0; i-- {
		if m := mentions[i]; strings.EqualFold(s[m.Start:m.End], m.Agency.Name) {
			s = s[:m.Start] + m.Agency.Name + s[m.End:]
		}
	}
	return s
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
