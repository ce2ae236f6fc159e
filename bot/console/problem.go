package console

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"dondoc/bot/people"
	"dondoc/knowledge/library"
	"dondoc/reminders"
)

// problem is what somebody is told when something cannot be done; the cause goes to the log only.
type problem struct {
	status   int
	sentence string
	wait     time.Duration // when to try again; 0 means not stated
	signIn   bool          // who has to sign in first
}

var (
	problemForm      = problem{status: http.StatusBadRequest, sentence: "Không đọc được nội dung gửi lên. Đề nghị tải lại trang rồi gửi lại."}
	problemSignIn    = problem{status: http.StatusUnauthorized, sentence: "Phiên làm việc đã hết. Vui lòng đăng nhập lại rồi thực hiện lại.", signIn: true}
	problemStale     = problem{status: http.StatusForbidden, sentence: "Trang đã mở quá lâu hoặc trình duyệt chưa nhận cookie. Đề nghị tải lại trang rồi gửi lại."}
	problemForeign   = problem{status: http.StatusForbidden, sentence: "Yêu cầu không đến từ trang này nên không được thực hiện."}
	problemNotFound  = problem{status: http.StatusNotFound, sentence: "Không có trang này, hoặc nội dung không còn được giữ."}
	problemTooLarge  = problem{status: http.StatusRequestEntityTooLarge, sentence: "Nội dung gửi lên quá dài. Đề nghị rút gọn rồi gửi lại."}
	problemMediaType = problem{status: http.StatusUnsupportedMediaType, sentence: "Không đọc được dạng nội dung này. Đề nghị dùng biểu mẫu trên trang."}
	problemInternal  = problem{status: http.StatusInternalServerError, sentence: "Có lỗi khi thực hiện. Đề nghị thử lại sau ít phút; nếu vẫn lỗi, vui lòng báo người vận hành máy chủ."}
)

func problemTooFast(wait time.Duration) problem {
	seconds := int(math.Max(1, math.Ceil(wait.Seconds())))
	return problem{
		status:   http.StatusTooManyRequests,
		sentence: fmt.Sprintf("Thao tác hơi nhanh. Đề nghị chờ %d giây rồi thử lại.", seconds),
		wait:     time.Duration(seconds) * time.Second,
	}
}

func tooLarge(rt route) *problem {
	p := problemTooLarge
	if rt.files {
		p.sentence = fmt.Sprintf("Các tệp gửi lên vượt quá %d MB. Đề nghị chia thành nhiều lần gửi.", rt.most()>>20)
	}
	return &p
}

// errNotFound is what a handler returns for an address that names nothing.
var errNotFound = errors.New("console: not found")

// wrong is a mistake of the person, worded for them.
type wrong struct{ sentence string }

// Error is for who forgets that it is no fault of the program.
func (*wrong) Error() string { return "console: not as it should be filled in" }

// bad is what a handler returns for what was filled in wrong: status 422 and the sentence.
func bad(format string, args ...any) error { return &wrong{fmt.Sprintf(format, args...)} }

// problems words the errors of what lies below.
var problems = []struct {
	is     error
	status int
	says   string
}{
	{errNotFound, http.StatusNotFound, problemNotFound.sentence},
	{library.ErrUnknown, http.StatusNotFound, "Không có bản văn bản này."},
	{library.ErrConflict, http.StatusConflict, "Trong lúc đó đã có bản khác được công bố. Đề nghị xem lại báo cáo so với bản mới rồi công bố lại."},
	{library.ErrDrop, http.StatusConflict, "Bản này trả lời đúng ít câu hỏi chuẩn hơn bản đang dùng. Muốn công bố phải ghi rõ lý do."},
	{library.ErrNoFormer, http.StatusConflict, "Chưa có bản nào trước đó để quay về."},
	{library.ErrNothing, http.StatusUnprocessableEntity, "Không đọc được văn bản nào trong các tệp đã gửi."},
	{library.ErrState, http.StatusConflict, "Bản này không còn ở trạng thái cho phép thao tác đó. Đề nghị tải lại trang."},
	{reminders.ErrUnknown, http.StatusNotFound, "Không còn ban, nơi nhận hoặc lượt gửi này. Đề nghị tải lại trang."},
	{reminders.ErrConflict, http.StatusConflict, "Nội dung vừa được người khác thay đổi. Đề nghị tải lại trang rồi thực hiện lại."},
	{reminders.ErrInvalid, http.StatusUnprocessableEntity, "Nội dung nhập chưa hợp lệ. Đề nghị kiểm tra lại."},
	{reminders.ErrHour, http.StatusUnprocessableEntity, ""},
	{reminders.ErrQuiet, http.StatusUnprocessableEntity, ""},
	{reminders.ErrSteps, http.StatusUnprocessableEntity, ""},
	{people.ErrTaken, http.StatusConflict, "Tên đăng nhập này đã có người dùng. Vui lòng chọn tên khác."},
	{people.ErrKey, http.StatusForbidden, "Liên kết hoặc mã không đúng, đã dùng hoặc đã hết hạn."},
	{context.DeadlineExceeded, http.StatusGatewayTimeout, "Thực hiện đã lâu mà chưa xong. Đề nghị thử lại sau ít phút."},
}

// problemOf words an error. known is false for what only the log should tell.
func problemOf(err error) (p problem, known bool) {
	if w, ok := errors.AsType[*wrong](err); ok {
		return problem{status: http.StatusUnprocessableEntity, sentence: w.sentence}, true
	}
	if d, ok := errors.AsType[*people.Denied](err); ok {
		return problem{status: http.StatusForbidden, sentence: d.Sentence}, true
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return problemTooLarge, true
	}
	for _, q := range problems {
		if errors.Is(err, q.is) {
			if q.says == "" { // it is a sentence itself
				return problem{status: q.status, sentence: sentence(q.is.Error())}, true
			}
			return problem{status: q.status, sentence: q.says}, true
		}
	}
	return problemInternal, false
}

// fail tells what a handler could not do. v is nil before it is known who asks.
func (c *Console) fail(w http.ResponseWriter, r *http.Request, v *visit, err error) {
	p, known := problemOf(err)
	if !known && r.Context().Err() == nil { // else the visitor has gone: no fault of ours
		c.cfg.Log.ErrorContext(r.Context(), "console: handle a request", slog.String("method", r.Method), slog.String("pattern", r.Pattern), slog.Any("error", err))
	}
	if v == nil || v.account.ID == "" {
		c.refuse(w, r, p)
		return
	}
	c.send(w, r, v, reply{status: p.status, template: "problem.html", title: "Chưa thực hiện được", data: p.sentence})
}

// refuse answers a request that must touch nothing, on a page without anybody's name.
func (c *Console) refuse(w http.ResponseWriter, r *http.Request, p problem) {
	if p.wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(p.wait/time.Second)))
	}
	c.write(w, r, p.status, "refused.html", view{Title: p.sentence, Data: p})
}

// SignIn tells the page to offer signing in.
func (p problem) SignIn() bool { return p.signIn }
