package console

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"dondoc/bot/people"
)

const (
	questionsPath = Base + "/cau-hoi"
	mostMust      = 20 // words that an answer must have
)

func questionRoutes() []route {
	return []route{
		{method: "GET", path: questionsPath, action: people.Review, handle: questions},
		{method: "POST", path: questionsPath + "/{id}/xong", action: people.Review, handle: settleQuestion},
		{method: "GET", path: questionsPath + "/{id}/mau", action: people.Review, handle: goldenPage},
		{method: "POST", path: questionsPath + "/{id}/mau", action: people.Review, handle: makeGolden},
	}
}

// questionsView is the list of questions that went badly.
type questionsView struct {
	Rows    []Asked
	Golden  bool // golden questions can be made
	AtLeast bool // there may be more
}

func questions(c *Console, r *http.Request, _ *visit) (reply, error) {
	asked, err := c.cfg.Questions.Open(r.Context(), mostQuestions)
	if err != nil {
		return reply{}, fmt.Errorf("console: read questions: %w", err)
	}
	return page("questions.html", "Câu hỏi cần xem lại", questionsView{asked, c.cfg.AddGolden != nil, len(asked) == mostQuestions}), nil
}

func settleQuestion(c *Console, r *http.Request, _ *visit) (reply, error) {
	id, err := idOf(r)
	if err != nil {
		return reply{}, err
	}
	if err := c.cfg.Questions.Settle(r.Context(), id); err != nil {
		return reply{}, fmt.Errorf("console: settle a question: %w", err)
	}
	return redirect(questionsPath, "Đã ghi là đã xem."), nil
}

// goldenForm is what makes a golden question of one that went badly.
type goldenForm struct {
	ID         int64
	Asked      Asked
	Question   string
	Must       string // a line each
	Document   string
	Section    string
	Unanswered bool // a refusal is right
	Documents  []string
	Problem    string
}

// question returns the question that an address names, if nobody has looked at it yet.
func (c *Console) question(r *http.Request) (Asked, error) {
	id, err := idOf(r)
	if err != nil {
		return Asked{}, err
	}
	if c.cfg.AddGolden == nil {
		return Asked{}, errNotFound
	}
	asked, err := c.cfg.Questions.Open(r.Context(), mostQuestions)
	if err != nil {
		return Asked{}, fmt.Errorf("console: read questions: %w", err)
	}
	i := slices.IndexFunc(asked, func(a Asked) bool { return a.ID == id })
	if i < 0 {
		return Asked{}, errNotFound
	}
	return asked[i], nil
}

func goldenPage(c *Console, r *http.Request, _ *visit) (reply, error) {
	a, err := c.question(r)
	if err != nil {
		return reply{}, err
	}
	return c.goldenReply(goldenForm{ID: a.ID, Asked: a, Question: a.Text}), nil
}

func (c *Console) goldenReply(f goldenForm) reply {
	if e := c.cfg.Library.InForce(); e != nil && e.Corpus != nil {
		for i := range e.Corpus.Documents {
			f.Documents = append(f.Documents, e.Corpus.Documents[i].Name())
		}
	}
	a := page("golden.html", "Lập câu hỏi chuẩn", f)
	if f.Problem != "" {
		a.status = http.StatusUnprocessableEntity
	}
	return a
}

func makeGolden(c *Console, r *http.Request, v *visit) (reply, error) {
	a, err := c.question(r)
	if err != nil {
		return reply{}, err
	}
	f := goldenForm{
		ID: a.ID, Asked: a, Question: shorten(v.form.Get("question"), 2000), Must: v.form.Get("must"),
		Document: shorten(v.form.Get("document"), 300), Section: shorten(v.form.Get("section"), 200), Unanswered: v.form.Get("unanswered") != "",
	}
	g := Golden{Question: f.Question, Document: f.Document, Section: f.Section, Answerable: !f.Unanswered}
	for line := range strings.Lines(f.Must) {
		if words := shorten(line, 300); words != "" {
			g.Must = append(g.Must, words)
		}
	}
	if f.Problem = goldenMistake(g); f.Problem != "" {
		return c.goldenReply(f), nil
	}
	if err := c.cfg.AddGolden(r.Context(), g); err != nil {
		return reply{}, fmt.Errorf("console: store a golden question: %w", err)
	}
	if err := c.cfg.Questions.Settle(r.Context(), a.ID); err != nil {
		return reply{}, fmt.Errorf("console: settle a question: %w", err)
	}
	return redirect(questionsPath, "Đã lưu câu hỏi chuẩn. Từ nay mỗi bản văn bản mới đều được thử bằng câu này trước khi công bố."), nil
}

func goldenMistake(g Golden) string {
	switch {
	case utf8.RuneCountInString(g.Question) < 3:
		return "Anh/chị chưa ghi câu hỏi."
	case len(g.Must) > mostMust:
		return fmt.Sprintf("Nhiều nhất %d dòng từ bắt buộc.", mostMust)
	case !g.Answerable && (len(g.Must) > 0 || g.Document != "" || g.Section != ""):
		return "Câu hỏi mà văn bản không trả lời được thì không có từ bắt buộc, văn bản hay mục."
	case g.Answerable && len(g.Must) == 0 && g.Document == "":
		return "Đề nghị ghi ít nhất một từ bắt buộc hoặc văn bản phải trích dẫn, nếu không câu nào cũng là đúng."
	case g.Section != "" && g.Document == "":
		return "Có mục thì phải có văn bản."
	}
	return ""
}
