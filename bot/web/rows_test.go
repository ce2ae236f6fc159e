package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"dondoc/bot"
	"dondoc/bot/web"
	"dondoc/bot/web/browsertest"
)

// table is a document of two tables and some words between them.
func table(_ context.Context, _ bot.Chat, id string) (web.Passage, bool) {
	rows := func(texts ...string) (f []web.Fragment) {
		for _, t := range texts {
			f = append(f, web.Fragment{ID: "doan", Section: "IV", Text: t})
		}
		return f
	}
	return web.Passage{
		Document: "17/QĐ-UBQGCDS", Trail: []string{"IV. NHIỆM VỤ"},
		Before:   rows("Lời dẫn của bảng.", "4\tRà soát quy trình\tQuý I\tBộ Nội vụ", "\tCông bố danh mục thủ tục đã rà soát trên cổng dịch vụ công\tQuý II\t"),
		Fragment: web.Fragment{ID: id, Section: "IV.6", Text: rowBefore + citedWords + rowAfter},
		After:    rows("7\tKết nối dữ liệu\tTháng 9\tBộ Công an", "Chỉ tiêu\t80%", "Tỷ lệ hồ sơ\t90%", "Hết bảng."),
	}, true
}

// TestNumberColumns: one row with words in its first cell makes the column a wide one for its whole table.
func TestNumberColumns(t *testing.T) {
	s := newSite(t, func(c *web.Config) { c.Passages = table })
	r := s.request(t, http.MethodGet, cited(t, s, "Hạn?"), nil)
	r.Header.Set("Accept", "application/json")
	var v struct {
		Blocks []struct {
			Numbered bool
			Cells    []json.RawMessage
		}
	}
	if err := json.Unmarshal([]byte(s.do(t, r).body), &v); err != nil {
		t.Fatal(err)
	}
	var cells []int
	var numbered []bool
	for _, b := range v.Blocks {
		cells, numbered = append(cells, len(b.Cells)), append(numbered, b.Numbered)
	}
	if want := []int{1, 4, 4, 4, 4, 2, 2, 1}; !slices.Equal(cells, want) {
		t.Fatalf("cells %v, want %v", cells, want)
	}
	if want := []bool{false, true, true, true, true, false, false, false}; !slices.Equal(numbered, want) {
		t.Errorf("numbered %v, want %v", numbered, want)
	}
}

// rowsApart tells of each row whether its cells stand side by side, and where its columns begin.
const rowsApart = `[...document.querySelectorAll('.passage .row')].map((r) => {
	const at = [...r.querySelectorAll('.cell')].filter((c) => c.checkVisibility()).map((c) => c.getBoundingClientRect());
	return at.every((a) => a.top === at[0].top) ? at.map((a) => Math.round(a.left)).join(' ') : 'below';
})`

// TestRowsInBrowser: side by side and in line with the row above on a desk, below each other on a phone.
func TestRowsInBrowser(t *testing.T) {
	axe := browsertest.AxeSource(t)
	s := newSite(t, func(c *web.Config) { c.Passages = table })
	narrow := screen{"699x900", 699, 900, false}
	wide := screen{"700x900", 700, 900, false}
	for _, on := range []screen{phone, narrow, wide, desktop} {
		for _, scheme := range []string{"light", "dark"} {
			ctx := browsertest.Start(t)
			open(t, ctx, s, on, scheme)
			ask(t, ctx, "Hạn của Bắc Giang?")
			browsertest.Eval[bool](t, ctx, `document.querySelector('.turn .context').click(), true`)
			browsertest.Await(t, ctx, `document.querySelector('#reader mark')`)
			look := func(where string) {
				t.Helper()
				rows := browsertest.Eval[[]string](t, ctx, rowsApart)
				if len(rows) != 6 {
					t.Fatalf("%s, %s: %d rows, want 6", on.name, where, len(rows))
				}
				for i, r := range rows {
					if beside := r != "below"; beside != (on.width >= 700) {
						t.Errorf("%s, %s: row %d side by side: %v", on.name, where, i, beside)
					}
				}
				if tables := slices.Compact(slices.Clone(rows)); on.width >= 700 && len(tables) != 2 {
					t.Errorf("%s, %s: the columns begin at %q, want them in line", on.name, where, rows)
				}
				fits(t, ctx)
				browsertest.Judge(t, ctx, axe, on.name+" "+where)
				browsertest.Shoot(t, ctx, on.name+"-"+scheme+"-15-rows-"+strings.ReplaceAll(where, " ", "-"))
			}
			look("in the dialog")
			do(t, ctx, chromedp.Navigate(s.URL+cited(t, s, "Hạn?")))
			look("on the page")
		}
	}
}
