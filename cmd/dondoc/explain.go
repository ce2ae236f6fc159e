package main

import (
	"errors"
	"regexp"
	"strings"
	"unicode"

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
	{store.ErrUnavailable, "không mở được cơ sở dữ liệu; hãy kiểm tra thư mục dữ liệu (--data), hoặc máy chủ ghi trong DATABASE_URL"},
	{store.ErrNotFound, "chưa có cơ sở dữ liệu ở địa chỉ đã cho; hãy kiểm tra --db"},
	{telegram.ErrBadToken, "khóa bot Telegram sai hoặc đã bị thu hồi; hãy lấy khóa mới từ BotFather và đặt lại TELEGRAM_BOT_TOKEN"},
}

// printable leaves out what a terminal would act on: text of documents and people is only to be read.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
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

// kongSays puts the messages of the command-line library into Vietnamese.
var kongSays = []struct {
	pattern *regexp.Regexp
	text    string
}{
	{regexp.MustCompile(`^unexpected argument (.+?)(?:, did you mean .*)?$`), `không hiểu "$1"; nếu là câu hỏi, hãy đặt cả câu trong ngoặc kép sau dondoc ask`},
	{regexp.MustCompile(`^unknown flag (.+?)(?:, did you mean .*)?$`), `không có tùy chọn $1`},
	{regexp.MustCompile(`^(\S+) must be one of (.+) but got (.+)$`), `$1 phải là một trong: $2; không phải $3`},
	{regexp.MustCompile(`^(\S+): expected duration but got ("[^"]*").*$`), `$1 phải là khoảng thời gian như 720h; không phải $2`},
	{regexp.MustCompile(`^(\S+): expected (\S+) value but got "([^"]*)".*$`), `$1 cần một giá trị, không phải "$3"; giá trị bắt đầu bằng dấu trừ thì viết liền: $1=$3`},
	{regexp.MustCompile(`^missing flags: (.+)$`), `còn thiếu tùy chọn: $1`},
	{regexp.MustCompile(`^(\S+): expected a valid (?:\d+ bit )?(?:int|uint|float) but got ("[^"]*").*$`), `$1 phải là số; không phải $2`},
	{regexp.MustCompile(`^expected (?:one of )?(.+)$`), `còn thiếu: $1`},
}

// explainUsage turns an error of the command-line library into one line.
func explainUsage(err error) string {
	text := err.Error()
	for _, k := range kongSays {
		if k.pattern.MatchString(text) {
			return k.pattern.ReplaceAllString(text, k.text)
		}
	}
	return text
}

// blamesSettings reports whether an error that shows late is a mistake in the settings all the same.
func blamesSettings(err error) bool {
	var usage usageError
	return errors.As(err, &usage) || errors.Is(err, store.ErrBadURL)
}
