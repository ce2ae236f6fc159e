package knowledge

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// followUpWords open a question that goes on with the subject of the one before.
var followUpWords = []string{" con ", " the con ", " vay con ", " vay ", " the ", " nhu vay ", " bo do ", " tinh do ", " co quan do ", " viec do ", " viec nay ", " nhiem vu nay ", " nhiem vu do ", " van ban do ", " o do ", " cai do ", " and ", " what about "}

// demonstratives point at the agency of the answer before.
var demonstratives = []string{" bo do ", " bo nay ", " co quan do ", " co quan nay ", " tinh do ", " tinh nay ", " don vi do ", " don vi nay "}

// fewWords is how many words of subject a question may have and still lean on the one before.
const fewWords = 3

// inContext completes a question that leans on the turns before it. The thread
// is followed from its beginning, so that each turn leans on what the one before
// was understood to mean.
func (s *snapshot) inContext(q *query, turns []Turn) *query {
	if len(turns) == 0 || !leans(q) {
		return q
	}
	const mostTurns = 10
	var before *query
	answered := ""
	for _, t := range turns[max(0, len(turns)-mostTurns):] {
		if len(t.Text) > 4*LongestQuestion {
			continue // no question, and no answer of ours
		}
		switch t.Role {
		case RoleUser:
			if _, turnedAway := screen(t.Text); turnedAway {
				continue
			}
			asked := s.understand(viet.Squeeze(viet.Normalize(t.Text)), q.asOf)
			if before != nil && leans(asked) {
				asked = s.merge(asked, before, answered)
			}
			before = asked
		case RoleAssistant:
			answered = t.Text
		}
	}
	if before == nil {
		if answered == "" {
			return q
		}
		before = s.understand(subjectLine(answered), q.asOf) // a reply to an answer of which the question is lost
	}
	if text := namedMonth(q.text, answered, before.text); text != q.text { // "tháng đó"
		q = s.understand(text, q.asOf)
	}
	return s.merge(q, before, answered)
}

var (
	monthMeant = regexp.MustCompile(`(?i)(^|\s)(?:tháng (đó|ấy|sau đó|kế đó|kế tiếp|tiếp theo)|thang (do|ay|sau do|ke do|ke tiep|tiep theo))(\s|$|[?.,!])`)
	monthSaid  = regexp.MustCompile(`(?i)th[áa]ng (\d{1,2})(?:/(20\d\d))?`)
)

// namedMonth writes the month that "tháng đó" or "tháng sau đó" means into a question: the
// first that the turns before name, the answer before the question.
func namedMonth(text string, turns ...string) string {
	meant := monthMeant.FindStringSubmatchIndex(text)
	if meant == nil {
		return text
	}
	for _, turn := range turns {
		said := monthSaid.FindStringSubmatch(turn)
		if said == nil {
			continue
		}
		month, _ := strconv.Atoi(said[1])
		from, to := max(meant[4], meant[6]), max(meant[5], meant[7]) // the one of the two that matched
		year, _ := strconv.Atoi(said[2])
		if pointer := viet.Fold(text[from:to]); pointer != "do" && pointer != "ay" {
			month++
		}
		if month == 13 {
			month, year = 1, year+1
		}
		if month < 1 || month > 12 {
			return text
		}
		name := "tháng " + strconv.Itoa(month)
		if said[2] != "" {
			name += "/" + strconv.Itoa(year)
		}
		return text[:meant[3]] + name + text[to:]
	}
	return text
}

// subjectLine is the line of an answer that says what it is about.
func subjectLine(answered string) string {
	for line := range strings.Lines(answered) {
		if line = viet.Squeeze(viet.Normalize(line)); line != "" {
			return line
		}
	}
	return answered
}

// merge completes q by the question before it and the answer that it got.
func (s *snapshot) merge(q, before *query, answered string) *query {
	merged := *q
	s.inheritFrame(&merged, before, answered)
	switch {
	case asksWho(q) && len(q.agencies) == 0 && !hasOwnSubject(q): // "vậy tỉnh nào khác cũng làm việc đó?": the theme, not the agency
		merged.search += " " + without(before.search, s.reg)
		merged.carry(before)
		merged.intents = maps.Clone(q.intents)
		merged.intents["list"] = true
	case pointsBack(q): // "bộ đó": the agency of the answer, not the theme of the question
		if found := s.reg.FindFolded(answered); len(found) > 0 {
			merged.agencies = append(slices.Clip(q.agencies), found[0].Agency)
			merged.search += " " + found[0].Agency.Name
		}
	case sameKind(q.agencies, before.agencies): // "còn Hà Nam?": the same theme, another agency
		merged.search += " " + without(before.search, s.reg)
		merged.carry(before)
	case !hasOwnSubject(q) || merged.near == "": // "ai phối hợp?": the same subject
		merged.agencies = append(slices.Clip(q.agencies), before.agencies...)
		merged.search += " " + before.search
		merged.carry(before)
	}
	merged.content = contentWords(merged.search, loadWords().stops)
	return &merged
}

// carry takes over the subject of the question before, unless this one has its own.
func (q *query) carry(before *query) {
	if len(q.subject) == 0 {
		q.subject, q.carried = before.subject, true
	}
}

// hasOwnSubject reports whether a follow-up names a subject of its own, of two syllables at least.
func hasOwnSubject(q *query) bool { return len(q.subject) > 1 }

// inheritFrame carries over what the new question does not say: document, section, years, period and intent.
func (s *snapshot) inheritFrame(q, before *query, answered string) {
	if len(q.documents) == 0 || !q.numbered {
		own := q.documents
		q.documents = maps.Clone(before.documents)
		for i := range s.names {
			if n := &s.names[i]; n.plans && len(q.years) > 0 && !containsInt(q.years, n.year) { // "thế năm 2024?" is not asked of the plan for 2023
				delete(q.documents, n.id)
			}
		}
		for id, h := range own {
			q.documents[id] = max(q.documents[id], h)
		}
		told := pad(answered)
		q.numbered = q.numbered || before.numbered && len(q.documents) > 0
		for i := range s.names {
			d := s.documents[s.names[i].id]
			if s.names[i].plans && len(q.years) > 0 && !containsInt(q.years, d.Year) {
				continue
			}
			if d.Number != "" && strings.Contains(told, pad(d.Number)) || d.Number == "" && strings.Contains(told, s.names[i].titlePadded) {
				q.documents[d.ID] = 1
			}
		}
	}
	if q.section == "" {
		q.section = before.section
	}
	q.near = sectionBefore(answered)
	if len(q.years) == 0 {
		q.years = before.years
	}
	if !q.period.set() {
		q.period = before.period
	}
	if len(q.intents) == 0 {
		q.intents = before.intents
	}
}

var answeredSection = regexp.MustCompile(`(?:Mục\s+([IVXL]+(?:\.[\d\p{Ll}]+)*)|(Phụ lục(?:\s+[IVXL]+)?)(?:,\s*([IVXL]+|[A-H])(?:\.[IVXL\d]+)*)?)`)

// sectionBefore reads the section that an answer cites, and returns the one that holds it: "Mục I.4.b" gives "I.4".
func sectionBefore(answered string) string {
	m := answeredSection.FindStringSubmatch(answered)
	switch {
	case m == nil:
		return ""
	case m[1] != "":
		if i := strings.LastIndexByte(m[1], '.'); i > 0 {
			return m[1][:i]
		}
		return m[1]
	case m[3] != "":
		return m[2] + ", " + m[3]
	}
	return m[2]
}

// leans reports whether a question needs the one before it to be understood.
func leans(q *query) bool {
	if leansText(q.text) {
		return true
	}
	return len(q.subject) <= fewWords && len(q.agencies) == 0 && !q.numbered && len(strings.Fields(q.padded)) <= 8
}

func leansText(text string) bool {
	padded := pad(text)
	for _, w := range followUpWords {
		if strings.HasPrefix(padded, w) || len(w) > 7 && strings.Contains(padded, w) {
			return true
		}
	}
	return false
}

func pointsBack(q *query) bool {
	for _, d := range demonstratives {
		if strings.Contains(q.padded, d) {
			return true
		}
	}
	return strings.Contains(" "+strings.ToLower(viet.Squeeze(q.text))+" ", " họ ") // typed with its mark: "ho" is "hỗ" and "hộ" too
}

// sameKind reports whether both questions name a province, or both another agency.
func sameKind(a, b []*agency.Agency) bool {
	return len(a) > 0 && len(b) > 0 && (a[0].Kind == agency.Province) == (b[0].Kind == agency.Province)
}

// without removes the agencies from a question, so that another can take their place.
func without(text string, reg *agency.Registry) string {
	var b strings.Builder
	last := 0
	for _, m := range reg.FindFolded(text) {
		b.WriteString(text[last:m.Start])
		last = m.End
	}
	b.WriteString(text[last:])
	return b.String()
}
