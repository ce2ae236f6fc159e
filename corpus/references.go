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

// findReferences reads the documents that blocks mention with their titles, and
// those that they put an end to as a whole.
func findReferences(blocks []docfile.Block) []reference {
	var refs []reference
	opened := RelationKind("") // what a line above does to all in the list below it
	for _, b := range blocks {
		if b.Kind == docfile.Row {
			continue
		}
		text, listed := b.Text, false
		if e := parseEnumerator(text); e.kind != enumNone {
			text, listed = e.rest, e.rest != ""
		}
		found := citationsIn(text)
		for i := range found {
			c := &found[i]
			if listed && i == 0 && c.from == 0 && c.verb == "" {
				c.verb = opened
			}
			ends := (c.verb == Replaces || c.verb == Repeals) && c.part == ""
			if c.title != "" || ends { // else it tells nothing
				refs = append(refs, reference{number: c.number, date: c.date, title: c.title, ends: ends})
			}
		}
		if kind := opensList(b.Text); kind != "" || !listed {
			opened = kind
		}
	}
	return refs
}

// opensList returns what a line such as "Bãi bỏ các văn bản sau đây:" does to
// the documents that are listed below it.
func opensList(s string) RelationKind {
	if len(s) > longestLead || !strings.HasSuffix(s, ":") || !strings.Contains(s, "ăn bản") && !strings.Contains(s, "uyết định") {
		return ""
	}
	folded := viet.Fold(s)
	switch {
	case strings.Contains(folded, "thay the"):
		return Replaces
	case strings.Contains(folded, "bai bo"), strings.Contains(folded, "het hieu luc"):
		return Repeals
	}
	return ""
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
				x.supersede(ref, from)
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
			key := numberKey(d.Number)
			x.byNumber[key] = append(x.byNumber[key], d)
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
			key := numberKey(d.Number)
			x.byNumber[key] = append(x.byNumber[key], d)
		}
		return true
	})
}

// supersede marks the documents of that number, and of that date where both are
// known, as replaced.
func (x *referenceIndex) supersede(ref reference, from *draft) {
	key := numberKey(ref.number)
	if len(x.byNumber[key]) == 0 {
		return
	}
	x.byNumber[key] = slices.DeleteFunc(x.byNumber[key], func(d *draft) bool {
		if d == from || !sameDate(d.Date, ref.date) {
			return false
		}
		d.Status, d.ReplacedBy = Superseded, from.Name()
		return true
	})
}

// sameDate reports whether two dates may be of one document: numbers begin anew every year.
func sameDate(a, b viet.Date) bool { return a.IsZero() || b.IsZero() || a == b }

// spellNames gives the bodies in a face that was printed in capitals their official spelling.
func (d *draft) spellNames(reg *agency.Registry) {
	if names, unknown := reg.Split(d.Issuer); len(names) == 1 && len(unknown) == 0 {
		d.Issuer = names[0]
	}
	if d.issuerLines != nil {
		d.Issuer = issuerOf(reg, d.issuerLines)
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
	s = placeCase(sentenceCase(s))
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
