package zalooa

import (
	"crypto/tls"

	"dondoc/bot/courier"
	"dondoc/knowledge"
)

// What tests outside the package look at.
var ReadEvent = func(raw []byte) error { _, err := readEvent(raw); return err }

// ReadGrant is what a renewal's answer says.
func ReadGrant(raw []byte) (access, refresh string, lasts float64, code int) {
	g, code, _ := readGrant(raw)
	return g.access, g.refresh, g.lasts.Seconds(), code
}

// TemplateOf is the data of the template message for a text.
func TemplateOf(text knowledge.Text) [4]string {
	say, err := loadPhrases(phraseData)
	if err != nil {
		panic(err)
	}
	t := templateOf(normal(text), say)
	return [4]string{t.Board, t.Count, t.Item, t.Due}
}

// TrustLoopback lets a Channel fetch files from a test's server.
func TrustLoopback(c *Channel, trust *tls.Config) {
	limits := fileLimits
	limits.Loopback, limits.Trust = true, trust
	c.fetch = courier.NewFetcher(limits)
}
