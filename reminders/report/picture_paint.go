package report

import (
	"strings"

	"dondoc/reminders"
)

// Baselines and tops of what stands above the rows, in pixels from the top.
const (
	titleAt    = 96
	subtitleAt = 146
	totalAt    = 206
	wholeAt    = 228 // the bar of all agencies
	legendAt   = 312
	legendStep = 44
	swatch     = 28
)

func (p *picture) paint(c canvas) {
	p.paintTitle(c)
	if p.empty() {
		p.paintNothing(c)
		return
	}
	p.paintTotals(c)
	y := float64(headHeight)
	for _, r := range p.rows {
		p.paintRow(c, r, y)
		y += r.height()
	}
	plain := p.fonts.pen(false, smallText, grey)
	for i, s := range p.others {
		c.write(plain, margin, y+float64((i+1)*lineHeight), s)
	}
}

func (p *picture) paintTitle(c canvas) {
	title := p.fonts.pen(true, titleText, ink)
	c.write(title, margin, titleAt, clip(title, p.title, bodyWidth))
	c.write(p.fonts.pen(false, smallText, grey), margin, subtitleAt, p.subtitle)
}

func (p *picture) paintNothing(c canvas) {
	plain := p.fonts.pen(false, totalText, ink)
	y := p.height/2 + lineHeight
	for _, s := range []string{"Chưa có nhiệm vụ nào để theo dõi", "trong thời gian này."} {
		c.write(plain, (pageWidth-plain.width(s))/2, y, s)
		y += lineHeight
	}
}

func (p *picture) paintTotals(c canvas) {
	f := p.figures
	words := []string{"Tổng cộng " + count(f.Total.All()) + " việc"}
	if n := len(f.Agencies); n > 0 {
		words = append(words, count(n)+" cơ quan")
	}
	words = append(words, doneShare(f.Total))
	total := p.fonts.pen(true, totalText, ink)
	c.write(total, margin, totalAt, clip(total, strings.Join(words, ", "), bodyWidth))
	p.paintBar(c, f.Total, wholeAt, bodyWidth)

	plain, figures := p.fonts.pen(false, smallText, ink), p.fonts.pen(true, smallText, ink)
	for i, part := range parts {
		x := float64(margin + i%2*bodyWidth/2)
		y := float64(legendAt + i/2*legendStep)
		c.box(x, y-swatch+4, swatch, swatch, part.fill)
		label := part.label + ": "
		c.write(plain, x+swatch+14, y, label)
		c.write(figures, x+swatch+14+plain.width(label), y, count(part.of(f.Total)))
	}
}

func (p *picture) paintRow(c canvas, r agencyRow, y float64) {
	bold := p.fonts.pen(true, nameText, ink)
	const drop = lineHeight * 7 / 10 // from the top of a line to its baseline
	for i, s := range r.name {
		c.write(bold, margin, y+float64(i*lineHeight)+drop, s)
	}
	late, all := rowFigures(r.count)
	plain, red := p.fonts.pen(false, smallText, grey), p.fonts.pen(true, smallText, vermeil)
	right := float64(pageWidth-margin) - plain.width(all)
	c.write(plain, right, y+drop, all)
	c.write(red, right-red.width(late), y+drop, late)

	width := 0.0
	if p.most > 0 {
		width = bodyWidth * float64(r.count.All()) / float64(p.most)
	}
	p.paintBar(c, r.count, y+float64(len(r.name)*lineHeight), width)
}

// paintBar paints the parts of a bar of that width, each with its figure if there is room.
func (p *picture) paintBar(c canvas, n reminders.Count, y, width float64) {
	c.box(margin, y, bodyWidth, barHeight, track)
	x := float64(margin)
	for i, w := range partWidths(n, width) {
		if w == 0 {
			continue
		}
		part := parts[i]
		if x > margin {
			c.box(x-between, y, between, barHeight, paper)
		}
		c.box(x, y, w, barHeight, part.fill)
		figure, figures := count(part.of(n)), p.fonts.pen(true, smallText, part.figures)
		if space := w - figures.width(figure); space >= 2*between {
			c.write(figures, x+space/2, y+barHeight-10, figure)
		}
		x += w + between
	}
}

// partWidths shares a width out, less what stands between the parts. A part that is not nought can always be seen,
// at the cost of the wide ones.
func partWidths(n reminders.Count, width float64) []float64 {
	widths := make([]float64, len(parts))
	shown := 0
	for _, part := range parts {
		if part.of(n) > 0 {
			shown++
		}
	}
	if shown == 0 {
		return widths
	}
	width -= float64((shown - 1) * between)
	all, small, wide := float64(n.All()), 0.0, 0.0
	for i, part := range parts {
		switch share := width * float64(part.of(n)) / all; {
		case part.of(n) == 0:
		case share < leastPart:
			widths[i] = leastPart
			small += leastPart
		default:
			widths[i] = share
			wide += share
		}
	}
	for i, w := range widths {
		if w > leastPart {
			widths[i] = max(leastPart, w*(width-small)/wide)
		}
	}
	return widths
}
