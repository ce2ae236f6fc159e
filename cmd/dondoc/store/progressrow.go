package store

import (
	"context"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// progressRow is what selectProgress selects.
type progressRow struct {
	Milestone   string    `db:"milestone"`
	Agency      string    `db:"agency"`
	Due         dayColumn `db:"due"`
	State       string    `db:"state"`
	By          string    `db:"said_by"`
	At          int64     `db:"said_at"`
	Report      string    `db:"report"`
	File        string    `db:"file"`
	Note        string    `db:"note"`
	Until       dayColumn `db:"until_day"`
	Decision    string    `db:"decision"`
	SeenBy      string    `db:"seen_by"`
	SeenAt      int64     `db:"seen_at"`
	PausedUntil dayColumn `db:"paused_until"`
	SaidChannel string    `db:"said_channel"`
	SaidChat    string    `db:"said_chat"`
	SeenChannel string    `db:"seen_channel"`
	SeenChat    string    `db:"seen_chat"`
}

func (r *progressRow) statement() statement {
	return statement{
		Progress: reminders.Progress{
			Work:  reminders.Work{Milestone: r.Milestone, Agency: r.Agency, Due: r.Due.Date},
			State: reminders.State(r.State), By: r.By, At: fromMillis(r.At), Report: r.Report, File: r.File, Note: r.Note,
			Until: r.Until.Date, Decision: r.Decision,
			AcknowledgedBy: r.SeenBy, AcknowledgedAt: fromMillis(r.SeenAt), PausedUntil: r.PausedUntil.Date,
		},
		by:     reminders.Chat{Channel: r.SaidChannel, ID: r.SaidChat},
		seenBy: reminders.Chat{Channel: r.SeenChannel, ID: r.SeenChat},
	}
}

const selectAllProgress = `
SELECT milestone, agency, due, state, said_by, said_at, report, file, note, until_day, decision, seen_by, seen_at, paused_until
FROM progress`

// readAllProgress returns the whole table, in no order. It is the largest of those that Everything reads, so its columns
// are scanned in their order, not by name.
func readAllProgress(ctx context.Context, t *tx) ([]reminders.Progress, error) {
	rows, err := t.sqlx.QueryContext(ctx, selectAllProgress)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []reminders.Progress
	for rows.Next() {
		var p reminders.Progress
		var due, until, pausedUntil, state string
		var at, seenAt int64
		if err := rows.Scan(&p.Milestone, &p.Agency, &due, &state, &p.By, &at, &p.Report, &p.File, &p.Note, &until, &p.Decision,
			&p.AcknowledgedBy, &seenAt, &pausedUntil); err != nil {
			return nil, err
		}
		p.State, p.At, p.AcknowledgedAt = reminders.State(state), fromMillis(at), fromMillis(seenAt)
		for _, day := range []struct {
			stored string
			to     *viet.Date
		}{{due, &p.Due}, {until, &p.Until}, {pausedUntil, &p.PausedUntil}} {
			if day.stored == "" {
				continue
			}
			if *day.to, err = viet.ParseDate(day.stored); err != nil {
				return nil, err
			}
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

// progressFact is a Progress as the log keeps it: all but the names.
type progressFact struct {
	State          reminders.State `json:"state"`
	At             int64           `json:"at,omitempty"`
	Report         string          `json:"report,omitempty"`
	File           string          `json:"file,omitempty"`
	Note           string          `json:"note,omitempty"`
	Until          viet.Date       `json:"until,omitzero"`
	Decision       string          `json:"decision,omitempty"`
	AcknowledgedAt int64           `json:"acknowledged_at,omitempty"`
	PausedUntil    viet.Date       `json:"paused_until,omitzero"`
}

func nameless(p reminders.Progress) progressFact {
	return progressFact{
		State: p.State, At: toMillis(p.At), Report: p.Report, File: p.File, Note: p.Note, Until: p.Until, Decision: p.Decision,
		AcknowledgedAt: toMillis(p.AcknowledgedAt), PausedUntil: p.PausedUntil,
	}
}

func (f progressFact) progress(w reminders.Work) reminders.Progress {
	return reminders.Progress{
		Work: w, State: f.State, At: fromMillis(f.At), Report: f.Report, File: f.File, Note: f.Note, Until: f.Until, Decision: f.Decision,
		AcknowledgedAt: fromMillis(f.AcknowledgedAt), PausedUntil: f.PausedUntil,
	}
}
