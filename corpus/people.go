package corpus

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// personName reads a name: two to six words with capitals, or all in capitals.
var personName = regexp.MustCompile(`^(?:\p{Lu}[\p{L}'’]*\s+){1,5}\p{Lu}[\p{L}'’]*`)

// parsePerson reads a line about one person: "Ông Nguyễn Văn A, Bộ trưởng Bộ X,
// Ủy viên", "Trưởng ban: Bà B - Phó Chủ tịch tỉnh"; false when it is none.
func parsePerson(s string) (Person, bool) {
	s = strings.TrimRight(s, " .;,")
	if p, ok := namedPerson(s); ok {
		return p, p.Post != "" || p.Role != ""
	}
	role, rest, found := strings.Cut(headOf(s, 2*longestRole), ":")
	if !found || !isRole(role) {
		return Person{}, false
	}
	p, ok := namedPerson(strings.TrimSpace(s[len(role)+1:]))
	if !ok || rest == "" {
		return Person{}, false
	}
	if p.Role != "" {
		p.Post = strings.TrimPrefix(p.Post+", "+p.Role, ", ")
	}
	p.Role = strings.TrimSpace(role)
	return p, true
}

// longestRole bounds, in bytes, the words of a role: "Phó Trưởng ban thường trực Ban Chỉ đạo …".
const longestRole = 90

// namedPerson reads form of address, rank and degree, name, and behind it post
// and role. A name without any of them must begin like one and have a post or a role.
func namedPerson(s string) (Person, bool) {
	title := titleEnd(s)
	rest := s[title:]
	if title == 0 && !words().family[casedWord(headOf(s, longestRole))] {
		return Person{}, false
	}
	name := personName.FindString(headOf(rest, longestRole))
	if name == "" {
		return Person{}, false
	}
	rest = strings.TrimLeft(rest[len(name):], " ")
	if rest != "" && !strings.ContainsRune(",:;-–(", firstRune(rest)) {
		return Person{}, false
	}
	p := Person{Title: strings.TrimRight(s[:title], " ,"), Name: personCase(name)}
	p.Post, p.Role = splitPost(strings.Trim(rest, " ,:;-–."))
	if title == 0 && p.Role == "" && words().posts.prefix(p.Post) == 0 {
		return Person{}, false
	}
	return p, true
}

// titleEnd returns the end of the forms of address, ranks and degrees that begin s.
func titleEnd(s string) int {
	const most = 5
	end := 0
	for range most {
		n := words().titles.prefix(s[end:])
		if n == 0 {
			break
		}
		next := end + n
		trimmed := strings.TrimLeft(s[next:], ".,")
		if len(trimmed) == len(s)-next && !strings.HasPrefix(trimmed, " ") {
			break // "Bà-la-môn"
		}
		end = len(s) - len(strings.TrimLeft(trimmed, " "))
	}
	return end
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func casedWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	if isUpper(w) && utf8.RuneCountInString(w) > 1 {
		w = upperFirst(strings.ToLower(w))
	}
	return w
}

// personCase writes a name in capitals as names are written.
func personCase(name string) string {
	name = viet.Squeeze(name)
	if !isUpper(name) {
		return name
	}
	parts := strings.Fields(strings.ToLower(name))
	for i, w := range parts {
		parts[i] = upperFirst(w)
	}
	return strings.Join(parts, " ")
}

// postBreaks part post and role behind a name.
var postBreaks = []string{", ", " - ", " – ", ": ", "; ", " làm ", " (", " giữ vai trò ", " là "}

// splitPost parts "Bộ trưởng Bộ X, Ủy viên" and "Phó Chủ tịch tỉnh làm Trưởng
// ban" at the last break behind which a role stands.
func splitPost(s string) (post, role string) {
	if isRole(s) {
		return "", strings.Trim(s, " )(")
	}
	at, width := -1, 0
	for _, b := range postBreaks {
		if i := strings.LastIndex(s, b); i > at && isRole(s[i+len(b):]) {
			at, width = i, len(b)
		}
	}
	if at < 0 {
		return strings.TrimPrefix(s, "("), ""
	}
	return strings.TrimRight(s[:at], " ,-–:"), strings.Trim(s[at+width:], " ).;")
}

// officesOfState tell "Chủ tịch Ủy ban nhân dân tỉnh" from the chair of a committee.
var officesOfState = []string{
	"uy ban nhan dan", "ubnd", "hoi dong nhan dan", "hdnd", "hoi dong quan tri", "hoi dong thanh vien", "hoi nong dan", "hoi lien hiep", "hoi cuu",
	"hoi chu thap", "hiep hoi", "mat tran", "lien doan", "tap doan", "cong ty", "quoc hoi", "nuoc", "van phong", "bo ",
}

// isRole reports whether s is a role in a body, alone or with a few words that name the body.
func isRole(s string) bool {
	s = strings.Trim(s, " .,;:)(")
	if s == "" || len(s) > longestRole {
		return false
	}
	for _, r := range words().roles {
		rest, ok := cutPrefixFold(s, r)
		if ok && (rest == "" || rest[0] == ' ' && len(rest) < longestRole/2) {
			return !containsAny(viet.Fold(s), officesOfState...)
		}
	}
	return false
}

// postOfPerson returns the post out of "Ông X, Bộ trưởng Bộ Y", for a column of members.
func postOfPerson(s string) (string, bool) {
	p, ok := parsePerson(s)
	if !ok || p.Post == "" {
		return s, false
	}
	return p.Post, true
}

// readPeople collects everybody who is listed with a post or a role, who is named
// in a sentence with one, and who signed.
func (r *reader) readPeople(o *outliner) {
	lists := peopleTables(o)
	s := signing{r: r}
	o.root.walk(func(n *node) {
		for i, u := range n.body {
			switch {
			case u.Kind != docfile.Row:
				r.readPersonLine(n, u, i == 0 && n.kind != enumNone)
			case lists[u.passage] != nil:
				lists[u.passage].read(r, n, u)
			default:
				for _, cell := range u.Cells {
					if p, ok := parsePerson(cell); ok {
						r.addPerson(n, u, p)
						break
					}
				}
			}
			s.see(n, u)
		}
	})
}

// readPersonLine reads a line of a list, else the people whom a sentence names.
func (r *reader) readPersonLine(n *node, u unit, marked bool) {
	line := u.Text
	if marked {
		line = n.rest
	} else if e := parseEnumerator(line); e.kind != enumNone {
		line = e.rest
	}
	line = unbroken(line)
	found := peopleIn(line)
	if len(found) < 2 {
		if p, ok := parsePerson(line); ok {
			r.addPerson(n, u, p)
			return
		}
	}
	for _, p := range found {
		r.addPerson(n, u, p)
	}
}

// addPerson completes a person by where the name stands.
func (r *reader) addPerson(n *node, u unit, p Person) {
	above := n
	if u.passage == n.body[0].passage && n.parent != nil {
		above = n.parent // the line opens its piece itself
	}
	if p.Role == "" {
		p.Role = roleOfHeading(above.rest)
	}
	if p.Body == "" {
		p.Body = r.bodyAbove(above)
	}
	if p.Title != "" {
		p.Title = upperFirst(p.Title)
	}
	p.Document, p.Section, p.Passage, p.Source = r.d.ID, n.path, u.passage, Source{r.d.Source.File, u.Place}
	r.c.People = append(r.c.People, p)
}

// roleOfHeading returns the role of all who stand below: "Các Phó Trưởng ban:".
func roleOfHeading(heading string) string {
	heading = trimPrefixFold(strings.Trim(heading, " :."), "các ")
	if len(heading) < longestRole/2 && isRole(heading) {
		return upperFirst(heading)
	}
	return ""
}

var bodyName = regexp.MustCompile(`(?i)(?:Tổ công tác(?: giúp việc[^,;(]*)?|Ủy ban Quốc gia[^,;(]*|Ban Chỉ đạo[^,;(]*|Hội đồng[^,;(]*|Tổ (?:biên tập|soạn thảo|giúp việc|thẩm định|chuyên gia|đề án)[^,;(]*|Ban (?:soạn thảo|tổ chức|điều hành|vận động|chỉ huy)[^,;(]*|Tiểu ban[^,;(]*|Đoàn (?:kiểm tra|công tác|thanh tra|giám sát)[^,;(]*)`)

// longestAbove bounds, in bytes, what is looked at of a heading above a list.
const longestAbove = 600

// bodyAbove names the body whose list stands here: from the nearest heading, else the title.
func (r *reader) bodyAbove(n *node) string {
	for ; n != nil; n = n.parent {
		if m := r.firstBody(headOf(n.heading(), longestAbove)); m != "" {
			return m
		}
	}
	return r.firstBody(r.d.Title)
}

// firstBody returns the first body that the words name, "Ủy ban chỉ đạo …" apart,
// spelled as names are.
func (r *reader) firstBody(s string) string {
	for _, at := range bodyName.FindAllStringIndex(s, 2) {
		before := strings.ToLower(strings.TrimRight(s[:at[0]], " "))
		if strings.HasSuffix(before, "ủy") || strings.HasSuffix(before, "uỷ") {
			continue
		}
		name := trimBody(s[at[0]:at[1]])
		if isUpper(name) {
			name = spellIssuer(r.reg, sentenceCase(name))
		}
		return name
	}
	return ""
}

// trimBody cuts off by which decision the body exists, and who is in it.
func trimBody(s string) string {
	for _, stop := range []string{" theo ", " gồm", " do ", " là ", " có ", ":"} {
		s, _, _ = strings.Cut(s, stop)
	}
	return strings.Trim(s, " .…")
}
