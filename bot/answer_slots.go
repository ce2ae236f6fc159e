package bot

import (
	"regexp"
	"strings"

	"dondoc/corpus/viet"
)

// documentNumber is the number of a document: 123/BC-STTTT, 12/2023/CV-UBND, with its day if that follows.
var documentNumber = regexp.MustCompile(`^\d{1,6}[a-zA-Z]?(?:/\d{4})?\s?/\s?\p{L}[\p{L}\d.&]*(?:\s?[-–]\s?\p{L}[\p{L}\d.&]*)*(?i:,? (?:ngày|ngay) \d{1,2}/\d{1,2}(?:/\d{4})?)?`)

// readDocument reads the number of a document at a token.
func (r *answerReader) readDocument(at int) bool {
	if at >= len(r.tokens) || r.report != "" {
		return false
	}
	found := documentNumber.FindString(r.text[r.tokens[at].Start:])
	if found == "" {
		return false
	}
	r.report = strings.TrimRight(found, ".,-– ")
	r.skipTo(r.tokens[at].Start + len(found))
	return true
}

// readPaper reads a bare number behind the name of a paper: "báo cáo số 45".
func (r *answerReader) readPaper(at int) bool {
	named := r.tokens[r.at].Folded != "so" // "số 2" is an Item
	if !named || at >= len(r.tokens) || r.report != "" || !figures.MatchString(r.tokens[at].Text) || strings.Contains(r.between(at+1), "/") {
		return false
	}
	r.report = r.tokens[at].Text
	r.at = at + 1
	return true
}

var figures = regexp.MustCompile(`^\d{1,6}$`)

// readBy reads "theo công văn 12/CV-BCĐ"; without a paper behind it the word is foreign.
func (r *answerReader) readBy(after int) bool {
	if r.readDocument(after) {
		return true
	}
	at := r.at
	r.at = after
	if after < len(r.tokens) {
		for _, p := range phrases()[r.tokens[after].Folded] {
			if p.kind == "paper" && r.starts(p.words) && r.take(p) {
				return true
			}
		}
	}
	r.at = at
	return false
}

// skipTo moves behind the tokens that begin before an offset of the text.
func (r *answerReader) skipTo(offset int) {
	for r.at < len(r.tokens) && r.tokens[r.at].Start < offset {
		r.at++
	}
}

// readDay reads the day from a token on, to the reason, the paper or the end. Only a verb that takes one allows it.
func (r *answerReader) readDay(at int) bool {
	if !r.dated || at >= len(r.tokens) || !r.when.none() {
		return false
	}
	if at == r.at && !strings.Contains(r.between(at+1), "/") {
		return false // a number alone is an Item
	}
	end := at + 1
	for end < len(r.tokens) && !r.endsDay(end) {
		end++
	}
	words := strings.TrimSpace(r.text[r.tokens[at].Start:r.tokens[end-1].End])
	if asksBack(words) {
		return false
	}
	r.when.words = words
	r.at = end
	return true
}

// endsDay reports whether something other than the day begins at a token.
func (r *answerReader) endsDay(at int) bool {
	for _, p := range phrases()[r.tokens[at].Folded] {
		if p.kind == "why" || p.kind == "by" && p.words[0] == "theo" || p.kind == "polite" ||
			p.kind == "filler" && p.words[0] != "nay" && p.words[0] != "sau" || p.kind == "item" && len(p.words) > 0 && p.words[0] == "viec" {
			return true
		}
	}
	return false
}

// readSpan reads how long: "1 tuần", "nửa tháng", "10 ngày nữa".
func (r *answerReader) readSpan() bool {
	if !r.dated || !r.when.none() || r.at+1 >= len(r.tokens) {
		return false
	}
	n := numerals[r.tokens[r.at].Folded]
	if r.isNumber(r.at) {
		n = r.number(r.at)
	}
	unit, known := spanUnits[r.tokens[r.at+1].Folded]
	switch {
	case !known:
		return false
	case r.tokens[r.at].Folded == "nua" && unit.months == 1:
		r.when.days = 15
	case n == 0:
		return false
	default:
		r.when.days, r.when.months = n*unit.days, n*unit.months
	}
	r.at += 2
	return true
}

// spanUnits are the units in which people count time.
var spanUnits = map[string]struct{ days, months int }{
	"ngay": {1, 0}, "hom": {1, 0}, "tuan": {7, 0}, "thang": {0, 1}, "quy": {0, 3},
}

// readReason takes the rest of the message as a reason.
func (r *answerReader) readReason(after int) bool {
	if after >= len(r.tokens) || r.verb == "" || r.verb == verbAck {
		return false
	}
	reason := strings.TrimSpace(r.text[r.tokens[after].Start:])
	if asksBack(reason) {
		return false
	}
	r.reason = reason
	r.at = len(r.tokens)
	return true
}

// asking are words that only questions have, folded, with a blank around each.
var asking = []string{
	" ai ", " nao ", " dau ", " sao ", " bao gio ", " bao nhieu ", " bao lau ", " may ", " la gi ", " gi ", " khi nao ", " the nao ", " hay khong ",
}

// asksBack reports whether words look like a question.
func asksBack(text string) bool {
	if strings.Contains(text, "?") {
		return true
	}
	tokens := viet.Tokenize(text)
	var b strings.Builder
	b.WriteByte(' ')
	for _, t := range tokens {
		b.WriteString(t.Folded + " ")
	}
	folded := b.String()
	for _, word := range asking {
		if strings.Contains(folded, word) {
			return true
		}
	}
	if len(tokens) == 0 {
		return false
	}
	switch tokens[len(tokens)-1].Folded {
	case "chua", "khong", "ha", "nhi":
		return len(tokens) > 1
	}
	return false
}
