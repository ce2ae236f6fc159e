package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// tasksCommand prints the task register.
type tasksCommand struct {
	JSON      bool   `name:"json" help:"In mỗi nhiệm vụ một dòng JSON."`
	Agency    string `placeholder:"NAME" help:"Chỉ việc mà cơ quan này chủ trì hoặc phối hợp."`
	DueBefore string `placeholder:"DATE" help:"Chỉ việc có mốc trước ngày này."`
	Document  string `placeholder:"NUMBER" help:"Chỉ việc của văn bản có số này."`
}

// taskLine is one task on standard output (docs/contract.md).
type taskLine struct {
	ID           string             `json:"id"`
	Document     string             `json:"document"`
	Section      string             `json:"section"`
	Title        string             `json:"title"`
	Text         string             `json:"text"`
	Lead         []string           `json:"lead"`
	Coordinating []string           `json:"coordinating"`
	Milestones   []corpus.Milestone `json:"milestones"`
	Recurring    *string            `json:"recurring"`
	Deliverable  *string            `json:"deliverable"`
	Doubts       []string           `json:"doubts"`
	Source       corpus.Source      `json:"source"`
}

// Run prints the tasks that pass all filters, in the order of the documents.
func (t *tasksCommand) Run(ctx context.Context, c *Config, std streams) error {
	reg, err := c.registry()
	if err != nil {
		return err
	}
	keep, err := t.filter(reg)
	if err != nil {
		return usageError{err}
	}
	read, _, err := c.current(ctx, reg, std)
	if err != nil {
		return err
	}
	documents := map[string]*corpus.Document{}
	for _, d := range read.Documents {
		documents[d.ID] = d
	}
	if t.Document != "" && !slices.ContainsFunc(read.Documents, t.names) {
		fmt.Fprintf(std.err, "dondoc: chưa nạp văn bản %q; dondoc corpus check cho biết số và tên các văn bản\n", t.Document)
	}
	for i := range read.Tasks {
		task := &read.Tasks[i]
		if !keep(task, documents[task.Document]) {
			continue
		}
		if err := t.print(std.out, task, documents[task.Document]); err != nil {
			return err
		}
	}
	return nil
}

// names reports whether --document names the document.
func (t *tasksCommand) names(d *corpus.Document) bool {
	return strings.EqualFold(viet.Fold(d.Name()), viet.Fold(t.Document))
}

// filter returns the test that a task must pass.
func (t *tasksCommand) filter(reg *agency.Registry) (func(*corpus.Task, *corpus.Document) bool, error) {
	var named *agency.Agency
	if t.Agency != "" {
		a, ok := reg.Lookup(t.Agency)
		if !ok {
			return nil, fmt.Errorf("chưa có cơ quan %q trong danh bạ", t.Agency)
		}
		named = a
	}
	var before viet.Date
	if t.DueBefore != "" {
		var err error
		if before, err = viet.ParseDate(t.DueBefore); err != nil {
			return nil, errors.New("--due-before phải có dạng 2023-06-30")
		}
	}
	return func(task *corpus.Task, d *corpus.Document) bool {
		return (t.Document == "" || t.names(d)) &&
			(named == nil || concerns(reg, task, named)) &&
			(before.IsZero() || slices.ContainsFunc(task.Milestones, func(m corpus.Milestone) bool {
				return !m.Due.IsZero() && m.Due.Before(before)
			}))
	}, nil
}

// concerns reports whether the agency leads or coordinates the task, itself or by its head.
func concerns(reg *agency.Registry, task *corpus.Task, a *agency.Agency) bool {
	for _, name := range slices.Concat(task.Lead, task.Coordinating) {
		if known, ok := reg.Lookup(name); ok && known == a {
			return true
		}
		for _, m := range reg.Find(name) {
			if m.Agency == a {
				return true
			}
		}
	}
	return false
}

func (t *tasksCommand) print(w io.Writer, task *corpus.Task, d *corpus.Document) error {
	if t.JSON {
		return writeLine(w, toLine(task, d))
	}
	var phrases []string
	for _, m := range task.Milestones {
		phrases = append(phrases, m.Phrase)
	}
	_, err := fmt.Fprintf(w, "%s, %s\n  %s: %s\n", d.Name(), task.Section, strings.Join(task.Lead, "; "), task.Title)
	if len(phrases) > 0 {
		_, err = fmt.Fprintf(w, "  ⏰ %s\n", strings.Join(phrases, "; "))
	}
	return err
}

func toLine(t *corpus.Task, d *corpus.Document) taskLine {
	line := taskLine{
		ID: t.ID, Document: d.Name(), Section: t.Section, Title: t.Title, Text: t.Text,
		Lead: notNil(t.Lead), Coordinating: notNil(t.Coordinating), Milestones: t.Milestones, Doubts: notNil(t.Doubts), Source: t.Source,
	}
	if line.Milestones == nil {
		line.Milestones = []corpus.Milestone{}
	}
	if t.Recurring != "" {
		line.Recurring = &t.Recurring
	}
	if t.Deliverable != "" {
		line.Deliverable = &t.Deliverable
	}
	return line
}

// notNil makes JSON write [] for nothing.
func notNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
