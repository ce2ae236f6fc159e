package report

import (
	"fmt"
	"image/color"
	"time"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// Measures of the picture, in pixels. Telegram keeps a photo of up to 2560 a side as it is, and a phone shows one of
// 1080 × 2400 on the whole screen.
const (
	pageWidth  = 1080
	leastPage  = 600
	mostPage   = 2560
	margin     = 48
	bodyWidth  = pageWidth - 2*margin
	smallText  = 28
	nameText   = 32
	totalText  = 34
	titleText  = 52
	barHeight  = 40
	lineHeight = 44 // of a line of a name
	rowGap     = 26 // below a bar
	leastPart  = 8  // the least width of a part of a bar that is not nought
	between    = 3  // white between two parts
)

// longestName bounds, in letters, what is measured of a name: no official one comes near it.
const longestName = 200

// Colours from those that Okabe and Ito chose to be told apart by colour-blind people, the dark ones darkened for
// white figures.
var (
	ink      = color.RGBA{0x1A, 0x1A, 0x1A, 0xFF}
	grey     = color.RGBA{0x59, 0x59, 0x59, 0xFF}
	track    = color.RGBA{0xEC, 0xEC, 0xEC, 0xFF}
	paper    = color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}
	vermeil  = color.RGBA{0xC2, 0x4A, 0x00, 0xFF}
	amber    = color.RGBA{0xF5, 0xC2, 0x1B, 0xFF}
	skyBlue  = color.RGBA{0x56, 0xB4, 0xE9, 0xFF}
	seaGreen = color.RGBA{0x00, 0x6B, 0x54, 0xFF}
)

// parts are those of a bar from the left: what is late begins at one line, so that it is compared first.
var parts = []struct {
	label   string
	fill    color.RGBA
	figures color.RGBA
	of      func(reminders.Count) int
}{
	{"Quá hạn", vermeil, paper, func(c reminders.Count) int { return c.Late }},
	{"Sắp đến hạn (14 ngày)", amber, ink, func(c reminders.Count) int { return c.DueSoon }},
	{"Còn hạn", skyBlue, ink, func(c reminders.Count) int { return c.OnTime }},
	{"Hoàn thành", seaGreen, paper, func(c reminders.Count) int { return c.Done }},
}

// Draw makes the picture of the Figures for leaders: a PNG of 1080 pixels in width and 600 to 2560 in height, with the
// totals and a bar for each agency, in the order given. Those for which there is no room are summed up in a line.
// Figures without any Work make a picture that says so. Counts below nought count as nought; one above
// 9,999,999 is an error.
func Draw(f reminders.Figures) ([]byte, error) {
	t, err := fonts()
	if err != nil {
		return nil, err
	}
	f = sane(f)
	if most := mostCounted(f); most > longestCount {
		return nil, fmt.Errorf("report: draw: %d are more Works than a line has room for", most)
	}
	p := newPicture(t, f)
	c := newCanvas(pageWidth, p.height)
	p.paint(c)
	return c.png()
}

// sane brings what was given to what can be drawn.
func sane(f reminders.Figures) reminders.Figures {
	f.Total = atLeastNought(f.Total)
	agencies := make([]reminders.AgencyCount, len(f.Agencies))
	for i, a := range f.Agencies {
		name := cut(viet.Squeeze(tidy(a.Agency)), longestName)
		agencies[i] = reminders.AgencyCount{Agency: name, Count: atLeastNought(a.Count)}
	}
	f.Agencies = agencies
	return f
}

// longestCount is the highest number for which there is room in every line.
const longestCount = 9_999_999

// mostCounted is the highest number in any of the Counts.
func mostCounted(f reminders.Figures) int {
	most := 0
	for _, c := range append([]reminders.AgencyCount{{Count: f.Total}}, f.Agencies...) {
		for _, part := range parts {
			most = max(most, part.of(c.Count))
		}
	}
	return most
}

func atLeastNought(c reminders.Count) reminders.Count {
	return reminders.Count{Done: max(c.Done, 0), OnTime: max(c.OnTime, 0), DueSoon: max(c.DueSoon, 0), Late: max(c.Late, 0)}
}

// picture is what is to be painted, with its measures.
type picture struct {
	fonts    typefaces
	title    string
	subtitle string
	figures  reminders.Figures
	rows     []agencyRow
	others   []string // lines on the agencies without a row
	most     int      // Works of the agency that has the most
	height   float64
}

// agencyRow is one agency.
type agencyRow struct {
	name  []string // lines
	count reminders.Count
}

// headHeight is that of all above the rows.
const headHeight = 400

func newPicture(t typefaces, f reminders.Figures) *picture {
	p := &picture{fonts: t, figures: f, height: leastPage}
	p.title, p.subtitle = titleOf(f)
	if p.empty() {
		return p
	}
	for _, a := range f.Agencies {
		p.most = max(p.most, a.All())
	}
	room := float64(mostPage - headHeight - margin)
	const othersHeight = 3 * lineHeight
	height := 0.0
	for i, a := range f.Agencies {
		row := p.row(a)
		needed := height + row.height()
		if i < len(f.Agencies)-1 {
			needed += othersHeight
		}
		if needed > room {
			p.others = p.sumUp(f.Agencies[i:])
			height += othersHeight
			break
		}
		p.rows = append(p.rows, row)
		height += row.height()
	}
	p.height = max(headHeight+height+margin, leastPage)
	return p
}

func (p *picture) empty() bool {
	all := p.figures.Total.All()
	for _, a := range p.figures.Agencies {
		all += a.All()
	}
	return all == 0
}

func (p *picture) row(a reminders.AgencyCount) agencyRow {
	bold := p.fonts.pen(true, nameText, ink)
	late, all := rowFigures(a.Count)
	taken := bold.width(late) + p.fonts.pen(false, smallText, ink).width(all)
	return agencyRow{fit(bold, a.Agency, bodyWidth-taken-margin/2), a.Count}
}

func (r agencyRow) height() float64 { return float64(len(r.name)*lineHeight + barHeight + rowGap) }

// rowFigures is what stands to the right of a name. A bar may be too short for its figures, and what is late must not
// be missed.
func rowFigures(c reminders.Count) (late, all string) {
	switch {
	case c.All() == 0:
		return "", "chưa có việc"
	case c.Late > 0:
		return count(c.Late) + " quá hạn", " / " + count(c.All()) + " việc"
	}
	return "", count(c.All()) + " việc"
}

// sumUp tells of the agencies for which there is no room.
func (p *picture) sumUp(rest []reminders.AgencyCount) []string {
	var sum reminders.Count
	for _, a := range rest {
		sum.Late += a.Late
		sum.DueSoon += a.DueSoon
		sum.OnTime += a.OnTime
		sum.Done += a.Done
	}
	plain := p.fonts.pen(false, smallText, grey)
	figures := fmt.Sprintf("%s quá hạn, %s sắp đến hạn, %s còn hạn, %s hoàn thành",
		count(sum.Late), count(sum.DueSoon), count(sum.OnTime), count(sum.Done))
	return []string{"và " + count(len(rest)) + " cơ quan khác:", clip(plain, figures, bodyWidth)}
}

// titleOf names the days that the Figures are about.
func titleOf(f reminders.Figures) (title, subtitle string) {
	const what = "Tiến độ nhiệm vụ"
	if f.To.IsZero() {
		return what, ""
	}
	subtitle = "Số liệu đến hết ngày " + f.To.Vietnamese()
	month := viet.Date{Year: f.To.Year, Month: f.To.Month, Day: 1}
	switch {
	case f.From == month:
		return fmt.Sprintf("%s tháng %d/%d", what, int(f.To.Month), f.To.Year), subtitle
	case f.From == f.To:
		return what + " ngày " + f.To.Vietnamese(), subtitle
	case f.From == viet.Date{Year: f.To.Year, Month: time.January, Day: 1}:
		return fmt.Sprintf("%s năm %d", what, f.To.Year), subtitle
	case f.From.IsZero():
		return what, subtitle
	}
	return what, "Từ ngày " + f.From.Vietnamese() + " đến hết ngày " + f.To.Vietnamese()
}

// doneShare is how much of all is done, in words; it is never rounded up to the whole or down to nought.
func doneShare(c reminders.Count) string {
	all := c.All()
	switch percent := c.Done * 100 / max(all, 1); {
	case percent == 0 && c.Done > 0:
		return "hoàn thành dưới 1%"
	default:
		return fmt.Sprintf("hoàn thành %d%%", percent)
	}
}
