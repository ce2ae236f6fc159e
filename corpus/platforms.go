package corpus

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// readPlatforms collects platforms, databases and systems of which a list, a
// table or a sentence says who has them in care.
func (r *reader) readPlatforms(o *outliner) {
	tables := map[string]*platformTable{}
	for _, t := range o.tables {
		if p := platformColumns(t); p != nil {
			for i, rw := range t.rows {
				if i > 0 || len(t.header) > 0 { // else it names the columns
					tables[rw.passage] = p
				}
			}
		}
	}
	sections := map[string]string{} // of the rows that are tasks
	if len(tables) > 0 {
		for _, t := range r.c.Tasks {
			if t.Document == r.d.ID && len(t.Passages) > 0 {
				sections[t.Passages[0]] = t.Section
			}
		}
	}
	o.root.walk(func(n *node) {
		var open *Platform // the one whose lines are being read
		for i, u := range n.body {
			if u.Kind == docfile.Row {
				if t := tables[u.passage]; t != nil {
					t.read(r, cmp.Or(sections[u.passage], n.path), u)
				}
				continue
			}
			text := unbroken(u.Text)
			if i == 0 && n.kind != enumNone {
				text = n.rest
			}
			open = r.platformLine(n, u, text, open)
		}
		r.closePlatform(open)
	})
}

// longestThing bounds, in bytes, the name of a platform.
const longestThing = 200

// isThing reports whether words are the name of a platform or a system and no
// sentence about one: "Hệ thống hóa văn bản" is work.
func isThing(s string) bool {
	n := words().things.prefix(s)
	if n == 0 || len(s) > longestThing || !unicode.IsUpper(firstRune(s)) || strings.ContainsAny(s, ":;") {
		return false
	}
	for _, work := range []string{"Hệ thống hóa", "Hệ thống hoá", "Hệ thống lại", "Mạng lưới"} {
		if strings.HasPrefix(s, work) {
			return false
		}
	}
	for _, sentence := range []string{". ", " do ", " là ", " được ", " phải ", " cần ", " làm "} {
		if strings.Contains(s, sentence) {
			return false
		}
	}
	return len(s) > n
}

var (
	ownerLine   = regexp.MustCompile(`(?i)^(?:[-+•]\s*)?(?:cơ quan|đơn vị|bộ|ngành)\s+(?:chủ quản|chủ trì|quản lý|vận hành|chủ sở hữu|đầu mối)[^:.]{0,60}:\s*(.+)$`)
	companyLine = regexp.MustCompile(`(?i)^(?:[-+•]\s*)?(?:(?:các )?doanh nghiệp|nhà cung cấp|nhà phát triển|đơn vị phát triển|đơn vị cung cấp)[^:.]{0,60}:\s*(.+)$`)
)

// platformLine reads one line below the name of a platform, or the name itself,
// and returns the platform that is being read.
func (r *reader) platformLine(n *node, u unit, text string, open *Platform) *Platform {
	if name := strings.TrimRight(text, " .:;"); isThing(name) {
		r.closePlatform(open)
		return &Platform{Document: r.d.ID, Section: n.path, Name: name, Passage: u.passage, Source: Source{r.d.Source.File, u.Place}}
	}
	if strings.Contains(text, ":") && open != nil {
		if m := ownerLine.FindStringSubmatch(headOf(text, longestCited)); m != nil && len(open.Owner) < mostCompanies {
			open.Owner = append(open.Owner, r.bodies(m[1])...)
			return open
		}
		if m := companyLine.FindStringSubmatch(headOf(text, longestCited)); m != nil && len(open.Companies) < mostCompanies {
			open.Companies = appendNew(open.Companies, companies(m[1])...)
			return open
		}
	}
	if strings.Contains(text, "hủ quản") || strings.Contains(text, "vận hành") || strings.Contains(text, "chủ trì") || strings.Contains(text, "quản lý") {
		r.platformsInText(n, u, text)
	}
	return open
}

// closePlatform adds a platform of which somebody is known to have it in care.
func (r *reader) closePlatform(p *Platform) {
	if p != nil && len(p.Owner)+len(p.Companies) > 0 {
		r.c.Platforms = append(r.c.Platforms, *p)
	}
}

// bodies splits a list of agencies into full names; unknown ones are kept as
// written. The reader of tasks has raised the Doubts.
func (r *reader) bodies(list string) []string {
	names, _ := r.split(strings.TrimRight(strings.ReplaceAll(list, "\n", "; "), " .;"))
	kept := names[:0]
	for _, name := range names {
		if full, ok := r.defined[viet.Fold(name)]; ok {
			name = full
		}
		if !speaks(name) {
			kept = append(kept, name)
		}
	}
	return kept
}

// mostCompanies bounds what is read of one platform.
const mostCompanies = 60

// companies splits a list of companies, which are kept as written.
func companies(list string) []string {
	list = strings.TrimRight(viet.Squeeze(list), " .;,…")
	list = strings.ReplaceAll(strings.ReplaceAll(list, ";", ","), " và ", ", ")
	var found []string
	for part := range strings.SplitSeq(list, ",") {
		part = strings.Trim(part, " .")
		if !strings.ContainsFunc(part, isLetterOrDigit) || strings.EqualFold(part, "v.v") || len(found) == mostCompanies {
			continue
		}
		found = appendNew(found, part)
	}
	return found
}

// appendNew appends what is not in the list yet, blind to case.
func appendNew(list []string, more ...string) []string {
	for _, m := range more {
		if !slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, m) }) {
			list = append(list, m)
		}
	}
	return list
}

// platformTable is a table of platforms: their names, who owns them, who builds them.
type platformTable struct{ name, owner, company int }

var thingHeaders = []string{"nen tang", "he thong", "co so du lieu", "csdl", "phan mem", "ung dung so"}

// platformColumns reads a table's header; nil when it lists no platforms.
func platformColumns(t *table) *platformTable {
	header := t.header
	if len(header) == 0 && len(t.rows) > 1 {
		header = t.rows[0].cells
	}
	p := &platformTable{-1, -1, -1}
	for i, cell := range header {
		h := viet.Fold(viet.Squeeze(cell))
		switch {
		case len(h) > longestHeaderCell, strings.Contains(h, "phoi hop"):
		case p.company < 0 && (strings.Contains(h, "doanh nghiep") || strings.Contains(h, "nha cung cap") || strings.Contains(h, "don vi phat trien")):
			p.company = i
		case p.owner < 0 && (strings.Contains(h, "chu quan") || strings.Contains(h, "chu tri") || strings.Contains(h, "quan ly") || strings.Contains(h, "van hanh") || strings.Contains(h, "dau moi")):
			p.owner = i
		case p.name < 0 && containsAny(h, thingHeaders...):
			p.name = i
		}
	}
	if p.name < 0 || p.owner < 0 && p.company < 0 {
		return nil
	}
	return p
}

// read makes a platform of a row.
func (t *platformTable) read(r *reader, section string, u unit) {
	cell := func(i int) string {
		if i < 0 || i >= len(u.Cells) {
			return ""
		}
		return strings.TrimSpace(u.Cells[i])
	}
	name := strings.TrimRight(viet.Squeeze(cell(t.name)), " .;")
	if name == "" || len(name) > longestThing || cell(t.owner) == "" && cell(t.company) == "" || isUpper(cell(t.name)) && labelColumn(cell(t.owner)) == colLead {
		return
	}
	p := Platform{Document: r.d.ID, Section: section, Name: name, Passage: u.passage, Source: Source{r.d.Source.File, u.Place}}
	if owner := cell(t.owner); owner != "" {
		lead, _ := splitLead(owner)
		p.Owner = r.bodies(lead)
	}
	if c := cell(t.company); c != "" {
		p.Companies = companies(c)
	}
	r.closePlatform(&p)
}

var (
	thingOwned = regexp.MustCompile(`\s(?:do|được)\s+(.{3,160}?)\s+(?:là cơ quan chủ quản|là đơn vị chủ quản|làm cơ quan chủ quản|làm đơn vị chủ quản|làm chủ quản|chủ quản|chủ trì|quản lý|vận hành)`)
	ownsThing  = regexp.MustCompile(`\s(?:là|làm)\s+(?:cơ quan|đơn vị)\s+(?:chủ quản|quản lý|vận hành|chủ trì)(?:,? (?:quản lý|vận hành))*\s+(?:của\s+)?`)
	thingMade  = regexp.MustCompile(`(?:,|;|\svà)\s+(?:do\s+)?(?:các\s+)?((?:doanh nghiệp|công ty|tập đoàn|tổng công ty|Công ty|Tập đoàn|Tổng công ty|Doanh nghiệp)\s.{2,160}?)\s+(?:phát triển|xây dựng|cung cấp)`)
)

// platformsInText reads sentences such as "Nền tảng X do Bộ Y làm chủ quản, doanh
// nghiệp Z phát triển" and "Bộ Y là cơ quan chủ quản Nền tảng X".
func (r *reader) platformsInText(n *node, u unit, text string) {
	for _, s := range sentences(text) {
		name, owner := "", ""
		if m := thingOwned.FindStringSubmatchIndex(headOf(s, longestCited)); m != nil {
			name, owner = lastThing(s[:m[0]]), s[m[2]:m[3]]
		} else if m := ownsThing.FindStringIndex(headOf(s, longestCited)); m != nil {
			name, _, _ = strings.Cut(s[m[1]:], ",")
			owner = s[:m[0]]
		}
		name = strings.Trim(name, " .,“”\"")
		names, ok := r.agencies(strings.Trim(owner, " ,"))
		if !ok || !isThing(name) {
			continue
		}
		p := Platform{Document: r.d.ID, Section: n.path, Name: name, Owner: names, Passage: u.passage, Source: Source{r.d.Source.File, u.Place}}
		if m := thingMade.FindStringSubmatch(s); m != nil {
			p.Companies = companies(trimPrefixFold(m[1], "doanh nghiệp "))
		}
		r.closePlatform(&p)
	}
}

// lastThing returns the words from the last platform on that is named in s.
func lastThing(s string) string {
	for end := len(s); end > 0; {
		i := strings.LastIndexByte(s[:end], ' ')
		if rest := s[i+1:]; len(rest) > longestThing {
			return ""
		} else if unicode.IsUpper(firstRune(rest)) && isThing(rest) {
			return rest
		}
		end = i
	}
	return ""
}
