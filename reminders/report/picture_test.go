package report

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

var agencyNames = []string{
	"Ủy ban nhân dân tỉnh Bắc Giang", "Bộ Thông tin và Truyền thông", "Ban Chỉ đạo chuyển đổi số thành phố Hà Nội", "Bộ Công an",
	"Viện Hàn lâm Khoa học và Công nghệ Việt Nam, Trung tâm Nghiên cứu và Phát triển Công nghệ thông tin", "",
	strings.Repeat("W", 5000), "Ủy ban nhân dân thành phố Hồ Chí Minh và các cơ quan chuyên môn", "\x00\u202e中国\U0001F600",
}

// figures are those of May 2023 for n agencies.
func figures(n int, of func(i int) reminders.Count) reminders.Figures {
	f := reminders.Figures{From: day(2023, 5, 1), To: day(2023, 5, 31)}
	for i := range n {
		c := of(i)
		f.Agencies = append(f.Agencies, reminders.AgencyCount{Agency: agencyNames[i%len(agencyNames)], Count: c})
		f.Total.Done += c.Done
		f.Total.OnTime += c.OnTime
		f.Total.DueSoon += c.DueSoon
		f.Total.Late += c.Late
	}
	return f
}

func TestDraw(t *testing.T) {
	most := reminders.Count{Done: longestCount, OnTime: longestCount, DueSoon: longestCount, Late: longestCount}
	for name, tc := range map[string]struct {
		f      reminders.Figures
		height int // 0 for any
	}{
		"nothing":      {reminders.Figures{}, leastPage},
		"no Works":     {figures(3, func(int) reminders.Count { return reminders.Count{} }), leastPage},
		"only a total": {reminders.Figures{To: day(2023, 5, 31), Total: reminders.Count{Late: 1, Done: 2}}, leastPage},
		"one agency":   {figures(1, func(int) reminders.Count { return reminders.Count{Late: 3, OnTime: 4} }), leastPage},
		"nine": {figures(9, func(i int) reminders.Count {
			return reminders.Count{Late: 9 - i, DueSoon: i % 3, OnTime: 12 - i, Done: 2 * i}
		}), 0},
		"seventy": {figures(70, func(i int) reminders.Count {
			return reminders.Count{Late: max(0, 22-i), DueSoon: i % 5, OnTime: i * 7 % 23, Done: i * 13 % 31}
		}), 0},
		"ten thousand beside nought": {figures(4, func(i int) reminders.Count {
			return []reminders.Count{{Late: 10000, DueSoon: 10000, OnTime: 10000, Done: 10000}, {}, {Late: 1}, {Done: -5, Late: 1}}[i]
		}), 0},
		"the most": {figures(1, func(int) reminders.Count { return most }), 0},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := Draw(tc.f)
			if err != nil {
				t.Fatal(err)
			}
			if len(raw) > 300<<10 {
				t.Errorf("%d bytes", len(raw))
			}
			m, err := png.Decode(bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			size := m.Bounds().Size()
			if size.X != pageWidth || size.Y < leastPage || size.Y > mostPage || tc.height > 0 && size.Y != tc.height {
				t.Errorf("size %v", size)
			}
			checkMargins(t, m)
		})
	}
}

// checkMargins finds what is cut off or runs into the edge.
func checkMargins(t *testing.T, m image.Image) {
	t.Helper()
	b := m.Bounds()
	const side, above = margin - 2, 30
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if x == side && y >= above && y < b.Max.Y-above {
				x = b.Max.X - side
			}
			if r, g, bl, _ := m.At(x, y).RGBA(); r != 0xFFFF || g != 0xFFFF || bl != 0xFFFF {
				t.Fatalf("the margin is painted at %d, %d", x, y)
			}
		}
	}
}

// TestRowsDoNotRunIntoEachOther measures what is written beside each other.
func TestRowsDoNotRunIntoEachOther(t *testing.T) {
	faces, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range agencyNames {
		for _, n := range []int{0, 1, 10000, longestCount} {
			f := sane(figures(1, func(int) reminders.Count { return reminders.Count{Late: n, DueSoon: n, OnTime: n, Done: n} }))
			f.Agencies[0].Agency = cut(viet.Squeeze(tidy(name)), longestName)
			p := &picture{fonts: faces, figures: f}
			r := p.row(f.Agencies[0])
			late, all := rowFigures(r.count)
			bold := faces.pen(true, nameText, ink)
			taken := faces.pen(true, smallText, vermeil).width(late) + faces.pen(false, smallText, grey).width(all)
			if len(r.name) < 1 || len(r.name) > 2 {
				t.Errorf("%q has %d lines", name, len(r.name))
			}
			for _, line := range r.name {
				if line == "" || bold.width(line)+taken+10 > bodyWidth {
					t.Errorf("%q beside %q: %v + %v pixels", line, late+all, bold.width(line), taken)
				}
			}
		}
	}
	plain, figure := faces.pen(false, smallText, ink), faces.pen(true, smallText, ink)
	for _, part := range parts {
		if w := swatch + 14 + plain.width(part.label+": ") + figure.width(count(longestCount)); w > bodyWidth/2 {
			t.Errorf("the legend of %s needs %v pixels", part.label, w)
		}
	}
	for _, size := range []int{smallText, nameText, totalText, titleText} {
		if size < 26 {
			t.Errorf("letters of %d pixels cannot be read on a phone", size)
		}
	}
}

func TestAgenciesWithoutARowAreSummedUp(t *testing.T) {
	faces, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	f := figures(70, func(int) reminders.Count { return reminders.Count{Late: 1, DueSoon: 2, OnTime: 3, Done: 1000} })
	p := newPicture(faces, sane(f))
	rest := 70 - len(p.rows)
	want := []string{
		fmt.Sprintf("và %d cơ quan khác:", rest),
		fmt.Sprintf("%d quá hạn, %d sắp đến hạn, %d còn hạn, %s hoàn thành", rest, 2*rest, 3*rest, count(1000*rest)),
	}
	if len(p.rows) < 10 || strings.Join(p.others, "|") != strings.Join(want, "|") {
		t.Errorf("%d rows, then %q", len(p.rows), p.others)
	}
	if p := newPicture(faces, sane(figures(8, func(int) reminders.Count { return reminders.Count{Late: 1} }))); len(p.rows) != 8 || p.others != nil {
		t.Errorf("%d rows, then %q", len(p.rows), p.others)
	}
}

// TestBarsShowTheShares counts the pixels of each colour in the bar of all agencies.
func TestBarsShowTheShares(t *testing.T) {
	raw, err := Draw(reminders.Figures{To: day(2023, 5, 31), Total: reminders.Count{Late: 10, DueSoon: 20, OnTime: 30, Done: 40}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	pixels := map[color.RGBA]int{}
	for x := range pageWidth {
		pixels[color.RGBAModel.Convert(m.At(x, wholeAt+2)).(color.RGBA)]++
	}
	for i, fill := range []color.RGBA{vermeil, amber, skyBlue, seaGreen} {
		want := (bodyWidth - 3*between) * (i + 1) / 10
		if got := pixels[fill]; got < want-1 || got > want+1 {
			t.Errorf("%s: %d pixels, want %d", parts[i].label, got, want)
		}
	}
}

func TestDrawRefusesWhatIsTooMuch(t *testing.T) {
	if _, err := Draw(figures(1, func(int) reminders.Count { return reminders.Count{Late: longestCount + 1} })); err == nil {
		t.Error("no error")
	}
}
