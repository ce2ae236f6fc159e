package console

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// cost is what a password's hash takes: 19 MB and about 30 ms, so that guessing from a stolen database is slow.
type cost struct {
	memory  uint32 // kB
	rounds  uint32
	threads uint8
}

var usualCost = cost{memory: 19 << 10, rounds: 2, threads: 1}

// The most that a stored hash may ask for: one that was tampered with must not stop the program.
var highestCost = cost{memory: 256 << 10, rounds: 16, threads: 16}

const (
	saltBytes = 16
	keyBytes  = 32
	// mostHashing bounds the memory of those who try to sign in at once.
	mostHashing = 2
)

// hashPassword returns the usual text form of an argon2id hash.
func hashPassword(password string) string {
	salt := make([]byte, saltBytes)
	rand.Read(salt) // never fails: crypto/rand ends the program instead
	k := usualCost
	key := argon2.IDKey([]byte(password), salt, k.rounds, k.memory, k.threads, keyBytes)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, k.memory, k.rounds, k.threads, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// parsedHash is a hash as hashPassword writes it.
type parsedHash struct {
	cost
	salt, key []byte
}

// nobodysHash takes as long as any other, and no password fits it.
var nobodysHash = parsedHash{usualCost, make([]byte, saltBytes), make([]byte, keyBytes)}

func parseHash(s string) (h parsedHash, ok bool) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return parsedHash{}, false
	}
	n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.rounds, &h.threads)
	if err != nil || n != 3 || parts[3] != fmt.Sprintf("m=%d,t=%d,p=%d", h.memory, h.rounds, h.threads) {
		return parsedHash{}, false
	}
	if h.memory < 1 || h.memory > highestCost.memory || h.rounds < 1 || h.rounds > highestCost.rounds || h.threads < 1 || h.threads > highestCost.threads {
		return parsedHash{}, false
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errKey != nil || len(salt) < 8 || len(salt) > 64 || len(key) != keyBytes {
		return parsedHash{}, false
	}
	h.salt, h.key = salt, key
	return h, true
}

// fits tells in constant time whether it is the password's hash.
func (h parsedHash) fits(password string) bool {
	key := argon2.IDKey([]byte(password), h.salt, h.rounds, h.memory, h.threads, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(key, h.key) == 1
}

// hashes runs what hashes a password when there is room, and fails when ctx ends before.
func (c *Console) hashes(ctx context.Context, do func()) error {
	select {
	case c.hashing <- struct{}{}:
		defer func() { <-c.hashing }()
		do()
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
