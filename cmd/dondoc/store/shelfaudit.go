package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
)

// mostEditEntries is how many edits of one version the audit log tells one by one.
const mostEditEntries = 200

// editWords are what the audit log calls the kinds of edits; a kind that is not here stands as it is.
var editWords = map[string]string{
	"task": "sửa nhiệm vụ", "merge": "gộp nhiệm vụ", "split": "tách nhiệm vụ", "doubt": "kết luận điểm cần xác minh",
	"alias": "tên cơ quan", "document": "hiệu lực văn bản",
}

// moreImage is what the audit log tells of the edits that it does not tell one by one.
type moreImage struct {
	Edits int `json:"edits"`
}

// auditEdits adds to the audit log each edit that a draft has and its Base has not, or the other way round.
func auditEdits(ctx context.Context, t *tx, id int64, d *draft) error {
	var base []byte
	if err := t.get(ctx, &base, selectEdits, d.Base); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	was, is := editLines(base), editLines(d.Edits)
	withdrawn, added := missing(was, is), missing(is, was)
	left := mostEditEntries
	for _, line := range withdrawn[:min(left, len(withdrawn))] {
		if err := t.audit(ctx, "edit.withdraw", subjectEdit(line, id), editImage(line), nil); err != nil {
			return err
		}
	}
	withdrawn, left = withdrawn[min(left, len(withdrawn)):], max(0, left-len(withdrawn))
	for _, line := range added[:min(left, len(added))] {
		if err := t.audit(ctx, "edit.add", subjectEdit(line, id), nil, editImage(line)); err != nil {
			return err
		}
	}
	added = added[min(left, len(added)):]
	if len(withdrawn)+len(added) == 0 {
		return nil
	}
	return t.audit(ctx, "edit.more", subjectVersion(id), moreImage{len(withdrawn)}, moreImage{len(added)})
}

// editLines are the lines that say something, each once, as text.
func editLines(text []byte) []string {
	var lines []string
	seen := map[string]bool{}
	for line := range bytes.Lines(text) {
		s := cleanText(string(bytes.TrimSpace(line)))
		if s != "" && !seen[s] {
			lines, seen[s] = append(lines, s), true
		}
	}
	return lines
}

// missing returns the lines that the others do not have.
func missing(lines, others []string) []string {
	have := map[string]bool{}
	for _, line := range others {
		have[line] = true
	}
	var out []string
	for _, line := range lines {
		if !have[line] {
			out = append(out, line)
		}
	}
	return out
}

// editImage is an edit as it was written down, or, should that be no JSON, its text.
func editImage(line string) any {
	if json.Valid([]byte(line)) {
		return json.RawMessage(line)
	}
	return line
}

// subjectEdit is what the audit log calls an edit of a version: its kind, and where it applies.
func subjectEdit(line string, version int64) string {
	const mostSection = 120 // runes
	var e struct {
		Kind     string `json:"kind"`
		Document string `json:"document"`
		Anchors  []struct {
			Document string `json:"document"`
			Section  string `json:"section"`
		} `json:"anchors"`
	}
	section := ""
	if json.Unmarshal([]byte(line), &e) == nil && len(e.Anchors) > 0 {
		section = e.Anchors[0].Section
		if e.Document == "" {
			e.Document = e.Anchors[0].Document
		}
	}
	if runes := []rune(section); len(runes) > mostSection {
		section = string(runes[:mostSection]) + "…"
	}
	kind := e.Kind
	if words, ok := editWords[kind]; ok {
		kind = words
	}
	var parts []string
	for _, part := range []string{kind, e.Document, section} {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.TrimSpace(strings.Join(parts, " · ") + " (" + subjectVersion(version) + ")")
}
