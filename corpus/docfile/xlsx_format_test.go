package docfile

import "testing"

func TestNumberFormats(t *testing.T) {
	const day = 47953 // 15/04/2031
	for name, c := range map[string]struct {
		code string
		n    float64
		want string
	}{
		"none":                        {"", 12.5, "12,5"},
		"General":                     {"General", 1e6, "1000000"},
		"General, long":               {"General", 1.0 / 3, "0,33333333333"},
		"General, tiny":               {"General", 1e-12, "1e-12"},
		"General, huge":               {"General", 1e25, "1e+25"},
		"General, negative":           {"General", -1.5, "-1,5"},
		"General with a word":         {`General" ngày"`, 3, "3 ngày"},
		"text":                        {"@", 2031, "2031"},
		"whole":                       {"0", 2.5, "3"},
		"leading noughts":             {"000", 7, "007"},
		"decimals":                    {"0.00", 1.005, "1,01"},
		"halves go up":                {"0.0", 0.25, "0,3"},
		"optional decimals":           {"0.0##", 1.25, "1,25"},
		"thousands":                   {"#,##0", 1234567, "1.234.567"},
		"thousands left out":          {`#,##0,," tr"`, 1234567890, "1.235 tr"},
		"per cent":                    {"0.0%", 0.125, "12,5%"},
		"money":                       {`#,##0\ [$₫-42A]`, 5000, "5.000 ₫"},
		"negative in red":             {`#,##0;[Red]\-#,##0`, -5000, "-5.000"},
		"negative, one section":       {"#,##0", -5000, "-5.000"},
		"negative in brackets":        {"#,##0_);(#,##0)", -5000, "(5.000)"},
		"nought as a dash":            {`_(* #,##0_);_(* \(#,##0\);_(* "-"??_);_(@_)`, 0, "-"},
		"nought not shown":            {"#", 0, ""},
		"words before":                {`"Quý "0`, 3, "Quý 3"},
		"scientific":                  {"0.00E+00", 12345, "12345"},
		"fraction":                    {"# ?/?", 0.5, "0,5"},
		"date":                        {"dd/mm/yyyy", day, "15/04/2031"},
		"date, American":              {"m/d/yy", day, "15/04/2031"},
		"date, with locale":           {"[$-42A]dd mmmm yyyy;@", day, "15/04/2031"},
		"date without year":           {"dd/mm", day, "15/04/2031"},
		"date in words":               {`"ngày "dd" tháng "mm" năm "yyyy`, day, "ngày 15/04/2031"},
		"deadline in the format":      {`"Trước ngày "dd/mm/yyyy`, day, "Trước ngày 15/04/2031"},
		"month":                       {"mm/yyyy", day, "04/2031"},
		"month by name":               {"mmm-yy", day, "04/2031"},
		"month alone":                 {`"Tháng "m`, day, "Tháng 04/2031"},
		"year":                        {`"Năm "yyyy`, day, "Năm 2031"},
		"date and time":               {"dd/mm/yyyy hh:mm", day + 0.5625, "15/04/2031 13:30"},
		"date and midnight":           {"dd/mm/yyyy hh:mm", day, "15/04/2031"},
		"date, its time not shown":    {"dd/mm/yyyy", day + 0.99999, "15/04/2031"},
		"time":                        {"h:mm AM/PM", 0.5625, "13:30"},
		"minutes":                     {"mm:ss", 0.5, "12:00"},
		"hours beyond a day":          {"[h]:mm", 1.5, "36:00"},
		"no date before the calendar": {"dd/mm/yyyy", -1, "-1"},
		"no date behind it":           {"dd/mm/yyyy", 3e6, "3000000"},
		"before the day that was not": {"dd/mm/yyyy", 59, "28/02/1900"},
		"first day":                   {"dd/mm/yyyy", 1, "01/01/1900"},
		"behind the day that was not": {"dd/mm/yyyy", 61, "01/03/1900"},
		"broken quotes":               {`0"abc`, 5, "5"},
		"broken bracket":              {"0[abc", 5, "5"},
		"backslash at the end":        {`0\`, 5, "5"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, _ := parseNumberFormat(c.code).show(c.n, false); got != c.want {
				t.Errorf("%q of %v shows %q, want %q", c.code, c.n, got, c.want)
			}
		})
	}
}

func TestXLSXUnescape(t *testing.T) {
	for in, want := range map[string]string{
		"a_x000A_b": "a\nb", "_x0041_": "A", "_x00zz_": "_x00zz_", "_x": "_x", "a_xb_": "a_xb_", "_x000A": "_x000A", "__x0041__": "_A_",
	} {
		if got := xlsxUnescape(in); got != want {
			t.Errorf("%q reads %q, want %q", in, got, want)
		}
	}
}
