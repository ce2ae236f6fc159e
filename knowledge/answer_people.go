package knowledge

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// personAsked reads a name behind a form of address.
var personAsked = regexp.MustCompile(`(?:^|[^\p{L}])((?:[Ôô]ng|[Bb]à|[Đđ]ồng chí)\s+((?:\p{Lu}\p{Ll}+\s+){1,4}\p{Lu}\p{Ll}+))`)

// answerPeople answers who somebody is, who holds a role, and how many there are.
func (s *snapshot) answerPeople(q *query) (Answer, bool) {
	if len(s.corpus.People) == 0 {
		return Answer{}, false
	}
	if named := s.peopleNamed(q); len(named) > 0 {
		if containsAny(q.padded, []string{" so dien thoai ", " sdt ", " so dt ", " email ", " nha rieng "}) {
			return refuse(chatterReplies["private"]), true
		}
		return s.answerNamed(q, named)
	}
	if m := personAsked.FindStringSubmatch(q.text); m != nil && !s.mentions(m[2]) {
		return refuse("Tài liệu đã nạp không nêu " + m[1] + "."), true
	}
	if asksPerson.MatchString(q.padded) && askedBody(q.padded) == "" {
		if holders := s.peopleInPost(q); len(holders) > 0 {
			return s.answerNamed(q, holders)
		}
	}
	asked := q.askedOfPeople()
	if !asked.ofPeople(q) {
		return Answer{}, false
	}
	matching := s.peopleIn(asked, q)
	if len(matching) == 0 {
		if len(asked.roles) > 0 && asked.body != "" && strings.Contains(q.padded, " la ai ") {
			return refuse("Tài liệu đã nạp không nêu người giữ vai trò này."), true
		}
		return Answer{}, false
	}
	return s.answerMembers(q, matching), true
}

// askedPeople is what a question says of the people that it asks about.
type askedPeople struct {
	roles   []string
	body    string
	persons bool // it asks for persons, with or without a role
	women   bool
}

// ofPeople reports whether what was read is all that is asked about: those who are in a body or hold a role.
func (asked askedPeople) ofPeople(q *query) bool {
	switch {
	case q.wants("rule"):
		return false
	case asked.persons:
		return asked.body != "" || len(asked.roles) > 0
	case len(asked.roles) == 0 || !q.wants("who", "list", "count"):
		return false
	case asked.body == "" && slices.Equal(asked.roles, []string{"thanh vien"}): // "các doanh nghiệp thành viên"
		return false
	}
	return q.wants("list", "count") || asked.wordsBeside(q) <= 1 // "… sử dụng con dấu của ai": about what they do, not who they are
}

// wordsBeside counts the subject words of a question that neither its roles nor its body have.
func (asked askedPeople) wordsBeside(q *query) int {
	said := " " + strings.Join(asked.roles, " ") + " " + asked.body + " "
	n := 0
	for i := range q.subject {
		if !strings.Contains(said, q.subject[i].padded) {
			n++
		}
	}
	return n
}

// askedOfPeople reads it, abbreviations written out.
func (q *query) askedOfPeople() askedPeople {
	meant := pad(q.search)
	return askedPeople{
		roles: askedRoles(meant), body: askedBody(meant), persons: asksForPeople(q.padded),
		women: containsAny(q.padded, []string{" nu ", " ba nao ", " may ba ", " cac ba "}),
	}
}

// asksForPeople reports whether a question without a role is about persons at all.
func asksForPeople(padded string) bool {
	return containsAny(padded, []string{" nguoi ", " la ai ", " nhung ai ", " gom ai ", " co ai ", " ai trong ", " ong nao ", " ba nao ", " may ba ", " may ong ", " ten gi ", " ai la ", " tuong nao ", " vi nao ", " dong chi nao ", " lanh dao nao ", " thu truong nao "})
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
		if post != " " && (holds(q.padded, post+"la ai ") || holds(q.padded, post+"ten ") || strings.Contains(q.padded, " ai la"+post)) {
			holders = append(holders, &s.corpus.People[i])
		}
	}
	return holders
}

// holds reports whether a question names a post, not the deputy's or the former one.
func holds(padded, post string) bool {
	i := strings.Index(padded, post)
	return i >= 0 && !strings.HasSuffix(padded[:i], " pho") && !strings.HasSuffix(padded[:i], " nguyen")
}

// answerNamed tells the posts and roles of a person, or the duty that the documents lay on the person.
func (s *snapshot) answerNamed(q *query, named []*corpus.Person) (Answer, bool) {
	if q.wants("what", "list") || strings.Contains(q.padded, " viec ") || strings.Contains(q.padded, " nhiem vu ") {
		var tasks []int
		for _, p := range named {
			if q.only(s.documents[p.Document]) && below(p.Section, q.section) {
				for _, i := range s.tasks[p.Passage] {
					if !slices.Contains(tasks, i) {
						tasks = append(tasks, i)
					}
				}
			}
		}
		if len(tasks) > 3 {
			return s.listTasks(q, tasks), true
		}
		if len(tasks) > 0 {
			return s.cards(q, tasks), true
		}
	}
	var a Answer
	seen := map[string]bool{}
	for _, p := range named {
		d := s.documents[p.Document]
		what := p.Post
		if p.Role != "" {
			what = strings.TrimSpace(roleIn(p))
			if p.Post != "" {
				what += " (" + p.Post + ")"
			}
		}
		if seen[p.Name+"\n"+what] {
			continue
		}
		seen[p.Name+"\n"+what] = true
		a.Text = append(a.Text, Line{{Text: strings.TrimSpace(p.Title + " " + p.Name), Strong: true}, {Text: ": " + what}}, s.sourceLine(d, p.Section))
		a.Citations = append(a.Citations, s.cite(p.Passage, p.Section))
	}
	s.addDirected(&a, named)
	return a, true
}

// addDirected appends what the documents give a person to direct, if it is little.
func (s *snapshot) addDirected(a *Answer, named []*corpus.Person) {
	const most = 3
	var tasks []int
	for _, p := range named {
		for _, i := range s.tasks[p.Passage] {
			if !slices.Contains(tasks, i) {
				tasks = append(tasks, i)
			}
		}
	}
	if len(tasks) > most {
		return
	}
	for _, i := range tasks {
		t := &s.corpus.Tasks[i]
		a.Text = append(a.Text, Line{{Text: "• Được giao: " + cut(t.Title, longestTitleInList) + bracketed(t)}}, s.sourceLine(s.taskOf[i], t.Section))
		a.Tasks = append(a.Tasks, t.ID)
		a.Citations = append(a.Citations, s.citeFor(t, t.Passages[0]))
	}
}

// roleIn says a role with its body: "Chủ tịch Ủy ban" of "Ủy ban Quốc gia …" does not say "Ủy ban" twice.
func roleIn(p *corpus.Person) string {
	role := p.Role
	if first, _, _ := strings.Cut(p.Body, " Quốc gia"); first != "" {
		role = strings.TrimSuffix(role, " "+first)
	}
	return role + " " + p.Body
}

// rolesInBodies are the roles in a body, the longest first.
var rolesInBodies = []string{
	"pho chu tich thuong truc", "pho chu tich", "chu tich", "to truong", "to pho thuong truc", "to pho", "uy vien thuong truc", "uy vien",
	"thanh vien thuong truc", "thanh vien", "pho truong ban thuong truc", "pho truong ban", "pho ban", "truong ban", "thu ky",
}

// fullRole writes out what people shorten.
func fullRole(role string) string {
	if role == "pho ban" {
		return "pho truong ban"
	}
	return role
}

// askedRoles returns the roles that a question names; a longer one hides those in it.
func askedRoles(padded string) []string {
	var roles []string
	for _, r := range rolesInBodies {
		if strings.Contains(padded, " "+r+" ") {
			roles = append(roles, fullRole(r))
			padded = strings.ReplaceAll(padded, " "+r+" ", "  ")
		}
	}
	return roles
}

func askedBody(padded string) string {
	switch {
	case containsAny(padded, []string{" to cong tac ", " to giup viec "}):
		return "to cong tac"
	case strings.Contains(padded, " uy ban quoc gia "), strings.Contains(padded, " uy ban "):
		return "uy ban quoc gia"
	case strings.Contains(padded, " ban chi dao "):
		return "ban chi dao"
	case strings.Contains(padded, " hoi dong "):
		return "hoi dong"
	}
	return ""
}

// peopleIn returns the members of a body: of one list, the one with most of them, unless
// several roles are asked for or somebody's people, who may sit in several.
func (s *snapshot) peopleIn(asked askedPeople, q *query) []*corpus.Person {
	lists := map[string][]*corpus.Person{}
	var all []*corpus.Person
	employers, outside := q.employers(), s.employersOutside(q)
	for i := range s.corpus.People {
		p := &s.corpus.People[i]
		if p.Role == "" || (len(asked.roles) < 2 || slices.Contains(asked.roles, "thanh vien")) && asked.body != "" && !strings.HasPrefix(viet.Fold(p.Body), asked.body) {
			continue
		}
		if !below(p.Section, q.section) || !asked.inRole(p) || asked.women && viet.Fold(p.Title) != "ba" {
			continue
		}
		if len(employers) > 0 && !s.works(p, employers) || len(outside) > 0 && !containsAny(s.people[i].post, outside) {
			continue
		}
		key := p.Document + " " + p.Body
		lists[key] = append(lists[key], p)
		all = append(all, p)
	}
	if len(asked.roles) > 1 && !slices.Contains(asked.roles, "thanh vien") {
		return all
	}
	var best []*corpus.Person
	for _, k := range slices.Sorted(maps.Keys(lists)) {
		if of := lists[k]; len(of) > len(best) || len(of) == len(best) && s.binds(q, of[0]) < s.binds(q, best[0]) {
			best = of
		}
	}
	return best
}

// binds orders people by how far the document binds that names them.
func (s *snapshot) binds(q *query, p *corpus.Person) int {
	return rank(s.documents[p.Document], q.asOf)
}

// inRole reports whether somebody has one of the roles that are asked for; a member is anybody.
func (asked askedPeople) inRole(p *corpus.Person) bool {
	if len(asked.roles) == 0 || slices.Contains(asked.roles, "thanh vien") {
		return true
	}
	role := strings.TrimSuffix(viet.Fold(p.Role), " uy ban")
	return slices.ContainsFunc(asked.roles, func(r string) bool { return role == r || r == "to pho" && role == "to pho thuong truc" })
}

// employersOutside are names in the question that no registry knows and that stand in
// somebody's post: companies such as "Bkav".
func (s *snapshot) employersOutside(q *query) []string {
	var names []string
	for i := range q.subject {
		w := &q.subject[i]
		for k := range s.corpus.People {
			if strings.Contains(s.people[k].post, w.padded) && s.index.DocumentFrequency(w.folded) <= rareName {
				names = append(names, w.padded)
				break
			}
		}
	}
	return names
}

// rareName is how many records a name may stand in that is asked about as an employer.
const rareName = 12

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
	for _, m := range s.listed.Find(p.Post) {
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
