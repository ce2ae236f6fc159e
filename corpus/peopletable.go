package corpus

import (
	"strings"

	"dondoc/corpus/viet"
)

// peopleTable is a table that lists people: name, post and role in columns of their own.
type peopleTable struct {
	name, title, role int // columns; -1 for none
	posts             []int
}

// peopleTables finds the tables of people and returns them by the passages of their rows.
func peopleTables(o *outliner) map[string]*peopleTable {
	found := map[string]*peopleTable{}
	for _, t := range o.tables {
		header, rows := t.header, t.rows
		if len(header) == 0 && len(rows) > 1 {
			header, rows = rows[0].cells, rows[1:]
		}
		p := peopleColumns(header)
		if p == nil {
			continue
		}
		p.findRole(header, rows)
		for _, rw := range rows {
			found[rw.passage] = p
		}
	}
	return found
}

// peopleColumns reads a header; nil when no column has names of people.
func peopleColumns(header []string) *peopleTable {
	p := &peopleTable{name: -1, title: -1, role: -1}
	for i, h := range header {
		h = viet.Squeeze(viet.Fold(h))
		switch {
		case p.name < 0 && (strings.Contains(h, "ho va ten") || strings.Contains(h, "ho ten") || strings.Contains(h, "ho, ten")):
			p.name = i
		case strings.Contains(h, "cap bac"), strings.Contains(h, "hoc ham"), strings.Contains(h, "hoc vi"), h == "ong/ba":
			p.title = i
		case strings.Contains(h, "chuc vu"), strings.Contains(h, "chuc danh"):
			p.posts = append([]int{i}, p.posts...) // before where it is held
		case strings.Contains(h, "don vi"), strings.Contains(h, "co quan"), strings.Contains(h, "noi cong tac"):
			p.posts = append(p.posts, i)
		}
	}
	if p.name < 0 {
		return nil
	}
	return p
}

// findRole takes the column most of whose cells are roles; it is no post then.
func (p *peopleTable) findRole(header []string, rows []*row) {
	const looked = 40 // rows; the others are alike
	best := 0
	for i := range header {
		roles := 0
		for _, rw := range rows[:min(len(rows), looked)] {
			if i != p.name && i < len(rw.cells) && isRole(rw.cells[i]) {
				roles++
			}
		}
		if roles > best {
			best, p.role = roles, i
		}
	}
	posts := p.posts[:0]
	for _, i := range p.posts {
		if i != p.role {
			posts = append(posts, i)
		}
	}
	p.posts = posts
}

// read makes a person of a row.
func (p *peopleTable) read(r *reader, n *node, u unit) {
	cell := func(i int) string {
		if i < 0 || i >= len(u.Cells) {
			return ""
		}
		return strings.Trim(viet.Squeeze(strings.ReplaceAll(u.Cells[i], "\n", " ")), " ;.")
	}
	whole := cell(p.name)
	end := titleEnd(whole)
	name := personName.FindString(whole[end:])
	if name == "" || end == 0 && name != whole && !strings.HasPrefix(whole[len(name):], ",") {
		return
	}
	x := Person{Title: strings.TrimRight(whole[:end], " ,"), Name: personCase(name), Role: cell(p.role)}
	if x.Title == "" {
		x.Title = cell(p.title)
	}
	if !isRole(x.Role) {
		x.Role = ""
	}
	var posts []string
	for _, i := range p.posts {
		if c := cell(i); c != "" {
			posts = append(posts, c)
		}
	}
	if rest := strings.Trim(whole[end+len(name):], " ,-–"); rest != "" {
		posts = append([]string{rest}, posts...)
	}
	x.Post = strings.Join(posts, ", ")
	if x.Post == "" && x.Role == "" {
		return
	}
	r.addPerson(n, u, x)
}
