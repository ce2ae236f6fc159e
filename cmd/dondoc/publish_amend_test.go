package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/cmd/dondoc/store"
	"dondoc/corpus"
	"dondoc/corpus/edits"
	"dondoc/corpus/viet"
	"dondoc/knowledge/library"
	"dondoc/reminders"
)

// amendWorld is a server with a board that hears of the chores.
type amendWorld struct {
	*server
	t            *testing.T
	conversation *bot.Conversation
}

func newAmendWorld(t *testing.T, url string) *amendWorld {
	s, conversation := openServer(t, url)
	name := editionsUnderFire[0].lead
	_, err := s.db.AddBoards(t.Context(), []store.NewBoard{{
		Board: reminders.Board{Name: reminders.BoardName(name), Agency: name},
		Subscriber: reminders.Subscriber{
			Channel: "telegram", Chat: "7", Rule: reminders.DefaultRule(), Follows: []reminders.Follow{{Kind: reminders.FollowAgency, Value: name}},
			Since: time.Date(2026, 1, 1, 0, 0, 0, 0, viet.Hanoi),
		},
	}})
	mustDo(t, err)
	return &amendWorld{s, t, conversation}
}

// says asks and returns the last reply.
func (w *amendWorld) says(question string) bot.Reply {
	w.t.Helper()
	chat := bot.Chat{Channel: "web", ID: "amend"}
	replies, err := w.conversation.Handle(w.t.Context(), bot.Message{Chat: chat, Sender: "amend", Text: question, At: time.Now(), Noticed: true})
	mustDo(w.t, err)
	return replies[len(replies)-1]
}

// wantCorrected expects the corrected deadline in the answer, the citation and the plan of reminders.
func (w *amendWorld) wantCorrected() {
	w.t.Helper()
	r := w.says(chores[0] + " của trụ sở số 1 ai chủ trì, hạn khi nào?")
	has(w.t, r.Text.String(), fmt.Sprintf("14/08/%d", nextYear), "hiệu chỉnh", "Công văn 12")
	if len(r.Citations) == 0 || !strings.Contains(r.Citations[0].Amended, "hiệu chỉnh") || !strings.Contains(r.Citations[0].Quote, fmt.Sprintf("Tháng 6/%d", nextYear)) {
		w.t.Errorf("the citation does not say what was corrected: %+v", r.Citations)
	}
	snapshot, err := w.office.Snapshot(w.t.Context())
	mustDo(w.t, err)
	due := map[string]bool{}
	for m := range reminders.Simulate(w.t.Context(), snapshot, viet.Date{Year: nextYear, Month: 6, Day: 1}, viet.Date{Year: nextYear, Month: 8, Day: 20}) {
		for _, i := range m.Notice.Items {
			if strings.Contains(i.Task.Title, chores[0]) && strings.Contains(i.Task.Title, "số 1") {
				due[i.Due.String()] = true
			}
		}
	}
	if len(due) != 1 || !due[fmt.Sprintf("%d-08-14", nextYear)] {
		w.t.Errorf("reminded of %v, want the corrected day alone", due)
	}
}

// TestCorrectedDeadline: it changes the answer, the reminders and the citation, survives a reload, is told to the board
// concerned, and goes with a rollback.
func TestCorrectedDeadline(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, url string) {
		w := newAmendWorld(t, url)
		e := editionsUnderFire[0]
		mustDo(t, w.versions.Publish(t.Context(), loadEdition(t, w.versions, e), 0, ""))
		var anchors []edits.Anchor
		for _, task := range w.versions.InForce().Corpus.Tasks {
			if strings.Contains(task.Text, chores[0]+" của trụ sở số 1") {
				anchors = w.versions.InForce().Applied.Anchors(task.ID)
			}
		}
		edit, err := edits.New(edits.Edit{
			Kind: edits.ChangeTask, At: time.Now(), By: "Nguyễn Văn A", Reason: "Công văn 12", Anchors: anchors,
			Task: &edits.TaskFields{Milestones: &[]edits.Milestone{{Phrase: fmt.Sprintf("trước ngày 15/8/%d", nextYear)}}},
		})
		mustDo(t, err)
		v, err := w.versions.Edit(t.Context(), edit)
		mustDo(t, err)
		r, err := w.versions.Review(t.Context(), v.ID, nil)
		mustDo(t, err)
		if len(r.Boards) != 1 || r.Boards[0].Moved != 1 || r.Boards[0].New+r.Boards[0].Gone > 0 {
			t.Errorf("boards concerned are %+v, want one with one deadline that moved", r.Boards)
		}
		mustDo(t, w.versions.Publish(t.Context(), v.ID, 0, ""))
		w.wantCorrected()
		w.wantTold()

		reload := e.files()
		reload[0].Content = []byte(strings.Replace(string(reload[0].Content), "1\t"+chores[0], "1\tDọn kho giấy cũ\tBộ Công an\tNăm sau\n2\t"+chores[0], 1))
		again, err := w.versions.Load(t.Context(), []corpus.File{reload[0]}, library.LoadOptions{Origin: library.OriginConsole}, nil)
		mustDo(t, err)
		mustDo(t, w.versions.Publish(t.Context(), again.Version, 0, ""))
		w.wantCorrected()

		for range 2 {
			_, err = w.versions.Rollback(t.Context(), 0, "thử")
			mustDo(t, err)
		}
		if text := w.says(chores[0] + " của trụ sở số 1 ai chủ trì, hạn khi nào?").Text.String(); strings.Contains(text, "hiệu chỉnh") || !strings.Contains(text, fmt.Sprintf("30/06/%d", nextYear)) {
			t.Errorf("rolled back, the answer is still corrected: %s", text)
		}
	})
}

// wantTold expects that the board's next message tells of the deadline that moved.
func (w *amendWorld) wantTold() {
	w.t.Helper()
	all, err := w.db.Everything(w.t.Context())
	mustDo(w.t, err)
	for _, c := range all.Changes {
		if c.Kind == reminders.KindMoved && c.Due.String() == fmt.Sprintf("%d-08-14", nextYear) && c.Was == fmt.Sprintf("Tháng 6/%d", nextYear) {
			return
		}
	}
	w.t.Errorf("nobody is told that the deadline moved: %+v", all.Changes)
}
