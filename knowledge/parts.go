package knowledge

import (
	"regexp"
	"slices"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/agency"
)

// settleParts decides what the agencies of a question are named for: one that only issued
// the document that is meant names the document; one that has taken over others,
// and has no task of its own, or is called new, is asked about under their names too.
func (s *snapshot) settleParts(q *query) {
	q.agencies = slices.DeleteFunc(q.agencies, func(a *agency.Agency) bool { return s.onlyIssued(q, a) })
	if len(q.agencies) > 1 {
		q.agencies = slices.DeleteFunc(q.agencies, func(a *agency.Agency) bool { return a.Kind == agency.Committee && s.issues(a.Name) })
	}
	renewed := strings.Contains(q.text, " mới") || containsAny(q.padded, []string{" sap nhap ", " hop nhat ", " tinh moi "})
	for _, a := range slices.Clone(q.agencies) {
		if !renewed && s.parts[a.Name] != nil {
			continue
		}
		for _, former := range s.reg.Predecessors(a.Name) {
			if s.parts[former.Name] != nil && !slices.Contains(q.agencies, former) {
				q.agencies = append(q.agencies, former)
				q.search += " " + former.Name
			}
		}
	}
}

// issues reports whether a body issued one of the documents: beside another agency it names the document.
func (s *snapshot) issues(name string) bool {
	return slices.ContainsFunc(s.names, func(n documentNames) bool {
		return slices.Contains(n.issuers, name) || strings.Contains(n.titlePadded, pad(name))
	})
}

// ofIssuer tells that a body is named as the one whose document is meant: "theo văn bản của Bộ …".
var ofIssuer = regexp.MustCompile(` (?:van ban|cong van|cv|huong dan|ke hoach|kh|quyet dinh|qd|chuong trinh|thong bao|chi thi) (?:\S+ ){0,4}cua `)

// onlyIssued reports whether an agency issued a document that is meant, and has no part in its tasks.
func (s *snapshot) onlyIssued(q *query, a *agency.Agency) bool {
	sure := q.document()
	if sure == "" {
		return false
	}
	for i := range s.names {
		n := &s.names[i]
		if q.documents[n.id] < q.documents[sure]-closeHint {
			continue
		}
		if slices.Contains(n.issuers, a.Name) && (!s.parts[a.Name][n.id] && (q.numbered || !s.ownWork[n.id] || ofIssuer.MatchString(q.padded)) || a.Kind == agency.Province) || a.Kind == agency.Committee && strings.Contains(n.titlePadded, pad(a.Name)) {
			return true
		}
		if q.numbered && q.documents[n.id] == 1 && a.Kind == agency.Province && !s.mentionedIn(n.id, a) {
			return true // a report that does not say of which province it is
		}
	}
	return false
}

// mentionedIn reports whether a record of the document names the agency.
func (s *snapshot) mentionedIn(document string, a *agency.Agency) bool {
	name := pad(shortName(a.Name))
	for i, e := range s.entries {
		if s.document(e).ID == document && strings.Contains(s.words[i].folded, name) {
			return true
		}
	}
	return false
}

// closeHint is how much weaker another document may be meant and still be meant as well.
const closeHint = 0.05

// partsOf tells for every agency in which documents it leads or coordinates a task.
func (s *snapshot) partsOf() map[string]map[string]bool {
	parts := map[string]map[string]bool{}
	for i := range s.agencies {
		for _, names := range [][]string{s.agencies[i].lead, s.agencies[i].coordinating} {
			for _, n := range names {
				if parts[n] == nil {
					parts[n] = map[string]bool{}
				}
				parts[n][s.corpus.Tasks[i].Document] = true
			}
		}
	}
	return parts
}

// issuedBy reports whether one of the provinces issued the document: what stands there concerns it.
func (s *snapshot) issuedBy(d *corpus.Document, places []string) bool {
	return overlaps(s.nameOf[d.ID].issuers, places)
}

// today says what became of a body by the day of asking, "" when it goes on: of one whose
// work was parted, who has the part that the task is about.
func (s *snapshot) today(q *query, name string, about string) string {
	var whole, part []string
	for _, next := range s.listed.Successor(name, q.asOf) {
		switch note := strings.TrimPrefix(next.Note, "quản lý nhà nước về "); {
		case next.Note == "":
			whole = append(whole, next.Name)
		case strings.Contains(about, pad(note)):
			part = append(part, next.Name)
		}
	}
	if len(part) > 0 && len(whole) > 0 {
		whole = part
	}
	if len(whole) == 0 || slices.Contains(whole, name) {
		return ""
	}
	return " (nay là " + strings.Join(whole, ", ") + ")"
}

// named writes names with what became of them.
func (s *snapshot) named(q *query, names []string, about, separator string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = n + s.today(q, n, about)
	}
	return strings.Join(out, separator)
}
