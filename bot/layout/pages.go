package layout

import (
	"math"

	"dondoc/knowledge"
)

// Pages cuts a text that Lines has made into pages of at most units UTF-16 units each, line feeds between lines
// counted: on line ends, and a line longer than a page between words (CutLine). Blank lines at a page's ends and pages
// without anything to see are left out; a text with nothing to see gives none. Less than 2 units counts as 2.
func Pages(t knowledge.Text, units int) []knowledge.Text {
	p := pager{units: max(units, 2)}
	for _, line := range t {
		p.line(line)
	}
	p.turn()
	return p.pages
}

// QuotedPages is Pages of a text with the citations worth showing below it (Quotable): after a blank line the words in
// quotation marks and, unless labelled says that the text names its sources itself, the line of their source. The text
// is always whole; a quotation is shown only whole, and only while there are no more than most pages.
func QuotedPages(t knowledge.Text, citations []knowledge.Citation, labelled bool, units, most int) []knowledge.Text {
	pages := Pages(t, units)
	for _, c := range Quotable(citations) {
		longer := append(t[:len(t):len(t)], quotation(c, labelled)...)
		more := Pages(longer, units)
		if len(more) > most {
			break
		}
		t, pages = longer, more
	}
	return pages
}

// quotation is a citation as lines, a blank one first.
func quotation(c knowledge.Citation, labelled bool) knowledge.Text {
	t := append(knowledge.Text{{}}, Lines(knowledge.Text{{{Text: "“" + c.Quote + "”"}}})...)
	if source := SourceLine(c); !labelled && source != SourceMark {
		t = append(t, knowledge.Line{{Text: source}})
	}
	return t
}

// pager fills pages.
type pager struct {
	units int
	pages []knowledge.Text
	open  knowledge.Text
	used  int // units of open, the line feeds between its lines included
}

func (p *pager) line(l knowledge.Line) {
	for {
		feed := min(len(p.open), 1)
		size := LineUnits(l, p.units)
		if size == 0 && len(p.open) == 0 {
			return // no page begins with a blank line
		}
		room := p.units - p.used - feed
		if size <= room {
			p.open = append(p.open, l)
			p.used += feed + size
			return
		}
		if size <= p.units || room < min(fewUnits, p.units) {
			p.turn()
			continue
		}
		var head knowledge.Line
		head, l = CutLine(l, room, math.MaxInt)
		p.open = append(p.open, head)
		p.turn()
		if len(l) == 0 {
			return
		}
	}
}

// turn ends the open page, if there is anything to see on it.
func (p *pager) turn() {
	page := p.open
	for len(page) > 0 && len(page[len(page)-1]) == 0 {
		page = page[:len(page)-1]
	}
	if Visible(page.String()) {
		p.pages = append(p.pages, page)
	}
	p.open, p.used = nil, 0
}
