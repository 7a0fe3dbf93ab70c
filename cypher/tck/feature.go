// Package tck runs the openCypher Technology Compatibility Kit against any Bolt address through the official driver.
//
// # Input and output
//
// Load reads the scenarios from the kit's archive (Maven artifact org.opencypher:tck), outlines expanded. A Runner
// runs one on a database that it may empty, and says whether it passed, gave a wrong answer, failed with an error
// that was not expected, or was skipped. A Ratchet holds the list of those that are known not to pass.
//
// # Matching rule
//
// Values are compared in a canonical text form: type and content, map keys and labels without order, -0.0 as 0.0.
// Side effects are the difference of two snapshots of the whole graph. An expected error is right when its class
// is; its detail and phase are compared where the server says them (our engine does, in the GQL diagnostic record).
//
// Source: openCypher TCK 1.0.0-M23, its README and its eighteen step phrases.
package tck

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

// Step is one step of a scenario. Text has no keyword; Doc and Table hold its argument.
type Step struct {
	Text  string
	Doc   string
	Table [][]string
}

// Scenario is one scenario, of an outline one row of its examples.
type Scenario struct {
	Name  string // "clauses/match/Match1 [3] title #2": unique; #n numbers an outline's examples
	Area  string // "clauses/match"
	Steps []Step
}

// Kit is the archive's content.
type Kit struct {
	Scenarios []Scenario
	graphs    map[string]string // the named graphs' statements
}

// Load reads the kit's archive. Scenarios are in the order of their files' names.
func Load(jar string) (*Kit, error) {
	z, err := zip.OpenReader(jar)
	if err != nil {
		return nil, fmt.Errorf("load kit: %w", err)
	}
	defer z.Close()
	files := slices.Clone(z.File)
	slices.SortFunc(files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	kit := &Kit{graphs: map[string]string{}}
	for _, f := range files {
		ext := path.Ext(f.Name)
		if ext != ".feature" && ext != ".cypher" {
			continue
		}
		text, err := readFile(f)
		if err != nil {
			return nil, fmt.Errorf("load kit: %s: %w", f.Name, err)
		}
		if ext == ".cypher" {
			kit.graphs[strings.TrimSuffix(path.Base(f.Name), ext)] = text
			continue
		}
		scenarios, err := parse(f.Name, text)
		if err != nil {
			return nil, fmt.Errorf("load kit: %s: %w", f.Name, err)
		}
		kit.Scenarios = append(kit.Scenarios, scenarios...)
	}
	return kit, nil
}

func readFile(f *zip.File) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	return string(b), err
}

func parse(name, text string) ([]Scenario, error) {
	serial := 0
	id := func() string { serial++; return fmt.Sprint(serial) }
	doc, err := gherkin.ParseGherkinDocument(strings.NewReader(text), id)
	if err != nil {
		return nil, err
	}
	stem := strings.TrimPrefix(strings.TrimSuffix(name, ".feature"), "features/")
	count, seen := map[string]int{}, map[string]int{}
	pickles := gherkin.Pickles(*doc, name, id)
	for _, p := range pickles {
		count[p.Name]++
	}
	var out []Scenario
	for _, p := range pickles {
		s := Scenario{Name: stem + " " + p.Name, Area: path.Dir(stem)}
		if count[p.Name] > 1 {
			seen[p.Name]++
			s.Name += fmt.Sprintf(" #%d", seen[p.Name])
		}
		for _, st := range p.Steps {
			s.Steps = append(s.Steps, step(st))
		}
		out = append(out, s)
	}
	return out, nil
}

func step(p *messages.PickleStep) Step {
	s := Step{Text: p.Text}
	if p.Argument == nil {
		return s
	}
	if p.Argument.DocString != nil {
		s.Doc = p.Argument.DocString.Content
	}
	if p.Argument.DataTable != nil {
		for _, row := range p.Argument.DataTable.Rows {
			var cells []string
			for _, c := range row.Cells {
				cells = append(cells, c.Value)
			}
			s.Table = append(s.Table, cells)
		}
	}
	return s
}
