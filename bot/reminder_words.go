package bot

// What reminders say of their own, beside the words of documents and people. A title in bold stands alone or behind
// the Board's name, so it begins in lower case or with a number.
const (
	headLate     = "gửi muộn"
	headRepeated = "nhắc lại"

	countLate     = "%d việc quá hạn"
	countToday    = "%d việc đến hạn hôm nay"
	countTomorrow = "%d việc đến hạn ngày mai"
	countSoon     = "%d việc đến hạn trong %d ngày"

	dueIn       = "còn %d ngày"
	dueToday    = "hôm nay là hạn"
	dueOver     = "quá hạn %d ngày"
	dueOn       = "Hạn %s"
	dueNone     = "Không nêu hạn"
	extendedTo  = ", đã gia hạn đến %s"
	underWay    = ", đang thực hiện"
	pausedUntil = ", tạm dừng nhắc đến hết %s"
	doneSince   = "đã hoàn thành"
	cancelled   = "không thực hiện nữa"
	ownTask     = "việc do ban chỉ đạo tự đặt"
	untitled    = "(không có tên)"
	byDocument  = " theo %s"

	titleMoved    = "%d việc đổi hạn"
	movedFromTo   = "Hạn đổi từ %s thành %s%s"
	movedNew      = "Nay có hạn %s%s"
	movedNone     = "Hạn %s nay không còn ghi%s"
	movedReloaded = " theo bản đang áp dụng của văn bản" // it may be an older one
	movedByHand   = " theo hiệu chỉnh của ban thư ký"

	titleGone = "%d việc không còn trong kế hoạch"
	goneWas   = "Hạn trước đây: %s"
	goneHint  = "Từ nay tôi thôi nhắc. Nếu chưa đúng, đề nghị báo quản trị viên."

	titleBack = "%d việc đã trở lại kế hoạch"
	backDue   = "Hạn: %s"
	backHint  = "Từ nay tôi lại nhắc như trước."

	titleUnanswered = "%d việc chưa có ai xác nhận sau 2 ngày làm việc"
	unansweredBoard = ": %d việc"

	titleRequest  = "%d yêu cầu gia hạn"
	requestNumber = "Yêu cầu số %d"
	requestOf     = " của "
	requestAsks   = "; xin đến "
	requestMore   = " (thêm %d ngày)"
	requestWhy    = "Lý do: %s"
	requestNoWhy  = "Không nêu lý do"
	requestBy     = "Người xin: %s, %s"
	requestOn     = "Gửi ngày %s"

	titleDecision   = "kết quả xin gia hạn"
	decisionYes     = "đồng ý gia hạn đến %s"
	decisionNo      = "không đồng ý gia hạn"
	decisionWhy     = ". Lý do: %s"
	decisionBefore  = "Hạn trước đây: "
	decisionStays   = "Hạn giữ nguyên: "
	decisionBy      = "Người quyết định: %s, %s"
	decisionOn      = "Quyết định ngày %s"
	titleUndeliverd = "%d nơi chưa nhận được tin nhắc"

	titlePast   = "%d mốc đã qua hạn khi nạp tài liệu"
	pastHint    = "Các mốc này chỉ liệt kê một lần, không nhắc."
	pastCount   = ": %d mốc, muộn nhất %s"
	pastExample = "Ví dụ: %s"

	titleDigest  = "tổng hợp tuần %s"
	titlePicture = "tình hình %s"
	monthName    = "tháng %d/%d"
	figuresTotal = "Tổng %d việc: "
	figuresOne   = "• %s: "
	figuresMore  = "và %d cơ quan khác"
	figureLate   = "%d quá hạn"
	figureSoon   = "%d đến hạn trong 2 tuần"
	figureNear   = "%d sắp đến hạn"
	figureOpen   = "%d còn hạn"
	figureDone   = "%d đã xong"
	figureShare  = "xong %d/%d"
)

// What the buttons under a reminder say.
const (
	buttonAck     = "Đã nhận"
	buttonAckAll  = "Đã nhận cả %d việc"
	buttonDone    = "Hoàn thành"
	buttonExtend  = "Gia hạn"
	buttonPause   = "Tạm dừng"
	buttonResume  = "Thôi tạm dừng"
	buttonReopen  = "Ghi nhầm, chưa xong"
	buttonAccept  = "Đồng ý"
	buttonRefuse  = "Từ chối"
	buttonNumber  = "%s số %d"
	buttonSkip    = "Bỏ qua"
	buttonDrop    = "Thôi"
	buttonSend    = "Gửi, không nêu lý do"
	buttonWeek    = "1 tuần"
	buttonTwo     = "2 tuần"
	buttonMonth   = "1 tháng"
	buttonYesBare = "Đồng ý, không kèm văn bản"
	buttonNoBare  = "Từ chối, không nêu lý do"
)
