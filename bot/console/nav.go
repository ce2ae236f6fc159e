package console

import (
	"slices"
	"strings"

	"dondoc/bot/people"
)

// entry is a line of the menu.
type entry struct {
	Path   string
	Label  string
	Here   bool // the page is this one, or one below it
	Action people.Action
}

// menu is what somebody may open.
func menu(v *visit, path string) []entry {
	all := slices.Concat(
		[]entry{{Path: Base + "/", Label: "Tổng quan", Action: people.Console}},
		documentNav(),
		ownNav(),
	)
	var may []entry
	for _, e := range all {
		if v.may(e.Action) {
			e.Here = path == e.Path || e.Path != Base+"/" && strings.HasPrefix(path, e.Path+"/")
			may = append(may, e)
		}
	}
	return may
}

func ownNav() []entry {
	return []entry{
		{Path: worksPath, Label: "Việc đến hạn", Action: people.Console},
		{Path: boardsPath, Label: "Ban và nơi nhận", Action: people.Console},
		{Path: deliveriesPath, Label: "Lượt gửi", Action: people.Console},
		{Path: questionsPath, Label: "Câu hỏi cần xem", Action: people.Review},
		{Path: peoplePath, Label: "Người dùng", Action: people.People},
		{Path: codesPath, Label: "Cấp mã", Action: people.Grant},
		{Path: holidaysPath, Label: "Ngày nghỉ", Action: people.Configure},
		{Path: auditPath, Label: "Nhật ký", Action: people.AuditLog},
	}
}
