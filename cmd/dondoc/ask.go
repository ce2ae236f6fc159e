package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// askCommand answers from the command line.
type askCommand struct {
	Question string `arg:"" optional:"" help:"Câu hỏi."`
	Batch    string `placeholder:"FILE|-" help:"Đọc mỗi dòng một câu hỏi dạng JSON: {\"id\",\"q\",\"context\",\"as_of\"}."`
	JSON     bool   `name:"json" help:"In một dòng JSON."`
}

// batchLine is one question of a batch (docs/contract.md).
type batchLine struct {
	ID      string           `json:"id"`
	Q       string           `json:"q"`
	Context []knowledge.Turn `json:"context"`
	AsOf    string           `json:"as_of"`
}

// answerLine is one answer on standard output (docs/contract.md).
type answerLine struct {
	ID        string               `json:"id"`
	Question  string               `json:"question"`
	Answer    string               `json:"answer"`
	Refused   bool                 `json:"refused"`
	Citations []knowledge.Citation `json:"citations"`
	Tasks     []string             `json:"tasks"`
	TookMS    float64              `json:"took_ms"`
}

// Run answers one question, or a batch in its order.
func (a *askCommand) Run(ctx context.Context, c *Config, std streams) error {
	if (a.Question == "") == (a.Batch == "") {
		return usageError{errors.New("hãy viết câu hỏi trong ngoặc kép, hoặc dùng --batch TỆP")}
	}
	if a.Batch != "" {
		return a.runBatch(ctx, c, std)
	}
	base, err := c.openBase(ctx, std)
	if err != nil {
		return err
	}
	asOf, err := c.asOf(time.Now())
	if err != nil {
		return usageError{err}
	}
	line, answer, err := answerOne(ctx, base, knowledge.Question{Text: a.Question, AsOf: asOf})
	if err != nil {
		return err
	}
	if a.JSON {
		return writeLine(std.out, line)
	}
	return printAnswer(std.out, answer)
}

// openBase reads and indexes the documents in force.
func (c *Config) openBase(ctx context.Context, std streams) (*knowledge.Base, error) {
	reg, err := c.registry()
	if err != nil {
		return nil, err
	}
	content, err := c.currentContent(ctx)
	if err != nil {
		return nil, err
	}
	defer collectLess(content.Files)()
	read, reg, err := readContent(ctx, content, reg, std)
	if err != nil {
		return nil, err
	}
	vectors, done := c.readVectors(ctx)
	defer done()
	base, err := c.newBase(vectors, c.logger(std.err))
	if err != nil {
		return nil, err
	}
	return base, index(ctx, base, reg, read, std)
}

func answerOne(ctx context.Context, base *knowledge.Base, q knowledge.Question) (answerLine, knowledge.Answer, error) {
	q.Text = viet.Normalize(q.Text)
	start := time.Now()
	answer, err := base.Answer(ctx, q)
	line := answerLine{
		Question: q.Text, Answer: answer.Text.String(), Refused: answer.Refused,
		Citations: answer.Citations, Tasks: answer.Tasks,
		TookMS: float64(time.Since(start).Microseconds()) / 1000,
	}
	if line.Citations == nil {
		line.Citations = []knowledge.Citation{}
	}
	if line.Tasks == nil {
		line.Tasks = []string{}
	}
	return line, answer, err
}

// longestBatchLine bounds one line of a batch: a question with its context.
const longestBatchLine = 4 << 20

func (a *askCommand) runBatch(ctx context.Context, c *Config, std streams) error {
	in := std.in
	if a.Batch != "-" {
		f, err := os.Open(a.Batch)
		if err != nil {
			return usageError{fmt.Errorf("không mở được tệp câu hỏi %q", a.Batch)}
		}
		defer f.Close()
		in = f
	}
	base, err := c.openBase(ctx, std)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(std.out)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestBatchLine)
	n := 1
	for ; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		if err := a.answerLine(ctx, c, base, line, out); err != nil {
			return errors.Join(out.Flush(), fmt.Errorf("dòng %d: %w", n, err))
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return errors.Join(out.Flush(), fmt.Errorf("dòng %d dài quá %d MB; hãy tách nhỏ", n, longestBatchLine>>20))
	case err != nil:
		return errors.Join(out.Flush(), fmt.Errorf("dòng %d: không đọc tiếp được: %w", n, err))
	}
	return out.Flush()
}

func (a *askCommand) answerLine(ctx context.Context, c *Config, base *knowledge.Base, raw []byte, out io.Writer) error {
	var in batchLine
	if err := json.Unmarshal(raw, &in); err != nil {
		return fmt.Errorf("không phải JSON đúng dạng {\"id\",\"q\"}: %w", err)
	}
	asOf, err := c.asOf(time.Now())
	if in.AsOf != "" {
		asOf, err = parseMoment(in.AsOf)
	}
	if err != nil {
		return err
	}
	line, _, err := answerOne(ctx, base, knowledge.Question{Text: in.Q, Context: in.Context, AsOf: asOf})
	if err != nil {
		return err
	}
	line.ID = in.ID
	return writeLine(out, line)
}

// writeLine writes one JSON object on one line; Vietnamese letters and "<" stay as they are.
func writeLine(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// printAnswer writes an answer for people: the text, then the words it stands on.
func printAnswer(w io.Writer, a knowledge.Answer) error {
	_, err := fmt.Fprintln(w, a.Text.String())
	if a.Refused {
		for _, s := range a.Suggestions {
			_, err = fmt.Fprintln(w, "   Thử hỏi: "+s.Question)
		}
	}
	const most = 5
	for i, c := range a.Citations {
		if i == most {
			fmt.Fprintf(w, "   … và %d đoạn trích khác (dùng --json để xem đủ)\n", len(a.Citations)-most)
			break
		}
		fmt.Fprintf(w, "\n   [%d] %s, %s:\n       “%s”\n", i+1, c.Document, c.Section, c.Quote)
	}
	return err
}
