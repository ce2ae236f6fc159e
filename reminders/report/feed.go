package report

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// Entry is one Work in a calendar feed. It holds no names of persons: whoever has the feed's address reads it.
type Entry struct {
	Work     reminders.Work
	Title    string
	Document string // how it is cited
	Section  string
	Phrase   string    // the document's own words for the deadline
	Due      viet.Date // the day in force; an Entry without one is left out
	State    reminders.State
	Report   string    // number of the report
	Until    viet.Date // the day to which it was extended; zero if it was not
}

// refreshEvery is how often calendars are asked to fetch the feed anew: deadlines change by the day.
const refreshEvery = "PT6H"

// longestSummary is in letters: what a phone shows of an event.
const longestSummary = 80

// Calendar writes an iCalendar feed (RFC 5545) that shows every Entry as an event of a whole day, its due day, by rising
// days. name is the board's. The UID of an event stays the same while its deadline, title or state changes, so that
// calendars move it; of two Entries of the same Work the one due first is shown. now is when the feed was made.
func Calendar(name string, entries []Entry, now time.Time) ([]byte, error) {
	cal := ics.NewCalendarFor("dondoc")
	cal.SetProductId("-//dondoc//Don doc//VI")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	title := cut(viet.Squeeze(tidy(name)), longestKey)
	cal.SetName(title)
	cal.SetXWRCalName(title)
	cal.SetXWRTimezone("Asia/Ho_Chi_Minh")
	cal.SetRefreshInterval(refreshEvery)
	cal.SetXPublishedTTL(refreshEvery)

	seen := map[string]bool{}
	for _, e := range byDay(entries) {
		uid := uidOf(e.Work)
		if seen[uid] {
			continue
		}
		seen[uid] = true
		addEvent(cal, uid, &e, now)
	}
	var b bytes.Buffer
	if err := cal.SerializeTo(&b, ics.WithNewLineWindows); err != nil {
		return nil, fmt.Errorf("report: write calendar: %w", err)
	}
	return b.Bytes(), nil
}

// byDay returns the Entries that a calendar can show, by rising days and else in their order.
func byDay(entries []Entry) []Entry {
	var shown []Entry
	for _, e := range entries {
		d, ok := viet.NewDate(e.Due.Year, int(e.Due.Month), e.Due.Day)
		if ok && d.Year <= lastYear {
			shown = append(shown, e)
		}
	}
	slices.SortStableFunc(shown, func(a, b Entry) int { return a.Due.Compare(b.Due) })
	return shown
}

// uidOf names a Work for good. IDs may hold anything, so that they are hashed.
func uidOf(w reminders.Work) string {
	sum := sha256.Sum256([]byte(w.Milestone + "\x00" + w.Agency + "\x00" + w.Due.String()))
	return hex.EncodeToString(sum[:16]) + "@dondoc"
}

func addEvent(cal *ics.Calendar, uid string, e *Entry, now time.Time) {
	event := cal.AddEvent(uid)
	event.SetDtStampTime(now)
	event.SetProperty(ics.ComponentPropertyDtStart, icalDay(e.Due), ics.WithValue("DATE"))
	event.SetProperty(ics.ComponentPropertyDtEnd, icalDay(e.Due.AddDays(1)), ics.WithValue("DATE"))
	event.SetSummary(summary(e))
	if text := description(e); text != "" {
		event.SetDescription(text)
	}
	status := ics.ObjectStatusConfirmed
	if e.State == reminders.Cancelled {
		status = ics.ObjectStatusCancelled
	}
	event.SetStatus(status)
	// A deadline does not make anybody busy.
	event.SetTimeTransparency(ics.TransparencyTransparent)
}

func icalDay(d viet.Date) string {
	return fmt.Sprintf("%04d%02d%02d", d.Year, int(d.Month), d.Day)
}

// summary says first what ends reminders: an event of iCalendar cannot be "done".
func summary(e *Entry) string {
	title := cut(cmp.Or(viet.Squeeze(tidy(e.Title)), "Nhiệm vụ"), longestSummary)
	switch e.State {
	case reminders.Done:
		return "✓ Hoàn thành: " + title
	case reminders.Cancelled:
		return "✗ Đã hủy: " + title
	case reminders.Extended:
		return "Hạn (đã gia hạn): " + title
	}
	return "Hạn: " + title
}

func description(e *Entry) string {
	var lines []string
	add := func(label, s string) {
		if s = cut(viet.Squeeze(tidy(s)), longestText); s != "" {
			lines = append(lines, label+": "+s)
		}
	}
	add("Nhiệm vụ", e.Title)
	add("Cơ quan", e.Work.Agency)
	add("Văn bản", e.Document)
	add("Mục", e.Section)
	add("Thời hạn", e.Phrase)
	add("Trạng thái", StateWord(e.State))
	add("Gia hạn đến", dayText(e.Until))
	add("Số báo cáo", e.Report)
	return strings.Join(lines, "\n")
}
