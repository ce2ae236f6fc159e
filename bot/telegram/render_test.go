package telegram

import (
	"fmt"
	"strings"
	"testing"

	"dondoc/bot"
	"dondoc/bot/layout"
	"dondoc/bot/telegram/telegramtest"
	"dondoc/knowledge"
)

func testPhrases(t testing.TB) phrases {
	t.Helper()
	say, err := loadPhrases(phraseData)
	if err != nil {
		t.Fatal(err)
	}
	return say
}

// check holds messages against what Telegram accepts and returns their parsed texts.
func check(t *testing.T, messages []outgoing) []string {
	t.Helper()
	texts := make([]string, len(messages))
	for i, m := range messages {
		text, entities, err := telegramtest.ParseHTML(m.html)
		if err != nil {
			t.Fatalf("message %d: %v\n%q", i, err, m.html)
		}
		if n := telegramtest.Units(text); n > maxUnits || strings.TrimSpace(text) == "" {
			t.Fatalf("message %d has %d units", i, n)
		}
		if len(entities) > maxEntities {
			t.Fatalf("message %d has %d entities", i, len(entities))
		}
		if strings.TrimSpace(text) != m.plain {
			t.Fatalf("message %d: plain %q, parsed %q", i, m.plain, text)
		}
		texts[i] = text
	}
	return texts
}

func TestRender(t *testing.T) {
	cite := func(quote string) knowledge.Citation {
		return knowledge.Citation{Document: "17/QĐ", Section: "IV.6", Quote: quote}
	}
	tests := []struct {
		name  string
		reply bot.Reply
		want  []string
	}{
		{"nothing", bot.Reply{}, nil},
		{"only blanks", bot.Reply{Text: textOf(" \n\u200b\n\u00a0")}, nil},
		{"hostile", bot.Reply{Text: knowledge.Text{{{Text: `<script>&"`, Strong: true}, {Text: "</b>&lt;'"}}}},
			[]string{`<b>&lt;script&gt;&amp;&#34;</b>&lt;/b&gt;&amp;lt;&#39;`}},
		{"faces are joined, bold blanks dropped", bot.Reply{Text: knowledge.Text{{{Text: "a", Strong: true}, {Text: "b", Strong: true}, {Text: " ", Strong: true}, {Text: "c"}}}},
			[]string{"<b>ab</b> c"}},
		{"line feed in bold", bot.Reply{Text: knowledge.Text{{{Text: "a\r\nb", Strong: true}}}}, []string{"<b>a</b>\n<b>b</b>"}},
		{"blank line kept, edges trimmed", bot.Reply{Text: textOf("\na\n\nb\n")}, []string{"a\n\nb"}},
		{"dangerous characters", bot.Reply{Text: textOf("a\x00\u202eb\xff\tc")}, []string{"ab\uFFFD c"}},
		{"quote under a text with its source", bot.Reply{Text: textOf("đáp\n📄 QĐ 17"), Citations: []knowledge.Citation{cite("a <b>")}},
			[]string{"đáp\n📄 QĐ 17\n<blockquote expandable>a &lt;b&gt;</blockquote>"}},
		{"quote under a text without", bot.Reply{Text: textOf("đáp"), Citations: []knowledge.Citation{cite("a"), {Document: "D", Section: "Phụ lục, Tháng 5", Quote: "b"}}},
			[]string{"đáp\n📄 17/QĐ, Mục IV.6\n<blockquote expandable>a</blockquote>\n📄 D, Phụ lục, Tháng 5\n<blockquote expandable>b</blockquote>"}},
		{"same quote, no quote, too many", bot.Reply{Text: textOf("📄"), Citations: []knowledge.Citation{cite("a"), cite(" a "), cite(""), cite("b"), cite("c"), cite("d")}},
			[]string{"📄\n<blockquote expandable>a</blockquote>\n<blockquote expandable>b</blockquote>\n<blockquote expandable>c</blockquote>"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			messages := render(tt.reply, testPhrases(t))
			check(t, messages)
			var got []string
			for _, m := range messages {
				got = append(got, m.html)
			}
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestRenderSplits(t *testing.T) {
	word := "nghị quyết 🇻🇳 "
	tests := []struct {
		name     string
		text     knowledge.Text
		messages int
		whole    bool // no word may be cut
	}{
		{"exactly full", textOf(strings.Repeat("ă", maxUnits)), 1, true},
		{"one over, without spaces", textOf(strings.Repeat("ă", maxUnits+1)), 2, false},
		{"two units a letter", textOf(strings.Repeat("😀", maxUnits)), 2, false},
		{"lines", textOf(strings.Repeat(strings.Repeat("ă", 99)+"\n", 200)), 5, true},
		{"one line of words", textOf(strings.Repeat(word, 1000)), 4, true},
		{"250 bold words in a line", boldWords(250), 3, true},
		{"letters that need escaping", textOf(strings.Repeat("<&>", 4096)), 3, false},
		{"combining marks", textOf(strings.Repeat("e\u0302\u0301", 4096)), 4, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			texts := check(t, render(bot.Reply{Text: tt.text}, testPhrases(t)))
			if len(texts) != tt.messages {
				t.Errorf("%d messages, want %d", len(texts), tt.messages)
			}
			glue := ""
			if tt.whole {
				glue = " "
			}
			got, want := strings.Fields(strings.Join(texts, glue)), strings.Fields(tt.text.String())
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Error("the text is not the same when put together")
			}
			for _, s := range texts {
				if strings.HasPrefix(s, "\u0302") || strings.HasPrefix(s, "\u0301") {
					t.Error("a letter was cut from its mark")
				}
			}
		})
	}
}

func boldWords(n int) knowledge.Text {
	var line knowledge.Line
	for i := range n {
		line = append(line, knowledge.Span{Text: fmt.Sprintf("từ%d", i), Strong: true}, knowledge.Span{Text: " "})
	}
	return knowledge.Text{line}
}

func TestQuoteIsShortenedAtAWord(t *testing.T) {
	long := strings.Repeat("hoàn thành <mục tiêu> ", 60)
	messages := render(bot.Reply{Text: textOf("📄 x"), Citations: []knowledge.Citation{{Quote: long}}}, testPhrases(t))
	text := check(t, messages)[0]
	quote := strings.TrimPrefix(text, "📄 x\n")
	if n := layout.Units(quote); n > layout.QuoteUnits || n < layout.QuoteUnits-20 || !strings.HasSuffix(quote, "…") {
		t.Errorf("%d units: …%q", n, quote[len(quote)-30:])
	}
	if !strings.HasPrefix(long, strings.TrimSuffix(quote, "…")+" ") {
		t.Errorf("cut within a word: %q", quote[len(quote)-30:])
	}
}

func TestButtons(t *testing.T) {
	choices := []bot.Choice{
		{Key: "a", Label: "Nhắc tôi"}, {Key: "b", Label: "Trích"}, {Key: "c", Label: "Ngắn"},
		{Key: "d", Label: strings.Repeat("Việc khác của tỉnh ", 4)}, {Key: "e", Label: "Ngắn"},
		{Key: "", Label: "không khóa"}, {Key: strings.Repeat("k", 65), Label: "khóa dài"}, {Key: "f", Label: " \n"},
	}
	messages := render(bot.Reply{Choices: choices}, testPhrases(t))
	if len(messages) != 1 || messages[0].plain == "" {
		t.Fatalf("messages %+v", messages)
	}
	var rows []string
	for _, row := range messages[0].keyboard.InlineKeyboard {
		var keys []string
		for _, b := range row {
			keys = append(keys, b.CallbackData)
			if n := len([]rune(b.Text)); n > labelRunes {
				t.Errorf("label of %d letters", n)
			}
		}
		rows = append(rows, strings.Join(keys, "+"))
	}
	if got := strings.Join(rows, " "); got != "a+b c d e" {
		t.Errorf("rows %q", got)
	}
	long := render(bot.Reply{Text: textOf(strings.Repeat("ă\n", 5000)), Choices: choices}, testPhrases(t))
	if len(long) < 2 || long[0].keyboard != nil || long[len(long)-1].keyboard == nil {
		t.Error("the buttons belong to the last message")
	}
}

func FuzzRender(f *testing.F) {
	f.Add("đáp <b>&", "in đậm\n", "trích", "QĐ 17", 3)
	f.Add(strings.Repeat("a b&", 3000), "\u200b", strings.Repeat("<", 700), strings.Repeat("📄", 3000), 2)
	f.Add("e\u0301\xff\u202e", strings.Repeat("😀", 2100), " ", "", 3)
	f.Add("a", "b", "c", "d", 40)
	say := testPhrases(f)
	f.Fuzz(func(t *testing.T, plain, bold, quote, document string, times int) {
		var text knowledge.Text
		for range min(max(times, 0), 60) {
			text = append(text, knowledge.Line{{Text: plain}, {Text: bold, Strong: true}, {Text: plain}, {Text: bold, Strong: true}})
		}
		reply := bot.Reply{Text: text, Citations: []knowledge.Citation{{Document: document, Section: bold, Quote: quote}, {Quote: plain}}}
		check(t, render(reply, say))
		var line knowledge.Line
		for _, l := range text {
			line = append(line, l...)
		}
		check(t, render(bot.Reply{Text: knowledge.Text{line}}, say))
	})
}
