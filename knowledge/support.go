package knowledge

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus/viet"
)

// An answer must hold the sort of thing that was asked for: money, a percentage, a name.
// What no plan can hold is refused before anything is looked up.

var (
	asksMoney   = regexp.MustCompile(` (?:bao nhieu|may|bn) (?:tien|ty|trieu|dong|kinh phi|tram nghin|tram trieu|nghin dong)\b| gia (?:bao nhieu|bn) | (?:kinh phi|ngan sach|tien luong|muc luong|tien phat)\b.* (?:bao nhieu|bn|may (?:tien|ty|trieu|dong)) | bao nhieu (?:kinh phi|ngan sach)\b`)
	hasMoney    = regexp.MustCompile(`\d (?:ty|trieu|nghin|dong)\b`)
	moneyTable  = regexp.MustCompile(`(?i)(?:triệu|tỷ|tỉ|nghìn) đồng`)
	asksPerson  = regexp.MustCompile(` ten (?:la )?gi | (?:ho ten|ho va ten|ten) (?:cua )?(?:truong|pho|chu tich|bo truong|giam doc|bi thu|thu truong) | ai la (?:chu tich|(?:bo|thu|cuc|vu) truong|thu tuong|thong doc|giam doc|bi thu|pho|truong)| (?:chu tich|(?:bo|thu|cuc|vu) truong|thu tuong|giam doc|bi thu|thong doc)(?: \S+)* (?:la ai|ten gi) `)
	fine        = regexp.MustCompile(` (?:bi phat|xu phat|muc phat|phat tien|tien phat|ky luat|che tai) `)
	asksContact = regexp.MustCompile(` (?:goi|alo|lien he|lien lac|hoi)(?: \S+)? (?:ai|so may|so nao|dau) | (?:goi|alo|lien he) .*so may `)
	hasContact  = regexp.MustCompile(` lien he | dien thoai | dau moi |\d{3,4} \d{3} \d{3}`)
	asksAddress = regexp.MustCompile(` (?:dia chi (?:web|trang|website)|trang web|website|web|link|duong link) (?:nao|gi|la) `)
	hasAddress  = regexp.MustCompile(` (?:vn|com|org|http|https|www) `)
	reckoned    = regexp.MustCompile(` (?:con|tre|cham|qua) (?:bao nhieu|may|bn) (?:ngay|tuan|thang) `)
	hasFigure   = regexp.MustCompile(`\d`)
	asksShare   = regexp.MustCompile(` (?:bao nhieu|may|bn) (?:%|phan tram)`)
	asksAmount  = regexp.MustCompile(` (?:bao nhieu|may|bn) ` + units)
	hasUnit     = regexp.MustCompile(`\d ` + units)
	hasClock    = regexp.MustCompile(` \d{1,2}h(?:\d\d)? `)
	outcome     = regexp.MustCompile(` da chon | da hoan thanh (?:\S+ ){0,2}(?:bao nhieu|may|bn) | (?:lam|chon|trien khai|thuc hien|so hoa|tap huan|dat|cap|giai ngan|xay) duoc (?:\S+ ){0,3}(?:bao nhieu|may|bn|nhung|roi)| duoc (?:bao nhieu|may|bn) (?:\S+ ){0,4}roi `)
	wasItDone   = regexp.MustCompile(` (?:da|xong|hoan thanh|lam)\b.* chua $`)
	namesOther  = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d/])(\d+(?:/\d{4})?/[\p{L}][\p{L}\d&-]+|\d+-[\p{L}]+/[\p{L}]+)`)
)

// Words that look like others when folded: "hội" like "hỏi", "gói" like "gọi", "mấy đồng chí" like an amount.
var (
	notContact = strings.NewReplacer(" xa hoi ", " . ", " hiep hoi ", " . ", " hoi dong ", " . ", " goi thau ", " . ", " goi y ", " . ")
	notMoney   = strings.NewReplacer(" dong chi ", " . ", " dong bo ", " . ", " dong bao ", " . ")
)

// units are what plans count in besides money and shares; folded.
const units = `(ha|km|m2|m3|lit|kg|tan|kwh|mw|gb|tb|ngay|gio|phut) `

// sought is what sort of thing a question asks for.
type sought struct {
	money, fine, share bool
	unit               string // "ha": an amount of it
	contact, address   bool   // whom to call; where on the web
}

func readSought(padded string) sought {
	a := sought{contact: asksContact.MatchString(notContact.Replace(padded)), address: asksAddress.MatchString(padded), money: asksMoney.MatchString(notMoney.Replace(padded)), fine: fine.MatchString(strings.ReplaceAll(padded, " phat trien ", " ")), share: asksShare.MatchString(padded)}
	if reckoned.MatchString(padded) {
		a.money = false // "kinh phí … còn bao nhiêu ngày": a time is asked for
	}
	if m := asksAmount.FindStringSubmatch(padded); m != nil && !containsAny(padded, []string{" con" + m[0], " tre" + m[0], " cham" + m[0], " qua han" + m[0], " qua" + m[0]}) { // "còn mấy ngày" is reckoned, not read
		a.unit = m[1]
	}
	return a
}

// answersKind reports whether a record holds the sort of thing asked for.
func (s *snapshot) answersKind(q *query, e int) bool {
	if q.sought == (sought{}) {
		return true
	}
	text := s.words[e].folded
	switch {
	case q.sought.money && !s.pricesSubject(q, text) && !s.pricesInTable(e):
		return false
	case q.sought.fine && !fine.MatchString(strings.ReplaceAll(text, " phat trien ", " ")): // "mức phát triển" is no "mức phạt"
		return false
	case q.sought.unit != "" && !hasAmount(q.sought.unit, text):
		return false
	case q.sought.contact && !hasContact.MatchString(text), q.sought.address && !hasAddress.MatchString(text):
		return false
	case q.sought.share && !hasFigure.MatchString(s.ownText(s.entries[e])):
		return false
	}
	return true
}

// pricesSubject reports whether a text names money near a word of the subject.
func (s *snapshot) pricesSubject(q *query, text string) bool {
	const before, behind = 200, 60 // letters
	for _, m := range hasMoney.FindAllStringIndex(text, -1) {
		near := text[max(0, m[0]-before):min(len(text), m[1]+behind)]
		if len(q.subject) < 2 || sharesPair(q.subject, near) {
			return true
		}
	}
	return false
}

// pricesInTable reports whether a record is a row with figures of a table in which a column is of money.
func (s *snapshot) pricesInTable(e int) bool {
	if s.entries[e].passage < 0 {
		return false
	}
	p := &s.corpus.Passages[s.entries[e].passage]
	return len(p.Trail) > 0 && strings.Contains(p.Text, "\t") && moneyTable.MatchString(p.Trail[len(p.Trail)-1]) && hasFigure.MatchString(p.Text)
}

// hasAmount reports whether a text gives a number of the unit.
func hasAmount(unit, text string) bool {
	if unit == "gio" && hasClock.MatchString(text) {
		return true
	}
	for _, m := range hasUnit.FindAllStringSubmatch(text, -1) {
		if m[1] == unit {
			return true
		}
	}
	return false
}

// howMany reads the word behind "bao nhiêu".
var howMany = regexp.MustCompile(` (?:bao nhieu|bn) (\p{Ll}+) `)

// wordCounted is the word that "bao nhiêu" asks about, with a blank at both ends: " to " of "bao nhiêu tổ công nghệ số"; "" for none.
func (q *query) wordCounted() string {
	m := howMany.FindStringSubmatch(q.padded)
	if m == nil || len(m[1]) < 2 || slices.Contains([]string{"nam", "quy", "thang", "tuan", "ngay"}, m[1]) { // "… bao nhiêu năm 2022"
		return ""
	}
	return " " + m[1] + " "
}

// countOf reports whether a number stands before a word: "63.000 tổ".
func countOf(folded, word string) bool {
	for i := 0; ; {
		at := strings.Index(folded[i:], word)
		if at < 0 {
			return false
		}
		if at += i; at > 0 && folded[at-1] >= '0' && folded[at-1] <= '9' {
			return true
		}
		i = at + 1
	}
}

// saysYear reports whether a record may speak of a year asked about: it names the
// year, or stands in a document that plans it or no certain one.
func (s *snapshot) saysYear(q *query, e int) bool {
	if len(q.years) == 0 {
		return true
	}
	d := s.document(s.entries[e])
	if containsInt(q.years, d.Year) || !strings.Contains(d.Title, "năm "+strconv.Itoa(d.Year)) {
		return true
	}
	for _, y := range q.years {
		if strings.Contains(s.words[e].folded, " "+strconv.Itoa(y)+" ") {
			return true
		}
	}
	return false
}

// answerUnknown refuses questions whose subject no plan can hold, before
// anything is looked up: documents that are not loaded, and persons that no list names.
func (s *snapshot) answerUnknown(q *query) (Answer, bool) {
	for _, m := range namesOther.FindAllStringSubmatch(q.text, -1) {
		if len(m[1]) <= longestNumber && !s.mentions(m[1]) {
			return refuse("Văn bản số " + m[1] + " chưa được nạp, nên tôi không trả lời được."), true
		}
	}
	if m := planAsked.FindStringSubmatch(q.padded); m != nil && !s.loadedPlan(m[1]) {
		return refuse("Kế hoạch năm " + m[1] + " chưa được nạp, nên tôi không trả lời được."), true
	}
	if unknown := s.unknownWords(q); q.english && unknown > 0 && (len(q.subject) == 0 || syllablesOfWord*unknown > len(q.subject)+1) {
		return refuse(notSaid), true
	}
	if asksPerson.MatchString(q.padded) && !s.hasMembers(askedBody(q.padded)) {
		return refuse("Tài liệu đã nạp không nêu tên người giữ chức vụ này."), true
	}
	return Answer{}, false
}

// hasMembers reports whether the documents name people of a body.
func (s *snapshot) hasMembers(body string) bool {
	for i := range s.corpus.People {
		if body != "" && strings.HasPrefix(viet.Fold(s.corpus.People[i].Body), body) {
			return true
		}
	}
	return false
}

// longestNumber bounds, in bytes, what may be the number of a document: a refusal repeats it.
const longestNumber = 64

// syllablesOfWord is how many Vietnamese syllables stand for an English word, about.
const syllablesOfWord = 2

// unknownWords counts the words of an English question that neither the
// documents nor the glossary know, small words apart.
func (s *snapshot) unknownWords(q *query) int {
	const shortest = 4
	n := 0
	for i, t := range q.tokens {
		if w := t.Folded; len(w) >= shortest && !q.taken[i] && !slices.Contains(englishWords, " "+w+" ") && !loadWords().stops[w] && !isDigits(w) && s.index.DocumentFrequency(w) == 0 {
			n++
		}
	}
	return n
}

// planAsked reads the year of a plan that a question names: "kế hoạch hoạt động năm 2024", "KH 2024".
var planAsked = regexp.MustCompile(` (?:ke hoach|kh)(?: hoat dong| cong tac| chuyen doi so)?(?: nam)? (20\d\d) `)

// loadedPlan reports whether a document for that year is loaded.
func (s *snapshot) loadedPlan(year string) bool {
	for i := range s.names {
		if s.names[i].plans && strconv.Itoa(s.names[i].year) == year {
			return true
		}
	}
	return false
}

// mentions reports whether a number is that of a loaded document, or stands in one.
func (s *snapshot) mentions(number string) bool {
	padded := pad(number)
	for i := range s.words {
		if strings.Contains(s.words[i].folded, padded) {
			return true
		}
	}
	return false
}
