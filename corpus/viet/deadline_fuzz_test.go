package viet

import "testing"

var fuzzSeeds = []string{
	"trước ngày 10/12/2022", "Quỷ II/2026", "30/6/2O26", "từ ngày 01 đến ngày 31/12/2023", "Tháng 12 (Năm 2021)", "02 tháng/lần",
	"hằng năm, giai đoạn 2021-2025", "trong 10 ngày làm việc kể từ ngày 13/3/2026", "trong vòng 07 ngày kể từ khi nhận đủ hồ sơ hợp lệ của các bên có liên quan",
	"vào ngày 15 và ngày 30 hằng tháng", "Đợt 1: tháng 3; Đợt 2: tháng 8 - 9", "16 giờ 00 hằng ngày", "15/3\n/2026", "Tháng 3, 6 và 9/2027", "05/14/2023",
	"từ tháng 11 đến tháng 3", "Quyết định số 749/QĐ-TTg ngày 03/6/2020", "hoàn thành xong: lll/2026 \xff\u0301", "**Trong** *tháng 5*: (", "",
}

func checkDeadline(t *testing.T, text string, d Deadline) {
	t.Helper()
	if d.From < 0 || d.To > len(text) || d.From >= d.To {
		t.Fatalf("offsets %d to %d in %q", d.From, d.To, text)
	}
	if d.Phrase == "" || d.Phrase != Squeeze(text[d.From:d.To]) {
		t.Errorf("phrase %q is not %q", d.Phrase, text[d.From:d.To])
	}
	if !d.Due.IsZero() && d.Due.Before(d.Start) && d.Doubt == "" {
		t.Errorf("%q is due %s before its start %s without a doubt", d.Phrase, d.Due, d.Start)
	}
	for _, date := range []Date{d.Start, d.Due} {
		if _, exists := NewDate(date.Year, int(date.Month), date.Day); !exists && !date.IsZero() {
			t.Errorf("%q gives %+v, which is no date", d.Phrase, date)
		}
	}
	if d.Start.IsZero() && d.Due.IsZero() && d.Recurring == "" && d.Doubt == "" {
		t.Errorf("%q gives nothing and no doubt", d.Phrase)
	}
}

func FuzzParseDeadline(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, ref := range []Reference{plan2026, {}} {
			d, ok := ParseDeadline(s, ref)
			if ok {
				checkDeadline(t, s, d)
			}
			for _, l := range ParseDeadlines(s, ref) {
				checkDeadline(t, s, l.Deadline)
				if !ok {
					t.Errorf("%q has deadlines for one reader only", s)
				}
			}
		}
	})
}

func FuzzFindDeadlines(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add("hoàn thành " + s + ", báo cáo trước tháng 9/2023")
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, d := range FindDeadlines(s, plan2026) {
			checkDeadline(t, s, d)
			if d.From < end {
				t.Errorf("%q overlaps the one before in %q", d.Phrase, s)
			}
			end = d.To
		}
	})
}
