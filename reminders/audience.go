package reminders

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"dondoc/corpus/agency"
	"dondoc/corpus/viet"
)

//go:embed audience.txt
var audienceData string

// generalWords are the lines of audience.txt by their words.
var generalWords = sync.OnceValue(func() map[string]generalWord {
	words := map[string]generalWord{}
	for line := range strings.Lines(audienceData) {
		name, kinds, ok := strings.Cut(line, "|")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		var w generalWord
		for kind := range strings.SplitSeq(kinds, ";") {
			if kind = strings.TrimSpace(kind); kind == "below" {
				w.below = true
			} else if kind != "" {
				w.kinds = append(w.kinds, agency.Kind(kind))
			}
		}
		words[strings.TrimSpace(name)] = w
	}
	return words
})

// generalWord is what one line of audience.txt means.
type generalWord struct {
	kinds []agency.Kind
	below bool // a body below those that follow
}

var (
	// heads are bodies and posts that each of many agencies has: "Ban Chỉ đạo chuyển đổi số của các tỉnh".
	heads = regexp.MustCompile(`^(?:chủ tịch |lãnh đạo |người đứng đầu |thủ trưởng |giám đốc |văn phòng )*(?:ban chỉ đạo|ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|sở|chủ tịch|lãnh đạo|người đứng đầu|thủ trưởng)(?: .*?)?(?: của)? (các|cấp) (.*)$`)
	// thủ trưởng stands before what it is the head of without "các", too.
	posts    = regexp.MustCompile(`^(?:thủ trưởng|lãnh đạo|người đứng đầu) `)
	openings = regexp.MustCompile(`^(?:(các|mọi|tất cả|toàn thể|những|\d+) )+`)
	closings = regexp.MustCompile(` (?:có )?(?:liên quan|khác|trong cả nước|cả nước|trên toàn quốc|trên cả nước)$`)
)

// behindHead leaves out a head, and reports whether it says that many are meant.
func behindHead(text string) (rest string, many bool) {
	if found := heads.FindStringSubmatch(text); found != nil {
		return found[2], true
	}
	return text, false
}

// withoutMarks leaves out what stands before and behind general words, and reports whether it says that many are meant.
func withoutMarks(item string) (rest string, plural bool) {
	item = posts.ReplaceAllString(item, "")
	rest = openings.ReplaceAllString(item, "")
	return closings.ReplaceAllString(rest, ""), rest != item
}

// audience is whom a name in a task's register concerns: agencies by their names, or all of some kinds.
type audience struct {
	named []string
	kinds []agency.Kind
}

// audienceOf reads a name as tasks have it: an agency, its head ("Bộ trưởng Bộ Công an"), a body of it ("Sở Y tế
// tỉnh Bắc Giang"), or agencies in general words ("các bộ, ngành, địa phương").
func audienceOf(reg *agency.Registry, name string) audience {
	whole, known := reg.Lookup(name)
	if known && whole.Kind != agency.Group {
		return audience{named: []string{whole.Name}}
	}
	var a audience
	for _, m := range reg.Find(name) {
		if m.Agency.Kind != agency.Group && !slices.Contains(a.named, m.Agency.Name) {
			a.named = append(a.named, m.Agency.Name)
		}
	}
	if len(a.named) == 0 {
		a.kinds = kindsIn(name)
	}
	return a
}

// kindsIn returns the kinds that general words name, each once: "các bộ, ngành, địa phương". The name has to be a list of
// such words, or say "các": a word inside the name of something else ("cơ quan báo chí từ Trung ương đến địa phương",
// "hệ thống đồng bộ") means nobody. Bodies below a province ("các sở, ban, ngành") are none of the agencies that follow.
func kindsIn(name string) []agency.Kind {
	text := strings.ToLower(viet.Squeeze(viet.Normalize(name)))
	text, many := behindHead(text)
	var kinds []agency.Kind
	met, provinces := 0, false
	for item := range strings.FieldsFuncSeq(strings.ReplaceAll(text, " và ", ","), func(r rune) bool { return r == ',' || r == ';' || r == '&' || r == '/' }) {
		item, plural := withoutMarks(strings.TrimSpace(item))
		many = many || plural
		if item == "thành phố" && provinces {
			item = "tỉnh" // "các tỉnh, thành phố"
		}
		w, ok := generalWord{}, false
		if w, ok = generalWords()[item]; !ok {
			continue
		}
		if w.below {
			return nil
		}
		met++
		provinces = provinces || item == "tỉnh"
		for _, k := range w.kinds {
			if !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
	}
	if !many && met < 2 {
		return nil
	}
	return kinds
}

// wordsOf parts a text at everything that is neither letter nor digit.
func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// alias is a name under which a followed agency's work may be found, and from which day on.
type alias struct {
	name string
	from viet.Date // zero: always
}

// aliasesOf returns the agency's own name, those of agencies that it took over as a whole, and those of agencies that
// took it over: from the day on which that happened.
func aliasesOf(reg *agency.Registry, name string) []alias {
	if a, ok := reg.Lookup(name); ok {
		name = a.Name
	}
	all := []alias{{name: name}}
	add := func(name string, from viet.Date) bool {
		if slices.ContainsFunc(all, func(a alias) bool { return a.name == name }) {
			return false
		}
		all = append(all, alias{name, from})
		return true
	}
	var ahead, behind func(name string, from viet.Date)
	ahead = func(name string, from viet.Date) {
		a, ok := reg.Lookup(name)
		if !ok {
			return
		}
		for _, s := range a.Successors {
			if day := later(from, s.From); s.Note == "" && add(s.Name, day) {
				ahead(s.Name, day)
			}
		}
	}
	behind = func(name string, from viet.Date) {
		for _, p := range reg.Predecessors(name) {
			for _, s := range p.Successors {
				if day := later(from, s.From); s.Note == "" && s.Name == name && add(p.Name, day) {
					behind(p.Name, day)
				}
			}
		}
	}
	ahead(name, viet.Date{})
	behind(name, viet.Date{})
	return all
}
