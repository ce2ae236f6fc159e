package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dondoc/bot"
	"dondoc/reminders"
)

// paper are Reports that write down what they were given.
func paper() bot.Reports {
	return bot.Reports{
		Draw:     func(f reminders.Figures) ([]byte, error) { return []byte(fmt.Sprint("png ", f.Total.All())), nil },
		Workbook: func(items []reminders.Item) ([]byte, error) { return []byte(fmt.Sprint("xlsx ", len(items))), nil },
		Calendar: func(name string, items []reminders.Item, now time.Time) ([]byte, error) {
			return []byte(fmt.Sprint("ics ", name, " ", len(items), " ", now.Format(time.DateOnly))), nil
		},
		FeedURL: func(secret string) string { return "https://vi.du/lich/" + secret + ".ics" },
	}
}

func TestProgressCommand(t *testing.T) {
	for name, tc := range map[string]struct {
		chat          string
		want          []string
		picture, file string
	}{
		"a guest":            {"guest", []string{"đáp: báo cáo tiến độ"}, "", ""},
		"an officer":         {"officer", []string{"chưa theo dõi gì"}, "", ""},
		"a member":           {"member", []string{"📊 Tiến độ đến ngày 24/05/2023 · Ban Chỉ đạo CĐS tỉnh Bắc Giang\nTổng 4 việc: 1 quá hạn, 3 đến hạn trong 2 tuần\nTừng việc: xem tệp tien-do-2023-05-24.xlsx"}, "png 4", "xlsx 4"},
		"the group":          {"group", []string{"Tổng 4 việc"}, "png 4", "xlsx 4"},
		"the secretariat":    {"secretariat", []string{"Tổng 6 việc", "• Tỉnh Bắc Giang: 1 quá hạn, 3 sắp đến hạn, xong 0/4\n• Tỉnh Hà Nam: 1 quá hạn, xong 0/2"}, "png 6", "xlsx 6"},
		"an administrator":   {"admin", []string{"Tổng 6 việc"}, "png 6", "xlsx 6"},
		"a group not linked": {"other", []string{"đáp: "}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBureau(t, paper()).in(tc.chat)
			r := b.says("báo cáo tiến độ", tc.want...)
			file := ""
			if r.File != nil {
				file = string(r.File.Content)
			}
			if string(r.Picture) != tc.picture || file != tc.file {
				t.Errorf("picture %q, file %q", r.Picture, file)
			}
			if tc.file != "" {
				b.press(r, "Quá hạn", "việc quá hạn")
			}
		})
	}
}

// TestProgressInWordsAlone: figures that cannot be drawn go out in words.
func TestProgressInWordsAlone(t *testing.T) {
	broken := bot.Reports{
		Draw:     func(reminders.Figures) ([]byte, error) { return nil, errBroken },
		Workbook: func([]reminders.Item) ([]byte, error) { return nil, errBroken },
		Calendar: func(string, []reminders.Item, time.Time) ([]byte, error) { return nil, errBroken },
	}
	for name, reports := range map[string]bot.Reports{"broken": broken, "none": {}} {
		b := newBureau(t, reports).in("group")
		if r := b.says("báo cáo tiến độ", "Tổng 4 việc", "Từng việc: gõ"); r.File != nil || len(r.Picture) > 0 {
			t.Errorf("%s: %+v", name, r)
		}
		if r := b.says("lịch"); !asked(r) && !strings.Contains(r.Text.String(), "thử lại sau") {
			t.Errorf("%s: %q", name, r.Text)
		}
	}
}

func TestCalendarCommand(t *testing.T) {
	for name, tc := range map[string]struct {
		chat, follow string
		want, file   string
		link         bool
	}{
		"a guest":         {"guest", "", "Việc này dành cho", "", false},
		"an officer":      {"officer", "", "chưa theo dõi gì", "", false},
		"a follower":      {"officer", "Hà Nam", "🗓 2 việc có hạn. Mở tệp lich.ics", "ics Người theo dõi 2 2023-05-24", false},
		"a member":        {"member", "", "🗓 4 việc có hạn của Ban Chỉ đạo CĐS tỉnh Bắc Giang", "ics Ban Chỉ đạo CĐS tỉnh Bắc Giang 4 2023-05-24", true},
		"a group":         {"group", "", "4 việc có hạn", "ics Ban Chỉ đạo CĐS tỉnh Bắc Giang 4 2023-05-24", false},
		"the secretariat": {"secretary", "", "6 việc có hạn", "ics Ban Thư ký Ủy ban Quốc gia về CĐS 6 2023-05-24", true},
		"all is done":     {"officer", "tỉnh Lào Cai", "Chưa có việc nào có hạn", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBureau(t, paper()).in(tc.chat)
			if tc.follow != "" {
				b.says("/theo_doi " + tc.follow)
			}
			r := b.says("lịch", tc.want)
			file := ""
			if r.File != nil {
				file = string(r.File.Content)
			}
			if file != tc.file {
				t.Errorf("file %q, want %q", file, tc.file)
			}
			if has := strings.Contains(labels(r), "Liên kết"); has != tc.link {
				t.Fatalf("a link is offered: %v, want %v", has, tc.link)
			}
			if tc.link {
				b.press(r, "Liên kết", "https://vi.du/lich/bi-mat-", "chỉ hiện một lần")
			}
		})
	}
}

// TestNoLinkWithoutAddress: a program that nobody can reach offers none.
func TestNoLinkWithoutAddress(t *testing.T) {
	reports := paper()
	reports.FeedURL = nil
	if r := newBureau(t, reports).in("member").says("lịch"); strings.Contains(labels(r), "Liên kết") {
		t.Error("a link is offered")
	}
}
