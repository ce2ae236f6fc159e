package corpus

import (
	"strings"
	"unicode/utf8"
)

// personMarks stand before a name in a sentence.
var personMarks = []string{"ông ", "Ông ", "bà ", "Bà ", "đồng chí ", "Đồng chí ", "đ/c ", "Đ/c "}

// peopleIn reads the people whom a sentence names with their posts or roles: "do
// đồng chí X, Phó Chủ tịch tỉnh, làm Trưởng ban".
func peopleIn(text string) []Person {
	starts := personStarts(text)
	var people []Person
	for i, from := range starts {
		to := len(text)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		if p, ok := personInText(headOf(text[from:to], longestMention)); ok {
			p.Body = bodyBefore(text[:from])
			people = append(people, p)
		}
	}
	return people
}

// longestMention bounds, in bytes, what is read of one person in a sentence.
const longestMention = 300

// personStarts returns where forms of address stand before a name, in order.
func personStarts(text string) []int {
	const most = 64
	var starts []int
	for i := 0; len(starts) < most; {
		at := -1
		for _, m := range personMarks {
			if j := indexWord(text[i:], m); j >= 0 && (at < 0 || i+j < at) {
				at = i + j
			}
		}
		if at < 0 {
			break
		}
		if end := titleEnd(text[at:]); end > 0 && personName.MatchString(headOf(text[at+end:], longestRole)) {
			starts = append(starts, at)
			at += end
		}
		i = at + 1
	}
	return starts
}

// indexWord returns where the word stands in s by itself, or -1.
func indexWord(s, word string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return -1
		}
		if beginsWord(s, from+i) {
			return from + i
		}
		from += i + len(word)
	}
}

// personInText reads a person at the beginning of s up to where the sentence
// goes on with something else.
func personInText(s string) (Person, bool) {
	end := titleEnd(s)
	name := personName.FindString(headOf(s[end:], longestRole))
	p := Person{Title: strings.TrimRight(s[:end], " ,"), Name: personCase(name)}
	rest := strings.TrimLeft(s[end+len(name):], " ,-–(")
	if i := strings.IndexAny(rest, ";"); i >= 0 {
		rest = rest[:i]
	}
	for _, stop := range []string{". ", "), "} {
		rest, _, _ = strings.Cut(rest, stop)
	}
	for _, makes := range []string{"làm ", "giữ vai trò ", "là "} {
		i := indexWord(rest, makes)
		if i < 0 {
			continue
		}
		role, _, _ := strings.Cut(rest[i+len(makes):], ", ")
		role, _, _ = strings.Cut(role, " và ")
		if isRole(role) {
			p.Post, p.Role = strings.Trim(rest[:i], " ,-–()"), strings.Trim(role, " .,;:)")
			break
		}
	}
	if p.Role == "" {
		p.Post, p.Role = leadingPosts(rest)
	}
	if p.Role == "" {
		p.Post, p.Role = splitPost(p.Post) // "Bí thư Tỉnh ủy - Trưởng ban"
	}
	startsPost := words().posts.prefix(p.Post) > 0
	return p, startsPost || p.Post == "" && p.Role != ""
}

// leadingPosts returns the posts, and the role, that stand in a row at the beginning.
func leadingPosts(s string) (post, role string) {
	var posts []string
	for _, part := range strings.Split(s, ", ") {
		part = strings.Trim(part, " .,;:()")
		if isRole(part) {
			role = part
			break
		}
		if words().posts.prefix(part) == 0 {
			break
		}
		posts = append(posts, part)
	}
	return strings.Join(posts, ", "), role
}

// bodyBefore names the body that is spoken of right before a person: "Thành lập Ban Chỉ đạo …, do".
func bodyBefore(s string) string {
	s = tailOf(s, longestMention)
	body := ""
	for {
		at := bodyName.FindStringIndex(s)
		if at == nil {
			return body
		}
		body = trimBody(s[at[0]:at[1]])
		_, first := utf8.DecodeRuneInString(s[at[0]:])
		s = s[at[0]+first:] // "Ban Chỉ đạo có Tổ giúp việc" speaks of the last
	}
}
