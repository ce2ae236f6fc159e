package edits

import (
	"slices"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// A Document ID does not tell whose document it is: every province has a 46/KH-UBND. So an Edit also keeps the identity of
// its document: a fingerprint of number (or title) and day, and one of the issuer. The file's name is none of it.

// Why no document is the one that was edited.
const (
	noDocument    = "Văn bản này không còn trong bộ tài liệu."
	otherDocument = "Văn bản mang số này nay là của cơ quan khác hoặc của ngày khác."
	manyDocuments = "Nay có nhiều văn bản cùng số, chưa rõ hiệu chỉnh này là của văn bản nào."
)

// identityMark parts the issuer in an identity from the rest.
const identityMark = "."

// identity is that of a document as it was read. The issuer is left out where there is none.
func identity(d *corpus.Document) string {
	var p fingerprint
	p.add(viet.Fold(viet.Normalize(d.Name())))
	p.add(d.Date.String())
	return p.sum() + identityMark + issuerPrint(d.Issuer)
}

func issuerPrint(name string) string {
	if name == "" {
		return ""
	}
	var p fingerprint
	p.add(viet.Fold(viet.Normalize(name)))
	return p.sum()
}

// catalog finds documents by what an Edit keeps of them.
type catalog struct {
	c      *corpus.Corpus
	reg    *agency.Registry // may be nil
	byID   map[string]int
	byFace map[string][]int // by the identity without the issuer
	byBase map[string][]int // by the ID that each would have alone
}

func newCatalog(c *corpus.Corpus, reg *agency.Registry) *catalog {
	k := &catalog{c: c, reg: reg, byID: map[string]int{}, byFace: map[string][]int{}, byBase: map[string][]int{}}
	for i, d := range c.Documents {
		face, _, _ := strings.Cut(identity(d), identityMark)
		base := corpus.BaseID(d)
		k.byID[d.ID] = i
		k.byFace[face], k.byBase[base] = append(k.byFace[face], i), append(k.byBase[base], i)
	}
	return k
}

// find returns the position of the document that an ID and an identity mean, or why there is none. Without an identity, as
// edits were kept once, the ID counts when no other document has that number.
func (k *catalog) find(id, of string) (at int, stale string) {
	at, known := k.byID[id]
	if of == "" {
		switch {
		case !known && len(k.byBase[id]) > 0 || known && len(k.byBase[corpus.BaseID(k.c.Documents[at])]) > 1:
			return -1, manyDocuments
		case !known:
			return -1, noDocument
		}
		return at, ""
	}
	face, issuer, _ := strings.Cut(of, identityMark)
	var all []int
	for _, i := range k.byFace[face] {
		if k.issued(k.c.Documents[i], issuer) {
			all = append(all, i)
		}
	}
	switch {
	case len(all) == 1:
		return all[0], ""
	case len(all) > 1:
		return -1, manyDocuments
	case known || len(k.byBase[id]) > 0 || len(k.byFace[face]) > 0:
		return -1, otherDocument
	}
	return -1, noDocument
}

// issued reports whether a document has that issuer. It may be spelled otherwise by now: an alias does that.
func (k *catalog) issued(d *corpus.Document, issuer string) bool {
	if issuer == "" || d.Issuer == "" || issuerPrint(d.Issuer) == issuer {
		return true
	}
	if k.reg == nil {
		return false
	}
	a, ok := k.reg.Lookup(d.Issuer)
	return ok && (issuerPrint(a.Name) == issuer || slices.ContainsFunc(a.Aliases, func(name string) bool { return issuerPrint(name) == issuer }))
}

// Bind returns the edits with the identity of the documents that they are about, as they stand in c, so that no other
// document of the same number takes them over. c is the corpus as it was read when they were made. What has an identity keeps it.
func Bind(c *corpus.Corpus, list []Edit) []Edit {
	of := make(map[string]string, len(c.Documents))
	for _, d := range c.Documents {
		of[d.ID] = identity(d)
	}
	out := slices.Clone(list)
	for i := range out {
		e := &out[i]
		if e.Of == "" {
			e.Of = of[e.Document]
		}
		e.Anchors = slices.Clone(e.Anchors)
		for k := range e.Anchors {
			if a := &e.Anchors[k]; a.Of == "" {
				a.Of = of[a.Document]
			}
		}
	}
	return out
}
