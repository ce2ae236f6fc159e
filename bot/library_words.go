package bot

import (
	"errors"
	"fmt"
	"strings"
)

// What is said of documents and versions.
const (
	loadHow = "Gửi cho tôi từng tệp văn bản qua Telegram (.docx, .pdf, .xlsx, .html, .txt; tối đa 20 MB), hoặc tải lên ở bảng điều khiển (gõ “bảng điều khiển”).\n" +
		"Các tệp gửi liên tiếp được gộp vào một bản. Tôi đọc, báo lại những gì hiểu được và những gì thay đổi; chỉ khi anh/chị công bố thì câu trả lời và nhắc việc mới theo bản đó."
	loading        = "📥 Đang nạp “%s”…"
	loadStage      = "%s: %d/%d"
	fileTooLarge   = "Tệp quá lớn, tối đa %d MB. Đề nghị chia nhỏ hoặc nạp bằng dòng lệnh."
	fileNotFetched = "Chưa tải được tệp từ máy chủ của kênh. Đề nghị gửi lại."
	fileUnreadable = "Không đọc được tệp này."
	fileSame       = "Tệp “%s” giống hệt văn bản trong bản %d đang dùng nên không có gì để công bố."
	fileUnnamed    = "van-ban"

	versionCount     = "%d phiên bản tài liệu:"
	versionLine      = "Bản %d, ngày %s, %d văn bản"
	versionEdits     = ", %d chỗ sửa"
	versionBy        = ", do %s"
	versionSince     = " – %s từ %s"
	versionMore      = "… và %d bản cũ hơn."
	versionLeft      = "Không kể %d bản nháp đã bỏ hoặc đã được thay."
	versionPublished = "✅ Bản %d đã có hiệu lực: từ nay câu trả lời và nhắc việc theo bản này."
	versionUndo      = "Khi cần, gõ “quay lại bản trước”."
	versionBack      = "✅ Đã quay lại bản %d: từ nay câu trả lời và nhắc việc theo bản này."
	versionAlready   = "Bản %d đang có hiệu lực."
	versionStale     = "Lựa chọn này không còn đúng: %s."
	staleOvertaken   = "bản %d đã có hiệu lực sau khi báo cáo đó được lập"
	staleReplaced    = "bản %d đã được thay bằng bản mới hơn"
	staleDiscarded   = "bản %d đã được bỏ"
	staleGone        = "không còn bản %d"
	staleNow         = "Báo cáo hiện nay:"
	staleNothing     = "Hiện không có bản nào đang chờ công bố."
	publishNothing   = staleNothing + " Để nạp văn bản, gõ “nạp tài liệu”."
	discarded        = "🗑 Đã bỏ bản %d. Câu trả lời và nhắc việc không thay đổi. Gửi lại các tệp nếu cần nạp lại."
	leftOpen         = "Đã dừng; bản %d vẫn chờ công bố."
	leftInForce      = "Đã dừng; không có gì thay đổi."

	publishAsk     = "Công bố bản %d thay bản %d: %s."
	publishFirst   = "Công bố bản %d: %s."
	rollbackAsk    = "Quay lại bản %d thay bản %d: %s."
	publishWorking = "⏳ Đang công bố bản %d…"
	publishReason  = "Lý do: %s"
	publishDrop    = "⚠️ Bản %d trả lời đúng %d/%d câu hỏi chuẩn, bản đang dùng đúng %d."
	publishWorse   = "⚠️ Theo bộ câu hỏi chuẩn hiện nay, bản này trả lời đúng ít câu hơn bản đang dùng."
	publishLost    = "%d câu đang trả lời đúng sẽ không còn đúng."
	publishAskWhy  = "Nếu vẫn công bố, đề nghị nhắn cho tôi lý do bằng một câu. Hiện chưa công bố gì."
	listOfDoubts   = "Điểm cần xác minh của bản %d (%s/%d):"
	listOfChanges  = "Khác biệt của bản %d so với bản đang dùng (%s/%d):"
	consoleLink    = "🖥 Bảng điều khiển (liên kết dùng một lần, trong %s; đề nghị không chuyển tiếp):"
	changesNothing = "không thay đổi việc nào"
	buttonDoubts   = "Xem điểm cần xác minh"
	buttonChanges  = "Xem khác biệt"
	buttonReport   = "Xem báo cáo"
	buttonNext     = "Xem tiếp %d mục"
	buttonPublish  = "✅ Công bố"
	buttonDiscard  = "🗑 Bỏ"
	buttonNow      = "✅ Công bố ngay"
	buttonBackNow  = "↩️ Quay lại ngay"
	buttonLeave    = "Thôi"
)

// libraryWords are what people are told when a Library says no.
var libraryWords = []struct {
	err      error
	sentence string
}{
	{ErrNoVersion, "Không có bản nào như vậy. Đề nghị gõ “phiên bản” để xem các bản."},
	{ErrOvertaken, "Người khác vừa thay bản đang dùng trước anh/chị nên tôi chưa làm. Không có gì bị mất."},
	{ErrReason, "Bản này trả lời đúng ít câu hỏi chuẩn hơn bản đang dùng nên phải kèm lý do mới công bố được. Đề nghị chọn lại “Công bố”."},
	{ErrNoFormer, "Trước bản đang dùng không có bản nào để quay lại. Đề nghị gõ “phiên bản” để xem các bản."},
	{ErrVersionState, "Bản này không còn ở trạng thái đó: có thể người khác vừa công bố, thay hoặc bỏ. Đề nghị gõ “phiên bản” để xem các bản."},
	{ErrNoConsole, "Chương trình chưa có địa chỉ web để mở bảng điều khiển từ đây. Đề nghị người cài đặt khai báo --public-url."},
}

// libraryFailed tells people why a Library said no; any other error stays one, and the message is tried again.
func libraryFailed(action string, err error) ([]Reply, error) {
	for _, w := range libraryWords {
		if errors.Is(err, w.err) {
			return refused(w.sentence), nil
		}
	}
	if errors.Is(err, ErrDocument) {
		return refused(reasonOf(err)), nil
	}
	return nil, fmt.Errorf("bot: %s: %w", action, err)
}

// stateWords say where a version stands.
var stateWords = map[VersionState]string{
	VersionOpen: "chờ công bố", VersionInForce: "đang dùng", VersionFormer: "đã dùng trước đây", VersionReplaced: "đã được thay", VersionDiscarded: "đã bỏ",
}

// words say what publishing changes: "3 việc mới, 2 việc đổi hạn; 4 ban sẽ được báo".
func (e Effect) words() string {
	var parts []string
	for _, p := range []struct {
		count  int
		format string
	}{{e.New, "%d việc mới"}, {e.Moved, "%d việc đổi hạn"}, {e.Reworded, "%d việc sửa nội dung"}, {e.Gone, "%d việc bỏ"}} {
		if p.count > 0 {
			parts = append(parts, fmt.Sprintf(p.format, p.count))
		}
	}
	text := changesNothing
	if len(parts) > 0 {
		text = strings.Join(parts, ", ")
	}
	if e.Boards > 0 {
		text += fmt.Sprintf("; %d ban sẽ được báo", e.Boards)
	}
	return text
}
