package knowledge

import "testing"

func TestReadSought(t *testing.T) {
	for text, want := range map[string]sought{
		"dự án sách nói hết bao nhiêu tiền": {money: true},
		"kinh phí tủ sách là bao nhiêu":     {money: true},
		"xe sách mấy tỷ":                    {money: true},
		"giá bao nhiêu một cuốn":            {money: true},
		"làm rách sách bị phạt thế nào":     {fine: true},
		"bị phạt bao nhiêu tiền":            {fine: true, money: true},
		"thư viện xã đạt bao nhiêu %":       {share: true},
		"bao nhiêu phần trăm":               {share: true},
		"trồng bao nhiêu ha":                {unit: "ha"},
		"mượn được bao nhiêu ngày":          {unit: "ngay"},
		"còn bao nhiêu ngày nữa":            {}, // reckoned, not read
		"trễ mấy ngày rồi":                  {},
		"vướng thì gọi ai":                  {contact: true},
		"liên hệ số mấy":                    {contact: true},
		"xem ở trang web nào":               {address: true},
		"link là gì":                        {address: true},
		"ai tu bổ kho sách cổ":              {},
		"mấy cuốn sách":                     {},
		"giá sách cho kho lưu động":         {},
	} {
		if got := readSought(pad(text)); got != want {
			t.Errorf("%q seeks %+v, want %+v", text, got, want)
		}
	}
}

// TestAnswersKind: a record must hold the sort of thing that was asked for.
func TestAnswersKind(t *testing.T) {
	s := deskOf(t)
	const loan, letter, programme, plan = "20-qd-bvhttdl", "455-bnv-vp", "chuong-trinh-sach-cho-vung-cao-giai-doan-2026-2030", "31-kh-bvhttdl"
	for _, c := range []struct {
		text, document, section string
		want                    bool
	}{
		{"dự án sách nói bao nhiêu tiền", programme, "III.2", true},
		{"dự án sách nói bao nhiêu tiền", programme, "III.1", false},
		{"chi mua sách cho thư viện xã bao nhiêu tiền", plan, "II.4", false},
		{"mượn sách bao nhiêu ngày", loan, "Điều 1", true},
		{"mượn sách bao nhiêu kg", loan, "Điều 1", false},
		{"thẻ bạn đọc vướng mắc gọi ai", letter, "4", true},
		{"thẻ bạn đọc vướng mắc gọi ai", letter, "2", false},
		{"thẻ bạn đọc xem trang web nào", letter, "4", true},
		{"thẻ bạn đọc xem trang web nào", letter, "3", false},
		{"làm rách sách bị phạt thế nào", loan, "Điều 1", false},
		{"tủ sách thiếu nhi bao nhiêu phần trăm", plan, "I.a", true},
		{"ai tu bổ kho sách cổ", loan, "Điều 2.a", true}, // nothing of a sort is asked for
	} {
		if got := s.answersKind(s.asked(t, c.text), s.entryOf(t, c.document, c.section)); got != c.want {
			t.Errorf("%q: %s %s: %v", c.text, c.document, c.section, got)
		}
	}
}

// TestMoneyStandsNearSubject: a price far from the words asked about, or of another table, is none of theirs.
func TestMoneyStandsNearSubject(t *testing.T) {
	s := deskOf(t)
	q := s.asked(t, "tủ sách bản làng bao nhiêu tiền")
	if !s.pricesSubject(q, pad("tủ sách bản làng cần 35 tỷ đồng")) {
		t.Error("the price stands beside the subject")
	}
	far := "tủ sách bản làng " + repeated("cây đa bến nước ", 20) + "chợ nổi cần 35 tỷ đồng"
	if s.pricesSubject(q, pad(far)) {
		t.Error("the price stands beside something else")
	}
	for unit, want := range map[string]bool{"ha": true, "km": false} {
		if got := hasAmount(unit, pad("trồng 12 ha rừng")); got != want {
			t.Errorf("12 ha gives an amount of %s: %v", unit, got)
		}
	}
}

func repeated(s string, n int) string {
	out := ""
	for range n {
		out += s
	}
	return out
}

func TestInEnglish(t *testing.T) {
	for text, want := range map[string]bool{
		"Which ministry restores the old book store?": true,
		"who repairs books":                           false, // one such word stands in no sentence for sure
		"ai tu bổ kho sách the":                       false,
		"Ai chủ trì việc này":                         false,
		"bac giang phai xong khi nao":                 false,
	} {
		if got := inEnglish(pad(text)); got != want {
			t.Errorf("%q in English: %v", text, got)
		}
	}
}

// TestUnknownWords counts what neither the glossary nor the documents know.
func TestUnknownWords(t *testing.T) {
	s := deskOf(t)
	for text, want := range map[string]int{
		"Who must approve the zeppelin hangar for the plan?": 2,
		"Who must approve the plan for 2026?":                0,
		"Which ministry is in the xyz of abc?":               0, // too short to tell
	} {
		if got := s.unknownWords(s.asked(t, text)); got != want {
			t.Errorf("%q has %d unknown words, want %d", text, got, want)
		}
	}
}

func TestIsDone(t *testing.T) {
	for state, want := range map[string]bool{
		"Hoàn thành tháng ba": true, "Đã xong": true, "Đã ban hành": true, "Xong": true,
		"Hoàn thành 2/5": false, "Đã nộp 3 / 7 báo cáo": false, "Đang thực hiện": false, "Chưa thực hiện": false, "": false, "Chưa hoàn thành": false,
	} {
		if got := isDone(state); got != want {
			t.Errorf("%q is done: %v", state, got)
		}
	}
}

// TestStands: a tracker's column is heeded; where a plan says nothing, nothing is left out.
func TestStands(t *testing.T) {
	s := deskOf(t)
	const tracker = "tai-lieu-bang-theo-doi"
	for text, want := range map[string]string{
		"việc nào chưa xong":       "234",
		"việc nào chưa thực hiện":  "3",
		"việc nào đang thực hiện":  "2",
		"việc nào đã hoàn thành":   "1",
		"việc nào quá hạn":         "234",
		"việc nào của Sở Xây dựng": "1234",
	} {
		q := s.asked(t, text)
		got := ""
		for _, section := range []string{"1", "2", "3", "4"} {
			if s.stands(q, s.entries[s.entryOf(t, tracker, section)].task) {
				got += section
			}
		}
		if got != want {
			t.Errorf("%q: rows %s, want %s", text, got, want)
		}
		if !s.stands(q, s.entries[s.entryOf(t, "31-kh-bvhttdl", "III.3")].task) {
			t.Errorf("%q leaves out a task of which nothing is known", text)
		}
	}
	if got := s.states[s.entries[s.entryOf(t, tracker, "4")].task]; got != "Hoàn thành 2/5" {
		t.Errorf("the fourth row stands at %q", got)
	}
}

// TestWordCounted: "bao nhiêu" prefers what has a number before the word that it asks about.
func TestWordCounted(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"có bao nhiêu tổ trống đồng": " to ", "bn đội chèo thuyền": " doi ", "là bao nhiêu năm 2022": "", "bao nhiêu?": "", "đội nào": "",
	} {
		if got := (&query{typed: readTyped(text)}).wordCounted(); got != want {
			t.Errorf("%q counts %q, want %q", text, got, want)
		}
	}
	for folded, want := range map[string]bool{
		" hon 63.000 to tren bo ": true, " to truong to chuc 5 to ": true, " cac to dan pho 12 ": false, " to ": false, "": false,
	} {
		if got := countOf(folded, " to "); got != want {
			t.Errorf("%q: %v", folded, got)
		}
	}
}
