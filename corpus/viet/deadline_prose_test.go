package viet

import (
	"strings"
	"testing"
	"time"
)

var decision2023 = Reference{Year: 2023, Issued: Date{2023, 4, 4}}

func TestFindDeadlines(t *testing.T) {
	for text, want := range map[string]string{
		"Địa phương ban hành kế hoạch trong Quý I/2023; rà soát xong trước tháng 9/2023.":                   "trong Quý I/2023 –2023-03-31|trước tháng 9/2023 –2023-08-31",
		"tổ chức tổng kết trong tháng 12/2023":                                                              "trong tháng 12/2023 –2023-12-31",
		"gửi bản kế hoạch trước ngày 10/12/2022; báo cáo Bộ":                                                "trước ngày 10/12/2022 –2022-12-09",
		"triển khai đủ phương án muộn nhất trong Quý III/2023. Từ ngày 01/01/2024, dừng hệ thống không đạt": "muộn nhất trong Quý III/2023 –2023-09-30|Từ ngày 01/01/2024 2024-01-01–",
		"phấn đấu đến hết năm 2023 đạt mục tiêu":                                                            "đến hết năm 2023 –2023-12-31",
		"hoàn thành trong Tháng 8/2022":                                                                     "trong Tháng 8/2022 –2022-08-31",
		"Bộ phối hợp. Thời gian hoàn thành: Tháng 6/2022.":                                                  "Tháng 6/2022 –2022-06-30",
		"Tiến độ thực hiện dự kiến: Quý II":                                                                 "Quý II –2023-06-30",
		"hoàn thành năm 2024":                                                                       "năm 2024 –2024-12-31",
		"định kỳ hằng tháng báo cáo Chủ tịch":                                                       "định kỳ hằng tháng – monthly",
		"Tiến độ triển khai: hàng năm, giai đoạn 2021-2025.":                                        "hàng năm, giai đoạn 2021-2025 2021-01-01–2025-12-31 yearly",
		"trình chậm nhất ngày 10/3/2026./.":                                                         "chậm nhất ngày 10/3/2026 –2026-03-10",
		"xử lý trong thời hạn 30 ngày kể từ ngày ký.":                                               "trong thời hạn 30 ngày kể từ ngày ký –2023-05-04",
		"báo cáo trước ngày 20 hằng tháng.":                                                         "trước ngày 20 hằng tháng – monthly",
		"phát bản tin lúc 16 giờ 00 hằng ngày":                                                      "16 giờ 00 hằng ngày – daily",
		"Trong 6 tháng đầu năm 2023, các bộ rà soát":                                                "Trong 6 tháng đầu năm 2023 –2023-06-30",
		"Trong tháng 3, Bộ công bố":                                                                 "Trong tháng 3 –2023-03-31",
		"phân bổ xong trước ngày 15/3\n/2026.":                                                      "trước ngày 15/3 /2026 –2026-03-14",
		"đạt chỉ tiêu đặt ra năm 2023 trước tháng 6/2023.":                                          "trước tháng 6/2023 –2023-05-31",
		"Dự kiến thời gian tập huấn: tháng 6 (Sơ kết 6 tháng), tháng 9 và tháng 12 (Tổng kết năm).": "tháng 6 –2023-06-30|tháng 9 –2023-09-30|tháng 12 –2023-12-31",
		"báo cáo trước ngày 15/6 và ngày 15/12/2023":                                                "trước ngày 15/6 –2023-06-14|ngày 15/12/2023 –2023-12-14",
		"thực hiện từ ngày 18/3/2026 đến hết ngày 15/5/2026":                                        "từ ngày 18/3/2026 đến hết ngày 15/5/2026 2026-03-18–2026-05-15",
		"đề án trình trước 30/4, giao Văn phòng":                                                    "trước 30/4 –2023-04-29",
		"thẩm định trong vòng 07 ngày làm việc kể từ khi nhận đủ đề nghị của các đơn vị gửi về qua hệ thống": "trong vòng 07 ngày làm việc kể từ khi nhận đủ đề nghị của các đơn –",
		"Neu da ban hanh ke hoach, bao cao truoc ngay 10/12/2022":                                            "truoc ngay 10/12/2022 –2022-12-09",
	} {
		if got := show(FindDeadlines(text, decision2023)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

func show(found []Deadline) string {
	var out []string
	for _, d := range found {
		out = append(out, strings.TrimSpace(d.Phrase+" "+d.Start.String()+"–"+d.Due.String()+" "+d.Recurring))
	}
	return strings.Join(out, "|")
}

func TestFindDeadlinesRefuses(t *testing.T) {
	for _, text := range []string{
		"Căn cứ Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng",
		"được phê duyệt tại văn bản ngày 15 tháng 6 năm 2021 của Thủ tướng Chính phủ",
		"họp vào ngày 15 tháng 6 năm 2021 của Ủy ban",
		"Hà Nội, ngày 25/02/2023",
		"Kế hoạch hoạt động của Ủy ban năm 2023",
		"trong kế hoạch năm 2023 của tỉnh",
		"Chiến lược phát triển Chính phủ số giai đoạn 2021-2025, định hướng đến năm 2030",
		"Chương trình Chuyển đổi số đến năm 2025, định hướng đến năm 2030",
		"Mục tiêu đến hết năm 2022 đạt 50 triệu lượt", "Năm Dữ liệu số quốc gia", "chỉ tiêu dịch vụ công đặt ra năm 2023", "mục tiêu đặt ra đến năm 2025", "tầm nhìn đến năm 2030",
		"hoàn thành kế hoạch năm 2023", "trong 6 tháng", "thực hiện trong vòng 03 ngày", "giảm trong 30 ngày xuống còn 10 ngày",
		"theo thời gian thực", "ngân sách nhà nước hằng năm của các bộ", "dư nợ ngân hàng năm 2023", "kinh phí chi thường xuyên",
		"Từ năm 2023, Bộ rà soát", "Số liệu đến ngày 10/5/2026", "tính đến tháng 6/2022 có 40 tỉnh", "Đến tháng 6/2022, đã có 40 tỉnh",
		"40 tỉnh đã ban hành trong Quý I/2023", "so với tháng 6/2022", "có hiệu lực thi hành kể từ ngày 01/7/2025", "có hiệu lực từ ngày ký",
		"trong 42/63 tỉnh", "hoàn thành 9/12 công trình", "trong 3/4 số xã", "đạt trong 15/6 xã", "theo Luật số 20/2023/QH15", "đến 12/2023/QH15",
		"Tháng 5\tcông bố dữ liệu", "hoàn thành\n\nTháng 6", "phiên họp tháng 3/2022", "thứ ba, tăng 5%", "hoàn thành 2025 hồ sơ", "Việt Nam 2025",
		"Viet Nam", "", "   ", "từ tháng 6/2020 đến nay", "đến hết năm học",
	} {
		if got := show(FindDeadlines(text, decision2023)); got != "" {
			t.Errorf("%q: got %s, want nothing", text, got)
		}
	}
}

func TestFindDeadlinesOffsets(t *testing.T) {
	text := "a. Báo cáo\ttrước\n ngày 15/3\n/2026.\n\nb. Trình trong Quý I/2023;"
	found := FindDeadlines(text, decision2023)
	if len(found) != 2 {
		t.Fatalf("found %+v", found)
	}
	for i, want := range []string{"trước\n ngày 15/3\n/2026", "trong Quý I/2023"} {
		if got := text[found[i].From:found[i].To]; got != want {
			t.Errorf("offsets of %q give %q", want, got)
		}
	}
}

func BenchmarkFindDeadlinesPlainProse(b *testing.B) {
	prose := strings.Repeat("Các bộ, ngành, địa phương chủ động triển khai nhiệm vụ được giao, bảo đảm hiệu quả, đồng bộ và tiết kiệm theo quy định. ", 2000)
	b.SetBytes(int64(len(prose)))
	for b.Loop() {
		if found := FindDeadlines(prose, decision2023); found != nil {
			b.Fatal(found)
		}
	}
}

func BenchmarkFindDeadlinesDatedProse(b *testing.B) {
	prose := strings.Repeat("Căn cứ Quyết định số 749/QĐ-TTg ngày 03/6/2020, các bộ báo cáo trước ngày 20 hằng tháng, hoàn thành trong Quý I/2023. ", 2000)
	b.SetBytes(int64(len(prose)))
	for b.Loop() {
		if found := FindDeadlines(prose, decision2023); len(found) != 4000 {
			b.Fatal(len(found))
		}
	}
}

// TestReadingIsLinear feeds what makes a naive reader look ahead again and again: eight times the text may take eight times as
// long, with room for the collector, but not the 64 times of squared time. A busy machine gets more than one chance.
func TestReadingIsLinear(t *testing.T) {
	for _, piece := range []string{
		"trong ", "từ nay ", "ngày 1, ", "tháng 1, ", "thường xuyên, ", "(", "trong vòng 5 ngày kể từ ", "15/", "tháng 5 - ", "1 và ", "hoàn thành ", "tháng 6 (",
		"hằng tháng, ", "của ", "x ", "2O", "đầu ", "tháng 3, tháng 5, ", "hằng năm ", "báo cáo, hằng năm, ", "đã được các xã, ", "thứ Hai, ", "ngày 15, 16, ",
		"vụ 2026, ", "17h00, ", "quý, năm, ", "(một ", "trước họp ", "ngày cuối ", "I/2026-", "từ ngày ký ", "02 lần/năm (", "Quý I (", "theo 2026 và ",
		"sau 5 ngày (", "trong năm 2020, ", "ba mươi ", "thường xuyên: ", "tháng 5 (năm ", "24/24 ",
	} {
		short := strings.Repeat(piece, 12_000/len(piece))
		long := strings.Repeat(short, 8)
		var once, eightfold time.Duration
		for range 5 {
			if once, eightfold = timeOf(short), timeOf(long); eightfold <= 28*once || eightfold <= 250*time.Millisecond {
				break
			}
		}
		if eightfold > 28*once && eightfold > 250*time.Millisecond {
			t.Errorf("%q: %s for a text, %s for eight times as much", piece, once, eightfold)
		}
	}
}

func timeOf(text string) time.Duration {
	begin := time.Now()
	FindDeadlines(text, decision2023)
	newParser(text, decision2023, true).scan() // ParseDeadlines reads long cells as prose
	return time.Since(begin)
}
