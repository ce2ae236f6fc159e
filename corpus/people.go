package corpus

import (
	"regexp"
	"strings"

	"dondoc/corpus/viet"
)

// personLine reads "Ông Nguyễn Văn A, Bộ trưởng Bộ X, Ủy viên". Ranks are those of army and police.
var personLine = regexp.MustCompile(`^(Ông|Bà|Đồng chí|(?:Đại|Trung|Thượng|Thiếu) (?:tướng|tá|úy)|(?:GS|PGS|TS|ThS)\.?(?:\s?TS\.?)?)\s+((?:\p{Lu}\p{L}*\s?){2,6}),\s*(.+)$`)

// roles are what somebody may be in a committee, by their beginning.
var roles = []string{
	"Chủ tịch", "Phó Chủ tịch thường trực", "Phó Chủ tịch", "Ủy viên thường trực", "Ủy viên", "Trưởng ban", "Phó Trưởng ban",
	"Tổ trưởng", "Tổ phó", "thành viên thường trực", "thành viên", "Thư ký",
}

// parsePerson reads a line about one person; false when it is none.
func parsePerson(s string) (Person, bool) {
	m := personLine.FindStringSubmatch(strings.TrimRight(s, " .;"))
	if m == nil {
		return Person{}, false
	}
	p := Person{Title: m[1], Name: strings.TrimSpace(m[2]), Post: m[3]}
	if i := strings.LastIndex(m[3], ", "); i >= 0 && isRole(m[3][i+2:]) {
		p.Post, p.Role = m[3][:i], m[3][i+2:]
	}
	return p, true
}

func isRole(s string) bool {
	for _, r := range roles {
		if rest, ok := cutPrefixFold(viet.Fold(s), viet.Fold(r)); ok && len(rest) < 30 {
			return true
		}
	}
	return false
}

// postOfPerson returns the post out of "Ông X, Bộ trưởng Bộ Y", for a column of members.
func postOfPerson(s string) (string, bool) {
	p, ok := parsePerson(s)
	if !ok {
		return s, false
	}
	return p.Post, true
}

// readPeople collects everybody who is listed with a post.
func (r *reader) readPeople(o *outliner) {
	for i := range o.passages {
		p := &o.passages[i]
		line := p.Text
		if e := parseEnumerator(line); e.kind != enumNone {
			line = e.rest
		}
		for _, part := range strings.Split(line, "\t") {
			person, ok := parsePerson(part)
			if !ok {
				continue
			}
			person.Body = r.bodyOf(p)
			person.Document, person.Section, person.Passage, person.Source = r.d.ID, p.Section, p.ID, p.Source
			r.c.People = append(r.c.People, person)
			break
		}
	}
}

var bodyName = regexp.MustCompile(`(?i)(Tổ công tác(?: giúp việc[^,;(]*)?|Ủy ban Quốc gia[^,;(]*|Ban Chỉ đạo[^,;(]*|Hội đồng[^,;(]*|Tổ biên tập[^,;(]*)`)

// bodyOf names the body whose list the passage stands in: from the nearest heading, else the title.
func (r *reader) bodyOf(p *Passage) string {
	for i := len(p.Trail) - 1; i >= 0; i-- {
		if m := bodyName.FindString(p.Trail[i]); m != "" {
			return trimBody(m)
		}
	}
	return trimBody(bodyName.FindString(r.d.Title))
}

// trimBody cuts off by which decision the body exists.
func trimBody(s string) string {
	s, _, _ = strings.Cut(s, " theo ")
	return strings.TrimSpace(s)
}
