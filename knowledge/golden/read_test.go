package golden

import (
	"strings"
	"testing"

	"dondoc/corpus/viet"
)

func TestRead(t *testing.T) {
	records, err := Read("hoi.jsonl", strings.NewReader("\ufeff"+`{"q":"Ai làm?","must":["Sở A",["B","C"]],"doc":"17/QĐ","as_of":"2026-03-02T14:30"}

{"id":"b","q":"Giá vàng?","answerable":false,"context":[{"role":"user","text":"chào"}],"must_not":["triệu"],"evidence":{"quote":"x"},"note":1}
`))
	if err != nil || len(records) != 2 {
		t.Fatal(len(records), err)
	}
	a, b := records[0], records[1]
	if a.ID != "hoi.jsonl:1" || !a.Answerable || len(a.Must) != 2 || len(a.Must[0]) != 1 || len(a.Must[1]) != 2 || a.Doc[0] != "17/QĐ" {
		t.Errorf("%+v", a)
	}
	if got := a.AsOf.In(viet.Hanoi).Format("2006-01-02 15:04"); got != "2026-03-02 14:30" {
		t.Errorf("as of %s", got)
	}
	if b.ID != "b" || b.Answerable || b.MustNot[0] != "triệu" || b.Evidence != "x" || len(b.Context) != 1 || !b.AsOf.IsZero() {
		t.Errorf("%+v", b)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for name, tc := range map[string]struct{ line, want string }{
		"no JSON":             {`Ai làm?`, "không phải JSON"},
		"cut off":             {`{"q":"a"`, "không phải JSON"},
		"another type":        {`["q"]`, "kiểu array"},
		"a field's type":      {`{"q":1}`, `trường "q"`},
		"no question":         {`{"must":["a"]}`, `"q"`},
		"blank question":      {`{"q":"  "}`, `"q"`},
		"empty group":         {`{"q":"a","must":["b",[]]}`, "nhóm thứ 2"},
		"group of blanks":     {`{"q":"a","must":[["", " "]]}`, "nhóm thứ 1"},
		"blank must_not":      {`{"q":"a","must_not":[""]}`, `"must_not"`},
		"blank document":      {`{"q":"a","doc":[" "]}`, `"doc"`},
		"number in must":      {`{"q":"a","must":[3]}`, "kiểu number"},
		"no such day":         {`{"q":"a","as_of":"31/12/2026"}`, `"31/12/2026"`},
		"role":                {`{"q":"a","context":[{"role":"bot","text":"b"}]}`, `"bot"`},
		"twice":               {`{"id":"a","q":"a"}`, `mã "a" đã có ở dòng 1`},
		"answerable is words": {`{"q":"a","answerable":"no"}`, `"answerable"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read("hoi.jsonl", strings.NewReader(`{"id":"a","q":"a"}`+"\n\n"+tc.line))
			if err == nil || !strings.Contains(err.Error(), "hoi.jsonl, dòng 3: ") || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, want a word on line 3 with %q", err, tc.want)
			}
		})
	}
}

func TestReadNamesTheFirstProblems(t *testing.T) {
	_, err := Read("f", strings.NewReader(strings.Repeat("{}\n", 9)))
	if err == nil || strings.Count(err.Error(), "dòng") != mostProblems+1 || !strings.Contains(err.Error(), "và 4 dòng khác") {
		t.Errorf("%v", err)
	}
	if _, err := Read("f", strings.NewReader(`{"q":"`+strings.Repeat("a", longestLine)+`"}`)); err == nil || !strings.Contains(err.Error(), "dòng 1: dài quá") {
		t.Errorf("a line without an end: %v", err)
	}
}
