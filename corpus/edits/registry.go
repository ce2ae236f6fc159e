package edits

import (
	"errors"
	"fmt"
	"strings"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

// Registry returns reg with the aliases of the edits; of two that claim the same alias the later wins. An alias that cannot
// be (it is another agency's name or an ordinary word) is left out, so that one bad line does not keep every document from being
// read: Apply tells it as stale. The error is that reg is nil.
func Registry(reg *agency.Registry, list []Edit) (*agency.Registry, error) {
	if reg == nil {
		return nil, errors.New("edits: registry: none to add to")
	}
	names := aliasesIn(reg, list)
	if len(names) == 0 {
		return reg, nil
	}
	if all, err := reg.With(strings.NewReader(agencyLines(names))); err == nil {
		return all, nil
	}
	for _, name := range names { // one of them cannot be: each by itself
		if next, err := reg.With(strings.NewReader(agencyLines([]alias{name}))); err == nil {
			reg = next
		}
	}
	return reg, nil
}

// alias is another name of an agency, by its official one.
type alias struct {
	agency string
	other  string
	kind   agency.Kind
}

// aliasesIn returns the aliases that reg does not have, each once.
func aliasesIn(reg *agency.Registry, list []Edit) []alias {
	var names []alias
	at := map[string]int{}
	for i := range list {
		e := list[i].Alias
		if list[i].Kind != AddAlias || e == nil {
			continue
		}
		a := alias{agency: e.Agency, other: e.Alias, kind: agency.Organisation}
		if known, ok := reg.Lookup(e.Agency); ok && known.Kind != agency.Group {
			a.agency, a.kind = known.Name, known.Kind
		} else if kind, ok := reg.KindOf(e.Agency); ok {
			a.kind = kind
		}
		if k, ok := at[aliasKey(a.other)]; ok { // the later wins
			names[k] = a
			continue
		}
		if holder, ok := reg.Lookup(a.other); isCommon(a.other) || ok && (holder.Name != a.agency || aliasKey(holder.Name) == aliasKey(a.other)) {
			continue
		}
		at[aliasKey(a.other)] = len(names)
		names = append(names, a)
	}
	return names
}

// agencyLines writes aliases in the form that the head of agency/agencies.txt explains, a line for each agency.
func agencyLines(names []alias) string {
	var order []string
	lines := map[string]string{}
	for _, a := range names {
		line, ok := lines[a.agency]
		if !ok {
			order = append(order, a.agency)
			line = a.agency + " | " + string(a.kind) + " | "
		}
		lines[a.agency] = line + a.other + "; "
	}
	var b strings.Builder
	for _, name := range order {
		b.WriteString(lines[name] + "\n")
	}
	return b.String()
}

// aliasKey is what makes two aliases the same: the syllables with their tones.
func aliasKey(name string) string {
	var b strings.Builder
	for _, t := range viet.Tokenize(viet.Normalize(name)) {
		b.WriteString(t.Toned + " ")
	}
	return b.String()
}

const commonAlias = "“%s” là từ hoặc số thông thường, không dùng làm tên gọi khác của cơ quan được."

// checkAlias tells whether the registry has an alias.
func (w *work) checkAlias(e *Edit) Outcome {
	out := Outcome{Edit: *e}
	if w.reg == nil || e.Alias == nil {
		return out
	}
	holder, ok := w.reg.Lookup(e.Alias.Alias)
	meant, known := w.reg.Lookup(e.Alias.Agency)
	switch {
	case isCommon(e.Alias.Alias):
		out.Stale = fmt.Sprintf(commonAlias, e.Alias.Alias)
	case !ok || !known:
		out.Stale = "Danh bạ cơ quan chưa nhận tên gọi khác này, nên chưa được dùng."
	case holder != meant:
		out.Stale = fmt.Sprintf("Tên “%s” đang là tên của %s trong danh bạ, nên chưa được dùng cho %s.", e.Alias.Alias, holder.Name, meant.Name)
	}
	return out
}
