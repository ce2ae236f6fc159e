package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"dondoc/corpus"
	"dondoc/corpus/agency"
	"dondoc/corpus/docfile"
	"dondoc/corpus/shipped"
	"dondoc/knowledge"
)

// errNoDocuments means that the given paths hold nothing that can be read.
var errNoDocuments = errors.New("không có văn bản nào đọc được; hãy đưa tệp .docx, .xlsx, .pdf, .html, .txt hoặc .md có chữ")

// filesAt collects the documents at paths. A directory gives all that it holds,
// a file itself; a path that does not exist is an error.
func filesAt(paths []string) ([]corpus.File, error) {
	var files []corpus.File
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, pathError(path, err)
		}
		if !info.IsDir() {
			file, err := fileAt(path, info)
			if err != nil {
				return nil, err
			}
			files = append(files, file)
			continue
		}
		found, err := corpus.ReadDir(os.DirFS(path))
		if err != nil {
			return nil, pathError(path, err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%w: thư mục %q trống; hãy chép văn bản (.txt, .md) vào đó", errNoDocuments, path)
		}
		files = append(files, found...)
	}
	return files, nil
}

// fileAt reads one file, if it is small enough to be a document at all.
func fileAt(path string, info fs.FileInfo) (corpus.File, error) {
	if info.Size() > docfile.MaxSize {
		return corpus.File{}, fmt.Errorf("tệp %q quá lớn (%d MB, tối đa %d MB)", path, info.Size()>>20, docfile.MaxSize>>20)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return corpus.File{}, pathError(path, err)
	}
	return corpus.File{Name: filepath.Base(path), Content: content}, nil
}

func pathError(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("không có tệp hay thư mục %q; hãy kiểm tra đường dẫn", path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("không có quyền đọc %q; hãy cấp quyền đọc rồi chạy lại", path)
	}
	return fmt.Errorf("không đọc được %q: %w", path, err)
}

// shippedFiles are the documents inside the binary.
func shippedFiles() ([]corpus.File, error) {
	files, err := corpus.ReadDir(shipped.Files)
	if err != nil {
		return nil, fmt.Errorf("shipped corpus: %w", err)
	}
	return files, nil
}

// readCorpus reads files, shows progress, and warns of those that could not be read.
func readCorpus(ctx context.Context, reg *agency.Registry, files []corpus.File, std streams) (*corpus.Corpus, error) {
	bar := newProgress(std.err, "Đọc văn bản")
	c, failed, err := corpus.Read(ctx, files, reg, func(done, total int, _ string) { bar.step(done, total) })
	bar.done()
	for _, f := range failed {
		fmt.Fprintln(std.err, "dondoc: bỏ qua", f.Error())
	}
	if errors.Is(err, corpus.ErrNothing) {
		return nil, errNoDocuments
	}
	return c, err
}

// givenCorpus reads what --corpus names; nil without it.
func (c *Config) givenCorpus(ctx context.Context, reg *agency.Registry, std streams) (*corpus.Corpus, error) {
	if len(c.CorpusPaths) == 0 {
		return nil, nil
	}
	files, err := filesAt(c.CorpusPaths)
	if err != nil {
		return nil, err
	}
	return readCorpus(ctx, reg, files, std)
}

// While a small corpus is loaded, garbage may grow to so many per cent of what lives: that saves
// a third of the start and costs some 20 MB for a moment. A large one must not multiply.
const (
	loadingGC  = 400
	smallFiles = 8 << 20 // bytes
)

// loading is held by whoever has changed the collector's pace, which belongs to the whole process.
var loading sync.Mutex

// collectLess slows the collector down until the function that it returns is called.
func collectLess(files []corpus.File) (restore func()) {
	size := 0
	for _, f := range files {
		size += len(f.Content)
	}
	if size > smallFiles || !loading.TryLock() {
		return func() {}
	}
	before := debug.SetGCPercent(loadingGC)
	return func() {
		debug.SetGCPercent(before)
		loading.Unlock()
	}
}

// index lets base answer from a corpus.
func index(ctx context.Context, base *knowledge.Base, reg *agency.Registry, c *corpus.Corpus, std streams) error {
	bar := newProgress(std.err, "Lập chỉ mục")
	defer bar.done()
	return base.Publish(ctx, c, reg, bar.step)
}
