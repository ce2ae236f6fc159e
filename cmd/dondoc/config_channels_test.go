package main

import (
	"strings"
	"testing"
)

const secretWord = "never-print-me_12345"

// TestChannelSettings: what only makes sense together is refused at the start, in a line that names the setting, and no
// secret is in it. A case without words is good.
func TestChannelSettings(t *testing.T) {
	t.Parallel()
	const public, oa = "--public-url=https://dondoc.example.vn", "--zalo-oa-app-id=1"
	for name, tc := range map[string]struct {
		args string
		word string
	}{
		"nothing":                     {"", ""},
		"access":                      {"--access=closed", "--access"},
		"access, listed":              {"--access=listed", ""},
		"public address":              {"--public-url=dondoc.example.vn", "DONDOC_PUBLIC_URL"},
		"public address, no host":     {"--public-url=https://", "DONDOC_PUBLIC_URL"},
		"public address, a file":      {"--public-url=file:///etc/passwd", "DONDOC_PUBLIC_URL"},
		"public address, good":        {public + "/", ""},
		"Telegram's server":           {"--telegram-api-url=ftp://x", "TELEGRAM_API_URL"},
		"Zalo's server":               {"--zalo-api-url=zalo", "ZALO_API_URL"},
		"OA's server":                 {"--zalo-oa-api-url=//openapi.zalo.me", "ZALO_OA_API_URL"},
		"OA's tokens":                 {"--zalo-oauth-url=https://", "ZALO_OAUTH_URL"},
		"a webhook without address":   {"--telegram-webhook-secret=" + secretWord, "--public-url"},
		"another without address":     {"--zalo-webhook-secret=" + secretWord, "--public-url"},
		"Telegram's webhook, good":    {public + " --telegram-webhook-secret=" + secretWord, ""},
		"Telegram's webhook, letters": {public + " --telegram-webhook-secret=" + secretWord + "!", "TELEGRAM_WEBHOOK_SECRET"},
		"Telegram's webhook, long":    {public + " --telegram-webhook-secret=" + strings.Repeat("a", 257), "TELEGRAM_WEBHOOK_SECRET"},
		"Telegram's webhook, longest": {public + " --telegram-webhook-secret=" + strings.Repeat("a", 256), ""},
		"Zalo's webhook, good":        {public + " --zalo-webhook-secret=" + secretWord, ""},
		"Zalo's webhook, short":       {public + " --zalo-webhook-secret=1234567", "ZALO_WEBHOOK_SECRET"},
		"Zalo's webhook, shortest":    {public + " --zalo-webhook-secret=12345678", ""},
		"Zalo's webhook, letters":     {public + " --zalo-webhook-secret=mật-khẩu-dài", "ZALO_WEBHOOK_SECRET"},
		"spacing":                     {"--zalo-spacing=-1s", "--zalo-spacing"},
		"spacing, no time":            {"--zalo-spacing=fast", "--zalo-spacing"},
		"spacing, none":               {"--zalo-spacing=0s", ""},
		"quota":                       {"--zalo-monthly-quota=-1", "--zalo-monthly-quota"},
		"quota, none":                 {"--zalo-monthly-quota=0", ""},
		"OA, nothing else":            {oa, "ZALO_OA_APP_SECRET"},
		"OA, half":                    {oa + " --zalo-oa-app-secret=" + secretWord, "ZALO_OA_SECRET_KEY"},
		"OA, other half":              {oa + " --zalo-oa-secret-key=" + secretWord, "ZALO_OA_APP_SECRET"},
		"a frame without HTTPS":       {"--embed-origins=https://portal.vn", "--secure-cookies"},
		"a frame":                     {"--embed-origins=https://portal.vn --secure-cookies", ""},
		"OA, whole":                   {oa + " --zalo-oa-app-secret=" + secretWord + " --zalo-oa-secret-key=" + secretWord, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := invoke(t, "", append([]string{"settings"}, strings.Fields(tc.args)...)...)
			if strings.Contains(r.out+r.errOut, secretWord) {
				t.Errorf("a secret is printed: %+v", r)
			}
			if tc.word == "" {
				r.succeeds(t)
				return
			}
			r.fails(t, exitUsage, tc.word)
		})
	}
}

// TestChannelSettingsAreShown: every one with its value, and each secret only as one that is set.
func TestChannelSettingsAreShown(t *testing.T) {
	t.Parallel()
	r := newPlace(t,
		"TELEGRAM_WEBHOOK_SECRET="+secretWord, "ZALO_BOT_TOKEN="+secretWord, "ZALO_WEBHOOK_SECRET="+secretWord, "ZALO_OA_APP_ID=77", "ZALO_OA_APP_SECRET="+secretWord,
		"ZALO_OA_SECRET_KEY="+secretWord, "ZALO_OA_REFRESH_TOKEN="+secretWord, "DONDOC_PUBLIC_URL=https://dondoc.example.vn/", "DONDOC_EMBED_ORIGINS=https://a.vn,https://b.vn", "DONDOC_SECURE_COOKIES=true",
		"DONDOC_ACCESS=listed", "ZALO_SPACING=2s", "WHISPER_MODEL=whisper-1",
	).run(t, "settings").succeeds(t)
	if strings.Contains(r.out, secretWord) {
		t.Errorf("a secret is printed:\n%s", r.out)
	}
	has(t, r.out,
		"TELEGRAM_WEBHOOK_SECRET="+redacted, "ZALO_BOT_TOKEN="+redacted, "ZALO_WEBHOOK_SECRET="+redacted, "ZALO_OA_APP_SECRET="+redacted, "ZALO_OA_SECRET_KEY="+redacted,
		"ZALO_OA_REFRESH_TOKEN="+redacted, "ZALO_OA_APP_ID=77\n", "DONDOC_PUBLIC_URL=https://dondoc.example.vn\n", "DONDOC_EMBED_ORIGINS=[https://a.vn https://b.vn]\n",
		"DONDOC_ACCESS=listed\n", "ZALO_SPACING=2s\n", "ZALO_MONTHLY_QUOTA=3000\n", "WHISPER_MODEL=whisper-1\n", "TELEGRAM_BOT_TOKEN=\n", "ZALO_API_URL=https://bot-api.zaloplatforms.com\n",
	)
}

// TestBadEmbedOrigins stop the program at the start, and say which.
func TestBadEmbedOrigins(t *testing.T) {
	t.Parallel()
	for _, origin := range []string{"*", "portal.vn", "https://portal.vn/path", "javascript:alert(1)"} {
		r := invoke(t, "", "serve", "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--secure-cookies", "--embed-origins", origin)
		if r.code == exitDone || !strings.Contains(r.errOut, origin) {
			t.Errorf("%s: status %d, %s", origin, r.code, r.errOut)
		}
	}
}
