package webkit

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

// NewID returns the hexadecimal of so many random bytes.
func NewID(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b)
}

// ReadID returns an ID in the form in which NewID makes it; ok is false when it is none of so many bytes.
func ReadID(s string, bytes int) (id string, ok bool) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != bytes {
		return "", false
	}
	return hex.EncodeToString(b), true
}

// FormToken is what the forms of a session carry. It follows from the session's secret id, which no other site can
// read, so it outlives a restart and needs no memory; it does not reveal the id. purpose parts the programs' forms.
func FormToken(id, purpose string) string {
	m := hmac.New(sha256.New, []byte(id))
	m.Write([]byte(purpose))
	return hex.EncodeToString(m.Sum(nil))
}

// ValidFormToken tells whether a token is the FormToken of these, in a time that does not depend on the token.
func ValidFormToken(token, id, purpose string) bool {
	return hmac.Equal([]byte(token), []byte(FormToken(id, purpose)))
}
