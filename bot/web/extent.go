package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"dondoc/knowledge"
)

// The parameters of a passage's address: where the quotation begins and ends in the passage, in runes, and a mark of
// its words. A document may be loaded anew between answer and click; then other words stand at that place, and to mark
// them as the quotation would be a lie.
const (
	paramStart = "tu"
	paramEnd   = "den"
	paramWords = "ma"
)

// extent is a piece of a passage. The zero value is none at all.
type extent struct {
	start, end int // runes, end exclusive
	words      string
}

// extentOf finds the quotation in the passage. ok is false when it does not stand there in one piece.
func extentOf(text, quote string) (e extent, ok bool) {
	quote = strings.TrimSpace(quote)
	at := strings.Index(text, quote)
	if quote == "" || at < 0 {
		return extent{}, false
	}
	e.start = utf8.RuneCountInString(text[:at])
	e.end = e.start + utf8.RuneCountInString(quote)
	e.words = wordsMark(quote)
	return e, true
}

func (e extent) query() string {
	return fmt.Sprintf("%s=%d&%s=%d&%s=%s", paramStart, e.start, paramEnd, e.end, paramWords, e.words)
}

// readExtent reads what it can: a wrong number counts as 0.
func readExtent(q url.Values) extent {
	number := func(name string) int {
		n, err := strconv.Atoi(q.Get(name))
		if err != nil || n < 0 {
			return 0
		}
		return n
	}
	return extent{number(paramStart), number(paramEnd), q.Get(paramWords)}
}

// within returns the bytes of the text that the extent covers, clipped to it. ok is false when the mark says that
// other words were meant; without a mark any are right.
func (e extent) within(text string) (start, end int, ok bool) {
	start = runeOffset(text, e.start)
	end = max(start, runeOffset(text, e.end))
	if e.words != "" && e.words != wordsMark(text[start:end]) {
		return 0, 0, false
	}
	return start, end, true
}

// runeOffset returns where the n-th rune begins, or the end of a shorter text.
func runeOffset(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

func wordsMark(words string) string {
	sum := sha256.Sum256([]byte(words))
	return hex.EncodeToString(sum[:4])
}

// passageMark is the fragment of the address that leads to the quotation, see passage.html.
const passageMark = "#trich"

// href is where a citation is shown in its context; "" when the passage is not known.
func href(find func(id string) (Passage, bool), m mount, c knowledge.Citation) string {
	if c.Passage == "" {
		return ""
	}
	p, ok := find(c.Passage)
	if !ok {
		return ""
	}
	address := passageAddress(m, c.Passage)
	if e, ok := extentOf(p.Text, c.Quote); ok {
		address += "?" + e.query()
	}
	return address + passageMark
}
