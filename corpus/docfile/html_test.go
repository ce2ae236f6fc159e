package docfile_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dondoc/corpus/docfile"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata/*.txtar; read the difference by eye")

// showAll writes blocks one a line: kind and line, "^" when parted, of a row its
// table, "H" for a header and its cells ("<" and "^" where they belong to the one on the left or above), else mark and text.
func showAll(f *docfile.File) string {
	var out strings.Builder
	for _, b := range f.Blocks {
		kind := map[docfile.Kind]string{docfile.Paragraph: "p", docfile.Heading: fmt.Sprintf("h%d@", b.Level), docfile.Row: "r"}[b.Kind]
		parted := " "
		if b.Parted {
			parted = "^"
		}
		fmt.Fprintf(&out, "%s%d%s", kind, b.Line, parted)
		if b.Kind != docfile.Row {
			fmt.Fprintf(&out, "%s|%s\n", b.Mark, strings.ReplaceAll(b.Text, docfile.Footnote, "¹"))
			continue
		}
		fmt.Fprintf(&out, "T%d", b.Table)
		if b.Header {
			out.WriteString("H")
		}
		for i, c := range b.Cells {
			if len(b.Merge) > 0 && b.Merge[i] != docfile.Own {
				c += map[docfile.Merge]string{docfile.WithLeft: "<", docfile.WithAbove: "^"}[b.Merge[i]]
			}
			out.WriteString("|" + strings.ReplaceAll(c, "\n", "/"))
		}
		out.WriteString("\n")
	}
	return out.String()
}

func TestHTMLGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/html-*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			f, err := docfile.Read(t.Context(), "in.html", a.Files[0].Data)
			if err != nil {
				t.Fatal(err)
			}
			got := showAll(f)
			if *update {
				a.Files[1].Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(a.Files[1].Data), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestHTML(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"lines":                       {"<p>Một<p>Hai<br>Ba<div>Bốn</div>Năm", "p1^|Một\np2 |Hai\np3 |Ba\np4 |Bốn\np5 |Năm\n"},
		"inline tags part nothing":    {"<p>kế<b>ho</b>ạch <i>năm</i>\n 2031", "p1^|kếhoạch năm 2031\n"},
		"empty paragraphs part":       {"<p>Một</p><p>&nbsp;</p><p>Hai<br><br>Ba<hr>Bốn", "p1^|Một\np2^|Hai\np3^|Ba\np4^|Bốn\n"},
		"headings":                    {"<h1>Một<p>Hai</p><h6><p>Ba</p></h6>", "h1@1^|Một\np2 |Hai\nh6@3 |Ba\n"},
		"list from a number":          {"<ol start=3><li>a<li value=7>b<li>c</ol>", "p1^3.|a\np2 7.|b\np3 8.|c\n"},
		"list of Roman numbers":       {"<ol type=I start=9><li>a<li>b</ol>", "p1^IX.|a\np2 X.|b\n"},
		"list of letters beyond z":    {`<ol style="list-style-type: lower-alpha" start=26><li>a<li>b</ol>`, "p1^z.|a\np2 aa.|b\n"},
		"list without marks":          {`<ul style="list-style:none"><li>a</ul><ul><li>- b</ul>`, "p1^|a\np2 |- b\n"},
		"list backwards from number":  {"<ol reversed start=2><li>a<li>b</ol>", "p1^2.|a\np2 1.|b\n"},
		"inner list counts by itself": {"<ol><li>a<ol><li>b</li></ol></li><li>c</li></ol>", "p1^1.|a\np2 1.|b\np3 2.|c\n"},
		"item without a list":         {"<li>a", "p1^-|a\n"},
		"nothing hidden":              {"<p hidden>a<p>b<select><option>c</select><span style='visibility:hidden'>d</span>e", "p1^|be\n"},
		"hidden nests":                {"<div style='display:none'>a<div>b</div>c</div>d", "p1^|d\n"},
		"hidden cell":                 {"<table border=1><tr><td>a<td hidden>b<td>c<td>d", "r1^T1|a|c|d\n"},
		"deleted text not closed":     {"<p>a<del>b</p><p>c", "p1^|a\np2 |c\n"},
		"footnote":                    {`Một<sup>1</sup>, hai<a href="#_ftn2">[2]</a>, m<sup>3</sup>`, "p1^|Một¹, hai¹, m3\n"},
		"long raised text is kept":    {"a<sup>không phải chú thích</sup>", "p1^|akhông phải chú thích\n"},
		"entities":                    {"&lt;b&gt; &amp; &#7897;&ocirc; &nbsp; &khong;", "p1^|<b> & ộô &khong;\n"},
		"half a tag":                  {"<p>a < b và c<d", "p1^|a < b và c\n"},
		"rows without end":            {"<table border><tr><td>1<td>a<td>b<tr><td>2<td>c", "r1^T1|1|a|b\nr2 T1|2|c|\n"},
		"rowspan to the end":          {"<table border=1><tr><td rowspan=0>1<td>a<td>x<tr><td>b<td>y<tr><td>c<td>z</table>", "r1^T1|1|a|x\nr2 T1|^|b|y\nr3 T1|^|c|z\n"},
		"a block of four cells":       {"<table border=1><tr><td rowspan=2 colspan=2>1<td>a<tr><td>b<tr><td>2<td>3<td>c</table>", "r1^T1|1|<|a\nr2 T1|^|<|b\nr3 T1|2|3|c\n"},
		"empty columns at the sides":  {"<table border=1><tr><td><td>1<td>a<td>b<td><tr><td><td>2<td>c<td>d<td></table>", "r1^T1|1|a|b\nr2 T1|2|c|d\n"},
		"two tables":                  {"<table border=1><tr><th>a<th>b<tr><td>1<td>2</table>x<table border=1><tr><th>c<th>d</table>", "r1^T1H|a|b\nr2 T1|1|2\np3^|x\nr4^T2H|c|d\n"},
		"letterhead by rows": {
			"<table><tr><td>SỞ Y TẾ<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<tr><td>PHÒNG A<td>Độc lập - Tự do - Hạnh phúc<tr><td>Số: 1<td>Ngày 2</table>a",
			"p1^|SỞ Y TẾ\np2 |PHÒNG A\np3 |Số: 1\np4^|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\np5 |Độc lập - Tự do - Hạnh phúc\np6 |Ngày 2\np7^|a\n",
		},
		"letterhead without a motto": {
			"<table><tr><td>SỞ Y TẾ<td>Mật<tr><td>-----<td>___<tr><td>Số: 1<td>Ngày 2</table>",
			"p1^|SỞ Y TẾ\np3^|Số: 1\np4^|Mật\np6^|Ngày 2\n",
		},
		"two columns further down": {
			"<p>a<p>b<p>c<p>d<table><tr><td>Việc<td>Hạn<tr><td>e<td>f<tr><td>g<td>h</table>",
			"p1^|a\np2 |b\np3 |c\np4 |d\nr5^T1|Việc|Hạn\nr6 T1|e|f\nr7 T1|g|h\n",
		},
		"a page in three columns": {
			"<table><tr><td>trái<td>" + strings.Repeat("<p>giữa", 25) + "<td>phải</table>",
			"p1^|trái\n" + middle(25) + "p27^|phải\n",
		},
		"a title ends where lines cease to be centered": {
			"<p align=center>KẾ HOẠCH<p style='text-align: center'>năm 2031<p>Căn cứ", "p1^|KẾ HOẠCH\np2 |năm 2031\np3^|Căn cứ\n",
		},
		"a table without lines":     {"<table><tr><td>1<td>a<td>b<tr><td>2<td>c<td>d</table>", "r1^T1|1|a|b\nr2 T1|2|c|d\n"},
		"text between rows":         {"<table border=1>x<tr>y<td>1<td>a<td>b</table>", "p1^|x\np2 |y\nr3^T1|1|a|b\n"},
		"a table in a page's table": {"<table border=0><tr><td>Trái<td><table border=1><tr><td>1<td>a<td>b</table>", "p1^|Trái\nr2^T1|1|a|b\n"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := docfile.Read(t.Context(), "a.html", []byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, showAll(f)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for _, b := range f.Blocks {
				checkBlock(t, b)
			}
		})
	}
}

// middle is what showAll writes of n lines from the second on.
func middle(n int) string {
	s := "p2^|giữa\n"
	for i := 3; i < n+2; i++ {
		s += fmt.Sprintf("p%d |giữa\n", i)
	}
	return s
}

// TestHTMLBounds reads what is made to hurt: it must end soon, in blocks or in an error with a reason.
func TestHTMLBounds(t *testing.T) {
	const n = 200_000
	for name, c := range map[string]struct {
		in   string
		want error
	}{
		"deep elements":    {strings.Repeat("<div><b><span>", n) + "a", nil},
		"deep tables":      {strings.Repeat("<table border=1><tr><td>1<td>", n) + "a", nil},
		"deep lists":       {strings.Repeat("<ol reversed><li>a", n), nil},
		"wide cells":       {"<table border=1>" + strings.Repeat("<tr><td>1<td colspan=60000>a", n), docfile.ErrTooLarge},
		"tall cells":       {"<table border=1><tr>" + strings.Repeat("<td rowspan=60000>a", 255) + strings.Repeat("<tr><td>b", n), docfile.ErrTooLarge},
		"a tag too long":   {"<p " + strings.Repeat("a ", 5<<20) + ">b", docfile.ErrTooLarge},
		"too many lines":   {strings.Repeat("<br>a", 500_000), docfile.ErrTooLarge},
		"open to the end":  {strings.Repeat("<sup>", n) + strings.Repeat("<a href='#_ftn1'>", n) + strings.Repeat("</sup>x", n), nil},
		"a line of marks":  {strings.Repeat("a<sup>1</sup><a href='#_ftn1'>1</a><br >x<span>", n), nil},
		"marks in a line":  {strings.Repeat("a<sup>1</sup><a href='#_ftn1'>1</a>", 2*n), nil},
		"never closed tag": {"<p>a" + strings.Repeat("<", n), nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := docfile.Read(t.Context(), "a.html", []byte(c.in))
			if !errors.Is(err, c.want) {
				t.Errorf("Read: %v, want %v", err, c.want)
			}
		})
	}
}

func TestHTMLLongText(t *testing.T) {
	long := strings.Repeat("nạo vét ", 20_000)
	f, err := docfile.Read(t.Context(), "a.html", []byte("<p>"+long+"<table border=1><tr><td>1<td>"+long+"<td>b</table>"))
	if err != nil {
		t.Fatal(err)
	}
	words := map[docfile.Kind]int{}
	for i, b := range f.Blocks {
		if len(b.Text) > docfile.MaxText {
			t.Errorf("block %d has %d bytes", i, len(b.Text))
		}
		words[b.Kind] += strings.Count(b.Text, "vét")
	}
	if words[docfile.Paragraph] != 20_000 || words[docfile.Row] != 20_000 {
		t.Errorf("words kept: %v, want 20000 of each", words)
	}
}

func TestHTMLStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := docfile.Read(ctx, "a.html", []byte("<p>a")); !errors.Is(err, context.Canceled) {
		t.Errorf("Read: %v", err)
	}
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{
		"<p>a", "<table><tr><td rowspan=2 colspan=3>a<td>b<tr><td>c", "<ol reversed type=i><li>a<li value=-5>b", "<h1>a<h2>b</h1>",
		"<del><p hidden>a<td>b</del>", "a<sup>1</sup><a href=#_ftn1>x", "<span style='mso-list:Ignore'>·</span>a", "<pre>a\n\tb\n\nc", "&#57344;&shy;",
		"<table><table><td><table><th>a", "<svg><p>a</svg>", "<!--[if x]><p>a<![endif]-->", "<meta charset=windows-1258>\xd2",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := docfile.Read(t.Context(), "a.html", content)
		checkRead(t, file, err)
	})
}

func BenchmarkHTML(b *testing.B) {
	var s strings.Builder
	s.WriteString("<html><body>")
	for i := range 2000 {
		fmt.Fprintf(&s, "<p class=MsoNormal>Đoạn %d: phòng chuyên môn <b>chủ trì</b> rà soát.<o:p></o:p></p><table border=1><tr><td>%d<td>Việc<td>30/6/2031</table>", i, i)
	}
	content := []byte(s.String())
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := docfile.Read(b.Context(), "a.html", content); err != nil {
			b.Fatal(err)
		}
	}
}
