package docfile

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"time"
)

// xlsxStyle is what the look of a cell says of its content.
type xlsxStyle struct {
	format numberFormat
	font   string
}

// readStyles reads number formats and fonts of the cell styles.
func (b *xlsxBook) readStyles(part string) error {
	codes := map[string]string{}
	var fonts []string
	within := ""
	return b.walk(part, xlsxMaxPart, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "fonts", "cellXfs", "cellStyleXfs", "dxfs":
				within = t.Name.Local
			case "numFmt":
				if within != "dxfs" && len(codes) < xlsxMaxStyles {
					codes[xlsxAttr(t, "numFmtId")] = xlsxAttr(t, "formatCode")
				}
			case "font":
				if within == "fonts" && len(fonts) < xlsxMaxStyles {
					fonts = append(fonts, "")
				}
			case "name":
				if within == "fonts" && len(fonts) > 0 {
					fonts[len(fonts)-1] = xlsxAttr(t, "val")
				}
			case "xf":
				if within != "cellXfs" || len(b.styles) == xlsxMaxStyles {
					break
				}
				id := xlsxAttr(t, "numFmtId")
				code, ok := codes[id]
				if !ok {
					code = builtinFormats[id]
				}
				s := xlsxStyle{format: parseNumberFormat(code)}
				if i, err := strconv.Atoi(xlsxAttr(t, "fontId")); err == nil && i >= 0 && i < len(fonts) {
					s.font = fonts[i]
				}
				b.styles = append(b.styles, s)
			}
		case xml.EndElement:
			if t.Name.Local == within {
				within = ""
			}
		}
		return nil
	})
}

// builtinFormats are those that files refer to without giving them. Others are shown as they are.
var builtinFormats = map[string]string{
	"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
	"14": "d/m/yyyy", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy", "18": "h:mm AM/PM", "19": "h:mm:ss AM/PM",
	"20": "h:mm", "21": "h:mm:ss", "22": "d/m/yyyy h:mm", "27": "yyyy/m/d", "28": "m/d", "29": "m/d", "30": "m-d-yy",
	"31": "yyyy/m/d", "32": "h:mm", "33": "h:mm:ss", "34": "h:mm", "35": "h:mm:ss", "36": "yyyy/m/d",
	"37": "#,##0", "38": "#,##0", "39": "#,##0.00", "40": "#,##0.00", "41": "#,##0", "42": "#,##0", "43": "#,##0.00", "44": "#,##0.00",
	"45": "mm:ss", "46": "[h]:mm:ss", "47": "mm:ss", "50": "yyyy/m/d", "51": "m/d", "52": "yyyy/m", "53": "m/d", "54": "m/d",
	"55": "yyyy/m", "56": "m/d", "57": "yyyy/m/d", "58": "m/d",
}

// numberFormat is a number format, a section for each sign of the number.
type numberFormat struct{ sections []formatSection }

// formatSection is what one section of a number format asks for.
type formatSection struct {
	prefix, suffix          string // words around the number: "Quý ", " ngày"
	digits                  bool   // it has places for digits
	date                    bool
	day, month, year, clock bool
	elapsed                 bool // hours beyond a day
	whole                   int  // digits before the comma at least
	decimals, optional      int  // digits behind it at least, and how many more
	grouped, percent        bool
	scale                   int  // thousands that are left out
	plain                   bool // shown as it is: General, text, or what we do not write
}

// show writes a number as a reader in Viet Nam sees it: dates day first, comma
// before decimals. A date loses no part that it has: "15/3" would, for a deadline.
func (f numberFormat) show(n float64, date1904 bool) (text string, general bool) {
	s := f.section(n)
	if s.date {
		if text, ok := s.showDate(n, date1904); ok {
			return text, false
		}
		s = formatSection{plain: true}
	}
	if s.plain {
		text := plainNumber(n)
		return s.prefix + text + s.suffix, s.prefix == "" && s.suffix == "" && strings.Contains(text, ",")
	}
	sign := ""
	if n < 0 && (len(f.sections) < 2) {
		sign = "-"
	}
	if !s.digits {
		return strings.TrimSpace(s.prefix + s.suffix), false
	}
	return sign + s.prefix + s.number(math.Abs(n)) + s.suffix, false
}

// section returns the one for the sign of a number.
func (f numberFormat) section(n float64) formatSection {
	switch {
	case len(f.sections) == 0:
		return formatSection{plain: true}
	case n < 0 && len(f.sections) > 1:
		return f.sections[1]
	case n == 0 && len(f.sections) > 2:
		return f.sections[2]
	}
	return f.sections[0]
}

// number writes a number that is not negative.
func (s formatSection) number(n float64) string {
	if s.percent {
		n *= 100
	}
	n /= math.Pow(1000, float64(s.scale))
	// Halves go up, as in Excel, even where the binary form lies a trace below: 1.005 is 1,01.
	const trace, exact = 1e-14, 1e15
	if power := math.Pow10(s.decimals + s.optional); n*power < exact {
		n = math.Round(n*power*(1+trace)) / power
	}
	text := strconv.FormatFloat(n, 'f', s.decimals+s.optional, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	if n == 0 && s.whole == 0 && s.decimals == 0 {
		return "" // "#" shows no nought
	}
	for len(fraction) > s.decimals && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
	}
	if len(whole) < s.whole {
		whole = strings.Repeat("0", s.whole-len(whole)) + whole
	}
	if s.grouped {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "." + whole[i:]
		}
	}
	if fraction != "" {
		whole += "," + fraction
	}
	return whole
}

// plainNumber writes a number without a format: eleven digits, as Excel does.
func plainNumber(n float64) string {
	if n == math.Trunc(n) && math.Abs(n) < 1e15 {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	const digits = 11
	short, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', digits, 64), 64)
	if err != nil || math.Abs(short) >= 1e21 || math.Abs(short) < 1e-9 {
		return strings.Replace(strconv.FormatFloat(n, 'g', digits, 64), ".", ",", 1)
	}
	return strings.Replace(strconv.FormatFloat(short, 'f', -1, 64), ".", ",", 1)
}

// showDate writes a day as dd/mm/yyyy, a month as mm/yyyy where the format shows no day; false when the number is no date.
func (s formatSection) showDate(n float64, date1904 bool) (string, bool) {
	const last = 2958466 // the day after 31/12/9999
	if n < 0 || n >= last || math.IsNaN(n) {
		return "", false
	}
	minutes := int(math.Round(n * 24 * 60))
	if s.elapsed || s.clock && n < 1 {
		hours := minutes / 60
		if !s.elapsed {
			hours %= 24
		}
		return s.prefix + strconv.Itoa(hours) + ":" + pad2(minutes%60) + s.suffix, true
	}
	day := minutes / (24 * 60)
	if !s.clock {
		day = int(n)
	}
	date := excelDay(day, date1904)
	text := date.Format("02/01/2006")
	switch {
	case s.day || !s.month && !s.year:
	case s.month:
		text = date.Format("01/2006")
	default:
		text = date.Format("2006")
	}
	if minutes %= 24 * 60; s.clock && minutes > 0 {
		text += " " + pad2(minutes/60) + ":" + pad2(minutes%60)
	}
	return s.prefix + text + s.suffix, true
}

// excelDay is the day of a serial number. Excel counts a 29 February 1900 that never was.
func excelDay(serial int, date1904 bool) time.Time {
	from := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		from = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case serial < 60:
		from = from.AddDate(0, 0, 1)
	}
	return from.AddDate(0, 0, serial)
}

// isoDate writes a date that is kept as text: "2026-04-20T08:30:00".
func isoDate(s string) string {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		if len(s) < len(layout) {
			continue
		}
		if t, err := time.Parse(layout, s[:len(layout)]); err == nil {
			text := t.Format("02/01/2006")
			if t.Hour()+t.Minute() > 0 {
				text += t.Format(" 15:04")
			}
			return text
		}
	}
	return squeeze(s)
}

func pad2(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
