package corpus_test

import (
	"dondoc/corpus/docfile"
	"slices"
	"strings"
	"testing"

	"dondoc/corpus"
	"dondoc/corpus/viet"
)

func TestQuotes(t *testing.T) {
	c := mustRead(t,
		corpus.File{Name: "a.txt", Content: []byte("Trạm **y tế** xã\ncó hai  giường.\n\n7\n\nTT\tViệc\n1\tMua <b>thuốc</b>\n")},
		corpus.File{Name: "b.txt", Content: []byte("Kho lạnh")})
	for words, want := range map[string]bool{
		"Trạm y tế xã":               true,
		"y tế xã có hai giường.":     true, // over a line break
		" y\ttế \n xã ":              true, // white space does not count
		"1 Mua thuốc":                true, // over cells
		"giường. TT":                 false,
		"Trạm y tế huyện":            false,
		"trạm y tế xã":               false, // letter case counts
		"Tram y te xa":               false,
		"có giường":                  false, // nothing left out
		"":                           false,
		" \n":                        false,
		"Kho lạnh":                   false, // of the other file
		"Trạm **y tế** xã":           false, // quotations are without markup
		"Trạm y tế xã có ba giường.": false,
	} {
		if got := c.Quotes(corpus.Source{File: "a.txt", Place: docfile.Place{Line: 1}}, words); got != want {
			t.Errorf("Quotes(%q) = %v", words, got)
		}
	}
	if c.Quotes(corpus.Source{File: "c.txt"}, "Kho lạnh") {
		t.Error("a file that was not read is quoted")
	}
}

// TestQuotesOfOneDocument proves that words are looked for in the document that
// was cited, not in all that its file holds.
func TestQuotesOfOneDocument(t *testing.T) {
	c := mustRead(t, file("a.txt", "KẾ HOẠCH\nĐắp đê năm 2022\n\nI. Bộ Y tế gửi thuốc.\n\n"+
		strings.Repeat("Dân làng ven sông giữ đê qua mùa lũ, thay nhau canh từng đoạn một.\n\n", 15)+
		"BÁO CÁO\nKết quả đắp đê năm 2023\n\nI. Bộ Công an giữ đường."))
	if len(c.Documents) != 2 {
		t.Fatalf("%d documents, want 2", len(c.Documents))
	}
	plan, report := c.Documents[0].Source, c.Documents[1].Source
	for _, q := range []struct {
		src   corpus.Source
		words string
		want  bool
	}{
		{plan, "Bộ Y tế gửi thuốc.", true},
		{plan, "Bộ Công an giữ đường.", false},
		{report, "Bộ Công an giữ đường.", true},
		{report, "Bộ Y tế gửi thuốc.", false},
		{corpus.Source{File: report.File, Place: docfile.Place{Line: report.Line + 3}}, "Bộ Công an giữ đường.", true},
	} {
		if got := c.Quotes(q.src, q.words); got != q.want {
			t.Errorf("line %d: Quotes(%q) = %v", q.src.Line, q.words, got)
		}
	}
}

// TestQuotesOfAllPassages proves that a quotation taken from any Passage is
// accepted, and that the smallest falsification of it is not.
func TestQuotesOfAllPassages(t *testing.T) {
	for name, files := range map[string]func(testing.TB) []corpus.File{"real": realFiles, "shipped": shippedFiles} {
		t.Run(name, func(t *testing.T) {
			c := mustRead(t, files(t)...)
			for _, p := range c.Passages {
				piece := longestPiece(p)
				if !c.Quotes(p.Source, piece) {
					t.Errorf("%s:%d refused: %q", p.Source.File, p.Source.Line, piece)
				}
				for _, altered := range falsified(piece) {
					if c.Quotes(p.Source, altered) && !standsIn(c.Passages, altered) {
						t.Errorf("%s:%d accepted: %q", p.Source.File, p.Source.Line, altered)
					}
				}
			}
		})
	}
}

// standsIn reports whether the altered words happen to be those of another Passage:
// two plans of different years may differ in one figure.
func standsIn(passages []corpus.Passage, words string) bool {
	return slices.ContainsFunc(passages, func(p corpus.Passage) bool {
		return strings.Contains(viet.Squeeze(p.Text), words)
	})
}

// falsified alters a quotation: a figure, a word left out in the middle, a word put in.
func falsified(piece string) []string {
	words := strings.Fields(viet.Squeeze(piece))
	if len(words) < 8 {
		return nil
	}
	middle := len(words) / 2
	out := []string{
		strings.Join(words[:middle], " ") + " không " + strings.Join(words[middle:], " "),
		strings.Join(append(words[:middle:middle], words[middle+1:]...), " "),
	}
	if i := strings.LastIndexAny(piece, "0123456789"); i >= 0 {
		out = append(out, piece[:i]+string('0'+(piece[i]-'0'+1)%10)+piece[i+1:])
	}
	return out
}
