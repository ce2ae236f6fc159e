package corpus

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// assignCue stands before the subject of an order: "Giao Sở A …", "… : giao Công an tỉnh …".
var assignCue = regexp.MustCompile(`(?:^|[\s,;:(])((?:[Gg]iao(?: cho)?|(?:[Kk]ính )?[Đđ]ề nghị|[Yy]êu cầu|[Pp]hân công|[Đđ]ề xuất|[Kk]huyến khích|[Ủủ]y quyền(?: cho)?)(?:[\s,:]+(?:đồng chí|các đồng chí|ông|bà))?:?\s+)`)

// proposal is a cue that is also a verb of somebody's duty: "Sở A đề xuất UBND tỉnh …". It
// cues at the head of a clause or of a topic, or behind the issuer that speaks.
var (
	proposal = regexp.MustCompile(`^(?i)(?:đề xuất|khuyến khích)`)
	request  = regexp.MustCompile(`^(?i)(?:kính )?(?:đề nghị|yêu cầu)`)
	topic    = regexp.MustCompile(`:\s*$`)
	asks     = regexp.MustCompile(`[:,]\s*$|^(?:Bộ|Sở|UBND|Ủy ban|Uỷ ban|Ban|Thủ tướng|Chủ tịch|Văn phòng|Cục|Chính phủ|Hội đồng)[^,;]{0,80}\s$`)
)

// aside stands before the subject of a clause that goes on: "riêng tỉnh A …", "Đồng thời, Sở B …".
var aside = regexp.MustCompile(`^(?i)(?:riêng|đồng thời|ngoài ra|bên cạnh đó|trong đó|đối với|hằng (?:ngày|tuần|tháng|quý|năm)|định kỳ[^,]{0,40}|trong quá trình[^,]{0,80}|(?:sau|trước)[^,]{0,60})\s*,?\s+`)

// order is a clause that has a subject: who shall do what.
type order struct {
	text string   // from its first word to the next order, as written
	lead []string // who
	verb string   // the words behind the subject
	told bool     // somebody is told: "Giao …", "Đề nghị …"
	main bool     // it opens the paragraph
}

// readSentences reads paragraphs in which an agency is told, or said, to do something.
func (r *reader) readSentences(n *node) {
	if !r.givesOrders() {
		return
	}
	for i, u := range n.body {
		text := unbroken(u.Text)
		if endsDuties(text) {
			return
		}
		if i == 0 && n.kind != enumNone {
			text = n.rest
		}
		if u.Kind == docfile.Row {
			continue
		}
		if e := parseEnumerator(text); e.kind == enumBullet {
			text = e.rest
		}
		section := n.path
		inLetter := len(r.d.recipients) > 0
		if inLetter && i > 0 {
			section = "" // the closing paragraph belongs to no number
		}
		orders := r.ordersIn(text)
		for _, o := range orders {
			r.addOrder(section, u, o, n.kind != enumNone && n.kind != enumArticle && i == 0)
		}
		if len(orders) == 0 && inLetter {
			r.addRequest(section, u, text)
		}
	}
}

// addRequest makes a task of a request in a letter that names nobody: it binds the
// addressees when it has a deadline.
func (r *reader) addRequest(section string, u unit, text string) {
	if _, corrects := correctionIn(text); corrects || strings.HasSuffix(text, ":") { // opens the list of requests
		return
	}
	t := Task{Section: section, Text: text, Passages: []string{u.passage}}
	if t.Milestones, t.Recurring = r.inProse(text, u.Place, &t.Doubts); len(t.Milestones) == 0 {
		return
	}
	t.Lead = r.addressees(u)
	r.addTask(t, u.Place)
}

// addressees are the bodies to whom a letter goes.
func (r *reader) addressees(u unit) []string {
	var all, doubts []string
	for _, name := range r.d.recipients {
		all = append(all, r.names(name, u.Place, &doubts)...)
	}
	return all
}

var addressed = regexp.MustCompile(`^(?:cac|quy) (?:co quan|don vi|dia phuong|bo, nganh|bo, nganh, dia phuong|co quan, don vi|don vi, dia phuong|co quan, don vi, dia phuong)$`)

// allAddressees reports whether a letter speaks to everybody it is sent to: "Đề nghị các cơ quan, đơn vị …".
func allAddressees(lead []string) bool {
	return len(lead) == 1 && addressed.MatchString(viet.Fold(lead[0]))
}

// addOrder makes a task of an order that has a deadline, or that tells somebody to do something.
func (r *reader) addOrder(section string, u unit, o order, numbered bool) {
	if o.told && len(r.d.recipients) > 0 && allAddressees(o.lead) {
		o.lead = r.addressees(u)
	}
	for _, part := range r.partsOf(o) {
		t := Task{Section: section, Text: part, Lead: o.lead, Passages: []string{u.passage}}
		r.complete(&t, u.Place)
		if directed, ok := strings.CutPrefix(o.verb, "chỉ đạo "); ok && o.told && len(t.Coordinating) == 0 {
			_, t.Coordinating, _ = r.subject(directed) // "Đề nghị Bộ A chỉ đạo Tập đoàn B …"
		}
		if r.isPast(t.Milestones) || !r.isDated(t) && !r.isDuty(o, numbered) {
			continue
		}
		r.addTask(t, u.Place)
	}
}

// isDated reports whether a task has a deadline, or a cycle in a document that gives tasks:
// regulations say how often a body meets.
func (r *reader) isDated(t Task) bool {
	if r.givesTasks() {
		return len(t.Milestones) > 0
	}
	return slices.ContainsFunc(t.Milestones, func(m Milestone) bool { return !m.Due.IsZero() })
}

// isDuty reports whether an order without a deadline is a task: not in a
// regulation, which says who is competent, and not the formula that ends a paper.
func (r *reader) isDuty(o order, numbered bool) bool {
	if !r.givesTasks() || strings.HasSuffix(o.text, ":") || executionClause.MatchString(headOf(o.verb, 80)) {
		return false
	}
	return o.told || numbered && o.main && !r.reports()
}

// reports reports whether the document tells or proposes more than it orders.
func (r *reader) reports() bool { return r.d.Kind == "Báo cáo" || r.d.Kind == "Tờ trình" }

// executionClause ends a decision: "… chịu trách nhiệm thi hành Quyết định này".
var executionClause = regexp.MustCompile(`^(?:chịu trách nhiệm|có trách nhiệm|tổ chức)?\s*(?:tổ chức )?(?:thi hành|thực hiện)\s+(?:Quyết định|Nghị quyết|Chỉ thị|Thông báo|Quy chế|Kế hoạch|Công văn|Công điện)\s+này|^(?:khẩn trương|nghiêm túc|quan tâm|tổ chức|chủ động|phối hợp|[ ,và])*(?:triển khai|tổ chức|biết)?,? ?thực hiện[ ./]*$|^thực hiện nghiêm túc[ ./]*$|^quan tâm,? (?:chỉ đạo|phối hợp|triển khai|thực hiện)\s*[;./]`)

// isPast reports whether all of several dates lie well before the document: then it
// reports, and orders nothing. A plan that is signed late still has its first dates.
func (r *reader) isPast(milestones []Milestone) bool {
	if r.d.Date.IsZero() || len(milestones) == 0 {
		return false
	}
	const late = 60 // days
	bound := r.d.Date
	if !r.reports() {
		bound = bound.AddDays(-late)
	}
	for _, m := range milestones {
		if m.Due.IsZero() || !m.Due.Before(bound) {
			return false
		}
	}
	return true
}

// givesOrders reports whether sentences of the document may be orders at all: news
// and slides tell of those that others gave.
func (r *reader) givesOrders() bool {
	return r.d.Number != "" || r.d.pending != "" || r.d.Issuer != "" || r.d.Kind != plainKind
}

// givesTasks reports whether the document may hand out duties without a deadline.
// Regulations say who is competent.
func (r *reader) givesTasks() bool {
	switch r.d.Kind {
	case "Quy chế", "Quy định", "Nghị định", "Thông tư", plainKind:
		return false
	}
	return true
}

// endsDuties reports whether only addressees and signatures follow.
func endsDuties(text string) bool {
	const longest = 40 // bytes: "Nơi nhận:" stands alone
	return len(text) < longest && strings.HasPrefix(viet.Fold(text), "noi nhan")
}

// ordersIn parts a paragraph into orders. Clauses without a subject belong to the order before them.
func (r *reader) ordersIn(text string) []order {
	var orders []order
	for i, c := range clausesOf(text) {
		if _, corrects := correctionIn(c); corrects {
			continue
		}
		o, ok := r.orderOf(c)
		helps := ok && helpsOnly.MatchString(o.verb) // "…; các đơn vị liên quan phối hợp."
		switch {
		case ok && !(helps && len(orders) > 0):
			o.main = i == 0
			orders = append(orders, o)
		case len(orders) > 0:
			orders[len(orders)-1].text += c
		}
	}
	for i := range orders {
		orders[i].text = strings.TrimRight(strings.TrimSpace(orders[i].text), ";")
	}
	return orders
}

var helpsOnly = regexp.MustCompile(`^(?:cùng )?phối hợp(?: thực hiện)?[ .;]*$`)

// clausesOf parts a text behind "; " and behind the end of a sentence. The pieces together are the text.
func clausesOf(text string) []string {
	var clauses []string
	from := 0
	for i := 0; i+2 < len(text); i++ {
		if text[i+1] != ' ' || text[i] != ';' && !(text[i] == '.' && endsSentence(text[:i], text[i+2:])) {
			continue
		}
		clauses = append(clauses, text[from:i+2])
		from = i + 2
	}
	return append(clauses, text[from:])
}

// endsSentence tells the end of a sentence from an abbreviation: "TP. Huế", "TS. Nguyễn".
func endsSentence(before, behind string) bool {
	next, _ := utf8.DecodeRuneInString(behind)
	if !unicode.IsUpper(next) {
		return false
	}
	word := before[strings.LastIndexByte(before, ' ')+1:]
	return len(word) > 3 || !isUpper(word) && len(word) > 2 || isNumber(word)
}

// setApart parts the words of a duty from the clauses in it that charge somebody
// else: "…; riêng tỉnh A …", "…; giao Công an tỉnh …".
func (r *reader) setApart(text string) (own string, apart []order) {
	if !containsAny(text, "; riêng", ". Riêng", "iao ", "iao:", "ề nghị", "êu cầu", "hân công", "y quyền") {
		return text, nil
	}
	for i, c := range clausesOf(text) {
		o, ok := r.orderOf(c)
		switch {
		case i > 0 && ok && (o.told || strings.HasPrefix(viet.Fold(c), "rieng ")):
			apart = append(apart, o)
		case len(apart) > 0:
			apart[len(apart)-1].text += c
		default:
			own += c
		}
	}
	for i := range apart {
		apart[i].text = strings.TrimRight(strings.TrimSpace(apart[i].text), ";")
	}
	return strings.TrimRight(strings.TrimSpace(own), ";"), apart
}

// orderOf reads the subject of a clause: at its head, or behind a cue.
func (r *reader) orderOf(clause string) (order, bool) {
	head := headOf(clause, 2*longestSubject)
	var cues [][]int
	if containsAny(head, "iao ", "iao:", "ề nghị", "êu cầu", "hân công", "ề xuất", "huyến khích", "y quyền") {
		cues = assignCue.FindAllStringSubmatchIndex(head, 3)
	}
	for _, loc := range cues {
		if strings.HasSuffix(clause[:loc[2]], "được ") || loc[2] > 0 && !maySay(clause[:loc[2]], clause[loc[2]:loc[3]]) {
			continue
		}
		if _, lead, verb := r.subject(clause[loc[3]:]); lead != nil {
			return order{text: clause, lead: lead, verb: verb, told: true}, true
		}
	}
	text := clause
	if loc := aside.FindStringIndex(head); loc != nil {
		text = clause[loc[1]:]
	}
	subject, lead, verb := r.subject(text)
	return order{text: clause, lead: lead, verb: verb, told: strings.HasPrefix(subject, standingHead)}, lead != nil
}

// maySay reports whether a cue in the middle of a clause tells somebody to do something.
func maySay(before, cue string) bool {
	switch {
	case proposal.MatchString(cue):
		return topic.MatchString(before)
	case request.MatchString(cue):
		return asks.MatchString(before)
	}
	return true
}

// followUp begins a clause that ends the same piece of work: it has a milestone, and is no task of its own.
var followUp = regexp.MustCompile(`^(?i)(?:tổ chức )?(?:sơ kết|tổng kết|đánh giá|báo cáo|tổng hợp|gửi|trình|hoàn thành|công bố|nghiệm thu|bàn giao|xong|thời (?:gian|hạn)|chậm nhất|định kỳ|kết quả|hằng|trước|trong|đồng thời báo cáo)`)

// partsOf parts an order that holds several pieces of work: clauses that begin
// with another verb, each with a deadline of its own.
func (r *reader) partsOf(o order) []string {
	clauses := clausesOf(o.text)
	if len(clauses) == 1 {
		return clauses
	}
	var parts []string
	dated := false // the part being put together has a deadline
	for i, c := range clauses {
		has := len(viet.FindDeadlines(c, r.ref)) > 0
		if i > 0 && !(dated && has && startsLower(c) && !followUp.MatchString(c)) {
			parts[len(parts)-1] += c
			dated = dated || has
			continue
		}
		parts = append(parts, c)
		dated = has
	}
	for i := range parts {
		parts[i] = strings.TrimRight(strings.TrimSpace(parts[i]), ";")
	}
	return parts
}
