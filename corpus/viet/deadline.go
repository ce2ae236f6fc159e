package viet

import "strings"

// Deadline is a deadline phrase found in text, read by the rules of docs/deadlines.md.
//
// Recurring is continuous, hourly, daily, weekly, monthly, quarterly or yearly. What comes more rarely than one of these is every_2_weeks, every_10_days,
// every_2_months, every_6_months, every_5_years …; what comes more often twice_a_day, twice_a_week, twice_a_month, twice_a_year, 3_times_a_week …
// Several cycles side by side ("hằng quý, 6 tháng và hằng năm") give the shortest, which includes the others.
type Deadline struct {
	Phrase    string // the document's own words on one line, without trailing punctuation
	Start     Date   // zero when the phrase gives none
	Due       Date   // zero when the phrase gives none
	Recurring string // how often, see below; "" when it comes once
	Doubt     string // in Vietnamese, for a clerk; "" when the reading is certain
	From, To  int    // byte offsets of the phrase in the text
}

// LabelledDeadline is one of several deadlines in a cell, with what is due then ("sơ kết 6 tháng"); Label may be "".
type LabelledDeadline struct {
	Deadline
	Label string
}

// Reference is what a phrase without a year, or relative to the issue of its document, is read against.
// The zero Reference is valid: such phrases then give no date but a Doubt.
type Reference struct {
	Year     int             // the year that the document plans; 0 when it plans none
	Issued   Date            // the document's own date
	Given    Date            // the day on which the task was given, from which "kể từ ngày giao" counts
	Undated  bool            // a cell that sets a time without a date ("theo lộ trình") is a deadline too, with a Doubt
	Holidays func(Date) bool // days off besides Saturday and Sunday; nil when there are none
}

// proseWords is how many words besides its deadlines a cell may have before it is read as prose, where a bare month or year is no deadline.
const proseWords = 30

// longestCell bounds a time cell in bytes: dozens of dates with their labels.
const longestCell = 2048

// ParseDeadline reads a whole table cell that holds one phrase, such as "Quý IV năm 2021" or "Đợt 1: tháng 3".
// Its Phrase is the whole cell. When the cell is no deadline the result is false, and carries the phrase with a Doubt unless the cell is
// blank; see Reference.Undated for cells that set a time without a date. Of several deadlines in the cell it reads the first and says so in the Doubt.
func ParseDeadline(phrase string, ref Reference) (Deadline, bool) {
	p, spans := readCell(phrase, ref)
	return p.wholeCell(spans)
}

// wholeCell gives the first span as the reading of the whole text.
func (p *parser) wholeCell(spans []span) (Deadline, bool) {
	from, to := trimPhrase(p.text)
	whole := Deadline{Phrase: Squeeze(p.text[from:to]), From: from, To: to}
	switch {
	case whole.Phrase == "":
		return Deadline{}, false
	case len(spans) == 0 && vagueCell(whole.Phrase, p.unread(nil)), len(spans) > 0 && spans[0].kind == vague:
		whole.Doubt = vagueDoubt(whole.Phrase)
		return whole, p.ref.Undated
	case len(spans) == 0:
		whole.Doubt = "Không đọc được thời hạn " + quoted(whole.Phrase)
		return whole, false
	}
	d := p.resolve(spans[0])
	d.Phrase, d.From, d.To = whole.Phrase, whole.From, whole.To
	if len(spans) > 1 {
		d.addDoubt("Ô có nhiều mốc thời gian, mới đọc mốc đầu")
	}
	d.addDoubt(p.conditions(spans))
	return d, true
}

// readCell reads a text as a cell, or as prose when it is too long or has too many words of its own for one.
func readCell(text string, ref Reference) (*parser, []span) {
	if len(text) <= longestCell {
		p := newParser(text, ref, true)
		if spans := p.scan(); p.unread(spans) <= proseWords {
			return p, spans
		}
	}
	p := newParser(text, ref, false)
	return p, p.scan()
}

// FindDeadlines finds the deadlines in running prose, left to right and without overlaps. text is in NFC (see Normalize).
// It is conservative: see the rules at (*parser).allowed. Its time is linear in the text. It is safe for concurrent use
// when ref.Holidays is.
func FindDeadlines(text string, ref Reference) []Deadline {
	if !mayHoldDeadline(text) {
		return nil
	}
	p := newParser(text, ref, false)
	var found []Deadline
	for _, s := range p.scan() {
		found = append(found, p.resolve(s))
	}
	return found
}

// longestQuote bounds in bytes what a Doubt repeats of a cell.
const longestQuote = 160

func quoted(phrase string) string {
	if len(phrase) > longestQuote {
		cut := strings.LastIndexByte(phrase[:longestQuote], ' ')
		phrase = strings.ToValidUTF8(phrase[:max(cut, longestQuote/2)], "") + "…"
	}
	return "“" + phrase + "”"
}

func (d *Deadline) addDoubt(doubt string) {
	if d.Doubt != "" && doubt != "" {
		d.Doubt += "; "
	}
	d.Doubt += doubt
}

// trimPhrase returns the bounds of s without blanks around it and without punctuation at its end.
func trimPhrase(s string) (from, to int) {
	rest := strings.TrimLeft(s, " \t\r\n\u00a0")
	return len(s) - len(rest), len(s) - len(rest) + len(strings.TrimRight(rest, " \t\r\n\u00a0.,;:-–/*"))
}
