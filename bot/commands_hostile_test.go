package bot_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dondoc/bot"
	"dondoc/reminders"
)

// TestHostileArguments: nothing that somebody types behind a command, and nothing that a document calls a Task, gets out
// as more than a line of plain text, or costs more than a moment.
func TestHostileArguments(t *testing.T) {
	const hostile = "\u202e<b>x</b>\x00\x1b[31m\r\n`*_[a](javascript:1)"
	b := newBureau(t, paper()).in("officer")
	for i := range b.register.all.Tasks {
		task := &b.register.all.Tasks[i]
		task.Title, task.Text, task.Document, task.Section = hostile+task.Title, hostile, "9"+hostile+"/QĐ", hostile
		task.Milestones[0].Phrase, task.Milestones[0].Label = hostile, hostile
	}
	b.register.all.Boards[0].Name = hostile
	var replies []bot.Reply
	for _, argument := range []string{
		hostile, strings.Repeat("ộ", 50_000), strings.Repeat("“", 5000), "“" + hostile + "”", "chủ đề " + strings.Repeat("a ", 9000), "\xff\xfe",
		"việc 99999999999999999999", "văn bản số " + strings.Repeat("1", 9000) + "/", "IV." + strings.Repeat("6.", 5000), "%s%d%n", "Hà Nam",
	} {
		for _, command := range []string{"/theo_doi ", "theo dõi ", "bỏ theo dõi ", "nhắc tôi ", "/viec_cua ", "nhắc tôi trước ", "nhắc tôi lúc "} {
			replies = append(replies, b.says(command+argument))
		}
	}
	r := b.says("việc của Hà Nam")
	replies = append(replies, r, b.press(r, "1"), b.says("theo dõi"), b.says("bỏ theo dõi"), b.says("lịch"), b.says("báo cáo tiến độ"))
	replies = append(replies, b.in("member").says("việc của tôi"), b.in("group").says("bỏ theo dõi Bắc Giang"))
	for _, r := range replies {
		text := r.Text.String()
		if asked(r) {
			continue // the question's own words, which the double repeats
		}
		if strings.ContainsAny(text, "\u202e\x00\x1b\r") || !utf8.ValidString(text) || utf8.RuneCountInString(text) > 4000 {
			t.Errorf("said %.200q", text)
		}
		for _, line := range r.Text {
			for _, span := range line {
				if strings.Contains(span.Text, "\n") {
					t.Errorf("a span of several lines: %q", span.Text)
				}
			}
		}
		for _, c := range r.Choices {
			if utf8.RuneCountInString(c.Label) > 40 || strings.ContainsAny(c.Label, "\u202e\x00\x1b\r\n") {
				t.Errorf("a button %q", c.Label)
			}
		}
	}
	if f := b.follows(); strings.Count(f, string(reminders.FollowTheme)) > 1 || !strings.Contains(f, haNam) {
		t.Errorf("follows %q", f)
	}
}
