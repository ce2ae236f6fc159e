package knowledge

import (
	"regexp"
	"slices"
	"strings"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// answerFace answers questions about number, date and signer of a document from its face.
func (s *snapshot) answerFace(q *query) (Answer, bool) {
	if a, ok := s.answerReplaced(q); ok {
		return a, true
	}
	if a, ok := s.answerRecipients(q); ok {
		return s.verified(a), true
	}
	if !q.wants("meta") {
		return Answer{}, false
	}
	best := q.document()
	if best == "" || !q.numbered && !asksNumber.MatchString(q.padded) {
		return Answer{}, false
	}
	d := s.documents[best]
	if d.Number == "" {
		if a, ok := s.answerCited(q, d); ok {
			return s.verified(a), true
		}
		return refuse("Bản đã nạp của “" + d.Title + "” chưa ghi số và ngày ký."), true
	}
	if asksSigner.MatchString(q.padded) {
		if signers := s.signersOf(best); len(signers) > 0 {
			return s.answerNamed(q, signers)
		}
		return refuse("Tài liệu đã nạp không nêu người ký " + reference(d) + "."), true
	}
	line := Line{{Text: reference(d), Strong: true}}
	text := Text{line, {{Text: d.Title}}}
	switch {
	case d.StatusOn(q.asOf) == corpus.InForce:
		text = append(text, Line{{Text: "Trạng thái: còn hiệu lực theo tài liệu đã nạp"}})
	case d.ReplacedBy != "":
		text = append(text, Line{{Text: "Thay thế bởi: " + d.ReplacedBy}})
	}
	text = append(text, amendedLines(d.Amended)...)
	if d.Issuer != "" {
		text = append(text, Line{{Text: "🏛 " + d.Issuer}})
	}
	a := Answer{Text: text}
	if strings.Contains(q.padded, " hieu luc ") {
		s.addEffect(q, &a, d)
	}
	for i := range s.corpus.Passages {
		p := &s.corpus.Passages[i]
		first := p.Document == d.ID && (i == 0 || s.corpus.Passages[i-1].Document != d.ID)
		if first || d.ReplacedBy != "" && strings.Contains(p.Text, d.Number) && s.documents[p.Document].Name() == d.ReplacedBy {
			a.Citations = append(a.Citations, s.cite(p.ID, ""))
		}
	}
	return s.verified(a), len(a.Citations) > 0
}

// answerCited answers for a document that was loaded without its number with what other
// documents cite: the number and day under which one with its title was issued.
func (s *snapshot) answerCited(q *query, d *corpus.Document) (Answer, bool) {
	const alike = 0.8
	if strings.Contains(q.padded, " du thao ") {
		return Answer{}, false
	}
	for i := range s.corpus.Relations {
		r := &s.corpus.Relations[i]
		if r.Number == "" || r.Title == "" || r.Passage == "" || shareOf(r.Title, d.Title) < alike || !slices.Equal(yearWord.FindAllString(pad(r.Title), -1), yearWord.FindAllString(pad(d.Title), -1)) {
			continue
		}
		line := r.Number
		if !r.Date.IsZero() {
			line += " ngày " + r.Date.Official()
		}
		return Answer{
			Text: Text{
				{{Text: line, Strong: true}}, {{Text: viet.Squeeze(r.Title)}},
				{{Text: "Văn bản này chưa được nạp; số và ngày theo " + s.documents[r.Document].Name() + "."}},
				s.sourceLine(s.documents[r.Document], r.Section),
			},
			Citations: []Citation{s.cite(r.Passage, r.Section)},
		}, true
	}
	return Answer{}, false
}

// shareOf is how many of the words of a title stand in another.
func shareOf(title, other string) float64 {
	in, found, all := pad(other), 0, 0
	for _, t := range viet.Tokenize(title) {
		if all++; strings.Contains(in, " "+t.Folded+" ") {
			found++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(found) / float64(all)
}

var asksReplaced = regexp.MustCompile(` (?:thay the|thay cho|bai bo|thay|sua doi)(?: \S+){0,2} (?:quyet dinh|van ban|ke hoach|nghi dinh|thong tu|chi thi|nghi quyet)(?: \S+){0,2} (?:nao|gi|so may|so bao nhieu) `)

// relationVerbs say what a document does to another.
var relationVerbs = map[corpus.RelationKind]string{corpus.Replaces: "Thay thế", corpus.Repeals: "Bãi bỏ", corpus.Amends: "Sửa đổi, bổ sung"}

// answerReplaced answers which documents the one that is meant replaces, repeals or amends.
func (s *snapshot) answerReplaced(q *query) (Answer, bool) {
	id := q.document()
	if id == "" || !asksReplaced.MatchString(q.padded) {
		return Answer{}, false
	}
	var a Answer
	for i := range s.corpus.Relations {
		r := &s.corpus.Relations[i]
		verb := relationVerbs[r.Kind]
		if r.Document != id || verb == "" || r.Passage == "" || r.Number == "" {
			continue
		}
		line := r.Number
		if !r.Date.IsZero() {
			line += " ngày " + r.Date.Official()
		}
		a.Text = append(a.Text, Line{{Text: verb + ": "}, {Text: line, Strong: true}, {Text: strings.TrimRight(" "+viet.Squeeze(r.Title), " ")}})
		a.Citations = append(a.Citations, s.cite(r.Passage, r.Section))
	}
	if len(a.Citations) == 0 {
		return Answer{}, false
	}
	a.Text = append(a.Text, s.sourceLine(s.documents[id], a.Citations[0].Section))
	return s.verified(a), true
}

// addEffect appends what a document says of its own force.
func (s *snapshot) addEffect(q *query, a *Answer, d *corpus.Document) {
	for i := range s.corpus.Passages {
		p := &s.corpus.Passages[i]
		if p.Document == d.ID && strings.Contains(pad(p.Text), " co hieu luc ") {
			a.Text = append(a.Text, Line{{Text: "“" + s.span(q, p) + "”"}})
			a.Citations = append(a.Citations, s.cite(p.ID, p.Section))
			return
		}
	}
}

// asksRecipients tells that those to whom a letter went are asked for.
var asksRecipients = regexp.MustCompile(` (?:gui (?:toi |den |cho )?(?:nhung|cac|ai|tinh nao|bo nao|co quan nao|don vi nao|noi nao|dau)|noi nhan|kinh gui) `)

// mostRecipients bounds what is quoted of a letter to everybody.
const mostRecipients = 40

// answerRecipients answers to whom a letter was sent, in its own words.
func (s *snapshot) answerRecipients(q *query) (Answer, bool) {
	if !q.numbered || q.section != "" || q.ownWords() > thinSubject || !asksRecipients.MatchString(q.padded) {
		return Answer{}, false
	}
	for i := range s.corpus.Passages {
		p := &s.corpus.Passages[i]
		if !q.only(s.documents[p.Document]) || !strings.HasPrefix(viet.Fold(p.Text), "kinh gui") {
			continue
		}
		var a Answer
		named := !s.wantsPlace(q)
		for end := min(len(s.corpus.Passages), i+mostRecipients); i < end && s.corpus.Passages[i].Document == p.Document && (len(a.Citations) == 0 || strings.HasPrefix(s.corpus.Passages[i].Text, "-")); i++ {
			a.Text = append(a.Text, Line{{Text: "“" + s.corpus.Passages[i].Text + "”"}})
			a.Citations = append(a.Citations, s.cite(s.corpus.Passages[i].ID, p.Section))
			named = named || slices.ContainsFunc(s.listed.Find(s.corpus.Passages[i].Text), func(m agency.Mention) bool { return m.Agency.Kind == agency.Province })
		}
		a.Text = append(a.Text, s.sourceLine(s.documents[p.Document], p.Section))
		return a, named // "các tỉnh vùng …": the letter may name them below
	}
	return Answer{}, false
}

// asksNumber tells questions about number and date, which may call a document by its title.
var asksNumber = regexp.MustCompile(` (?:nao ky|duoc ky|ky vao|so bao nhieu|mang so|so may|so hieu|ky ngay|ban hanh ngay|ngay ban hanh|ai ky|nguoi ky|ngay nao) `)

var asksSigner = regexp.MustCompile(` (?:ai|nguoi|nao) ky `)

// signersOf returns who signed a document.
func (s *snapshot) signersOf(document string) []*corpus.Person {
	var signers []*corpus.Person
	for i := range s.corpus.People {
		if p := &s.corpus.People[i]; p.Document == document && p.Role == "người ký" {
			signers = append(signers, p)
		}
	}
	return signers
}
