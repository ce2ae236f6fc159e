package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/knowledge/library"
)

// editions returns what a correction is added to, the open candidate or what is in force, and what is in force.
func editions(ctx context.Context, l *library.Library) (latest, inForce *library.Edition, err error) {
	versions, err := l.Versions(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, v := range versions {
		if v.State != library.Candidate && v.State != library.InForce {
			continue
		}
		e, err := l.Edition(ctx, v.ID, nil)
		switch {
		case err != nil:
			return nil, nil, err
		case v.State == library.InForce:
			inForce = e
		default:
			latest = e
		}
	}
	if latest == nil {
		latest = inForce
	}
	if latest == nil {
		return nil, nil, errors.New("chưa có văn bản nào; nạp bằng dondoc corpus load")
	}
	return latest, inForce, nil
}

// theTask finds the task of that ID. IDs go by the place in the document, so one that is another task in the candidate than
// in what is in force, of which people know it, is refused.
func theTask(id string, latest, inForce *library.Edition) (*corpus.Task, error) {
	i := slices.IndexFunc(latest.Corpus.Tasks, func(t corpus.Task) bool { return t.ID == id })
	if i < 0 {
		return nil, usageError{fmt.Errorf("không có nhiệm vụ %q; xem mã bằng dondoc tasks --json", id)}
	}
	if inForce != nil && inForce != latest {
		was, is := inForce.Applied.Anchors(id), latest.Applied.Anchors(id)
		if len(was) > 0 && !reflect.DeepEqual(was, is) {
			return nil, fmt.Errorf("mã %q ở bản chờ công bố là việc khác (%s); hãy công bố hoặc bỏ bản đó trước, hoặc sửa trên bảng điều khiển", id, latest.Corpus.Tasks[i].Title)
		}
	}
	return &latest.Corpus.Tasks[i], nil
}

// amendCommand corrects a task.
type amendCommand struct {
	Task         string   `arg:"" help:"Mã nhiệm vụ (dondoc tasks --json)."`
	Title        string   `placeholder:"TEXT" help:"Tên việc."`
	Lead         []string `placeholder:"NAME" help:"Cơ quan chủ trì; nêu nhiều lần nếu có nhiều."`
	Coordinating []string `placeholder:"NAME" help:"Cơ quan phối hợp; nêu nhiều lần nếu có nhiều."`
	Deadline     []string `placeholder:"PHRASE" help:"Thời hạn thay cho mọi thời hạn đang có, như văn bản sẽ viết: \"trước ngày 15/7/2026\"."`
	Reason       string   `placeholder:"TEXT" help:"Lý do, hiện cùng câu trả lời."`
	JSON         bool     `name:"json" help:"In kết quả thành một dòng JSON."`
}

// Run makes a candidate with the correction; it counts once published.
func (k *amendCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withLibrary(ctx, std, func(ctx context.Context, l *library.Library) error {
		e, inForce, err := editions(ctx, l)
		if err != nil {
			return err
		}
		task, err := theTask(k.Task, e, inForce)
		if err != nil {
			return err
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
		return k.report(ctx, l, std, editedLine{edit.ID, v.ID, k.Task}, task)
	})
}

// editedLine is what amend and withdraw print for scripts.
type editedLine struct {
	Edit    string `json:"edit"`
	Version int64  `json:"version"`
	Task    string `json:"task,omitempty"`
}

// report says what was corrected, and what about it somebody should know.
func (k *amendCommand) report(ctx context.Context, l *library.Library, std streams, line editedLine, task *corpus.Task) error {
	e, err := l.Edition(ctx, line.Version, nil)
	if err != nil {
		return err
	}
	for _, o := range e.Applied.Outcomes {
		if o.Edit.ID == line.Edit && o.Note+o.Stale != "" {
			fmt.Fprintln(std.err, "dondoc: lưu ý: "+printable(o.Note+o.Stale))
		}
	}
	if k.JSON {
		return writeLine(std.out, line)
	}
	_, err = fmt.Fprintln(std.out, printable(fmt.Sprintf("Đã ghi hiệu chỉnh %s cho “%s” (%s) vào bản chờ công bố %d; xem bằng dondoc corpus review %d rồi công bố.",
		line.Edit, task.Title, strings.Join(task.Lead, "; "), line.Version, line.Version)))
	return err
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
		e, _, err := editions(ctx, l)
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
	switch {
	case o.Stale != "":
		line += " (không còn khớp: " + o.Stale + ")"
	case o.Note != "":
		line += " (lưu ý: " + o.Note + ")"
	}
	_, err := fmt.Fprintln(std.out, printable(line+dash(o.Edit.Reason)))
	return err
}

// withdrawCommand takes a correction back.
type withdrawCommand struct {
	Edit string `arg:"" help:"Mã hiệu chỉnh (dondoc corpus edits)."`
	JSON bool   `name:"json" help:"In kết quả thành một dòng JSON."`
}

// Run makes a candidate without the correction.
func (k *withdrawCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withLibrary(ctx, std, func(ctx context.Context, l *library.Library) error {
		e, _, err := editions(ctx, l)
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
		if k.JSON {
			return writeLine(std.out, editedLine{k.Edit, v.ID, ""})
		}
		_, err = fmt.Fprintf(std.out, "Đã bỏ hiệu chỉnh %s: bản %d, %s.\n", k.Edit, v.ID, stateWords[v.State])
		return err
	})
}
