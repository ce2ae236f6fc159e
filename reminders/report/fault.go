package report

import (
	"errors"
	"fmt"
	"strings"

	"dondoc/reminders"
)

// Fault is one thing in a file that has to be put right.
type Fault struct {
	Line int    // as of a Change; 0 for the whole file
	Text string // what is wrong and what to do, for people
}

// mostFaults is how many Faults are told at once: nobody reads more.
const mostFaults = 10

// ImportError says why a file was not imported: the first ten Faults, and how many More there are. Its text is for the
// person who sent the file. It is a reminders.ErrInvalid.
type ImportError struct {
	Faults []Fault
	More   int
}

func (e *ImportError) Error() string {
	const nothing = "Chưa ghi nhận thay đổi nào"
	if e.count() == 1 && e.Faults[0].Line == 0 {
		return nothing + ": " + e.Faults[0].Text + "."
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s vì tệp có %d chỗ cần sửa:", nothing, e.count())
	for _, f := range e.Faults {
		b.WriteString("\n- ")
		if f.Line > 0 {
			fmt.Fprintf(&b, "Dòng %d: ", f.Line)
		}
		b.WriteString(f.Text)
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "\n- … và %d chỗ khác", e.More)
	}
	b.WriteString("\nSửa xong, hãy gửi lại cả tệp.")
	return b.String()
}

func (e *ImportError) Unwrap() error { return reminders.ErrInvalid }

// add notes a fault.
func (e *ImportError) add(line int, format string, args ...any) {
	if len(e.Faults) == mostFaults {
		e.More++
		return
	}
	e.Faults = append(e.Faults, Fault{line, fmt.Sprintf(format, args...)})
}

func (e *ImportError) count() int { return len(e.Faults) + e.More }

// found is the error, or nil when there is no fault.
func (e *ImportError) found() error {
	if len(e.Faults) == 0 {
		return nil
	}
	return e
}

// refuse is an error of one fault of the whole file.
func refuse(format string, args ...any) error {
	e := &ImportError{}
	e.add(0, format, args...)
	return e
}

var errEmpty = errors.New("để trống; hãy điền vào, nếu là ô gộp thì bỏ gộp")
