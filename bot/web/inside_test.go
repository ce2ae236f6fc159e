package web

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
	"unicode/utf8"

	"dondoc/bot"
	"dondoc/knowledge"

	"github.com/google/go-cmp/cmp"
)

func TestLines(t *testing.T) {
	p := func(s string) knowledge.Span { return knowledge.Span{Text: s} }
	b := func(s string) knowledge.Span { return knowledge.Span{Text: s, Strong: true} }
	tests := []struct {
		name string
		in   knowledge.Line
		want line
	}{
		{"empty", nil, line{Kind: "blank", Spans: []span{}}},
		{"white space", knowledge.Line{p("  "), p("\u202e")}, line{Kind: "blank", Spans: []span{}}},
		{"plain", knowledge.Line{b("Hạn:"), p(" 31/05")}, line{Spans: []span{{"Hạn:", true}, {" 31/05", false}}}},
		{"picture", knowledge.Line{p("⏰ "), b("Trước tháng 6")}, line{Kind: "icon", Mark: "⏰", Spans: []span{{"Trước tháng 6", true}}}},
		{"picture in the words' span", knowledge.Line{p("📄 Quyết định 17")}, line{Kind: "icon", Mark: "📄", Spans: []span{{"Quyết định 17", false}}}},
		{"picture, then a space apart", knowledge.Line{p("⏰"), p(" mai")}, line{Kind: "icon", Mark: "⏰", Spans: []span{{"mai", false}}}},
		{"coloured picture", knowledge.Line{p("⚠\uFE0F Chú ý")}, line{Kind: "icon", Mark: "⚠\uFE0F", Spans: []span{{"Chú ý", false}}}},
		{"picture alone", knowledge.Line{p("👍")}, line{Kind: "icon", Mark: "👍", Spans: []span{}}},
		{"number", knowledge.Line{p("12. "), b("Hà Nam")}, line{Kind: "item", Mark: "12.", Spans: []span{{"Hà Nam", true}}}},
		{"bullet", knowledge.Line{p("• việc")}, line{Kind: "item", Mark: "•", Spans: []span{{"việc", false}}}},
		{"letter", knowledge.Line{p("đ) việc")}, line{Kind: "item", Mark: "đ)", Spans: []span{{"việc", false}}}},
		{"a date is no number", knowledge.Line{p("31.5 là hạn")}, line{Spans: []span{{"31.5 là hạn", false}}}},
		{"a year is no number", knowledge.Line{p("2023. Hết")}, line{Spans: []span{{"2023. Hết", false}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, newLine(tt.in)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCitations(t *testing.T) {
	tests := []struct {
		in   knowledge.Citation
		want citation
	}{
		{
			knowledge.Citation{Document: "17/QĐ", Title: "Kế hoạch", Status: "draft", Section: "IV.28.c", Quote: "q"},
			citation{Document: "17/QĐ", Title: "Kế hoạch", Status: "draft", StatusLabel: "Dự thảo", Section: "Mục IV.28.c", Quote: "q"},
		},
		{knowledge.Citation{Document: "Bài trình bày", Title: "Bài trình bày", Section: "12"}, citation{Document: "Bài trình bày", Section: "Mục 12"}},
		{knowledge.Citation{Document: "d", Status: `x" onload="`, Section: "Phụ lục, Tháng 5"}, citation{Document: "d", Section: "Phụ lục, Tháng 5"}},
		{knowledge.Citation{Document: "d", Section: "B.2.7"}, citation{Document: "d", Section: "Mục B.2.7"}},
		{knowledge.Citation{Document: "d", Section: "Điều 1"}, citation{Document: "d", Section: "Điều 1"}},
		{knowledge.Citation{Document: "d", Section: "Chương I"}, citation{Document: "d", Section: "Chương I"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, newCitation(tt.in)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.in.Section, diff)
		}
	}
}

func TestCitationsAreToldApart(t *testing.T) {
	m := answer(bot.Reply{Citations: []knowledge.Citation{
		{Document: "17/QĐ", Section: "IV.6", Quote: "Số hóa\nhồ sơ."},
		{Document: "17/QĐ", Section: "IV.6", Quote: "Phối hợp: " + strings.Repeat("đ", maxLead)},
		{Document: "17/QĐ", Section: "IV.7", Quote: "Một mình."},
		{Document: "Dự thảo", Section: "IV.7", Quote: "Văn bản khác."},
		{Document: "Dự thảo", Quote: "Không có mục."},
		{Document: "Dự thảo", Status: "draft", Section: "1", Quote: "Tình trạng khác."},
	}})
	long := "Phối hợp: " + strings.Repeat("đ", maxLead-len([]rune("Phối hợp: "))) + "…"
	for i, want := range []citation{{Lead: "Số hóa hồ sơ."}, {Same: true, Lead: long}, {Same: true}, {}, {}, {}} {
		if c := m.Citations[i]; c.Same != want.Same || c.Lead != want.Lead {
			t.Errorf("citation %d: same %v, lead %q; want %v, %q", i, c.Same, c.Lead, want.Same, want.Lead)
		}
	}
}

func TestCopyNamesTheSource(t *testing.T) {
	m := answer(bot.Reply{
		Text:      knowledge.Text{{{Text: "Hạn: "}, {Text: "31/5", Strong: true}}, {{Text: "Hết"}}},
		Citations: []knowledge.Citation{{Document: "17/QĐ", Section: "IV.6", Quote: "trước tháng 6"}},
	})
	if want := "Hạn: 31/5\nHết\n\nNguồn: 17/QĐ, Mục IV.6\n“trước tháng 6”"; m.Copy != want {
		t.Errorf("copied %q, want %q", m.Copy, want)
	}
}

func FuzzNewLine(f *testing.F) {
	for _, s := range []string{"Đôn đốc", "\u202eabc\u2066", "a\r\nb\x00", "\xff\xfe", "⏰ \u200f1. x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := clean(s)
		// Nothing that can be read may get lost between mark and words.
		l := newLine(knowledge.Line{{Text: s}})
		shown := l.Mark
		for _, p := range l.Spans {
			shown += p.Text
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if squeeze(shown) != squeeze(got) {
			t.Fatalf("line of %q shows %q", s, shown)
		}
	})
}

func TestTranscriptsAreBounded(t *testing.T) {
	ts := newTranscripts()
	for range maxShown {
		ts.add("long", nil, question("a"), question("b"))
	}
	if m, _ := ts.get("long"); len(m) != maxShown {
		t.Errorf("%d messages of one chat, want %d", len(m), maxShown)
	}
	big := answer(bot.Reply{Text: knowledge.Text{{{Text: strings.Repeat("x", 1<<20)}}}})
	for i := range 40 {
		ts.add(fmt.Sprint(i), nil, big)
		if ts.bytes > maxRemembered {
			t.Fatalf("%d bytes after %d chats", ts.bytes, i+1)
		}
	}
	var small bytes.Buffer
	if err := png.Encode(&small, image.NewNRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	heavy := message{Picture: newPicture(mount{}, append(small.Bytes(), make([]byte, 1<<20)...), "")}
	for i := range 40 {
		ts.add(fmt.Sprint(i), nil, heavy)
		if n := ts.chats.Len(); n > maxRemembered>>20 {
			t.Fatalf("%d chats with a picture of a megabyte each", n)
		}
	}
	if _, ok := ts.get("long"); ok {
		t.Error("the chat that was idle longest is still there")
	}
	if _, ok := ts.get("39"); !ok {
		t.Error("the latest chat was dropped")
	}
	for i := range 40 {
		ts.forget(fmt.Sprint(i))
	}
	if ts.bytes != 0 || ts.chats.Len() != 0 {
		t.Errorf("%d bytes of %d chats after forgetting all", ts.bytes, ts.chats.Len())
	}
}

func TestLongQuestionIsShownShortened(t *testing.T) {
	m := question(strings.Repeat("đ", maxSaid+1))
	if n := utf8.RuneCountInString(m.Said); n != maxSaid+1 || !strings.HasSuffix(m.Said, "…") {
		t.Errorf("%d characters", n)
	}
	if m := question("ngắn"); m.Said != "ngắn" {
		t.Errorf("got %q", m.Said)
	}
}
