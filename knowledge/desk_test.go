package knowledge_test

import (
	"os"
	"sync"
	"testing"

	"dondoc/knowledge"
)

// deskBase answers from testdata/desk: invented documents about libraries.
var deskBase = sync.OnceValues(func() (*knowledge.Base, error) { return baseOf(filesOf(os.DirFS("testdata/desk"))) })

// deskFace asks documents for what their face and their relations say.
var deskFace = []wanted{
	{q: "Quyết định 20 thay thế văn bản nào?", must: []string{"Thay thế: 9/QĐ-BVHTTDL ngày 15/3/2024", "Điều 3"}},
	{q: "Quyết định 9 thay thế quyết định nào?", mustNot: []string{"Thay thế: 20"}},
	{q: "Quyết định 9 còn hiệu lực không?", must: []string{"Thay thế bởi: 20/QĐ-BVHTTDL"}, mustNot: []string{"còn hiệu lực theo"}},
	{q: "Quyết định 20 có hiệu lực từ ngày nào?", must: []string{"01 tháng 3 năm 2026"}},
	{q: "Quyết định 20 ai ký?", must: []string{"Đào Thị Sen"}},
	{q: "Công văn 455 ai ký?", refused: true, must: []string{"không nêu người ký"}},
	{q: "Kế hoạch thuyền sách vùng sông nước năm 2027 số bao nhiêu?", refused: true, must: []string{"chưa ghi số"}},
}

// deskSums adds up and counts.
var deskSums = []wanted{
	{q: "các dự án sách cho vùng cao cộng hết bao nhiêu tiền?", must: []string{"Cộng 3 khoản: 1.300 tỷ đồng", "35 tỷ đồng (I.2)", "1.250,5 tỷ đồng (II.2)", "14,5 tỷ đồng (III.2)"}},
	{q: "dự án sách nói dự kiến kinh phí bao nhiêu?", must: []string{"DỰ ÁN SÁCH NÓI", "“2. Dự kiến kinh phí: 14,5 tỷ đồng.”"}, mustNot: []string{"Cộng"}},
	{q: "bao nhiêu việc nhóm kho, bao nhiêu việc nhóm xe?", mustNot: []string{"2 nhiệm vụ: Nhóm kho"}}, // so few are no group to be counted
	{q: "công văn 455 có mấy mục?", must: []string{"4 mục", "Ảnh trong thẻ"}},
	{q: "Phụ lục của Quyết định 20 có bao nhiêu nhiệm vụ?", must: []string{"4 nhiệm vụ"}},
	{q: "B.VI trong phụ lục Quyết định 20 giao ai?", must: []string{"Bộ Nội vụ"}, mustNot: []string{"Bộ Công an", "Bộ Xây dựng"}},
	{q: "B.I trong phụ lục Quyết định 20 giao ai làm gì?", must: []string{"Bộ Xây dựng"}, mustNot: []string{"Bộ Công an", "Bộ Nội vụ"}},
}

// deskTwice asks two things in one message, or one thing of two documents.
var deskTwice = []wanted{
	{q: "ai phục dựng xưởng in tranh dân gian, ai tu bổ kho sách cổ?", must: []string{"Bắc Ninh", "Nghệ An"}, mustNot: []string{"Lào Cai"}},
	{q: "xưởng in tranh dân gian tỉnh nào lo còn nhạc cụ vùng cao tỉnh nào lo?", must: []string{"Bắc Ninh", "Lào Cai"}, mustNot: []string{"Nghệ An"}},
	{q: "So sánh Quyết định 20 và Quyết định 9 về số cuốn mỗi người được mượn", must: []string{"5 cuốn sách trong 20 ngày", "3 cuốn sách trong 10 ngày", "đã bị thay thế"}},
	{q: "Theo Quyết định 20 mỗi người được mượn mấy cuốn?", must: []string{"5 cuốn"}, mustNot: []string{"3 cuốn"}},
}

// deskPeople asks for people; the wrong person is worse than none.
var deskPeople = []wanted{
	{q: "Vi Thị Mực là ai?", must: []string{"Ủy viên Ban Chỉ đạo", "Tổ trưởng Tổ công tác", "Bộ Nội vụ"}},
	{q: "Trưởng ban và phó trưởng ban Ban Chỉ đạo văn hóa đọc là ai?", must: []string{"Lý Văn Bút", "Tạ Thị Giấy"}, mustNot: []string{"Cao Văn Trang", "Vi Thị Mực"}},
	{q: "Ban Chỉ đạo văn hóa đọc có bao nhiêu ủy viên?", must: []string{"3 người", "Vi Thị Mực", "Đỗ Văn Nghiên", "Cao Văn Trang"}, mustNot: []string{"Tạ Thị Giấy"}},
	{q: "Ban Chỉ đạo văn hóa đọc có những ai của Bộ Tài chính?", must: []string{"Tạ Thị Giấy", "Cao Văn Trang"}, mustNot: []string{"Lý Văn Bút", "Vi Thị Mực"}},
	{q: "Sachviet có ai trong Ban Chỉ đạo văn hóa đọc?", must: []string{"Đỗ Văn Nghiên"}, mustNot: []string{"Lý Văn Bút", "Cao Văn Trang"}},
	{q: "Ban Chỉ đạo văn hóa đọc có mấy bà?", must: []string{"Tạ Thị Giấy", "Vi Thị Mực"}, mustNot: []string{"Ông"}},
	{q: "Tổ trưởng Tổ công tác xe sách là ai?", must: []string{"Vi Thị Mực"}, mustNot: []string{"Phan Văn Gáy"}},
	{q: "Thư ký Ban Chỉ đạo văn hóa đọc là ai?", refused: true},
	{q: "Bà Nông Thị Bìa là ai?", refused: true, must: []string{"Nông Thị Bìa"}},
	{q: "Bộ trưởng Bộ Nội vụ là ai?", refused: true, mustNot: []string{"Vi Thị Mực"}},
}

// deskState asks how things stand: trackers know, plans do not.
var deskState = []wanted{
	{q: "những việc nào ở rạp chiếu bóng chưa xong?", must: []string{"3 nhiệm vụ", "Sửa máy chiếu", "Quét vôi", "bảng hiệu"}, mustNot: []string{"Thay ghế"}},
	{q: "những việc nào đã hoàn thành ở rạp chiếu bóng?", must: []string{"ghế"}, mustNot: []string{"Quét vôi"}},
	{q: "quét vôi rạp chiếu bóng xong chưa?", must: []string{"Chưa thực hiện"}},
	{q: "Nghệ An tu bổ kho sách cổ xong chưa?", refused: true, must: []string{"không nêu kết quả"}},
	{q: "Lào Cai sưu tầm nhạc cụ đến đâu rồi?", refused: true, must: []string{"không nêu kết quả"}},
	{q: "Bộ Văn hóa số hóa được bao nhiêu phiếu mượn rồi?", refused: true, must: []string{"không nêu kết quả"}},
}

// deskParts asks under names of today and of before.
var deskParts = []wanted{
	{q: "ai lập bản đồ làng nghề giấy dó?", must: []string{"Tỉnh Bắc Giang (nay là Tỉnh Bắc Ninh)", "Bộ Thông tin và Truyền thông (nay là Bộ Khoa học và Công nghệ)"}},
	{q: "ai lập bản đồ làng nghề giấy dó?", asOf: "2023-04-01", must: []string{"Tỉnh Bắc Giang"}, mustNot: []string{"nay là"}},
	{q: "ai bồi dưỡng người làm báo chí viết về sách?", must: []string{"nay là Bộ Văn hóa, Thể thao và Du lịch"}, mustNot: []string{"nay là Bộ Khoa học"}},
	{q: "ai phủ sóng di động cho nhà văn hóa thôn?", must: []string{"nay là Bộ Khoa học và Công nghệ", "nay là Bộ Tài chính"}},
	{q: "Ninh Bình phải làm những gì?", must: []string{"khiếm thị", "cao tuổi"}},
	{q: "dự thảo kế hoạch năm 2027 của tỉnh Cà Mau giao ai đóng thuyền sách?", must: []string{"Sở Văn hóa, Thể thao và Du lịch", "dự thảo"}},
	{q: "CCTSKN chạy thuyền sách khi nào?", must: []string{"Quý III/2027"}},
	{q: "chi cục thủy sản và kiểm ngư có việc gì?", must: []string{"chợ nổi"}, mustNot: []string{"ba khoang"}},
}

// deskSought refuses what is not of the sort asked for.
var deskSought = []wanted{
	{q: "tu bổ kho sách cổ hết bao nhiêu tiền?", refused: true},
	{q: "làm rách sách mượn bị phạt bao nhiêu?", refused: true},
	{q: "vướng mắc thẻ bạn đọc gọi ai?", must: []string{"024 3900 1234"}},
	{q: "hỏi về thẻ bạn đọc thì xem trang web nào?", must: []string{"thebandoc.gov.vn"}},
	{q: "tu bổ kho sách cổ xem trang web nào?", refused: true},
	{q: "Kế hoạch năm 2031 giao ai?", refused: true, must: []string{"2031"}},
	{q: "Quyết định 777/QĐ-BVHTTDL nói gì?", refused: true, must: []string{"777/QĐ-BVHTTDL"}},
	{q: "Which ministry must guide spending on books for commune libraries?", must: []string{"Bộ Tài chính", "chi mua sách"}},
	{q: "Which ministry must guide zeppelin carnival spending on harpsichord books for unicorn commune libraries and werewolf hangars?", refused: true},
	{q: "chợ sách Hàng Cỏ có mấy loại gian hàng?", refused: true},
}

// deskRelated shows what is nearly as good an answer, and where a list stands also its items.
var deskRelated = []wanted{
	{q: "ai lo kho hiện vật?", must: []string{"Liên quan:", "Kiểm tra an toàn phòng cháy", "máy đo độ ẩm"}, mustNot: []string{"kho sách cổ", "kho lưu động"}},
	{q: "ai thử nghiệm máy đo độ ẩm kho hiện vật?", must: []string{"Bộ Khoa học và Công nghệ"}, mustNot: []string{"nhạc cụ"}},
	{q: "chợ sách cũ có những gian hàng gì?", must: []string{"Gian sách giáo khoa", "Gian truyện tranh", "Gian bản đồ cổ"}},
}

// deskFollowing keeps the thread, but only as far as the documents go.
var deskFollowing = []wanted{
	{q: "còn Lào Cai?", before: []string{"Nghệ An tu bổ kho sách cổ khi nào xong?"}, must: []string{"nhạc cụ"}, mustNot: []string{"tu bổ"}},
	{q: "ai phối hợp?", before: []string{"Nghệ An tu bổ kho sách cổ khi nào xong?"}, must: []string{"Bộ Công an"}},
	{q: "thế năm 2029?", before: []string{"Nghệ An tu bổ kho sách cổ khi nào xong?"}, refused: true},
	{q: "thế kế hoạch năm 2024 thì sao?", before: []string{"Kế hoạch năm 2026 giao ai tu bổ kho sách cổ?"}, refused: true, must: []string{"2024"}},
	{q: "còn kế hoạch năm 2023?", before: []string{"Liệt kê các nhiệm vụ của Kế hoạch năm 2026"}, must: []string{"5 nhiệm vụ", "12/KH-UBQGVH"}, mustNot: []string{"31/KH"}},
	{q: "tổ trưởng là ai?", before: []string{"Tổ công tác xe sách lưu động gồm những ai?"}, must: []string{"Vi Thị Mực"}, mustNot: []string{"Phan Văn Gáy"}},
	{q: "bộ đó có việc gì trong tháng 10/2023?", before: []string{"Ai bồi dưỡng người làm báo chí viết về sách?"}, must: []string{"Phủ sóng"}, mustNot: []string{"Bồi dưỡng"}},
	{q: "còn Hà Nam?", before: []string{"Ninh Bình phải làm gì?"}, must: []string{"khiếm thị"}, mustNot: []string{"cao tuổi"}},
}

func TestDesk(t *testing.T) {
	base := must(t, deskBase)
	for name, questions := range map[string][]wanted{
		"face": deskFace, "sums": deskSums, "twice": deskTwice, "people": deskPeople, "state": deskState,
		"parts": deskParts, "sought": deskSought, "related": deskRelated, "following": deskFollowing,
	} {
		t.Run(name, func(t *testing.T) { checkAll(t, base, questions) })
	}
}
