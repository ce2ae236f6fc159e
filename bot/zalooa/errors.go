package zalooa

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"dondoc/bot/courier"
	"dondoc/bot/layout"
)

var (
	// ErrConsent means that no renewal can help: a person must consent again.
	ErrConsent = errors.New("zalooa: the Official Account must consent again")

	errNotNow = errors.New("zalooa: the tokens cannot be renewed now")
)

// longestDetail is how much of the platform's words is kept.
const longestDetail = 160

// redact takes secrets out of foreign words and shortens them.
func redact(s string, secrets ...string) string {
	s = courier.Redact(s, secrets...)
	return layout.ShortenRunes(strings.Join(strings.Fields(layout.Clean(s)), " "), longestDetail)
}

// flexible is a value that the platform sends as text or as a number: ids, codes, seconds. Other kinds become "".
type flexible string

// UnmarshalJSON never fails on valid JSON, so that one odd field does not cost the others.
func (f *flexible) UnmarshalJSON(raw []byte) error {
	*f = ""
	var text string
	if err := json.Unmarshal(raw, &text); err == nil {
		*f = flexible(text)
		return nil
	}
	var number json.Number
	if err := json.Unmarshal(raw, &number); err == nil {
		*f = flexible(number)
	}
	return nil
}

// number returns the whole number, and whether it is one.
func (f flexible) number() (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(string(f)), 10, 64)
	return n, err == nil
}
