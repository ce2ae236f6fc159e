package console

import (
	"fmt"
	"html/template"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dondoc/bot/webkit"
	"dondoc/corpus/viet"
)

// words are what templates can call besides the fields of their view; "static" is the address of a file.
var words = template.FuncMap{
	"moment":  moment,  // a time.Time as "08:30 ngày 02/06/2023", in Hanoi; "" for the zero one
	"day":     day,     // a viet.Date as "02/06/2023"; "" for the zero one
	"iso":     iso,     // a viet.Date as forms have it: "2023-06-02"
	"number":  number,  // 12345 as "12.345"
	"shorten": shorten, // shorten .Text 80
	"join":    strings.Join,
	"bytes":   byteCount, // a size as "1,2 MB"
	"first":   firstLetters,
	"otpauth": keyAddress,
	"channel": channelName,
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(viet.Hanoi).Format("15:04 ngày 02/01/2006")
}

func day(d viet.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
}

func iso(d viet.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// number writes an integer with points between the thousands.
func number(n any) string {
	digits, minus := strings.CutPrefix(fmt.Sprint(n), "-")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	if minus {
		return "-" + digits
	}
	return digits
}

func shorten(text string, runes int) string { return webkit.Shorten(webkit.OneLine(text), runes) }

// byteCount writes a size as Vietnamese readers do, with a decimal comma.
func byteCount(n int64) string {
	switch {
	case n >= 1<<20:
		return strings.Replace(fmt.Sprintf("%.1f MB", float64(n)/(1<<20)), ".", ",", 1)
	case n >= 1<<10:
		return fmt.Sprintf("%d kB", (n+1<<9)>>10)
	}
	return fmt.Sprintf("%d byte", n)
}

// firstLetters is what stands in the circle beside a name.
func firstLetters(name string) string {
	fields := strings.Fields(name)
	if len(fields) == 0 {
		return "?"
	}
	r, _ := utf8.DecodeRuneInString(fields[len(fields)-1])
	return string(unicode.ToUpper(r))
}

// sentence makes one of an error that was written to stand in a sentence.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	return strings.TrimSuffix(string(unicode.ToUpper(r))+s[n:], ".") + "."
}

// keyAddress lets an address of our own making stand in a link, which is otherwise for the web's schemes only.
func keyAddress(address string) template.URL {
	if !strings.HasPrefix(address, "otpauth://totp/") {
		return ""
	}
	return template.URL(address)
}
