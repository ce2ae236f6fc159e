package docfile

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds of a zip archive: .docx and .xlsx are such. A file may be small and
// unpack to more than the memory holds.
const (
	maxEntries  = 4096      // a document with a picture on every page has some hundred
	maxUnpacked = 192 << 20 // bytes of all that is read of one archive
	maxRatio    = 250       // deflate packs even repeated markup less closely; one letter over and over it packs to a thousandth
	ratioFrom   = 16 << 20  // bytes below which a close packing does no harm
)

// zipFile is an opened archive. Nothing of it is unpacked before it is asked for.
type zipFile struct {
	entries map[string]*zip.File // by zipName
	left    int64                // bytes that may still be unpacked
}

// openZip opens an archive that is whole, not locked and of a sane size. What a
// stranger may have sent instead it tells in an error of this package.
func openZip(content []byte) (*zipFile, error) {
	if !bytes.HasPrefix(content, []byte("PK")) {
		return nil, fmt.Errorf("%w: nội dung không phải tệp Word hay Excel", ErrFormat)
	}
	// Counted before zip.NewReader, which would make a record of each.
	if bytes.Count(content, []byte("PK\x01\x02")) > maxEntries {
		return nil, fmt.Errorf("%w: gói nén chứa quá %d tệp con", ErrTooLarge, maxEntries)
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("%w: hãy tải lại bản đầy đủ", ErrDamaged)
	}
	z := &zipFile{entries: make(map[string]*zip.File, len(archive.File)), left: maxUnpacked}
	for _, f := range archive.File {
		const encrypted = 1
		if f.Flags&encrypted != 0 {
			return nil, fmt.Errorf("%w: hãy gỡ mật khẩu rồi gửi lại", ErrLocked)
		}
		if name := zipName(f.Name); z.entries[name] == nil {
			z.entries[name] = f
		}
	}
	return z, nil
}

// zipName is the one form of an entry's name: programs write "word\Document.xml" too.
func zipName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// has reports whether there is an entry of that name, blind to case.
func (z *zipFile) has(name string) bool { return z.entries[zipName(name)] != nil }

// open unpacks an entry of at most limit bytes. What is wrong with it, Read says:
// its errors are those of this package.
func (z *zipFile) open(name string, limit int64) (io.ReadCloser, error) {
	f := z.entries[zipName(name)]
	if f == nil {
		return nil, fmt.Errorf("%w: thiếu phần %s", ErrDamaged, name)
	}
	// Go unpacks no more of an entry than it declares.
	size, packed := f.UncompressedSize64, max(f.CompressedSize64, 1)
	if size > uint64(limit) || size > ratioFrom && size/packed > maxRatio {
		return nil, fmt.Errorf("%w: giải nén ra %d MB", ErrTooLarge, size>>20)
	}
	entry, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: không giải nén được phần %s", ErrDamaged, name)
	}
	return &zipEntry{entry, z}, nil
}

// zipEntry reads an entry on the account of its archive.
type zipEntry struct {
	io.ReadCloser
	archive *zipFile
}

func (e *zipEntry) Read(b []byte) (int, error) {
	n, err := e.ReadCloser.Read(b)
	if e.archive.left -= int64(n); e.archive.left < 0 {
		return 0, fmt.Errorf("%w: giải nén ra hơn %d MB", ErrTooLarge, maxUnpacked>>20)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: hãy tải lại bản đầy đủ", ErrDamaged)
	}
	return n, err
}
