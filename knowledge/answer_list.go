package knowledge

import (
	"regexp"
	"strings"
)

// answerList answers by query over the register: complete lists and counts, never the first few hits.
func (s *snapshot) answerList(q *query, hits []found) (Answer, bool) {
	besides := len(q.agencies) > 0 && strings.Contains(q.padded, " ngoai ") && containsAny(q.padded, []string{" con ", " nua "}) && q.wants("what", "list")
	whole := besides || s.asksForAll(q)
	if q.sought.share || countsOther(q) || !whole && !asksForList(q) {
		return Answer{}, false
	}
	topic := s.topicOf(q)
	if besides {
		topic = nil // "ngoài … ra còn phải làm gì": everything, so that the rest is seen
	}
	if a, ok := s.listPassages(q, hits, best(topic)); ok {
		return a, true
	}
	if q.wants("count") && s.passageCounts(q, hits) {
		return Answer{}, false
	}
	if q.ownWords() > thinSubject && !asksTasks.MatchString(q.padded) && s.passagesTell(q, hits, best(topic)) {
		return Answer{}, false // "bao nhiêu chỉ tiêu được đề xuất": a figure in a passage, no count of tasks
	}
	if !q.period.set() && len(q.agencies) == 0 && q.section == "" && !whole && topic == nil {
		return Answer{}, false
	}
	if q.section != "" && q.document() != "" && best(topic) < surelyOnTopic {
		topic = nil // "bảng tại Mục II liệt kê bao nhiêu nhiệm vụ đột phá": the section is what is asked for
	}
	if a, ok := s.countItems(q, topic); ok {
		return a, true
	}
	tasks := s.selectTasks(q, topic)
	if len(tasks) == 0 && topic != nil && q.ownWords() <= thinSubject && (len(q.agencies) > 0 || q.section != "" || q.period.relative && q.document() != "") {
		tasks = s.selectTasks(q, nil) // "những tỉnh/TP nào": what is left of the question names no theme
	}
	switch {
	case len(tasks) == 0:
		return s.emptyList(q, topic)
	case len(tasks) <= mostCards && !q.wants("count") && (len(tasks) == 1 || !asksWho(q)):
		return s.cards(q, tasks), true
	case len(tasks) == 1:
		a := s.cards(q, tasks)
		a.Text = append(Text{{{Text: "1 nhiệm vụ:", Strong: true}}}, a.Text...)
		return a, true
	}
	if asksWho(q) {
		return s.listLeads(q, tasks), true
	}
	return s.listTasks(q, tasks), true
}

// asksForList reports whether a question is answered by all records that meet it, whatever it is about.
func asksForList(q *query) bool {
	return q.wants("list", "count") || q.period.set() && q.wants("who") || q.period.relative && !q.wants("target")
}

// countsOther tells that what is counted are no records: "bao nhiêu tổ công nghệ số", a figure that a passage gives.
func countsOther(q *query) bool {
	return q.wants("count") && !q.wants("list") && !countsRegister.MatchString(q.provinces()) && !countsRegister.MatchString(pad(q.search))
}

// asksTasks tells that a list or a count is of tasks, whatever passages say of the same.
var asksTasks = regexp.MustCompile(` (?:bao nhieu|may|bn|nhung|cac) (?:nhiem vu|viec|dau viec|cong viec) `)

// countsRegister tells that what is counted are records, or who stands in them.
var countsRegister = regexp.MustCompile(` (?:(?:bao nhieu|may|bn|so luong|tong cong|how many)(?: \S+)? (?:nhiem vu|viec|cong viec|dau viec|tinh|thanh pho|dia phuong|bo|co quan|don vi|muc|noi dung|nen tang|chuong trinh|co so du lieu|nhom|tasks|provinces)|(?:nhiem vu|viec|tinh) .*(?:bao nhieu|may|bn)) `)

// whatOf tells that a thing is asked for: "công cụ nào".
var whatOf = regexp.MustCompile(` (?:cong cu|nen tang|mo hinh|he thong|viec|mang|de an|linh vuc) (?:gi|nao) `)

// answerAgencies lists what the agencies of a question have to do when nothing has the words in
// which it was asked: a few tasks are looked through at a glance.
func (s *snapshot) answerAgencies(q *query) (Answer, bool) {
	const most, few, glance = 8, 3, 2
	if len(q.agencies) == 0 || !q.wants("what", "list") && !whatOf.MatchString(q.padded) || q.sought != (sought{}) || q.wants("coordinate", "target", "rule", "member") {
		return Answer{}, false
	}
	tasks := s.selectTasks(q, nil)
	if len(tasks) == 0 || len(tasks) > most || len(q.subject) > few && len(q.agencies) < 2 && len(tasks) > glance {
		return Answer{}, false
	}
	a := s.listTasks(q, tasks)
	if len(tasks) <= glance {
		a = s.cards(q, tasks)
	}
	a.Text = append(Text{{{Text: "Tài liệu không nêu đúng như câu hỏi; việc được giao là:"}}}, a.Text...)
	return a, true
}

// surelyOnTopic is how much of its subject a question about a section must find to be about less than all of it.
const surelyOnTopic = 0.8

const (
	mostCards   = 2 // more tasks than that are a list
	thinSubject = 2 // so few words of subject may say nothing of the theme
)

// asksForAll reports whether a question asks for all tasks of an agency, a section or a
// document: "Hải Phòng phải làm gì?", "kế hoạch 61 có bao nhiêu nhiệm vụ".
func (s *snapshot) asksForAll(q *query) bool {
	if q.wants("rule") || q.wants("target") && !q.wants("list", "count") || q.ownWords() > 0 && !(q.section != "" && (q.period.set() || q.wants("count")) && q.ownWords() <= thinSubject) {
		return false
	}
	return len(q.agencies) > 0 || q.section != "" || q.document() != "" && q.wants("list", "count")
}

// emptyList refuses when the register has nothing for the agency, the document and the period asked about.
func (s *snapshot) emptyList(q *query, topic map[int]float64) (Answer, bool) {
	if q.period.set() && (q.ownWords() == 0 || best(topic) >= surelyOnTopic && q.wants("list", "count") && len(q.agencies) == 0) {
		return refuse("Theo tài liệu đã nạp, không có việc nào đến hạn trong thời gian này."), true
	}
	if len(q.agencies) > 0 && len(q.places()) == 0 && !q.wants("coordinate") {
		// It leads nothing of the kind; what it helps with is worth saying.
		helper := *q
		helper.intents = map[string]bool{"coordinate": true}
		if tasks := s.selectTasks(&helper, topic); len(tasks) > 0 {
			a := s.listTasks(&helper, tasks)
			a.Text = append(Text{{{Text: upperFirst(q.agencies[0].Name) + " không chủ trì; phối hợp:"}}}, a.Text...)
			return a, true
		}
	}
	if len(q.agencies) == 0 || q.wants("target", "rule") || len(q.subject) > 2 {
		return Answer{}, false
	}
	return refuse("Tài liệu đã nạp không giao nhiệm vụ nào như vậy cho " + q.agencies[0].Name + "."), true
}

// asksWho reports whether the list is of agencies rather than of tasks.
func asksWho(q *query) bool {
	padded := q.provinces()
	for _, w := range []string{" nhung dia phuong ", " tinh nao ", " nhung tinh ", " thanh pho nao ", " dia phuong nao ", " nhung co quan ", " co quan nao ", " bo nao ", " nhung bo ", " don vi nao ", " bao nhieu tinh ", " may tinh ", " cac tinh nao ", " tinh thanh nao ", " cac tinh ", " cac dia phuong duoc ", " bao nhieu dia phuong ", " may dia phuong ", " bao nhieu co quan ", " may co quan ", " bao nhieu don vi ", " bao nhieu thanh pho ", " may bo ", " which provinces "} {
		if strings.Contains(padded, w) {
			return true
		}
	}
	return false
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }
