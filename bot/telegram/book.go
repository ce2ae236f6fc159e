package telegram

import (
	"html"
	"strings"

	"dondoc/knowledge"
)

// book lays lines out on messages. Markup is written only for what is known to fit, so no
// message is ever cut inside a tag or an entity. The zero value is an empty book.
type book struct {
	done []outgoing
	page page
}

// page is a message being filled.
type page struct {
	html, plain     strings.Builder
	units, entities int
	lines           int
}

// line appends a line, on further messages where it does not fit.
func (b *book) line(l knowledge.Line) {
	for !b.fits(lineUnits(l), strongSpans(l)) {
		if b.page.lines > 0 {
			b.turn()
			continue
		}
		var head knowledge.Line
		head, l = cutLine(l, maxUnits, maxEntities)
		b.put(head)
		b.turn()
	}
	b.put(l)
}

// citation appends a quotation, folded, and keeps its source line with it.
func (b *book) citation(c knowledge.Citation, labelled bool) {
	label := sourceLine(c)
	need, entities := units(c.Quote), 1
	if labelled {
		need += units(label) + 1
	}
	if !b.fits(need, entities) {
		b.turn()
	}
	if labelled {
		b.line(knowledge.Line{{Text: label}})
		if !b.fits(units(c.Quote), entities) { // a source line of thousands of letters
			b.turn()
		}
	}
	b.newline()
	p := &b.page
	p.html.WriteString("<blockquote expandable>" + html.EscapeString(c.Quote) + "</blockquote>")
	p.plain.WriteString(c.Quote)
	p.units += units(c.Quote)
	p.entities++
}

func (b *book) fits(moreUnits, moreEntities int) bool {
	if b.page.lines > 0 {
		moreUnits++ // the line feed
	}
	return b.page.units+moreUnits <= maxUnits && b.page.entities+moreEntities <= maxEntities
}

func (b *book) newline() {
	p := &b.page
	if p.lines > 0 {
		p.html.WriteByte('\n')
		p.plain.WriteByte('\n')
		p.units++
	}
	p.lines++
}

func (b *book) put(l knowledge.Line) {
	b.newline()
	p := &b.page
	for _, span := range l {
		escaped := html.EscapeString(span.Text)
		if span.Strong {
			escaped = "<b>" + escaped + "</b>"
			p.entities++
		}
		p.html.WriteString(escaped)
		p.plain.WriteString(span.Text)
		p.units += units(span.Text)
	}
}

// turn ends the page; a page on which nothing can be seen is dropped, as Telegram refuses it.
func (b *book) turn() {
	if plain := b.page.plain.String(); visible(plain) {
		b.done = append(b.done, outgoing{
			html:  strings.TrimSpace(b.page.html.String()),
			plain: strings.TrimSpace(plain),
		})
	}
	b.page = page{}
}

func (b *book) close() []outgoing {
	b.turn()
	return b.done
}

// lineUnits does not count on when a line is too long for any page.
func lineUnits(l knowledge.Line) int {
	n := 0
	for _, span := range l {
		if n += unitsTo(span.Text, maxUnits); n > maxUnits {
			break
		}
	}
	return n
}

func strongSpans(l knowledge.Line) int {
	n := 0
	for _, span := range l {
		if span.Strong {
			n++
		}
	}
	return n
}

// fewUnits is too little room to begin a span in that will be cut anyway.
const fewUnits = 200

// cutLine takes off the start of a line that does not fit a whole message. The head is never empty.
func cutLine(l knowledge.Line, limit, entities int) (head, tail knowledge.Line) {
	for i, span := range l {
		size := unitsTo(span.Text, limit)
		switch {
		case span.Strong && entities == 0, limit < 2, size > limit && len(head) > 0 && limit < fewUnits:
			return head, l[i:]
		case size <= limit:
			limit -= size
			if span.Strong {
				entities--
			}
			head = append(head, span)
		default:
			first, rest := cutText(span.Text, limit)
			head = append(head, knowledge.Span{Text: first, Strong: span.Strong})
			tail = append(knowledge.Line{{Text: rest, Strong: span.Strong}}, l[i+1:]...)
			return head, tail
		}
	}
	return head, nil
}
