package report

import (
	"strings"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// linesAbove is how far down the headers may stand, below a title.
const linesAbove = 20

// header says in which cell of a line which of columns stands.
type header struct {
	index int   // of the line
	cells []int // for each of columns the cell, -1 for none
	twice []int // columns that stand twice
}

func (h header) known() int {
	n := 0
	for _, c := range h.cells {
		if c >= 0 {
			n++
		}
	}
	return n
}

// findHeader returns the first of the upper lines that has all required columns; else, not whole, the one with the
// most columns of ours.
func findHeader(lines []line) (best header, whole bool) {
	for i := range lines[:min(len(lines), linesAbove)] {
		if lines[i].torn {
			continue
		}
		h := headerOf(i, lines[i].cells)
		if len(h.missing()) == 0 {
			return h, true
		}
		if h.known() > best.known() {
			best = h
		}
	}
	return best, false
}

func headerOf(index int, cells []string) header {
	h := header{index: index, cells: make([]int, len(columns))}
	for i, c := range columns {
		h.cells[i] = -1
		for at, cell := range cells {
			switch {
			case headerKey(cell) != headerKey(c.header):
			case h.cells[i] >= 0:
				h.twice = append(h.twice, i)
			default:
				h.cells[i] = at
			}
		}
	}
	return h
}

// headerKey makes headers alike that differ in case, marks or blanks.
func headerKey(s string) string { return viet.Fold(viet.Squeeze(tidy(s))) }

// missing are the headers of required columns that are not there.
func (h header) missing() []string {
	var names []string
	for i, c := range columns {
		if c.required && (h.cells == nil || h.cells[i] < 0) {
			names = append(names, "“"+c.header+"”")
		}
	}
	return names
}

// changesOf reads all lines below the headers. With any fault there are no Changes.
func changesOf(lines []line) ([]Change, error) {
	h, whole := findHeader(lines)
	if !whole {
		return nil, refuse("thiếu cột %s; hãy giữ nguyên hàng tiêu đề của tệp đã xuất", strings.Join(h.missing(), ", "))
	}
	faults := &ImportError{}
	for _, i := range h.twice {
		faults.add(lines[h.index].number, "cột “%s” có hai lần; hãy để lại một cột", columns[i].header)
	}
	var changes []Change
	first := map[reminders.Work]int{} // the line that a Work stands in
	for _, l := range lines[h.index+1:] {
		if !l.torn && blank(l.cells) {
			continue
		}
		if len(changes) == MaxRows {
			return nil, tooManyRows()
		}
		c := h.change(l, faults)
		if at, again := first[c.Work]; again && c.Work.Milestone != "" && c.Work.Agency != "" {
			faults.add(l.number, "trùng với dòng %d: cùng mã mốc, cơ quan và kỳ; hãy để lại một dòng", at)
		} else {
			first[c.Work] = l.number
		}
		changes = append(changes, c)
	}
	if len(changes) == 0 {
		faults.add(0, "không có dòng nào dưới hàng tiêu đề; hãy điền ít nhất một dòng")
	}
	if err := faults.found(); err != nil {
		return nil, err
	}
	return changes, nil
}

func blank(cells []string) bool {
	for _, c := range cells {
		if tidy(c) != "" {
			return false
		}
	}
	return true
}

// change reads one line and notes its faults.
func (h header) change(l line, faults *ImportError) Change {
	c := Change{Line: l.number}
	if l.torn {
		faults.add(l.number, "%s nằm ngoài bảng hoặc quá dài; hãy xóa dòng này hoặc viết gọn lại", quote(strings.Join(l.cells, " ")))
		return c
	}
	before := faults.count()
	for i := range columns {
		at := h.cells[i]
		if at < 0 || columns[i].set == nil {
			continue
		}
		cell := ""
		if at < len(l.cells) {
			cell = unguard(tidy(l.cells[at]))
		}
		if err := columns[i].set(&c, cell); err != nil {
			faults.add(l.number, "cột “%s”: %v", columns[i].header, err)
		}
	}
	if c.State == reminders.Extended && c.Until.IsZero() && faults.count() == before {
		faults.add(l.number, "trạng thái Gia hạn cần có ngày ở cột “Gia hạn đến”; hãy điền ngày, hoặc ghi Đang thực hiện")
	}
	return c
}
