package corpus

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// citation is a document named by its number in a text, or a law by its name.
type citation struct {
	from, to int    // bytes, from the word for its kind to the end of number and date
	kind     string // "Quyết định"; "" when the text does not say
	number   string // "749/QĐ-TTg"; "" of a law that is named only
	date     viet.Date
	title    string
	verb     RelationKind // what the text does to it
	part     string       // "khoản 2 Điều 5" when the text does it to a part only
	after    string       // what stands behind it, up to the next one
}

// documentKinds are the words for kinds of documents that stand before a number.
var documentKinds = sync.OnceValue(func() *phrases {
	p := &phrases{}
	for _, k := range kinds {
		p.add(k)
	}
	for _, k := range []string{"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp", "Lệnh", "Công văn", "Văn bản", "Thông tư liên tịch", "Chiến lược", "Quy hoạch", "Giấy mời", "Hướng dẫn"} {
		p.add(k)
	}
	return p
})

// mostCitations bounds what is read of one paragraph.
const mostCitations = 200

// citationsIn finds the documents that a text names, from left to right, looking
// only where a slash stands before a capital: "/QĐ-TTg".
func citationsIn(text string) []citation {
	var found []citation
	last := 0 // end of the one before
	for i := 0; len(found) < mostCitations; {
		slash := strings.IndexByte(text[i:], '/')
		if slash < 0 {
			break
		}
		i += slash + 1
		if r, _ := utf8.DecodeRuneInString(text[i:]); !unicode.IsUpper(r) {
			continue
		}
		c, ok := citationAt(text, last, i-1)
		if !ok {
			continue
		}
		found = append(found, c)
		last, i = c.to, c.to
	}
	for i := range found {
		found[i].readAround(text, found, i)
	}
	return found
}

// readAround reads what a text says of its i-th citation.
func (c *citation) readAround(text string, all []citation, i int) {
	c.after = headOf(text[c.to:], longestCited)
	if i+1 < len(all) {
		c.after = headOf(text[c.to:all[i+1].from], longestCited)
	}
	if c.title = titleOf(c.after); c.title != "" && !endsWithJoiner(c.after) {
		c.title = titleOf(headOf(text[c.to:], longestCited)) // the next one stands in its title
	}
	if c.title == "" && c.kind == "" {
		before := 0
		if i > 0 {
			before = all[i-1].to
		}
		c.title = nameBefore(text[before:c.from])
	}
	rooted := strings.HasPrefix(viet.Fold(headOf(strings.TrimLeft(text, " -–*"), len("Căn cứ "))), "can cu")
	if i == 0 {
		if c.verb, c.part = verbBefore(tailOf(text[:c.from], longestLead)); rooted {
			c.verb, c.part = BasedOn, ""
		}
		c.checkSubject(text)
		return
	}
	prev := &all[i-1]
	between := text[prev.to:c.from]
	c.verb, c.part = verbBefore(tailOf(between, longestLead))
	switch within := prev.title != "" && !strings.Contains(between, ";") && !endsWithJoiner(between); {
	case rooted && !within:
		c.verb, c.part = BasedOn, ""
	case c.verb == "":
		c.verb, c.part = goesOnFrom(prev, between)
	case within && (c.verb == Implements || c.verb == IssuedWith || c.verb == BasedOn):
		c.verb = Cites
	default:
		c.checkSubject(text)
	}
}

// nameBefore returns the name of a law that stands before its number: "Luật Đất
// đai số 31/2024/QH15".
func nameBefore(lead string) string {
	lead = strings.TrimRight(tailOf(lead, longestLead), " ")
	for _, no := range []string{"số:", "số"} {
		lead = strings.TrimRight(strings.TrimSuffix(lead, no), " ")
	}
	at := -1
	for _, law := range []string{"Luật ", "Bộ luật ", "Pháp lệnh ", "Quy chế ", "Quy định "} {
		if i := strings.LastIndex(lead, law); i > at || i >= 0 && at == i+len("Bộ ") {
			at = i
		}
	}
	if at < 0 || strings.ContainsAny(lead[at:], ";.:") {
		return ""
	}
	return lead[at:]
}

// endsWithJoiner reports whether a list goes on behind the words.
func endsWithJoiner(s string) bool {
	s = strings.TrimRight(s, " ")
	for _, j := range []string{",", ";", " và", " và các", " và của"} {
		if strings.HasSuffix(s, j) {
			return true
		}
	}
	return false
}

// checkSubject makes sure that it is this document that ends or changes the
// other: "Quyết định này thay thế …" or "Bãi bỏ …", not "xây dựng Nghị định thay
// thế …". It sees too what stands behind: "… hết hiệu lực kể từ ngày Luật này".
func (c *citation) checkSubject(text string) {
	sentence := text[:c.from]
	for _, stop := range []string{". ", "; "} {
		if i := strings.LastIndex(sentence, stop); i >= 0 {
			sentence = sentence[i+len(stop):]
		}
	}
	folded := viet.Fold(headOf(sentence, longestLead)) + " "
	after := viet.Fold(headOf(c.after, longestLead))
	after, _, _ = strings.Cut(after, ". ")
	own := strings.Contains(folded, " nay ") || strings.Contains(after, " nay ")
	switch c.verb {
	case Amends, Replaces, Repeals:
		begins := false
		for _, v := range relationVerbs {
			begins = begins || v.kind == c.verb && strings.HasPrefix(folded, v.words)
		}
		if !own && !begins {
			c.verb, c.part = Cites, ""
		}
	case "", Cites:
		if own && (strings.Contains(after, "het hieu luc") || strings.Contains(after, "bi bai bo")) {
			c.verb = Repeals
			c.part = partIn(Repeals, tailOf(sentence, longestLead))
		}
	}
}

// citationAt reads the number around a slash; nothing before from belongs to it.
func citationAt(text string, from, slash int) (citation, bool) {
	start := numberStart(text, from, slash)
	if start < 0 {
		return citation{}, false
	}
	end := lettersEnd(text, slash+1)
	number := strings.Join(strings.Fields(text[start:end]), "")
	c := citation{from: start, to: end, number: mendNumber(number)}
	lead := strings.TrimRight(text[from:start], " ")
	said := false
	for _, no := range []string{"số:", "số", "Số:", "Số", "SỐ"} {
		if rest, ok := strings.CutSuffix(lead, no); ok {
			lead, said = strings.TrimRight(rest, " "), true
			break
		}
	}
	if n := documentKinds().suffix(lead); n > 0 {
		c.from, said = from+len(lead)-n, true
		c.kind = sentenceCase(lead[len(lead)-n:])
	}
	if !said && kindOfNumber(c.number) == "" {
		return citation{}, false // "12/Lào Cai"
	}
	if date, n := dateBehind(text[end:]); n > 0 {
		c.date, c.to = date, end+n
	}
	return c, true
}

var citedTitle = regexp.MustCompile(`^[^;.]{0,80}?\s((?i:về việc|phê duyệt|ban hành|kiện toàn|quy định|về|sửa đổi)\s[^;]*)`)

// longestCited is how far, in bytes, the title of a document may reach behind its number.
const longestCited = 600

// titleOf reads the title behind number and date.
func titleOf(after string) string {
	t := citedTitle.FindStringSubmatchIndex(after)
	if t == nil {
		return ""
	}
	title := after[t[2]:t[3]]
	if ownsAbout(after[:t[2]]) { // "Ủy ban Quốc gia về chuyển đổi số ban hành …"
		if u := citedTitle.FindStringSubmatch(" " + trimPrefixFold(title, "về")); u != nil {
			title = u[1]
		}
	}
	if i := strings.Index(title, ". "); i > 0 {
		title = title[:i]
	}
	title = trimPrefixFold(title, "về việc ")
	if open := strings.LastIndexByte(title, '('); open > 0 && !strings.Contains(title[open:], ")") {
		title = title[:open]
	}
	return strings.Trim(strings.NewReplacer("“", "", "”", "", `"`, "").Replace(title), " .,;/()")
}

// ownsAbout reports whether the words end with a body whose name goes on with "về".
func ownsAbout(s string) bool {
	s = strings.TrimRight(s, " ")
	for _, body := range []string{"Ủy ban Quốc gia", "Uỷ ban Quốc gia", "Ban Chỉ đạo", "Ban Chỉ đạo quốc gia", "Hội đồng quốc gia", "Hội đồng Quốc gia"} {
		if strings.HasSuffix(s, body) {
			return true
		}
	}
	return false
}

// longestLead bounds, in bytes, how far before a document the words may stand
// that say what is done to it.
const longestLead = 240

// relationVerbs say what a text does to the document behind them, folded; of two
// at one place the longer counts.
var relationVerbs = []struct {
	words string
	kind  RelationKind
}{
	{"can cu", BasedOn}, {"thay the", Replaces}, {"bai bo", Repeals}, {"huy bo", Repeals}, {"sua doi", Amends}, {"bo sung", Amends},
	{"dieu chinh", Amends}, {"dinh chinh", Amends}, {"thuc hien", Implements}, {"trien khai", Implements}, {"thi hanh", Implements},
	{"cu the hoa", Implements}, {"quy dinh chi tiet", Implements}, {"huong dan", Implements}, {"kem theo", IssuedWith},
	{"du thao", Cites}, {"xay dung", Cites},
}

var (
	partOf    = regexp.MustCompile(`(?i)((?:(?:một phần|một số (?:điều|khoản|điểm|nội dung|quy định)|nội dung|cụm từ|quy định|gạch đầu dòng|điểm|khoản|điều|chương|mục|tiết|phụ lục|biểu)(?:\s|$)).*)$`)
	wholeName = regexp.MustCompile(`(?i)^(?:phụ lục|biểu|danh mục|kế hoạch|quy chế|quy định|chương trình|đề án|điều lệ|chiến lược)\s[^,;]*(?:ban hành )?kèm theo\s*$`)
)

// verbBefore reads what is done to the document that follows the words, and to
// which part of it. It is "" when they do not say.
func verbBefore(lead string) (RelationKind, string) {
	if i := strings.LastIndex(lead, ". "); i >= 0 {
		lead = lead[i+2:]
	}
	if i := strings.LastIndexByte(lead, ';'); i >= 0 {
		lead = lead[i+1:]
	}
	folded := viet.Fold(lead)
	if strings.HasPrefix(strings.TrimLeft(folded, " -–*"), "can cu") {
		return BasedOn, ""
	}
	at, kind, width := -1, RelationKind(""), 0
	for _, v := range relationVerbs {
		i := strings.LastIndex(folded, v.words)
		if v.kind == IssuedWith && (kind == Replaces || kind == Repeals || kind == Amends) {
			continue // "Bãi bỏ Phụ lục II ban hành kèm theo …"
		}
		if i >= 0 && (i > at || i == at && len(v.words) > width) {
			at, kind, width = i, v.kind, len(v.words)
		}
	}
	if at < 0 {
		return "", ""
	}
	between := strings.TrimSpace(runesFrom(lead, folded, at+width))
	if part := partOf.FindStringIndex(between); strings.Contains(between, ",") && kind != Amends && (part == nil || part[0] > 0) {
		return "", "" // another clause
	}
	for _, by := range []string{"bởi", "bằng", "theo", "tại"} { // "được sửa đổi tại": not by this document
		if _, ok := cutPrefixFold(between, by+" "); ok || strings.EqualFold(between, by) {
			return Cites, ""
		}
	}
	switch {
	case kind == Implements && (len(between) > longestRole || strings.Contains(" "+between+" ", " theo ")):
		return Cites, "" // something else is carried out
	case kind == IssuedWith && !strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(folded, "(* "), "ban hanh"), " "), "kem theo"):
		return Cites, "" // something else was issued with it
	}
	return kind, partIn(kind, between)
}

// runesFrom returns the rest of s from where the byte i of its folded form stands.
func runesFrom(s, folded string, i int) string {
	n := utf8.RuneCountInString(folded[:i])
	for range n {
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
	}
	return s
}

// partIn names the part of the document that is meant, of what may be done to a part.
func partIn(kind RelationKind, between string) string {
	if kind != Amends && kind != Replaces && kind != Repeals {
		return ""
	}
	m := partOf.FindString(between)
	m = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(m), "của"))
	if m == "" || kind != Amends && wholeName.MatchString(between) {
		return ""
	}
	for _, end := range []string{"ban hành kèm theo", "kèm theo", "tại", "của"} {
		m = strings.TrimSpace(strings.TrimSuffix(m, end))
	}
	return m
}

// goesOnFrom lets a document share the words of the one before in a list: "thay
// thế Quyết định số 5/… và Quyết định số 6/…". In the title of that one it is
// only cited.
func goesOnFrom(prev *citation, between string) (RelationKind, string) {
	if endsWithJoiner(between) {
		return prev.verb, prev.part
	}
	return Cites, ""
}
