package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"dondoc/corpus/viet"
)

// alphabet has no vowel, D or W: Vietnamese keyboards make marked letters of them (Telex turns "as" into "á"), and what
// was typed could not be told any more. Nor has it look-alikes: who reads 5, 2 or 8 as S, Z or B is understood.
const alphabet = "23456789CFGHJKMNPQRTVX"

// lookAlikes are read as what they look like.
var lookAlikes = map[rune]rune{'S': '5', 'Z': '2', 'B': '8'}

const (
	codeLetters = 12 // of 22 kinds: 53.5 bits
	groupLength = 6
	// mostTyped is how long a message may be that is only a code: with blanks, dashes and quotes.
	mostTyped = 64
)

// ReuseFor is how long whoever used a code may use it again: a message may be handled twice, and who sent a group's code
// in private sends it in the group next.
const ReuseFor = 10 * time.Minute

// NewCode returns a new code as people type it, "K7QM4C-X2HTPG", and the hash by which it is kept.
func NewCode() (words, hash string) {
	for {
		letters := make([]byte, codeLetters)
		for i := range letters {
			letters[i] = alphabet[randomBelow(len(alphabet))]
		}
		// Digits alone would look like a telephone number.
		if text := string(letters); strings.Trim(text, "0123456789") != "" {
			return text[:groupLength] + "-" + text[groupLength:], Hash(text)
		}
	}
}

// randomBelow returns a random number below n ≤ 256, each as likely as any other.
func randomBelow(n int) int {
	fair := 256 - 256%n
	for {
		var b [1]byte
		rand.Read(b[:]) // never fails
		if int(b[0]) < fair {
			return int(b[0]) % n
		}
	}
}

// Hash returns the name under which a code is kept; it does not depend on case, blanks, dashes or marks.
func Hash(words string) string {
	sum := sha256.Sum256([]byte("dondoc code " + plainCode(words)))
	return hex.EncodeToString(sum[:])
}

// Payload returns the code for a deep link, as in t.me/<bot>?start=<payload>: at most 64 letters, digits, '-' and '_'.
// Hash and LooksLikeCode take it too. It is "" for what is no code.
func Payload(words string) string {
	if !LooksLikeCode(words) {
		return ""
	}
	return plainCode(words)
}

// LooksLikeCode reports whether a message is nothing but a code, whether or not anybody made it.
func LooksLikeCode(text string) bool {
	if len(text) > mostTyped {
		return false
	}
	code := plainCode(text)
	return len(code) == codeLetters && strings.Trim(code, alphabet) == "" && strings.Trim(code, "0123456789") != ""
}

// plainCode keeps the letters and digits, in capitals and without marks.
func plainCode(words string) string {
	if len(words) > mostTyped {
		words = words[:mostTyped] // too long for a code, and nobody may make us work on more
	}
	return strings.Map(func(r rune) rune {
		r = unicode.ToUpper(r)
		if like, ok := lookAlikes[r]; ok {
			return like
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, viet.Fold(viet.Normalize(words)))
}

// ErrHigher means that somebody used a code for a lower role than they have. They keep theirs; the code is used up.
var ErrHigher = errors.New("people: the person has a higher role")

// mostName bounds a display name, in letters: channels let people write what they like there.
const mostName = 100

// Redeem uses a code for p, whom the channel calls name, and returns p's account and the code. A code for a person gives
// its role and board; handling the same message twice does no harm. A code for a group changes no account: the caller
// links the group to Code.Board.
//
// The error is ErrCode, ErrHigher (with the account as it stays), or the register's.
func Redeem(ctx context.Context, reg Register, p Person, name, words string, now time.Time) (Account, Code, error) {
	if !LooksLikeCode(words) {
		return Account{}, Code{}, ErrCode
	}
	code, err := reg.UseCode(ctx, Hash(words), p, now)
	if err != nil {
		return Account{}, Code{}, fmt.Errorf("people: use a code: %w", err)
	}
	account, err := reg.Account(ctx, p)
	if err != nil {
		return Account{}, Code{}, fmt.Errorf("people: read the account: %w", err)
	}
	switch {
	case code.Group:
		return account, code, nil
	case account.Role > code.Role:
		return account, code, ErrHigher
	}
	next := Account{Person: p, Role: code.Role, Board: code.Board, Name: shortName(name), By: code.By, ByPerson: code.ByPerson, Since: now}
	if next.Board == 0 {
		next.Board = account.Board
	}
	if account.Role == next.Role && account.Board == next.Board {
		return account, code, nil // the same message again, or nothing new
	}
	if err := reg.SaveAccount(ctx, next); err != nil {
		return Account{}, Code{}, fmt.Errorf("people: save the account: %w", err)
	}
	return next, code, nil
}

// shortName makes a display name one line of letters that can be seen, and not too many.
func shortName(name string) string {
	seen := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, viet.Normalize(name))
	letters := []rune(viet.Squeeze(seen))
	return string(letters[:min(len(letters), mostName)])
}
