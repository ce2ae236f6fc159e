package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dondoc/cmd/dondoc/store"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
)

// corpusCommand groups what is done to documents.
type corpusCommand struct {
	Check    checkCommand    `cmd:"" help:"Đọc thử văn bản và báo cáo những gì hiểu được."`
	Load     loadCommand     `cmd:"" help:"Nạp văn bản thành một bản chờ công bố, và báo cáo những gì sẽ đổi."`
	Versions versionsCommand `cmd:"" help:"Liệt kê các bản đã nạp."`
	Review   reviewCommand   `cmd:"" help:"Báo cáo về một bản, so với bản đang dùng."`
	Diff     diffCommand     `cmd:"" help:"So hai bản: nhiệm vụ mới, đổi, bỏ."`
	Publish  publishCommand  `cmd:"" help:"Công bố một bản: câu trả lời và nhắc việc theo bản đó."`
	Rollback rollbackCommand `cmd:"" help:"Quay lại bản đã dùng trước bản đang dùng."`
	Discard  discardCommand  `cmd:"" help:"Bỏ bản chờ công bố; tài liệu của nó vẫn được giữ."`
	Amend    amendCommand    `cmd:"" help:"Hiệu chỉnh một nhiệm vụ: tên, chủ trì, phối hợp, thời hạn."`
	Edits    editsCommand    `cmd:"" help:"Liệt kê các hiệu chỉnh."`
	Withdraw withdrawCommand `cmd:"" help:"Bỏ một hiệu chỉnh."`
}

// explainedErrors are the library's errors, in words for whoever asked.
var explainedErrors = []struct {
	err  error
	text string
}{
	{library.ErrUnknown, "không có bản này; xem các bản bằng dondoc corpus versions"},
	{library.ErrConflict, "bản đang dùng vừa được người khác thay; hãy xem lại báo cáo rồi công bố"},
	{library.ErrTwice, "có hai tệp cùng tên; hãy đổi tên một tệp, hoặc nạp từng tệp"},
	{library.ErrDrop, "bản này trả lời được ít câu hỏi chuẩn hơn bản đang dùng; nếu vẫn công bố, hãy nêu lý do bằng --reason"},
	{library.ErrNoFormer, "chưa có bản nào được dùng trước bản này"},
	{library.ErrState, "việc này không làm được với bản đang dùng hoặc bản đã kết thúc; xem dondoc corpus versions"},
	{library.ErrNothing, errNoDocuments.Error()},
}

func explainLibrary(err error) error {
	for _, e := range explainedErrors {
		if errors.Is(err, e.err) {
			return errors.New(e.text)
		}
	}
	return err
}

// withLibrary lets do change the versions in the database, as whoever sits at the keyboard.
func (c *Config) withLibrary(ctx context.Context, std streams, do func(context.Context, *library.Library) error) error {
	reg, err := c.registry()
	if err != nil {
		return err
	}
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		return explainLibrary(do(ctx, archive{db, c.now}.library(c, reg, nil, std)))
	})
}

// loadCommand makes a candidate.
type loadCommand struct {
	Paths  []string `arg:"" name:"path" optional:"" help:"Tệp hoặc thư mục văn bản."`
	Only   bool     `help:"Chỉ gồm các tệp này; nếu không, thêm vào bản chờ công bố hoặc bản đang dùng (tệp cùng tên được thay)."`
	Remove []string `placeholder:"FILE" help:"Bỏ tệp có tên này ra khỏi bản mới."`
	JSON   bool     `name:"json" help:"In báo cáo thành một dòng JSON."`
}

// Run loads and reports. What cannot be read is left out and told; the exit status is then 1.
func (k *loadCommand) Run(ctx context.Context, c *Config, std streams) error {
	if len(k.Paths)+len(k.Remove) == 0 {
		return usageError{errors.New("hãy nêu tệp hoặc thư mục cần nạp, hoặc --remove tên tệp cần bỏ")}
	}
	files, err := filesAt(k.Paths)
	if err != nil {
		return err
	}
	return c.withLibrary(ctx, std, func(ctx context.Context, l *library.Library) error {
		defer collectLess(files)()
		bars := newBars(std.err)
		r, err := l.Load(ctx, files, library.LoadOptions{Only: k.Only, Remove: k.Remove, Origin: library.OriginCommand}, bars.step)
		bars.done()
		var unread *library.UnreadError
		if errors.As(err, &unread) {
			for _, f := range unread.Failed {
				fmt.Fprintln(std.err, "dondoc: "+printable(f.Error()))
			}
		}
		if err != nil {
			return err
		}
		if err := printReview(std, r, k.JSON); err != nil {
			return err
		}
		if len(r.Failed) > 0 {
			return errUnread
		}
		return nil
	})
}

// printReview writes a report for scripts or for people.
func printReview(std streams, r review.Review, asJSON bool) error {
	if asJSON {
		return writeLine(std.out, r)
	}
	return printText(std, review.Summary(&r))
}

func printText(std streams, text knowledge.Text) error {
	for _, line := range text {
		if _, err := fmt.Fprintln(std.out, printable(knowledge.Text{line}.String())); err != nil {
			return err
		}
	}
	return nil
}

// reviewCommand reports on a version.
type reviewCommand struct {
	Version int64 `arg:"" optional:"" help:"Số của bản; mặc định là bản chờ công bố."`
	JSON    bool  `name:"json" help:"In báo cáo thành một dòng JSON."`
}

// Run reports.
func (k *reviewCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withLibrary(ctx, std, func(ctx context.Context, l *library.Library) error {
		id := k.Version
		if id == 0 {
			v, err := l.Open(ctx)
			if errors.Is(err, library.ErrUnknown) {
				return errors.New("không có bản nào chờ công bố; nạp bằng dondoc corpus load")
			}
			if err != nil {
				return err
			}
			id = v.ID
		}
		bars := newBars(std.err)
		r, err := l.Review(ctx, id, bars.step)
		bars.done()
		if err != nil {
			return err
		}
		if err := printReview(std, r, k.JSON); err != nil || k.JSON {
			return err
		}
		return printText(std, append(review.DoubtLines(&r, 0, len(r.Doubts)), review.ChangeLines(&r, 0, len(r.Changes))...))
	})
}

// versionsCommand lists.
type versionsCommand struct {
	All  bool `help:"Kể cả những bản nháp đã được thay hoặc bỏ."`
	JSON bool `name:"json" help:"In mỗi bản một dòng JSON."`
}

// versionLine is one version on standard output.
type versionLine struct {
	ID        int64         `json:"id"`
	State     library.State `json:"state"`
	Origin    string        `json:"origin"`
	Base      int64         `json:"base,omitempty"`
	By        string        `json:"by"`
	Made      time.Time     `json:"made"`
	Published *time.Time    `json:"published"`
	Files     []string      `json:"files"`
	Edits     int           `json:"edits"`
	Hash      string        `json:"hash"`
}

// Run prints a line a version, the newest first.
func (k *versionsCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withLibrary(ctx, std, func(ctx context.Context, l *library.Library) error {
		versions, err := l.Versions(ctx)
		if err != nil {
			return err
		}
		if len(versions) == 0 {
			fmt.Fprintln(std.err, "Chưa nạp bản nào; nạp bằng dondoc corpus load.")
		}
		for _, v := range versions {
			if !k.All && (v.State == library.Replaced || v.State == library.Discarded) {
				continue
			}
			if err := k.print(std, v); err != nil {
				return err
			}
		}
		return nil
	})
}

func (k *versionsCommand) print(std streams, v library.Version) error {
	if k.JSON {
		line := versionLine{v.ID, v.State, v.Origin, v.Base, v.By, v.Made, nil, []string{}, v.Edits, v.Hash}
		if !v.Published.IsZero() {
			line.Published = &v.Published
		}
		for _, f := range v.Files {
			line.Files = append(line.Files, f.Name)
		}
		return writeLine(std.out, line)
	}
	text := fmt.Sprintf("Bản %d, %s: %d tệp", v.ID, stateWords[v.State], len(v.Files))
	if v.Edits > 0 {
		text += fmt.Sprintf(", %d hiệu chỉnh", v.Edits)
	}
	text += ", lập " + viet.DateOf(v.Made).Vietnamese() + dash(v.By)
	if !v.Published.IsZero() {
		text += ", công bố " + viet.DateOf(v.Published).Vietnamese()
	}
	_, err := fmt.Fprintln(std.out, printable(text))
	return err
}

// stateWords say where a version stands.
var stateWords = map[library.State]string{
	library.Candidate: "chờ công bố", library.InForce: "đang dùng", library.Former: "đã dùng trước đây",
	library.Replaced: "đã được bản sau thay", library.Discarded: "đã bỏ",
}
