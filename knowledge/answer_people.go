package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// answerFace answers questions about number, date and signer of a document from its face.
func (s *snapshot) answerFace(q *query) (Answer, bool) {
	if !q.wants("meta") {
		return Answer{}, false
	}
	best := q.document()
	if best == "" || !q.numbered && !asksNumber.MatchString(q.padded) {
		return Answer{}, false
	}
	d := s.documents[best]
	if d.Number == "" {
		return refuse("Bản đã nạp của “" + d.Title + "” chưa ghi số và ngày ký."), true
	}
	if asksSigner.MatchString(q.padded) {
		if signers := s.signersOf(best); len(signers) > 0 {
			return s.answerNamed(q, signers)
		}
		return refuse("Tài liệu đã nạp không nêu người ký " + reference(d) + "."), true
	}
	line := Line{{Text: reference(d), Strong: true}}
	text := Text{line, {{Text: d.Title}}}
	switch {
	case d.Status == corpus.InForce:
		text = append(text, Line{{Text: "Trạng thái: còn hiệu lực theo tài liệu đã nạp"}})
	case d.ReplacedBy != "":
		text = append(text, Line{{Text: "Thay thế bởi: " + d.ReplacedBy}})
	}
	if d.Issuer != "" {
		text = append(text, Line{{Text: "🏛 " + d.Issuer}})
	}
	a := Answer{Text: text}
	for i := range s.corpus.Passages {
		p := &s.corpus.Passages[i]
		first := p.Document == d.ID && (i == 0 || s.corpus.Passages[i-1].Document != d.ID)
		if first || d.ReplacedBy != "" && strings.Contains(p.Text, d.Number) && s.documents[p.Document].Name() == d.ReplacedBy {
			a.Citations = append(a.Citations, s.cite(p.ID, ""))
		}
	}
	return s.verified(a), len(a.Citations) > 0
}

// personAsked reads a name behind a form of address.
var personAsked = regexp.MustCompile(`(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí)\s+((?:\p{Lu}\p{Ll}+\s+){1,4}\p{Lu}\p{Ll}+)`)

// asksNumber tells questions about number and date, which may call a document by its title.
var asksNumber = regexp.MustCompile(` (?:so bao nhieu|mang so|so may|so hieu|ky ngay|ban hanh ngay|ngay ban hanh|ai ky|nguoi ky|ngay nao) `)

var asksSigner = regexp.MustCompile(` (?:ai|nguoi) ky `)

// answerPeople answers who somebody is, who holds a role, and how many there are.
func (s *snapshot) answerPeople(q *query) (Answer, bool) {
	if len(s.corpus.People) == 0 {
		return Answer{}, false
	}
	if named := s.peopleNamed(q); len(named) > 0 {
		return s.answerNamed(q, named)
	}
	if m := personAsked.FindStringSubmatch(q.typed); m != nil && !s.mentions(m[1]) {
		return refuse("Tài liệu đã nạp không nêu " + m[0] + "."), true
	}
	if asksPerson.MatchString(q.padded) {
		if holders := s.peopleInPost(q); len(holders) > 0 {
			return s.answerNamed(q, holders)
		}
	}
	role, body := askedRole(q.padded), askedBody(q.padded)
	if body == "" && role == "" || !q.wants("who", "list", "count") || q.wants("rule") || role == "" && !asksForPeople(q.padded) {
		return Answer{}, false
	}
	if role == "thanh vien" && body == "" && !asksForPeople(q.padded) { // "các doanh nghiệp thành viên"
		return Answer{}, false
	}
	matching := s.peopleIn(role, body, q)
	if len(matching) == 0 {
		if role != "" && body != "" && strings.Contains(q.padded, " la ai ") {
			return refuse("Tài liệu đã nạp không nêu người giữ vai trò này."), true
		}
		return Answer{}, false
	}
	return s.answerMembers(q, matching), true
}

// asksForPeople reports whether a question without a role is about persons at all.
func asksForPeople(padded string) bool {
	for _, w := range []string{" nguoi ", " la ai ", " nhung ai ", " gom ai ", " co ai ", " ai trong ", " ong nao ", " ba nao "} {
		if strings.Contains(padded, w) {
			return true
		}
	}
	return false
}

// peopleNamed returns everybody whose whole name stands in the question.
func (s *snapshot) peopleNamed(q *query) []*corpus.Person {
	var named []*corpus.Person
	for i := range s.corpus.People {
		if strings.Contains(q.padded, s.people[i].name) {
			named = append(named, &s.corpus.People[i])
		}
	}
	return named
}

// peopleInPost returns everybody whose post is asked for: "Bộ trưởng Bộ Y tế là ai".
func (s *snapshot) peopleInPost(q *query) []*corpus.Person {
	var holders []*corpus.Person
	for i := range s.corpus.People {
		post := strings.TrimSuffix(s.people[i].post, "chinh phu ")
		if post != " " && (strings.Contains(q.padded, post+"la ai ") || strings.Contains(q.padded, post+"ten ") || strings.Contains(q.padded, " ai la"+post)) {
			holders = append(holders, &s.corpus.People[i])
		}
	}
	return holders
}

// answerNamed tells the posts and roles of a person, or the duty that the documents lay on the person.
func (s *snapshot) answerNamed(q *query, named []*corpus.Person) (Answer, bool) {
	if q.wants("what", "list") || strings.Contains(q.padded, " viec ") || strings.Contains(q.padded, " nhiem vu ") {
		for _, p := range named {
			if tasks := s.tasks[p.Passage]; len(tasks) > 0 && p.Role == "" {
				return s.cards(q, tasks), true
			}
		}
	}
	var a Answer
	seen := map[string]bool{}
	for _, p := range named {
		d := s.documents[p.Document]
		what := p.Post
		if p.Role != "" {
			what = strings.TrimSpace(roleIn(p)) + " (" + p.Post + ")"
		}
		if seen[what] {
			continue
		}
		seen[what] = true
		a.Text = append(a.Text, Line{{Text: strings.TrimSpace(p.Title + " " + p.Name), Strong: true}, {Text: ": " + what}}, s.sourceLine(d, p.Section))
		a.Citations = append(a.Citations, s.cite(p.Passage, p.Section))
	}
	return a, true
}

// roleIn says a role with its body: "Chủ tịch Ủy ban" of "Ủy ban Quốc gia …" does not say "Ủy ban" twice.
func roleIn(p *corpus.Person) string {
	role := p.Role
	if first, _, _ := strings.Cut(p.Body, " Quốc gia"); first != "" {
		role = strings.TrimSuffix(role, " "+first)
	}
	return role + " " + p.Body
}

// askedRoles are the roles in a body, the longest first.
var askedRoles = []string{
	"pho chu tich thuong truc", "pho chu tich", "chu tich", "to truong", "to pho", "uy vien thuong truc", "uy vien",
	"thanh vien thuong truc", "thanh vien", "pho truong ban", "pho ban", "truong ban", "thu ky",
}

// fullRole writes out what people shorten.
func fullRole(role string) string {
	if role == "pho ban" {
		return "pho truong ban"
	}
	return role
}

func askedRole(padded string) string {
	for _, r := range askedRoles {
		if strings.Contains(padded, " "+r+" ") {
			return r
		}
	}
	return ""
}

func askedBody(padded string) string {
	switch {
	case strings.Contains(padded, " to cong tac "):
		return "to cong tac"
	case strings.Contains(padded, " uy ban quoc gia "), strings.Contains(padded, " uy ban "):
		return "uy ban quoc gia"
	case strings.Contains(padded, " ban chi dao "):
		return "ban chi dao"
	}
	return ""
}

// peopleIn returns the members of a body, of one list: the one with most of them.
func (s *snapshot) peopleIn(role, body string, q *query) []*corpus.Person {
	lists := map[string][]*corpus.Person{}
	for i := range s.corpus.People {
		p := &s.corpus.People[i]
		if p.Role == "" || body != "" && !strings.HasPrefix(viet.Fold(p.Body), body) {
			continue
		}
		if role != "" && role != "thanh vien" && strings.TrimSuffix(viet.Fold(p.Role), " uy ban") != fullRole(role) {
			continue
		}
		if others := q.employers(); len(others) > 0 && !s.works(p, others) {
			continue
		}
		key := p.Document + " " + p.Body
		lists[key] = append(lists[key], p)
	}
	var best []*corpus.Person
	keys := make([]string, 0, len(lists))
	for k := range lists {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if len(lists[k]) > len(best) {
			best = lists[k]
		}
	}
	return best
}

// employers are the agencies whose people are asked about: committees are bodies, not employers.
func (q *query) employers() []*agency.Agency {
	var others []*agency.Agency
	for _, a := range q.agencies {
		if a.Kind != agency.Committee {
			others = append(others, a)
		}
	}
	return others
}

// works reports whether the person's post is in one of the agencies.
func (s *snapshot) works(p *corpus.Person, agencies []*agency.Agency) bool {
	for _, m := range s.reg.Find(p.Post) {
		if slices.Contains(agencies, m.Agency) {
			return true
		}
	}
	return false
}

// answerMembers lists people, the count first when there are several.
func (s *snapshot) answerMembers(q *query, people []*corpus.Person) Answer {
	var a Answer
	d := s.documents[people[0].Document]
	if len(people) > 1 {
		a.Text = append(a.Text, Line{{Text: fmt.Sprintf("%d người", len(people)), Strong: true}, {Text: " – " + people[0].Body + ":"}})
	}
	const mostListed = 40
	for i, p := range people {
		if i >= mostListed || q.wants("count") && len(q.employers()) == 0 && len(people) > 20 && i >= 5 {
			a.Text = append(a.Text, Line{{Text: fmt.Sprintf("… và %d người khác", len(people)-i)}})
			break
		}
		a.Text = append(a.Text, Line{{Text: strings.TrimSpace(p.Title + " " + p.Name), Strong: true}, {Text: ", " + p.Post + " – " + p.Role}})
		if len(a.Citations) < 8 {
			a.Citations = append(a.Citations, s.cite(p.Passage, p.Section))
		}
	}
	a.Text = append(a.Text, s.sourceLine(d, commonSection(people)))
	return a
}

// signersOf returns who signed a document.
func (s *snapshot) signersOf(document string) []*corpus.Person {
	var signers []*corpus.Person
	for i := range s.corpus.People {
		if p := &s.corpus.People[i]; p.Document == document && p.Role == "người ký" {
			signers = append(signers, p)
		}
	}
	return signers
}

// commonSection is the section above all of the people.
func commonSection(people []*corpus.Person) string {
	first := people[0].Section
	for _, p := range people[1:] {
		if p.Section != first {
			if i := strings.LastIndexByte(first, '.'); i > 0 && below(p.Section, first[:i]) {
				return first[:i]
			}
			return ""
		}
	}
	return first
}
