package docfile

import (
	"strings"
	"unicode/utf8"
)

// parseNumberFormat reads a format code such as `#,##0.00;[Red]-#,##0.00` or `"Quý "q/yyyy`.
func parseNumberFormat(code string) numberFormat {
	const longest, mostSections = 255, 4
	if code == "" || len(code) > longest {
		return numberFormat{}
	}
	var f numberFormat
	for code != "" && len(f.sections) < mostSections {
		var s formatSection
		s, code = parseSection(code)
		f.sections = append(f.sections, s)
	}
	return f
}

// formatParser reads one section of a format code.
type formatParser struct {
	formatSection
	words   strings.Builder // since the last place for a digit or part of a date
	seen    bool            // a digit or part of a date
	last    byte            // the last part of a date
	point   bool
	pending int  // m that are minutes if seconds follow
	comma   bool // behind the last place for a digit
}

// parseSection reads up to the next semicolon.
func parseSection(code string) (s formatSection, rest string) {
	var p formatParser
	for code != "" {
		if code[0] == ';' {
			code = code[1:]
			break
		}
		code = code[p.piece(code):]
	}
	p.month = p.month || p.pending > 0
	if p.comma {
		p.scale++
	}
	p.suffix = p.words.String()
	if !p.seen {
		p.prefix, p.suffix = p.suffix, ""
	}
	if p.date {
		p.digits = false
	}
	return p.formatSection, code
}

// piece reads what stands at the beginning of code and returns its length.
func (p *formatParser) piece(code string) int {
	switch c := code[0]; c {
	case '"':
		end := strings.IndexByte(code[1:], '"')
		if end < 0 {
			return len(code)
		}
		p.words.WriteString(code[1 : 1+end])
		return end + 2
	case '\\', '_', '*':
		_, size := utf8.DecodeRuneInString(code[1:])
		if c == '\\' {
			p.words.WriteString(code[1 : 1+size])
		}
		return 1 + size
	case '[':
		end := strings.IndexByte(code, ']')
		if end < 0 {
			return len(code)
		}
		p.bracket(code[1:end])
		return end + 1
	case '0', '#', '?':
		p.digit(c)
	case '.', ',', '%', '@', 'E', 'e', '/':
		p.sign(c)
	case 'y', 'Y', 'm', 'M', 'd', 'D', 'h', 'H', 's', 'S':
		return p.datePart(code)
	case 'G', 'g':
		const general = "general"
		if len(code) >= len(general) && strings.EqualFold(code[:len(general)], general) {
			p.plain = true
			p.see()
			return len(general)
		}
	case 'A', 'a':
		for _, half := range []string{"am/pm", "a/p"} {
			if len(code) >= len(half) && strings.EqualFold(code[:len(half)], half) {
				p.see()
				p.date, p.clock = true, true
				return len(half)
			}
		}
		p.words.WriteByte(c)
	default:
		_, size := utf8.DecodeRuneInString(code)
		p.words.WriteString(code[:size])
		return size
	}
	return 1
}

// see notes that the number itself stands here: words before it are its prefix, and those within it are not kept.
func (p *formatParser) see() {
	if !p.seen {
		p.prefix = p.words.String()
	}
	p.seen = true
	p.words.Reset()
}

func (p *formatParser) digit(c byte) {
	p.see()
	p.digits = true
	switch {
	case p.point && c == '0':
		p.decimals++
	case p.point:
		p.optional++
	case c == '0':
		p.whole++
	}
	if p.comma {
		p.grouped, p.comma = true, false
	}
}

// sign reads what stands between and behind digits. Powers and fractions are shown as plain numbers.
func (p *formatParser) sign(c byte) {
	switch {
	case c == '.' && p.digits && !p.date:
		p.point = true
	case c == ',' && p.digits && !p.date:
		if p.comma {
			p.scale++
		}
		p.comma = true
	case c == '%':
		p.percent = true
		p.words.WriteByte('%')
	case c == '@':
		p.plain = true
		p.see()
	case c == 'E', c == 'e', c == '/' && p.digits && !p.date:
		p.plain = true
	default:
		p.words.WriteByte(c)
	}
}

// bracket reads "[$₫-42A]", a currency, and "[h]", hours beyond a day; colours and conditions say nothing here.
func (p *formatParser) bracket(inside string) {
	if sign, ok := strings.CutPrefix(inside, "$"); ok {
		sign, _, _ = strings.Cut(sign, "-")
		p.words.WriteString(sign)
		return
	}
	switch strings.ToLower(strings.TrimLeft(inside, "hmsHMS")) {
	case "":
		if inside != "" {
			p.see()
			p.date, p.clock, p.elapsed, p.last = true, true, true, 'h'
		}
	}
}

// datePart reads a run of one letter and returns its length. "m" is a minute beside hours or seconds.
func (p *formatParser) datePart(code string) int {
	letter := code[0] | 0x20
	n := 1
	for n < len(code) && code[n]|0x20 == letter {
		n++
	}
	p.see()
	p.date = true
	switch letter {
	case 'y':
		p.year = true
	case 'd':
		p.day = true
	case 'h':
		p.clock = true
	case 's':
		p.clock, p.pending = true, 0
	case 'm':
		switch {
		case n > 2:
			p.month = true
		case p.last != 'h':
			p.pending++
		}
	}
	if letter != 's' && letter != 'm' && p.pending > 0 {
		p.month, p.pending = true, 0
	}
	p.last = letter
	return n
}
