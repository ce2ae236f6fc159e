package docfile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// pdfLongest bounds how long one file may be read. The bounds of pdfDoc end
// reading long before; this one is for what they forgot.
const pdfLongest = 60 * time.Second

var errPDFPanic = errors.New("chương trình không hiểu nội dung của tệp")

var errPDFSlow = fmt.Errorf("%w: đọc quá %d giây", ErrTooLarge, int(pdfLongest/time.Second))

// readPDF reads a PDF file: it takes the letters and lines from where they are
// painted, because nothing else in the file says what a word, a paragraph or a table is.
func readPDF(ctx context.Context, content []byte) (file *File, err error) {
	defer func() {
		// No input is known that comes here; one that does must not end a program that serves others.
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("%w: %w: %v", ErrDamaged, errPDFPanic, r)
		}
	}()
	ctx, cancel := context.WithTimeoutCause(ctx, pdfLongest, errPDFSlow)
	defer cancel()
	d, err := openPDF(ctx, content)
	if err != nil {
		return nil, err
	}
	leaves, err := d.pages()
	if err != nil {
		return nil, err
	}
	sheets, err := d.sheets(leaves)
	if err != nil {
		return nil, err
	}
	markFurniture(sheets)
	var w pdfWriter
	var margins pdfMargins
	for _, s := range sheets {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		margins = s.setMargins(margins)
		w.add(s)
	}
	w.close()
	file = &File{Blocks: w.blocks, Notes: notesOf(sheets)}
	if len(file.Blocks) == 0 {
		return nil, noTextOf(sheets)
	}
	return file, nil
}

// sheets takes all pages apart.
func (d *pdfDoc) sheets(leaves []pdfLeaf) ([]*pdfSheet, error) {
	p := newPDFPainter(d)
	sheets := make([]*pdfSheet, 0, len(leaves))
	for i, leaf := range leaves {
		if d.ctx.Err() != nil {
			return nil, context.Cause(d.ctx)
		}
		box, whole := p.paint(leaf)
		if d.err != nil {
			return nil, d.err
		}
		s := p.sheetOf(i+1, box)
		if s.damaged = !whole; s.damaged && d.mended {
			return nil, fmt.Errorf("%w: thiếu nội dung trang %d", ErrDamaged, s.page)
		}
		sheets = append(sheets, s)
	}
	return sheets, nil
}

// isScan reports whether a page is a picture of text.
func (s *pdfSheet) isScan() bool { return s.picture && s.letters < 20 }

// isRiddle reports whether most letters of a page are of fonts that do not tell what they are.
func (s *pdfSheet) isRiddle() bool { return s.opaque > 3 && 10*s.opaque > s.letters }

// noTextOf says why a file gave no text.
func noTextOf(sheets []*pdfSheet) error {
	switch {
	case slices.ContainsFunc(sheets, (*pdfSheet).isRiddle):
		return fmt.Errorf("%w: phông chữ trong tệp không kèm bảng mã Unicode, hãy xuất lại PDF từ bản gốc hoặc nhận dạng chữ (OCR) rồi nạp lại", ErrNoText)
	case slices.ContainsFunc(sheets, func(s *pdfSheet) bool { return s.damaged }):
		return fmt.Errorf("%w: không đọc được nội dung trang nào", ErrDamaged)
	case slices.ContainsFunc(sheets, func(s *pdfSheet) bool { return s.picture }):
		return fmt.Errorf("%w: tệp là ảnh quét hoặc hình vẽ, hãy nhận dạng chữ (OCR) rồi nạp lại", ErrNoText)
	}
	return ErrNoText
}

// notesOf says what was not read, or not for certain: one note for pages that follow one another.
func notesOf(sheets []*pdfSheet) []Note {
	var notes []Note
	for _, kind := range []struct {
		is   func(*pdfSheet) bool
		says string
	}{
		{(*pdfSheet).isScan, "%s là ảnh quét hoặc hình vẽ, chưa đọc được chữ: hãy nhận dạng chữ (OCR) rồi nạp lại."},
		{(*pdfSheet).isRiddle, "%s có chữ không đọc được vì phông chữ không kèm bảng mã Unicode: hãy xuất lại PDF từ bản gốc."},
		{func(s *pdfSheet) bool { return s.damaged }, "%s bị hỏng một phần, có thể thiếu chữ: hãy nạp lại từ bản gốc."},
		{func(s *pdfSheet) bool { return 2*s.hidden > s.letters && !s.isScan() }, "%s là ảnh quét, chữ do máy nhận dạng: cần đối chiếu với bản gốc."},
	} {
		for i := 0; i < len(sheets); i++ {
			if !kind.is(sheets[i]) {
				continue
			}
			first := i
			for i+1 < len(sheets) && kind.is(sheets[i+1]) {
				i++
			}
			pages := fmt.Sprintf("Trang %d", first+1)
			if i > first {
				pages = fmt.Sprintf("Các trang %d–%d", first+1, i+1)
			}
			notes = append(notes, Note{Place{Page: first + 1}, fmt.Sprintf(kind.says, pages)})
		}
	}
	for _, s := range sheets {
		const fewest = 4 // letters
		if len([]rune(s.aslant)) >= fewest {
			notes = append(notes, Note{Place{Page: s.page}, fmt.Sprintf("Trang %d có chữ viết nghiêng hoặc dọc trang, không đưa vào văn bản: “%s”.", s.page, s.aslant)})
			break
		}
	}
	return notes
}
