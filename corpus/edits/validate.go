package edits

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

// ErrInvalid means that an Edit is not one that can be kept. The error itself says why in Vietnamese.
var ErrInvalid = errors.New("edits: invalid")

// invalid is a sentence for whoever made the Edit.
type invalid string

func (e invalid) Error() string { return string(e) }

func (e invalid) Is(target error) bool { return target == ErrInvalid }

func invalidf(format string, args ...any) error { return invalid(fmt.Sprintf(format, args...)) }

// Bounds of what an Edit holds: in letters, else in pieces.
const (
	mostTitle      = 500
	mostText       = 20_000
	mostReason     = 1_000
	mostName       = 240
	mostPhrase     = 300
	mostWords      = 200 // of an ID, a section, a fingerprint
	mostNames      = 100
	mostMilestones = 50
	mostAnchors    = 50
	mostParts      = 50
)

// Validate reports what keeps an Edit from being kept, as a sentence for the person who made it; the error is ErrInvalid.
// It does not know the documents: whether the Edit fits them, Apply tells.
func (e *Edit) Validate() error {
	year := e.At.UTC().Year()
	switch {
	case !isIdentifier(e.ID):
		return invalidf("Hiệu chỉnh thiếu mã định danh.")
	case e.At.IsZero() || year < 2000 || year > 9000:
		return invalidf("Hiệu chỉnh thiếu thời điểm thực hiện.")
	}
	if err := errors.Join(checkLine("Tên người hiệu chỉnh", e.By, mostName), checkLine("Lý do", e.Reason, mostReason), checkLine("Mã văn bản", e.Document, mostWords), checkLine("Mã văn bản", e.Of, mostWords)); err != nil {
		return firstOf(err)
	}
	if len(e.Anchors) > mostAnchors {
		return invalidf("Mỗi lần hiệu chỉnh tối đa %d nhiệm vụ.", mostAnchors)
	}
	for i := range e.Anchors {
		if err := e.Anchors[i].check(); err != nil {
			return err
		}
	}
	if err := e.checkNothingElse(); err != nil {
		return err
	}
	switch e.Kind {
	case ChangeTask, MergeTasks, SplitTask:
		return e.checkTasks()
	case SettleDoubt:
		if e.Doubt == nil || e.Doubt.Words == "" {
			return invalidf("Chưa chọn điểm cần xác minh.")
		}
		return checkLine("Mã điểm cần xác minh", e.Doubt.Words, mostWords)
	case AddAlias:
		return e.Alias.check()
	case SetDocument:
		if e.Document == "" {
			return invalidf("Chưa chọn văn bản.")
		}
		return e.Status.check()
	}
	return invalidf("Loại hiệu chỉnh “%.40s” không có.", strings.ToValidUTF8(string(e.Kind), "?"))
}

// firstOf is the first of errors that were joined: one thing at a time.
func firstOf(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()[0]
	}
	return err
}

// checkNothingElse refuses fields that the kind does not use: they would be kept unseen.
func (e *Edit) checkNothingElse() error {
	ofTask := e.Kind == ChangeTask || e.Kind == MergeTasks || e.Kind == SplitTask
	if !ofTask && len(e.Anchors) > 0 || e.Task != nil && e.Kind != ChangeTask && e.Kind != MergeTasks || len(e.Parts) > 0 && e.Kind != SplitTask ||
		e.Doubt != nil && e.Kind != SettleDoubt || e.Alias != nil && e.Kind != AddAlias || e.Status != nil && e.Kind != SetDocument {
		return invalidf("Hiệu chỉnh có nội dung không đúng với loại của nó.")
	}
	return nil
}

// checkTasks checks what changes tasks.
func (e *Edit) checkTasks() error {
	switch {
	case len(e.Anchors) == 0:
		return invalidf("Chưa chọn nhiệm vụ.")
	case e.Kind == ChangeTask && (e.Task == nil || *e.Task == TaskFields{}):
		return invalidf("Chưa có nội dung nào được hiệu chỉnh.")
	case e.Kind == MergeTasks && len(e.Anchors) < 2:
		return invalidf("Cần chọn ít nhất hai nhiệm vụ để gộp.")
	case e.Kind == SplitTask && len(e.Parts) < 2:
		return invalidf("Cần ít nhất hai phần để tách nhiệm vụ.")
	case len(e.Parts) > mostParts:
		return invalidf("Một nhiệm vụ chỉ tách được thành tối đa %d phần.", mostParts)
	}
	if e.Kind == MergeTasks {
		for i, a := range e.Anchors {
			if slices.ContainsFunc(e.Anchors[:i], func(b Anchor) bool { return sameTask(a, b) }) {
				return invalidf("Một nhiệm vụ không thể gộp với chính nó.")
			}
		}
	}
	if e.Task != nil {
		if err := e.Task.check(); err != nil {
			return err
		}
	}
	for i := range e.Parts {
		if err := e.Parts[i].check(); err != nil {
			return err
		}
		if e.Parts[i].Title == nil && e.Parts[i].Text == nil {
			return invalidf("Phần thứ %d chưa có nội dung.", i+1)
		}
	}
	return nil
}

func (f *TaskFields) check() error {
	if f.Title != nil {
		if err := checkFilled("Tên nhiệm vụ", *f.Title, mostTitle); err != nil {
			return err
		}
	}
	if f.Text != nil {
		if err := checkFilled("Nội dung nhiệm vụ", *f.Text, mostText); err != nil {
			return err
		}
	}
	if err := errors.Join(checkNames("Cơ quan chủ trì", f.Lead), checkNames("Cơ quan phối hợp", f.Coordinating)); err != nil {
		return firstOf(err)
	}
	if f.Milestones == nil {
		return nil
	}
	if *f.Milestones == nil || len(*f.Milestones) > mostMilestones {
		return invalidf("Một nhiệm vụ có tối đa %d mốc thời hạn.", mostMilestones)
	}
	for _, m := range *f.Milestones {
		if err := m.check(); err != nil {
			return err
		}
	}
	return nil
}

// checkNames checks a list that may be empty, but not missing: as JSON that would be none at all.
func checkNames(what string, names *[]string) error {
	switch {
	case names == nil:
		return nil
	case *names == nil || len(*names) > mostNames:
		return invalidf("%s: tối đa %d cơ quan.", what, mostNames)
	}
	for _, name := range *names {
		if err := checkFilled(what, name, mostName); err != nil {
			return err
		}
	}
	return nil
}

func (m Milestone) check() error {
	if err := errors.Join(checkFilled("Thời hạn", m.Phrase, mostPhrase), checkLine("Tên mốc", m.Label, mostPhrase)); err != nil {
		return firstOf(err)
	}
	return checkSpan(m.Start, m.Due)
}

// checkSpan checks that two days, where there are both, follow each other.
func checkSpan(from, until viet.Date) error {
	for _, d := range []viet.Date{from, until} {
		if _, ok := viet.NewDate(d.Year, int(d.Month), d.Day); !d.IsZero() && (!ok || d.Year < 1900 || d.Year > 2999) {
			return invalidf("Ngày %s không có trong lịch.", d.Vietnamese())
		}
	}
	if !from.IsZero() && !until.IsZero() && until.Before(from) {
		return invalidf("Ngày kết thúc %s đứng trước ngày bắt đầu %s.", until.Vietnamese(), from.Vietnamese())
	}
	return nil
}

func (a *Anchor) check() error {
	if a.Document == "" || a.Words == "" || a.Nth < 0 || a.Alike < 0 {
		return invalidf("Chưa xác định được nhiệm vụ.")
	}
	if err := errors.Join(checkLine("Mã văn bản", a.Document, mostWords), checkLine("Mã văn bản", a.Of, mostWords), checkLine("Mục", a.Section, mostText),
		checkLine("Mã nội dung", a.Words, mostWords), checkLine("Mã phần", a.Part, mostWords)); err != nil {
		return firstOf(err)
	}
	return nil
}

func (a *Alias) check() error {
	if a == nil {
		return invalidf("Chưa có tên gọi khác của cơ quan.")
	}
	if err := errors.Join(checkAgency("Tên cơ quan", a.Agency), checkAgency("Tên gọi khác", a.Alias)); err != nil {
		return firstOf(err)
	}
	if aliasKey(a.Agency) == aliasKey(a.Alias) {
		return invalidf("Tên gọi khác trùng với tên cơ quan.")
	}
	return nil
}

// checkAgency refuses what a line of the registry's file cannot hold.
func checkAgency(what, name string) error {
	if err := checkFilled(what, name, mostName); err != nil {
		return err
	}
	const mostSyllables = 32 // what the registry matches
	words := len(viet.Tokenize(name))
	switch {
	case words == 0 || words > mostSyllables:
		return invalidf("%s cần có từ 1 đến %d tiếng.", what, mostSyllables)
	case strings.ContainsAny(name, "|;") || strings.HasPrefix(name, "#") || strings.HasPrefix(name, "="):
		return invalidf("%s không được chứa dấu “|”, “;” và không bắt đầu bằng “#”, “=”.", what)
	}
	return nil
}

func (s *Standing) check() error {
	switch {
	case s == nil || *s == Standing{}:
		return invalidf("Chưa chọn trạng thái hay ngày hiệu lực của văn bản.")
	case s.Status != "" && statusWords[s.Status] == "":
		return invalidf("Trạng thái này không có.")
	case s.ReplacedBy != "" && s.Status != corpus.Superseded:
		return invalidf("Chỉ văn bản bị thay thế mới có văn bản thay thế.")
	}
	if err := checkLine("Văn bản thay thế", s.ReplacedBy, mostTitle); err != nil {
		return err
	}
	return checkSpan(s.From, s.Until)
}

func checkFilled(what, s string, most int) error {
	if strings.TrimSpace(s) == "" {
		return invalidf("%s không được để trống.", what)
	}
	return checkLine(what, s, most)
}

// checkLine refuses what is no single line of visible letters.
func checkLine(what, s string, most int) error {
	switch n := utf8.RuneCountInString(s); {
	case n > most:
		return invalidf("%s dài %d ký tự, tối đa %d.", what, n, most)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, isHidden):
		return invalidf("%s có ký tự xuống dòng hoặc ký tự ẩn.", what)
	}
	return nil
}

// isHidden reports characters that are not seen, or turn the order of others round.
func isHidden(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) || r == utf8.RuneError
}

// isIdentifier reports whether a string may be the ID of an Edit.
func isIdentifier(id string) bool {
	return id != "" && len(id) <= 64 && strings.Trim(id, "0123456789abcdef") == ""
}

// stamp is the moment of an Edit as it is kept.
func stamp(at time.Time) time.Time { return at.UTC().Truncate(time.Second) }
