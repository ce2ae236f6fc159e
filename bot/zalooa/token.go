package zalooa

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"dondoc/bot/courier"
)

const (
	renewTimeout = 30 * time.Second

	codeRate       = -32 // too many calls
	defaultExpiry  = 25 * time.Hour
	longestExpiry  = 400 * 24 * time.Hour
	shortestExpiry = 2 * time.Minute // nobody could use a token that lasts less
)

// grant is the answer to a renewal.
type grant struct {
	access, refresh string
	lasts           time.Duration
}

// renew spends a refresh token. Once the request is out it is not given up because ctx ends: the answer is the only
// copy of the next pair. The error is a *courier.Failure; a Code is Zalo's own answer.
func (c *client) renew(ctx context.Context, refresh string) (grant, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), renewTimeout)
	defer cancel()
	form := url.Values{"refresh_token": {refresh}, "app_id": {c.cfg.AppID}, "grant_type": {"refresh_token"}}
	raw, err := c.exchange(ctx, courier.Request{
		Call: named("renew the tokens"), URL: c.cfg.OAuthURL + "/v4/oa/access_token",
		MediaType: "application/x-www-form-urlencoded", Body: []byte(form.Encode()),
		Header: "secret_key", Secret: c.cfg.AppSecret,
	})
	if err != nil {
		return grant{}, err
	}
	g, code, said := readGrant(raw)
	if g.access == "" {
		e := &courier.Failure{Call: named("renew the tokens"), Code: code, Detail: redact(said, refresh, c.cfg.AppSecret)}
		if code == 0 { // no answer of Zalo's: a proxy's page
			e.Detail = "the answer has no tokens"
		}
		return grant{}, e
	}
	return g, nil
}

// readGrant reads the answer to a renewal: a grant with an access token, or what Zalo said instead; code 0 when that is
// nothing known.
func readGrant(raw []byte) (g grant, code int, said string) {
	var answer struct {
		Access      flexible `json:"access_token"`
		Refresh     flexible `json:"refresh_token"`
		Expires     flexible `json:"expires_in"`
		Error       flexible `json:"error"`
		Name        flexible `json:"error_name"`
		Description flexible `json:"error_description"`
		Message     flexible `json:"message"`
	}
	if json.Unmarshal(raw, &answer) != nil {
		return grant{}, 0, ""
	}
	if access := strings.TrimSpace(string(answer.Access)); isToken(access) {
		g = grant{access: access, refresh: strings.TrimSpace(string(answer.Refresh)), lasts: defaultExpiry}
		if seconds, ok := answer.Expires.number(); ok && seconds > 0 && seconds < int64(longestExpiry/time.Second) {
			g.lasts = max(time.Duration(seconds)*time.Second, shortestExpiry)
		}
		return g, 0, ""
	}
	said = strings.Join([]string{string(answer.Name), string(answer.Description), string(answer.Message)}, " ")
	n, ok := answer.Error.number()
	if !ok && answer.Error != "" {
		n = -1 // an error without a number is an error
	}
	return grant{}, int(n), said
}

// isToken tells whether a text can stand in a header.
func isToken(s string) bool {
	for _, r := range s {
		if r <= ' ' || r > '~' {
			return false
		}
	}
	return s != ""
}
