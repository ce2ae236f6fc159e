package zalooa

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// pair is what is kept of the tokens, inside the seal. It outlives the program: fields are added, never renamed.
type pair struct {
	Access  string   `json:"access"`
	Refresh string   `json:"refresh"`
	Expires int64    `json:"expires"`        // when Access does, in milliseconds
	Renewed int64    `json:"renewed"`        // when the pair was made, in milliseconds
	Origins []string `json:"origins"`        // hashes of the first refresh tokens tried so far, the latest last
	Dead    bool     `json:"dead,omitempty"` // Refresh was refused for good
}

func (p pair) usable(now time.Time) bool { return p.Access != "" && now.UnixMilli() < p.Expires }

// sealer keeps pairs unreadable for who has the database but not the app's secret.
type sealer struct {
	aead  cipher.AEAD
	appID []byte
}

func newSealer(appID, secret string) (sealer, error) {
	const label = "dondoc/zalooa/tokens/1"
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, label, 32)
	if err != nil {
		return sealer{}, fmt.Errorf("zalooa: derive the key for tokens: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealer{}, fmt.Errorf("zalooa: derive the key for tokens: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return sealer{}, fmt.Errorf("zalooa: derive the key for tokens: %w", err)
	}
	return sealer{aead, []byte(appID)}, nil
}

func (s sealer) seal(p pair) []byte {
	plain, _ := json.Marshal(p) // plain data: cannot fail
	return s.aead.Seal(nil, nil, plain, s.appID)
}

// errSealed means another app or secret, or damage.
var errSealed = errors.New("the stored tokens cannot be read with this app's secret")

func (s sealer) open(sealed []byte) (p pair, err error) {
	plain, err := s.aead.Open(nil, nil, sealed, s.appID)
	if err != nil {
		return pair{}, errSealed
	}
	if err := json.Unmarshal(plain, &p); err != nil {
		return pair{}, errSealed
	}
	return p, nil
}

// hashOf names a first refresh token without telling it.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte("dondoc/zalooa/first/" + token))
	return hex.EncodeToString(sum[:16])
}
