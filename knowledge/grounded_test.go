package knowledge

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
	"dondoc/knowledge/index"
)

// groundedCases returns the archive's cases, and the evidence that its document is.
func groundedCases(t testing.TB) ([]txtar.File, *evidence) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/model/grounded.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c, failed, err := corpus.Read(t.Context(), []corpus.File{{Name: "de-bien.txt", Content: archive.Files[0].Data}}, agency.Default(), nil)
	if err != nil || len(failed) > 0 {
		t.Fatal(err, failed)
	}
	s, err := newSnapshot(t.Context(), c, agency.Default(), index.LocalEmbedder{}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range c.Passages {
		if p.Section == "Điều 1" {
			return archive.Files[1:], s.evidenceOf([]string{p.ID}, "Còn 41 ngày")
		}
	}
	t.Fatalf("no Điều 1 in %+v", c.Passages)
	return nil, nil
}

func TestGrounded(t *testing.T) {
	cases, e := groundedCases(t)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			want, _, _ := strings.Cut(c.Name, ":")
			if want == "sent" {
				want = ""
			}
			if got := e.fault(viet.Normalize(strings.TrimSpace(string(c.Data))), false); got != want {
				t.Errorf("fault %q, want %q:\n%s", got, want, c.Data)
			}
		})
	}
}

// TestChangedFigureIsCaught: no figure of a text that may be sent can be exchanged.
func TestChangedFigureIsCaught(t *testing.T) {
	cases, e := groundedCases(t)
	changed := 0
	for _, c := range cases {
		text := viet.Normalize(strings.TrimSpace(string(c.Data)))
		if !strings.HasPrefix(c.Name, "sent") {
			continue
		}
		for i, r := range text {
			if r < '1' || r > '8' {
				continue
			}
			other := text[:i] + string(r+1) + text[i+1:]
			if changed++; e.fault(other, false) == "" {
				t.Errorf("sent: %s", other)
			}
		}
	}
	if changed < 20 {
		t.Errorf("only %d figures changed", changed)
	}
}

func TestGroundedLength(t *testing.T) {
	_, e := groundedCases(t)
	sentence := "Tổ kiểm tra đê biển chủ trì kiểm tra các tuyến đê xung yếu. "
	for text, want := range map[string]string{
		strings.Repeat(sentence, 19):                         "",
		strings.Repeat(sentence, 21):                         faultLength,
		strings.Repeat(strings.TrimSpace(sentence)+"\n", 13): faultLength,
	} {
		if got := e.fault(strings.TrimSpace(text), false); got != want {
			t.Errorf("%d bytes: fault %q, want %q", len(text), got, want)
		}
	}
}

// TestGroundedEnglish: who asks in English may be answered so, as far as names and numbers are those of the document.
func TestGroundedEnglish(t *testing.T) {
	_, e := groundedCases(t)
	text := "Tổ kiểm tra đê biển: kiểm tra các tuyến đê xung yếu trước ngày 30/4/2026, as said."
	if got := e.fault(text, true); got != "" {
		t.Errorf("fault %q", got)
	}
}

// TestEvidenceIsGrounded: whatever a document says may be said.
func TestEvidenceIsGrounded(t *testing.T) {
	f := factsIn("ngày 30 tháng 4 năm 2026, Quý III/2026, 1.200 hộ, 15%, 45/QĐ-BYT, từ 2021-2025")
	if got := f.fault(f); got != "" {
		t.Errorf("fault %q in itself", got)
	}
	if got := (&facts{}).fault(f); got == "" {
		t.Error("no fault without any evidence")
	}
}

func TestDateValues(t *testing.T) {
	for text, want := range map[string]string{
		"trước ngày 30 tháng 4 năm 2026": "trươc3 2026-4-30q", "trước 30/04/2026": "trươc3 2026-4-30q", "trước thời điểm ngày 30-4-2026": "trươc3 2026-4-30q",
		"trong tháng 6/2023": " 2023-6-q", "tháng 06 năm 2023": " 2023-6-q", "đến hết tháng 6": "hêt3 -6-q",
		"Quý IV/2023": " 2023--q4", "quý 4 năm 2023": " 2023--q4", "đến năm 2025": "đên3 2025--q", "ngày 5/6": " -6-5q",
	} {
		got := factsIn(viet.Normalize(text))
		if len(got.dates) != 1 || len(got.numbers) != 0 {
			t.Errorf("%q: dates %v, numbers %v", text, got.dates, got.numbers)
			continue
		}
		for date := range got.dates {
			lead, value, _ := strings.Cut(want, " ")
			gotLead, gotValue, _ := strings.Cut(date, " ")
			if gotValue != value || (gotLead == "") != (lead == "") {
				t.Errorf("%q: %q, want %q", text, date, want)
			}
		}
	}
}

func TestWordingWords(t *testing.T) {
	w := wordingWords()
	for name, n := range map[string]int{
		"openers": len(w.openers), "leads": len(w.leads), "comparisons": len(w.comparisons), "times": len(w.times),
		"numerals": len(w.numerals), "heads": len(w.heads), "negations": len(w.negations), "injections": len(w.injections), "selves": len(w.selves),
	} {
		if n == 0 {
			t.Errorf("no %s", name)
		}
	}
	for _, set := range readPhrases("data/wording.txt") {
		for _, p := range set.phrases {
			if (set.name == "injections" || set.name == "selves") && viet.Fold(p) != p || strings.ToLower(p) != p {
				t.Errorf("%s: %q is not as it is looked up", set.name, p)
			}
		}
	}
}
