package bot_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// TestReminderGolden replays testdata/reminders.txtar. Lines that begin with "> " are said or pressed as in TestGolden, any
// that was shown;
// "@ " sets the scene: "remind TASK …" lets the chat be reminded, "notice NAME" shows a Notice of notices_test.go,
// "secretariat" and "board" change the chat, "quote" lets the next message quote the reminder shown last, "file NAME"
// gives it a file. Strong words stand between asterisks.
func TestReminderGolden(t *testing.T) {
	goldens(t, "testdata/reminders.txtar", func(t *testing.T, golden string) string {
		s := stage{office: newOffice(t)}
		for line := range strings.Lines(golden) {
			line = strings.TrimRight(line, "\n")
			if scene, ok := strings.CutPrefix(line, "@ "); ok {
				fmt.Fprintln(&s.out, line)
				s.set(scene)
			} else if said, ok := strings.CutPrefix(line, "> "); ok {
				fmt.Fprintln(&s.out, line)
				s.play(said)
			}
		}
		return s.out.String()
	})
}

// stage is where one golden conversation is played.
type stage struct {
	*office
	out          strings.Builder
	shown        []bot.Choice // all buttons so far, the newest first
	reminder     bot.Reply    // the reminder shown last
	quoted, file string       // of the next message
}

func (s *stage) set(scene string) {
	s.t.Helper()
	word, rest, _ := strings.Cut(scene, " ")
	switch word {
	case "remind":
		s.remember(s.remind(strings.Fields(rest)...))
	case "notice":
		make, ok := notices[rest]
		if !ok {
			s.t.Fatalf("no notice %q", rest)
		}
		s.remember(s.compose(make(s.office)))
	case "requests":
		var all []reminders.Reminder
		for _, e := range s.register.all.Extensions {
			all = append(all, reminders.Reminder{Kind: reminders.KindExtension, Work: e.Work, Detail: fmt.Sprint(e.ID)})
		}
		s.remember(s.compose(s.notice(s.sec, all...)))
	case "secretariat":
		s.chat.ID = "2"
	case "board":
		s.chat.ID = "1"
	case "quote":
		s.quoted = s.reminder.Text.String()
	case "file":
		s.file = rest
	default:
		s.t.Fatalf("no scene %q", scene)
	}
}

func (s *stage) remember(r bot.Reply) {
	s.reminder = r
	s.show(r)
}

func (s *stage) play(said string) {
	s.t.Helper()
	m := bot.Message{Text: said, From: cmp.Or(map[string]string{"2": "Trần Thị B"}[s.chat.ID], "Nguyễn Văn A"), Quoted: s.quoted, File: s.file}
	s.quoted, s.file = "", ""
	if label, ok := strings.CutPrefix(said, "["); ok {
		label = strings.TrimSuffix(label, "]")
		i := slices.IndexFunc(s.shown, func(c bot.Choice) bool { return c.Label == label })
		if i < 0 {
			s.t.Fatalf("no button %q among %v", label, s.shown)
		}
		m.Text, m.Choice = "", s.shown[i].Key
	}
	s.show(s.send(m))
}

// show writes a reply with its faces and its buttons.
func (s *stage) show(r bot.Reply) {
	s.shown = append(slices.Clone(r.Choices), s.shown...)
	for _, line := range r.Text {
		fmt.Fprintln(&s.out, faces(line))
	}
	var labels []string
	for _, c := range r.Choices {
		labels = append(labels, "["+c.Label+"]")
	}
	if len(labels) > 0 {
		fmt.Fprintln(&s.out, strings.Join(labels, " "))
	}
}

func faces(l knowledge.Line) string {
	var b strings.Builder
	for _, span := range l {
		mark := ""
		if span.Strong {
			mark = "*"
		}
		b.WriteString(mark + span.Text + mark)
	}
	return b.String()
}
