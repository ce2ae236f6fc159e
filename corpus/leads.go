package corpus

import (
	"regexp"
	"strings"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// agencies reads words that consist of agencies, posts and groups and of nothing
// else: a body among them at least.
func (r *reader) agencies(s string) ([]string, bool) {
	if strings.ContainsAny(s, ";?!") || figureOf.MatchString(s) {
		return nil, false
	}
	names, _ := r.fullNames(r.split(s))
	some := false
	for i, n := range names {
		if r.isDefined(n) {
			some = true
			continue
		}
		post, body := agency.CutPost(n)
		if body == "" {
			continue
		}
		kind, ok := r.reg.KindOf(body)
		if !ok || kind == agency.Group && !r.isGroup(body) {
			return nil, false
		}
		some = true
		names[i] = withoutPost(n, post, body, kind)
	}
	return names, some
}

// figureOf finds a date or an amount: no name has one.
var figureOf = regexp.MustCompile(`\d/\d|\d%|\d (?:tấn|ha|km|hộ|xã|người|công trình|lớp|cơ sở|mô hình|đoàn)(?:\s|$)`)

// isGroup tells a group of bodies from other things in the plural ("Các hoạt động") and from
// a sentence about one.
func (r *reader) isGroup(name string) bool {
	const mostWords = 16
	return len(strings.Fields(name)) <= mostWords && (r.reg.Opens(name) || strings.Contains(name, ", "))
}

// withoutPost names the body where its head stands for it: "Giám đốc Sở Nội vụ" is
// Sở Nội vụ. Ministers and chairmen of provinces are named themselves.
func withoutPost(name, post, body string, kind agency.Kind) string {
	if post == "" || kind != agency.Department && kind != agency.Group || !headOfUnit.MatchString(viet.Fold(post)) {
		return name
	}
	return upperFirst(body)
}

var headOfUnit = regexp.MustCompile(`^(?:pho )?(?:giam doc|truong phong|truong|chanh van phong|chanh thanh tra|cuc truong|vu truong|vien truong|chi cuc truong|hieu truong|tong cuc truong|thu truong)$`)

var memberSubject = regexp.MustCompile(`^(?i)(?:các|mỗi|từng)\s+((?:ủy viên|thành viên)(?:\s+\p{Lu}\p{L}*(?:\s\p{L}+){0,5}?)?)\s(?:lãnh đạo|chỉ đạo|chịu|có trách nhiệm|phụ trách|chủ trì|xây dựng)[\s,]`)

// holders reads who has a duty from its own words, where a row has an empty cell
// for the lead: "Mỗi Ủy viên Ủy ban lãnh đạo …" binds all of them.
func (r *reader) holders(text string) []string {
	if _, lead, _ := r.subject(text); lead != nil {
		return lead
	}
	if m := memberSubject.FindStringSubmatch(headOf(text, longestSubject)); m != nil {
		return []string{"Các " + m[1]}
	}
	return nil
}

var meetingHeading = regexp.MustCompile(`^(?i)(?:phiên họp|cuộc họp|kỳ họp)\s(?:[^;.:]*\s)?của\s+(.+)$`)

// meetingOf returns the committee whose meetings a heading names: what stands
// below is the committee's own duty. A ministry's meetings are not its duties.
func (r *reader) meetingOf(heading string) (string, bool) {
	m := meetingHeading.FindStringSubmatch(heading)
	if m == nil {
		return "", false
	}
	if a, ok := r.reg.Lookup(m[1]); ok {
		return a.Name, a.Kind == agency.Committee
	}
	_, body := r.reg.KindOf(m[1])
	return m[1], body && strings.HasPrefix(viet.Fold(m[1]), "ban chi dao")
}

// inviter returns who is to call a meeting where the first clauses say so, else the committee.
func (r *reader) inviter(text string, committee []string) []string {
	const clauses = 4
	for range clauses {
		if _, lead, _ := r.subject(text); lead != nil {
			return lead
		}
		_, rest, ok := strings.Cut(text, ", ")
		if !ok {
			break
		}
		text = rest
	}
	return committee
}

// speaks reports whether words are more than a name: a verb of duty stands in them.
func speaks(s string) bool {
	_, body := agency.CutPost(s)
	return strings.ContainsAny(body, ";:?!") || len(verbsIn(body, 1)) > 0
}
