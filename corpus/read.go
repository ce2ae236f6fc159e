package corpus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"

	"dondoc/corpus/agency"
	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// File is a file to be read.
type File struct {
	Name    string
	Content []byte
	Err     error // why there is no content; Read reports it
}

// FileError says why a file could not be read, in words for the person who gave it.
type FileError struct {
	File string
	Err  error
}

func (e *FileError) Error() string { return e.File + ": " + e.Err.Error() }

func (e *FileError) Unwrap() error { return e.Err }

// ErrNothing means that no file held a document.
var ErrNothing = errors.New("không đọc được văn bản nào")

// ErrSecret means that a file bears a stamp of secrecy. Nothing of it is kept.
var ErrSecret = errors.New("văn bản mật")

// Progress hears how many of the files are done, and which comes next. It may be nil.
type Progress func(done, total int, name string)

// Read reads files into one Corpus, in their order. Files that could not be
// read are returned beside it, each as a FileError; the rest is complete. The
// error is ErrNothing when nothing was left, or ctx's.
func Read(ctx context.Context, files []File, reg *agency.Registry, progress Progress) (*Corpus, []*FileError, error) {
	c := &Corpus{plain: make(map[string][]plainDocument, len(files))}
	var failed []*FileError
	var all []*draft
	for i, f := range files {
		if err := ctx.Err(); err != nil {
			return nil, failed, fmt.Errorf("corpus: read: %w", err)
		}
		if progress != nil {
			progress(i, len(files), f.Name)
		}
		read, err := docfile.Read(ctx, f.Name, f.Content)
		if err = cmp.Or(f.Err, err); err != nil {
			failed = append(failed, &FileError{f.Name, err})
			continue
		}
		if stamp := secretStamp(read); stamp != "" {
			failed = append(failed, &FileError{f.Name, fmt.Errorf("%w: có dấu “%s”, không đọc và không lưu gì của tệp này", ErrSecret, stamp)})
			continue
		}
		drafts := splitDocuments(f.Name, read)
		if len(drafts) == 0 {
			failed = append(failed, &FileError{f.Name, docfile.ErrNoText})
			continue
		}
		all = append(all, drafts...)
	}
	if progress != nil {
		progress(len(files), len(files), "")
	}
	if len(all) == 0 {
		return nil, failed, ErrNothing
	}
	if err := resolveReferences(ctx, all); err != nil {
		return nil, failed, fmt.Errorf("corpus: read: %w", err)
	}
	for _, d := range all {
		d.spellNames(reg)
	}
	nameDrafts(all)
	for _, d := range all {
		c.plain[d.Source.File] = append(c.plain[d.Source.File], plainDocument{d.Source.Place, d.plain})
	}
	corrections, err := c.readDocuments(ctx, all, reg)
	if err != nil {
		return nil, failed, fmt.Errorf("corpus: read: %w", err)
	}
	c.apply(corrections)
	c.resolveRelations()
	c.doubtDuplicates(files)
	return c, failed, nil
}

// readDocuments takes the facts from all documents, several at a time, and puts
// them together in the order of the documents. The error is ctx's.
func (c *Corpus) readDocuments(ctx context.Context, all []*draft, reg *agency.Registry) ([]correction, error) {
	readers := make([]*reader, len(all))
	next := make(chan int)
	var wg sync.WaitGroup
	errs := make([]error, min(runtime.GOMAXPROCS(0), len(all)))
	for w := range errs {
		wg.Go(func() {
			for i := range next {
				readers[i] = newReader(&Corpus{}, all[i], reg)
				if err := readers[i].read(ctx); err != nil {
					errs[w] = err
				}
				all[i], readers[i].d = nil, nil // frees its blocks: the Corpus holds all that is needed
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	wg.Wait()
	var corrections []correction
	for _, r := range readers {
		c.add(r.c)
		corrections = append(corrections, r.corrections...)
	}
	return corrections, errors.Join(errs...)
}

// add appends the facts of a part.
func (c *Corpus) add(part *Corpus) {
	c.Documents = appendAll(c.Documents, part.Documents)
	c.Passages = appendAll(c.Passages, part.Passages)
	c.Tasks = appendAll(c.Tasks, part.Tasks)
	c.Targets = appendAll(c.Targets, part.Targets)
	c.People = appendAll(c.People, part.People)
	c.Platforms = appendAll(c.Platforms, part.Platforms)
	c.Rules = appendAll(c.Rules, part.Rules)
	c.Relations = appendAll(c.Relations, part.Relations)
	c.Doubts = appendAll(c.Doubts, part.Doubts)
}

// appendAll is append that takes the second over when the first is empty: one large document needs no copy.
func appendAll[T any](a, b []T) []T {
	if a == nil {
		return b
	}
	return append(a, b...)
}

// ReadDir returns the files of fsys, sorted by name; hidden ones are left out.
// A file that cannot be had has its Err set. The error is that of the root.
func ReadDir(fsys fs.FS) ([]File, error) {
	var files []File
	err := fs.WalkDir(fsys, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && path == ".":
			return err
		case err != nil:
			files = append(files, File{Name: path, Err: fmt.Errorf("không mở được: %w", err)})
			return nil
		case path != "." && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !entry.IsDir():
			files = append(files, readFile(fsys, path))
		}
		return nil
	})
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, err
}

// readFile reads a regular file of a size that a document may have. Of a format
// that Read refuses, the name is enough.
func readFile(fsys fs.FS, path string) File {
	if !docfile.Supported(path) {
		return File{Name: path}
	}
	info, err := fs.Stat(fsys, path)
	switch {
	case err != nil:
		return File{Name: path, Err: fmt.Errorf("không mở được: %w", err)}
	case !info.Mode().IsRegular():
		return File{Name: path, Err: errors.New("không phải tệp thường")}
	case info.Size() > docfile.MaxSize:
		return File{Name: path, Err: docfile.ErrTooLarge}
	}
	content, err := fs.ReadFile(fsys, path)
	if err != nil {
		err = fmt.Errorf("không đọc được: %w", err)
	}
	return File{Name: path, Content: content, Err: err}
}

// slug folds s to words parted by dashes, at most limit bytes, cut between words.
func slug(s string, limit int) string {
	var b strings.Builder
	for _, t := range viet.Tokenize(s) {
		if b.Len()+1+len(t.Folded) > limit {
			break
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(t.Folded)
	}
	return b.String()
}

// unique returns id, or id with the next free number behind it.
func unique(seen map[string]int, id string) string {
	seen[id]++
	if n := seen[id]; n > 1 {
		return unique(seen, fmt.Sprintf("%s-%d", id, n))
	}
	return id
}
