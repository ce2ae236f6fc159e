package courier

import (
	"cmp"
	"net/url"
	"strings"
)

// Address returns the address of a server without a slash at its end, otherwise for "". ok is false for what is no http
// or https URL.
func Address(text, otherwise string) (address string, ok bool) {
	address = strings.TrimRight(cmp.Or(text, otherwise), "/")
	u, err := url.Parse(address)
	return address, err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

// Host is what may be shown of an address: paths hold secrets.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "?"
	}
	return u.Host
}

// IsSet is what may be shown of a secret: "set" or "unset".
func IsSet(secret string) string {
	if secret == "" {
		return "unset"
	}
	return "set"
}
