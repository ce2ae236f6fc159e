package agency

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dondoc/corpus/viet"
)

// Limits keep a registry's names within what Find can match in linear time.
const (
	maxNameWords = 32
	maxNameBytes = 1 << 10
)

var kinds = []Kind{Ministry, Central, Committee, Province, Department, Locality, Broadcaster, Organisation, Company, Group}

// lineError says to an administrator which line of the file is wrong, and why.
func lineError(line int, format string, args ...any) error {
	return fmt.Errorf("dòng %d: "+format, append([]any{line}, args...)...)
}

// Read builds a registry from a file of the form that the head of agencies.txt explains.
// Errors name the line.
func Read(rd io.Reader) (*Registry, error) { return (&Registry{}).With(rd) }

// With returns a registry that holds r's agencies and those of the file on top: a line
// for a known name adds to that agency and sets its kind, and a name that the file gives
// to an agency is taken from the one that had it. r itself stays as it is.
func (r *Registry) With(rd io.Reader) (*Registry, error) {
	own, err := readLines(rd)
	if err != nil {
		return nil, err
	}
	claimed := map[string]bool{}
	for _, a := range own {
		for _, n := range a.listed() {
			claimed[a.claim(n)] = true
		}
	}
	all := make([]*Agency, 0, len(r.agencies)+len(own))
	at := map[string]int{}
	for _, a := range r.agencies {
		at[a.Name] = len(all)
		all = append(all, a.without(claimed))
	}
	for _, a := range own {
		if i, ok := at[a.Name]; ok {
			all[i] = all[i].and(a)
			continue
		}
		all = append(all, a)
	}
	return build(all)
}

// without returns a copy that lacks the claimed other names.
func (a *Agency) without(claimed map[string]bool) *Agency {
	c := *a
	c.Aliases = slices.DeleteFunc(slices.Clone(a.Aliases), func(n string) bool { return claimed[a.claim(n)] })
	return &c
}

// and returns a copy with b's facts added.
func (a *Agency) and(b *Agency) *Agency {
	c := *a
	c.Kind, c.line = b.Kind, b.line
	c.Aliases = append(slices.Clone(a.Aliases), b.Aliases...)
	c.Successors = append(slices.Clone(a.Successors), b.Successors...)
	c.written = map[string]bool{}
	for _, m := range []map[string]bool{a.written, b.written} {
		for n := range m {
			c.written[n] = true
		}
	}
	return &c
}

// listed returns the names that the data file gives, the official one first.
func (a *Agency) listed() []string { return append([]string{a.Name}, a.Aliases...) }

// claim is what makes two listed names the same one.
func (a *Agency) claim(name string) string {
	if a.written[name] {
		return "=" + name
	}
	return tokenKey(viet.Tokenize(name), tonedOf)
}

func readLines(rd io.Reader) ([]*Agency, error) {
	var all []*Agency
	seen := map[string]int{}
	lines := bufio.NewScanner(rd)
	n := 1
	for ; lines.Scan(); n++ {
		line := strings.TrimSpace(viet.Normalize(lines.Text()))
		if line == "" || line[0] == '#' {
			continue
		}
		a, err := readAgency(line)
		if err != nil {
			return nil, lineError(n, "%w", err)
		}
		if first, ok := seen[a.Name]; ok {
			return nil, lineError(n, "“%s” đã có ở dòng %d; hãy gộp hai dòng làm một", a.Name, first)
		}
		seen[a.Name], a.line = n, n
		all = append(all, a)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, lineError(n, "dài quá %d KB; mỗi cơ quan một dòng", bufio.MaxScanTokenSize>>10)
	case err != nil:
		return nil, fmt.Errorf("không đọc tiếp được sau dòng %d: %w", n-1, err)
	}
	return all, nil
}

func readAgency(line string) (*Agency, error) {
	cols := strings.Split(line, "|")
	if len(cols) < 2 || len(cols) > 4 {
		return nil, fmt.Errorf("có %d cột, cần từ 2 đến 4: tên chính thức | loại | tên khác | cơ quan kế thừa", len(cols))
	}
	a := &Agency{Name: viet.Squeeze(cols[0]), Kind: Kind(strings.TrimSpace(cols[1])), written: map[string]bool{}}
	if !slices.Contains(kinds, a.Kind) {
		return nil, fmt.Errorf("loại “%s” không có; phải là một trong %v", a.Kind, kinds)
	}
	if len(cols) > 2 {
		for _, n := range items(cols[2]) {
			name := strings.TrimSpace(strings.TrimPrefix(n, "="))
			if name != n {
				a.written[name] = true
			}
			a.Aliases = append(a.Aliases, name)
		}
	}
	for _, n := range a.listed() {
		if words := len(viet.Tokenize(n)); words == 0 || words > maxNameWords || len(n) > maxNameBytes {
			return nil, fmt.Errorf("tên %.40q có %d tiếng, cần từ 1 đến %d", n, words, maxNameWords)
		}
	}
	if len(cols) > 3 {
		for _, item := range items(cols[3]) {
			s, err := readSuccessor(item)
			if err != nil {
				return nil, err
			}
			a.Successors = append(a.Successors, s)
		}
	}
	return a, nil
}

var errSuccessor = errors.New("cần ngày và tên, ví dụ: 2025-03-01 Bộ Công an (phần việc)")

func readSuccessor(item string) (Successor, error) {
	day, name, _ := strings.Cut(item, " ")
	from, err := viet.ParseDate(day)
	if err != nil {
		return Successor{}, fmt.Errorf("cơ quan kế thừa “%s”: %w", item, errSuccessor)
	}
	note := ""
	if i := strings.IndexByte(name, '('); i >= 0 && strings.HasSuffix(name, ")") {
		name, note = strings.TrimSpace(name[:i]), strings.TrimSpace(name[i+1:len(name)-1])
	}
	if name == "" {
		return Successor{}, fmt.Errorf("cơ quan kế thừa “%s”: %w", item, errSuccessor)
	}
	return Successor{Name: name, From: from, Note: note}, nil
}

// items parts a column at its semicolons; empty items do not count.
func items(col string) []string {
	var out []string
	for item := range strings.SplitSeq(col, ";") {
		if item = viet.Squeeze(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}
