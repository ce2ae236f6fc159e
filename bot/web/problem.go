package web

import (
	"fmt"
	"math"
	"net/http"
	"time"
)

// problem is what a visitor is told when something cannot be done; the cause goes to the log only.
type problem struct {
	status   int
	sentence string
	wait     time.Duration // when to try again; 0 means not stated
}

var (
	problemEmpty     = problem{status: http.StatusBadRequest, sentence: "Anh/chị chưa nhập câu hỏi."}
	problemForm      = problem{status: http.StatusBadRequest, sentence: "Không đọc được nội dung gửi lên. Đề nghị tải lại trang rồi gửi lại."}
	problemStale     = problem{status: http.StatusForbidden, sentence: "Trang đã mở quá lâu hoặc trình duyệt chưa nhận cookie. Đề nghị tải lại trang rồi gửi lại."}
	problemNoCookie  = problem{status: http.StatusForbidden, sentence: "Trang đã mở quá lâu hoặc trình duyệt không nhận cookie trong khung này. Đề nghị tải lại; nếu vẫn không gửi được, vui lòng bấm nút ⋮ rồi chọn “Mở thành trang riêng”."}
	problemForeign   = problem{status: http.StatusForbidden, sentence: "Yêu cầu không đến từ trang này nên không được thực hiện."}
	problemNotFound  = problem{status: http.StatusNotFound, sentence: "Không có trang này."}
	problemPassage   = problem{status: http.StatusNotFound, sentence: "Không mở được đoạn văn bản này: có thể văn bản đã được nạp lại hoặc thay thế. Đề nghị hỏi lại để có trích dẫn mới."}
	problemThing     = problem{status: http.StatusNotFound, sentence: "Hình hoặc tệp này không còn được giữ. Đề nghị hỏi lại để nhận bản mới."}
	problemTooLarge  = problem{status: http.StatusRequestEntityTooLarge, sentence: "Nội dung gửi lên quá dài. Đề nghị rút gọn câu hỏi rồi gửi lại."}
	problemMediaType = problem{status: http.StatusUnsupportedMediaType, sentence: "Không đọc được dạng nội dung này. Đề nghị gửi câu hỏi bằng ô nhập trên trang."}
	problemInternal  = problem{status: http.StatusInternalServerError, sentence: "Có lỗi khi tìm câu trả lời. Đề nghị gửi lại sau ít phút."}
	problemForget    = problem{status: http.StatusInternalServerError, sentence: "Chưa xóa được dữ liệu. Đề nghị thử lại sau ít phút."}
	problemSlow      = problem{status: http.StatusGatewayTimeout, sentence: "Tìm đã lâu mà chưa xong. Đề nghị gửi lại câu hỏi."}
)

func problemTooFast(wait time.Duration) problem {
	seconds := int(math.Max(1, math.Ceil(wait.Seconds())))
	return problem{
		status:   http.StatusTooManyRequests,
		sentence: fmt.Sprintf("Anh/chị gửi hơi nhanh. Đề nghị chờ %d giây rồi gửi lại.", seconds),
		wait:     time.Duration(seconds) * time.Second,
	}
}
