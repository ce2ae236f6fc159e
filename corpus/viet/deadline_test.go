package viet

import (
	"strings"
	"testing"
)

func day(t testing.TB, s string) Date {
	t.Helper()
	if s == "" {
		return Date{}
	}
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// plan2026 is a plan of 2026 issued on Thursday, 5 February.
var plan2026 = Reference{Year: 2026, Issued: Date{2026, 2, 5}}

// TestParseDeadline holds every row of docs/deadlines.md, and what plans write besides.
func TestParseDeadline(t *testing.T) {
	for _, c := range []struct{ phrase, start, due, recurring string }{
		// docs/deadlines.md
		{"trước ngày 10/12/2022", "", "2022-12-09", ""},
		{"ngày 15/6/2026", "", "2026-06-15", ""},
		{"đến ngày 15/6/2026", "", "2026-06-15", ""},
		{"chậm nhất ngày 15/6/2026", "", "2026-06-15", ""},
		{"chậm nhất 15/6/2026", "", "2026-06-15", ""},
		{"trước tháng 9/2023", "", "2023-08-31", ""},
		{"trong tháng 9/2023", "", "2023-09-30", ""},
		{"tháng 9/2023", "", "2023-09-30", ""},
		{"tháng 9 năm 2023", "", "2023-09-30", ""},
		{"Quý I/2023", "", "2023-03-31", ""},
		{"trong Quý I/2023", "", "2023-03-31", ""},
		{"Quý IV năm 2021", "", "2021-12-31", ""},
		{"muộn nhất trong Quý III/2023", "", "2023-09-30", ""},
		{"6 tháng đầu năm 2022", "", "2022-06-30", ""},
		{"năm 2023", "", "2023-12-31", ""},
		{"trong năm 2023", "", "2023-12-31", ""},
		{"đến hết năm 2023", "", "2023-12-31", ""},
		{"đến năm 2025", "", "2025-12-31", ""},
		{"cả năm 2026", "", "2026-12-31", ""},
		{"2021 - 2022", "2021-01-01", "2022-12-31", ""},
		{"giai đoạn 2021-2025", "2021-01-01", "2025-12-31", ""},
		{"từ năm 2021 đến năm 2025", "2021-01-01", "2025-12-31", ""},
		{"từ ngày 01/01/2024", "2024-01-01", "", ""},
		{"Tháng 6", "", "2026-06-30", ""},
		{"Quý II", "", "2026-06-30", ""},
		{"30/6", "", "2026-06-30", ""},
		{"Tháng 12 (Năm 2021)", "", "2021-12-31", ""},
		{"hằng tháng", "", "", "monthly"},
		{"định kỳ hàng tháng", "", "", "monthly"},
		{"hằng tháng, trước ngày 20", "", "", "monthly"},
		{"hằng quý", "", "", "quarterly"},
		{"02 tháng/lần", "", "", "every_2_months"},
		{"hằng năm", "", "", "yearly"},
		{"hằng năm, giai đoạn 2021-2025", "2021-01-01", "2025-12-31", "yearly"},
		{"thường xuyên", "", "", "continuous"},
		{"sau 30 ngày kể từ ngày ban hành", "", "2026-03-07", ""},
		{"trong 30 ngày kể từ ngày ký", "", "2026-03-07", ""},
		{"trong thời hạn 30 ngày kể từ ngày ký ban hành", "", "2026-03-07", ""},
		{"trong 10 ngày làm việc kể từ ngày ký", "", "2026-02-19", ""},
		{"đầu tháng 5/2026", "", "2026-05-10", ""},
		{"giữa tháng 5/2026", "", "2026-05-20", ""},
		{"cuối tháng 5/2026", "", "2026-05-31", ""},

		// ranges
		{"Từ 15/02/2026 đến 30/4/2026", "2026-02-15", "2026-04-30", ""},
		{"từ ngày 18/3/2026 đến hết ngày 15/5/2026", "2026-03-18", "2026-05-15", ""},
		{"từ ngày 01 đến ngày 31/12/2023", "2023-12-01", "2023-12-31", ""},
		{"từ ngày 01/3 đến trước ngày 15/6/2026", "2026-03-01", "2026-06-14", ""},
		{"Đợt 2: tháng 8 - 9", "2026-08-01", "2026-09-30", ""},
		{"Tháng 6 - tháng 10", "2026-06-01", "2026-10-31", ""},
		{"Quý II - Quý III/2027", "2027-04-01", "2027-09-30", ""},
		{"Quý I - II/2026", "2026-01-01", "2026-06-30", ""},
		{"01-15/3/2026", "2026-03-01", "2026-03-15", ""},
		{"từ nay đến hết ngày 31/5/2026", "", "2026-05-31", ""},
		{"Từ tháng 4/2026", "2026-04-01", "", ""},
		{"sau ngày 30/6/2026", "2026-07-01", "", ""},

		// points
		{"30-6-2026", "", "2026-06-30", ""},
		{"30.6.2026", "", "2026-06-30", ""},
		{"ngày 15 tháng 6 năm 2026", "", "2026-06-15", ""},
		{"9/2026", "", "2026-09-30", ""},
		{"T9/2026", "", "2026-09-30", ""},
		{"Quý 3 năm 2026", "", "2026-09-30", ""},
		{"quý iv/2026", "", "2026-12-31", ""},
		{"2021", "", "2021-12-31", ""},
		{"9 tháng đầu năm", "", "2026-09-30", ""},
		{"6 tháng cuối năm", "2026-07-01", "2026-12-31", ""},
		{"Cả năm", "2026-01-01", "2026-12-31", ""},
		{"Trong năm", "", "2026-12-31", ""},
		{"cuối năm", "", "2026-12-31", ""},
		{"cuối quý II/2026", "", "2026-06-30", ""},
		{"trước 30/4", "", "2026-04-29", ""},
		{"Chậm nhất 15/12", "", "2026-12-15", ""},
		{"Đợt 1: tháng 3", "", "2026-03-31", ""},
		{"Hoàn thành trong tháng 8/2022.", "", "2022-08-31", ""},
		{"trước ngày 15/3 /2026", "", "2026-03-14", ""},
		{"15/3\n/2026", "", "2026-03-15", ""},
		{"29/02/2028", "", "2028-02-29", ""},

		// counted from an event
		{"trong thời hạn 06 tháng kể từ ngày ban hành", "", "2026-08-05", ""},
		{"trong vòng 02 tuần kể từ ngày ký", "", "2026-02-19", ""},
		{"45 (bốn mươi lăm) ngày kể từ ngày ký Kế hoạch", "", "2026-03-22", ""},
		{"trong 5 ngày làm việc kể từ ngày 13/3/2026", "", "2026-03-20", ""},

		// cycles
		{"Thường xuyên, liên tục", "", "", "continuous"},
		{"16 giờ 00 hằng ngày", "", "", "daily"},
		{"Thứ Năm hằng tuần", "", "", "weekly"},
		{"vào ngày 15 và ngày 30 hằng tháng", "", "", "twice_a_month"},
		{"02 lần/tháng", "", "", "twice_a_month"},
		{"mỗi tháng 01 lần", "", "", "monthly"},
		{"3 tháng một lần", "", "", "quarterly"},
		{"Ngày 15 tháng cuối quý", "", "", "quarterly"},
		{"trước ngày 15/12 hằng năm", "", "", "yearly"},
		{"hàng năm, từ 2021 - 2025", "2021-01-01", "2025-12-31", "yearly"},
		{"Từ 01/4/2026 đến 30/9/2026, định kỳ hằng tháng", "2026-04-01", "2026-09-30", "monthly"},

		// without any mark, as people type
		{"truoc ngay 10/12/2022", "", "2022-12-09", ""},
		{"QUY II NAM 2026", "", "2026-06-30", ""},
		{"hang thang", "", "", "monthly"},
		{"tu 15/02/2026 den 30/4/2026", "2026-02-15", "2026-04-30", ""},
	} {
		t.Run(c.phrase, func(t *testing.T) {
			d, ok := ParseDeadline(c.phrase, plan2026)
			if !ok || d.Start != day(t, c.start) || d.Due != day(t, c.due) || d.Recurring != c.recurring {
				t.Errorf("got %v %+v, want %q to %q %q", ok, d, c.start, c.due, c.recurring)
			}
			if d.Doubt != "" {
				t.Errorf("doubt: %s", d.Doubt)
			}
			if d.Phrase != strings.TrimRight(Squeeze(c.phrase), ".") {
				t.Errorf("phrase is %q", d.Phrase)
			}
		})
	}
}

func TestParseDeadlineDoubts(t *testing.T) {
	for _, c := range []struct {
		phrase, start, due, doubt string
		ref                       Reference
	}{
		{"Quỷ II/2026", "", "2026-06-30", "hiểu là ngày 30/06/2026", plan2026},
		{"30/6/2O26", "", "2026-06-30", "hiểu là ngày 30/06/2026", plan2026},
		{"thảng 5", "", "2026-05-31", "hiểu là ngày 31/05/2026", plan2026},
		{"Quý ll/2026", "", "2026-06-30", "hiểu là ngày 30/06/2026", plan2026},
		{"30/6/26", "", "2026-06-30", "hiểu là ngày 30/06/2026", plan2026},
		{"31/6/2026", "", "", "Ngày 31/6/2026 không có trong lịch", plan2026},
		{"29/02/2026", "", "", "không có trong lịch", plan2026},
		{"05/14/2026", "", "", "không có trong lịch", plan2026},
		{"Từ 15/6/2026 đến 30/4/2026", "2026-06-15", "2026-04-30", "đứng trước ngày bắt đầu", plan2026},
		{"Tháng 11 - tháng 3/2027", "2026-11-01", "2027-03-31", "hiểu là năm 2026", plan2026},
		{"từ tháng 11/2026 đến tháng 3", "2026-11-01", "2027-03-31", "hiểu là năm 2027", plan2026},
		{"Tháng 6", "", "", "Không nêu năm, chưa xác định được ngày", Reference{}},
		{"Tháng 6", "", "2026-06-30", "theo ngày ban hành", Reference{Issued: plan2026.Issued}},
		{"sau 30 ngày kể từ ngày ký", "", "", "Chưa biết ngày ban hành", Reference{Year: 2026}},
		{"trong vòng 07 ngày làm việc kể từ khi nhận đủ đề nghị", "", "", "chưa rõ ngày", plan2026},
		{"trong 30 ngày kể từ ngày ký hợp đồng", "", "", "chưa rõ ngày", plan2026},
		{"3 tháng 5 lần", "", "", "Chu kỳ này không có trong danh mục", plan2026},
		{"đầu năm 2026", "", "2026-03-31", "ước lượng", plan2026},
		{"trước cuối tháng 5/2026", "", "2026-05-20", "ước lượng", plan2026},
		{"Tháng 6 hoặc khi có yêu cầu", "", "2026-06-30", "điều kiện", plan2026},
		{"Tháng 3, tháng 6", "", "2026-03-31", "nhiều mốc", plan2026},
		{"trong 5 ngày làm việc kể từ ngày ký", "", "", "ngày làm việc", Reference{Year: 2026, Issued: plan2026.Issued, Holidays: func(Date) bool { return true }}},
	} {
		t.Run(c.phrase, func(t *testing.T) {
			d, ok := ParseDeadline(c.phrase, c.ref)
			if !ok || d.Start != day(t, c.start) || d.Due != day(t, c.due) || !strings.Contains(d.Doubt, c.doubt) {
				t.Errorf("got %v %+v, want %q to %q with doubt %q", ok, d, c.start, c.due, c.doubt)
			}
		})
	}
}

func TestParseDeadlineRefuses(t *testing.T) {
	for _, cell := range []string{
		"Theo kế hoạch của Bộ", "Khi có yêu cầu", "Bộ Công an", "100%", "42/63 tỉnh", "Quyết định số 749/QĐ-TTg ngày 03/6/2020",
		"Luật số 20/2023/QH15", "ngày 15 tháng 6 năm 2021 của Thủ tướng Chính phủ", "Việt Nam", "tháng cơ sở dữ liệu", "Ngân hàng Nhà nước", "cuối năm học", "trước Tết Nguyên đán 2027",
	} {
		d, ok := ParseDeadline(cell, plan2026)
		if ok || d.Phrase != cell || d.Doubt == "" {
			t.Errorf("%q: got %v %+v, want a refusal with a doubt", cell, ok, d)
		}
	}
	for _, blank := range []string{"", " \n ", "-"} {
		if d, ok := ParseDeadline(blank, plan2026); ok || d != (Deadline{}) {
			t.Errorf("%q: got %v %+v, want nothing", blank, ok, d)
		}
	}
}

func TestParseDeadlines(t *testing.T) {
	for cell, want := range map[string]string{
		"Dự kiến thời gian các đợt tập huấn: Tháng 2, Tháng 4, Tháng 7 (sơ kết 6 tháng), Tháng 9, Tháng 11 (Tổng kết năm)": "" +
			"2026-02-28 các đợt tập huấn|2026-04-30 các đợt tập huấn|2026-07-31 sơ kết 6 tháng|2026-09-30 các đợt tập huấn|2026-11-30 Tổng kết năm",
		"Đợt 1: tháng 3; Đợt 2: tháng 8 - 9":  "2026-03-31 Đợt 1|2026-09-30 Đợt 2",
		"Tháng 4 và tháng 10":                 "2026-04-30 |2026-10-31 ",
		"Sơ kết tháng 6, tổng kết tháng 12":   "2026-06-30 Sơ kết|2026-12-31 tổng kết",
		"Tháng 6: sơ kết\nTháng 12: tổng kết": "2026-06-30 sơ kết|2026-12-31 tổng kết",
		"Tháng 3, 6 và 9/2027":                "2027-03-31 |2027-06-30 |2027-09-30 ",
		"Quý II, IV/2026":                     "2026-06-30 |2026-12-31 ",
		"Trước ngày 15/6 và ngày 15/12/2026":  "2026-06-14 |2026-12-14 ",
		"Tháng 7 (sơ kết 6 tháng đầu năm)":    "2026-07-31 sơ kết 6 tháng đầu năm",
		"Tháng 12 (Năm 2021)":                 "2021-12-31 ",
		"15/6/2026":                           "2026-06-15 ",
		"Bộ Công an":                          "",
		"Theo yêu cầu":                        "",
		"năm học 2026-2027":                   "",
		"":                                    "",
		"tháng 6 (Sơ kết 6 tháng), tháng 9 và tháng 12/2023 (Tổng kết năm)": "2023-06-30 Sơ kết 6 tháng|2023-09-30 |2023-12-31 Tổng kết năm",
	} {
		var got []string
		for _, d := range ParseDeadlines(cell, plan2026) {
			got = append(got, d.Due.String()+" "+d.Label)
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q:\n got %s\nwant %s", cell, s, want)
		}
	}
}
