package review

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"dondoc/corpus"
)

// What people read. The sentences are those of Summary, DoubtLines and ChangeLines in their order.
const (
	headVersion = "Bản số %d"
	headAgainst = ", so với bản số %d"

	sayDocuments     = "📚 %d văn bản"
	sayDocumentsGone = "; %d văn bản không còn"
	wasOne           = "trước là %s"
	sayRead          = "Đọc được %s."
	sayNothingRead   = "Không thấy nhiệm vụ, chỉ tiêu hay người nào."
	sayBefore        = " (trước: %d)"
	ofTasks          = "%d nhiệm vụ"
	ofMilestones     = "%d mốc thời hạn"
	ofTargets        = "%d chỉ tiêu"
	ofPeople         = "%d người"

	sayDoubts     = "⚠️ %d điểm cần xác minh: %s."
	sayFresh      = "⚠️ %d điểm cần xác minh, trong đó %d điểm mới: %s."
	sayNoDoubts   = "✅ Không có điểm nào cần xác minh."
	sayAllSettled = "✅ Các điểm cần xác minh đã được xử lý hết."

	sayAllNew      = "Chưa có bản nào trước đó: %d nhiệm vụ đều là mới."
	sayNoChanges   = "Các nhiệm vụ không thay đổi so với bản số %d."
	sayNew         = "➕ %d nhiệm vụ mới: "
	sayChanged     = "✏️ %d nhiệm vụ thay đổi:"
	saySomeChanged = "✏️ %d nhiệm vụ thay đổi, trong đó:"
	sayGone        = "➖ %d nhiệm vụ không còn: "
	moreTasks      = "và %d nhiệm vụ khác"
	bullet         = "• "

	sayBoards  = "🔔 Nhắc việc thay đổi ở %d ban: %s."
	boardNew   = "%d thời hạn mới"
	boardMoved = "%d dời ngày"
	boardGone  = "%d thôi nhắc"
	moreBoards = "và %d ban khác"

	sayGolden       = "🎯 Câu hỏi chuẩn: đúng %d/%d câu."
	sayGoldenBoth   = "🎯 Câu hỏi chuẩn: đúng %d/%d câu; bản số %d đúng %d câu."
	sayDrop         = "⛔ Trả lời kém đi"
	sayWorse        = ": %d câu bản số %d trả lời đúng mà bản này trả lời sai, như %s"
	sayDropConfirms = ". Nếu vẫn công bố, anh/chị cần xác nhận thêm một lần và nêu lý do."

	sayStale  = "🔧 %d chỗ đã sửa không còn khớp với văn bản, đề nghị xem lại: %s."
	sayNoted  = "⚠️ %d chỗ đã sửa cần xem lại: %s."
	moreStale = "và %d chỗ khác"

	sayFailed   = "❌ Không đọc được %d tệp: %s."
	failedFile  = "%s (%s)"
	moreFiles   = "và %d tệp khác"
	noDocument  = "văn bản chưa rõ tên"
	noName      = "(không có)"
	freshDoubt  = " (mới)"
	moreLeads   = " và %d cơ quan khác"
	leadOf      = " (%s)"
	movedBy     = ", theo "
	arrow       = " → "
	added       = "thêm "
	removed     = "bớt "
	noDoubtsYet = "Không còn điểm nào cần xác minh."
	noChanges   = "Không có nhiệm vụ nào thay đổi."
	moreBelow   = "… còn %d mục nữa."

	latestDay = "chậm nhất "
	firstDay  = "từ "
)

var changeWords = map[ChangeKind]string{New: "mới", Changed: "thay đổi", Gone: "không còn", Same: "giữ nguyên"}

var changeTitles = map[ChangeKind]string{New: "➕ Mới", Changed: "✏️ Thay đổi", Gone: "➖ Không còn"}

var statusWords = map[corpus.Status]string{
	corpus.InForce: "còn hiệu lực", corpus.Draft: "dự thảo", corpus.Superseded: "đã bị thay thế", corpus.Reference: "tài liệu tham khảo",
}

var doubtKinds = []struct {
	kind  corpus.DoubtKind
	title string
	about string
}{
	{corpus.DeadlineDoubt, "Thời hạn", "về thời hạn"},
	{corpus.AgencyDoubt, "Cơ quan", "về cơ quan"},
	{corpus.ConflictDoubt, "Mâu thuẫn", "về chỗ mâu thuẫn"},
	{corpus.TableDoubt, "Bảng biểu", "về bảng biểu"},
	{corpus.OtherDoubt, "Khác", "về việc khác"},
}

var fieldWords = map[string]string{
	TitleField: "Tên nhiệm vụ", TextField: "Nội dung", LeadField: "Chủ trì", CoordinatingField: "Phối hợp",
	MilestonesField: "Thời hạn", RecurringField: "Định kỳ", DeliverableField: "Sản phẩm", SectionField: "Vị trí", DocumentField: "Văn bản",
}

// plainLabels say of a deadline only that it is one.
var plainLabels = map[string]bool{"": true, "hoàn thành": true, "thực hiện": true}

// cycles are the usual values of corpus.Task's Recurring; cycleWords reads the others.
var cycles = map[string]string{
	"continuous": "thường xuyên", "hourly": "hằng giờ", "daily": "hằng ngày", "weekly": "hằng tuần", "monthly": "hằng tháng",
	"quarterly": "hằng quý", "yearly": "hằng năm",
}

var cycleUnits = map[string]string{
	"hour": "giờ", "day": "ngày", "week": "tuần", "month": "tháng", "quarter": "quý", "year": "năm",
}

const (
	everySome = "%s %s một lần" // "2 tháng một lần"
	someTimes = "mỗi %s %s lần" // "mỗi tháng 2 lần"
	anyCycle  = "định kỳ"
)

// cycleWords says a cycle as people do: "every_2_months" is "2 tháng một lần".
func cycleWords(name string) string {
	if name == "" {
		return ""
	}
	if words := cycles[name]; words != "" {
		return words
	}
	if n, units, ok := strings.Cut(strings.TrimPrefix(name, "every_"), "_"); ok && cycleUnits[strings.TrimSuffix(units, "s")] != "" {
		return fmt.Sprintf(everySome, n, cycleUnits[strings.TrimSuffix(units, "s")])
	}
	times, unit, _ := strings.Cut(name, "_a_")
	if times = strings.TrimSuffix(times, "_times"); times == "twice" {
		times = "2"
	}
	if words := cycleUnits[unit]; words != "" {
		return fmt.Sprintf(someTimes, words, times)
	}
	return anyCycle
}

// dayWords says the day of a deadline, "" when it has none.
func dayWords(m *corpus.Milestone) string {
	switch {
	case !m.Due.IsZero():
		return latestDay + m.Due.Vietnamese()
	case !m.Start.IsZero():
		return firstDay + m.Start.Vietnamese()
	}
	return ""
}

// How long the parts of a line may get, in letters.
const (
	longestTitle  = 90
	longestLabel  = 40
	longestValue  = 160
	longestWhole  = 80 // a longer value is cut to what differs
	longestReason = 160
	longestWorse  = 100
)

// cut shortens a text at a word, with dots.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	head := string([]rune(s)[:most])
	if i := strings.LastIndexByte(head, ' '); i > len(head)/2 {
		head = head[:i]
	}
	return strings.TrimRight(head, " .,;:") + "…"
}

// excerpt cuts two texts to where they differ, with a few words around it.
func excerpt(a, b string) (string, string) {
	if a == "" || b == "" {
		return cut(a, longestValue), cut(b, longestValue)
	}
	if utf8.RuneCountInString(a) <= longestWhole && utf8.RuneCountInString(b) <= longestWhole {
		return a, b
	}
	const around = 4 // words
	x, y := strings.Fields(a), strings.Fields(b)
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	part := func(words []string) string {
		from, to := max(head-around, 0), min(len(words)-tail+around, len(words))
		text := strings.Join(words[from:to], " ")
		if from > 0 {
			text = "…" + text
		}
		short := cut(text, longestValue)
		if to < len(words) && short == text {
			short += "…"
		}
		return short
	}
	return part(x), part(y)
}
