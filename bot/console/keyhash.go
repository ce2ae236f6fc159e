package console

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"

	"dondoc/bot/people"
	"dondoc/bot/webkit"
)

// LinkLife is how long a one-time link signs somebody in.
const LinkLife = 10 * time.Minute

const linkBytes = 24

// keyHash is the name by which a secret is kept; whoever reads it cannot sign in.
func keyHash(kind, id string) string {
	sum := sha256.Sum256([]byte("dondoc console " + kind + " " + id))
	return hex.EncodeToString(sum[:])
}

// NewLink makes a one-time link that signs p in to the console at base, such as "https://dondoc.example.vn", within
// LinkLife. Only here can it be read. What p may then do, their role decides at that time.
func NewLink(ctx context.Context, keys people.Keys, p people.Person, base string, now time.Time) (string, error) {
	id := webkit.NewID(linkBytes)
	if err := keys.SaveLink(ctx, keyHash("link", id), p, now.Add(LinkLife)); err != nil {
		return "", fmt.Errorf("console: make a link: %w", err)
	}
	return strings.TrimSuffix(base, "/") + signInPath + "?" + url.Values{"ma": {id}}.Encode(), nil
}
