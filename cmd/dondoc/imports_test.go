package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// ours is the import map: which of our packages a package may import besides
// the standard library. A package without a row fails the test, so a new one
// is placed here, in the open, before it can grow.
//
// Four laws stand above the rows (see mayImport): test doubles, which are the
// packages named …test, import nothing of ours but the package they stand in for, and only tests import them;
// cmd/dondoc imports everything; nobody else imports cmd; channels never
// import each other.
var ours = map[string][]string{
	"corpus/viet":        {},
	"corpus/agency":      {"corpus/viet"},
	"corpus/docfile":     {"corpus/viet"},
	"corpus/shipped":     {},
	"corpus":             {"corpus/viet", "corpus/agency", "corpus/docfile"},
	"corpus/edits":       {"corpus", "corpus/viet", "corpus/agency"},
	"knowledge/index":    {"corpus/viet"},
	"knowledge/llm":      {},
	"knowledge":          {"corpus", "corpus/viet", "corpus/agency", "knowledge/index", "knowledge/llm"},
	"knowledge/golden":   {"knowledge", "corpus/viet"},
	"knowledge/review":   {"knowledge", "knowledge/golden", "corpus", "corpus/edits", "corpus/viet", "reminders"},
	"knowledge/library":  {"knowledge", "knowledge/golden", "knowledge/review", "corpus", "corpus/edits", "corpus/agency", "corpus/viet"},
	"reminders/calendar": {"corpus/viet"},
	"reminders":          {"corpus", "corpus/viet", "corpus/agency", "reminders/calendar"},
	"reminders/report":   {"reminders", "corpus/viet", "corpus/docfile"},
	"bot/people":         {"corpus/viet"},
	"bot":                {"knowledge", "reminders", "corpus", "corpus/viet", "corpus/agency", "bot/people"},
	"bot/layout":         {"knowledge"},
	"bot/courier":        {},
	"bot/intake":         {"bot", "bot/courier", "knowledge", "reminders"},
	"bot/telegram":       {"bot", "bot/courier", "bot/intake", "bot/layout", "knowledge", "reminders"},
	"bot/zalo":           {"bot", "bot/courier", "bot/intake", "bot/layout", "knowledge", "reminders", "corpus/viet"},
	"bot/zalooa":         {"bot", "bot/courier", "bot/intake", "bot/layout", "knowledge", "reminders", "corpus/viet"},
	"bot/webkit":         {},
	"bot/web":            {"bot", "bot/webkit", "knowledge"},
	"bot/console":        {"bot/people", "bot/webkit", "knowledge", "knowledge/library", "knowledge/review", "corpus", "corpus/edits", "corpus/viet", "reminders", "reminders/calendar", "reminders/report"},
	"cmd/dondoc/store":   {"corpus", "corpus/viet", "knowledge", "knowledge/library", "bot", "bot/intake", "bot/people", "reminders", "reminders/calendar"},
	"cmd/dondoc":         {},
}

// theirs says where a module may be used: where any of its rows allows; a
// module without a row may be used nowhere. A place "p/..." is p and all
// below it, "..." is everywhere, testsOnly every _test.go file.
var theirs = []struct{ module, place string }{
	{"github.com/go-telegram/bot", "bot/telegram"},
	{"github.com/philippgille/chromem-go", "knowledge/index"},
	{"github.com/sashabaranov/go-openai", "knowledge/llm"},
	{"github.com/jmoiron/sqlx", "cmd/dondoc/store/..."},
	{"github.com/lib/pq", "cmd/dondoc/store/..."},
	{"modernc.org/sqlite", "cmd/dondoc/store/..."},
	{"github.com/pressly/goose/v3", "cmd/dondoc/store/..."},
	{"github.com/alecthomas/kong", "cmd/dondoc"},
	{"github.com/schollz/progressbar/v3", "cmd/dondoc"},
	{"github.com/prometheus/client_golang", "cmd/dondoc"},
	{"golang.org/x/term", "cmd/dondoc"},
	{"github.com/xuri/excelize/v2", "reminders/report"},
	{"github.com/arran4/golang-ical", "reminders/report"},
	{"gonum.org/v1/plot", "reminders/report"},
	{"golang.org/x/text", testsOnly},
	{"golang.org/x/text", "corpus/..."},
	{"golang.org/x/text", "knowledge/golden"},
	{"golang.org/x/text", "bot/zalo"},
	{"golang.org/x/crypto", "bot/console"},
	{"github.com/pquerna/otp", "bot/console"},
	{"golang.org/x/net", "corpus/docfile"},
	{"golang.org/x/sync", "..."},
	{"golang.org/x/tools", testsOnly},
	{"github.com/google/go-cmp", testsOnly},
	{"github.com/chromedp/chromedp", testsOnly},
	{"github.com/chromedp/chromedp", "bot/web/browsertest"},
	{"github.com/chromedp/cdproto", testsOnly},
}

const (
	modulePath = "dondoc"
	testsOnly  = "_test.go"
	program    = "cmd/dondoc"

	// maxDepth is the length of viet, agency, corpus, knowledge, golden, review, library, the console or the store, the program.
	maxDepth = 9
)

func TestImportMap(t *testing.T) {
	report(t, checkImports(moduleFiles(t)))
}

func TestImportDepth(t *testing.T) {
	chain := longestChain(moduleFiles(t))
	if len(chain) > maxDepth {
		t.Errorf("%d packages stand on one another, at most %d may: %s", len(chain), maxDepth, strings.Join(chain, " <- "))
	}
}

// TestImportMapCatches proves that the two tests above can fail.
func TestImportMapCatches(t *testing.T) {
	for name, tc := range map[string]struct{ file, imports, want string }{
		"a row is obeyed":                {"knowledge/a.go", "dondoc/corpus", ""},
		"arrows point down":              {"knowledge/a.go", "dondoc/bot", "knowledge may not import bot"},
		"a package without a row":        {"reports/a.go", "strings", "reports has no row"},
		"a forgotten package is no leaf": {"knowledge/a.go", "dondoc/reports", "knowledge may not import reports"},
		"the program takes all":          {"cmd/dondoc/a.go", "dondoc/cmd/dondoc/store", ""},
		"nobody imports cmd":             {"bot/web/a.go", "dondoc/cmd/dondoc/store", "bot/web may not import cmd/dondoc/store"},
		"channels keep apart":            {"bot/web/a.go", "dondoc/bot/telegram", "bot/web may not import bot/telegram"},
		"a double in a test":             {"bot/telegram/a_test.go", "dondoc/bot/telegram/telegramtest", ""},
		"a double in the binary":         {"cmd/dondoc/a.go", "dondoc/bot/telegram/telegramtest", "cmd/dondoc may not import bot/telegram/telegramtest"},
		"a double stands alone":          {"bot/telegram/telegramtest/a.go", "dondoc/knowledge", "bot/telegram/telegramtest may not import knowledge"},
		"an outside test of itself":      {"knowledge/a_test.go", "dondoc/knowledge", ""},
		"a test looks no higher":         {"knowledge/a_test.go", "dondoc/bot", "knowledge may not import bot"},
		"an adapter's library":           {"bot/telegram/a.go", "github.com/go-telegram/bot/models", ""},
		"a library astray":               {"bot/a.go", "github.com/go-telegram/bot", "may be used in bot/telegram only"},
		"below the store":                {"cmd/dondoc/store/pgtest/a.go", "github.com/lib/pq", ""},
		"a name that only begins alike":  {"bot/telegram/a.go", "github.com/go-telegram/botnet", "has no row"},
		"an unknown library":             {"cmd/dondoc/a.go", "example.com/x", "has no row"},
		"a test library in a test":       {"corpus/a_test.go", "golang.org/x/tools/txtar", ""},
		"a test library in the binary":   {"corpus/a.go", "golang.org/x/tools/txtar", "may be used in _test.go only"},
	} {
		t.Run(name, func(t *testing.T) {
			src := fmt.Sprintf("package p\n\nimport _ %q\n", tc.imports)
			files, err := readFiles(fstest.MapFS{tc.file: {Data: []byte(src)}})
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(checkImports(files), "\n")
			if (got == "") != (tc.want == "") || !strings.Contains(got, tc.want) {
				t.Errorf("got %q, want a line with %q", got, tc.want)
			}
		})
	}
}

// TestOtherModulesAreNotRead keeps what only a nested module needs out of the tables, and nothing else.
func TestOtherModulesAreNotRead(t *testing.T) {
	files, err := readFiles(fstest.MapFS{
		"go.mod":       {Data: []byte("module dondoc")},
		"a/a.go":       {Data: []byte("package a")},
		"a/own/go.mod": {Data: []byte("module dondoc/a/own")},
		"a/own/b.go":   {Data: []byte("package own")},
		"a/own/c/c.go": {Data: []byte("package c")},
	})
	if err != nil || len(files) != 1 || files[0].path != "a/a.go" {
		t.Errorf("read %v, %v; want a/a.go alone", files, err)
	}
}

func TestLongestChain(t *testing.T) {
	files, err := readFiles(fstest.MapFS{
		"a/a.go":      {Data: []byte("package a")},
		"b/b.go":      {Data: []byte("package b\n\nimport _ \"dondoc/a\"\n")},
		"c/c.go":      {Data: []byte("package c\n\nimport (\n\t_ \"dondoc/a\"\n\t_ \"dondoc/b\"\n)\n")},
		"a/a_test.go": {Data: []byte("package a_test\n\nimport _ \"dondoc/c\"\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := longestChain(files); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("longest chain is %v, want [a b c]", got)
	}
}

// checkImports returns a line for each import that the two tables forbid.
func checkImports(files []goFile) []string {
	var found []string
	unplaced := map[string]bool{}
	for _, f := range files {
		if _, ok := ours[f.dir]; !ok && !isDouble(f.dir) && !unplaced[f.dir] {
			unplaced[f.dir] = true
			found = append(found, fmt.Sprintf("%s: package %s has no row in the import map", f.path, f.dir))
		}
		for _, spec := range f.syntax.Imports {
			to, _ := strconv.Unquote(spec.Path.Value) // the parser has seen that it is a string
			if fault := importFault(f, to); fault != "" {
				found = append(found, fmt.Sprintf("%s:%d: %s", f.path, f.line(spec.Pos()), fault))
			}
		}
	}
	return found
}

// importFault says what is wrong with f importing the path to, or "".
func importFault(f goFile, to string) string {
	if own, ok := strings.CutPrefix(to, modulePath+"/"); ok {
		if mayImport(f.dir, own, f.test) {
			return ""
		}
		return fmt.Sprintf("%s may not import %s, only: %s", f.dir, own, strings.Join(ours[f.dir], ", "))
	}
	if first, _, _ := strings.Cut(to, "/"); !strings.Contains(first, ".") {
		return "" // the standard library has no dot in its first element
	}
	fault := to + " has no row in the table of libraries"
	for _, row := range theirs {
		if to != row.module && !strings.HasPrefix(to, row.module+"/") {
			continue
		}
		if row.place == testsOnly && f.test || within(f.dir, row.place) {
			return ""
		}
		fault = fmt.Sprintf("%s may be used in %s only", row.module, row.place)
	}
	return fault
}

// mayImport holds the laws first, then the map, so that no row can lift a law.
func mayImport(from, to string, test bool) bool {
	switch {
	case test && from == to:
		return true
	case isDouble(to):
		return test
	case isDouble(from):
		return to == path.Dir(from)
	case from == program:
		return true
	case within(to, "cmd/..."):
		return false
	case isChannel(from) && isChannel(to):
		return false
	case test:
		return to == "corpus/shipped" || standsBelow(from, to)
	}
	return slices.Contains(ours[from], to)
}

// isChannel tells a channel from what they all rest on: it may import bot.
func isChannel(dir string) bool {
	return path.Dir(dir) == "bot" && slices.Contains(ours[dir], "bot") && dir != "bot/intake"
}

// standsBelow tells whether to is among the packages that from rests on, directly or not: tests may use those.
func standsBelow(from, to string) bool {
	return slices.ContainsFunc(ours[from], func(next string) bool { return next == to || standsBelow(next, to) })
}

func isDouble(dir string) bool { return strings.HasSuffix(path.Base(dir), "test") }

// within tells whether dir lies in place: "p", "p/..." or "...".
func within(dir, place string) bool {
	root, tree := strings.CutSuffix(place, "...")
	return !tree && dir == place || tree && strings.HasPrefix(dir+"/", root)
}

// longestChain returns the longest chain of our packages, each imported by the next. Tests do not count.
func longestChain(files []goFile) []string {
	imports := map[string]map[string]bool{}
	for _, f := range files {
		if f.test {
			continue
		}
		if imports[f.dir] == nil {
			imports[f.dir] = map[string]bool{}
		}
		for _, spec := range f.syntax.Imports {
			to, _ := strconv.Unquote(spec.Path.Value)
			if own, ok := strings.CutPrefix(to, modulePath+"/"); ok {
				imports[f.dir][own] = true
			}
		}
	}
	chains := map[string][]string{}
	var chain func(dir string) []string
	chain = func(dir string) []string {
		if c, ok := chains[dir]; ok {
			return c
		}
		chains[dir] = nil // a cycle ends here; the compiler will complain of it
		var below []string
		for _, to := range slices.Sorted(maps.Keys(imports[dir])) {
			if c := chain(to); len(c) > len(below) {
				below = c
			}
		}
		chains[dir] = append(slices.Clip(below), dir)
		return chains[dir]
	}
	var longest []string
	for _, dir := range slices.Sorted(maps.Keys(imports)) {
		if c := chain(dir); len(c) > len(longest) {
			longest = c
		}
	}
	return longest
}

// goFile is one parsed Go file, whatever its build constraints say.
type goFile struct {
	path   string // from the module's root, with slashes
	dir    string // its package: "corpus/viet"
	test   bool
	lines  int
	fset   *token.FileSet
	syntax *ast.File
}

func (f goFile) line(p token.Pos) int { return f.fset.Position(p).Line }

// readFiles parses every Go file that the go command would see below the root of fsys.
func readFiles(fsys fs.FS) ([]goFile, error) {
	var files []goFile
	fset := token.NewFileSet()
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		hidden := name != "." && (base[0] == '.' || base[0] == '_')
		switch {
		case d.IsDir() && (hidden || base == "testdata" || base == "vendor" || isOtherModule(fsys, name)):
			return fs.SkipDir
		case d.IsDir() || hidden || path.Ext(name) != ".go":
			return nil
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		syntax, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, goFile{
			path: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"),
			lines: strings.Count(string(src), "\n"), fset: fset, syntax: syntax,
		})
		return nil
	})
	return files, err
}

// isOtherModule tells whether a module of its own begins in a directory below the root.
func isOtherModule(fsys fs.FS, dir string) bool {
	_, err := fs.Stat(fsys, path.Join(dir, "go.mod"))
	return dir != "." && err == nil
}

// moduleFiles reads the module that this test belongs to.
func moduleFiles(t *testing.T) []goFile {
	t.Helper()
	root := os.DirFS("../..")
	if _, err := fs.Stat(root, "go.mod"); err != nil {
		t.Fatalf("the test must run in cmd/dondoc of its module: %v", err)
	}
	files, err := readFiles(root)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func report(t *testing.T, faults []string) {
	t.Helper()
	for _, fault := range faults {
		t.Error(fault)
	}
}
