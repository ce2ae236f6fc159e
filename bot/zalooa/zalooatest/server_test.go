package zalooatest_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dondoc/bot/zalooa/zalooatest"
)

// call posts and returns the body's error and access token.
func call(t *testing.T, url, kind, header, secret, body string) (code int, token string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, url, bytes.NewBufferString(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set(header, secret)
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	var got struct {
		Error  int    `json:"error"`
		Access string `json:"access_token"`
	}
	if err := json.NewDecoder(a.Body).Decode(&got); err != nil || a.StatusCode != http.StatusOK {
		t.Fatal(err, a.Status)
	}
	return got.Error, got.Access
}

func TestServerIsAsStrictAsZalo(t *testing.T) {
	s := zalooatest.Start(t)
	form := url.Values{"refresh_token": {s.Consent()}, "app_id": {zalooatest.AppID}, "grant_type": {"refresh_token"}}.Encode()
	renew := func(secret string) (int, string) {
		return call(t, s.URL+"/v4/oa/access_token", "application/x-www-form-urlencoded", "secret_key", secret, form)
	}
	if code, _ := renew("wrong"); code == 0 {
		t.Error("a wrong secret was taken")
	}
	_, token := renew(zalooatest.AppSecret)
	if token == "" || s.Renewals() != 1 {
		t.Fatal("no pair")
	}
	if code, _ := renew(zalooatest.AppSecret); code == 0 || s.Reused() != 1 {
		t.Error("a refresh token worked twice")
	}
	cs := func(token, user, text string) int {
		body, _ := json.Marshal(map[string]any{"recipient": map[string]any{"user_id": user}, "message": map[string]any{"text": text}})
		code, _ := call(t, s.URL+"/v3.0/oa/message/cs", "application/json", "access_token", token, string(body))
		return code
	}
	template := func(data string) int {
		code, _ := call(t, s.URL+"/v3.0/oa/message/template", "application/json", "access_token", token,
			`{"user_id":"1","template_id":"`+zalooatest.TemplateID+`","template_data":`+data+`}`)
		return code
	}
	s.Interacted("1", time.Now())
	s.Interacted("2", time.Now().Add(-8*24*time.Hour))
	for name, tc := range map[string]struct{ got, want int }{
		"fine":            {cs(token, "1", strings.Repeat("ố", 2000)), 0},
		"too long":        {cs(token, "1", strings.Repeat("😀", 1001)), -210},
		"empty":           {cs(token, "1", ""), -201},
		"wrong token":     {cs("x", "1", "a"), -216},
		"window closed":   {cs(token, "2", "a"), -230},
		"never heard of":  {cs(token, "3", "a"), -230},
		"template":        {template(`{"don_vi":"a","so_viec":"b","noi_dung":"c","han":"d"}`), 0},
		"a field missing": {template(`{"don_vi":"a","so_viec":"b","noi_dung":"c"}`), -121},
		"an empty field":  {template(`{"don_vi":"a","so_viec":"b","noi_dung":"c","han":""}`), -1122},
		"a long field":    {template(`{"don_vi":"` + strings.Repeat("ố", 31) + `","so_viec":"b","noi_dung":"c","han":"d"}`), -1122},
	} {
		if tc.got != tc.want {
			t.Errorf("%s: %d, want %d", name, tc.got, tc.want)
		}
	}
	if n := len(s.Messages("1")); n != 2 {
		t.Errorf("%d messages, want 2", n)
	}
}
