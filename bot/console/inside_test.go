package console

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dondoc/bot/webkit"
)

func FuzzReadFlash(f *testing.F) {
	id := webkit.NewID(sessionBytes)
	for _, s := range []string{"", ".", "a.b", "QQ." + webkit.FormToken(id, flashParts+"QQ"), strings.Repeat("=", 99), "\xff.\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cookie string) {
		notice := readFlash(cookie, id)
		if notice == "" {
			return
		}
		text := base64.RawURLEncoding.EncodeToString([]byte(notice))
		if cookie != text+"."+webkit.FormToken(id, flashParts+text) {
			t.Fatalf("%q says %q", cookie, notice)
		}
		if readFlash(cookie, webkit.NewID(sessionBytes)) != "" || readFlash(cookie, "") != "" {
			t.Fatal("it is read in another session")
		}
	})
}

func FuzzParseHash(f *testing.F) {
	f.Add(hashPassword("x"))
	for _, s := range []string{
		"", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA", "$argon2id$v=19$m=4294967295,t=4294967295,p=255$AAAAAAAAAAA$AAAA",
		"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "$argon2i$$$$",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h, ok := parseHash(s)
		if !ok {
			return
		}
		if h.memory > highestCost.memory || h.rounds > highestCost.rounds || h.threads > highestCost.threads || len(h.key) != keyBytes || h.rounds == 0 || h.threads == 0 {
			t.Fatalf("%q costs %+v", s, h.cost)
		}
		if h.memory*h.rounds < 64 {
			h.fits("x") // does not panic
		}
	})
}

func TestHashPassword(t *testing.T) {
	one, two := hashPassword("mật khẩu"), hashPassword("mật khẩu")
	h, ok := parseHash(one)
	if one == two || !ok || h.cost != usualCost {
		t.Fatalf("%q and %q, %v", one, two, ok)
	}
	if !h.fits("mật khẩu") || h.fits("mật khẩu ") || nobodysHash.fits("") {
		t.Error("what fits does not, or the other way round")
	}
}

func FuzzReadSecret(f *testing.F) {
	for _, s := range []string{"", grouped(newSecret()), "AAAA", "ÁÁÁÁ", strings.Repeat("A", 32), strings.Repeat("a ", 40)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, ok := readSecret(s)
		if !ok {
			return
		}
		if again, ok := readSecret(grouped(b)); !ok || string(again) != string(b) {
			t.Fatalf("%q is not read as it is written", s)
		}
	})
}

// FuzzStepOf: no code but that of the step fits, whatever is typed.
func FuzzStepOf(f *testing.F) {
	for _, s := range []string{"", "000000", "１２３４５６", "12 34 56", "-00001", "\xff"} {
		f.Add(s)
	}
	secret, at := make([]byte, secretBytes), time.Unix(1_700_000_000, 0)
	f.Fuzz(func(t *testing.T, code string) {
		if step := stepOf(secret, code, at); step != 0 && (step < at.Unix()/30-1 || step > at.Unix()/30+1 || utf8.RuneCountInString(code) < codeDigits) {
			t.Fatalf("%q is of step %d", code, step)
		}
	})
}

// TestStepOf: RFC 6238, appendix B (of eight digits there, of which these are the last six).
func TestStepOf(t *testing.T) {
	secret := []byte("12345678901234567890")
	for _, tc := range []struct {
		at   int64
		code string
		want int64
	}{
		{59, "287082", 1}, {1111111109, "081804", 37037036}, {1111111111, "050471", 37037037}, {20000000000, "353130", 666666666},
		{59 + 30, "287082", 1}, {59 - 30, "287082", 1}, {59 + 60, "287082", 0}, {59, "287083", 0}, {59, " 287 082 ", 1}, {59, "", 0},
	} {
		if got := stepOf(secret, tc.code, time.Unix(tc.at, 0)); got != tc.want {
			t.Errorf("at %d %q is of step %d, want %d", tc.at, tc.code, got, tc.want)
		}
	}
}

// TestActionsAreSound: the words of the audit log are read without loss and sorted, so that a line is found again.
func TestActionsAreSound(t *testing.T) {
	var names []string
	for line := range strings.Lines(actionsText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, words, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok || words == "" || !strings.Contains(name, ".") {
			t.Errorf("%q is no line", line)
		}
		names = append(names, name)
	}
	if !slices.IsSorted(names) || len(slices.Compact(names)) != len(actionWords) {
		t.Errorf("%d lines, %d words, sorted: %v", len(names), len(actionWords), slices.IsSorted(names))
	}
}

func TestDraw(t *testing.T) {
	k, err := keyLink(make([]byte, secretBytes), "lan.tran")
	if err != nil {
		t.Fatal(err)
	}
	d, err := draw(k)
	// A code has 21 dots and 4 for each version above the first, 4 of quiet on each side, and about half of it is dark.
	n := d.Size - 8
	if err != nil || n < 21 || (n-21)%4 != 0 {
		t.Fatalf("size %d, %v", d.Size, err)
	}
	if dots := strings.Count(d.Path, "M"); dots < n*n*2/5 || dots > n*n*3/5 {
		t.Errorf("%d dots of %d", dots, n*n)
	}
	for _, corner := range []string{"M4 4h", "M10 4h", "M4 10h"} {
		if !strings.Contains(d.Path, corner) {
			t.Errorf("the corner lacks %s", corner)
		}
	}
}
