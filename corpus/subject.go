package corpus

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// longestSubject bounds, in bytes, where the verb of a sentence may begin.
const longestSubject = 220

// standingHead stands before the agency that a committee has as its office.
const standingHead = "Cơ quan thường trực - "

// subject reads the agencies at the head of a sentence, up to the first verb of
// duty behind which they end ("Ban chỉ đạo … chỉ đạo …" has two). A body without a
// name of its own ("Ban Chỉ đạo", "Tổ công tác") is heeded only when no longer one
// fits. lead is nil when the sentence has another subject.
func (r *reader) subject(text string) (subject string, lead []string, verb string) {
	if first, _ := utf8.DecodeRuneInString(text); !unicode.IsLetter(first) {
		return "", nil, ""
	}
	if titleEnd(text) == 0 && !r.mayBegin(trimPrefixFold(text, standingHead)) {
		return "", nil, ""
	}
	if names, length := r.knownList(text); length > 0 && !r.mayGoOn(names, text[length+1:]) {
		return text[:length], names, text[length+1:]
	}
	if head, rest, ok := strings.Cut(headOf(text, longestSubject), ": "); ok && rest != "" { // "Trạm Y tế xã: giao ban …"
		if names, ok := r.agencies(head); ok {
			return head, names, text[len(head)+2:]
		}
		if p, ok := parsePerson(head); ok { // "Ông Lò Văn Pá, Tổ phó: …"
			return head, []string{r.charged(p)}, text[len(head)+2:]
		}
	}
	const mostVerbs = 8
	for _, from := range verbsIn(headOf(text, longestSubject+40), mostVerbs) {
		head := strings.TrimRight(text[:from], " ,:")
		body := trimPrefixFold(head, standingHead)
		if body == "" || len(head) > longestSubject || lastWord(body) == "ban" || lastWord(body) == "Ban" || danglesAtEnd(body) {
			continue
		}
		if lead != nil && isVerb(strings.TrimSpace(head[len(subject):])) { // "Ban Chỉ đạo | tổ chức | họp"
			break
		}
		names, ok := r.agencies(body)
		if !ok {
			continue
		}
		nameless := namelessBody.MatchString(body)
		if nameless && doesAsNamed.MatchString(text[from:]) {
			continue
		}
		if lead == nil || !nameless {
			subject, lead, verb = head, names, text[from:]
		}
		if !nameless && !r.mayGoOn(names, text[from:]) {
			break
		}
	}
	return subject, lead, verb
}

// mayGoOn reports whether the verb behind a body may be a part of its name.
func (r *reader) mayGoOn(names []string, verb string) bool {
	last := names[len(names)-1]
	if !slices.ContainsFunc(nameVerbs, func(v string) bool { return beginsWith(verb, v) }) {
		return false
	}
	if kind, _ := r.reg.KindOf(last); kind == agency.Group {
		return beginsWith(verb, "cấp") // "Các sở, ban, ngành cấp tỉnh"
	}
	_, known := r.reg.Lookup(last)
	return !known && longNamed.MatchString(last)
}

// longNamed bodies are called by what they do.
var longNamed = regexp.MustCompile(`^(?i)(?:các )?(?:ban quản lý|ban chỉ đạo|trung tâm|chi nhánh|công ty|tổng công ty|viện|quỹ|trường|đội|tổ|hội đồng)\s`)

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// charged is who a duty of a person falls to: the post where it is one of an agency of the
// registry, as ministers are named, else the person.
func (r *reader) charged(p Person) string {
	if len(r.reg.Find(p.Post)) > 0 {
		return p.Post
	}
	return strings.TrimSpace(p.Title + " " + p.Name)
}

// knownList reads agencies of the registry that a verb follows: any word in small
// letters but those that go on with a name.
func (r *reader) knownList(text string) (names []string, length int) {
	names, length = r.agencyList(text)
	behind, spaced := strings.CutPrefix(text[length:], " ")
	unknown := func(name string) bool { _, ok := r.reg.Lookup(name); return !ok }
	if length == 0 || !spaced || !startsLower(behind) || noVerbs[firstWord(behind)] || slices.ContainsFunc(names, unknown) {
		return nil, 0
	}
	return names, length
}

// mayBegin reports whether an agency, a post or a group can stand at the head of a
// text: it spares most sentences the taking apart.
func (r *reader) mayBegin(text string) bool {
	const longest = 160 // bytes of a name
	head := headOf(text, longest)
	if r.reg.Opens(head) {
		return true
	}
	for full := range r.defined {
		if strings.HasPrefix(viet.Fold(head), full) {
			return true
		}
	}
	return false
}

// doesAsNamed is what a body is called by: "Ban Chỉ đạo xây dựng Chính phủ điện tử".
var doesAsNamed = regexp.MustCompile(`^(?:triển khai|xây dựng|thực hiện)\s`)

var namelessBody = regexp.MustCompile(`^(?i)(?:các )?(?:ban chỉ đạo|ban tổ chức|tổ công tác|tổ giúp việc|hội đồng|ủy ban|đoàn công tác)$`)
