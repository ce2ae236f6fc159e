package people_test

import (
	"context"
	"errors"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
)

var (
	now    = time.Date(2023, 4, 20, 9, 0, 0, 0, viet.Hanoi)
	lan    = people.Person{Channel: "telegram", ID: "71"}
	minh   = people.Person{Channel: "zalo", ID: "72"}
	asCode = regexp.MustCompile(`^[2-9CFGHJKMNPQRTVX]{6}-[2-9CFGHJKMNPQRTVX]{6}$`)
)

func TestNewCode(t *testing.T) {
	const many = 2000
	seen, letters := map[string]bool{}, map[rune]int{}
	for range many {
		words, hash := people.NewCode()
		if !asCode.MatchString(words) || seen[words] || hash != people.Hash(words) || !people.LooksLikeCode(words) {
			t.Fatalf("got %q, %q", words, hash)
		}
		if p := people.Payload(words); p != strings.ReplaceAll(words, "-", "") || people.Hash(p) != hash {
			t.Fatalf("the link of %q holds %q", words, p)
		}
		seen[words] = true
		for _, r := range strings.ReplaceAll(words, "-", "") {
			letters[r]++
		}
	}
	if bits := 12 * math.Log2(float64(len(letters))); bits < 48 {
		t.Errorf("%.1f bits of %d letters", bits, len(letters))
	}
	// Each letter is as likely as any other: 2000 × 12 / 22 of each, give or take five deviations.
	for r, n := range letters {
		if mean := 12.0 * many / float64(len(letters)); math.Abs(float64(n)-mean) > 5*math.Sqrt(mean) {
			t.Errorf("%c came %d times, expected about %.0f", r, n, mean)
		}
	}
}

// TestCodesAsTyped: all of these are the code K5QM42-X8HTPG.
func TestCodesAsTyped(t *testing.T) {
	want := people.Hash("K5QM42-X8HTPG")
	for _, s := range []string{
		"k5qm42-x8htpg", "K5QM42X8HTPG", " k5 qm42 x8 htpg\n", "K5QM42–X8HTPG", "“K5QM42‑X8HTPG”.", "KSQM4Z-XBHTPG", "k\u00adsqm4z xbhtpg",
	} {
		if people.Hash(s) != want || !people.LooksLikeCode(s) {
			t.Errorf("%q is not taken for the code", s)
		}
	}
	for _, s := range []string{
		"", "K5QM42-X8HTP", "K5QM42-X8HTPGG", "K5QM42-X8HTPĐ", "K5QM42-X8HTPA", "234567-892345", "0912 345 678 22", "việc của tôi",
		"mã K5QM42-X8HTPG", "K5QM42-X8HTPG" + strings.Repeat(" ", 80), "\xff\xfe", strings.Repeat("K", 1<<20),
	} {
		if people.LooksLikeCode(s) || people.Payload(s) != "" {
			t.Errorf("%.40q is taken for a code", s)
		}
	}
}

func FuzzLooksLikeCode(f *testing.F) {
	for _, s := range []string{"K5QM42-X8HTPG", "đ", "ﬁ", "İ", "\xff", "Ｋ5QM42"} {
		f.Add(s)
	}
	link := regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	f.Fuzz(func(t *testing.T, s string) {
		hash, p := people.Hash(s), people.Payload(s)
		if people.LooksLikeCode(s) != (p != "") {
			t.Fatalf("%q: payload %q", s, p)
		}
		if p != "" && (!link.MatchString(p) || people.Hash(p) != hash || people.Payload(p) != p) {
			t.Fatalf("%q becomes %q", s, p)
		}
	})
}

// book is a Register in memory; UseCode lets everybody use a code once, and its last user again.
type book struct {
	accounts map[people.Person]people.Account
	codes    map[string]people.Code
	used     map[string]people.Person
	saved    int
}

var errBook = errors.New("the book is burning")

func newBook() *book {
	return &book{map[people.Person]people.Account{}, map[string]people.Code{}, map[string]people.Person{}, 0}
}

func (b *book) Account(_ context.Context, p people.Person) (people.Account, error) {
	if a, ok := b.accounts[p]; ok {
		return a, nil
	}
	return people.Account{Person: p}, nil
}

func (b *book) Accounts(context.Context) ([]people.Account, error) {
	return slices.Collect(maps.Values(b.accounts)), nil
}

func (b *book) SaveAccount(_ context.Context, a people.Account) error {
	b.accounts[a.Person] = a
	b.saved++
	return nil
}

func (b *book) DeleteAccount(_ context.Context, p people.Person) error {
	delete(b.accounts, p)
	return nil
}

func (b *book) SaveCode(_ context.Context, c people.Code) error {
	b.codes[c.Hash] = c
	return nil
}

func (b *book) UseCode(ctx context.Context, hash string, by people.Person, at time.Time) (people.Code, error) {
	if ctx.Err() != nil {
		return people.Code{}, errBook
	}
	c, ok := b.codes[hash]
	user, used := b.used[hash]
	if !ok || used && user != by || !at.Before(c.Expires) {
		return people.Code{}, people.ErrCode
	}
	b.used[hash] = by
	return c, nil
}

func TestRedeem(t *testing.T) {
	officer5 := people.Account{Person: lan, Role: people.Officer, Board: 5, Name: "Lan", By: "cli", Since: now.Add(-time.Hour)}
	for name, tc := range map[string]struct {
		has   people.Account
		role  people.Role
		board int64
		group bool
		want  people.Account
		err   error
	}{
		"a guest becomes an officer": {people.Account{}, people.Officer, 0, false,
			people.Account{Person: lan, Role: people.Officer, Name: "Chị Lan", By: "Minh", ByPerson: minh, Since: now}, nil},
		"an officer becomes a member and changes boards": {officer5, people.Member, 7, false,
			people.Account{Person: lan, Role: people.Member, Board: 7, Name: "Chị Lan", By: "Minh", ByPerson: minh, Since: now}, nil},
		"who rises keeps the board": {officer5, people.Secretariat, 0, false,
			people.Account{Person: lan, Role: people.Secretariat, Board: 5, Name: "Chị Lan", By: "Minh", ByPerson: minh, Since: now}, nil},
		"the same again":               {officer5, people.Officer, 5, false, officer5, nil},
		"nobody falls":                 {people.Account{Person: lan, Role: people.Administrator}, people.Member, 7, false, people.Account{Person: lan, Role: people.Administrator}, people.ErrHigher},
		"a group's code gives no role": {people.Account{}, people.Guest, 7, true, people.Account{Person: lan}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			reg := newBook()
			if tc.has.ID != "" {
				reg.accounts[lan] = tc.has
			}
			words, code := people.NewGrant(tc.role, tc.group, tc.board, "Minh", now)
			code.ByPerson = minh
			reg.codes[code.Hash] = code
			for range 2 { // a message may be handled twice
				account, used, err := people.Redeem(t.Context(), reg, lan, " Chị\n\u202eLan\x00 ", strings.ToLower(words), now)
				if !errors.Is(err, tc.err) || account != tc.want || used != code {
					t.Errorf("got %+v, %+v, %v", account, used, err)
				}
			}
			if reg.saved > 1 {
				t.Errorf("saved %d times", reg.saved)
			}
			if _, _, err := people.Redeem(t.Context(), reg, minh, "", words, now); !errors.Is(err, people.ErrCode) {
				t.Errorf("another one: %v", err)
			}
		})
	}
}

func TestRedeemFails(t *testing.T) {
	reg := newBook()
	words, code := people.NewGrant(people.Officer, false, 0, "cli", now)
	reg.codes[code.Hash] = code
	unknown, _ := people.NewCode()
	for _, w := range []string{"", "hello", unknown} {
		if _, _, err := people.Redeem(t.Context(), reg, lan, "", w, now); !errors.Is(err, people.ErrCode) {
			t.Errorf("%q: %v", w, err)
		}
	}
	if _, _, err := people.Redeem(t.Context(), reg, lan, "", words, code.Expires); !errors.Is(err, people.ErrCode) {
		t.Errorf("expired: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := people.Redeem(ctx, reg, lan, "", words, now); !errors.Is(err, errBook) || strings.Contains(err.Error(), words) {
		t.Errorf("no register: %v", err)
	}
	long := strings.Repeat("ă", 500)
	if a, _, err := people.Redeem(t.Context(), reg, lan, long, words, now); err != nil || len([]rune(a.Name)) != 100 {
		t.Errorf("%d letters, %v", len([]rune(a.Name)), err)
	}
}

func TestLifetimes(t *testing.T) {
	for _, tc := range []struct {
		role  people.Role
		group bool
		want  time.Duration
	}{
		{people.Officer, false, 7 * 24 * time.Hour}, {people.Secretariat, false, 7 * 24 * time.Hour},
		{people.Administrator, false, time.Hour}, {people.Guest, true, 24 * time.Hour},
	} {
		if _, c := people.NewGrant(tc.role, tc.group, 0, "cli", now); c.Expires.Sub(c.Made) != tc.want || c.Made != now {
			t.Errorf("%s: %s", tc.role, c.Expires.Sub(c.Made))
		}
	}
}
