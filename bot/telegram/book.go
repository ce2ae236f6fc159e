package telegram

import (
	"html"
	"strings"

	"dondoc/bot/layout"
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
	for !b.fits(layout.LineUnits(l, maxUnits), layout.StrongSpans(l)) {
		if b.page.lines > 0 {
			b.turn()
			continue
		}
		var head knowledge.Line
		head, l = layout.CutLine(l, maxUnits, maxEntities)
		b.put(head)
		b.turn()
	}
	b.put(l)
}

// citation appends a quotation, folded, and keeps its source line with it.
func (b *book) citation(c knowledge.Citation, labelled bool) {
	label := layout.SourceLine(c)
	need, entities := layout.Units(c.Quote), 1
	if labelled {
		need += layout.Units(label) + 1
	}
	if !b.fits(need, entities) {
		b.turn()
	}
	if labelled {
		b.line(knowledge.Line{{Text: label}})
		if !b.fits(layout.Units(c.Quote), entities) { // a source line of thousands of letters
			b.turn()
		}
	}
	b.newline()
	p := &b.page
	p.html.WriteString("<blockquote expandable>" + html.EscapeString(c.Quote) + "</blockquote>")
	p.plain.WriteString(c.Quote)
	p.units += layout.Units(c.Quote)
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
		p.units += layout.Units(span.Text)
	}
}

// turn ends the page; a page on which nothing can be seen is dropped, as Telegram refuses it.
func (b *book) turn() {
	if plain := b.page.plain.String(); layout.Visible(plain) {
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
