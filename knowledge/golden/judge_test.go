package golden

import (
	"strings"
	"testing"

	"dondoc/knowledge"
)

// judged is an answer with a record and what it is worth.
type judged struct {
	name    string
	record  string // JSON
	answer  string
	refused bool
	cites   []knowledge.Citation
	right   bool
	cited   bool
	section bool
	fault   string // stands in Faults
}

func cite(document, section string) []knowledge.Citation {
	return []knowledge.Citation{{Document: document, Section: section, Quote: "x"}}
}

// judgedCases are verdicts found by hand; TestAgreesWithScore holds them against score.py too.
var judgedCases = []judged{
	{name: "all there", record: `{"q":"a","must":[["Sở A","SA"],["Quý II"]],"doc":["17/QĐ-X"],"section":"IV.2"}`,
		answer: "SA làm, xong\ntrong quý  II.", cites: cite("17/QD-x", "iv.2"), right: true, cited: true, section: true},
	{name: "another section", record: `{"q":"a","doc":["17/QĐ-X"],"section":"IV.2"}`, answer: "SA", cites: cite("17/QĐ-X", "IV.20"), right: true, cited: true},
	{name: "section of another document", record: `{"q":"a","doc":["17/QĐ-X"],"section":"IV.2"}`, answer: "SA", cites: append(cite("18/QĐ-X", "IV.2"), cite("17/QĐ-X", "V")...), right: true, cited: true},
	{name: "a part of the title", record: `{"q":"a","doc":["Kế hoạch năm 2026"]}`, answer: "SA", cites: cite("Kế hoạch năm 2026 của tỉnh", ""), right: true, cited: true},
	{name: "one group lacks", record: `{"q":"a","must":["Sở A","Quý II"],"doc":["17/QĐ-X"]}`, answer: "Sở A, Quý III", cites: cite("18/QĐ-X", ""), fault: "thiếu: Quý II"},
	{name: "without marks", record: `{"q":"a","must":["Sở A"]}`, answer: "So A", fault: "thiếu"},
	{name: "decomposed", record: `{"q":"a","must":["Sở A"]}`, answer: "So\u031b\u0309 A", right: true},
	{name: "what must not", record: `{"q":"a","must":["Sở A"],"must_not":["Sở B"]}`, answer: "Sở A và Sở B", fault: "không được nói: Sở B"},
	{name: "refused", record: `{"q":"a","doc":["17/QĐ-X"]}`, answer: "không nêu", refused: true, fault: "từ chối dù"},
	{name: "rightly refused", record: `{"q":"a","answerable":false,"doc":["17/QĐ-X"]}`, answer: "không nêu", refused: true, right: true},
	{name: "refused, and told", record: `{"q":"a","answerable":false,"must_not":["5 tỷ"]}`, answer: "không nêu, chắc 5 tỷ", refused: true, fault: "không được nói"},
	{name: "made up", record: `{"q":"a","answerable":false}`, answer: "5 tỷ", fault: "trả lời dù"},
	{name: "empty", record: `{"q":"a"}`, answer: " \n", fault: "trống"},
	{name: "as long as can be", record: `{"q":"a"}`, answer: strings.Repeat("ộ", longestAnswer), right: true},
	{name: "too long", record: `{"q":"a"}`, answer: strings.Repeat("ộ", longestAnswer+1), fault: "quá dài: 1501"},
	{name: "a long list", record: `{"q":"a","type":"list"}`, answer: strings.Repeat("ộ", longestList), right: true},
	{name: "too long a list", record: `{"q":"a","type":"count"}`, answer: strings.Repeat("ộ", longestList+1), fault: "quá dài"},
	{name: "too long a refusal", record: `{"q":"a","answerable":false}`, answer: strings.Repeat("a ", longestAnswer), refused: true, fault: "quá dài"},
	{name: "no citation", record: `{"q":"a","doc":["17/QĐ-X"]}`, answer: "Sở A", right: true},
	{name: "number within a number", record: `{"q":"a","must":["30%"]}`, answer: "130%, 30,5%", fault: "thiếu"},
}

func (c *judged) answered() *knowledge.Answer {
	return &knowledge.Answer{Text: knowledge.Text{{{Text: c.answer}}}, Refused: c.refused, Citations: c.cites}
}

func (c *judged) read(t *testing.T) *Record {
	t.Helper()
	records, err := Read("case", strings.NewReader(c.record))
	if err != nil || len(records) != 1 {
		t.Fatalf("%s: %v", c.name, err)
	}
	return &records[0]
}

func TestJudge(t *testing.T) {
	for _, c := range judgedCases {
		t.Run(c.name, func(t *testing.T) {
			v := Judge(c.read(t), c.answered())
			faults := strings.Join(v.Faults(), "\n")
			if v.Right() != c.right || (v.RightOnes > 0) != c.cited || v.SectionCited != c.section {
				t.Errorf("right %v, cited %d, section %v: %s", v.Right(), v.RightOnes, v.SectionCited, faults)
			}
			if c.right != (faults == "") || !strings.Contains(faults, c.fault) {
				t.Errorf("faults %q, want %q", faults, c.fault)
			}
		})
	}
}
