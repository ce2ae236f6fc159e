package corpus

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/viet"
)

// readDefinitions collects the short names that a document gives: in brackets
// behind the full ones ("Tổ công tác giúp việc Ủy ban (Tổ công tác)"), or in words
// ("… sau đây viết tắt là LMHTX tỉnh").
func (r *reader) readDefinitions(o *outliner) {
	for _, t := range o.tables {
		for _, rw := range t.rows {
			for _, c := range []column{colLead, colLeadAndCo, colCo} {
				r.define(t.cell(rw, c))
			}
		}
	}
	for i := range o.passages {
		text := o.passages[i].Text
		if !strings.Contains(text, " tắt là ") && !strings.Contains(text, " gọi là ") {
			continue
		}
		text = unbroken(text)
		for _, m := range calledShort.FindAllStringSubmatchIndex(text, -1) {
			if full := r.agencyBefore(text[:m[0]]); full != "" {
				r.defined[viet.Fold(strings.TrimSpace(text[m[2]:m[3]]))] = full
			}
		}
	}
}

var calledShort = regexp.MustCompile(`\s*[(,]?\s*(?:sau đây\s+)?(?:được\s+)?(?:gọi tắt|viết tắt|gọi)\s+là\s*:?\s*["“]?([^()"”;,.]{2,60})`)

func (r *reader) define(cell string) {
	full, rest, ok := strings.Cut(cell, "(")
	short, _, closed := strings.Cut(rest, ")")
	full, short = viet.Squeeze(full), viet.Squeeze(short)
	if !ok || !closed || short == "" || len(short) >= len(full) || !strings.HasPrefix(viet.Fold(full), viet.Fold(short)) {
		return
	}
	r.defined[viet.Fold(short)] = full
	r.defined[viet.Fold(full+" ("+short+")")] = full
}

// agencyBefore returns the one agency whose name ends the text, or "".
func (r *reader) agencyBefore(text string) string {
	text = tailOf(text, longestSubject)
	text = text[strings.LastIndexAny(text, ";:(")+1:]
	if i := strings.LastIndex(text, " do "); i >= 0 {
		text = text[i+len(" do "):]
	}
	for i, c := range text {
		if before, _ := utf8.DecodeLastRuneInString(text[:i]); i > 0 && before != ' ' || !unicode.IsUpper(c) {
			continue
		}
		if names, ok := r.agencies(text[i:]); ok && len(names) == 1 {
			return names[0]
		}
		if _, ok := r.reg.KindOf(text[i:]); ok {
			return strings.TrimSpace(text[i:])
		}
	}
	return ""
}

// fullNames replaces the short names of the document by the full ones and returns
// the unknown ones that it does not define.
func (r *reader) fullNames(names, unknown []string) ([]string, []string) {
	if len(r.defined) == 0 {
		return names, unknown
	}
	for i, n := range names {
		if full, ok := r.defined[viet.Fold(n)]; ok {
			names[i] = full
		}
	}
	left := unknown[:0:0]
	for _, u := range unknown {
		if _, ok := r.defined[viet.Fold(u)]; !ok {
			left = append(left, u)
		}
	}
	return names, left
}

// isDefined reports whether the document gives that body a short name.
func (r *reader) isDefined(name string) bool {
	for _, full := range r.defined {
		if full == name {
			return true
		}
	}
	return false
}
