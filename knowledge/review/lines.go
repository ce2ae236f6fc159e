package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dondoc/knowledge"
)

// changesInShort counts the changes and names some of each kind, of those that have changed n.
func changesInShort(r *Review, n int) knowledge.Text {
	of := map[ChangeKind][]*Change{}
	for i := range r.Changes {
		c := &r.Changes[i]
		of[c.Kind] = append(of[c.Kind], c)
	}
	switch {
	case r.Against == 0 && len(of[New]) == len(r.Changes) && len(r.Changes) > 0:
		return knowledge.Text{plainLine(sayAllNew, len(r.Changes))}
	case len(r.Changes) == 0 && r.Against != 0:
		return knowledge.Text{plainLine(sayNoChanges, r.Against)}
	}
	var text knowledge.Text
	short := func(kind ChangeKind, format string) {
		if len(of[kind]) == 0 {
			return
		}
		var parts []string
		for _, c := range of[kind] {
			parts = append(parts, named(c))
		}
		text = append(text, plainLine(format+"%s.", len(parts), list(parts, moreTasks)))
	}
	short(New, sayNew)
	if changed := of[Changed]; len(changed) > 0 {
		format := sayChanged
		if len(changed) > n {
			format = saySomeChanged
		}
		text = append(text, plainLine(format, len(changed)))
		for _, c := range changed[:min(n, len(changed))] {
			text = append(text, changedLine(c))
		}
	}
	short(Gone, sayGone)
	return text
}

// named names a task with who leads it: "“Kê khai nhà” (Sở Tài chính)".
func named(c *Change) string {
	text := "“" + cut(c.Title, longestTitle) + "”"
	if lead := leadWords(c.Lead); lead != "" {
		text += fmt.Sprintf(leadOf, lead)
	}
	return text
}

// leadWords names the first who lead.
func leadWords(lead []string) string {
	const most = 2
	if n := len(lead) - most; n > 0 {
		return strings.Join(lead[:most], ", ") + fmt.Sprintf(moreLeads, n)
	}
	return strings.Join(lead, ", ")
}

// changedLine tells what of a task has changed, the weightiest fact first: "• “Kê khai
// nhà” (Sở Tài chính): thời hạn trước tháng 6/2023 → trước tháng 7/2023".
func changedLine(c *Change) knowledge.Line {
	const most = 2
	var facts []string
	for _, name := range weight {
		for _, f := range told(c.Fields) {
			if f.Name == name && len(facts) < most && !(isWording(name) && len(facts) > 0) {
				facts = append(facts, strings.ToLower(fieldWords[name])+" "+fieldText(f))
			}
		}
	}
	return knowledge.Line{{Text: bullet + named(c) + ": " + strings.Join(facts, "; ")}}
}

// weight is the order in which fields are told where there is room for few.
var weight = []string{MilestonesField, LeadField, RecurringField, CoordinatingField, TitleField, TextField, DeliverableField}

// isWording tells the fields that a sentence of a new date or lead changes along.
func isWording(field string) bool { return field == TitleField || field == TextField }

// told leaves out what another field says: the title that the text begins with, the cycle
// that is the deadline.
func told(fields []Field) []Field {
	var out []Field
	for _, f := range fields {
		if !slices.ContainsFunc(fields, func(o Field) bool { return f.Name == TitleField && o.Name == TextField && begins(o, f) }) &&
			!slices.ContainsFunc(out, func(o Field) bool { return o.Before == f.Before && o.After == f.After }) {
			out = append(out, f)
		}
	}
	return out
}

// begins reports whether a title was and is the beginning of the text.
func begins(text, title Field) bool {
	within := func(text, title string) bool {
		title = strings.ToLower(strings.TrimSuffix(title, "…"))
		return strings.HasPrefix(strings.ToLower(text), title)
	}
	return within(text.Before, title.Before) && within(text.After, title.After)
}

// fieldText says what was and what is, with a word for nothing; of long lists who came and who went.
func fieldText(f Field) string {
	switch f.Name {
	case LeadField, CoordinatingField:
		if text := listText(strings.Split(f.Before, between), strings.Split(f.After, between)); text != "" {
			return text
		}
		return cmp.Or(cut(f.Before, longestValue), noName) + arrow + cmp.Or(cut(f.After, longestValue), noName)
	}
	before, after := excerpt(f.Before, f.After)
	if isWording(f.Name) || f.Name == DeliverableField {
		before, after = quoted(before), quoted(after)
	}
	return cmp.Or(before, noName) + arrow + cmp.Or(after, noName)
}

// listText says who came and who went, "" when nobody stayed.
func listText(before, after []string) string {
	without := func(a, b []string) []string {
		return slices.DeleteFunc(slices.Clone(a), func(name string) bool { return slices.Contains(b, name) })
	}
	came, went := without(after, before), without(before, after)
	if len(came) == len(after) {
		return ""
	}
	var parts []string
	if len(came) > 0 {
		parts = append(parts, added+cut(strings.Join(came, ", "), longestValue))
	}
	if len(went) > 0 {
		parts = append(parts, removed+cut(strings.Join(went, ", "), longestValue))
	}
	return strings.Join(parts, ", ")
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}

// ChangeLines tells n changes from the one with that index on, each with its number, what
// was and what is. What is beyond is counted in the last line.
func ChangeLines(r *Review, from, n int) knowledge.Text {
	if len(r.Changes) == 0 {
		return knowledge.Text{plainLine("%s", noChanges)}
	}
	var text knowledge.Text
	from, to := bounds(from, n, len(r.Changes))
	for i := from; i < to; i++ {
		text = append(text, changeLines(i+1, &r.Changes[i])...)
	}
	return append(text, rest(len(r.Changes)-to)...)
}

func changeLines(number int, c *Change) knowledge.Text {
	where := cut(cmp.Or(c.Document, noDocument), longestTitle)
	if c.Section != "" {
		where += ", " + c.Section
	}
	line := knowledge.Line{{Text: fmt.Sprintf("%d. %s", number, changeTitles[c.Kind]), Strong: true}, {Text: ": " + named(c) + " – " + where}}
	if c.Kind != Changed && c.Deadline != "" {
		line = append(line, knowledge.Span{Text: " – " + strings.ToLower(fieldWords[MilestonesField]) + ": " + cut(c.Deadline, longestValue)})
	}
	text := knowledge.Text{line}
	for _, f := range told(c.Fields) {
		text = append(text, plainLine("   %s: %s", fieldWords[f.Name], fieldText(f)))
	}
	return text
}

// DoubtLines tells n of the open doubts from the one with that index on (see
// Review.Open), each with its number, its kind and its place in the file.
func DoubtLines(r *Review, from, n int) knowledge.Text {
	open := r.Open()
	if len(open) == 0 {
		return knowledge.Text{plainLine("%s", noDoubtsYet)}
	}
	names := map[string]string{}
	for i := range r.Documents {
		names[r.Documents[i].ID] = r.Documents[i].Name
	}
	var text knowledge.Text
	from, to := bounds(from, n, len(open))
	for i := from; i < to; i++ {
		d := &open[i]
		kind := ""
		for _, k := range doubtKinds {
			if k.kind == doubtKindOf(d) {
				kind = k.title
			}
		}
		if d.Fresh && r.Against != 0 {
			kind += freshDoubt
		}
		place := cut(cmp.Or(names[d.Document], d.Source.File, noDocument), longestTitle) + ", " + d.Source.Where()
		text = append(text, knowledge.Line{{Text: fmt.Sprintf("%d. %s", i+1, kind), Strong: true}, {Text: " – " + place + ": " + strings.TrimRight(d.Text, ".") + "."}})
	}
	return append(text, rest(len(open)-to)...)
}

func bounds(from, n, all int) (int, int) {
	from = min(max(from, 0), all)
	return from, from + min(max(n, 0), all-from)
}

// rest counts what is beyond a list.
func rest(n int) knowledge.Text {
	if n <= 0 {
		return nil
	}
	return knowledge.Text{plainLine(moreBelow, n)}
}
