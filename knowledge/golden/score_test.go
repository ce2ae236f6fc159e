package golden

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/knowledge"
)

// sharedDir holds the documents, questions and the scorer that the project is measured with.
const sharedDir = "../../../shared"

// needShared skips a test on a machine that lacks what the project is measured with.
func needShared(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(sharedDir, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("what the project is measured with is not on this machine: %v", err)
	}
	return path
}

// needScore skips a test where the project's scorer cannot run.
func needScore(t *testing.T) string {
	t.Helper()
	script := needShared(t, "eval/score.py")
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("no python3 to run the scorer with")
	}
	return script
}

// scored runs score.py and returns its figures and the IDs that it calls wrong or wrongly cited.
func scored(t *testing.T, script, questions string, answers []map[string]any) (figures map[string]any, wrong, uncited map[string]bool) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "answers.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		if err := json.NewEncoder(f).Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("python3", script, questions, path, "--json", "-v")
	var out, failures bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &failures
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1", "PYTHONIOENCODING=utf-8")
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, &failures)
	}
	if err := json.Unmarshal(out.Bytes(), &figures); err != nil {
		t.Fatal(err)
	}
	wrong, uncited = map[string]bool{}, map[string]bool{}
	id := ""
	for line := range strings.Lines(failures.String()) {
		words := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "WRONG "):
			id = words[1]
			wrong[id] = true
		case strings.HasPrefix(line, "CITE "):
			id = words[1]
		case strings.HasPrefix(line, "      cited "):
			uncited[id] = true
		}
	}
	return figures, wrong, uncited
}

func answerRecord(id string, a *knowledge.Answer) map[string]any {
	return map[string]any{"id": id, "answer": a.Text.String(), "refused": a.Refused, "citations": a.Citations}
}

// TestAgreesWithScore holds the verdicts found by hand against the project's own scorer.
func TestAgreesWithScore(t *testing.T) {
	script := needScore(t)
	var questions strings.Builder
	var answers []map[string]any
	for i, c := range judgedCases {
		id := fmt.Sprint("case-", i)
		questions.WriteString(strings.Replace(c.record, "{", fmt.Sprintf(`{"id":%q,`, id), 1) + "\n")
		answers = append(answers, answerRecord(id, c.answered()))
	}
	path := filepath.Join(t.TempDir(), "questions.jsonl")
	if err := os.WriteFile(path, []byte(questions.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	figures, wrong, uncited := scored(t, script, path, answers)
	sections := 0
	for i, c := range judgedCases {
		id := fmt.Sprint("case-", i)
		if wrong[id] == c.right {
			t.Errorf("%s: score.py says right %v, by hand %v", c.name, !wrong[id], c.right)
		}
		if r := c.read(t); r.Answerable && len(r.Doc) > 0 && uncited[id] == c.cited {
			t.Errorf("%s: score.py says cited %v, by hand %v", c.name, !uncited[id], c.cited)
		}
		if c.section {
			sections++
		}
	}
	if got := figures["section"].([]any)[0].(float64); int(got) != sections {
		t.Errorf("score.py finds %v sections, by hand %d", got, sections)
	}
}

// TestAgreesWithScoreOnTheSample answers the sample and compares both scorers, question by question and in sum.
func TestAgreesWithScoreOnTheSample(t *testing.T) {
	script := needScore(t)
	base := realBase(t)
	path := needShared(t, "eval/questions.jsonl")
	rep, err := Run(t.Context(), base, readFile(t, path), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	var answers []map[string]any
	for i := range rep.Outcomes {
		o := &rep.Outcomes[i]
		answers = append(answers, answerRecord(o.Record.ID, &o.Answer))
	}
	figures, wrong, uncited := scored(t, script, path, answers)
	for i := range rep.Outcomes {
		o := &rep.Outcomes[i]
		if o.Verdict.Right() == wrong[o.Record.ID] {
			t.Errorf("%s: here right %v, score.py says the opposite", o.Record.ID, o.Verdict.Right())
		}
		if cited, asked := o.Cited(); asked && cited == uncited[o.Record.ID] {
			t.Errorf("%s: here cited %v, score.py says the opposite", o.Record.ID, cited)
		}
	}
	for name, c := range map[string]Count{
		"accuracy": rep.Accuracy, "answerable": rep.Answerable, "unanswerable": rep.Unanswerable, "citation": rep.Cited,
		"right_and_cited": rep.RightAndCited, "citations_right_of_given": rep.RightGiven, "section": rep.Section,
		"should_say": rep.ShouldSay, "refusal_precision": rep.Precision, "refusal_recall": rep.Recall,
	} {
		want := figures[name].([]any)
		if float64(c.Right) != want[0] || float64(c.All) != want[1] {
			t.Errorf("%s: here %v, score.py says %v", name, c, want)
		}
	}
	for name, groups := range map[string]map[string]*Count{"by_type": rep.ByType, "by_style": rep.ByStyle} {
		for group, want := range figures[name].(map[string]any) {
			c, pair := groups[group], want.([]any)
			if c == nil || float64(c.Right) != pair[0] || float64(c.All) != pair[1] {
				t.Errorf("%s of %s: here %v, score.py says %v", name, group, c, pair)
			}
		}
	}
}

func readFile(t *testing.T, path string) []Record {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := Read(filepath.Base(path), f)
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func baseOf(t *testing.T, files []corpus.File) *knowledge.Base {
	t.Helper()
	reg := agency.Default()
	c, _, err := corpus.Read(t.Context(), files, reg, nil)
	if err != nil {
		t.Fatal(err)
	}
	base := new(knowledge.Base)
	if err := base.Publish(t.Context(), c, reg, nil); err != nil {
		t.Fatal(err)
	}
	return base
}
