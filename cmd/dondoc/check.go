package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"dondoc/corpus"
)

// checkCommand reads documents and reports what was understood, without loading them.
type checkCommand struct {
	Paths []string `arg:"" name:"path" help:"Tệp hoặc thư mục văn bản."`
	JSON  bool     `name:"json" help:"In mỗi văn bản một dòng JSON."`
}

// checkLine is the report on one document, or on a file that could not be read.
type checkLine struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitempty"`
	Page     int    `json:"page,omitempty"` // of a PDF the page, of a workbook the sheet
	where    string
	Error    string   `json:"error,omitempty"`
	Number   string   `json:"number"`
	Title    string   `json:"title"`
	Kind     string   `json:"kind"`
	Issuer   string   `json:"issuer"`
	Date     any      `json:"date"`
	Status   string   `json:"status"`
	Passages int      `json:"passages"`
	Tasks    int      `json:"tasks"`
	Targets  int      `json:"targets"`
	People   int      `json:"people"`
	Doubts   []string `json:"doubts"`

	Platforms int `json:"platforms"`
	Rules     int `json:"rules"`
	Relations int `json:"relations"`
}

var errUnread = errors.New("có tệp không đọc được, xem báo cáo ở trên")

// Run reports every document; it fails when a file could not be read.
func (k *checkCommand) Run(ctx context.Context, c *Config, std streams) error {
	reg, err := c.registry()
	if err != nil {
		return err
	}
	files, err := filesAt(k.Paths)
	if err != nil {
		return err
	}
	read, failed, err := corpus.Read(ctx, files, reg, nil)
	if err != nil && !errors.Is(err, corpus.ErrNothing) {
		return err
	}
	for _, line := range checkLines(read, failed) {
		if err := k.print(std.out, line); err != nil {
			return err
		}
	}
	if len(failed) > 0 {
		return errUnread
	}
	return nil
}

// checkLines makes a line of every document and of every file that could not be read.
func checkLines(c *corpus.Corpus, failed []*corpus.FileError) []checkLine {
	var lines []checkLine
	if c != nil {
		byID := map[string]*checkLine{}
		lines = make([]checkLine, len(c.Documents))
		for i, d := range c.Documents {
			lines[i] = checkLine{
				File: d.Source.File, Line: d.Source.Line, Page: d.Source.Page, where: d.Source.Where(), Number: d.Number, Title: d.Title, Kind: d.Kind, Issuer: d.Issuer,
				Date: d.Date, Status: string(d.Status), Doubts: []string{},
			}
			byID[d.ID] = &lines[i]
		}
		count(c, byID)
	}
	for _, f := range failed {
		lines = append(lines, checkLine{File: f.File, Error: f.Err.Error(), Doubts: []string{}})
	}
	return lines
}

func count(c *corpus.Corpus, byID map[string]*checkLine) {
	for i := range c.Passages {
		byID[c.Passages[i].Document].Passages++
	}
	for i := range c.Tasks {
		byID[c.Tasks[i].Document].Tasks++
	}
	for i := range c.Targets {
		byID[c.Targets[i].Document].Targets++
	}
	for i := range c.People {
		byID[c.People[i].Document].People++
	}
	for i := range c.Platforms {
		byID[c.Platforms[i].Document].Platforms++
	}
	for i := range c.Rules {
		byID[c.Rules[i].Document].Rules++
	}
	for i := range c.Relations {
		byID[c.Relations[i].Document].Relations++
	}
	for _, d := range c.Doubts {
		line := byID[d.Document]
		line.Doubts = append(line.Doubts, d.Source.Where()+": "+d.Text)
	}
}

func (k *checkCommand) print(w io.Writer, l checkLine) error {
	if k.JSON {
		return writeLine(w, l)
	}
	if l.Error != "" {
		_, err := fmt.Fprintf(w, "✗ %s: %s\n", l.File, l.Error)
		return err
	}
	name := l.Number
	if name == "" {
		name = "(chưa có số)"
	}
	_, err := fmt.Fprintf(w, "✓ %s – %s %s\n  %s (%s, %s)\n  %d đoạn, %d nhiệm vụ, %d chỉ tiêu, %d người, %s%d điểm cần xác minh\n",
		l.Kind, name, statusWord(l.Status), l.Title, l.File, l.where, l.Passages, l.Tasks, l.Targets, l.People, l.rarer(), len(l.Doubts))
	for _, d := range l.Doubts {
		_, err = fmt.Fprintln(w, "  ? "+d)
	}
	return err
}

// rarer counts what most documents have none of.
func (l *checkLine) rarer() string {
	text := ""
	for _, c := range []struct {
		count int
		of    string
	}{{l.Platforms, "nền tảng"}, {l.Rules, "quy tắc làm việc"}, {l.Relations, "dẫn chiếu văn bản khác"}} {
		if c.count > 0 {
			text += fmt.Sprintf("%d %s, ", c.count, c.of)
		}
	}
	return text
}

func statusWord(s string) string {
	switch corpus.Status(s) {
	case corpus.Draft:
		return "[dự thảo]"
	case corpus.Superseded:
		return "[đã bị thay thế]"
	case corpus.Reference:
		return "[tham khảo]"
	}
	return "[còn hiệu lực]"
}
