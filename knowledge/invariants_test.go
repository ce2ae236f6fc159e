package knowledge_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
)

// templates make questions of an agency (A), a theme (T), a year (Y) and a section or month number (N).
var templates = []string{
	"A phải làm gì năm Y?", "A phai lam gi", "A chủ trì những nhiệm vụ nào?", "A phối hợp những việc gì trong năm Y?",
	"Ai chủ trì T?", "ai chu tri T, han bao gio", "T khi nào xong, ai phối hợp", "A: T đến khi nào?", "T còn mấy ngày nữa?",
	"A đã quá hạn T chưa?", "A làm T xong chưa?", "Tháng N/Y A có việc gì đến hạn?", "Quý N năm Y những tỉnh nào phải T?",
	"tháng này A có việc gì", "tuần tới có việc gì đến hạn", "hôm nay có việc gì đến hạn", "trước tháng N/Y những địa phương nào phải xong",
	"Liệt kê các nhiệm vụ về T", "bao nhiêu tỉnh phải T", "chỉ tiêu T năm Y là bao nhiêu %?", "T bao nhiêu phần trăm năm Y",
	"kinh phí T bao nhiêu tỷ", "A không làm T thì bị phạt thế nào", "Bộ trưởng A là ai?", "trong ban chỉ đạo A có những ai",
	"Mục IV.N giao ai làm gì?", "Điều N quy định gì?", "Kế hoạch năm Y số bao nhiêu, ký ngày nào?", "Which ministry leads T and when is it due?",
	"List the tasks of A in Y", "T T T T A A", "còn A?", "ai phối hợp?", "bộ đó còn việc gì?", "sắp đến hạn những việc nào của A",
}

const (
	questionsPerCorpus = 350
	seed               = 20260301
)

// TestGeneratedQuestionsHoldInvariants asks questions that nobody thought of:
// whatever is asked, an answer stands on its citations and tells nothing beside them.
func TestGeneratedQuestionsHoldInvariants(t *testing.T) {
	for _, c := range []struct {
		name string
		base func() (*knowledge.Base, error)
	}{{"invented", townBase}, {"shipped", shippedBase}, {"real", realBase}} {
		t.Run(c.name, func(t *testing.T) {
			if c.name == "real" {
				needShared(t, "corpus")
			}
			t.Parallel()
			base := must(t, c.base)
			holdInvariants(t, base, generated(base, rand.New(rand.NewPCG(seed, 1)), questionsPerCorpus))
		})
	}
}

// generated makes n questions of the templates and the agencies and themes of a corpus.
func generated(base *knowledge.Base, r *rand.Rand, n int) []knowledge.Question {
	var agencies, themes []string
	for _, t := range base.Corpus().Tasks {
		agencies = append(append(agencies, t.Lead...), t.Coordinating...)
		words := strings.Fields(t.Title)
		themes = append(themes, strings.Join(words[:min(len(words), 3+r.IntN(7))], " "))
	}
	agencies = append(agencies, "Tỉnh Gia Lai", "Hà Nam", "BTTTT", "Bộ Y tế", "UBND tỉnh Cà Mau", "Sở Y tế")
	questions := make([]knowledge.Question, n)
	for i := range questions {
		questions[i].Text = strings.NewReplacer(
			"A", agencies[r.IntN(len(agencies))], "T", themes[r.IntN(len(themes))],
			"Y", fmt.Sprint(2020+r.IntN(9)), "N", fmt.Sprint(1+r.IntN(14)),
		).Replace(marked(templates[i%len(templates)]))
		if r.IntN(3) == 0 {
			questions[i].Text = viet.Fold(questions[i].Text)
		}
		questions[i].AsOf = farPast.Add(time.Duration(r.Int64N(int64(farFuture.Sub(farPast)))))
		if i > 0 && r.IntN(4) == 0 {
			questions[i].Context = []knowledge.Turn{{Role: knowledge.RoleUser, Text: questions[i-1].Text}}
		}
	}
	return questions
}

// marked leaves only the letters that stand alone as places to be filled.
func marked(template string) string {
	words := strings.Fields(template)
	for i, w := range words {
		bare := strings.Trim(w, "?:,/.")
		if len(bare) > 1 && strings.ContainsAny(bare, "ATYN") && !strings.Contains(w, "N/Y") && !strings.HasPrefix(w, "IV.N") {
			words[i] = strings.NewReplacer("A", "a", "T", "t").Replace(w)
		}
	}
	return strings.Join(words, " ")
}

// TestMangledQuestionsHoldInvariants asks the questions of the sample with letters
// and words lost, doubled and mixed, and strings that are no questions at all.
func TestMangledQuestionsHoldInvariants(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(seed, 2))
	base := must(t, shippedBase)
	var questions []knowledge.Question
	for _, text := range mangled(r, 150) {
		questions = append(questions, knowledge.Question{Text: text, AsOf: farPast.AddDate(0, r.IntN(130), 0)})
	}
	for _, text := range oddities() {
		questions = append(questions, knowledge.Question{Text: text, AsOf: farFuture}, knowledge.Question{Text: text, AsOf: farPast})
	}
	if samples, _ := filepath.Glob(filepath.Join(sharedDir, "eval", "questions.jsonl")); len(samples) == 1 {
		for _, s := range readSamples(t, samples[0]) {
			questions = append(questions, s.mutated(r)...)
		}
	}
	holdInvariants(t, base, questions)
}

// mangled makes strings of the letters that people type and of some that they do not.
func mangled(r *rand.Rand, n int) []string {
	alphabet := []rune("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệ ABCĐ 0123456789 /.-–?%“”\t\n\u0301\u200b\ufeff\u00a0🙂中ß")
	texts := make([]string, n)
	for i := range texts {
		letters := make([]rune, r.IntN(120))
		for j := range letters {
			letters[j] = alphabet[r.IntN(len(alphabet))]
		}
		texts[i] = string(letters)
	}
	return texts
}

// oddities are messages that break careless programs.
func oddities() []string {
	return []string{
		"", " ", "\x00", "a", "ai", "?", "%", "1/", "///", "Điều", "Mục", "Mục IV.", "Phụ lục 99", "tháng 13/2026", "tháng 0", "quý 5", "trước tháng 1",
		"năm 2099", "31/02/2026 có việc gì", strings.Repeat("ai chủ trì ", 900), strings.Repeat("a", 10_000), strings.Repeat("🙂", 10_000),
		strings.Repeat("Tỉnh Cà Mau ", 150), "\xff\xfe\xfa", "PNG\r\n\x1a\n\x00\x00", "<b>ai</b> chủ trì <script>alert(1)</script>", "'; DROP TABLE tasks; --",
		"%s %d %!v(MISSING)", "(((((", "[a-z]+*?", `\`, "còn", "còn?", "bộ đó", "bộ đó bộ đó bộ đó", "thế", "vậy", "AI", "ai ai ai ai", "2026", "17/QĐ-UBQGCDS",
		"tất cả", "liệt kê tất cả nhiệm vụ", "mọi việc", "danh sách", "bao nhiêu nhiệm vụ", "những tỉnh nào", "tháng này", "quá hạn", "những việc quá hạn",
	}
}

// holdInvariants asks all questions and reports what is unsound, the first few of each sort in full.
func holdInvariants(t *testing.T, base *knowledge.Base, questions []knowledge.Question) {
	t.Helper()
	known := factsOf(base.Corpus())
	bad, refused := 0, 0
	shown := map[string]int{} // by the beginning of the fault
	for _, q := range questions {
		a, err := base.Answer(t.Context(), q)
		if err != nil {
			t.Fatalf("%q: %v", q.Text, err)
		}
		if a.Refused {
			refused++
		}
		wrong := known.faults(q, a)
		if len(wrong) == 0 {
			continue
		}
		bad++
		slices.Sort(wrong)
		kind := strings.Trim(wrong[0][:min(len(wrong[0]), 12)], "0123456789")
		if shown[kind]++; shown[kind] <= 3 {
			t.Errorf("%.300q as of %s (context %v):\n%s\nanswer: %.600s", q.Text, viet.DateOf(q.AsOf), q.Context, strings.Join(wrong, "\n"), a.Text)
		}
	}
	t.Logf("%d questions, %d refused, %d unsound", len(questions), refused, bad)
	if refused == len(questions) {
		t.Error("everything is refused: nothing was tested")
	}
}
