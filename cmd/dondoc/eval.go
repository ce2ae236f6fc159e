package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"dondoc/knowledge"
	"dondoc/knowledge/golden"
)

// evalCommand scores golden questions: the same scorer for an administrator, for
// whoever tunes the program, and before a version is published.
type evalCommand struct {
	Files     []string `arg:"" name:"file" help:"Tệp câu hỏi chuẩn, mỗi dòng một câu dạng JSON: {\"q\",\"must\",\"must_not\",\"doc\",…}; - là đầu vào chuẩn."`
	JSON      bool     `name:"json" help:"In mỗi câu một dòng JSON, rồi một dòng tổng kết."`
	Min       float64  `placeholder:"PERCENT" help:"Thoát với mã 1 khi tỷ lệ đúng thấp hơn mức này (mặc định 0)."`
	Retrieval bool     `help:"Chỉ đo việc tìm đoạn trích: câu nào có trường evidence, đoạn đó đứng thứ mấy."`
}

// Run asks every question of the files and reports; the error says that --min was missed.
func (e *evalCommand) Run(ctx context.Context, c *Config, std streams) error {
	if e.Min < 0 || e.Min > 100 {
		return usageError{errors.New("--min phải từ 0 đến 100")}
	}
	records, err := e.read(std.in)
	if err != nil {
		return usageError{err}
	}
	asOf, err := c.asOf(time.Now())
	if err != nil {
		return usageError{err}
	}
	base, err := c.openBase(ctx, std)
	if err != nil {
		return err
	}
	if e.Retrieval {
		return e.scoreRetrieval(ctx, base, records, asOf, std.out)
	}
	return e.scoreAnswers(ctx, base, records, asOf, std.out)
}

// read reads all files; a question may not stand in two of them.
func (e *evalCommand) read(in io.Reader) ([]golden.Record, error) {
	var all []golden.Record
	var problems error
	from := map[string]string{}
	for _, path := range e.Files {
		name := filepath.Base(path)
		records, err := readGolden(path, name, in)
		problems = errors.Join(problems, err)
		for _, r := range records {
			if first := from[r.ID]; first != "" {
				problems = errors.Join(problems, fmt.Errorf("mã %q có trong cả %s và %s", r.ID, first, name))
			}
			from[r.ID] = name
		}
		all = append(all, records...)
	}
	if problems == nil && len(all) == 0 {
		return nil, errors.New("không có câu hỏi nào trong tệp đã cho")
	}
	return all, problems
}

func readGolden(path, name string, in io.Reader) ([]golden.Record, error) {
	if path == "-" {
		return golden.Read("đầu vào chuẩn", in)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("không mở được tệp câu hỏi %q", path)
	}
	defer f.Close()
	return golden.Read(name, f)
}

func (e *evalCommand) scoreAnswers(ctx context.Context, base *knowledge.Base, records []golden.Record, asOf time.Time, out io.Writer) error {
	report, err := golden.Run(ctx, base, records, asOf)
	if err != nil {
		return err
	}
	if e.JSON {
		err = writeReport(out, report)
	} else {
		err = printReport(out, report)
	}
	return errors.Join(err, e.missed("tỷ lệ trả lời đúng", report.Accuracy))
}

func (e *evalCommand) scoreRetrieval(ctx context.Context, base *knowledge.Base, records []golden.Record, asOf time.Time, out io.Writer) error {
	report, err := golden.Retrieve(ctx, base, records, asOf)
	if err != nil {
		return err
	}
	if len(report.Searches) == 0 {
		return usageError{errors.New("không có câu hỏi nào có trường \"evidence\" để đo việc tìm")}
	}
	if e.JSON {
		err = writeRetrieval(out, report)
	} else {
		err = printRetrieval(out, report)
	}
	return errors.Join(err, e.missed("tỷ lệ tìm thấy trong 10 đoạn đầu", report.All[len(report.All)-1]))
}

// missed is an error when a count is below --min.
func (e *evalCommand) missed(what string, c golden.Count) error {
	if c.Percent() >= e.Min {
		return nil
	}
	return fmt.Errorf("%s %s thấp hơn mức --min %s", what, percent(c), decimal(e.Min))
}
