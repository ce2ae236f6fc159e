package knowledge_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/knowledge/llm/llmtest"
)

// amendedPlan has a row that administrators correct, and others beside it.
const amendedPlan = "---\nsố: 11/KH-BYT\nngày: 05/01/2026\nloại: Kế hoạch\ntiêu đề: Khám răng học đường năm 2026\nnăm kế hoạch: 2026\n---\n\n" +
	"| Mục | Chủ trì | Nhiệm vụ | Phối hợp | Thời hạn |\n|---|---|---|---|---|\n" +
	"| II.1 | Bộ Y tế | Khám răng sữa cho học sinh lớp một ở trường vùng cao, ghi sổ từng cháu, phát bàn chải và kem đánh răng, mời phụ huynh tới xem cách chải, rồi hẹn lịch trám răng cho những cháu bị sâu | Bộ Tài chính | trước tháng 6/2026 |\n" +
	"| II.2 | Bộ Y tế | Mua ghế nha khoa gấp được cho đoàn lưu động |  | trong tháng 8/2026 |\n" +
	"| II.3 | Bộ Y tế | In tranh dạy chải răng cho trẻ mẫu giáo |  | trong tháng 9/2026 |\n"

const asksTeeth = "Ai chủ trì khám răng sữa cho học sinh lớp một, hạn bao giờ?"

// amendTask returns the plan with a task corrected, as package edits would.
func amendTask(tb testing.TB, section string, change func(*corpus.Task)) *corpus.Corpus {
	tb.Helper()
	c := plan(tb, "a.md", amendedPlan).Clone()
	c.Tasks = slices.Clone(c.Tasks)
	i := slices.IndexFunc(c.Tasks, func(t corpus.Task) bool { return t.Section == section })
	if i < 0 {
		tb.Fatalf("no task in %s", section)
	}
	change(&c.Tasks[i])
	return c
}

func isoDay(tb testing.TB, s string) viet.Date {
	tb.Helper()
	d, err := viet.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// later moves the deadline of a task to September.
func later(tb testing.TB) func(*corpus.Task) {
	return func(t *corpus.Task) {
		was := t.Milestones[0].Phrase
		t.Milestones = []corpus.Milestone{{Label: t.Milestones[0].Label, Phrase: "trước tháng 10/2026", Due: isoDay(tb, "2026-09-30")}}
		t.Amended = []corpus.Amendment{{Field: "milestones", Was: was, On: isoDay(tb, "2026-03-20"), Reason: "họp giao ban."}}
	}
}

func published(tb testing.TB, c *corpus.Corpus) *knowledge.Base {
	tb.Helper()
	base := new(knowledge.Base)
	publish(tb, base, c)
	return base
}

// corrected is a card of a task that was corrected.
type corrected struct {
	change func(*corpus.Task)
	says   []string
	not    []string
	cited  string // how its citation tells it; "" for no matter
}

func correctedCards(t *testing.T) map[string]corrected {
	on, reason := isoDay(t, "2026-03-20"), "họp giao ban"
	return map[string]corrected{
		"a deadline": {
			later(t),
			[]string{"⏰ Trước tháng 10/2026 (chậm nhất 30/09/2026)", "✏️ Ban thư ký hiệu chỉnh ngày 20/03/2026: thời hạn trước đó “trước tháng 6/2026” (họp giao ban)\n📄"},
			[]string{"31/05/2026", "▫️"},
			"Ban thư ký hiệu chỉnh ngày 20/03/2026: thời hạn trước đó “trước tháng 6/2026” (họp giao ban).",
		},
		"who leads and helps": {
			func(k *corpus.Task) {
				k.Lead, k.Coordinating = []string{"Bộ Giáo dục và Đào tạo"}, []string{"Bộ Y tế"}
				k.Amended = []corpus.Amendment{{Field: "lead", Was: "Bộ Y tế", On: on}, {Field: "coordinating", Was: "Bộ Tài chính", On: on}}
			},
			[]string{"Bộ Giáo dục và Đào tạo chủ trì", "👥 Phối hợp: Bộ Y tế", "20/03/2026: chủ trì trước đó “Bộ Y tế”; phối hợp trước đó “Bộ Tài chính”\n"},
			[]string{"▫️"},
			"Ban thư ký hiệu chỉnh ngày 20/03/2026: chủ trì trước đó “Bộ Y tế”; phối hợp trước đó “Bộ Tài chính”.",
		},
		"a title": {
			func(k *corpus.Task) {
				k.Amended = []corpus.Amendment{{Field: "title", Was: k.Title, On: on, Reason: reason}}
				k.Title = "Khám răng sữa cho học sinh lớp một và lớp hai"
			},
			[]string{"khám răng sữa cho học sinh lớp một và lớp hai", "tên việc trước đó “Khám răng sữa"},
			[]string{"mời phụ huynh tới xem cách chải, rồi"},
			"",
		},
		"a coordinating body where there was none": {
			func(k *corpus.Task) { k.Amended = []corpus.Amendment{{Field: "coordinating", On: on}} },
			[]string{"20/03/2026: bổ sung cơ quan phối hợp\n"}, nil,
			"Ban thư ký hiệu chỉnh ngày 20/03/2026: bổ sung cơ quan phối hợp.",
		},
		"on two days": {
			func(k *corpus.Task) {
				k.Amended = []corpus.Amendment{{Field: "lead", Was: "Bộ Công an", On: on}, {Field: "merged", Was: "Việc kia", On: on.AddDays(1)}}
			},
			[]string{"20/03/2026: chủ trì trước đó “Bộ Công an”\n✏️", "21/03/2026: gộp thêm việc “Việc kia”"}, nil,
			"Ban thư ký hiệu chỉnh ngày 20/03/2026: chủ trì trước đó “Bộ Công an”; Ban thư ký hiệu chỉnh ngày 21/03/2026: gộp thêm việc “Việc kia”.",
		},
	}
}

func TestCardTellsWhatWasCorrected(t *testing.T) {
	for name, tc := range correctedCards(t) {
		t.Run(name, func(t *testing.T) {
			a := ask(t, published(t, amendTask(t, "II.1", tc.change)), asksTeeth, "2026-04-01")
			text := a.Text.String()
			for _, want := range tc.says {
				if !strings.Contains(text, want) {
					t.Errorf("does not say %q:\n%s", want, text)
				}
			}
			for _, not := range tc.not {
				if strings.Contains(text, not) {
					t.Errorf("says %q:\n%s", not, text)
				}
			}
			if c := a.Citations[0]; tc.cited != "" && c.Amended != tc.cited {
				t.Errorf("cited: %q\nwant   %q", c.Amended, tc.cited)
			}
		})
	}
}

// TestNothingIsMarkedThatWasNotCorrected: the other tasks of the same plan are as they were read.
func TestNothingIsMarkedThatWasNotCorrected(t *testing.T) {
	a := ask(t, published(t, amendTask(t, "II.1", later(t))), "Ai mua ghế nha khoa gấp được cho đoàn lưu động?", "2026-04-01")
	if first, _, _ := strings.Cut(a.Text.String(), "Liên quan:"); strings.Contains(first, "hiệu chỉnh") || a.Citations[0].Amended != "" {
		t.Errorf("%s\n%+v", a.Text, a.Citations)
	}
}

// TestPassageOfTwoTasks: a citation tells what was corrected of the task that the answer is about, not of its neighbour.
func TestPassageOfTwoTasks(t *testing.T) {
	base := published(t, amendTask(t, "II.3", func(k *corpus.Task) {
		k.Passages = append(slices.Clone(k.Passages), strings.Replace(k.Passages[0], "#3", "#2", 1))
	}))
	c := base.Corpus().Clone()
	c.Tasks = slices.Clone(c.Tasks)
	for i := range c.Tasks {
		if c.Tasks[i].Section == "II.2" {
			c.Tasks[i].Amended = []corpus.Amendment{{Field: "lead", Was: "Bộ Công an", On: isoDay(t, "2026-03-20")}}
		}
	}
	publish(t, base, c)
	for question, want := range map[string]bool{
		"Ai in tranh dạy chải răng cho trẻ mẫu giáo?": false, "Ai mua ghế nha khoa gấp được cho đoàn lưu động?": true,
	} {
		a := ask(t, base, question, "2026-04-01")
		if len(a.Tasks) != 1 {
			t.Fatalf("%q is answered with %v", question, a.Tasks)
		}
		shared := 0
		for _, c := range a.Citations {
			if strings.Contains(c.Quote, "ghế nha khoa") {
				shared++
				if (c.Amended != "") != want {
					t.Errorf("%q: cited as %q", question, c.Amended)
				}
			}
		}
		if shared == 0 {
			t.Errorf("%q does not cite the row of both: %+v", question, a.Citations)
		}
	}
}

func TestListsMarkWhatWasCorrected(t *testing.T) {
	moved := published(t, amendTask(t, "II.1", later(t)))
	led := published(t, amendTask(t, "II.2", func(k *corpus.Task) {
		k.Amended = []corpus.Amendment{{Field: "lead", Was: "Bộ Công an", On: isoDay(t, "2026-03-20")}}
	}))
	for _, tc := range []struct {
		base     *knowledge.Base
		question string
		want     string
	}{
		{moved, "Liệt kê các nhiệm vụ của Bộ Y tế", "trước tháng 10/2026 (đã hiệu chỉnh) (II.1)"},
		{led, "Liệt kê các nhiệm vụ của Bộ Y tế", "trong tháng 8/2026 (II.2; đã hiệu chỉnh)"},
		{moved, "Khám răng sữa cho học sinh lớp một còn bao nhiêu ngày?", "Còn 182 ngày (thời hạn đã hiệu chỉnh)"},
		{moved, "Việc nào đến hạn trong tháng 9/2026?", "Ban thư ký hiệu chỉnh"},
	} {
		a := ask(t, tc.base, tc.question, "2026-04-01")
		if !strings.Contains(a.Text.String(), tc.want) || strings.Count(a.Text.String(), "hiệu chỉnh") != 1+strings.Count(tc.want, "thời hạn đã") {
			t.Errorf("%q does not say %q, or marks more than that:\n%s", tc.question, tc.want, a.Text)
		}
		marked := 0
		for _, c := range a.Citations {
			if c.Amended != "" {
				marked++
			}
		}
		if marked != 1 {
			t.Errorf("%q: %d citations are marked", tc.question, marked)
		}
	}
}

// TestFormerDeadlineFindsNothing: who asks for the month that was corrected is told of nobody, and in the new one of the task.
func TestFormerDeadlineFindsNothing(t *testing.T) {
	base := published(t, amendTask(t, "II.1", later(t)))
	if a := ask(t, base, "Việc nào đến hạn trong tháng 5/2026?", "2026-04-01"); !a.Refused {
		t.Errorf("by the former deadline:\n%s", a.Text)
	}
	if a := ask(t, base, "Việc nào đến hạn trong tháng 9/2026?", "2026-04-01"); len(a.Tasks) != 2 {
		t.Errorf("by the new one:\n%s", a.Text)
	}
}

func TestAmendedPassage(t *testing.T) {
	base := published(t, amendTask(t, "II.1", later(t)))
	c := ask(t, base, asksTeeth, "2026-04-01").Citations[0]
	if got := base.Amended(c.Passage); got == "" || got != c.Amended {
		t.Errorf("the passage says %q, its citation %q", got, c.Amended)
	}
	for _, id := range []string{"11-kh-byt#2", "khong-co#1", ""} {
		if got := base.Amended(id); got != "" {
			t.Errorf("%q: %q", id, got)
		}
	}
	if got := new(knowledge.Base).Amended(c.Passage); got != "" {
		t.Errorf("before the first corpus: %q", got)
	}
}

// TestModelMaySayWhatWasCorrected: the passages have the former deadline, the answer the one that counts.
func TestModelMaySayWhatWasCorrected(t *testing.T) {
	const words = "Bộ Y tế chủ trì khám răng sữa cho học sinh lớp một ở trường vùng cao, ghi sổ từng cháu, phát bàn chải"
	relead := func(k *corpus.Task) {
		k.Lead = []string{"Bộ Giáo dục và Đào tạo"}
		k.Amended = []corpus.Amendment{{Field: "lead", Was: "Bộ Y tế", On: isoDay(t, "2026-03-20")}}
	}
	retitle := func(k *corpus.Task) {
		k.Amended = []corpus.Amendment{{Field: "text", Was: "Khám mắt", On: isoDay(t, "2026-03-20")}}
	}
	for name, tc := range map[string]struct {
		change func(*corpus.Task)
		says   string
		want   string
	}{
		"the new deadline":          {later(t), words + ", trước tháng 10/2026.", "reworded"},
		"the former deadline":       {later(t), words + ", trước tháng 6/2026.", "date"},
		"no deadline":               {later(t), words + ".", "reworded"},
		"the new lead":              {relead, "Bộ Giáo dục và Đào tạo chủ trì khám răng sữa cho học sinh lớp một ở trường vùng cao.", "reworded"},
		"the former lead":           {relead, words + ".", "agency"},
		"the day of the correction": {later(t), words + ", theo ý kiến ngày 20/3/2026.", "date"},
		"other words":               {retitle, words + ".", "amended"},
		"nothing corrected":         {func(*corpus.Task) {}, words + ", trước tháng 6/2026.", "reworded"},
	} {
		t.Run(name, func(t *testing.T) {
			h := helpedBase(t, amendedPlan, llmtest.Say(tc.says))
			publish(t, h.Base, amendTask(t, "II.1", tc.change))
			a := ask(t, h.Base, asksTeeth, "2026-04-01")
			wantOutcomes(t, h.Base, map[string]int64{tc.want: 1})
			if got := strings.Contains(a.Text.String(), tc.says); got != (tc.want == "reworded") {
				t.Errorf("sent: %v\n%s", got, a.Text)
			}
			if name != "nothing corrected" && !strings.Contains(a.Text.String(), "✏️ Ban thư ký hiệu chỉnh") {
				t.Errorf("the correction is not told:\n%s", a.Text)
			}
		})
	}
}

// validity returns the plan of which the document has been given a standing.
func validity(tb testing.TB, change func(*corpus.Document)) *corpus.Corpus {
	tb.Helper()
	c := plan(tb, "a.md", amendedPlan).Clone()
	d := *c.Documents[0]
	change(&d)
	d.Amended = []corpus.Amendment{{Field: "status", Was: "còn hiệu lực", On: isoDay(tb, "2026-03-20"), Reason: "có kế hoạch mới"}}
	c.Documents = []*corpus.Document{&d}
	return c
}

func TestValidityIsTold(t *testing.T) {
	until := validity(t, func(d *corpus.Document) { d.Until = isoDay(t, "2026-06-30") })
	from := validity(t, func(d *corpus.Document) { d.From = isoDay(t, "2026-06-30") })
	replaced := validity(t, func(d *corpus.Document) {
		d.Status, d.ReplacedBy, d.Until = corpus.Superseded, "19/KH-BYT", isoDay(t, "2026-06-30")
	})
	for name, tc := range map[string]struct {
		c      *corpus.Corpus
		asOf   string
		status corpus.Status
		source string
		warns  string
	}{
		"before its end":           {until, "2026-06-30", corpus.InForce, "(hiệu lực đến 30/06/2026)", ""},
		"after its end":            {until, "2026-07-01", corpus.Superseded, "(hiệu lực đến 30/06/2026)", "⚠️ 11/KH-BYT đã hết hiệu lực"},
		"before its beginning":     {from, "2026-06-29", corpus.NotYet, "(có hiệu lực từ 30/06/2026)", "⚠️ 11/KH-BYT chưa có hiệu lực: có hiệu lực từ 30/06/2026"},
		"from its beginning on":    {from, "2026-06-30", corpus.InForce, "(có hiệu lực từ 30/06/2026)", ""},
		"to be replaced":           {replaced, "2026-05-01", corpus.InForce, "(hiệu lực đến 30/06/2026, sau đó bị thay thế)", ""},
		"replaced in the meantime": {replaced, "2026-08-01", corpus.Superseded, "(hiệu lực đến 30/06/2026, sau đó bị thay thế)", "⚠️ 11/KH-BYT đã hết hiệu lực"},
	} {
		t.Run(name, func(t *testing.T) {
			a := ask(t, published(t, tc.c), asksTeeth, tc.asOf)
			text := a.Text.String()
			if !strings.Contains(text, "11/KH-BYT ngày 05/01/2026 "+tc.source) || !strings.Contains(text, tc.warns) || (tc.warns == "") != !strings.Contains(text, "⚠️") {
				t.Errorf("want %q and %q:\n%s", tc.source, tc.warns, text)
			}
			c := a.Citations[0]
			if c.Status != string(tc.status) || c.Amended != "Ban thư ký hiệu chỉnh ngày 20/03/2026: hiệu lực trước đó “còn hiệu lực” (có kế hoạch mới)." {
				t.Errorf("%+v", c)
			}
		})
	}
}

// TestFaceTellsValidity: who asks for a document is told how it stands on that day.
func TestFaceTellsValidity(t *testing.T) {
	base := published(t, validity(t, func(d *corpus.Document) { d.Until = isoDay(t, "2026-06-30") }))
	var said []bool
	for _, day := range []string{"2026-06-30", "2026-07-01"} {
		text := ask(t, base, "Kế hoạch 11/KH-BYT ban hành ngày nào?", day).Text.String()
		said = append(said, strings.Contains(text, "còn hiệu lực theo"), strings.Contains(text, "⚠️"), strings.Contains(text, "✏️ Ban thư ký"))
	}
	if diff := cmp.Diff([]bool{true, false, true, false, true, true}, said); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestValidityRanks: of two plans alike, the one that is in force on the day of asking answers.
func TestValidityRanks(t *testing.T) {
	c, err := readAll([]corpus.File{text("a.md", amendedPlan), text("b.md", strings.ReplaceAll(amendedPlan, "11/KH-BYT", "12/KH-BYT"))})
	if err != nil {
		t.Fatal(err)
	}
	c = c.Clone()
	a, b := *c.Documents[0], *c.Documents[1]
	a.Until, b.From = isoDay(t, "2026-06-30"), isoDay(t, "2026-07-01")
	c.Documents = []*corpus.Document{&a, &b}
	base := published(t, c)
	for day, want := range map[string]string{"2026-06-30": "11/KH-BYT", "2026-07-01": "12/KH-BYT"} {
		if got := ask(t, base, asksTeeth, day).Citations[0].Document; got != want {
			t.Errorf("on %s %s answers, want %s", day, got, want)
		}
		list := ask(t, base, "Liệt kê các nhiệm vụ của Bộ Y tế", day).Text.String()
		_, sources, _ := strings.Cut(list, "📄")
		if !strings.HasPrefix(strings.TrimSpace(sources), "Kế hoạch "+want) {
			t.Errorf("on %s the list names first:%s", day, sources)
		}
	}
}
