package bot

import (
	"strings"

	"dondoc/bot/people"
	"dondoc/knowledge"
)

// What the conversation says of its own.
const (
	welcome = "Chào anh/chị, tôi là Đôn đốc – trợ lý tra cứu ai chủ trì việc gì, hạn khi nào, ghi ở đâu trong các văn bản kế hoạch đã nạp.\n" +
		"Máy trả lời tự động và luôn kèm nguồn. Tôi chỉ lưu vài tin nhắn gần nhất của cuộc trò chuyện này để hiểu câu hỏi nối tiếp; gõ /xoa_du_lieu để xóa."
	welcomeGroup = "Chào các anh/chị, tôi là Đôn đốc – trợ lý tra cứu và nhắc việc theo các văn bản kế hoạch đã nạp. Gọi tên tôi trong tin nhắn, hoặc trả lời tin của tôi, để hỏi.\n" +
		"Máy trả lời tự động; tôi chỉ đọc tin gửi cho tôi và chỉ lưu vài tin gần nhất.\n" +
		"Để nhóm nhận nhắc việc: quản trị nhóm gõ /lien_ket kèm mã do ban thư ký cấp."
	firstNotice = "ℹ️ Đôn đốc là máy trả lời tự động, chỉ dựa trên văn bản đã nạp. Tôi lưu vài tin nhắn gần nhất để hiểu câu hỏi nối tiếp; gõ /xoa_du_lieu để xóa."
	help        = "Anh/chị cứ hỏi tự nhiên, có dấu hay không dấu đều được: ai chủ trì việc gì, hạn khi nào, tỉnh hoặc bộ phải làm gì, việc nào đến hạn trước một ngày. Dưới đây là vài ví dụ.\n" +
		"Hỏi tiếp được ngay: “ai phối hợp?”, “hạn bao giờ?”, hoặc chỉ gõ tên một tỉnh khác."
	helpForget = "Xóa dữ liệu: /xoa_du_lieu"
	helpPair   = "Để nhận nhắc việc: gửi cho tôi mã ghép nối do ban thư ký cấp."

	askForget      = "Xóa toàn bộ tin nhắn đã lưu của cuộc trò chuyện này?"
	askForgetAll   = "Xóa toàn bộ tin nhắn đã lưu của cuộc trò chuyện này, cùng vai trò và việc anh/chị đang theo dõi ở đây?"
	askForgetGroup = "Xóa toàn bộ tin nhắn đã lưu của nhóm này? Tên người báo tiến độ từ nhóm cũng được xóa; việc nhắc vẫn tiếp tục."
	confirmForget  = "🗑 Đồng ý xóa"
	forgotten      = "Đã xóa dữ liệu của cuộc trò chuyện này."
	forgottenStays = "Cuộc trò chuyện này do quản trị viên gắn với %s nên vẫn nhận nhắc việc, kể cả những mục theo dõi thêm (bỏ từng mục: “bỏ theo dõi”). Muốn thôi hẳn, đề nghị báo ban thư ký."
	choiceExpired  = "Lựa chọn này đã hết hiệu lực. Anh/chị vui lòng gõ lại câu hỏi."
	stillLoading   = "Tài liệu đang được nạp, anh/chị vui lòng hỏi lại sau ít giây."
	showMore       = "Xem tiếp %d dòng"
	noSuchCommand  = "Tôi chưa hiểu lệnh này. Gõ /tro_giup để xem các lệnh, hoặc cứ hỏi bằng lời."
	onlyPrivate    = "Việc này chỉ làm trong cuộc trò chuyện riêng với tôi."

	noSuchChoice     = "Không có lựa chọn số %s. Đề nghị chọn lại, hoặc gõ câu hỏi bằng lời."
	chooseNumber     = "Trả lời bằng số để chọn:"
	chooseListed     = "Trả lời bằng số của việc ở trên, hoặc:"
	chooseOnlyListed = "Trả lời bằng số của việc ở trên để chọn."
)

// What is said of codes and roles.
const (
	codesUnknown = "Kênh này không dùng mã ghép nối."
	codeWrong    = "Mã không đúng, đã dùng hoặc đã hết hạn. Đề nghị kiểm tra lại, hoặc xin ban thư ký mã mới."
	codeTooMany  = "Anh/chị đã thử nhiều mã không đúng. Đề nghị thử lại sau %d phút."
	codeHigher   = "Anh/chị đã có vai trò cao hơn (%s) nên vai trò giữ nguyên."
	codeTaken    = "✅ Đã ghép nối. Vai trò của anh/chị: %s."
	codeBoard    = "Cơ quan: %s."
	codeNext     = "Gõ “việc của tôi” để xem việc, “trợ giúp” để xem các lệnh. Tôi lưu tên hiển thị và vai trò này; gõ /xoa_du_lieu để xóa."

	linkInGroup  = "Lệnh này dùng trong nhóm cần nhận nhắc việc, không dùng trong cuộc trò chuyện riêng."
	linkNotYours = "Trong nhóm, chỉ quản trị nhóm dùng được mã. Nếu là mã của riêng mình, anh/chị vui lòng nhắn riêng cho tôi."
	linkHow      = "Gõ /lien_ket kèm mã do ban thư ký cấp, hoặc kèm tên đầy đủ của cơ quan."
	linkTaken    = "Nhóm này đã gắn với %s. Muốn đổi, đề nghị ban thư ký gỡ trước."
	linked       = "Từ nay nhóm này nhận nhắc việc vào buổi sáng các ngày làm việc, khi có việc đến hạn."

	peopleNone       = "Chưa ai được cấp vai trò."
	peopleCount      = "%d người có vai trò:"
	grantHow         = "Cấp mã: “cấp mã thành viên <cơ quan>”, “cấp mã nhóm <cơ quan>”, “cấp mã cán bộ”, “cấp mã thư ký”, “cấp mã quản trị”."
	grantNoAgency    = "Không rõ cơ quan “%s”. Đề nghị gõ tên đầy đủ."
	grantNeedsAgency = "Mã này phải kèm tên cơ quan, ví dụ: “cấp mã thành viên tỉnh Bắc Giang”."
	grantMade        = "Mã dùng một lần (%s):"
	grantUse         = "Người nhận gửi mã này cho tôi (mã nhóm: gõ trong nhóm “/lien_ket” kèm mã). Hết hạn sau %s. Mã chỉ hiện một lần."
)

// helpLines are what help adds for those who may.
var helpLines = []struct {
	action people.Action
	text   string
}{
	{people.Mine, "📋 “việc của tôi”, “sắp đến hạn”, “quá hạn”"},
	{people.Follow, "🔔 “theo dõi <cơ quan>”, “bỏ theo dõi”, “nhắc tôi” sau một câu trả lời"},
	{people.Progress, "📊 “báo cáo tiến độ”, “lịch”"},
	{people.Load, "🗂 “nạp tài liệu”, “phiên bản”, “công bố”, “quay lại bản trước”, “trạng thái”"},
	{people.Console, "🖥 “bảng điều khiển”"},
	{people.People, "👤 “người dùng”, “cấp mã <vai trò> <cơ quan>”"},
}

// plain makes a Text of lines without faces.
func plain(s string) knowledge.Text {
	var text knowledge.Text
	for line := range strings.SplitSeq(s, "\n") {
		text = append(text, knowledge.Line{{Text: line}})
	}
	return text
}
