package report

import (
	"fmt"
	"strings"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// Row is one Work with its Progress, as it is exported.
type Row struct {
	Task     string // ID
	Work     reminders.Work
	Document string // how it is cited
	Section  string
	Title    string
	Phrase   string    // the document's own words for the deadline
	Due      viet.Date // the day in force; zero when the phrase gives none
	State    reminders.State
	Report   string // number of the report
	Note     string
	Until    viet.Date // the day to which it was extended; zero if it was not
	By       string    // display name of who said so; may be ""
	At       time.Time // when; zero when nobody has said anything
}

// Change is what one line of an imported table says of a Work. A column that the file does not have is no
// statement: what is stored stays.
type Change struct {
	Line int // of a text its line, of a workbook the row of the sheet; from 1
	Work reminders.Work

	State  reminders.State
	Report string
	Note   string
	Until  viet.Date // zero for none
	At     time.Time // zero for none; to the minute

	HasReport, HasNote, HasUntil, HasAt bool // the file has the column
}

// Bounds of cells, in letters, well above what people can send to the program. All of a Row together stays within
// what docfile reads as one line (docfile.MaxText).
const (
	longestKey    = 300
	longestReport = 200
	longestNote   = 4096
	longestText   = 1000 // of what is exported for reading only
)

// column is one column of the table, in both directions.
type column struct {
	header   string
	width    float64                     // in a workbook, in letters
	value    func(*Row) any              // a string, a viet.Date or a time.Time
	longest  int                         // letters of a string
	exact    bool                        // too long a string is an error, not cut
	required bool                        // no import without it
	set      func(*Change, string) error // reads a tidy cell; nil: ignored. The error is a clause for people.
}

const headerOfStates = "Trạng thái"

// columns are those of an export, in their order. An import finds them by their header.
var columns = []column{
	{header: "Mã nhiệm vụ", width: 14, longest: longestKey, value: func(r *Row) any { return r.Task }},
	{
		header: "Mã mốc", width: 14, longest: longestKey, exact: true, required: true,
		value: func(r *Row) any { return r.Work.Milestone },
		set:   func(c *Change, s string) error { return setKey(&c.Work.Milestone, s) },
	},
	{
		header: "Kỳ", width: 12, // which occurrence of a recurring Task; empty for any other
		value: func(r *Row) any { return r.Work.Due },
		set:   func(c *Change, s string) error { return setDay(&c.Work.Due, s) },
	},
	{header: "Văn bản", width: 22, longest: longestText, value: func(r *Row) any { return r.Document }},
	{header: "Mục", width: 10, longest: longestText, value: func(r *Row) any { return r.Section }},
	{header: "Nhiệm vụ", width: 60, longest: longestText, value: func(r *Row) any { return r.Title }},
	{
		header: "Cơ quan", width: 32, longest: longestKey, exact: true, required: true,
		value: func(r *Row) any { return r.Work.Agency },
		set:   func(c *Change, s string) error { return setKey(&c.Work.Agency, s) },
	},
	{header: "Thời hạn ghi trong văn bản", width: 26, longest: longestText, value: func(r *Row) any { return r.Phrase }},
	{header: "Hạn", width: 12, value: func(r *Row) any { return r.Due }},
	{
		header: headerOfStates, width: 16, longest: longestKey, required: true,
		value: func(r *Row) any { return StateWord(r.State) },
		set:   setState,
	},
	{
		header: "Số báo cáo", width: 20, longest: longestReport, exact: true,
		value: func(r *Row) any { return r.Report },
		set: func(c *Change, s string) error {
			c.HasReport = true
			return setText(&c.Report, s, longestReport)
		},
	},
	{
		header: "Ghi chú", width: 40, longest: longestNote, exact: true,
		value: func(r *Row) any { return r.Note },
		set: func(c *Change, s string) error {
			c.HasNote = true
			return setText(&c.Note, s, longestNote)
		},
	},
	{
		header: "Gia hạn đến", width: 12,
		value: func(r *Row) any { return r.Until },
		set: func(c *Change, s string) error {
			c.HasUntil = true
			return setDay(&c.Until, s)
		},
	},
	{header: "Người cập nhật", width: 22, longest: longestText, value: func(r *Row) any { return r.By }},
	{
		header: "Cập nhật lúc", width: 17,
		value: func(r *Row) any { return r.At },
		set: func(c *Change, s string) error {
			c.HasAt = true
			return setMoment(&c.At, s)
		},
	},
}

// stateWords are the states as people read and write them.
var stateWords = []struct {
	state reminders.State
	word  string
}{
	{reminders.NotStarted, "Chưa bắt đầu"},
	{reminders.InProgress, "Đang thực hiện"},
	{reminders.Done, "Hoàn thành"},
	{reminders.Extended, "Gia hạn"},
	{reminders.Cancelled, "Đã hủy"},
}

// StateWord returns the Vietnamese word for a state. The zero State, of which nobody has said anything, reads as
// not started; for an unknown one it returns "".
func StateWord(s reminders.State) string {
	if s == "" {
		s = reminders.NotStarted
	}
	for _, w := range stateWords {
		if w.state == s {
			return w.word
		}
	}
	return ""
}

// wordsOfStates lists what may stand in the column of states.
func wordsOfStates() []string {
	words := make([]string, len(stateWords))
	for i, w := range stateWords {
		words[i] = w.word
	}
	return words
}

// setState is blind to case and to missing marks; "huỷ" is "hủy".
func setState(c *Change, s string) error {
	if s == "" {
		return errEmpty
	}
	for _, w := range stateWords {
		if viet.Fold(w.word) == viet.Fold(viet.Squeeze(s)) {
			c.State = w.state
			return nil
		}
	}
	return fmt.Errorf("không có trạng thái %s; hãy ghi một trong các từ: %s", quote(s), strings.Join(wordsOfStates(), ", "))
}

func setKey(to *string, s string) error {
	if s == "" {
		return errEmpty
	}
	return setText(to, viet.Squeeze(s), longestKey)
}

func setText(to *string, s string, longest int) error {
	if n := len([]rune(s)); n > longest {
		return fmt.Errorf("dài %d ký tự, tối đa %d; hãy viết gọn lại", n, longest)
	}
	*to = s
	return nil
}

func setDay(to *viet.Date, s string) error {
	if s == "" {
		return nil
	}
	d, ok := parseDay(s)
	if !ok {
		return fmt.Errorf("%s không phải là ngày có thật; hãy ghi ngày/tháng/năm, ví dụ 31/05/2023", quote(s))
	}
	*to = d
	return nil
}

func setMoment(to *time.Time, s string) error {
	if s == "" {
		return nil
	}
	t, ok := parseMoment(s)
	if !ok {
		return fmt.Errorf("%s không phải là thời điểm có thật; hãy ghi ngày/tháng/năm giờ:phút, ví dụ 31/05/2023 08:15", quote(s))
	}
	*to = t
	return nil
}
