package main

import (
	"dondoc/knowledge/llm"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// channelSettings are those of the channels and of who may come in.
type channelSettings struct {
	Access       string   `name:"access" env:"DONDOC_ACCESS" default:"open" enum:"open,listed" help:"open: ai cũng hỏi được; listed: chỉ người có mã ghép nối và nhóm đã gắn ban."`
	PublicURL    string   `name:"public-url" env:"DONDOC_PUBLIC_URL" placeholder:"URL" help:"Địa chỉ https:// mà bên ngoài vào được: cho webhook, liên kết lịch, ảnh gửi qua Zalo."`
	EmbedOrigins []string `name:"embed-origins" env:"DONDOC_EMBED_ORIGINS" placeholder:"https://HOST" help:"Các cổng thông tin được nhúng trang chat."`

	TelegramToken   string `name:"telegram-bot-token" env:"TELEGRAM_BOT_TOKEN" secret:"true" help:"Khóa của bot Telegram; để trống thì không bật kênh này."`
	TelegramURL     string `name:"telegram-api-url" env:"TELEGRAM_API_URL" default:"https://api.telegram.org" help:"Máy chủ Bot API."`
	TelegramWebhook string `name:"telegram-webhook-secret" env:"TELEGRAM_WEBHOOK_SECRET" secret:"true" help:"Khóa của webhook Telegram, 1–256 ký tự A–Z a–z 0–9 _ -; đặt thì nhận tin qua webhook thay cho hỏi vòng, cần --public-url."`

	ZaloToken   string        `name:"zalo-bot-token" env:"ZALO_BOT_TOKEN" secret:"true" help:"Khóa của Zalo Bot; để trống thì không bật kênh này."`
	ZaloURL     string        `name:"zalo-api-url" env:"ZALO_API_URL" default:"https://bot-api.zaloplatforms.com" help:"Máy chủ của Zalo Bot Platform."`
	ZaloName    string        `name:"zalo-bot-name" env:"ZALO_BOT_NAME" placeholder:"NAME" help:"Tên hiển thị của bot trên Zalo, như người trong nhóm nhắc tới."`
	ZaloWebhook string        `name:"zalo-webhook-secret" env:"ZALO_WEBHOOK_SECRET" secret:"true" help:"Khóa của webhook Zalo Bot, 8–256 ký tự; đặt thì nhận tin qua webhook, cần --public-url."`
	ZaloQuota   int           `name:"zalo-monthly-quota" env:"ZALO_MONTHLY_QUOTA" default:"3000" help:"Số tin Zalo Bot được gửi mỗi tháng; 0: không giới hạn."`
	ZaloSpacing time.Duration `name:"zalo-spacing" env:"ZALO_SPACING" default:"1s" help:"Hai tin tới cùng một cuộc trò chuyện Zalo cách nhau ít nhất bao lâu."`

	OAAppID        string `name:"zalo-oa-app-id" env:"ZALO_OA_APP_ID" help:"Mã ứng dụng của Zalo OA; để trống thì không bật kênh này."`
	OAAppSecret    string `name:"zalo-oa-app-secret" env:"ZALO_OA_APP_SECRET" secret:"true" help:"Khóa ứng dụng của Zalo OA."`
	OASecretKey    string `name:"zalo-oa-secret-key" env:"ZALO_OA_SECRET_KEY" secret:"true" help:"OA Secret Key ở trang Webhook của ứng dụng."`
	OARefreshToken string `name:"zalo-oa-refresh-token" env:"ZALO_OA_REFRESH_TOKEN" secret:"true" help:"Refresh token đầu tiên; về sau chương trình tự đổi và tự giữ."`
	OATemplate     string `name:"zalo-oa-template" env:"ZALO_OA_TEMPLATE_ID" help:"Mẫu tin ZBS để nhắc việc ngoài khung 48 giờ."`
	OACharged      bool   `name:"zalo-oa-charged" env:"ZALO_OA_CHARGED" help:"Cho gửi tin tư vấn có phí từ 48 giờ đến 7 ngày."`
	OAURL          string `name:"zalo-oa-api-url" env:"ZALO_OA_API_URL" default:"https://openapi.zalo.me" help:"Máy chủ OpenAPI của Zalo OA."`
	OAuthURL       string `name:"zalo-oauth-url" env:"ZALO_OAUTH_URL" default:"https://oauth.zaloapp.com" help:"Máy chủ cấp token của Zalo OA."`

	WhisperModel string `name:"whisper-model" env:"WHISPER_MODEL" placeholder:"NAME" help:"Mô hình chép lời tin thoại (máy chủ kiểu Whisper); để trống thì không nhận tin thoại."`
	WhisperURL   string `name:"whisper-base-url" env:"WHISPER_BASE_URL" placeholder:"URL" help:"Máy chủ chép lời, đến hết /v1; để trống là OPENAI_BASE_URL."`
}

// webhookSecret is what Telegram allows; Zalo wants 8 characters at least.
var webhookSecret = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// validateChannels checks what only makes sense together.
func (c *channelSettings) validateChannels() error {
	for name, address := range map[string]string{
		"--telegram-api-url (TELEGRAM_API_URL)": c.TelegramURL, "--zalo-api-url (ZALO_API_URL)": c.ZaloURL,
		"--zalo-oa-api-url (ZALO_OA_API_URL)": c.OAURL, "--zalo-oauth-url (ZALO_OAUTH_URL)": c.OAuthURL,
	} {
		if !isWebAddress(address) {
			return fmt.Errorf("%s phải là địa chỉ http:// hoặc https://", name)
		}
	}
	for _, origin := range c.EmbedOrigins {
		if !isOrigin(origin) {
			return fmt.Errorf("--embed-origins: %q phải có dạng https://cong.tinh.gov.vn, không kèm đường dẫn", origin)
		}
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	switch {
	case c.PublicURL != "" && !isPublicAddress(c.PublicURL):
		return errors.New("--public-url (DONDOC_PUBLIC_URL) phải là địa chỉ https:// không kèm tham số")
	case c.PublicURL == "" && (c.TelegramWebhook != "" || c.ZaloWebhook != ""):
		return errors.New("nhận tin qua webhook thì phải đặt --public-url (DONDOC_PUBLIC_URL)")
	case c.TelegramWebhook != "" && !webhookSecret.MatchString(c.TelegramWebhook):
		return errors.New("TELEGRAM_WEBHOOK_SECRET phải gồm 1–256 ký tự A–Z a–z 0–9 _ -")
	case c.ZaloWebhook != "" && (len(c.ZaloWebhook) < 8 || !webhookSecret.MatchString(c.ZaloWebhook)):
		return errors.New("ZALO_WEBHOOK_SECRET phải gồm 8–256 ký tự A–Z a–z 0–9 _ -")
	case c.ZaloSpacing < 0:
		return errors.New("--zalo-spacing phải từ 0s trở lên")
	case c.ZaloQuota < 0:
		return errors.New("--zalo-monthly-quota phải từ 0 trở lên")
	case c.OAAppID == "" && c.OAAppSecret+c.OASecretKey+c.OARefreshToken != "":
		return errors.New("có khóa của Zalo OA thì phải đặt ZALO_OA_APP_ID")
	case c.WhisperURL != "" && llm.CheckURL(c.WhisperURL) != nil: // not repeated: it may hold a password
		return errors.New("--whisper-base-url (WHISPER_BASE_URL) phải là địa chỉ http:// hoặc https:// không kèm mật khẩu")
	case c.OAAppID != "" && (c.OAAppSecret == "" || c.OASecretKey == ""):
		return errors.New("có ZALO_OA_APP_ID thì phải đặt ZALO_OA_APP_SECRET và ZALO_OA_SECRET_KEY")
	}
	return nil
}

// isPublicAddress reports whether the outside can reach an address safely: by https, but for a machine's own.
func isPublicAddress(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// isOrigin reports whether an address is that of a site and nothing below it.
func isOrigin(address string) bool {
	u, err := url.Parse(address)
	return isPublicAddress(address) && err == nil && u.Path == ""
}

// isWebAddress reports whether an address may be called, or called at.
func isWebAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}
