// Package architecture holds the test that keeps ARCHITECTURE.md's package table true.
package architecture

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root, module = "../..", "newsgraph/"

// row is a package of the table with the packages it may import; all means any.
type row struct {
	allowed []string
	all     bool
}

func table(t *testing.T) map[string]row {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]row{}
	code := regexp.MustCompile("`([^`]+)`")
	inTable := false
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		switch {
		case strings.HasPrefix(line, "| package |"):
			inTable = true
		case !strings.HasPrefix(line, "|"):
			inTable = false
		case inTable && strings.HasPrefix(line, "| `"):
			name := code.FindStringSubmatch(cells[1])[1]
			r := row{all: strings.TrimSpace(cells[3]) == "*"}
			for _, m := range code.FindAllStringSubmatch(cells[3], -1) {
				r.allowed = append(r.allowed, m[1])
			}
			if _, twice := rows[name]; twice {
				t.Errorf("ARCHITECTURE.md: package %s has two rows", name)
			}
			rows[name] = r
		}
	}
	if len(rows) == 0 {
		t.Fatal("ARCHITECTURE.md: no package table")
	}
	return rows
}

// TestImports parses every Go file but tests, and holds its imports against the table.
func TestImports(t *testing.T) {
	rows, seen, files := table(t), map[string]bool{}, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		pkg := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(path), root+string(filepath.Separator)))
		seen[pkg] = true
		r, ok := rows[pkg]
		if !ok {
			t.Errorf("%s: package %s has no row in ARCHITECTURE.md", path, pkg)
			return nil
		}
		if strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files++
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if in, ours := strings.CutPrefix(imp, module); ours && !r.all && !slices.Contains(r.allowed, in) {
				t.Errorf("%s: %s may not import %s by ARCHITECTURE.md", path, pkg, in)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range rows {
		if !seen[name] {
			t.Errorf("ARCHITECTURE.md: row for %s, which is no package", name)
		}
	}
	t.Logf("%d files of %d packages", files, len(seen))
}
