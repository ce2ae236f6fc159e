package console

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"

	"dondoc/bot/webkit"
	"dondoc/corpus"
)

// exportTasks gives the tasks that are shown as a table that spreadsheets open.
func exportTasks(c *Console, r *http.Request, _ *visit) (reply, error) {
	l, still, err := c.atWork(r)
	switch {
	case err != nil:
		return reply{}, err
	case still != nil:
		return waiting(still, ""), nil
	case l == nil:
		return reply{}, errNotFound
	}
	content, err := l.writeTasks(l.filter(readFilter(r.URL.Query())))
	if err != nil {
		return reply{}, err
	}
	return attachment(fmt.Sprintf("nhiem-vu-ban-%d.csv", l.ed.Version.ID), "text/csv; charset=utf-8", content), nil
}

func (l *looked) writeTasks(found []int) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF") // so that Excel takes it for UTF-8
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := [][]string{{"Mã", "Văn bản", "Mục", "Nhiệm vụ", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn", "Ngày đến hạn", "Chu kỳ", "Sản phẩm", "Điểm cần xác minh", "Đã hiệu chỉnh"}}
	for _, i := range found {
		t := &l.ed.Corpus.Tasks[i]
		var phrases, days, amended []string
		for _, m := range t.Milestones {
			phrases, days = append(phrases, milestoneWords(m)), append(days, day(m.Due))
		}
		for _, a := range t.Amended {
			amended = append(amended, docWords{}.Field(a.Field)+" (trước là: "+a.Was+")")
		}
		rows = append(rows, []string{
			t.ID, l.DocumentName(t.Document), t.Section, t.Title, t.Text, strings.Join(t.Lead, "; "), strings.Join(t.Coordinating, "; "),
			strings.Join(phrases, "; "), strings.Join(days, "; "), t.Recurring, t.Deliverable, strings.Join(t.Doubts, "; "), strings.Join(amended, "; "),
		})
	}
	for _, row := range rows {
		for k := range row {
			row[k] = safeCell(row[k])
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("console: export tasks: %w", err)
	}
	return b.Bytes(), nil
}

// safeCell makes a cell that no spreadsheet runs: what begins like a formula gets an apostrophe in front, also behind a
// semicolon, where a computer whose lists are parted by those would begin a cell.
func safeCell(s string) string {
	s = webkit.OneLine(s)
	var b strings.Builder
	for i, part := range strings.SplitAfter(s, ";") {
		bare := strings.TrimLeft(part, " \t'\"")
		if strings.IndexAny(bare, "=+-@＝＋－＠") == 0 {
			part = "'" + part
			if i > 0 {
				part = " " + part
			}
		}
		b.WriteString(part)
	}
	return b.String()
}

// dueWords are all deadlines of a task in a line.
func dueWords(t *corpus.Task) string {
	var all []string
	for _, m := range t.Milestones {
		all = append(all, m.Phrase)
	}
	return strings.Join(all, "; ")
}
