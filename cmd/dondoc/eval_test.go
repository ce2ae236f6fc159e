package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const ownQuestions = `{"id":"q1","q":"Bắc Giang phải hoàn thành gì, khi nào?","style":"formal","type":"when","as_of":"2023-04-20","must":["31/05/2023"],"doc":"17/QĐ-UBQGCDS","section":"IV.6","evidence":{"quote":"Bắc Giang"}}
{"id":"q2","q":"bac giang lam gi","style":"casual","type":"what","must":["hỏa tiễn"],"doc":"99/QĐ-X","evidence":{"quote":"hỏa tiễn"}}
{"q":"giá vàng hôm nay?","answerable":false}
`

func goldenFile(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hoi.jsonl")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEval(t *testing.T) {
	t.Parallel()
	path := goldenFile(t, ownQuestions)
	p := newPlace(t)
	r := p.run(t, "eval", path, "--as-of", "2023-04-20").succeeds(t)
	for _, want := range []string{"66,7 %", "(2/3)", "Theo loại", "when", "Theo cách gõ", "1 câu cần xem lại", "q2 [what/casual]", "thiếu: hỏa tiễn", "dẫn sai văn bản: 17/QĐ-UBQGCDS; cần: 99/QĐ-X", "trả lời: "} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the report lacks %q:\n%s", want, r.out)
		}
	}
	if strings.Contains(r.out, "q1") {
		t.Errorf("a right answer is listed:\n%s", r.out)
	}
	if left := append(files(t, p.home), files(t, p.dir)...); len(left) > 0 {
		t.Errorf("scoring left files behind: %v", left)
	}
	invoke(t, "", "eval", path, "--min", "66").succeeds(t)
	invoke(t, "", "eval", path, "--min", "66.7").fails(t, exitFailed, "66,7 %", "--min")
}

func TestEvalJSON(t *testing.T) {
	t.Parallel()
	r := invoke(t, ownQuestions, "eval", "-", "--json", "--min", "90")
	if r.code != exitFailed {
		t.Errorf("exit status %d", r.code)
	}
	lines := r.objects(t)
	if len(lines) != 4 {
		t.Fatalf("%d lines", len(lines))
	}
	fields := []string{"answer", "cited", "documents", "faults", "id", "question", "refused", "right", "section", "style", "took_ms", "type"}
	for _, o := range lines[:3] {
		if got := slices.Sorted(maps.Keys(o)); !slices.Equal(got, fields) {
			t.Errorf("fields %q, want %q", got, fields)
		}
	}
	first, second, third := lines[0], lines[1], lines[2]
	if first["right"] != true || first["cited"] != true || first["section"] != true || second["right"] != false || second["section"] != nil || len(second["faults"].([]any)) != 1 {
		t.Errorf("%v\n%v", first, second)
	}
	if third["cited"] != nil || third["refused"] != true || third["id"] != "đầu vào chuẩn:3" {
		t.Errorf("%v", third)
	}
	summary := lines[3]
	accuracy, _ := summary["accuracy"].([]any)
	if summary["summary"] != true || summary["questions"] != 3.0 || len(accuracy) != 2 || accuracy[0] != 2.0 || summary["by_type"].(object)["?"] == nil {
		t.Errorf("%v", summary)
	}
}

func TestEvalRetrieval(t *testing.T) {
	t.Parallel()
	path := goldenFile(t, ownQuestions)
	r := invoke(t, "", "eval", "--retrieval", path).succeeds(t)
	for _, want := range []string{"50,0 %", "formal", "1/2 câu", "q2: không đoạn nào chứa nguyên văn: hỏa tiễn"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the report lacks %q:\n%s", want, r.out)
		}
	}
	lines := invoke(t, "", "eval", "--retrieval", "--json", path).succeeds(t).objects(t)
	if len(lines) != 3 || lines[0]["rank"] != 1.0 || lines[1]["held"] != false || lines[2]["summary"] != true {
		t.Errorf("%v", lines)
	}
	invoke(t, "", "eval", "--retrieval", path, "--min", "51").fails(t, exitFailed, "10 đoạn đầu")
	invoke(t, "", "eval", "--retrieval", goldenFile(t, `{"q":"a"}`)).fails(t, exitUsage, "evidence")
}

func TestEvalBadInput(t *testing.T) {
	t.Parallel()
	good := goldenFile(t, ownQuestions)
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"no file":        {nil, "còn thiếu"},
		"missing file":   {[]string{"/nowhere/hoi.jsonl"}, "/nowhere/hoi.jsonl"},
		"no question":    {[]string{goldenFile(t, "\n")}, "không có câu hỏi nào"},
		"a bad line":     {[]string{goldenFile(t, "\n{\"q\":\"\"}\n")}, "hoi.jsonl, dòng 2: thiếu câu hỏi"},
		"twice":          {[]string{good, good}, `mã "q1"`},
		"min too high":   {[]string{good, "--min", "101"}, "--min"},
		"min no number":  {[]string{good, "--min", "cao"}, "--min"},
		"no such moment": {[]string{good, "--as-of", "mai"}, "mai"},
	} {
		t.Run(name, func(t *testing.T) {
			r := invoke(t, "", append([]string{"eval"}, tc.args...)...)
			r.fails(t, exitUsage, tc.want)
			if r.out != "" {
				t.Errorf("standard output: %q", r.out)
			}
		})
	}
}
