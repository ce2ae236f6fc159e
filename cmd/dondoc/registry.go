package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"dondoc/corpus/agency"
)

// ownAgencies is the file in the data directory with which an administrator adds to the registry.
const ownAgencies = "agencies.txt"

// mostOwnAgencies bounds that file in bytes; all agencies of the country fit in a tenth of it.
const mostOwnAgencies = 4 << 20

// registry returns the agencies that the program carries, and on top those of the
// administrator: of the file that --agencies names, else of agencies.txt in the data
// directory when there is one. What is wrong with the file is a mistake in the settings.
func (c *Config) registry() (*agency.Registry, error) {
	path := c.Agencies
	if path == "" {
		dir, err := c.dataDir()
		if err != nil {
			return agency.Default(), nil // no home directory: no file in it
		}
		path = filepath.Join(dir, ownAgencies)
	}
	text, err := readSmall(path, mostOwnAgencies)
	switch missing := errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR); {
	case missing && c.Agencies == "":
		return agency.Default(), nil
	case missing:
		return nil, usageError{fmt.Errorf("không có tệp danh bạ cơ quan %q; hãy kiểm tra --agencies (DONDOC_AGENCIES)", path)}
	case err != nil:
		return nil, usageError{fmt.Errorf("không đọc được danh bạ cơ quan %q: %w", path, plainReason(err))}
	}
	reg, err := agency.Default().With(strings.NewReader(text))
	if err != nil {
		return nil, usageError{fmt.Errorf("danh bạ cơ quan %q: %w", path, err)}
	}
	return reg, nil
}

// readSmall reads a file of at most limit bytes.
func readSmall(path string, limit int64) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, limit+1))
	switch {
	case err != nil:
		return "", err
	case int64(len(content)) > limit:
		return "", fmt.Errorf("tệp lớn quá %d MB", limit>>20)
	}
	return string(content), nil
}

// readTable reads a table that somebody has made, of at most limit bytes; the error is for people.
func readTable(path string, limit int64) (string, error) {
	text, err := readSmall(path, limit)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", usageError{fmt.Errorf("không có tệp %q; hãy kiểm tra đường dẫn", path)}
	case err != nil:
		return "", usageError{fmt.Errorf("không đọc được tệp %q: %w", path, plainReason(err))}
	}
	return text, nil
}

// plainReason says in Vietnamese why a file that exists cannot be read.
func plainReason(err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return errors.New("không có quyền đọc; hãy cấp quyền đọc rồi chạy lại")
	case errors.Is(err, syscall.EISDIR):
		return errors.New("đây là thư mục; hãy chỉ đến một tệp văn bản")
	}
	return err
}
