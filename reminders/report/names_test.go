package report

import (
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

func TestFit(t *testing.T) {
	faces, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	p := faces.pen(true, nameText, ink)
	for _, tc := range []struct {
		name  string
		width float64
		want  []string
	}{
		{"", 600, []string{"(chưa rõ cơ quan)"}},
		{"Bộ Công an", 600, []string{"Bộ Công an"}},
		{"Ủy ban nhân dân tỉnh Bắc Giang", 600, []string{"Ủy ban nhân dân tỉnh Bắc Giang"}},
		{"Ủy ban nhân dân tỉnh Bắc Giang", 400, []string{"UBND tỉnh Bắc Giang"}},
		{"Ban Chỉ đạo chuyển đổi số thành phố Hà Nội", 650, []string{"Ban Chỉ đạo chuyển đổi số TP Hà Nội"}},
		{"Ban Chỉ đạo chuyển đổi số thành phố Hà Nội", 500, []string{"Ban Chỉ đạo CĐS TP Hà Nội"}},
		{"Ban Chỉ đạo chuyển đổi số thành phố Hà Nội", 330, []string{"BCĐ CĐS TP Hà Nội"}},
		{"Bộ Lao động - Thương binh và Xã hội", 400, []string{"Bộ Lao động - Thương", "binh và Xã hội"}},
		{"Viện Hàn lâm Khoa học và Công nghệ Việt Nam", 330, []string{"Viện Hàn lâm Khoa", "học và Công nghệ…"}},
		{strings.Repeat("W", 50), 300, []string{"WWWWWWWWW", "WWWWWWWW…"}},
	} {
		got := fit(p, tc.name, tc.width)
		if !slices.Equal(got, tc.want) {
			t.Errorf("fit(%q, %v) = %q", tc.name, tc.width, got)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1.000", 10000: "10.000", 1234567: "1.234.567"} {
		if got := count(n); got != want {
			t.Errorf("count(%d) = %q", n, got)
		}
	}
}

func TestTitles(t *testing.T) {
	for _, tc := range []struct {
		from, to        viet.Date
		title, subtitle string
	}{
		{day(2023, 5, 1), day(2023, 5, 31), "Tiến độ nhiệm vụ tháng 5/2023", "Số liệu đến hết ngày 31/05/2023"},
		{day(2023, 5, 1), day(2023, 5, 20), "Tiến độ nhiệm vụ tháng 5/2023", "Số liệu đến hết ngày 20/05/2023"},
		{day(2023, 12, 1), day(2023, 12, 31), "Tiến độ nhiệm vụ tháng 12/2023", "Số liệu đến hết ngày 31/12/2023"},
		{day(2023, 1, 1), day(2023, 12, 31), "Tiến độ nhiệm vụ năm 2023", "Số liệu đến hết ngày 31/12/2023"},
		{day(2023, 5, 8), day(2023, 5, 14), "Tiến độ nhiệm vụ", "Từ ngày 08/05/2023 đến hết ngày 14/05/2023"},
		{day(2023, 5, 8), day(2023, 5, 8), "Tiến độ nhiệm vụ ngày 08/05/2023", "Số liệu đến hết ngày 08/05/2023"},
		{viet.Date{}, day(2023, 5, 8), "Tiến độ nhiệm vụ", "Số liệu đến hết ngày 08/05/2023"},
		{viet.Date{}, viet.Date{}, "Tiến độ nhiệm vụ", ""},
	} {
		if title, subtitle := titleOf(reminders.Figures{From: tc.from, To: tc.to}); title != tc.title || subtitle != tc.subtitle {
			t.Errorf("%v to %v: %q, %q", tc.from, tc.to, title, subtitle)
		}
	}
}

func TestDoneShare(t *testing.T) {
	for want, c := range map[string]reminders.Count{
		"hoàn thành 0%":      {Late: 5},
		"hoàn thành dưới 1%": {Done: 1, Late: 999},
		"hoàn thành 33%":     {Done: 1, Late: 2},
		"hoàn thành 99%":     {Done: 9999, Late: 1},
		"hoàn thành 100%":    {Done: 3},
	} {
		if got := doneShare(c); got != want {
			t.Errorf("%+v: %q, want %q", c, got, want)
		}
	}
}

func TestPartWidths(t *testing.T) {
	for _, tc := range []struct {
		n     reminders.Count
		width float64
		want  []float64 // late, due soon, on time, done
	}{
		{reminders.Count{}, 900, []float64{0, 0, 0, 0}},
		{reminders.Count{Done: 3}, 900, []float64{0, 0, 0, 900}},
		{reminders.Count{Late: 1, Done: 1}, 900 + between, []float64{450, 0, 0, 450}},
		{reminders.Count{Late: 1, Done: 9999}, 900 + between, []float64{leastPart, 0, 0, 900 - leastPart}},
		{reminders.Count{Late: 1, DueSoon: 1, OnTime: 1, Done: 1}, 0, []float64{leastPart, leastPart, leastPart, leastPart}},
	} {
		got := partWidths(tc.n, tc.width)
		for i := range got {
			if math.Abs(got[i]-tc.want[i]) > 0.01 {
				t.Errorf("%+v in %v: %v", tc.n, tc.width, got)
				break
			}
		}
	}
}

// TestFontsKnowVietnamese draws every letter in both cases: a missing one has no glyph.
func TestFontsKnowVietnamese(t *testing.T) {
	faces, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	const letters = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ0123456789/.,:%()&…-"
	for _, face := range []pen{faces.pen(false, smallText, ink), faces.pen(true, smallText, ink)} {
		for _, r := range letters + strings.ToUpper(letters) {
			if index, err := face.face.Face.GlyphIndex(nil, r); err != nil || index == 0 {
				t.Errorf("%s has no %q", face.face.Name(), r)
			}
		}
	}
}

// TestColoursCanBeToldApart looks at the parts as people do who see no red or no green (Viénot, Brettel and Mollon
// 1999), and at the figures on them as the contrast rule of WCAG 2.1 does.
func TestColoursCanBeToldApart(t *testing.T) {
	for name, weights := range map[string][3][3]float64{
		"all":      {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
		"no red":   {{0.11238, 0.88762, 0}, {0.11238, 0.88762, 0}, {0.00401, -0.00401, 1}},
		"no green": {{0.29275, 0.70725, 0}, {0.29275, 0.70725, 0}, {-0.02234, 0.02234, 1}},
	} {
		for i := range parts {
			for j := range i {
				a, b := seen(parts[i].fill, weights), seen(parts[j].fill, weights)
				if d := math.Sqrt(sq(a[0]-b[0]) + sq(a[1]-b[1]) + sq(a[2]-b[2])); d < 0.2 {
					t.Errorf("%s: %s and %s lie %.2f apart", name, parts[i].label, parts[j].label, d)
				}
			}
		}
	}
	for _, part := range parts {
		if c := contrast(part.fill, part.figures); c < 4.5 {
			t.Errorf("figures on %s have a contrast of %.1f", part.label, c)
		}
	}
	for _, letters := range []color.RGBA{ink, grey, vermeil} {
		if c := contrast(letters, paper); c < 4.5 {
			t.Errorf("letters of %v have a contrast of %.1f", letters, c)
		}
	}
}

func sq(x float64) float64 { return x * x }

// linear undoes the gamma of sRGB.
func linear(c color.RGBA) [3]float64 {
	var out [3]float64
	for i, v := range []uint8{c.R, c.G, c.B} {
		f := float64(v) / 255
		if out[i] = f / 12.92; f > 0.04045 {
			out[i] = math.Pow((f+0.055)/1.055, 2.4)
		}
	}
	return out
}

// seen is the colour that is left, from 0 to 1, spaced about as the eye does.
func seen(c color.RGBA, weights [3][3]float64) [3]float64 {
	l := linear(c)
	var out [3]float64
	for i, w := range weights {
		out[i] = math.Pow(max(0, w[0]*l[0]+w[1]*l[1]+w[2]*l[2]), 1/2.2)
	}
	return out
}

func contrast(a, b color.RGBA) float64 {
	bright := func(c color.RGBA) float64 { l := linear(c); return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2] + 0.05 }
	return max(bright(a), bright(b)) / min(bright(a), bright(b))
}
