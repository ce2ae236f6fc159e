package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/knowledge/library"
)

// latest returns what the next candidate would be made of: the open one, else what is in force.
func latest(ctx context.Context, l *library.Library) (*library.Edition, error) {
	versions, err := l.Versions(ctx)
	if err != nil {
		return nil, err
	}
	for _, state := range []library.State{library.Candidate, library.InForce} {
		if i := slices.IndexFunc(versions, func(v library.Version) bool { return v.State == state }); i >= 0 {
			return l.Edition(ctx, versions[i].ID, nil)
		}
	}
	return nil, errors.New("chưa có văn bản nào; nạp bằng dondoc corpus load")
}

// amendCommand corrects a task.
type amendCommand struct {
	Task         string   `arg:"" help:"Mã nhiệm vụ (dondoc tasks --json)."`
	Title        string   `placeholder:"TEXT" help:"Tên việc."`
	Lead         []string `placeholder:"NAME" help:"Cơ quan chủ trì; nêu nhiều lần nếu có nhiều."`
	Coordinating []string `placeholder:"NAME" help:"Cơ quan phối hợp; nêu nhiều lần nếu có nhiều."`
	Deadline     []string `placeholder:"PHRASE" help:"Thời hạn thay cho mọi thời hạn đang có, như văn bản sẽ viết: \"trước ngày 15/7/2026\"."`
	Reason       string   `placeholder:"TEXT" help:"Lý do, hiện cùng câu trả lời."`
}

// Run makes a candidate with the correction; it counts once published.
func (k *amendCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withLibrary(ctx, std, func(ctx context.Context, l *library.Library) error {
		e, err := latest(ctx, l)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(e.Corpus.Tasks, func(t corpus.Task) bool { return t.ID == k.Task }) {
			return usageError{fmt.Errorf("không có nhiệm vụ %q; xem mã bằng dondoc tasks --json", k.Task)}
		}
		edit, err := edits.New(edits.Edit{
			Kind: edits.ChangeTask, At: time.Now(), By: byCommandLine, Reason: k.Reason, Anchors: e.Applied.Anchors(k.Task), Task: k.fields(),
		})
		if err != nil {
			return usageError{err}
		}
		v, err := l.Edit(ctx, edit)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(std.out, "Đã ghi hiệu chỉnh %s vào bản chờ công bố %d; xem bằng dondoc corpus review %d rồi công bố.\n", edit.ID, v.ID, v.ID)
		return err
	})
}

// fields are the facts that the flags change.
func (k *amendCommand) fields() *edits.TaskFields {
	var f edits.TaskFields
	if k.Title != "" {
		f.Title = &k.Title
	}
	if len(k.Lead) > 0 {
		f.Lead = &k.Lead
	}
	if len(k.Coordinating) > 0 {
		f.Coordinating = &k.Coordinating
	}
	if len(k.Deadline) > 0 {
		var milestones []edits.Milestone
		for _, phrase := range k.Deadline {
			milestones = append(milestones, edits.Milestone{Phrase: phrase})
		}
		f.Milestones = &milestones
	}
	return &f
}

// editsCommand lists the corrections.
type editsCommand struct {
	JSON bool `name:"json" help:"In mỗi hiệu chỉnh một dòng JSON."`
}

// Run prints a line a correction of the candidate, else of what is in force.
func (k *editsCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withLibrary(ctx, std, func(ctx context.Context, l *library.Library) error {
		e, err := latest(ctx, l)
		if err != nil {
			return err
		}
		if len(e.Applied.Outcomes) == 0 {
			fmt.Fprintln(std.err, "Chưa có hiệu chỉnh nào.")
		}
		for _, o := range e.Applied.Outcomes {
			if err := k.print(std, o); err != nil {
				return err
			}
		}
		return nil
	})
}

// editWords say what an edit does.
var editWords = map[edits.Kind]string{
	edits.ChangeTask: "sửa nhiệm vụ", edits.MergeTasks: "gộp nhiệm vụ", edits.SplitTask: "tách nhiệm vụ",
	edits.SettleDoubt: "kết luận điểm cần xác minh", edits.AddAlias: "thêm tên gọi cơ quan", edits.SetDocument: "hiệu lực văn bản",
}

func (k *editsCommand) print(std streams, o edits.Outcome) error {
	if k.JSON {
		return writeLine(std.out, o)
	}
	line := fmt.Sprintf("%s %s: %s", o.Edit.ID, o.Edit.At.Format(time.DateOnly), editWords[o.Edit.Kind])
	if o.Task != "" {
		line += " " + o.Task
	}
	if o.Stale != "" {
		line += " (không còn khớp: " + o.Stale + ")"
	}
	_, err := fmt.Fprintln(std.out, printable(line+dash(o.Edit.Reason)))
	return err
}

// withdrawCommand takes a correction back.
type withdrawCommand struct {
	Edit string `arg:"" help:"Mã hiệu chỉnh (dondoc corpus edits)."`
}

// Run makes a candidate without the correction.
func (k *withdrawCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withLibrary(ctx, std, func(ctx context.Context, l *library.Library) error {
		e, err := latest(ctx, l)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(e.Edits, func(one edits.Edit) bool { return one.ID == k.Edit }) {
			return usageError{fmt.Errorf("không có hiệu chỉnh %q; xem mã bằng dondoc corpus edits", k.Edit)}
		}
		v, err := l.Withdraw(ctx, k.Edit)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(std.out, "Đã bỏ hiệu chỉnh %s trong bản chờ công bố %d.\n", k.Edit, v.ID)
		return err
	})
}
