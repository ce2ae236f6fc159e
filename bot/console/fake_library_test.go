package console_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dondoc/bot/console"
	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/edits"
	"dondoc/knowledge"
	"dondoc/knowledge/golden"
	"dondoc/knowledge/library"
	"dondoc/knowledge/library/librarytest"
	"dondoc/knowledge/review"
)

var _ console.Library = (*library.Library)(nil)

// fakeLibrary is a real Library over a Shelf in memory. It notes what is called, and fails where the fake is to.
type fakeLibrary struct {
	fake  *fake
	real  *library.Library
	shelf *librarytest.Shelf
	base  *knowledge.Base // what answers

	records []golden.Record
	boards  []review.Effect
	hold    chan struct{} // what is loaded waits for it; nil: nothing does
}

func newFakeLibrary(f *fake) *fakeLibrary {
	l := &fakeLibrary{fake: f, shelf: librarytest.NewShelf(), base: &knowledge.Base{}}
	l.real = library.New(library.Config{
		Shelf: l.shelf, Journal: l.shelf, Base: l.base, Agencies: agency.Default,
		Golden:  func(context.Context) ([]golden.Record, error) { return l.records, nil },
		Effects: func(context.Context, *corpus.Corpus, *agency.Registry) ([]review.Effect, error) { return l.boards, nil },
	})
	return l
}

func (l *fakeLibrary) Review(ctx context.Context, id int64, p library.Progress) (review.Review, error) {
	if err := l.fake.note(ctx, "review"); err != nil {
		return review.Review{}, err
	}
	return l.real.Review(ctx, id, p)
}

func (l *fakeLibrary) Diff(ctx context.Context, before, after int64, p library.Progress) (review.Review, error) {
	if err := l.fake.note(ctx, "diff"); err != nil {
		return review.Review{}, err
	}
	return l.real.Diff(ctx, before, after, p)
}

func (l *fakeLibrary) Edition(ctx context.Context, id int64, p library.Progress) (*library.Edition, error) {
	if err := l.fake.note(ctx, "edition"); err != nil {
		return nil, err
	}
	return l.real.Edition(ctx, id, p)
}

func (l *fakeLibrary) Versions(ctx context.Context) ([]library.Version, error) {
	if err := l.fake.note(ctx, "versions"); err != nil {
		return nil, err
	}
	return l.real.Versions(ctx)
}

func (l *fakeLibrary) Open(ctx context.Context) (library.Version, error) {
	if err := l.fake.note(ctx, "open candidate"); err != nil {
		return library.Version{}, err
	}
	return l.real.Open(ctx)
}

func (l *fakeLibrary) InForce() *library.Edition { return l.real.InForce() }

func (l *fakeLibrary) Load(ctx context.Context, files []corpus.File, o library.LoadOptions, p library.Progress) (review.Review, error) {
	if err := l.fake.note(ctx, "load"); err != nil {
		return review.Review{}, err
	}
	if l.hold != nil {
		p("Đọc văn bản", 3, 7)
		<-l.hold
	}
	return l.real.Load(ctx, files, o, p)
}

func (l *fakeLibrary) Edit(ctx context.Context, more ...edits.Edit) (library.Version, error) {
	if err := l.fake.note(ctx, "edit"); err != nil {
		return library.Version{}, err
	}
	return l.real.Edit(ctx, more...)
}

func (l *fakeLibrary) Withdraw(ctx context.Context, id string) (library.Version, error) {
	if err := l.fake.note(ctx, "withdraw"); err != nil {
		return library.Version{}, err
	}
	return l.real.Withdraw(ctx, id)
}

func (l *fakeLibrary) Publish(ctx context.Context, id, replaces int64, reason string) error {
	if err := l.fake.note(ctx, "publish"); err != nil {
		return err
	}
	return l.real.Publish(ctx, id, replaces, reason)
}

func (l *fakeLibrary) Rollback(ctx context.Context, replaces int64, reason string) (library.Version, error) {
	if err := l.fake.note(ctx, "rollback"); err != nil {
		return library.Version{}, err
	}
	return l.real.Rollback(ctx, replaces, reason)
}

func (l *fakeLibrary) Discard(ctx context.Context, id int64) error {
	if err := l.fake.note(ctx, "discard"); err != nil {
		return err
	}
	return l.real.Discard(ctx, id)
}

func (l *fakeLibrary) Content(ctx context.Context, id int64) (library.Content, error) {
	if err := l.fake.note(ctx, "content"); err != nil {
		return library.Content{}, err
	}
	return l.real.Content(ctx, id)
}

func (l *fakeLibrary) Publications(ctx context.Context) ([]library.Publication, error) {
	if err := l.fake.note(ctx, "publications"); err != nil {
		return nil, err
	}
	return l.real.Publications(ctx)
}

func (l *fakeLibrary) Former(ctx context.Context) (former, inForce int64, err error) {
	if err := l.fake.note(ctx, "former"); err != nil {
		return 0, 0, err
	}
	return l.real.Former(ctx)
}

// planOf is a document of our own: a plan with a row for each "what|who|with whom|when".
func planOf(number, title string, rows ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "BỘ Y TẾ\nSố: %s\nHà Nội, ngày 12 tháng 01 năm 2026\n\nKẾ HOẠCH\n%s năm 2026\n\nII. NHIỆM VỤ\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn\n", number, title)
	for i, row := range rows {
		fmt.Fprintf(&b, "%d\t%s\n", i+1, strings.ReplaceAll(row, "|", "\t"))
	}
	return b.String()
}

const (
	eyes    = "Đo thị lực thuyền viên ở các cảng phía bắc|Bộ Y tế|Bộ Quốc phòng|Tháng 6/2026"
	eyesNew = "Đo thị lực thuyền viên ở các cảng phía bắc|Bộ Y tế|Bộ Quốc phòng|Tháng 8/2026"
	pass    = "Cấp giấy qua trạm cho xe khám mắt lưu động|Bộ Công an||Tháng 8/2026"
	glasses = "Phát kính râm cho lính đảo|Bộ Y tế|Bộ Quốc phòng|Quý III/2026"
	money   = "Cấp tiền mua đèn soi và trả công người đo|Bộ Tài chính|Bộ Y tế|trước ngày 20/9/2026"
	orphan  = "Gom kính cũ về kho|||tháng 10/2026"
	posters = "Vẽ tranh hướng dẫn rửa mắt bằng nước sạch|Hoa Tiêu Bờ Tây||khi biển lặng"
	shelves = "Dựng lại giá đựng hồ sơ đo mắt|Bộ Nội vụ||Tháng 11/2026"
)

func fileOf(name, content string) corpus.File {
	return corpus.File{Name: name, Content: []byte(content)}
}

// put loads files for tests that do not look at the uploading, and returns the version.
func (l *fakeLibrary) put(files ...corpus.File) int64 {
	r, err := l.real.Load(context.Background(), files, library.LoadOptions{Origin: library.OriginConsole}, nil)
	if err != nil {
		panic(err) // the test's own documents cannot be read
	}
	return r.Version
}

func (l *fakeLibrary) publish(id int64) {
	if err := l.real.Publish(context.Background(), id, 0, "lần đầu"); err != nil {
		panic(err) // the test's own versions cannot be published
	}
}

// wantAnswer asks what answers now.
func (l *fakeLibrary) wantAnswer(t *testing.T, question, words string) {
	t.Helper()
	a, err := l.base.Answer(t.Context(), knowledge.Question{Text: question})
	if err != nil || !strings.Contains(a.Text.String(), words) {
		t.Errorf("%s\n%s\n%v\nwant %q", question, a.Text, err, words)
	}
}

// populateLibrary has one version in force and a candidate with all that there is to show.
func populateLibrary(f *fake) {
	l := f.library
	l.records = []golden.Record{{ID: "mat", Q: "Bộ Y tế đo thị lực thuyền viên khi nào xong?", Must: [][]string{{"Tháng 6/2026"}}, Answerable: true}}
	l.boards = []review.Effect{{Board: 1, Name: "Tổ công tác Sở Y tế", New: 2, Moved: 1}, {Board: 2, Name: "Ban thư ký", Gone: 1}}
	l.publish(l.put(fileOf("ke-hoach-mat.txt", planOf("31/KH-BYT", "Chăm sóc mắt cho người đi biển", eyes, pass, glasses, money, orphan))))
	l.put(
		fileOf("ke-hoach-mat.txt", planOf("31/KH-BYT", "Chăm sóc mắt cho người đi biển", eyesNew, pass, glasses, money, orphan, posters)),
		fileOf("ho-so.txt", planOf("32/KH-BYT", "Hồ sơ đo mắt", shelves)),
	)
	e, err := l.real.Open(context.Background())
	if err != nil {
		panic(err)
	}
	ed, err := l.real.Edition(context.Background(), e.ID, nil)
	if err != nil {
		panic(err)
	}
	lead := []string{"Bộ Quốc phòng"}
	edit, err := edits.New(edits.Edit{
		Kind: edits.ChangeTask, At: now, By: "Trần Thị Quản", Reason: "theo công văn đính chính",
		Anchors: ed.Applied.Anchors(taskOf(ed, "Phát kính râm").ID), Task: &edits.TaskFields{Lead: &lead},
	})
	if err != nil {
		panic(err)
	}
	if _, err := l.real.Edit(context.Background(), edit); err != nil {
		panic(err)
	}
}

// taskOf finds a task by how its title begins.
func taskOf(ed *library.Edition, title string) *corpus.Task {
	for i := range ed.Corpus.Tasks {
		if strings.HasPrefix(ed.Corpus.Tasks[i].Title, title) {
			return &ed.Corpus.Tasks[i]
		}
	}
	panic("no task begins with " + title)
}
