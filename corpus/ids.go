package corpus

import "strings"

// nameDrafts gives the documents their IDs. Whose a document is stays the same whatever comes beside it: of several with
// one number each is told by its issuer and its day, not by the order of the files.
func nameDrafts(all []*draft) {
	same := map[string][]*Document{}
	for _, d := range all {
		base := BaseID(&d.Document)
		same[base] = append(same[base], &d.Document)
	}
	ids := make(map[string]int, len(all))
	for _, d := range all {
		base := BaseID(&d.Document)
		others, id := same[base], base
		if d.Number != "" && differ(others, func(o *Document) string { return o.Issuer }) {
			id += "-" + slug(d.Issuer, 60)
		}
		if d.Number != "" && !d.Date.IsZero() && differ(others, func(o *Document) string { return o.Date.String() }) {
			id += "-" + d.Date.String()
		}
		d.ID = unique(ids, strings.TrimSuffix(id, "-"))
	}
}

func differ(all []*Document, of func(*Document) string) bool {
	for _, d := range all {
		if of(d) != of(all[0]) {
			return true
		}
	}
	return false
}

// BaseID is the ID that a Document has while no other one has its number, or its title when it has none: ASCII letters,
// digits and dashes.
func BaseID(d *Document) string {
	name := d.Name()
	if d.Number == "" {
		name = d.Title
		if _, named := cutPrefixFold(name, d.Kind); !named {
			name = d.Kind + " " + name
		}
	}
	id := slug(name, 80)
	if id == "" {
		id = "van-ban"
	}
	return id
}
