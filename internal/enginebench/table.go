package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// line is one row of the summary.
type line struct {
	what, ours, theirs, ratio, target string
}

func (b *bench) add(what, ours, theirs, ratio, target string) {
	b.table = append(b.table, line{what, ours, theirs, ratio, target})
	progress("%s: %s %s %s", what, ours, theirs, ratio)
}

// addRates adds rates of each side: none, one or two.
func (b *bench) addRates(what string, rates []float64, target string) {
	switch len(rates) {
	case 1:
		b.add(what, fmt.Sprintf("%.0f/s", rates[0]), "", "", target)
	case 2:
		b.add(what, fmt.Sprintf("%.0f/s", rates[0]), fmt.Sprintf("%.0f/s", rates[1]), times(rates[0]/rates[1]), target)
	}
}

// starts is how often the program is started.
const starts = 21

// binary adds the size of the program that the environment names, which the Makefile has just built, and how long it takes
// from start to end where there is nothing to do, and with one sentence to extract from.
func (b *bench) binary(ctx context.Context) error {
	path := os.Getenv("NEWSGRAPH_BINARY")
	if path == "" {
		return nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	b.add("binary", fmt.Sprintf("%.1f MB", float64(info.Size())/1e6), "", "", "30 MB")
	for _, args := range [][]string{{"version"}, {"extract", "-"}} {
		took := make([]float64, starts)
		for i := range took {
			cmd := exec.CommandContext(ctx, path, args...)
			cmd.Stdin = strings.NewReader("Chile and Peru signed a fishing treaty in Lima on Monday.")
			begun := time.Now()
			if out, err := cmd.CombinedOutput(); err != nil {
				return fmt.Errorf("run %s: %w: %s", cmd, err, out)
			}
			took[i] = time.Since(begun).Seconds()
		}
		slices.Sort(took)
		b.add("start to end of "+strings.Join(args, " ")+", p50", seconds(quantile(took, 0.5)), "", "", "60 ms")
	}
	return nil
}

// print prints what was measured: the queries, then the rest.
func (b *bench) print() {
	if b.others != nil {
		b.printPeers()
		return
	}
	b.addRatios()
	fmt.Printf("%-20s %6s %10s %10s %10s %11s %10s %8s %8s %8s\n", "query", "rows", "p50", "p99", "floor p50", "Neo4j p50", "p99", "p50", "p99", "floor")
	for _, t := range b.timings {
		fmt.Printf("%-20s %6d %10s %10s %10s", t.name, t.rows, seconds(t.p50[onGraph]), seconds(t.p99[onGraph]), seconds(t.p50[onTape]))
		if b.neo4j != nil {
			fmt.Printf(" %11s %10s %8s %8s %8s", seconds(t.p50[onNeo4j]), seconds(t.p99[onNeo4j]),
				times(t.p50[onNeo4j]/t.p50[onGraph]), times(t.p99[onNeo4j]/t.p99[onGraph]), times(t.p50[onNeo4j]/t.p50[onTape]))
		}
		fmt.Println()
	}
	fmt.Printf("\n%-40s %12s %12s %8s   %s\n", "what", "newsgraph", "Neo4j", "ratio", "target")
	for _, l := range b.table {
		fmt.Printf("%-40s %12s %12s %8s   %s\n", l.what, l.ours, l.theirs, l.ratio, l.target)
	}
}

// printPeers prints the medians of all engines, and below them why some are missing.
func (b *bench) printPeers() {
	fmt.Printf("%-20s %6s %10s", "p50 of query", "rows", "newsgraph")
	if b.neo4j != nil {
		fmt.Printf(" %10s", "Neo4j")
	}
	for _, p := range b.others {
		fmt.Printf(" %10s", p.name)
	}
	var notes []string
	for _, t := range b.timings {
		fmt.Printf("\n%-20s %6d %10s", t.name, t.rows, seconds(t.p50[onGraph]))
		if b.neo4j != nil {
			fmt.Printf(" %10s", seconds(t.p50[onNeo4j]))
		}
		for _, p := range b.others {
			cell := "n/a"
			if p50, ok := p.p50[t.name]; ok {
				cell = seconds(p50)
			} else if reason := p.reason[t.name]; reason != "" {
				notes = append(notes, fmt.Sprintf("%s, %s: %s", p.name, t.name, reason))
			}
			fmt.Printf(" %10s", cell)
		}
	}
	for _, p := range b.others {
		if reason := p.reason[""]; reason != "" {
			notes = append(notes, p.name+": "+reason)
		}
	}
	fmt.Print("\n\n" + strings.Join(append(notes, ""), "\n"))
}

// seconds is a time with three digits.
func seconds(s float64) string {
	d := time.Duration(s * float64(time.Second))
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%d µs", d.Microseconds())
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.2f ms", 1000*s)
	case d < time.Second:
		return fmt.Sprintf("%.0f ms", 1000*s)
	}
	return fmt.Sprintf("%.2f s", s)
}

func times(ratio float64) string {
	if ratio < 10 {
		return fmt.Sprintf("%.1fx", ratio)
	}
	return fmt.Sprintf("%.0fx", ratio)
}
