package telegram

import "regexp"

var (
	payloadForm  = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	usernameForm = regexp.MustCompile(`^[A-Za-z0-9_]{1,64}$`)
)

// DeepLink returns an address that opens the bot and lets it receive "/start PAYLOAD", in a private chat or in the group
// that the reader picks. It is "" when the payload is not 1 to 64 of A–Z, a–z, 0–9, '_' and '-', or there is no username.
func DeepLink(username, payload string, group bool) string {
	if !usernameForm.MatchString(username) || !payloadForm.MatchString(payload) {
		return ""
	}
	parameter := "start"
	if group {
		parameter = "startgroup"
	}
	return "https://t.me/" + username + "?" + parameter + "=" + payload
}
