package viet

import "testing"

var fuzzSeeds = []string{
	"trước ngày 10/12/2022", "Quỷ II/2026", "30/6/2O26", "từ ngày 01 đến ngày 31/12/2023", "Tháng 12 (Năm 2021)", "02 tháng/lần",
	"hằng năm, giai đoạn 2021-2025", "trong 10 ngày làm việc kể từ ngày 13/3/2026", "trong vòng 07 ngày kể từ khi nhận đủ hồ sơ hợp lệ của các bên có liên quan",
	"vào ngày 15 và ngày 30 hằng tháng", "Đợt 1: tháng 3; Đợt 2: tháng 8 - 9", "16 giờ 00 hằng ngày", "15/3\n/2026", "Tháng 3, 6 và 9/2027", "05/14/2023",
	"trước 17h00', thứ Hai (ngày 9/3/2026)", "hai mươi mốt tháng mười hai", "ngày 15, 20 và 25/6/2026", "02 bản tin/tuần từ 18/3 đến 15/5/2026", "2026-06-30 00:00:00",
	"Quý III/2026 (trước ngày 15/9)", "đã được các xã, hoàn thành trong năm 2020", "QIII/2026", "30-Jun-2026", "tuần thứ hai của tháng 5", "Thứ Sáu tuần này (thứ 7)",
	"quý, 6 tháng và hằng năm, từ năm 2026 trở đi", "(một (hai) ngày 08 (tám) tháng 06 (sáu)", "nhiệm kỳ 2025 - 2030", "24/24 giờ", "rằm tháng chạp năm sau",
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
	for _, w := range readWordings(f, "cells*.txt", 300) {
		f.Add(w.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, ref := range []Reference{plan2026, tracked2026, {}} {
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
	for _, w := range readWordings(f, "prose.txt", 60) {
		f.Add(w.text)
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
