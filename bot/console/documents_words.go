package console

import (
	"fmt"
	"net/url"
	"strings"

	"dondoc/corpus"
	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
)

// docWords are the words and addresses that the pages of documents share. Their data embed it, so that templates can
// call its methods.
type docWords struct{}

var statusWords = map[corpus.Status]string{
	corpus.InForce: "Còn hiệu lực", corpus.Draft: "Dự thảo", corpus.Superseded: "Đã bị thay thế", corpus.Reference: "Tài liệu tham khảo",
}

// Status words how far a document binds.
func (docWords) Status(s corpus.Status) string { return statusWords[s] }

// StatusBadge is the class of its badge.
func (docWords) StatusBadge(s corpus.Status) string {
	return map[corpus.Status]string{corpus.InForce: "good", corpus.Draft: "warn", corpus.Superseded: "bad"}[s]
}

// State words where a version stands.
func (docWords) State(s library.State) string {
	return map[library.State]string{
		library.Candidate: "Đang chờ công bố", library.InForce: "Đang dùng", library.Former: "Đã từng dùng",
		library.Replaced: "Đã có bản sau", library.Discarded: "Đã bỏ",
	}[s]
}

// StateBadge is the class of its badge.
func (docWords) StateBadge(s library.State) string {
	return map[library.State]string{library.Candidate: "warn", library.InForce: "good", library.Former: "info"}[s]
}

// Origin words how a version came.
func (docWords) Origin(o string) string {
	return map[string]string{
		library.OriginShipped: "có sẵn trong chương trình", library.OriginChat: "nạp qua tin nhắn", library.OriginConsole: "nạp ở trang này",
		library.OriginCommand: "nạp bằng dòng lệnh", library.OriginEdit: "hiệu chỉnh",
	}[o]
}

// PublicationKind words how a version came into force.
func (docWords) PublicationKind(k library.Kind) string {
	if k == library.Rollback {
		return "Quay về"
	}
	return "Công bố"
}

// doubtKinds are the kinds of doubts in the order in which they are listed.
var doubtKinds = []corpus.DoubtKind{
	corpus.DeadlineDoubt, corpus.AgencyDoubt, corpus.ConflictDoubt, corpus.TableDoubt, corpus.OtherDoubt,
}

// doubtKindOf puts what has no kind among the others.
func doubtKindOf(k corpus.DoubtKind) corpus.DoubtKind {
	for _, known := range doubtKinds {
		if k == known {
			return k
		}
	}
	return corpus.OtherDoubt
}

// DoubtKind words what a doubt is about.
func (docWords) DoubtKind(k corpus.DoubtKind) string {
	return map[corpus.DoubtKind]string{
		corpus.DeadlineDoubt: "Thời hạn", corpus.AgencyDoubt: "Cơ quan", corpus.ConflictDoubt: "Mâu thuẫn",
		corpus.TableDoubt: "Bảng biểu", corpus.OtherDoubt: "Nội dung khác",
	}[doubtKindOf(k)]
}

// Change words how something stands to the other version.
func (docWords) Change(k review.ChangeKind) string {
	return map[review.ChangeKind]string{review.New: "Mới", review.Changed: "Thay đổi", review.Gone: "Không còn", review.Same: "Giữ nguyên"}[k]
}

// ChangeBadge is the class of its badge.
func (docWords) ChangeBadge(k review.ChangeKind) string {
	return map[review.ChangeKind]string{review.New: "good", review.Changed: "warn", review.Gone: "bad"}[k]
}

// Field words the name of a fact of a task, as a review or an amendment has it.
func (docWords) Field(name string) string {
	return map[string]string{
		review.TitleField: "Tên nhiệm vụ", review.TextField: "Nội dung", review.LeadField: "Chủ trì", review.CoordinatingField: "Phối hợp",
		review.MilestonesField: "Thời hạn", review.RecurringField: "Chu kỳ", review.DeliverableField: "Sản phẩm",
		review.SectionField: "Mục", review.DocumentField: "Văn bản", "status": "Trạng thái", "merged": "Gộp nhiệm vụ", "split": "Tách nhiệm vụ",
	}[name]
}

// VersionPath is the address of a version's report.
func (docWords) VersionPath(id int64) string { return versionPath(id) }

// DocumentPath is the address of a document of a version.
func (docWords) DocumentPath(version int64, document string) string {
	return documentPath(version, document)
}

// TaskPath is the address at which a task is corrected.
func (docWords) TaskPath(id string) string { return taskPath(id) }

const (
	documentsPath = Base + "/van-ban"
	doubtsPath    = Base + "/diem"
	tasksPath     = Base + "/nhiem-vu"
)

func versionPath(id int64) string { return fmt.Sprintf("%s/ban/%d", documentsPath, id) }

func documentPath(version int64, document string) string {
	return versionPath(version) + "/doc/" + url.PathEscape(document)
}

func taskPath(id string) string { return tasksPath + "/sua?viec=" + url.QueryEscape(id) }

// passagePath is the address of a passage in its document.
func passagePath(l *looked, passage string) string {
	at, ok := l.passages[passage]
	if !ok {
		return ""
	}
	p := &l.ed.Corpus.Passages[at]
	page := l.within[passage]/pagePassages + 1
	return fmt.Sprintf("%s?trang=%d#%s", documentPath(l.ed.Version.ID, p.Document), page, anchorOf(passage))
}

// anchorOf is the name of a passage on its page.
func anchorOf(passage string) string {
	_, number, _ := strings.Cut(passage, "#")
	return "p" + number
}

// milestoneWords are the deadlines of a task, as people read them.
func milestoneWords(m corpus.Milestone) string {
	words := m.Phrase
	if m.Label != "" {
		words = m.Label + ": " + words
	}
	return words
}

// reading says which days a deadline stands for.
func reading(m corpus.Milestone) string {
	switch {
	case m.Due.IsZero() && m.Start.IsZero():
		return ""
	case m.Due.IsZero():
		return "từ " + m.Start.Vietnamese()
	}
	return "chậm nhất " + m.Due.Vietnamese()
}

// Nth is a position as people count.
func (docWords) Nth(i int) int { return i + 1 }
