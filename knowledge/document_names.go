package knowledge

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// documentNames is how people call a document.
type documentNames struct {
	id                   string
	number               string   // the digits before the slash: "17"
	kind                 string   // folded and padded: " quyet dinh "
	contents             []string // what it issues: " ke hoach ", " chien luoc "
	titlePadded          string
	letters              string      // of its number, that no other has, padded
	days                 []string    // how its date is typed: " 25 2 2023 "
	issuers              []string    // the bodies that its issuer names
	title                []titleWord // folded; rare ones among all titles weigh more
	year                 int
	titleWeight          float64 // of all of title
	plans                bool    // the title names the year: the document is for that year only
	isDraft, isReference bool
	ofProvince           bool // its issuer says of which province it is
}

// issuersOf are the bodies that the issuer of a document names: of a department its province too.
func issuersOf(d *corpus.Document, reg *agency.Registry) []string {
	var names []string
	for _, m := range reg.Find(d.Issuer) {
		names = append(names, m.Agency.Name)
	}
	return names
}

// placeDocuments finds the province of each document whose issuer does not say it: the one
// that its passages name by far the most.
func (s *snapshot) placeDocuments() {
	const times = 2
	named := map[string]map[string]int{}
	for i := range s.names {
		if n := &s.names[i]; !n.ofProvince && (len(n.issuers) == 0 || !s.isCentral(n.issuers[0])) {
			named[n.id] = map[string]int{}
		}
	}
	for i := range s.corpus.Passages {
		p := &s.corpus.Passages[i]
		if named[p.Document] == nil {
			continue
		}
		for _, m := range s.listed.Find(p.Text) {
			if m.Agency.Kind == agency.Province {
				named[p.Document][m.Agency.Name]++
			}
		}
	}
	for i := range s.names {
		n := &s.names[i]
		first, second, place := 0, 0, ""
		for _, name := range slices.Sorted(maps.Keys(named[n.id])) {
			switch count := named[n.id][name]; {
			case count > first:
				first, second, place = count, first, name
			case count > second:
				second = count
			}
		}
		if first > 1 && first >= times*second {
			n.issuers, n.ofProvince = append(n.issuers, place), true
		}
	}
}

// isCentral reports whether a body is of the Government rather than of a province.
func (s *snapshot) isCentral(name string) bool {
	a, ok := s.listed.Lookup(name)
	return ok && a.Kind != agency.Department && a.Kind != agency.Locality
}

// contentsOf names what a document issues or approves.
func contentsOf(d *corpus.Document) []string {
	var contents []string
	if d.Kind == "Công văn" {
		contents = append(contents, " van ban ")
	}
	title := pad(d.Title)
	for _, k := range []string{" ke hoach ", " chien luoc ", " chuong trinh ", " de an ", " quy che ", " danh sach ", " huong dan ", " bang theo doi ", " theo doi "} {
		if strings.Contains(title, k) {
			contents = append(contents, k)
		}
	}
	return contents
}

// daysOf are the ways to type the day of a document.
func daysOf(d viet.Date) []string {
	if d.IsZero() {
		return nil
	}
	short, long := fmt.Sprintf(" %d %d ", d.Day, int(d.Month)), fmt.Sprintf(" %02d %02d ", d.Day, int(d.Month))
	mixed := fmt.Sprintf(" %d %02d ", d.Day, int(d.Month))
	if short == long {
		return []string{short}
	}
	return []string{short, long, mixed}
}

// nameDocuments weighs the words of each title by how few titles have them.
func nameDocuments(documents []*corpus.Document, reg *agency.Registry) []documentNames {
	frequency := map[string]int{}
	names := make([]documentNames, len(documents))
	for i, d := range documents {
		n := documentNames{
			id: d.ID, kind: pad(d.Kind), contents: contentsOf(d), titlePadded: pad(d.Title), days: daysOf(d.Date), issuers: issuersOf(d, reg),
			// whether it calls itself a draft, which no day changes
			year: d.Year, isDraft: d.Status == corpus.Draft, isReference: d.Status == corpus.Reference,
		}
		n.ofProvince = slices.ContainsFunc(n.issuers, func(name string) bool {
			a, ok := reg.Lookup(name)
			return ok && a.Kind == agency.Province
		})
		n.number, _, _ = strings.Cut(d.Number, "/")
		n.plans = d.Year != 0 && strings.Contains(d.Title, "năm "+strconv.Itoa(d.Year))
		seen := map[string]bool{}
		for _, t := range viet.Tokenize(d.Title) {
			if !seen[t.Folded] && !isYear(t.Folded) {
				seen[t.Folded] = true
				n.title = append(n.title, titleWord{folded: t.Folded})
				frequency[t.Folded]++
			}
		}
		names[i] = n
	}
	lettersOf(names, documents)
	for i := range names {
		for k := range names[i].title {
			w := &names[i].title[k]
			w.weight = 1 / float64(frequency[w.folded]*frequency[w.folded])
			names[i].titleWeight += w.weight
		}
	}
	return names
}

// titleWord is a word of a title with what it tells.
type titleWord struct {
	folded string
	weight float64
}

// lettersOf finds for each document the last letters of its number, if no other document has them.
func lettersOf(names []documentNames, documents []*corpus.Document) {
	count := map[string]int{}
	for i, d := range documents {
		if tokens := viet.Tokenize(d.Number); len(tokens) > 1 {
			names[i].letters = " " + tokens[len(tokens)-1].Folded + " "
			count[names[i].letters]++
		}
	}
	const shortest = 4
	for i := range names {
		if l := names[i].letters; count[l] > 1 || len(l) < shortest+2 {
			names[i].letters = ""
		}
	}
}

func isYear(s string) bool {
	return len(s) == 4 && (s[:2] == "20" || s[:2] == "19") && s[2] >= '0' && s[2] <= '9' && s[3] >= '0' && s[3] <= '9'
}
