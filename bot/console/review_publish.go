package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dondoc/bot/people"
	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
)

// publishData is what is asked before a version is put in force.
type publishData struct {
	reportData
	Drop    bool
	Reason  string
	Problem string
}

// askPublish says what publishing would change. What was in force then goes along in the form, so that a page that has
// become old publishes nothing.
func askPublish(c *Console, r *http.Request, v *visit) (reply, error) {
	return c.publishPage(r, v, "", "")
}

func (c *Console) publishPage(r *http.Request, v *visit, reason, problem string) (reply, error) {
	version, err := c.versionOf(r)
	if err != nil {
		return reply{}, err
	}
	if version.State == library.InForce {
		return reply{}, library.ErrState
	}
	report, still, err := c.reviewOf(r, version.ID)
	if err != nil {
		return reply{}, err
	}
	if still != nil {
		return waiting(still, ""), nil
	}
	d := publishData{reportData: newReport(r, version, report), Drop: report.Golden.Drop(), Reason: reason, Problem: problem}
	d.MayPublish = v.may(people.Publish)
	a := page("doc-publish.html", fmt.Sprintf("Công bố bản số %d", version.ID), d)
	if problem != "" {
		a.status = http.StatusUnprocessableEntity
	}
	return a, nil
}

func publish(c *Console, r *http.Request, v *visit) (reply, error) {
	id, err := number64(r.PathValue("id"))
	if err != nil {
		return reply{}, err
	}
	replaces, err := strconv.ParseInt(v.form.Get("replaces"), 10, 64)
	reason := strings.TrimSpace(v.form.Get("reason"))
	switch {
	case err != nil || replaces < 0:
		return reply{}, bad("Không rõ bản này thay cho bản nào. Đề nghị mở lại trang công bố.")
	case len(reason) > mostPublishReason:
		return c.publishPage(r, v, reason, "Lý do quá dài. Đề nghị viết gọn trong 1.000 ký tự.")
	case v.form.Get("drop") != "" && (reason == "" || v.form.Get("sure") == ""):
		return c.publishPage(r, v, reason, "Bản này trả lời kém hơn bản đang dùng. Đề nghị ghi lý do và đánh dấu xác nhận thì mới công bố được.")
	case replaces == 0 && c.inForce() != 0: // to a Library 0 is whatever is in force
		return reply{}, library.ErrConflict
	}
	a, err := c.long(r, "Công bố văn bản", func(ctx context.Context, _ library.Progress) (outcome, error) {
		if err := c.cfg.Library.Publish(ctx, id, replaces, reason); err != nil {
			return outcome{}, err
		}
		return outcome{to: documentsPath, notice: fmt.Sprintf("Đã công bố bản số %d. Từ nay bot trả lời và nhắc việc theo bản này.", id)}, nil
	})
	if errors.Is(err, library.ErrDrop) {
		return c.publishPage(r, v, reason, "Bản này trả lời kém hơn bản đang dùng. Đề nghị ghi lý do và đánh dấu xác nhận thì mới công bố được.")
	}
	return a, err
}

const mostPublishReason = 4000 // bytes; edits and publications keep 1,000 letters

func askDiscard(c *Console, r *http.Request, _ *visit) (reply, error) {
	version, err := c.versionOf(r)
	if err != nil {
		return reply{}, err
	}
	if version.State != library.Candidate {
		return reply{}, library.ErrState
	}
	now, err := c.versionInForce(r.Context())
	if err != nil {
		return reply{}, err
	}
	return page("doc-discard.html", fmt.Sprintf("Bỏ bản số %d", version.ID), documentsData{Open: &version, InForce: now}), nil
}

// versionInForce is the version that answers here as it stands now, nil for none. (An Edition keeps its Version as it was
// when it was read, which is before it was published.)
func (c *Console) versionInForce(ctx context.Context) (*library.Version, error) {
	versions, err := c.cfg.Library.Versions(ctx)
	if err != nil {
		return nil, err
	}
	for i := range versions {
		if versions[i].ID == c.inForce() {
			return &versions[i], nil
		}
	}
	return nil, nil
}

func discard(c *Console, r *http.Request, _ *visit) (reply, error) {
	id, err := number64(r.PathValue("id"))
	if err != nil {
		return reply{}, err
	}
	if err := c.cfg.Library.Discard(r.Context(), id); err != nil {
		return reply{}, err
	}
	return redirect(documentsPath, fmt.Sprintf("Đã bỏ bản số %d. Bản đang dùng không thay đổi.", id)), nil
}

func askRollback(c *Console, r *http.Request, _ *visit) (reply, error) {
	former, now, err := c.cfg.Library.Former(r.Context())
	if err != nil {
		return reply{}, err
	}
	d := documentsData{Former: former}
	if d.InForce, err = c.versionInForce(r.Context()); err != nil {
		return reply{}, err
	}
	if d.InForce == nil || d.InForce.ID != now { // this copy is about to follow another
		return reply{}, library.ErrConflict
	}
	return page("doc-rollback.html", "Quay về bản trước", d), nil
}

// rollback puts what was in force before back. What was in force when the page was made goes along in the form, so that two
// administrators do not go back twice.
func rollback(c *Console, r *http.Request, v *visit) (reply, error) {
	reason := strings.TrimSpace(v.form.Get("reason"))
	switch {
	case v.form.Get("replaces") != strconv.FormatInt(c.inForce(), 10):
		return reply{}, library.ErrConflict
	case reason == "" || len(reason) > mostPublishReason:
		return reply{}, bad("Đề nghị ghi lý do quay về bản trước, trong 1.000 ký tự.")
	}
	replaces := c.inForce()
	return c.long(r, "Quay về bản trước", func(ctx context.Context, _ library.Progress) (outcome, error) {
		version, err := c.cfg.Library.Rollback(ctx, replaces, reason)
		if err != nil {
			return outcome{}, err
		}
		return outcome{to: documentsPath, notice: fmt.Sprintf("Đã quay về bản số %d. Từ nay bot trả lời và nhắc việc theo bản này.", version.ID)}, nil
	})
}

// diffData is what the comparison of two versions shows.
type diffData struct {
	reportData
	Versions      []library.Version
	Before, After int64
	Compared      bool
}

// diffPage compares any two versions.
func diffPage(c *Console, r *http.Request, _ *visit) (reply, error) {
	versions, err := c.cfg.Library.Versions(r.Context())
	if err != nil {
		return reply{}, err
	}
	q := r.URL.Query()
	d := diffData{Versions: versions}
	d.Before, _ = strconv.ParseInt(q.Get("truoc"), 10, 64)
	d.After, _ = strconv.ParseInt(q.Get("sau"), 10, 64)
	if d.After < 1 || d.Before < 0 {
		return page("doc-diff.html", "So sánh hai bản", d), nil
	}
	report, still, err := fetch(c, r, fmt.Sprintf("diff %d %d", d.Before, d.After), "So sánh hai bản", func(ctx context.Context, progress library.Progress) (review.Review, error) {
		return c.cfg.Library.Diff(ctx, d.Before, d.After, progress)
	})
	if err != nil {
		return reply{}, err
	}
	if still != nil {
		return waiting(still, ""), nil
	}
	d.reportData, d.Compared = newReport(r, library.Version{ID: d.After}, report), true
	return page("doc-diff.html", "So sánh hai bản", d), nil
}
