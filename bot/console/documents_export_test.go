package console

// SafeName makes a name to keep of one that a stranger gave.
func SafeName(given string, number int) string { return safeName(given, number) }

// SafeCell makes a cell that no spreadsheet runs.
func SafeCell(s string) string { return safeCell(s) }

// Marked is a text with its marks written in it: "a [due|b] c".
func Marked(text string, marks ...[2]string) string {
	var list []marking
	for _, m := range marks {
		list = append(list, marking{words: m[1], kind: m[0]})
	}
	out := ""
	for _, p := range mark(text, list) {
		if p.Kind == "" {
			out += p.Text
			continue
		}
		out += "[" + p.Kind + "|" + p.Text + "]"
	}
	return out
}

// IsOwn reports whether an address is one of the console's own pages.
func IsOwn(path string) bool { return isOwn(path) }

// The words of the pages.
var (
	ChangeWord = docWords{}.Change
	StateWord  = docWords{}.State
	OriginWord = docWords{}.Origin
	StatusWord = docWords{}.Status
	FieldWord  = docWords{}.Field
)
