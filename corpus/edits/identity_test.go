package edits_test

import (
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
)

// other is the plan of another body, of the same number, day and words.
var other = strings.Replace(plan, "loại: Kế hoạch", "loại: Kế hoạch\ncơ quan ban hành: Ủy ban nhân dân tỉnh Gia Lai", 1)

var own = strings.Replace(plan, "loại: Kế hoạch", "loại: Kế hoạch\ncơ quan ban hành: Ủy ban nhân dân tỉnh Đắk Lắk", 1)

// TestSameNumber: the edits of a document stay with it whatever else bears its number, and in whatever order the files come.
func TestSameNumber(t *testing.T) {
	c := read(t, own)
	list := edits.Bind(c, append(many(t, c), verdict(t, edits.Apply(c, nil, nil).Doubts()[0].Words, true)))
	for name, tc := range map[string]struct {
		texts []string
		of    string // the issuer of what is amended; "" where all is stale
	}{
		"alone":           {[]string{own}, "Đắk Lắk"},
		"another behind":  {[]string{own, other}, "Đắk Lắk"},
		"another before":  {[]string{other, own}, "Đắk Lắk"},
		"only another":    {[]string{other}, ""},
		"twice":           {[]string{own, own}, ""},
		"another day":     {[]string{strings.Replace(own, "12/01/2026", "13/01/2026", 1)}, ""},
		"the day as well": {[]string{strings.Replace(own, "12/01/2026", "13/01/2026", 1), own}, "Đắk Lắk"},
	} {
		t.Run(name, func(t *testing.T) {
			a := apply(t, read(t, tc.texts...), list...)
			if gone := len(stale(a)); tc.of == "" && gone != len(list) || tc.of != "" && gone != 0 {
				t.Errorf("%d of %d edits are stale: %v", gone, len(list), a.Outcomes)
			}
			for _, d := range a.Corpus.Documents {
				if want := tc.of != "" && strings.HasSuffix(d.Issuer, tc.of) && d.Date == c.Documents[0].Date; !d.Until.IsZero() != want {
					t.Errorf("%s of %s until %s", d.ID, d.Issuer, d.Until)
				}
			}
		})
	}
}

// TestFormerEdits: what was kept without an identity counts as long as no other document has the number.
func TestFormerEdits(t *testing.T) {
	c := read(t, own)
	list := many(t, c)
	for i := range list {
		list[i].Of = ""
		for k := range list[i].Anchors {
			list[i].Anchors[k].Of = ""
		}
	}
	if gone := stale(apply(t, c, list...)); len(gone) > 0 {
		t.Errorf("stale: %v", gone)
	}
	for _, o := range apply(t, read(t, own, other), list...).Outcomes {
		if !strings.Contains(o.Stale, "cùng số") {
			t.Errorf("%s: %q", o.Edit.Kind, o.Stale)
		}
	}
	if got := edits.Merge(list, edits.Bind(c, list[:1])...); len(got) != len(list) {
		t.Error("an edit that was bound is another")
	}
}

// TestIssuerByAnotherName: an alias that spells the issuer otherwise parts no edits from its document.
func TestIssuerByAnotherName(t *testing.T) {
	text := strings.Replace(plan, "loại: Kế hoạch", "loại: Kế hoạch\ncơ quan ban hành: Hoa Tiêu Bờ Tây", 1)
	c := read(t, text)
	list := edits.Bind(c, append(many(t, c), alias(t, "Bộ Nội vụ", "Hoa Tiêu Bờ Tây")))
	reg, err := edits.Registry(agency.Default(), list)
	if err != nil {
		t.Fatal(err)
	}
	now := readWith(t, reg, text)
	if now.Documents[0].Issuer == c.Documents[0].Issuer {
		t.Fatalf("the issuer is %s still", now.Documents[0].Issuer)
	}
	if a := edits.Apply(now, list, reg); len(stale(a)) > 0 {
		t.Errorf("%+v", a.Outcomes)
	}
}

// TestIDsOfSameNumber: the ID of a document does not depend on the order of the files.
func TestIDsOfSameNumber(t *testing.T) {
	ids := func(c *corpus.Corpus) map[string]string {
		of := map[string]string{}
		for _, d := range c.Documents {
			of[d.Issuer] = d.ID
		}
		return of
	}
	a, b := ids(read(t, own, other)), ids(read(t, other, own))
	for issuer, id := range a {
		if b[issuer] != id || id == document {
			t.Errorf("%s: %s and %s", issuer, id, b[issuer])
		}
	}
	if len(a) != 2 {
		t.Errorf("%v", a)
	}
}
