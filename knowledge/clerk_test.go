package knowledge_test

import (
	"strings"
	"testing"

	"dondoc/knowledge"
)

// wanted is what a good clerk would say to a question, whatever the wording.
type wanted struct {
	q       string
	asOf    string // goldenDay when empty
	before  []string
	refused bool
	must    []string
	mustNot []string
}

// invented asks testdata/corpus.
var invented = []wanted{
	{q: "phó trưởng ban ban chỉ đạo trồng rừng ngập mặn là ai", must: []string{"Phạm Thị Sú"}, mustNot: []string{"Lê Văn Đước"}},
	{q: "Sở Nông nghiệp và Môi trường chủ trì việc gì?", must: []string{"đồng hồ đo nước"}, mustNot: []string{"máy bơm"}},
	{q: "Trưởng ban là ai?", mustNot: []string{"Chào anh/chị"}},
	{q: "Thư ký Ban Chỉ đạo trồng rừng ngập mặn là ai?", refused: true, mustNot: []string{"Lê Văn Đước"}},
	{q: "Ông Trần Văn Tèo là ai?", refused: true, mustNot: []string{"Trần Quang Bần"}},
	{q: "Tháng 8/2026 có những việc gì đến hạn?", refused: true},
	{q: "từ tháng 4 đến tháng 6/2026 có những việc gì", must: []string{"Lâm Đồng", "Cà Mau", "Quảng Ninh"}},
	{q: "trước ngày 1/4/2026 có những việc gì phải xong", must: []string{"II.1", "II.4", "Nghệ An"}},
	{q: "Những việc nào đã quá hạn?", asOf: "2026-05-15", must: []string{"Nghệ An", "Lâm Đồng"}, mustNot: []string{"Cà Mau"}},
	{q: "Mục III.4 giao ai làm gì?", must: []string{"Hải Phòng"}},
	{q: "Quyết định 45 còn hiệu lực không?", must: []string{"thay thế", "88/QĐ-BYT"}},
	{q: "Trồng rừng ngập mặn bao nhiêu ha năm 2027?", refused: true},
	{q: "Bộ Công an báo cáo kết quả kiểm tra vườn quốc gia quá hạn chưa?", asOf: "2026-12-15", must: []string{"quá hạn 1 ngày"}, mustNot: []string{"Chưa quá hạn"}},
	{q: "Bộ Quốc phòng có việc gì?", must: []string{"vườn quốc gia", "máy bay không người lái"}},
	{q: "Hải Phòng tổng kết bản đồ số cây chắn sóng còn mấy ngày?", asOf: "2026-05-01", must: []string{"còn 183 ngày"}, mustNot: []string{"Đã quá hạn"}},
	{q: "Công văn 712 do cơ quan nào ban hành?", must: []string{"Bộ Giáo dục và Đào tạo"}},
	{q: "Quyết định 88 về việc gì?", must: []string{"tủ thuốc"}},
	{q: "Lâm Đồng tưới nhỏ giọt cho bao nhiêu ha cà phê?", must: []string{"15.000", "dự thảo"}},
	{q: "Tỷ lệ hộ nông thôn dùng nước máy đạt chuẩn năm 2030?", refused: true, mustNot: []string{"75%"}},
	{q: "Nghệ An không làm đường băng cản lửa thì bị phạt bao nhiêu?", refused: true},
	{q: "hai phong lam ban do so den dau roi", refused: true, must: []string{"kết quả"}},
	{q: "nghe an lam xong duong bang chua", refused: true, must: []string{"kết quả"}},
	{q: "Which ministry pays for the moon base of Cà Mau?", refused: true},
	// People: the wrong person is worse than none.
	{q: "Chủ tịch tỉnh Cà Mau là ai?", refused: true},

	// Lists are complete and hold nothing else.
	{q: "Những tỉnh nào phải hoàn thành trước tháng 6/2026?", must: []string{"2 tỉnh", "Cà Mau", "Quảng Ninh"}, mustNot: []string{"Nghệ An", "Hải Phòng", "Lâm Đồng"}},
	{q: "Tháng này có những việc nào đến hạn?", asOf: "2026-10-02", must: []string{"Hải Phòng", "tháng 10/2026"}, mustNot: []string{"Nghệ An", "Cà Mau"}},

	// Relative time is about the milestone that was asked about.
	{q: "Cà Mau trồng đước còn mấy ngày?", asOf: "2026-05-31", must: []string{"hôm nay"}},

	// Documents by their number.

	// Drafts.
	{q: "Ai lắp đồng hồ đo nước ở hồ chứa?", must: []string{"Sở Nông nghiệp và Môi trường", "dự thảo"}},

	// Once open.
	{q: "Liệt kê các nhiệm vụ về rừng ngập mặn", must: []string{"II.1", "II.6", "III.2"}},
	{q: "Theo QĐ 88 trạm y tế phải giữ bao nhiêu loại thuốc?", must: []string{"120"}, mustNot: []string{"35"}},
	{q: "QĐ 45/QĐ-BYT quy định mấy loại thuốc", must: []string{"35", "đã bị thay thế"}},
	{q: "dự thảo của Lâm Đồng giao hội nông dân làm gì", must: []string{"máy bơm", "dự thảo"}},
	{q: "Which ministry leads the drone trial for smoke and what is the time frame?", mustNot: []string{"bản tin"}},

	// Follow-ups keep the last thread, not all of them.
	{q: "ai phối hợp?", before: []string{"Cà Mau trồng đước xong khi nào?", "còn Nghệ An?"}, must: []string{"Bộ Công an"}, mustNot: []string{"Cà Mau"}},
	{q: "bộ đó còn việc gì?", before: []string{"Ai ban hành định mức trồng rừng ngập mặn?"}, must: []string{"bản tin"}},

	// What no document says.
	{q: "Tổng kinh phí của kế hoạch 214 là bao nhiêu?", refused: true},
	{q: "mật khẩu wifi của bộ là gì", refused: true},
	{q: "Ai vô địch bóng đá năm nay?", refused: true},
	{q: "Bộ Y tế xây bao nhiêu bệnh viện năm 2026?", refused: true},
	{q: "Cà Mau phải xây mấy cây cầu?", refused: true},
}

func TestClerk(t *testing.T) { checkAll(t, must(t, townBase), invented) }

// realWanted asks the documents that the project is measured with, other questions than the sample does.
var realWanted = []wanted{
	{q: "phó chủ tịch thường trực ủy ban quốc gia về chuyển đổi số là ai", asOf: "2022-04-10", must: []string{"Vũ Đức Đam"}},
	{q: "QĐ 749 về việc gì", asOf: "2023-04-10", must: []string{"Chương trình Chuyển đổi số quốc gia"}},
	{q: "trước ngày 1/6/2023 những tỉnh nào phải xong", asOf: "2023-04-10", must: []string{"Bạc Liêu", "Bắc Giang", "Bắc Ninh", "Nam Định"}},
	{q: "việc sắp đến hạn của các bộ", asOf: "2023-08-20", mustNot: []string{"QUYỀN HẠN"}},
	{q: "tỉnh nào làm về nông nghiệp số", asOf: "2023-04-10", must: []string{"Bến Tre", "Đồng Nai", "Đồng Tháp", "Phú Thọ", "Quảng Nam", "Sơn La", "Thái Bình"}},
	{q: "Bộ Y tế có việc gì đến hạn tháng 10/2023?", asOf: "2023-04-10", refused: true},
	{q: "Tỉnh Đồng Nai có nhiệm vụ gì trong QĐ 17?", asOf: "2023-04-10", must: []string{"nông nghiệp", "trước tháng 9/2023"}},
	{q: "ai là chủ tịch uỷ ban quốc gia về chuyển đổi số", asOf: "2022-04-10", must: []string{"Phạm Minh Chính"}},
}

func TestClerkOverRealDocuments(t *testing.T) {
	needShared(t, "corpus")
	checkAll(t, must(t, realBase), realWanted)
}

// faults asks what came before in turn, then the question, and says what is wrong with the answer.
func (w *wanted) faults(t *testing.T, base *knowledge.Base, known *facts) (answer string, wrong []string) {
	t.Helper()
	day := w.asOf
	if day == "" {
		day = goldenDay
	}
	var turns []knowledge.Turn
	for _, before := range w.before {
		a := ask(t, base, before, day, turns...)
		turns = append(turns, knowledge.Turn{Role: knowledge.RoleUser, Text: before}, knowledge.Turn{Role: knowledge.RoleAssistant, Text: a.Text.String()})
	}
	q := knowledge.Question{Text: w.q, Context: turns, AsOf: moment(t, day)}
	a := ask(t, base, w.q, day, turns...)
	wrong = known.faults(q, a)
	if a.Refused != w.refused && (w.refused || len(w.must) > 0) {
		wrong = append(wrong, map[bool]string{true: "refused", false: "answered what no document says"}[a.Refused])
	}
	text := plain(a.Text.String())
	for _, m := range w.must {
		if !strings.Contains(text, plain(m)) {
			wrong = append(wrong, "lacks "+m)
		}
	}
	for _, m := range w.mustNot {
		if strings.Contains(text, plain(m)) {
			wrong = append(wrong, "says "+m)
		}
	}
	return a.Text.String(), wrong
}

// checkAll fails for every question that is answered wrongly.
func checkAll(t *testing.T, base *knowledge.Base, questions []wanted) {
	known := factsOf(base.Corpus())
	for _, w := range questions {
		t.Run(strings.ReplaceAll(w.q, "/", "-"), func(t *testing.T) {
			if answer, wrong := w.faults(t, base, known); len(wrong) > 0 {
				t.Errorf("%s\nanswer: %s", strings.Join(wrong, "; "), answer)
			}
		})
	}
}

// TestPastedDocument sends ten thousand letters: no question.
func TestPastedDocument(t *testing.T) {
	a := ask(t, must(t, townBase), strings.Repeat("Cà Mau trồng đước ", 560), goldenDay)
	if !a.Refused || !strings.Contains(a.Text.String(), "quá dài") {
		t.Errorf("refused %v: %s", a.Refused, a.Text)
	}
}
