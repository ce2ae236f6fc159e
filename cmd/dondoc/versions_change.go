package main

import (
	"context"
	"errors"
	"fmt"

	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
)

// diffCommand compares two versions.
type diffCommand struct {
	Before int64 `arg:"" help:"Số của bản trước."`
	After  int64 `arg:"" help:"Số của bản sau."`
	JSON   bool  `name:"json" help:"In mỗi khác biệt một dòng JSON."`
}

// Run prints what differs; nothing when nothing does.
func (k *diffCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withLibrary(ctx, std, func(ctx context.Context, l *library.Library) error {
		bars := newBars(std.err)
		r, err := l.Diff(ctx, k.Before, k.After, bars.step)
		bars.done()
		if err != nil {
			return err
		}
		if !k.JSON {
			if len(r.Changes) == 0 {
				fmt.Fprintln(std.err, "Nhiệm vụ của hai bản giống nhau.")
			}
			return printText(std, review.ChangeLines(&r, 0, len(r.Changes)))
		}
		for _, change := range r.Changes {
			if err := writeLine(std.out, change); err != nil {
				return err
			}
		}
		return nil
	})
}

// publishedLine is what publish and rollback print for scripts.
type publishedLine struct {
	Version int64        `json:"version"`
	Kind    library.Kind `json:"kind"`
}

// publishCommand puts a version in force.
type publishCommand struct {
	Version  int64  `arg:"" help:"Số của bản."`
	Replaces int64  `placeholder:"N" help:"Chỉ công bố khi bản đang dùng là bản này."`
	Reason   string `placeholder:"TEXT" help:"Lý do; cần có khi bản này trả lời được ít câu hỏi chuẩn hơn."`
	JSON     bool   `name:"json" help:"In kết quả thành một dòng JSON."`
}

// Run publishes. A running server follows by itself.
func (k *publishCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withLibrary(ctx, std, func(ctx context.Context, l *library.Library) error {
		err := l.Publish(ctx, k.Version, k.Replaces, k.Reason)
		if e := (*library.StateError)(nil); errors.As(err, &e) && e.State == library.InForce {
			return fmt.Errorf("bản %d đang dùng rồi", k.Version)
		}
		if err != nil {
			return err
		}
		if k.JSON {
			return writeLine(std.out, publishedLine{k.Version, library.Publish})
		}
		_, err = fmt.Fprintf(std.out, "Đã công bố bản %d. Máy chủ đang chạy sẽ chuyển sang bản này trong vài giây.\n", k.Version)
		return err
	})
}

// rollbackCommand goes back.
type rollbackCommand struct {
	Reason string `placeholder:"TEXT" help:"Lý do, ghi vào nhật ký."`
	JSON   bool   `name:"json" help:"In kết quả thành một dòng JSON."`
}

// Run rolls back to what was in force before. Again, it goes one version further back.
func (k *rollbackCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withLibrary(ctx, std, func(ctx context.Context, l *library.Library) error {
		v, err := l.Rollback(ctx, 0, k.Reason)
		if err != nil {
			return err
		}
		if k.JSON {
			return writeLine(std.out, publishedLine{v.ID, library.Rollback})
		}
		_, err = fmt.Fprintf(std.out, "Đã quay lại bản %d. Máy chủ đang chạy sẽ chuyển sang bản này trong vài giây.\n", v.ID)
		return err
	})
}

// discardCommand ends a candidate.
type discardCommand struct {
	Version int64 `arg:"" help:"Số của bản chờ công bố."`
	JSON    bool  `name:"json" help:"In kết quả thành một dòng JSON."`
}

// discardedLine is what discard prints for scripts.
type discardedLine struct {
	Version   int64 `json:"version"`
	Discarded bool  `json:"discarded"`
}

// Run discards. Loading the same files opens the candidate again.
func (k *discardCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withLibrary(ctx, std, func(ctx context.Context, l *library.Library) error {
		if err := l.Discard(ctx, k.Version); err != nil {
			return err
		}
		if k.JSON {
			return writeLine(std.out, discardedLine{k.Version, true})
		}
		_, err := fmt.Fprintf(std.out, "Đã bỏ bản %d.\n", k.Version)
		return err
	})
}
