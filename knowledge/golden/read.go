package golden

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// Record is a question with what is known of its right answer. Only Q is needed.
type Record struct {
	ID         string           // as given, else "file:line"
	Q          string           // the question as somebody types it
	Style      string           // how it is typed
	Type       string           // what it asks for: "list", "count" and "conflict" may have long answers
	Context    []knowledge.Turn // earlier turns
	AsOf       time.Time        // the moment of asking; zero: as the caller sets it
	Must       [][]string       // of every group one alternative stands in a right answer
	MustNot    []string         // none of these does
	ShouldSay  []string         // one of these ought to; told, never judged
	Doc        []string         // any of these names a document that a right answer cites
	Section    string           // … and the section; "" when nothing is known
	Answerable bool             // whether the documents say it; a refusal is right otherwise
	Evidence   string           // the document's words that answer it, for Retrieve
}

// longestLine bounds one record: a question with its context.
const longestLine = 4 << 20

// mostProblems is how many bad lines an error names.
const mostProblems = 5

// Read reads one record a line; blank lines are skipped. name is how errors call the
// input. The error names every line that is no record, the first few of them in full.
func Read(name string, r io.Reader) ([]Record, error) {
	var records []Record
	var problems []error
	seen := map[string]int{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	n := 0
	for lines.Scan() {
		n++
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		record, err := readRecord(line)
		if record.ID == "" {
			record.ID = fmt.Sprintf("%s:%d", name, n)
		}
		if first := seen[record.ID]; err == nil && first > 0 {
			err = fmt.Errorf("mã %q đã có ở dòng %d", record.ID, first)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("%s, dòng %d: %w", name, n, err))
			continue
		}
		seen[record.ID] = n
		records = append(records, record)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		problems = append(problems, fmt.Errorf("%s, dòng %d: dài quá %d MB", name, n+1, longestLine>>20))
	case err != nil:
		problems = append(problems, fmt.Errorf("%s, dòng %d: không đọc tiếp được: %w", name, n+1, err))
	}
	return records, joinFirst(problems)
}

func joinFirst(problems []error) error {
	if more := len(problems) - mostProblems; more > 0 {
		problems = append(problems[:mostProblems], fmt.Errorf("và %d dòng khác", more))
	}
	return errors.Join(problems...)
}

// rawRecord is a line as it is written.
type rawRecord struct {
	ID         string           `json:"id"`
	Q          string           `json:"q"`
	Style      string           `json:"style"`
	Type       string           `json:"type"`
	Context    []knowledge.Turn `json:"context"`
	AsOf       string           `json:"as_of"`
	Must       []words          `json:"must"`
	MustNot    words            `json:"must_not"`
	ShouldSay  words            `json:"should_say"`
	Doc        words            `json:"doc"`
	Section    string           `json:"section"`
	Answerable *bool            `json:"answerable"`
	Evidence   struct {
		Quote string `json:"quote"`
	} `json:"evidence"`
}

// words is a list of strings; a bare string stands for a list of one.
type words []string

// UnmarshalJSON reads either form.
func (w *words) UnmarshalJSON(raw []byte) error {
	var one string
	if bytes.HasPrefix(raw, []byte(`"`)) {
		err := json.Unmarshal(raw, &one)
		*w = words{one}
		return err
	}
	var many []string
	err := json.Unmarshal(raw, &many)
	*w = many
	return err
}

func readRecord(line []byte) (Record, error) {
	var raw rawRecord
	if err := json.Unmarshal(line, &raw); err != nil {
		return Record{}, explain(err)
	}
	r := Record{
		ID: raw.ID, Q: raw.Q, Style: raw.Style, Type: raw.Type, Context: raw.Context,
		MustNot: raw.MustNot, ShouldSay: raw.ShouldSay, Doc: raw.Doc, Section: raw.Section,
		Answerable: raw.Answerable == nil || *raw.Answerable, Evidence: raw.Evidence.Quote,
	}
	for _, group := range raw.Must {
		r.Must = append(r.Must, group)
	}
	var err error
	if raw.AsOf != "" {
		r.AsOf, err = readMoment(raw.AsOf)
	}
	return r, errors.Join(err, r.problem())
}

// explain puts an error of the JSON reader into words for who wrote the line.
func explain(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return fmt.Errorf("trường %q không nhận giá trị kiểu %s", wrong.Field, wrong.Value)
	}
	if errors.As(err, &wrong) {
		return fmt.Errorf("không nhận giá trị kiểu %s; mỗi dòng phải là một đối tượng {\"q\",\"must\",…}", wrong.Value)
	}
	return fmt.Errorf("không phải JSON đúng dạng {\"q\",\"must\",…}: %w", err)
}

// problem says why a record cannot be judged, nil for a sound one.
func (r *Record) problem() error {
	if strings.TrimSpace(r.Q) == "" {
		return errors.New("thiếu câu hỏi (trường \"q\")")
	}
	for i, group := range r.Must {
		if !anyWord(group) {
			return fmt.Errorf("nhóm thứ %d của \"must\" trống", i+1)
		}
	}
	for _, list := range []struct {
		name  string
		words []string
	}{{"must_not", r.MustNot}, {"should_say", r.ShouldSay}, {"doc", r.Doc}} {
		for _, w := range list.words {
			if !anyWord([]string{w}) {
				return fmt.Errorf("%q có một chuỗi trống", list.name)
			}
		}
	}
	for _, turn := range r.Context {
		if turn.Role != knowledge.RoleUser && turn.Role != knowledge.RoleAssistant {
			return fmt.Errorf("\"role\" trong \"context\" phải là %q hoặc %q, không phải %q", knowledge.RoleUser, knowledge.RoleAssistant, turn.Role)
		}
	}
	return nil
}

func anyWord(group []string) bool {
	for _, w := range group {
		if plain(w) != "" {
			return true
		}
	}
	return false
}

// readMoment reads a day, or a day and an hour, in Hanoi.
func readMoment(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s, viet.Hanoi); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("\"as_of\" %q không đúng dạng 2023-04-20 hoặc 2023-04-20T08:00", s)
}
