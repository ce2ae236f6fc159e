package bot

import (
	"regexp"
	"strings"
	"time"

	"dondoc/corpus/viet"
)

// when is a day in somebody's words: one that they name, or how much later than another.
type when struct {
	words        string
	days, months int
}

func (w when) none() bool { return w == when{} }

// day returns the day meant; the zero Date when the words name none. A span counts from the day given. A day without
// a year is the next one after it.
func (w when) day(today, from viet.Date) viet.Date {
	switch {
	case w.months > 0:
		return addMonths(from, w.months)
	case w.days > 0:
		return from.AddDays(w.days)
	}
	words := strings.TrimSpace(viet.Fold(w.words))
	switch words {
	case "mai", "ngay mai":
		return today.AddDays(1)
	case "mot", "ngay kia":
		return today.AddDays(2)
	}
	d := parseDay(w.words, today, today.Year)
	if !d.IsZero() && d.Compare(from) <= 0 && !yearWritten.MatchString(w.words) && d.Year == today.Year {
		if next := parseDay(w.words, today, today.Year+1); from.Before(next) {
			return next
		}
	}
	return d
}

// yearWritten matches words that leave no doubt about the year.
var yearWritten = regexp.MustCompile(`\d{4}|/\d{1,2}/\d{2}\b|(?i)\b(nay|này|năm|nam|tuần|tuan)\b`)

func parseDay(words string, today viet.Date, year int) viet.Date {
	d, ok := viet.ParseDeadline(words, viet.Reference{Year: year, Issued: today, Given: today})
	if !ok || d.Recurring != "" {
		return viet.Date{}
	}
	return d.Due
}

// addMonths returns the same day n months later, the last of a month that is shorter.
func addMonths(d viet.Date, n int) viet.Date {
	month := time.Month((int(d.Month)+n-1)%12 + 1)
	last := viet.LastOfMonth(d.Year+(int(d.Month)+n-1)/12, month)
	if d.Day < last.Day {
		last.Day = d.Day
	}
	return last
}

// readWhen reads a message that says until when and nothing else but why: "đến 30/6 vì thiếu kinh phí", "2 tuần". ok is
// false when it is none, or rather a question.
func readWhen(text string) (w when, reason string, ok bool) {
	text, ok = answerText(text)
	if !ok || asksBack(text) {
		return when{}, "", false
	}
	r := answerReader{text: text, tokens: viet.Tokenize(text), dated: true}
	r.verb = verbExtend
	if r.read() && !r.when.none() && len(r.numbers) == 0 {
		return r.when, r.reason, true
	}
	r = answerReader{text: text, tokens: r.tokens, dated: true} // "cuối tháng 6", "thứ sáu tuần sau": no word leads to it
	r.verb = verbExtend
	end := 0
	for end < len(r.tokens) && (end == 0 || !r.endsDay(end)) {
		end++
	}
	if end == 0 {
		return when{}, "", false
	}
	r.when.words = strings.TrimSpace(text[r.tokens[0].Start:r.tokens[end-1].End])
	r.at = end
	return r.when, r.reason, r.read() && !parseDay(r.when.words, viet.Date{Year: 2023, Month: 1, Day: 1}, 2023).IsZero()
}

// readReport reads a message that is a document's number and nothing else: "123/BC-STTTT", "số 45", "BC 45".
func readReport(text string) (string, bool) {
	text, ok := answerText(text)
	if !ok || strings.Contains(text, "?") {
		return "", false
	}
	r := answerReader{text: text, tokens: viet.Tokenize(text)}
	if number := bareNumber.FindStringSubmatch(viet.Fold(text)); number != nil {
		return number[1] + number[2], true
	}
	r.verb = verbDone
	if !r.read() || len(r.numbers) > 0 || r.verb != verbDone || r.reason != "" {
		return "", false
	}
	return r.report, r.report != ""
}

// bareNumber is a report's number of which only the figures are given. Two at least: one is rather an Item.
var bareNumber = regexp.MustCompile(`^(?:da |vang )?(?:so (\d{1,6})|(\d{2,6}))(?: a)?$`)
