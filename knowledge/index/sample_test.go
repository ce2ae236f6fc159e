package index

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dondoc/corpus/viet"
)

const corpusGlob = "../../../shared/corpus/*.txt"

// sampleEntries splits the sample corpus as plainly as can be: a row or a
// paragraph is an entry, under the headings and the table header above it.
func sampleEntries(tb testing.TB) []Entry {
	tb.Helper()
	files, err := filepath.Glob(corpusGlob)
	if err != nil {
		tb.Fatal(err)
	}
	if len(files) == 0 {
		tb.Skip("the sample corpus lies outside the repository (" + corpusGlob + "), and it is not there")
	}
	var entries []Entry
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		s := splitter{name: filepath.Base(file)}
		for line := range strings.Lines(viet.Normalize(string(raw))) {
			s.line(line)
		}
		s.flush()
		entries = append(entries, s.entries...)
	}
	return entries
}

// splitter reads one file line by line.
type splitter struct {
	name    string
	trail   [4]string // annex or chapter, roman number, number, table header
	text    string    // of the entry at hand
	entries []Entry
}

var (
	markup     = strings.NewReplacer("*", "", "#", "", "<b>", "", "</b>", "")
	headings   = []*regexp.Regexp{regexp.MustCompile(`(?i)^(phụ lục|chương|phần|điều)\s`), regexp.MustCompile(`^[IVX]+\.`), regexp.MustCompile(`^\d+\.`)}
	item       = regexp.MustCompile(`^(-|\d+[.)]|\p{L}{1,2}\)|Ông |Bà )`)
	emptyCells = regexp.MustCompile(`^\t|^\d+\t`)
)

// longestEntry is the greatest length of an entry's text, in bytes: about 700 characters.
const longestEntry = 900

func (s *splitter) line(raw string) {
	row := strings.Contains(strings.TrimSpace(raw), "\t")
	line := viet.Squeeze(markup.Replace(raw))
	switch level := headingLevel(line); {
	case line == "":
		return
	case row && !emptyCells.MatchString(raw) && len(line) < 120 && strings.ContainsAny(line[:2], "TS"):
		s.flush()
		s.trail[3] = line
		return
	case row:
		s.flush()
	case level >= 0:
		s.flush()
		s.trail[level] = line
		clear(s.trail[level+1:])
		return
	case item.MatchString(line) || len(s.text)+len(line) > longestEntry:
		s.flush()
	}
	s.text = strings.TrimSpace(s.text + "\n" + line)
	if len(s.text) > longestEntry {
		s.flush()
	}
}

func (s *splitter) flush() {
	if s.text != "" {
		id := fmt.Sprintf("%s#%d", s.name, len(s.entries))
		s.entries = append(s.entries, Entry{ID: id, Title: strings.Join(s.trail[:], "\n"), Text: s.text})
	}
	s.text = ""
}

// headingLevel is -1 for what is no heading: long, or ending like a sentence.
func headingLevel(line string) int {
	if len(line) > 200 || line == "" || strings.ContainsAny(line[len(line)-1:], ".;:,/") {
		return -1
	}
	for level, re := range headings {
		if re.MatchString(line) {
			return level
		}
	}
	return -1
}
