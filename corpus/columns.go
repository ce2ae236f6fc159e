package corpus

import (
	_ "embed" // columns.txt
	"fmt"
	"slices"
	"strings"

	"dondoc/corpus/viet"
)

// column is what a table column holds, found by the words of its header.
type column uint8

const (
	colOther       column = iota
	colNumber             // TT
	colSection            // Mục: the section path itself, in documents written for us
	colContent            // Nội dung, Nhiệm vụ …
	colLead               // Cơ quan chủ trì
	colLeadAndCo          // Cơ quan chủ trì, phối hợp, in one cell
	colCo                 // Cơ quan phối hợp
	colTime               // Thời hạn
	colGiven              // Ngày giao
	colStart              // Bắt đầu
	colEnd                // Kết thúc
	colDeliverable        // Sản phẩm
	colYear               // a year: figures of targets
)

var columnNames = map[string]column{
	"number": colNumber, "section": colSection, "content": colContent, "lead": colLead, "leads": colLeadAndCo, "coordinating": colCo,
	"time": colTime, "given": colGiven, "start": colStart, "end": colEnd, "deliverable": colDeliverable, "other": colOther,
}

// columnRule is one line of columns.txt; its rank is its place there.
type columnRule struct {
	column column
	whole  []string // headers
	within []string // words in headers, each with a blank before it
}

//go:embed columns.txt
var columnsData string

var columnRules = readColumnRules(columnsData)

// readColumnRules panics on a bad line: the file is part of the program, and a test reads it.
func readColumnRules(data string) []columnRule {
	var rules []columnRule
	for line := range strings.Lines(data) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, words, _ := strings.Cut(line, "|")
		c, ok := columnNames[strings.TrimSpace(name)]
		if !ok {
			panic(fmt.Sprintf("corpus: columns.txt: %q", line))
		}
		rule := columnRule{column: c}
		for w := range strings.SplitSeq(words, ";") {
			w = strings.TrimSpace(w)
			if whole, ok := strings.CutPrefix(w, "="); ok {
				rule.whole = append(rule.whole, whole)
			} else {
				rule.within = append(rule.within, " "+w)
			}
		}
		rules = append(rules, rule)
	}
	return rules
}

// columnOf names the column of a header cell. A lower rank is the surer name of two of a kind.
func columnOf(header string) (c column, rank int) {
	h := viet.Squeeze(viet.Fold(header))
	h = strings.TrimSpace(strings.TrimRight(h, " .:*"))
	if h == "" {
		return colOther, len(columnRules)
	}
	if yearOfColumn(h) != 0 {
		return colYear, 0
	}
	if strings.Contains(h, "chu tri") && strings.Contains(h, "phoi hop") {
		return colLeadAndCo, 0
	}
	padded := " " + strings.TrimLeft(h, "(")
	for rank, rule := range columnRules {
		if slices.Contains(rule.whole, h) || slices.ContainsFunc(rule.within, func(w string) bool { return strings.Contains(padded, w) }) {
			return rule.column, rank
		}
	}
	return colOther, len(columnRules)
}

// yearOfColumn returns the year that a folded header is, or 0: "2025".
func yearOfColumn(folded string) int {
	if len(folded) == 4 && isNumber(folded) && folded[:2] == "20" {
		return 2000 + int(folded[2]-'0')*10 + int(folded[3]-'0')
	}
	return 0
}

// columnsOf names the columns of a header. Of several columns of leads the surest
// stays one: "Lãnh đạo phụ trách" beside "Đơn vị chủ trì" is not the lead.
func columnsOf(cells []string) (columns []column, known int) {
	columns = make([]column, len(cells))
	ranks := make([]int, len(cells))
	best := len(columnRules)
	for i, c := range cells {
		columns[i], ranks[i] = columnOf(c)
		if columns[i] == colLead {
			best = min(best, ranks[i])
		}
		if columns[i] != colOther {
			known++
		}
	}
	for i, c := range columns {
		if c == colLead && ranks[i] > best {
			columns[i] = colOther
		}
	}
	return columns, known
}

// saysNothing reports whether a header is known to be of no duty: "Văn bản giao", "Ghi chú".
func saysNothing(header string) bool {
	c, rank := columnOf(header)
	return header != "" && c == colOther && rank < len(columnRules)
}

func isNumberColumn(header string) bool {
	c, _ := columnOf(header)
	return c == colNumber
}
