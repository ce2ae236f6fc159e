package corpus

import (
	"regexp"
	"strings"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// agencies reads words that consist of agencies, posts and groups and of nothing
// else: a known agency or a body among them at least.
func (r *reader) agencies(s string) ([]string, bool) {
	names, unknown := r.fullNames(r.split(s))
	if len(unknown) > 0 {
		if isBody(s) {
			return []string{s}, true
		}
		return nil, false
	}
	some := false
	for _, n := range names {
		if !r.isAgency(n) && !r.isDefined(n) {
			return nil, false
		}
		some = some || r.isDefined(n) || isBody(n) || len(r.reg.Find(n)) > 0
	}
	return names, some
}

// isAgency reports whether a name that Split has written is one, not a sentence about one.
func (r *reader) isAgency(name string) bool {
	if _, ok := r.reg.Lookup(name); ok {
		return true
	}
	name = cutPosts(name)
	if _, ok := r.reg.Lookup(name); ok || name == "" {
		return true
	}
	head := partHead.FindString(name)
	return isGroup(name) || isBody(name) || head != "" && isName(name[len(head):])
}

// posts stand before the agency of who holds them, or alone: "Bộ trưởng, Chủ nhiệm …", "Các Ủy viên".
var posts = regexp.MustCompile(`^(?i)(?:(?:các |đồng chí |ông |bà |phó )?(?:bộ trưởng|thứ trưởng|thủ trưởng|chủ nhiệm|chủ tịch|thống đốc|tổng giám đốc|giám đốc|tổng thanh tra|tổng kiểm toán|tổng cục trưởng|cục trưởng|vụ trưởng|viện trưởng|viện kiểm sát trưởng|trưởng ban|tổ trưởng|chánh văn phòng|chánh án|chánh thanh tra|bí thư|tổng biên tập|tư lệnh|ủy viên|thành viên|lãnh đạo|người đứng đầu)(?: (?:ủy ban|thường trực))?(?: là)?(?:[, /]+|$))+`)

func cutPosts(name string) string { return strings.TrimSpace(name[len(posts.FindString(name)):]) }

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

// isGroup reports whether the words are a group without a name of its own, as a whole.
func isGroup(s string) bool {
	m := groupName.FindString(s)
	return m != "" && len(m) == len(s)
}

// longestBody bounds, in bytes, the name of a body that the registry does not know.
const longestBody = 240

// bodyHead begins the names of bodies that stand as they are. Behind a task
// force stands what it does: "Tổ công tác triển khai Đề án …".
var bodyHead = regexp.MustCompile(`^(?i)(?:các )?(?:(?:ban chỉ đạo|tổ công tác)(?: (?:triển khai|xây dựng|thực hiện|tổ chức))?|sở|uỷ ban nhân dân|ủy ban nhân dân|ubnd|bộ chỉ huy|bộ|vụ|cục|chi cục|ban quản lý|văn phòng|công an|kho bạc|viện kiểm sát|tòa án)(?:[ ,]|$)`)

// partHead begins what is a body only beside known agencies: "…, các hội, hiệp hội".
var partHead = regexp.MustCompile(`^(?i)(?:các |những |mỗi |một số )?(?:ban|báo|bảo hiểm|chi nhánh|cơ quan|công ty|doanh nghiệp|đài|đoàn|đơn vị|học viện|hội|hội đồng|huyện|hiệp hội|liên đoàn|liên hiệp|liên minh|mặt trận|ngân hàng|phòng|phường|tập đoàn|thành phố|thanh tra|tỉnh|tổ chức|tổng công ty|tổng cục|trung tâm|trường|ủy ban|viện|xã)(?:[ ,]|$)`)

// sentenceWord is what stands in a sentence and not in the name of a body. Case
// counts: "Bộ Xây dựng" and "Ủy ban Kiểm tra" are names.
var sentenceWord = regexp.MustCompile(`[;:?!]|\.\s|(?:^|[\s,])(?:đã|đang|sẽ|phải|cần|được|là|có|làm|để|nhằm|theo|khi|nếu|điều phối|chủ trì|chịu|chỉ đạo|lãnh đạo|phối hợp|tổ chức(?: (?:lễ|thực hiện|triển khai|hội nghị|tập huấn|các cuộc|họp|cuộc|đoàn))|xây dựng|ban hành|theo dõi|lên|đề xuất|hoàn thành|tham mưu|bảo đảm|đảm bảo|gửi|báo cáo|triển khai|thực hiện|tập trung|bố trí|hướng dẫn|đặt|họp|tiếp nhận|tiếp tục|cấp phát|cử|rà soát|giao|yêu cầu|đẩy mạnh|tăng cường|chuẩn bị|công bố|vận hành|cung cấp|mua|khám|sửa|lập|đưa|mở|thành lập|kiểm tra|đôn đốc|tổng hợp|cùng|trình|cho|tại cuộc|trong việc|trong quá trình)(?:[\s,.]|$)`)

// isBody reports whether s names one body that the registry need not know.
func isBody(s string) bool {
	head := bodyHead.FindString(s)
	if head == "" || len(s) > longestBody {
		return false
	}
	name := s[len(head):]
	if startsLower(name) && strings.HasPrefix(viet.Fold(head), "bo ") {
		return false // "Bộ chỉ số", "bộ tiêu chí" are sets
	}
	return (name != "" || len(strings.Fields(head)) > 1) && isName(name)
}

func isName(s string) bool { return len(s) < longestBody && !sentenceWord.MatchString(s) }

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
	return m[1], isBody(m[1]) && strings.HasPrefix(viet.Fold(m[1]), "ban chi dao")
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
