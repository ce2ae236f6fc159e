package bot

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
	"dondoc/knowledge"
	"dondoc/reminders"
)

// Bounds of what a reminder shows of documents and people, in letters.
const (
	longestTitle  = 120
	longestPhrase = 80
	longestLabel  = 50
	longestSource = 90
	longestSaid   = 240
)

// inline is foreign text on one line, without characters that nobody sees, cut at a word.
func inline(s string, letters int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Co) || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, viet.Normalize(s))
	s = viet.Squeeze(s)
	if utf8.RuneCountInString(s) <= letters {
		return s
	}
	head := string([]rune(s)[:letters-1])
	if i := strings.LastIndexByte(head, ' '); i > len(head)/2 {
		head = head[:i]
	}
	return strings.TrimRight(head, " ,;:.–-(“") + "…"
}

// titleOf is what a Task is called, short enough for a line or two on a phone.
func titleOf(i reminders.Item, letters int) string {
	if i.Task == nil {
		return untitled
	}
	title := strings.TrimRight(inline(cmp.Or(i.Task.Title, i.Task.Text), letters), " .;")
	return upperFirst(cmp.Or(title, untitled))
}

// named puts the agency in front of a title that does not begin with it, unless the reader's own Board is of it.
func named(i reminders.Item, b reminders.Board, title string) string {
	agency := inline(i.Work.Agency, longestPhrase)
	if agency == "" || i.Work.Agency == b.Agency || strings.HasPrefix(viet.Fold(title), viet.Fold(agency)) {
		return title
	}
	return agency + " – " + title
}

// itemLines are the two lines of a numbered Item: what, and until when, with the place where it is written. They are
// never more, as answers to a quoted reminder find their Item by them.
func itemLines(number int, i reminders.Item, b reminders.Board, late bool) knowledge.Text {
	title := named(i, b, titleOf(i, longestTitle))
	due := dueLine(i)
	if late && i.Late {
		due = append(due, knowledge.Span{Text: ", " + headLate})
	}
	return knowledge.Text{
		{{Text: strconv.Itoa(number) + ". " + title}},
		append(due, sourceSpan(i.Task)),
	}
}

// dueLine says until when: the phrase, its day where it does not show it, and how many days are left.
func dueLine(i reminders.Item) knowledge.Line {
	line := knowledge.Line{{Text: upperFirst(dueOf(i)) + ", "}}
	switch {
	case i.Progress.State == reminders.Done:
		return append(line, knowledge.Span{Text: doneSince, Strong: true})
	case i.Progress.State == reminders.Cancelled:
		return append(line, knowledge.Span{Text: cancelled, Strong: true})
	case i.Due.IsZero():
		line[0].Text = strings.TrimSuffix(line[0].Text, ", ")
	default:
		line = append(line, knowledge.Span{Text: daysLeft(i.DaysLeft), Strong: true})
	}
	if i.Progress.State == reminders.InProgress {
		line = append(line, knowledge.Span{Text: underWay})
	}
	return line
}

// daysLeft says how far the due day is.
func daysLeft(n int) string {
	switch {
	case n > 0:
		return fmt.Sprintf(dueIn, n)
	case n == 0:
		return dueToday
	default:
		return fmt.Sprintf(dueOver, -n)
	}
}

// dueOf is the Milestone's phrase with its day, and the later day of one that was extended.
func dueOf(i reminders.Item) string {
	m := i.Milestone
	if m == nil {
		return phraseWithDay("", i.Due)
	}
	own := m.Due
	if !i.Work.Due.IsZero() { // one turn of a recurring Task
		own = i.Work.Due
	}
	extended := !i.Progress.Until.IsZero() && i.Progress.Until == i.Due && i.Due != own
	if !extended {
		own = i.Due
	}
	said := phraseWithDay(m.Phrase, own)
	if label := inline(m.Label, longestLabel); tells(label, i) {
		said += " – " + label
	}
	if extended {
		said += fmt.Sprintf(extendedTo, i.Due.Vietnamese()) + theDocument(i.Progress.Decision)
	}
	return said
}

// plainLabels say of a Milestone only that it is one.
var plainLabels = []string{"", "hoan thanh", "thuc hien"}

// tells reports whether a Milestone's label says more than the title of its Task.
func tells(label string, i reminders.Item) bool {
	folded := viet.Fold(label)
	return !slices.Contains(plainLabels, folded) && i.Task != nil &&
		(len(i.Task.Milestones) > 1 || !strings.Contains(viet.Fold(viet.Squeeze(i.Task.Title)), strings.TrimSuffix(folded, "…")))
}

// phraseWithDay is a deadline's phrase, with its day behind it where the phrase does not show it.
func phraseWithDay(phrase string, due viet.Date) string {
	phrase = strings.TrimRight(inline(phrase, longestPhrase), " .;,")
	switch {
	case phrase == "" && due.IsZero():
		return dueNone
	case phrase == "":
		return fmt.Sprintf(dueOn, due.Vietnamese())
	case due.IsZero():
		return phrase
	case shows(phrase, due):
		if phrase[0] >= '0' && phrase[0] <= '9' {
			return fmt.Sprintf(dueOn, phrase)
		}
		return phrase
	}
	return phrase + " (" + due.Vietnamese() + ")"
}

var dayWritten = regexp.MustCompile(`(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})`)

// shows reports whether a phrase has the day itself in figures, so that nobody has to work it out.
func shows(phrase string, due viet.Date) bool {
	for _, found := range dayWritten.FindAllStringSubmatch(phrase, -1) {
		day, _ := strconv.Atoi(found[1])
		month, _ := strconv.Atoi(found[2])
		year, _ := strconv.Atoi(found[3])
		if d, ok := viet.NewDate(year, month, day); ok && d == due {
			return true
		}
	}
	return false
}

// sourceSpan is where a Task is written.
func sourceSpan(t *reminders.Task) knowledge.Span {
	if source := sourceOf(t); source != "" {
		return knowledge.Span{Text: " · " + source}
	}
	return knowledge.Span{}
}

// sourceOf cites a Task as officials do: "QĐ 17/QĐ-UBQGCDS, IV.6".
func sourceOf(t *reminders.Task) string {
	switch {
	case t == nil:
		return ""
	case t.Document == "" && t.Board != 0:
		return ownTask
	}
	source := cite(t.Document)
	if section := inline(t.Section, longestSource); section != "" && source != "" {
		source += ", " + section
	}
	return source
}

// numbered matches the number of a document with its kind: 17/QĐ-UBQGCDS, 12/2023/NĐ-CP.
var numbered = regexp.MustCompile(`^\d+[a-z]?(?:/\d{4})?/(QĐ|KH|NQ|CT|TB|NĐ|TT|CV|BC|HD|TTr|KL|CĐ|GM|CTr|KHHĐ)(?:$|[-–/ ])`)

// cite is how a document is called in a line: its number with the short form of its kind, or its title.
func cite(document string) string {
	document = inline(document, longestSource)
	if found := numbered.FindStringSubmatch(document); found != nil {
		return found[1] + " " + document
	}
	return document
}

// theDocument says on what document something stands: " theo QĐ 20/QĐ-BCĐ"; "" for none.
func theDocument(number string) string {
	if number = cite(number); number == "" {
		return ""
	}
	return fmt.Sprintf(byDocument, number)
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
