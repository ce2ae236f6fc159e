package bot

// What the commands about work and following say.
const (
	workCount     = "%d việc có hạn"
	workUndated   = "Ngoài ra còn %d việc mà văn bản không nêu hạn."
	askAll        = "%s chủ trì những việc gì?"
	workOf        = " của %s"
	workLate      = "%d việc quá hạn"
	workLateOf    = "%d việc quá hạn%s:"
	workSoonOf    = "%d việc đến hạn trong %d ngày%s:"
	workDone      = "đã xong %d"
	workNone      = "Không còn việc nào chưa xong%s."
	workAllDone   = "Không còn việc nào chưa xong%s (đã xong %d việc)."
	workNoLate    = "Không có việc nào quá hạn%s. 👍"
	workNoSoon    = "Không có việc nào đến hạn trong %d ngày tới%s."
	workGroup     = "%s: %d việc"
	workMore      = "Xem tiếp %d việc"
	workUnmanaged = "Ban thư ký không chủ trì việc nào. Để xem các ban: “quá hạn”, “sắp đến hạn” hoặc “báo cáo tiến độ”."
	workGone      = "Việc này không còn trong kế hoạch."
	workNobody    = "Cuộc trò chuyện này chưa gắn với cơ quan nào và chưa theo dõi gì.\n" +
		"Nếu là thành viên ban chỉ đạo, đề nghị gửi cho tôi mã ghép nối do ban thư ký cấp. Hoặc gõ “theo dõi” kèm tên cơ quan, ví dụ: theo dõi tỉnh Bắc Giang."

	buttonFollowTask = "🔔 Nhắc tôi"
	buttonUndated    = "📚 Xem cả việc không nêu hạn"
	buttonLate       = "Quá hạn"
	buttonSoon       = "Sắp đến hạn"
)

// What is said of following.
const (
	followAdded   = "✅ Đã theo dõi %s."
	followBefore  = "Cuộc trò chuyện này đang theo dõi %s rồi."
	followOpen    = "%d việc đang mở, gần nhất: %s."
	followNoOpen  = "Hiện chưa có việc nào có hạn để nhắc; khi có, tôi sẽ nhắc."
	followWhen    = "Tôi nhắc lúc %02d:%02d các ngày làm việc: %s."
	followJoined  = "Từ nay cuộc trò chuyện này cũng nhận nhắc việc của %s."
	followOff     = "Hiện chương trình chưa bật gửi nhắc; tôi sẽ nhắc khi quản trị viên bật."
	followPaused  = "Việc gửi nhắc vào đây đang tạm dừng; đề nghị báo quản trị viên."
	followList    = "Đang theo dõi %d mục:"
	followNone    = "Cuộc trò chuyện này chưa theo dõi gì."
	followHow     = "Theo dõi thêm: gõ “theo dõi” kèm tên cơ quan, số văn bản, mục (IV.6) hoặc “chủ đề” trong ngoặc kép."
	followUnclear = "Tôi chưa rõ cần theo dõi “%s”. Đề nghị ghi tên cơ quan, số văn bản (17/QĐ-…), mục của việc (IV.6), hoặc chủ đề trong ngoặc kép."
	followWhich   = "Có %d mục phù hợp, anh/chị muốn theo dõi mục nào?"
	followNoTheme = "Tài liệu đã nạp không có việc nào nhắc đến “%s”."

	followDocument = "văn bản %s"
	followTheme    = "chủ đề “%s”"
	followTaskGone = "một việc không còn trong kế hoạch"
	followQuoted   = "việc “%s”"

	followStill    = "Vẫn theo dõi: %s."
	unfollowed     = "Đã bỏ theo dõi %s."
	unfollowedAll  = "Cuộc trò chuyện này không còn theo dõi gì; tôi thôi nhắc ở đây."
	unfollowWhich  = "Anh/chị muốn bỏ theo dõi mục nào?"
	unfollowNot    = "Cuộc trò chuyện này không theo dõi mục đó."
	unfollowBoards = "Nơi này nhận nhắc việc của %s; chỉ bỏ được từng mục theo dõi thêm."

	buttonStop  = "Thôi theo dõi"
	buttonStopN = "Bỏ %d. %s"
	buttonWorks = "Xem các việc"
)

// What is said of when one is reminded.
const (
	remindPrivately = "Nhắc riêng thì đề nghị nhắn riêng cho tôi “nhắc tôi” kèm mục của việc, để nhóm không nhận thêm tin."
	remindHow       = "Đề nghị hỏi về một việc trước rồi gõ “nhắc tôi”, hoặc ghi rõ mục: “nhắc tôi IV.6”. Đổi ngày giờ nhắc: “nhắc tôi trước 7, 3, 1 ngày”, “nhắc tôi lúc 7h30”."
	remindNoDue     = "Việc này không nêu hạn cụ thể nên tôi không đặt nhắc được."
	remindEnded     = "Việc này đã xong hoặc đã qua hạn từ trước khi nạp, không còn gì để nhắc."
	remindChanged   = "✅ Đã đổi. Từ nay tôi nhắc lúc %02d:%02d các ngày làm việc: %s."
	remindGroupRule = "Ngày giờ nhắc của nhóm do thành viên ban chỉ đạo hoặc quản trị nhóm đặt."

	ruleBefore  = "trước hạn %s ngày"
	ruleOnDay   = "đúng ngày hạn"
	ruleOverdue = "quá hạn %s ngày"
	ruleWeekly  = "rồi hằng tuần"
)

// What is said of figures and calendars.
const (
	progressTitle = "Tiến độ đến ngày %s"
	progressNone  = "Chưa có việc nào để tổng hợp ở đây."
	progressFile  = "Từng việc: xem tệp %s gửi kèm, hoặc gõ “quá hạn”, “sắp đến hạn”."
	progressWords = "Từng việc: gõ “quá hạn”, “sắp đến hạn”."

	calendarText = "🗓 %d việc có hạn%s. Mở tệp %s gửi kèm để thêm vào lịch."
	calendarList = "🗓 %d việc có hạn%s:"
	calendarMore = "… và %d việc nữa."
	calendarElse = "Kênh này không gửi được tệp lịch; có thể lấy tệp qua Telegram hoặc trang chat."
	calendarNone = "Chưa có việc nào có hạn để đưa vào lịch."
	calendarNot  = "Lịch tạm thời chưa lập được. Đề nghị thử lại sau."
	calendarLink = "Liên kết lịch của %s (chỉ hiện một lần này; ai có liên kết đều xem được lịch, đề nghị không chuyển tiếp):"
	calendarHow  = "Dán liên kết vào mục “Thêm lịch từ URL” của ứng dụng lịch; lịch tự cập nhật. Khi cần thu hồi, đề nghị báo quản trị viên."
	calendarBot  = "Nơi này chưa tạo được liên kết lịch. Đề nghị dùng tệp lịch."
	buttonFeed   = "🔗 Liên kết lịch"
)
