package docfile

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Bounds of the parts of a document, in bytes unpacked. The longest plan seen has
// four megabytes of markup; reading goes at some twenty megabytes a second.
const (
	docxMaxBody  = 128 << 20
	docxMaxNotes = 32 << 20
	docxMaxPart  = 16 << 20 // styles, lists, relations
	docxMaxWords = 32 << 20 // of the text: ten thousand pages
)

// docxReader reads a document of Word: .docx, .docm and the strict form.
//
// The body is walked over once, without a tree of it. Paragraphs go to docxBlocks
// as they end; a table is kept until it ends, because only the whole tells
// whether it is a table or a means to put words side by side (docxTable.isLayout).
// What a page repeats (headers, footers) goes to File.Furniture; comments, tables of
// contents and what a tracked change has deleted are no part of the text. Footnotes follow behind it,
// each as "[3] …": in place they would be taken for words of the task above.
type docxReader struct {
	ctx    context.Context
	zip    *zipFile
	styles *docxStyles
	xml    *docxXML // of the part being read
	out    *docxBlocks
	unseen int       // > 0 inside what is not printed: it is not counted either
	nested int       // tables around the place
	spent  int       // paragraphs, cells and tables
	size   int       // bytes of words
	notes  []docxRef // in the order in which the text refers to them
	paged  []docxRef // kinds and names of the parts that pages repeat
	images bool      // there are pictures
}

// docxRef is a reference to a footnote, an endnote, a header or a footer.
type docxRef struct {
	part string
	id   string
}

// docxPaged are the roots of the parts that pages repeat, by what relations call them.
var docxPaged = map[string]string{"header": "hdr", "footer": "ftr"}

// readDOCX reads .docx.
func readDOCX(ctx context.Context, content []byte) (*File, error) {
	archive, err := openZip(content)
	if err != nil {
		return nil, err
	}
	r := &docxReader{ctx: ctx, zip: archive, styles: newDOCXStyles(), out: newDOCXBlocks()}
	main, err := r.mainPart()
	if err != nil {
		return nil, err
	}
	parts, err := r.relations(main)
	if err != nil {
		return nil, err
	}
	if err := r.readParts(main, parts); err != nil {
		return nil, err
	}
	file := r.out.finish()
	if len(file.Blocks) == 0 {
		return nil, r.noWords()
	}
	if file.Furniture, err = r.furniture(); err != nil {
		return nil, err
	}
	return file, nil
}

func (r *docxReader) noWords() error {
	if r.images {
		return fmt.Errorf("%w: tệp Word chỉ có hình ảnh, hãy gửi bản có chữ", ErrNoText)
	}
	return fmt.Errorf("%w: không phải văn bản Word có chữ", ErrNoText)
}

// readParts reads what the body needs, then the body, then its notes.
func (r *docxReader) readParts(main string, parts map[string]string) error {
	if err := r.part(parts["numbering"], docxMaxPart, "numbering", func() error { return r.styles.lists.read(r.xml) }); err != nil {
		return err
	}
	if err := r.part(parts["styles"], docxMaxPart, "styles", func() error { return r.styles.read(r.xml) }); err != nil {
		return err
	}
	r.styles.lists.link(r.styles)
	if err := r.part(main, docxMaxBody, "document", r.document); err != nil {
		return err
	}
	return r.readNotes(parts)
}

// mainPart returns the name of the part with the text. Word calls it
// "word/document.xml", other programs as they like.
func (r *docxReader) mainPart() (string, error) {
	named, err := r.relations("")
	if err != nil {
		return "", err
	}
	for _, name := range []string{named["officeDocument"], "word/document.xml"} {
		if name != "" && r.zip.has(name) {
			return name, nil
		}
	}
	return "", fmt.Errorf("%w: không phải văn bản Word có chữ", ErrNoText)
}

// relations returns what a part, or with "" the archive, says of the other parts:
// their names by what they are.
func (r *docxReader) relations(of string) (map[string]string, error) {
	dir, base := path.Split(of)
	found := map[string]string{}
	for _, kind := range []string{"numbering", "styles", "footnotes", "endnotes"} {
		found[kind] = dir + kind + ".xml"
	}
	err := r.part(dir+"_rels/"+base+".rels", docxMaxPart, "Relationships", func() error {
		return r.xml.each(func(e docxElement) error {
			target := e.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = dir + target
			}
			if e.attr("TargetMode") != "External" {
				name, kind := strings.TrimPrefix(path.Clean("/"+target), "/"), path.Base(e.attr("Type"))
				found[kind] = name
				if docxPaged[kind] != "" {
					r.paged = append(r.paged, docxRef{kind, name})
				}
			}
			return r.xml.skip()
		})
	})
	return found, err
}

// part opens a part and calls read below its root. A missing part is an empty one;
// one of another kind has no words of ours.
func (r *docxReader) part(name string, limit int64, root string, read func() error) error {
	if !r.zip.has(name) {
		return nil
	}
	in, err := r.zip.open(name, limit)
	if err != nil {
		return err
	}
	defer in.Close()
	outer := r.xml
	defer func() { r.xml = outer }()
	r.xml = newDOCXXML(r.ctx, in)
	e, err := r.xml.root()
	if err != nil {
		return err
	}
	if e.name != root {
		return nil
	}
	if err := read(); err != nil {
		return err
	}
	return r.xml.rest()
}

// document reads the children of the root.
func (r *docxReader) document() error {
	return r.xml.each(func(e docxElement) error {
		if e.space != wordNS || e.name != "body" {
			return r.xml.skip()
		}
		return r.flow(r.out.put)
	})
}

// readNotes reads the footnotes and endnotes to which the text refers.
func (r *docxReader) readNotes(parts map[string]string) error {
	wanted := map[docxRef][]string{}
	for _, ref := range r.notes {
		wanted[ref] = nil
	}
	for _, kind := range []string{"footnotes", "endnotes"} {
		err := r.part(parts[kind], docxMaxNotes, kind, func() error {
			return r.xml.each(func(e docxElement) error {
				ref := docxRef{kind, e.attr("id")}
				if _, ok := wanted[ref]; !ok {
					return r.xml.skip()
				}
				return r.flow(func(p docxPiece) error {
					_, plain := p.lines(nil, nil)
					wanted[ref] = append(wanted[ref], plain...)
					return nil
				})
			})
		})
		if err != nil {
			return err
		}
	}
	return r.putNotes(wanted)
}

// putNotes numbers the notes as Word does: footnotes 1, 2, 3, endnotes i, ii, iii.
func (r *docxReader) putNotes(found map[docxRef][]string) error {
	n := map[string]int{}
	for _, ref := range r.notes {
		n[ref.part]++
		format := "decimal"
		if ref.part == "endnotes" {
			format = "lowerRoman"
		}
		text := strings.Join(found[ref], " ")
		if text == "" {
			continue
		}
		line := "[" + docxCount(n[ref.part], format) + "] " + strings.TrimLeft(text, Footnote+" ")
		r.out.parted = true
		if err := r.out.put(docxPiece{para: &docxPara{text: []string{line}}}); err != nil {
			return err
		}
	}
	return nil
}

// furniture returns the lines of headers and footers, a cell's apart from the next one's.
func (r *docxReader) furniture() ([]string, error) {
	var lines []string
	slices.SortFunc(r.paged, func(a, b docxRef) int { return strings.Compare(a.id, b.id) })
	for _, ref := range slices.Compact(r.paged) {
		err := r.part(ref.id, docxMaxPart, docxPaged[ref.part], func() error {
			return r.flow(func(p docxPiece) error {
				lines = p.apart(lines)
				return nil
			})
		})
		if err != nil {
			return nil, err
		}
	}
	return lines, nil
}
