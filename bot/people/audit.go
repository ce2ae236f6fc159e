package people

import (
	"context"
	"time"
)

// Entry is one line of the audit log: who did what when, and what it changed. The log is only ever added to.
type Entry struct {
	ID      int64
	At      time.Time
	Actor   Actor
	Action  string // "version.publish", "account.save": what was done, dotted, stable
	Subject string // what it was done to, for people: "bản 7", "Ban Chỉ đạo …"
	Before  string // JSON; "" for nothing
	After   string // JSON; "" for nothing
}

// EntryFilter says which entries are wanted. A field that is zero wants all.
type EntryFilter struct {
	Action string // or what begins so: "version."
	Since  time.Time
	Before int64 // entries with a lower ID, for paging
	Limit  int   // 100 if zero; negative for all
}

// Audit reads the audit log. What is done through the store is written there by itself, in the transaction that does it.
type Audit interface {
	// Entries returns what the filter wants, the newest first.
	Entries(ctx context.Context, f EntryFilter) ([]Entry, error)
	// Record adds what is not done through the store: a sign-in, an export.
	Record(ctx context.Context, action, subject string, before, after any) error
}
