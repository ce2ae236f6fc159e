package console

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dondoc/bot/people"
	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
)

func reviewRoutes() []route {
	return []route{
		{method: "GET", path: documentsPath + "/ban/{id}", action: people.Review, handle: reportPage},
		{method: "GET", path: documentsPath + "/ban/{id}/cong-bo", action: people.Publish, handle: askPublish},
		{method: "POST", path: documentsPath + "/ban/{id}/cong-bo", action: people.Publish, handle: publish},
		{method: "GET", path: documentsPath + "/ban/{id}/bo", action: people.Load, handle: askDiscard},
		{method: "POST", path: documentsPath + "/ban/{id}/bo", action: people.Load, handle: discard},
		{method: "GET", path: documentsPath + "/so-sanh", action: people.Review, handle: diffPage},
		{method: "POST", path: documentsPath + "/rut", action: people.Correct, handle: withdraw},
	}
}

// counted is a figure of a version beside that of the version in force.
type counted struct {
	Label       string
	Now, Before int
}

// kindCount is how many doubts of a kind nobody has settled.
type kindCount struct {
	Kind  corpus.DoubtKind
	Open  int
	Fresh int
}

// reportData is what the report of a version shows.
type reportData struct {
	docWords
	Version            library.Version
	R                  review.Review
	Counts             []counted
	Kinds              []kindCount
	Settled            int
	New, Changed, Gone int
	Changes            []review.Change // of this page
	Pager              pager
	Stale, Noted       []edits.Outcome
	Applied            []edits.Outcome
	Failed             []review.Failed
	Working            bool // corrections go to this version
	MayCorrect         bool
	MayPublish         bool
	MayLoad            bool
	Against            string // "bản đang dùng (số 3)", for the heading
}

const (
	changesPerPage = 100
	mostShownEdits = 200
)

// reviewOf asks for the report of a version; a job says that it is not ready yet.
func (c *Console) reviewOf(r *http.Request, id int64) (review.Review, *job, error) {
	return fetch(c, r, fmt.Sprintf("review %d %d", id, c.inForce()), "Lập báo cáo", func(ctx context.Context, progress library.Progress) (review.Review, error) {
		return c.cfg.Library.Review(ctx, id, progress)
	})
}

func reportPage(c *Console, r *http.Request, v *visit) (reply, error) {
	version, err := c.versionOf(r)
	if err != nil {
		return reply{}, err
	}
	report, still, err := c.reviewOf(r, version.ID)
	if err != nil {
		return reply{}, err
	}
	if still != nil {
		return waiting(still, ""), nil
	}
	working, err := c.working(r.Context())
	if err != nil {
		return reply{}, err
	}
	d := newReport(r, version, report)
	d.Working = working == version.ID
	d.MayCorrect, d.MayPublish, d.MayLoad = v.may(people.Correct) && d.Working, v.may(people.Publish), v.may(people.Load)
	d.Failed = report.Failed
	if j := c.state.find(r.URL.Query().Get("viec")); j != nil && j.isOver() {
		d.Failed = j.out.failed
	}
	return page("doc-report.html", "Bản số "+strconv.FormatInt(version.ID, 10), d), nil
}

// newReport sorts a review for the page.
func newReport(r *http.Request, version library.Version, report review.Review) reportData {
	n, b := report.Count, report.Before
	d := reportData{
		Version: version, R: report, Against: "chưa có bản nào đang dùng",
		Counts: []counted{
			{"Văn bản", n.Documents, b.Documents}, {"Nhiệm vụ", n.Tasks, b.Tasks}, {"Mốc thời hạn", n.Milestones, b.Milestones},
			{"Chỉ tiêu", n.Targets, b.Targets}, {"Người", n.People, b.People}, {"Đoạn", n.Passages, b.Passages}, {"Điểm cần xác minh", n.Doubts, b.Doubts},
		},
	}
	if report.Against != 0 {
		d.Against = fmt.Sprintf("so với bản số %d", report.Against)
	}
	d.Kinds, d.Settled = countDoubts(report.Doubts)
	for i := range report.Changes {
		switch report.Changes[i].Kind {
		case review.New:
			d.New++
		case review.Changed:
			d.Changed++
		case review.Gone:
			d.Gone++
		}
	}
	d.Pager = newPager(r, len(report.Changes), changesPerPage)
	d.Changes = report.Changes[d.Pager.From:d.Pager.To]
	for _, o := range report.Edits {
		switch {
		case o.Stale != "":
			d.Stale = append(d.Stale, o)
		case o.Note != "":
			d.Noted = append(d.Noted, o)
		case len(d.Applied) < mostShownEdits:
			d.Applied = append(d.Applied, o)
		}
	}
	return d
}

// countDoubts counts the open ones by kind; kinds without any are left out.
func countDoubts(all []review.Doubt) (kinds []kindCount, settled int) {
	counts := map[corpus.DoubtKind]*kindCount{}
	for i := range all {
		d := &all[i]
		if d.Settled != "" {
			settled++
			continue
		}
		k := doubtKindOf(d.Kind)
		if counts[k] == nil {
			counts[k] = &kindCount{Kind: k}
		}
		counts[k].Open++
		if d.Fresh {
			counts[k].Fresh++
		}
	}
	for _, k := range doubtKinds {
		if counts[k] != nil {
			kinds = append(kinds, *counts[k])
		}
	}
	return kinds, settled
}

// EditWords says what an edit does.
func (docWords) EditWords(e edits.Edit) string {
	switch e.Kind {
	case edits.ChangeTask:
		return "Sửa nhiệm vụ: " + strings.Join(changedFields(e.Task), ", ")
	case edits.MergeTasks:
		return fmt.Sprintf("Gộp %d nhiệm vụ", len(e.Anchors))
	case edits.SplitTask:
		return fmt.Sprintf("Tách nhiệm vụ thành %d phần", len(e.Parts))
	case edits.SettleDoubt:
		if e.Doubt != nil && e.Doubt.Confirmed {
			return "Xác nhận một điểm cần xác minh"
		}
		return "Bác một điểm cần xác minh"
	case edits.AddAlias:
		if e.Alias != nil {
			return fmt.Sprintf("Tên gọi khác của %s: %s", e.Alias.Agency, e.Alias.Alias)
		}
	case edits.SetDocument:
		return "Đặt trạng thái văn bản " + e.Document
	}
	return "Hiệu chỉnh"
}

// changedFields are the facts that an edit of a task sets.
func changedFields(f *edits.TaskFields) []string {
	if f == nil {
		return nil
	}
	var all []string
	for _, x := range []struct {
		set  bool
		name string
	}{
		{f.Title != nil, "tên"}, {f.Text != nil, "nội dung"}, {f.Lead != nil, "chủ trì"}, {f.Coordinating != nil, "phối hợp"}, {f.Milestones != nil, "thời hạn"},
	} {
		if x.set {
			all = append(all, x.name)
		}
	}
	return all
}

// withdraw takes an edit back.
func withdraw(c *Console, r *http.Request, v *visit) (reply, error) {
	id := v.form.Get("id")
	if id == "" {
		return reply{}, errNotFound
	}
	back := v.form.Get("ve")
	return c.long(r, "Rút hiệu chỉnh", func(ctx context.Context, _ library.Progress) (outcome, error) {
		version, err := c.cfg.Library.Withdraw(ctx, id)
		if err != nil {
			return outcome{}, err
		}
		out := outcome{to: versionPath(version.ID), notice: fmt.Sprintf("Đã rút hiệu chỉnh. Bản đang chờ công bố nay là bản số %d.", version.ID)}
		if isOwn(back) {
			out.to = back
		}
		return out, nil
	})
}

// isOwn reports whether an address that came in a form is one of the console's own pages.
func isOwn(path string) bool {
	return strings.HasPrefix(path, Base+"/") && !strings.ContainsAny(path, "\\\r\n") && !strings.Contains(path, "//") && !strings.Contains(path, "..")
}
