package main

import (
	"errors"
	"strings"

	"dondoc/bot/telegram"
	"dondoc/cmd/dondoc/store"
)

// explanations say in one line what happened and what to do; the first that fits is used.
var explanations = []struct {
	err  error
	text string
}{
	{store.ErrBadURL, "địa chỉ cơ sở dữ liệu không hợp lệ; dùng sqlite:ĐƯỜNG_DẪN hoặc postgres://…"},
	{store.ErrUnwritable, "không ghi được cơ sở dữ liệu; hãy kiểm tra quyền ghi và dung lượng của thư mục dữ liệu (--data), hoặc chọn thư mục khác"},
	{store.ErrLocked, "cơ sở dữ liệu đang bị chương trình khác giữ; hãy dừng chương trình đó rồi chạy lại"},
	{store.ErrNotDatabase, "tệp cơ sở dữ liệu không phải của Đôn đốc hoặc đã hỏng; hãy chọn tệp khác bằng --db hoặc khôi phục bản sao lưu"},
	{store.ErrNewerSchema, "cơ sở dữ liệu do bản Đôn đốc mới hơn tạo ra; hãy dùng bản mới đó"},
	{store.ErrOlderSchema, "cơ sở dữ liệu của bản cũ; hãy chạy dondoc serve một lần để nâng cấp"},
	{store.ErrUnavailable, "không kết nối được cơ sở dữ liệu; hãy kiểm tra máy chủ và DATABASE_URL"},
	{store.ErrNotFound, "chưa có cơ sở dữ liệu ở địa chỉ đã cho; hãy kiểm tra --db"},
	{telegram.ErrBadToken, "khóa bot Telegram sai hoặc đã bị thu hồi; hãy lấy khóa mới từ BotFather và đặt lại TELEGRAM_BOT_TOKEN"},
}

// explain turns an error into one line for the person who runs the program.
func explain(err error) string {
	for _, e := range explanations {
		if errors.Is(err, e.err) {
			return e.text
		}
	}
	return strings.ReplaceAll(err.Error(), "\n", "; ")
}
