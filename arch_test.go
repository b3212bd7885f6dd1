// Package architecture holds no code: its test keeps the program to the import
// table, the laws and the dependencies that ARCHITECTURE.md states.
package architecture

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "dossier"

// goFile is a parsed file of the main module.
type goFile struct {
	path   string // slash-separated, relative to the module
	test   bool
	syntax *ast.File
}

func (f goFile) pkg() string { return path.Dir(f.path) }

// imports gives the paths of all imports of a file.
func (f goFile) imports(t *testing.T) []string {
	var all []string
	for _, spec := range f.syntax.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatalf("%s: %v", f.path, err)
		}
		all = append(all, p)
	}
	return all
}

// goFiles reads every Go file of the main module, and leaves nested modules,
// testdata and hidden folders out, as the go command does.
func goFiles(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	fset := token.NewFileSet()
	root := os.DirFS(".")
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			name := d.Name()
			if p != "." && (name[0] == '.' || name[0] == '_' || name == "testdata") {
				return fs.SkipDir
			}
			if _, err := fs.Stat(root, path.Join(p, "go.mod")); err == nil && p != "." {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(p) != ".go" {
			return nil
		}
		src, err := fs.ReadFile(root, p)
		if err != nil {
			return err
		}
		syntax, err := parser.ParseFile(fset, p, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, goFile{path: p, test: strings.HasSuffix(p, "_test.go"), syntax: syntax})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("found no Go file; the test runs in the wrong folder")
	}
	return files
}

// rows gives the cells of the table of ARCHITECTURE.md under a heading, without
// its two head lines.
func rows(t *testing.T, heading string) [][]string {
	t.Helper()
	data, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(data), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("ARCHITECTURE.md has no section %q", heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var all [][]string
	for line := range strings.Lines(section) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		all = append(all, cells)
	}
	if len(all) < 3 {
		t.Fatalf("ARCHITECTURE.md has no table under %q", heading)
	}
	return all[2:]
}

var inCode = regexp.MustCompile("`([^`]+)`")

// codes gives what stands in backquotes in a cell.
func codes(cell string) []string {
	var all []string
	for _, m := range inCode.FindAllStringSubmatch(cell, -1) {
		all = append(all, m[1])
	}
	return all
}

// importTable maps each package, by its folder, to the folders of the packages
// that it may import.
func importTable(t *testing.T) map[string][]string {
	table := map[string][]string{}
	for _, row := range rows(t, "Packages and what they may import") {
		if len(row) != 3 || len(codes(row[0])) != 1 {
			t.Fatalf("ARCHITECTURE.md: the row %q has not the form | `package` | sentence | imports |", row)
		}
		name := codes(row[0])[0]
		if _, twice := table[name]; twice {
			t.Errorf("ARCHITECTURE.md: %s has two rows", name)
		}
		table[name] = []string{}
		for _, to := range codes(row[2]) {
			if to != "templates" {
				to = "internal/" + to
			}
			table[name] = append(table[name], to)
		}
	}
	return table
}

func TestImportsFollowTheTable(t *testing.T) {
	table := importTable(t)
	exists := map[string]bool{}
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		from := f.pkg()
		exists[from] = true
		allowed, ok := table[from]
		if !ok {
			t.Errorf("%s: the package %s is not in the table of ARCHITECTURE.md", f.path, from)
			continue
		}
		for _, p := range f.imports(t) {
			to, ours := strings.CutPrefix(p, module+"/")
			if ours && !slices.Contains(allowed, to) {
				t.Errorf("%s: %s may not import %s by the table of ARCHITECTURE.md", f.path, from, to)
			}
		}
	}
	for name, allowed := range table {
		for _, to := range append(allowed, name) {
			if !exists[to] {
				t.Errorf("ARCHITECTURE.md: the row of %s names %s, which does not exist", name, to)
			}
		}
	}
}

// A law forbids something of the standard library to all packages but some.
type law struct {
	pkg    string // import path
	names  string // regular expression of the whole name
	only   []string
	reason string
}

var (
	terminal = []string{"cmd/dossier", "internal/cli"}
	laws     = []law{
		{"os", "Args|Exit", terminal, "arguments come in and exit codes go out through cli"},
		{"os", "Getenv|LookupEnv|Environ|ExpandEnv|Setenv|Unsetenv|Clearenv", terminal, "a stage gives the same output in every environment"},
		{"os", "Stdin|Stdout|Stderr", terminal, "only cli prints"},
		{"os", "Chdir|Getwd|Hostname|UserHomeDir", terminal, "no stage knows the machine it runs on"},
		{"fmt", "Print|Printf|Println|Scan|Scanf|Scanln", terminal, "only cli prints"},
		{"log", ".*", terminal, "only cli prints"},
		{"log/slog", ".*", terminal, "only cli prints"},
		{"time", "Now|Since|Until", terminal, "the same input gives the same bytes on every day"},
		{"time", "Local", nil, "the same input gives the same bytes in every time zone"},
		{"math/rand", ".*", nil, "use math/rand/v2 with a fixed seed"},
		{"html/template", "HTML|JS|CSS|URL|HTMLAttr|JSStr|Srcset", []string{"internal/render"}, "only render vouches for markup"},
		{"text/template", ".*", nil, "text/template does not escape"},
		{"unsafe", ".*", nil, "nothing here needs it"},
	}
)

// broken tells which laws a file of a package breaks, and where.
func broken(f goFile) []string {
	local := map[string]string{} // the name that an import has in the file → its path
	var found []string
	for _, spec := range f.syntax.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return []string{err.Error()}
		}
		name := path.Base(p)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		local[name] = p
		if name == "." {
			found = append(found, fmt.Sprintf("the import of %q hides where names come from", p))
		}
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			x, ok := n.X.(*ast.Ident)
			if !ok {
				return true
			}
			for _, l := range laws {
				if local[x.Name] == l.pkg && regexp.MustCompile("^(?:"+l.names+")$").MatchString(n.Sel.Name) && !slices.Contains(l.only, f.pkg()) {
					found = append(found, fmt.Sprintf("%s.%s is used: %s", x.Name, n.Sel.Name, l.reason))
				}
			}
		case *ast.CallExpr:
			if x, ok := n.Fun.(*ast.Ident); ok && (x.Name == "print" || x.Name == "println") {
				found = append(found, x.Name+" is used: only cli prints")
			}
		}
		return true
	})
	return found
}

func TestLaws(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		for _, flaw := range broken(f) {
			t.Errorf("%s: %s", f.path, flaw)
		}
	}
}

// A test of laws that finds nothing wrong must be shown to find something.
func TestLawsAreKeptWatchOver(t *testing.T) {
	tests := []struct {
		file, body string
		flaws      int
		reason     string
	}{
		{"internal/resolve/a.go", `import "time"; var x = time.Now()`, 1, "a stage may not read the clock"},
		{"internal/cli/a.go", `import "time"; var x = time.Now()`, 0, "cli may"},
		{"internal/match/a.go", `import t "time"; var x = t.Now`, 1, "another name changes nothing, nor does a value in place of a call"},
		{"internal/render/a.go", `import "fmt"; func f() { fmt.Println() }`, 1, "a stage may not print"},
		{"internal/render/a.go", `import "fmt"; var x = fmt.Sprint()`, 0, "to make a text is not to print it"},
		{"internal/publish/a.go", `import "os"; var x = os.ReadFile`, 0, "files are no matter of this law"},
		{"internal/publish/a.go", `import "os"; var x = os.Getenv`, 1, "the environment is"},
		{"cmd/dossier/a.go", `import "os"; var x = os.Args`, 0, "main hands the arguments on"},
		{"internal/edtf/a.go", `func f() { println() }`, 1, "the built-in function prints too"},
	}
	for _, test := range tests {
		syntax, err := parser.ParseFile(token.NewFileSet(), test.file, "package p; "+test.body, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := broken(goFile{path: test.file, syntax: syntax}); len(got) != test.flaws {
			t.Errorf("%s with %s: %d flaws %q, want %d: %s", test.file, test.body, len(got), got, test.flaws, test.reason)
		}
	}
}

var requirement = regexp.MustCompile(`(?m)^(?:require |\t)(\S+) v\S+( // indirect)?$`)

func TestDependenciesAreExplained(t *testing.T) {
	goMod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	required, direct := []string{}, map[string]string{} // module → who needs it
	for _, m := range requirement.FindAllStringSubmatch(string(goMod), -1) {
		required = append(required, m[1])
		if m[2] == "" {
			direct[m[1]] = "go.mod"
		}
	}
	for _, f := range goFiles(t) {
		for _, p := range f.imports(t) {
			first, _, _ := strings.Cut(p, "/")
			if !strings.Contains(first, ".") {
				continue
			}
			of := ""
			for _, m := range required {
				if (p == m || strings.HasPrefix(p, m+"/")) && len(m) > len(of) {
					of = m
				}
			}
			if of == "" {
				t.Errorf("%s: no module of go.mod has the package %s", f.path, p)
				continue
			}
			direct[of] = f.path
		}
	}
	explained := map[string]bool{}
	for _, row := range rows(t, "Dependencies") {
		if len(row) != 2 || row[1] == "" {
			t.Fatalf("ARCHITECTURE.md: the row %q has not the form | `module` | why |", row)
		}
		for _, m := range codes(row[0]) {
			explained[m] = true
			if direct[m] == "" {
				t.Errorf("ARCHITECTURE.md: nothing in this module needs %s", m)
			}
		}
	}
	for m, by := range direct {
		if !explained[m] {
			t.Errorf("ARCHITECTURE.md does not say what %s is for (needed by %s)", m, by)
		}
	}
}

// What has two rows is soon told in two ways.
func TestWhereToChangeWhatIsSaidOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range rows(t, "Where to change what") {
		if seen[row[0]] {
			t.Errorf("ARCHITECTURE.md: %q has two rows", row[0])
		}
		seen[row[0]] = true
	}
}
