package console

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
)

const (
	auditPath = Base + "/nhat-ky"
	auditPage = 50
)

func auditRoutes() []route {
	return []route{
		{method: "GET", path: auditPath, action: people.AuditLog, handle: auditLog},
		{method: "POST", path: auditPath + "/xuat", action: people.AuditLog, handle: exportAudit},
	}
}

//go:embed data/actions.txt
var actionsText string

// actionWords are what actions are called.
var actionWords = readActions(actionsText)

func readActions(text string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(text) {
		if name, words, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "#") {
			all[strings.TrimSpace(name)] = strings.TrimSpace(words)
		}
	}
	return all
}

func actionWord(action string) string {
	if words, ok := actionWords[action]; ok {
		return words
	}
	return action
}

var places = map[string]string{"chat": "trong trò chuyện", "console": "trên trang quản trị", "cli": "bằng dòng lệnh", "program": "tự động"}

// auditRow is an entry as it is shown.
type auditRow struct {
	people.Entry
	Word, Place, Was, Is string
}

func newAuditRow(e people.Entry) auditRow {
	return auditRow{e, actionWord(e.Action), places[e.Actor.Where], indented(e.Before), indented(e.After)}
}

// indented makes JSON readable; what is none stays as it is.
func indented(text string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(text), "", "  ") != nil {
		return text
	}
	return b.String()
}

// auditView is the page of the audit log.
type auditView struct {
	Kinds  []choice
	Since  string
	Action string
	Rows   []auditRow
	Older  string // the address of what came before; "" when that is all
}

// filterOf reads what of the log is wanted.
func filterOf(form url.Values) people.EntryFilter {
	f := people.EntryFilter{Action: shorten(form.Get("viec"), 60)}
	if d, err := viet.ParseDate(form.Get("tu")); err == nil {
		f.Since = time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, viet.Hanoi)
	}
	if id, err := strconv.ParseInt(form.Get("truoc"), 10, 64); err == nil && id > 0 {
		f.Before = id
	}
	return f
}

func auditLog(c *Console, r *http.Request, _ *visit) (reply, error) {
	f := filterOf(r.URL.Query())
	f.Limit = auditPage + 1 // one more tells that there are more
	entries, err := c.cfg.Audit.Entries(r.Context(), f)
	if err != nil {
		return reply{}, fmt.Errorf("console: read the audit log: %w", err)
	}
	d := auditView{Kinds: kinds(f.Action), Action: f.Action}
	if !f.Since.IsZero() {
		d.Since = viet.DateOf(f.Since).String()
	}
	for _, e := range entries[:min(len(entries), auditPage)] {
		d.Rows = append(d.Rows, newAuditRow(e))
	}
	if len(entries) > auditPage {
		q := url.Values{"truoc": {fmt.Sprint(entries[auditPage-1].ID)}}
		if f.Action != "" {
			q.Set("viec", f.Action)
		}
		if d.Since != "" {
			q.Set("tu", d.Since)
		}
		d.Older = auditPath + "?" + q.Encode()
	}
	return page("audit.html", "Nhật ký", d), nil
}

// kinds are what a list can be narrowed to: the beginnings of actions.
func kinds(chosen string) []choice {
	names := []choice{
		{"", "Mọi việc", false}, {"account.", "Vai trò", false}, {"code.", "Mã", false}, {"session.", "Đăng nhập", false}, {"link.", "Liên kết vào", false}, {"password.", "Mật khẩu", false},
		{"version.", "Bản văn bản", false}, {"board.", "Ban", false}, {"subscriber.", "Nơi nhận", false},
		{"delivery.", "Lượt gửi", false}, {"sending.", "Bật, tắt gửi nhắc", false}, {"extension.", "Lùi hạn", false}, {"task.", "Việc riêng", false},
		{"golden.", "Câu hỏi chuẩn", false}, {"holiday.", "Ngày nghỉ", false}, {"audit.", "Xuất nhật ký", false},
	}
	for i := range names {
		names[i].On = names[i].Value == chosen
	}
	return names
}

// exportAudit gives what the filter wants as a file, and notes that it did. It is a POST, as it leaves a trace.
func exportAudit(c *Console, r *http.Request, v *visit) (reply, error) {
	f := filterOf(v.form)
	f.Limit, f.Before = -1, 0
	entries, err := c.cfg.Audit.Entries(r.Context(), f)
	if err != nil {
		return reply{}, fmt.Errorf("console: read the audit log: %w", err)
	}
	slices.Reverse(entries)
	write, ending, media := writeCSV, "csv", "text/csv; charset=utf-8"
	if v.form.Get("dang") == "jsonl" {
		write, ending, media = writeLines, "jsonl", "application/x-ndjson"
	}
	content, err := write(entries)
	if err != nil {
		return reply{}, fmt.Errorf("console: write the audit log: %w", err)
	}
	if err := c.cfg.Audit.Record(r.Context(), "audit.export", "Nhật ký", nil, map[string]any{"entries": len(entries), "format": ending, "action": f.Action}); err != nil {
		return reply{}, fmt.Errorf("console: record the export: %w", err)
	}
	return attachment("nhat-ky-"+c.today().String()+"."+ending, media, content), nil
}

// byteOrderMark tells spreadsheets that a file is UTF-8.
const byteOrderMark = "\uFEFF"

func writeCSV(entries []people.Entry) ([]byte, error) {
	b := bytes.NewBufferString(byteOrderMark)
	w := csv.NewWriter(b)
	rows := [][]string{{"số", "lúc", "ai", "ở đâu", "việc", "đối tượng", "trước", "sau"}}
	for _, e := range entries {
		rows = append(rows, []string{
			fmt.Sprint(e.ID), e.At.In(viet.Hanoi).Format(time.RFC3339), cell(e.Actor.Name), cell(e.Actor.Where),
			cell(e.Action), cell(e.Subject), cell(e.Before), cell(e.After),
		})
	}
	err := w.WriteAll(rows)
	return b.Bytes(), err
}

// cell keeps a spreadsheet from taking text for a formula.
func cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// exported is an entry as a line of JSON.
type exported struct {
	ID      int64           `json:"id"`
	At      time.Time       `json:"at"`
	Name    string          `json:"name"`
	Channel string          `json:"channel,omitempty"`
	Person  string          `json:"person,omitempty"`
	Where   string          `json:"where"`
	Action  string          `json:"action"`
	Subject string          `json:"subject"`
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
}

func writeLines(entries []people.Entry) ([]byte, error) {
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	for _, e := range entries {
		a := e.Actor
		if err := w.Encode(exported{e.ID, e.At, a.Name, a.Channel, a.ID, a.Where, e.Action, e.Subject, raw(e.Before), raw(e.After)}); err != nil {
			return nil, err
		}
	}
	if b.Len() == 0 {
		b.WriteByte('\n') // an empty file is no answer
	}
	return b.Bytes(), nil
}

// raw is JSON as it stands; what is none becomes a string.
func raw(text string) json.RawMessage {
	switch {
	case text == "":
		return nil
	case json.Valid([]byte(text)):
		return json.RawMessage(text)
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		return nil
	}
	return quoted
}
