package report

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"sync"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// typefaces are the two fonts of a picture. They are inside the program, know every Vietnamese letter, and are safe
// for concurrent use.
type typefaces struct{ plain, bold font.Face }

var fonts = sync.OnceValues(func() (typefaces, error) {
	var t typefaces
	for _, f := range liberation.Collection() {
		switch f.Name() {
		case "LiberationSans-Regular":
			t.plain = f
		case "LiberationSans-Bold":
			t.bold = f
		}
	}
	if t.plain.Face == nil || t.bold.Face == nil {
		return t, fmt.Errorf("report: draw: the fonts are missing")
	}
	return t, nil
})

// pen is a font in a size and a colour.
type pen struct {
	face  font.Face
	color color.Color
}

func (t typefaces) pen(bold bool, size float64, c color.Color) pen {
	p := pen{t.plain, c}
	if bold {
		p.face = t.bold
	}
	p.face.Font.Size = vg.Length(size)
	return p
}

// width is in pixels.
func (p pen) width(s string) float64 { return math.Ceil(p.face.Width(s).Points()) }

// canvas is a picture in pixels, with y counted from the top: at 72 dots an inch a point is a pixel.
type canvas struct {
	*vgimg.Canvas
	height float64
}

func newCanvas(width, height float64) canvas {
	c := vgimg.NewWith(vgimg.UseWH(vg.Length(width), vg.Length(height)), vgimg.UseDPI(72))
	return canvas{c, height}
}

// box fills a rectangle from its upper left corner. Its sides are brought to whole pixels, so that they are sharp.
func (c canvas) box(x, y, width, height float64, fill color.Color) {
	left, right := math.Round(x), math.Round(x+width)
	top, bottom := c.height-math.Round(y), c.height-math.Round(y+height)
	var p vg.Path
	p.Move(vg.Point{X: vg.Length(left), Y: vg.Length(top)})
	p.Line(vg.Point{X: vg.Length(right), Y: vg.Length(top)})
	p.Line(vg.Point{X: vg.Length(right), Y: vg.Length(bottom)})
	p.Line(vg.Point{X: vg.Length(left), Y: vg.Length(bottom)})
	p.Close()
	c.SetColor(fill)
	c.Fill(p)
}

// write puts text with its baseline at y, from x to the right.
func (c canvas) write(p pen, x, y float64, s string) {
	c.SetColor(p.color)
	c.FillString(p.face, vg.Point{X: vg.Length(x), Y: vg.Length(c.height - y)}, s)
}

// png encodes the picture.
func (c canvas) png() ([]byte, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, withPalette(c.Image())); err != nil {
		return nil, fmt.Errorf("report: draw: %w", err)
	}
	return b.Bytes(), nil
}

// shades is how many steps lie between the colour of a letter and that of its ground.
const shades = 24

// palette holds all that a picture is painted with, and the shades at the edges of its letters. With one byte a pixel
// the PNG has a fifth of the size.
var palette = sync.OnceValue(func() color.Palette {
	all := color.Palette{paper, track}
	for _, p := range [...]struct{ letter, ground color.RGBA }{
		{ink, paper}, {grey, paper}, {vermeil, paper}, {paper, vermeil}, {ink, amber}, {ink, skyBlue}, {paper, seaGreen},
	} {
		for i := range shades + 1 {
			mix := func(a, b uint8) uint8 { return uint8((int(a)*i + int(b)*(shades-i)) / shades) }
			all = append(all, color.RGBA{
				mix(p.letter.R, p.ground.R), mix(p.letter.G, p.ground.G), mix(p.letter.B, p.ground.B), 0xFF,
			})
		}
	}
	return all
})

// withPalette brings every pixel to the nearest colour of the palette.
func withPalette(m image.Image) image.Image {
	in, ok := m.(*image.RGBA)
	if !ok {
		in = image.NewRGBA(m.Bounds())
		draw.Draw(in, in.Bounds(), m, m.Bounds().Min, draw.Src)
	}
	out := image.NewPaletted(in.Bounds(), palette())
	nearest := map[color.RGBA]uint8{}
	// Most pixels are like the one before.
	var last color.RGBA
	var index uint8
	for y := range in.Rect.Dy() {
		row := in.Pix[y*in.Stride:]
		for x := range in.Rect.Dx() {
			c := color.RGBA{row[4*x], row[4*x+1], row[4*x+2], row[4*x+3]}
			if c != last || x == 0 {
				known := false
				if index, known = nearest[c]; !known {
					index = uint8(out.Palette.Index(c))
					nearest[c] = index
				}
				last = c
			}
			out.Pix[y*out.Stride+x] = index
		}
	}
	return out
}
