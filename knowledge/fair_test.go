package knowledge_test

import (
	"os"
	"sync"
	"testing"

	"dondoc/knowledge"
)

// fairBase answers from testdata/fair: invented documents about a festival.
var fairBase = sync.OnceValues(func() (*knowledge.Base, error) { return baseOf(filesOf(os.DirFS("testdata/fair"))) })

// fairAnswers are of the rarer sorts: addressees, numbers that only others cite, counts by
// heading, groups of an annex, lists of passages, what a person has to do.
var fairAnswers = []wanted{
	{q: "công văn 60 gửi những tỉnh nào?", must: []string{"Kính gửi", "Sơn La", "Điện Biên"}},
	{q: "CV 60 gửi cho ai?", must: []string{"Kính gửi", "Sơn La", "Điện Biên"}},
	{q: "Quyết định 61 gửi cho ai?", mustNot: []string{"Kính gửi"}},
	{q: "Kế hoạch ngày hội thả diều trên đê năm 2026 số bao nhiêu?", must: []string{"33/QĐ-UBND ngày 02/02/2026", "chưa được nạp", "61/QĐ-BYT"}},
	{q: "dự thảo kế hoạch ngày hội thả diều trên đê năm 2026 số bao nhiêu?", refused: true, mustNot: []string{"33/QĐ-UBND"}},
	{q: "bao nhiêu việc nhóm sân khấu, bao nhiêu việc nhóm ẩm thực?", must: []string{"3 nhiệm vụ: Nhóm sân khấu", "4 nhiệm vụ: Nhóm ẩm thực", "Phụ lục, V"}},
	{q: "nhóm V trong phụ lục Quyết định 8 có những việc gì?", must: []string{"4 nhiệm vụ", "bếp nấu", "chợ đêm", "đầu bếp bản", "cấp củi"}, mustNot: []string{"rạp che nắng", "kéo điện"}},
	{q: "nhóm I của phụ lục Quyết định 8 có bao nhiêu nhiệm vụ?", must: []string{"3 nhiệm vụ", "rạp che nắng"}, mustNot: []string{"chợ đêm"}},
	{q: "liệt kê các chủ đề thả diều", must: []string{"3 mục", "diều giấy", "diều sáo", "diều rồng"}, mustNot: []string{"y tá", "dây điện"}},
	{q: "ở nhóm sân khấu ai kéo điện ra sân?", must: []string{"Nhóm sân khấu", "Sở Công Thương", "Sở Xây dựng", "Sở Tài chính"}, mustNot: []string{"chợ đêm", "bếp"}}, // with its siblings
	{q: "ai kéo điện ra sân?", must: []string{"Sở Công Thương"}, mustNot: []string{"Sở Xây dựng", "thuê loa"}},
	{q: "Quàng Thị Nở là ai?", must: []string{"Giám đốc Sở Y tế", "Được giao: ", "trạm cấp cứu bên bãi pháo"}, mustNot: []string{"rào bãi pháo"}},
	{q: "bà Quàng Thị Nở phải làm việc gì?", must: []string{"trạm cấp cứu bên bãi pháo", "10/4/2026"}, mustNot: []string{"rào bãi pháo"}},
	{q: "Lò Văn Ban là ai?", must: []string{"Phó Chủ tịch Ủy ban nhân dân tỉnh"}, mustNot: []string{"Được giao", "Quàng"}},
}

func TestFair(t *testing.T) { checkAll(t, must(t, fairBase), fairAnswers) }
