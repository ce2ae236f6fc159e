package corpus

import (
	"regexp"
	"strings"

	"dondoc/corpus/docfile"
)

// readRelations collects what the document says of others: in its title, and in
// every paragraph and row.
func (r *reader) readRelations(o *outliner) {
	first := ""
	if len(o.passages) > 0 {
		first = o.passages[0].ID
	}
	for _, c := range citationsIn(r.d.Title) {
		if c.verb != "" && c.verb != Cites {
			r.addRelation(&c, "", first, r.d.Source)
		}
	}
	seen := map[string]bool{} // what is only cited is said once
	o.root.walk(func(n *node) {
		for i, u := range n.body {
			text := unbroken(u.Text)
			if i == 0 && n.kind != enumNone && n.rest != "" {
				text = n.rest
			} else if e := parseEnumerator(text); e.kind == enumBullet {
				text = e.rest
			}
			r.relationsIn(n, u, text, i == 0, seen)
		}
	})
}

func (r *reader) relationsIn(n *node, u unit, text string, opens bool, seen map[string]bool) {
	source := Source{r.d.Source.File, u.Place}
	found := citationsIn(text)
	for i := range found {
		c := &found[i]
		if opens && i == 0 && c.from == 0 && c.verb == "" && n.parent != nil {
			c.verb = opensList(n.parent.rest)
		}
		if c.verb == "" || u.Kind == docfile.Row && c.verb != IssuedWith {
			c.verb = Cites
		}
		key := numberKey(c.number)
		if c.verb == Cites && seen[key] || r.d.Number != "" && key == numberKey(r.d.Number) {
			continue
		}
		seen[key] = true
		r.addRelation(c, n.path, u.passage, source)
	}
	if strings.HasPrefix(text, "Căn cứ") || strings.HasPrefix(text, "Căn Cứ") || strings.HasPrefix(text, "CĂN CỨ") {
		for _, c := range lawsIn(text) {
			r.addRelation(&c, n.path, u.passage, source)
		}
	}
}

func (r *reader) addRelation(c *citation, section, passage string, source Source) {
	title := c.title
	if title == "" && c.number == "" {
		title = c.kind
	}
	r.c.Relations = append(r.c.Relations, Relation{
		Document: r.d.ID, Kind: c.verb, Number: c.number, Title: title, Date: c.date, Part: c.part,
		Section: section, Passage: passage, Source: source,
	})
}

var namedLaw = regexp.MustCompile(`^(?:Căn cứ\s+)?((?:Luật|Bộ luật|Hiến pháp|Pháp lệnh)\s[^;]*?)\s*(?:(?:số|ngày)\s+\d.*)?$`)

// lawsIn reads the laws that a line "Căn cứ …" names without a number.
func lawsIn(text string) []citation {
	var laws []citation
	for part := range strings.SplitSeq(text, ";") {
		part = strings.Trim(part, " .,")
		if len(part) > longestCited || strings.Contains(part, "/Q") {
			continue
		}
		m := namedLaw.FindStringSubmatch(part)
		if m == nil {
			continue
		}
		c := citation{title: strings.Trim(m[1], " ,"), verb: BasedOn}
		if i := strings.Index(part, " ngày "); i >= 0 {
			c.date, _ = dateBehind(part[i:])
		}
		laws = append(laws, c)
	}
	return laws
}

// resolveRelations finds the documents of the Corpus that the relations speak
// of, and what a draft became.
func (c *Corpus) resolveRelations() {
	byNumber := map[string][]*Document{}
	byTitle := map[string][]*Document{}
	for _, d := range c.Documents {
		if d.Number != "" {
			key := numberKey(d.Number)
			byNumber[key] = append(byNumber[key], d)
		}
		if key := bareTitle(d.Title); key != "" {
			byTitle[key] = append(byTitle[key], d)
		}
	}
	for i := range c.Relations {
		r := &c.Relations[i]
		r.Other = documentMeant(r, byNumber[numberKey(r.Number)])
	}
	first := map[string]*Passage{}
	for i := range c.Passages {
		if p := &c.Passages[i]; first[p.Document] == nil {
			first[p.Document] = p
		}
	}
	for _, d := range c.Documents {
		if d.Status == Draft {
			c.linkDraft(d, byTitle[bareTitle(d.Title)], first[d.ID])
		}
	}
}

// mostAlike bounds how many documents of one number, or one title, are looked at.
const mostAlike = 64

// documentMeant picks the document of that number whose date agrees; "" when
// none does, or several may be meant.
func documentMeant(r *Relation, candidates []*Document) string {
	id := ""
	for _, d := range candidates[:min(len(candidates), mostAlike)] {
		switch {
		case d.ID == r.Document || !sameDate(d.Date, r.Date):
		case d.Date == r.Date && !r.Date.IsZero():
			return d.ID
		case id != "":
			return ""
		default:
			id = d.ID
		}
	}
	return id
}

// linkDraft adds what the draft became: the issued document of the same title.
func (c *Corpus) linkDraft(d *Document, candidates []*Document, first *Passage) {
	const mostRelations = 8 // of one draft: more documents of one title are no versions of it
	added := 0
	for _, issued := range candidates[:min(len(candidates), mostAlike)] {
		if issued.Number == "" || issued.Status == Draft || issued.Status == Reference || added == mostRelations {
			continue
		}
		r := Relation{Document: d.ID, Kind: DraftOf, Number: issued.Number, Title: issued.Title, Date: issued.Date, Other: issued.ID, Source: d.Source}
		if first != nil {
			r.Passage = first.ID
		}
		c.Relations = append(c.Relations, r)
		added++
	}
}

// bareTitle folds a title without the words that only say what is done with the
// thing named: "Ban hành Kế hoạch …" and "Kế hoạch …" are one. It is "" for a
// title of a few words, which says too little.
func bareTitle(title string) string {
	const fewest = 5 // words
	key := strings.TrimSpace(titleKey(title))
	for _, lead := range []string{"ve viec ", "phe duyet ", "ban hanh ", "thong qua ", "ve "} {
		key = strings.TrimPrefix(key, lead)
	}
	if len(strings.Fields(key)) < fewest {
		return ""
	}
	return key
}
