package docfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"dondoc/corpus/docfile"
)

func FuzzPDF(f *testing.F) {
	f.Add(plain(hello))
	f.Add(plainWith("/Filter/FlateDecode", deflate(hello)))
	f.Add(streamTable("/Size 4/Index[0 3]", "\x00\x00\x00\x00\x01\x00\x09\x00\x02\x00\x02\x00", "2 0 obj\n<</Type/Catalog/Pages 3 0 R>>\nendobj\n"))
	f.Add(plain("BT /F1 12 Tf 2 Tc 90 Tz 12 TL 85 700 Td [(a) -300 (b)] TJ T* (c) ' 1 2 (d) \" ET 0 0 m 9 9 l S 1 1 5 0.5 re f BI /W 1 ID x EI /P BMC EMC q Q"))
	p := newPaper()
	l := p.page()
	l.grid(85, 700, []float64{30, 180, 120}, []float64{20, 20, 20})
	l.text(90, 685, 12, "TT")
	l.text(130, 685, 12, "Nội dung")
	l.text(90, 665, 12, "1")
	l.text(130, 665, 12, "Rà soát")
	l.paragraph(600, 14, 28, "Sở Y tế báo cáo trước ngày 15/5/2026.")
	f.Add(p.bytes())
	files, err := filepath.Glob("testdata/pdf-*.pdf")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) { readSafely(t, content) })
}

// FuzzPDFPage changes what is painted on a page, in a file that is whole.
func FuzzPDFPage(f *testing.F) {
	f.Add(hello)
	f.Add("BT /F1 9 Tf 9 TL 85 700 Td (1  a  b) Tj T* (2  c  d) Tj ET 80 720 90 0.5 re 80 690 90 0.5 re 80 690 0.5 30 re 95 690 0.5 30 re 170 690 0.5 30 re f")
	f.Add("BT /F1 9 Tf 1 0 0 1 90 700 Tm (TT) Tj 1 0 0 1 200 700 Tm (Viec) Tj 1 0 0 1 300 700 Tm (Han) Tj 1 0 0 1 90 690 Tm (1) Tj 1 0 0 1 200 690 Tm (a) Tj 1 0 0 1 300 690 Tm (b) Tj ET")
	f.Add("BT /F1 9 Tf 1 0 0 1 90 700 Tm (UBND TINH) Tj 1 0 0 1 300 700 Tm (CONG HOA XA HOI CHU NGHIA) Tj 1 0 0 1 100 690 Tm (So: 1) Tj 5 Ts 6 Tz (2) Tj ET")
	f.Fuzz(func(t *testing.T, content string) { readSafely(t, plain(content)) })
}

// readSafely reads a file that may be anything, and checks what holds for all.
func readSafely(t *testing.T, content []byte) {
	t.Helper()
	start := time.Now()
	file, err := docfile.Read(t.Context(), "a.pdf", content)
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("read for %v", d)
	}
	if err == nil {
		checkPDF(t, file)
	} else if file != nil || !isOurs(err) || strings.Contains(err.Error(), "không hiểu nội dung") {
		t.Errorf("Read = %v, %v", file, err)
	}
}

// bookOf is a file of many pages of prose, each with a table, compressed as files are.
func bookOf(pages int) []byte {
	p := newPaper()
	p.packed = true
	for n := range pages {
		l := p.page()
		l.centred(312, 810, 13, fmt.Sprint(n+1))
		y := 780.0
		for i := range 5 {
			y = l.paragraph(y, 14, 28, fmt.Sprintf("%d. Ủy ban nhân dân xã thứ %d rà soát, lập danh sách các hộ có nhà ở không an toàn; "+
				"gửi Sở Xây dựng tổng hợp, trình Ủy ban nhân dân tỉnh trước ngày %d/6/2026 để bố trí kinh phí sửa chữa trong năm.", i+1, n, n%28+1))
		}
		l.grid(85, y, []float64{30, 200, 125, 100}, []float64{20, 20, 20, 20, 20, 20})
		for i := range 6 {
			for j, x := range []float64{90, 120, 320, 445} {
				l.text(x, y-15-20*float64(i), 11, []string{fmt.Sprint(i + 1), "Kiểm tra công trình", "Phòng Kinh tế", "Quý II/2026"}[j])
			}
		}
	}
	return p.bytes()
}

func BenchmarkPDF(b *testing.B) {
	const pages = 2000
	content := bookOf(pages)
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := docfile.Read(b.Context(), "a.pdf", content); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pages)*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

// TestPDFMemory reads a book and looks how much memory that takes at its peak: a
// page's letters must be let go when the page is done.
func TestPDFMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a book of 1,000 pages")
	}
	content := bookOf(1000)
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	done := make(chan error)
	go func() {
		_, err := docfile.Read(t.Context(), "a.pdf", content)
		done <- err
	}()
	var peak uint64
	for tick := time.Tick(20 * time.Millisecond); ; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d MB at the peak for %d MB", peak>>20, len(content)>>20)
			if most := uint64(10*len(content) + 50<<20); peak > most {
				t.Errorf("%d MB of memory for %d MB of input, want at most %d MB", peak>>20, len(content)>>20, most>>20)
			}
			return
		case <-tick:
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc-min(before.HeapAlloc, now.HeapAlloc))
		}
	}
}
