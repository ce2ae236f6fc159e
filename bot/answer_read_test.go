package bot

import (
	"fmt"
	"strings"
	"testing"

	"dondoc/corpus/viet"
)

// short writes what was read on one line: "done 1,3 report=45".
func (a answer) short() string {
	parts := []string{string(a.verb)}
	if a.verb == "" {
		parts[0] = "-"
	}
	if len(a.numbers) > 0 {
		parts = append(parts, strings.ReplaceAll(strings.Trim(fmt.Sprint(a.numbers), "[]"), " ", ","))
	}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+value)
		}
	}
	if a.all {
		parts = append(parts, "all")
	}
	if a.count > 0 {
		parts = append(parts, fmt.Sprintf("count=%d", a.count))
	}
	add("when", a.when.words)
	if a.when.days+a.when.months > 0 {
		parts = append(parts, fmt.Sprintf("+%dd%dm", a.when.days, a.when.months))
	}
	add("report", a.report)
	add("reason", a.reason)
	return strings.Join(parts, " ")
}

func TestReadAnswer(t *testing.T) {
	for text, want := range map[string]string{
		"đã nhận": "ack", "Đã nhận ạ": "ack", "da nhan": "ack", "Dạ em đã nhận được rồi ạ": "ack", "1 đã nhận": "ack 1",
		"đã nhận việc 1 và 3": "ack 1,3", "đã nhận cả 3 việc": "ack all count=3", "xác nhận đã nhận": "ack", "vâng, đã rõ": "ack",
		"ok đã nhận nhé": "ack", "đã tiếp nhận": "ack", "da nhan het": "ack all", "Cảm ơn, đã nhận": "ack", "đã nhận hết các việc": "ack all",
		"xong": "done", "XONG RỒI": "done", "1,3 xong": "done 1,3", "1, 3 xong ạ": "done 1,3", "việc 2 hoàn thành": "done 2",
		"viec 2 hoan thanh": "done 2", "đã xong việc số 2": "done 2", "xong việc thứ nhất": "done 1", "1-3 đã xong": "done 1,2,3",
		"1 đến 3 xong": "done 1,2,3", "hoàn thành": "done", "tất cả đã hoàn thành": "done all", "xong hết rồi": "done all",
		"đã xong 3 việc": "done count=3", "việc này xong rồi": "done", "Bên em làm xong việc 2 rồi": "done 2", "chúng tôi đã hoàn thành việc 4": "done 4",
		"xong rồi, báo cáo số 123/BC-STTTT":                     "done report=123/BC-STTTT",
		"việc 1 xong, BC 45/BC-UBND":                            "done 1 report=45/BC-UBND",
		"da hoan thanh viec 1 theo bao cao so 12/2023/BC-STTTT": "done 1 report=12/2023/BC-STTTT",
		"xong việc 2, có báo cáo số 45":                         "done 2 report=45",
		"việc 2 xong theo văn bản 15/UBND-KGVX ngày 20/5/2023":  "done 2 report=15/UBND-KGVX ngày 20/5/2023",
		"1 xong kèm 9/BC-SYT":                                   "done 1 report=9/BC-SYT",
		"đang làm":                                              "start", "việc 2 chưa xong": "start 2", "1 đang thực hiện": "start 1", "dang trien khai viec 3": "start 3",
		"gia hạn": "extend", "xin gia hạn việc 2": "extend 2", "gia han 2 den 30/6/2023": "extend 2 when=30/6/2023",
		"gia hạn việc 1 đến 30/6 vì thiếu kinh phí":     "extend 1 when=30/6 reason=thiếu kinh phí",
		"xin gia hạn đến hết tháng 6 do chờ Bộ Công an": "extend when=hết tháng 6 reason=chờ Bộ Công an",
		"việc 3 xin lùi hạn sang 15/7":                  "extend 3 when=15/7",
		"gia hạn việc 1 thêm 2 tuần":                    "extend 1 +14d0m", "gia hạn 1 tháng": "extend +0d1m", "gia hạn thêm một tháng nữa ạ": "extend +0d1m",
		"xin gia hạn việc 1 đến 30/6 được không ạ?":      "extend 1 when=30/6",
		"chưa xong, xin gia hạn việc 1 đến cuối tháng 6": "extend 1 when=cuối tháng 6",
		"gia hạn 30/6":    "extend when=30/6",
		"tạm dừng 1 tuần": "pause +7d0m", "tam dung viec 2 den 15/6": "pause 2 when=15/6", "tạm dừng nhắc việc 1 trong nửa tháng": "pause 1 +15d0m",
		"đừng nhắc việc 2 nữa": "pause 2", "nhắc lại sau 3 ngày": "resume +3d0m", "tiếp tục nhắc việc 2": "resume 2",
		"đồng ý": "accept", "đồng ý gia hạn": "accept", "đồng ý theo công văn 12/CV-BCĐ": "accept report=12/CV-BCĐ",
		"đồng ý yêu cầu 12 đến 15/6/2023 theo 7/CV-BCĐ": "accept 12 when=15/6/2023 report=7/CV-BCĐ",
		"từ chối vì đã gia hạn một lần":                 "refuse reason=đã gia hạn một lần", "khong dong y yeu cau so 12": "refuse 12",
		"nhất trí yêu cầu số 1234": "accept 1234",
		"1":                        "- 1", "ok": "-", "xong và tạm dừng": "mixed",
	} {
		a, ok := readAnswer(text)
		if !ok || a.short() != want {
			t.Errorf("%q: %v, %q; want %q", text, ok, a.short(), want)
		}
	}
}

// questions are what people ask in the words of answers.
var questions = []string{
	"Bắc Giang đã xong chưa?", "hoàn thành số hóa khi nào?", "hoan thanh so hoa khi nao", "việc 1 xong chưa", "xong chưa", "đã xong chưa ạ",
	"việc nào đã xong", "việc nào đến hạn tuần này", "gia hạn đến khi nào?", "gia han viec 1 den bao gio", "ai gia hạn được", "tạm dừng là gì",
	"các việc đã hoàn thành", "việc chưa hoàn thành", "tất cả các việc chưa hoàn thành", "danh sách việc đã xong", "bao nhiêu việc đã xong",
	"báo cáo hoàn thành", "đã nhận báo cáo", "nhận báo cáo ở đâu", "ai nhận nhiệm vụ này", "cơ quan nào đã hoàn thành", "Bộ Y tế đã hoàn thành",
	"sở đã hoàn thành", "đơn vị đã hoàn thành", "hoàn thành trước 30/6", "hoàn thành việc 2 trước tháng 6", "hạn hoàn thành việc 1",
	"xong à", "xong rồi hả", "xong chưa nhỉ", "đồng ý không", "ai đồng ý gia hạn", "vì sao gia hạn", "gia hạn vì sao", "từ chối vì lý do gì",
	"việc 1 xong 50%", "xong 1 phần", "xong 2/3 việc", "tạm dừng nhiệm vụ nào", "đã gia hạn mấy lần", "gia hạn như thế nào",
	"việc 2 do ai chủ trì", "còn việc 2?", "việc 2", "nhiệm vụ số 2 của Bắc Giang", "báo cáo số 123/BC-STTTT", "123/BC-STTTT nói gì",
	"hoàn thành 100% dịch vụ công trực tuyến", "xong việc 1 thì làm gì", "đến 30/6", "30/6", "tháng 6", "cảm ơn", "dạ", "", "?", "...",
	"quyết định 17 xong chưa", "đang thực hiện những gì", "ai đang làm", "Hà Nam đang làm gì", "tạm dừng đến bao giờ", "ngày nào hoàn thành",
}

func TestQuestionsAreNoAnswers(t *testing.T) {
	for _, text := range questions {
		a, ok := readAnswer(text)
		if ok && (a.verb != "" || a.polite) {
			t.Errorf("%q was read as %q", text, a.short())
		}
	}
}

// FuzzReadAnswer: foreign words are read without harm, and a reader that took a message has read all of it.
func FuzzReadAnswer(f *testing.F) {
	for _, text := range questions {
		f.Add(text)
	}
	for _, text := range []string{"1,3 xong", "gia hạn việc 1 đến 30/6 vì thiếu kinh phí", "xong, BC 45/BC-UBND ngày 1/2/2023", "đồng ý yêu cầu 123456 theo 7/CV", "tạm dừng nửa tháng", "việc", "đến", "theo", "vì", "1-", "-1", "1/", "/1", "1 đến", "gia hạn đến", "gia hạn theo kèm tại", strings.Repeat("kèm theo ", 60)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, ok := readAnswer(text)
		if ok && strings.Contains(text, "?") && a.verb != verbExtend {
			t.Errorf("%q has a question mark and was read as %q", text, a.short())
		}
		for _, n := range a.numbers {
			if n < 1 || n > 999_999 {
				t.Errorf("%q names number %d", text, n)
			}
		}
		if w, _, ok := readWhen(text); ok {
			w.day(viet.Date{Year: 2024, Month: 2, Day: 29}, viet.Date{Year: 2024, Month: 2, Day: 29})
		}
		readReport(text)
		isReason(text)
		withoutLead(text)
		inline(text, 20)
	})
}
