package knowledge_test

import (
	"strings"
	"testing"

	"dondoc/knowledge"
)

// The questions here are answered wrongly today. One that is answered rightly
// fails the test, so that it moves to clerk_test.go, where it must stay right.

// openInvented asks testdata/corpus.
var openInvented = []wanted{
	{q: "phó trưởng ban ban chỉ đạo trồng rừng ngập mặn là ai", must: []string{"Phạm Thị Sú"}, mustNot: []string{"Lê Văn Đước"}},
	{q: "Trưởng ban là ai?", mustNot: []string{"Chào anh/chị"}},
	{q: "Thư ký Ban Chỉ đạo trồng rừng ngập mặn là ai?", refused: true, mustNot: []string{"Lê Văn Đước"}},
	{q: "Ông Trần Văn Tèo là ai?", refused: true, mustNot: []string{"Trần Quang Bần"}},
	{q: "Liệt kê các nhiệm vụ về rừng ngập mặn", must: []string{"II.1", "II.6", "III.2"}},
	{q: "Tháng 8/2026 có những việc gì đến hạn?", refused: true},
	{q: "từ tháng 4 đến tháng 6/2026 có những việc gì", must: []string{"Lâm Đồng", "Cà Mau", "Quảng Ninh"}},
	{q: "trước ngày 1/4/2026 có những việc gì phải xong", must: []string{"II.1", "II.4", "Nghệ An"}},
	{q: "Những việc nào đã quá hạn?", asOf: "2026-05-15", must: []string{"Nghệ An", "Lâm Đồng"}, mustNot: []string{"Cà Mau"}},
	{q: "Sở Nông nghiệp và Môi trường chủ trì việc gì?", must: []string{"đồng hồ đo nước"}, mustNot: []string{"máy bơm"}},
	{q: "Bộ Quốc phòng có việc gì?", must: []string{"vườn quốc gia", "máy bay không người lái"}},
	{q: "Hải Phòng tổng kết bản đồ số cây chắn sóng còn mấy ngày?", asOf: "2026-05-01", must: []string{"còn 183 ngày"}, mustNot: []string{"Đã quá hạn"}},
	{q: "Bộ Công an báo cáo kết quả kiểm tra vườn quốc gia quá hạn chưa?", asOf: "2026-08-01", must: []string{"chưa quá hạn"}, mustNot: []string{"Đã quá hạn"}},
	{q: "Bộ Công an báo cáo kết quả kiểm tra vườn quốc gia quá hạn chưa?", asOf: "2026-12-15", must: []string{"quá hạn 1 ngày"}, mustNot: []string{"Chưa quá hạn"}},
	{q: "Theo QĐ 88 trạm y tế phải giữ bao nhiêu loại thuốc?", must: []string{"120"}, mustNot: []string{"35"}},
	{q: "QĐ 45/QĐ-BYT quy định mấy loại thuốc", must: []string{"35", "đã bị thay thế"}},
	{q: "Quyết định 45 còn hiệu lực không?", must: []string{"thay thế", "88/QĐ-BYT"}},
	{q: "Công văn 712 do cơ quan nào ban hành?", must: []string{"Bộ Giáo dục và Đào tạo"}},
	{q: "Quyết định 88 về việc gì?", must: []string{"tủ thuốc"}},
	{q: "Mục III.4 giao ai làm gì?", must: []string{"Hải Phòng"}},
	{q: "Lâm Đồng tưới nhỏ giọt cho bao nhiêu ha cà phê?", must: []string{"15.000", "dự thảo"}},
	{q: "dự thảo của Lâm Đồng giao hội nông dân làm gì", must: []string{"máy bơm", "dự thảo"}},
	{q: "Tỷ lệ hộ nông thôn dùng nước máy đạt chuẩn năm 2030?", refused: true, mustNot: []string{"75%"}},
	{q: "Trồng rừng ngập mặn bao nhiêu ha năm 2027?", refused: true},
	{q: "Nghệ An không làm đường băng cản lửa thì bị phạt bao nhiêu?", refused: true},
	{q: "hai phong lam ban do so den dau roi", refused: true, must: []string{"kết quả"}},
	{q: "nghe an lam xong duong bang chua", refused: true, must: []string{"kết quả"}},
	{q: "Which ministry leads the drone trial for smoke and what is the time frame?", mustNot: []string{"bản tin"}},
	{q: "Which ministry pays for the moon base of Cà Mau?", refused: true},
}

// openReal asks the documents that the project is measured with.
var openReal = []wanted{
	{q: "phó chủ tịch thường trực ủy ban quốc gia về chuyển đổi số là ai", asOf: "2022-04-10", must: []string{"Vũ Đức Đam"}},
	{q: "QĐ 749 về việc gì", asOf: "2023-04-10", must: []string{"Chương trình Chuyển đổi số quốc gia"}},
	{q: "trước ngày 1/6/2023 những tỉnh nào phải xong", asOf: "2023-04-10", must: []string{"Bạc Liêu", "Bắc Giang", "Bắc Ninh", "Nam Định"}},
	{q: "việc sắp đến hạn của các bộ", asOf: "2023-08-20", mustNot: []string{"QUYỀN HẠN"}},
}

func TestOpenFaults(t *testing.T) { checkOpen(t, must(t, townBase), openInvented) }

func TestOpenFaultsOverRealDocuments(t *testing.T) {
	needShared(t, "corpus")
	checkOpen(t, must(t, realBase), openReal)
}

// checkOpen logs what is still wrong and fails for what has become right.
func checkOpen(t *testing.T, base *knowledge.Base, questions []wanted) {
	t.Helper()
	known := factsOf(base.Corpus())
	for _, w := range questions {
		answer, wrong := w.faults(t, base, known)
		if len(wrong) == 0 {
			t.Errorf("%q is answered rightly now: move it to clerk_test.go", w.q)
			continue
		}
		t.Logf("open: %q: %s\n%s", w.q, strings.Join(wrong, "; "), answer)
	}
}
