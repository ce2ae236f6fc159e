package main

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"dondoc/corpus/viet"
)

// Config is every setting of the program: flag, environment variable, default
// and help stand in the tags. A field tagged secret:"true" may also be given as
// a file named by the variable with _FILE behind it, and is never printed.
type Config struct {
	CorpusPaths []string `name:"corpus" env:"DONDOC_CORPUS" sep:"none" placeholder:"DIR|FILE" help:"Đọc các văn bản này thay cho phiên bản đã công bố; lặp lại được."`
	AsOf        string   `name:"as-of" env:"DONDOC_AS_OF" placeholder:"DATE[THH:MM]" help:"Thời điểm được coi là lúc hỏi (mặc định: bây giờ)."`
	Rehearse    bool     `name:"rehearse" env:"DONDOC_REHEARSE" help:"Diễn tập: sổ nhiệm vụ và “việc của tôi” cũng tính theo --as-of; không gửi nhắc việc. Chỉ dùng với dữ liệu thử."`
	DatabaseURL string   `name:"db" env:"DATABASE_URL" secret:"true" placeholder:"URL" help:"postgres://… hoặc sqlite:ĐƯỜNG_DẪN; mặc định một tệp SQLite trong thư mục dữ liệu."`
	Data        string   `name:"data" env:"DONDOC_DATA" placeholder:"DIR" help:"Thư mục dữ liệu."`
	Agencies    string   `name:"agencies" env:"DONDOC_AGENCIES" placeholder:"FILE" help:"Danh bạ cơ quan bổ sung; mặc định agencies.txt trong thư mục dữ liệu, nếu có."`
	LogLevel    string   `name:"log-level" env:"DONDOC_LOG_LEVEL" default:"info" enum:"debug,info,warn,error" help:"Mức nhật ký: ${enum}."`

	Listen         string        `name:"listen" env:"DONDOC_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Địa chỉ của trang chat."`
	SecureCookies  bool          `name:"secure-cookies" env:"DONDOC_SECURE_COOKIES" help:"Bật khi người dùng vào qua HTTPS."`
	TrustedProxies []string      `name:"trusted-proxies" env:"DONDOC_TRUSTED_PROXIES" placeholder:"CIDR" help:"Máy chủ trung gian được tin khi báo địa chỉ người dùng."`
	ChatRetention  time.Duration `name:"chat-retention" env:"DONDOC_CHAT_RETENTION" default:"720h" help:"Giữ mạch trao đổi bao lâu rồi xóa."`

	channelSettings

	ModelURL       string        `name:"openai-base-url" env:"OPENAI_BASE_URL" placeholder:"URL" help:"Máy chủ mô hình ngôn ngữ kiểu OpenAI, đến hết /v1; để trống là dịch vụ của OpenAI."`
	ModelKey       string        `name:"openai-api-key" env:"OPENAI_API_KEY" secret:"true" help:"Khóa của máy chủ mô hình; máy chủ nội bộ có thể không cần."`
	Model          string        `name:"openai-model" env:"OPENAI_MODEL" placeholder:"NAME" help:"Mô hình viết lại câu trả lời; để trống thì không dùng."`
	EmbeddingModel string        `name:"embedding-model" env:"EMBEDDING_MODEL" placeholder:"NAME" help:"Mô hình nhúng để tìm kiếm; để trống thì dùng cách tính có sẵn."`
	ModelTimeout   time.Duration `name:"model-timeout" env:"DONDOC_MODEL_TIMEOUT" default:"8s" help:"Chờ mô hình lâu nhất bao lâu rồi gửi câu trả lời thường."`
}

// Validate checks settings that only make sense together, or whose form flags cannot check.
func (c *Config) Validate() error {
	if _, err := c.asOf(time.Time{}); err != nil {
		return err
	}
	if c.Rehearse && c.AsOf == "" {
		return errors.New("--rehearse cần --as-of")
	}
	if c.ChatRetention < time.Hour {
		return errors.New("--chat-retention phải từ 1h trở lên")
	}
	if _, port, err := net.SplitHostPort(c.Listen); err != nil || !isPort(port) {
		return fmt.Errorf("--listen: %q phải có dạng 127.0.0.1:8080", c.Listen)
	}
	if err := c.validateChannels(); err != nil {
		return err
	}
	if !c.SecureCookies && slices.ContainsFunc(c.EmbedOrigins, func(o string) bool { return strings.HasPrefix(o, "https:") }) {
		return errors.New("--embed-origins cần --secure-cookies: trình duyệt chỉ giữ phiên trong khung khi vào qua HTTPS")
	}
	for _, p := range c.TrustedProxies {
		if _, err := parsePrefix(p); err != nil {
			return fmt.Errorf("--trusted-proxies: %q không phải địa chỉ mạng, ví dụ đúng: 10.0.0.0/8", p)
		}
	}
	return c.validateModel()
}

func isPort(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}

// asOf returns the moment of asking: the one that was set, else now.
func (c *Config) asOf(now time.Time) (time.Time, error) {
	if c.AsOf == "" {
		return now, nil
	}
	return parseMoment(c.AsOf)
}

// now is the moment of work and reminders: the real one, but in a rehearsal.
func (c *Config) now() time.Time {
	now := time.Now()
	if at, err := c.asOf(now); c.Rehearse && err == nil { // validated at the start
		return at
	}
	return now
}

// parseMoment reads 2023-04-20 or 2023-04-20T08:00, in Hanoi.
func parseMoment(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s, viet.Hanoi); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("thời điểm %q không đúng dạng 2023-04-20 hoặc 2023-04-20T08:00", s)
}

// dataDir returns the data directory, which need not exist.
func (c *Config) dataDir() (string, error) {
	if c.Data != "" {
		return c.Data, nil
	}
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "dondoc"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil || home == "" {
		return "", errors.New("không biết thư mục nhà; hãy đặt --data hoặc DONDOC_DATA")
	}
	return filepath.Join(home, ".local", "share", "dondoc"), nil
}

// database returns the URL of the database: the one that was set, else a file in the data directory.
func (c *Config) database() (string, error) {
	if c.DatabaseURL != "" {
		return c.DatabaseURL, nil
	}
	dir, err := c.dataDir()
	if err != nil {
		return "", err
	}
	return "sqlite:" + filepath.Join(dir, "dondoc.db"), nil
}

// makeDataDir creates the data directory when the database is to live there.
func (c *Config) makeDataDir() error {
	if c.DatabaseURL != "" {
		return nil
	}
	dir, err := c.dataDir()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("không tạo được thư mục dữ liệu %q; hãy chọn thư mục ghi được bằng --data", dir)
	}
	return nil
}

// logger writes to w from the level that was set.
func (c *Config) logger(w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))
}

// redacted stands for a secret that is set.
const redacted = "(đã đặt, không in)"

// dump writes every setting with its variable as it is in force, secrets redacted.
func (c *Config) dump(w io.Writer) error {
	var lines strings.Builder
	for field, value := range settingsOf(reflect.ValueOf(*c)) {
		tag, shown := field.Tag, fmt.Sprint(value.Interface())
		switch {
		case tag.Get("secret") == "true" && shown != "":
			shown = redacted
		case tag.Get("name") == "data":
			shown, _ = c.dataDir() // no home directory: none
		case tag.Get("name") == "db":
			shown, _ = c.database()
		}
		fmt.Fprintf(&lines, "%s=%s\n", tag.Get("env"), shown)
	}
	_, err := io.WriteString(w, lines.String())
	return err
}

// settingsOf yields the fields of a struct, those of embedded ones in their place.
func settingsOf(v reflect.Value) iter.Seq2[reflect.StructField, reflect.Value] {
	return func(yield func(reflect.StructField, reflect.Value) bool) {
		for _, field := range reflect.VisibleFields(v.Type()) {
			if !field.Anonymous && !yield(field, v.FieldByIndex(field.Index)) {
				return
			}
		}
	}
}

// secretFiles reads the _FILE twins of secret settings.
type secretFiles struct{ getenv func(string) string }

// Validate satisfies kong.Resolver; there is nothing to check beforehand.
func (secretFiles) Validate(*kong.Application) error { return nil }

// Resolve returns the content of the file that the twin names, nil when it is not set.
func (s secretFiles) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if flag.Tag.Get("secret") != "true" {
		return nil, nil
	}
	variable := flag.Tag.Get("env")
	name := variable + "_FILE"
	path := s.getenv(name)
	switch {
	case path == "":
		return nil, nil
	case s.getenv(variable) != "":
		return nil, fmt.Errorf("chỉ đặt một trong hai: %s hoặc %s", variable, name)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: không đọc được tệp %q", name, path)
	}
	return strings.TrimSpace(string(content)), nil
}

// settingsCommand prints the settings in force.
type settingsCommand struct{}

// Run writes one NAME=value a line.
func (settingsCommand) Run(c *Config, std streams) error {
	return c.dump(std.out)
}
