package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"dondoc/bot/people"
	"dondoc/corpus/viet"
)

// auditCommand prints who did what.
type auditCommand struct {
	JSON   bool   `name:"json" help:"In mỗi việc một dòng JSON."`
	Since  string `placeholder:"DATE" help:"Chỉ từ ngày này."`
	Action string `placeholder:"NAME" help:"Chỉ loại việc này, hoặc bắt đầu bằng: version., account., …"`
}

// auditLine is one entry on standard output.
type auditLine struct {
	ID      int64           `json:"id"`
	At      time.Time       `json:"at"`
	By      string          `json:"by"`
	Where   string          `json:"where"`
	Action  string          `json:"action"`
	Subject string          `json:"subject"`
	Before  json.RawMessage `json:"before"`
	After   json.RawMessage `json:"after"`
}

// Run prints a line an entry, the oldest first.
func (k *auditCommand) Run(ctx context.Context, c *Config, std streams) error {
	filter := people.EntryFilter{Action: k.Action, Limit: -1}
	if k.Since != "" {
		since, err := parseMoment(k.Since)
		if err != nil {
			return usageError{err}
		}
		filter.Since = since
	}
	db, err := c.openToRead(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	entries, err := db.Audit().Entries(ctx, filter)
	if err != nil {
		return err
	}
	slices.Reverse(entries)
	for _, e := range entries {
		if err := k.print(std, e); err != nil {
			return err
		}
	}
	return nil
}

func (k *auditCommand) print(std streams, e people.Entry) error {
	if k.JSON {
		return writeLine(std.out, auditLine{e.ID, e.At, e.Actor.Name, e.Actor.Where, e.Action, e.Subject, rawJSON(e.Before), rawJSON(e.After)})
	}
	line := fmt.Sprintf("%s %s (%s): %s %s", e.At.In(viet.Hanoi).Format("15:04 02/01/2006"), e.Actor.Name, e.Actor.Where, e.Action, e.Subject)
	_, err := fmt.Fprintln(std.out, printable(line))
	return err
}

// rawJSON is what the log keeps as JSON, null for nothing.
func rawJSON(text string) json.RawMessage {
	if text == "" {
		return json.RawMessage("null")
	}
	return json.RawMessage(text)
}
