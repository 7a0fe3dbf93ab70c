package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"newsgraph/cypher"
	"newsgraph/graph"
	"newsgraph/internal/embedded"
	"newsgraph/internal/render"
	"newsgraph/internal/store"
	"newsgraph/internal/storetest"
)

var update = flag.Bool("update", false, "rewrite what scripts compare output with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"newsgraph": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// commands are what scripts may use beside testscript's own.
//
//	code N newsgraph …   runs the program and wants exit code N
//	json FILE            wants each line, or the whole, to be JSON; FILE may be stdout
//	let NAME FILE        puts the last line of FILE into $NAME
//	damage FILE OLD NEW  puts NEW in the place of the bytes OLD, which are as many, wherever they are in FILE
//	serve NAME ARG…      starts newsgraph serve with the arguments, waits for its address and puts it into $NAME
//	end SIGNAL CODE      sends the program that serves a signal, and wants its exit code; its standard error is then
//	                     in the file stderr.log
var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){
	"code": func(ts *testscript.TestScript, neg bool, args []string) {
		want, err := strconv.Atoi(args[0])
		if err != nil || neg || len(args) < 2 {
			ts.Fatalf("use: code N command")
		}
		got := 0
		if err := ts.Exec(args[1], args[2:]...); err != nil {
			var exit *exec.ExitError
			if !errors.As(err, &exit) {
				ts.Fatalf("%v", err)
			}
			got = exit.ExitCode()
		}
		if got != want {
			ts.Fatalf("exit code %d, want %d", got, want)
		}
	},
	"damage": damage,
	"serve":  startServe,
	"end":    endServe,
	"let": func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 2 {
			ts.Fatalf("use: let NAME FILE")
		}
		lines := strings.Split(strings.TrimSpace(ts.ReadFile(args[1])), "\n")
		ts.Setenv(args[0], lines[len(lines)-1])
	},
	"json": func(ts *testscript.TestScript, neg bool, args []string) {
		d := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
		n := 0
		for ; ; n++ {
			var v any
			err := d.Decode(&v)
			if err == io.EOF {
				break
			}
			if err != nil {
				ts.Fatalf("%s is not JSON: %v", args[0], err)
			}
		}
		if n == 0 || neg {
			ts.Fatalf("%d JSON values", n)
		}
	},
}

func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 || len(args[1]) != len(args[2]) {
		ts.Fatalf("use: damage FILE OLD NEW")
	}
	name := ts.MkAbs(args[0])
	data, err := os.ReadFile(name)
	ts.Check(err)
	if !bytes.Contains(data, []byte(args[1])) {
		ts.Fatalf("%s has no %q", name, args[1])
	}
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	ts.Check(err)
	_, err = f.WriteAt(bytes.ReplaceAll(data, []byte(args[1]), []byte(args[2])), 0)
	ts.Check(errors.Join(err, f.Close()))
}

// environment keeps the machine's settings out of the scripts.
func environment(e *testscript.Env) error {
	for _, v := range []string{"NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"} {
		e.Setenv(v, "")
	}
	e.Setenv("HOME", e.WorkDir)
	e.Setenv("XDG_CONFIG_HOME", e.WorkDir+"/config")
	e.Setenv("XDG_DATA_HOME", e.WorkDir+"/data")
	e.Values[servedKey{}] = &served{}
	return nil
}

// TestScripts runs what needs no database.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: environment, Cmds: scriptCommands, UpdateScripts: *update})
}

// TestStoreScripts runs what needs a graph, each script on an empty one, or on one of the fixture if its name begins
// with "fixture": first on embedded graphs, then on a Neo4j server, one after another.
func TestStoreScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/store/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts: ", err)
	}
	t.Run("embedded", func(t *testing.T) {
		testscript.Run(t, testscript.Params{Files: files, Cmds: scriptCommands, Condition: onStore("embedded"), UpdateScripts: *update,
			Setup: func(e *testscript.Env) error {
				// The working directory's path may be too long for the name of a socket.
				dir, err := os.MkdirTemp("", "ng")
				if err != nil {
					return err
				}
				e.Defer(func() { os.RemoveAll(dir) })
				e.Setenv("NEWSGRAPH_STORE", dir)
				if strings.Contains(filepath.Base(e.WorkDir), "script-fixture-") {
					if err := fillDirectory(dir); err != nil {
						return err
					}
				}
				return environment(e)
			},
		})
	})
	t.Run("neo4j", func(t *testing.T) {
		c := storetest.Config(t)
		for _, f := range files {
			t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) {
				db := storetest.Neo4j(t)
				if strings.HasPrefix(filepath.Base(f), "fixture-") {
					if err := fill(db); err != nil {
						t.Fatal(err)
					}
				}
				t.Run("script", func(t *testing.T) {
					testscript.RunT(sequential{t}, testscript.Params{
						Files: []string{f}, Cmds: scriptCommands, Condition: onStore("neo4j"), UpdateScripts: *update,
						Setup: func(e *testscript.Env) error {
							if err := environment(e); err != nil {
								return err
							}
							e.Setenv("NEO4J_URI", c.URI)
							e.Setenv("NEO4J_USERNAME", c.Username)
							e.Setenv("NEO4J_PASSWORD", c.Password.Reveal())
							e.Setenv("NEO4J_DATABASE", c.Database)
							return nil
						},
					})
				})
			})
		}
	})
}

// onStore lets a script ask which kind of store it runs on: [neo4j], [embedded].
func onStore(name string) func(string) (bool, error) {
	return func(cond string) (bool, error) {
		if cond != "neo4j" && cond != "embedded" {
			return false, fmt.Errorf("no condition %q", cond)
		}
		return cond == name, nil
	}
}

// fill stores the records that tests run on.
func fill(db *cypher.DB) error {
	s := store.New(db, store.Options{})
	if _, err := s.ApplySchema(context.Background()); err != nil {
		return err
	}
	_, err := s.Ingest(context.Background(), slices.Values(storetest.Records()))
	return err
}

func fillDirectory(dir string) error {
	g, err := embedded.Open(context.Background(), dir, embedded.Options{})
	if err != nil {
		return err
	}
	db, err := cypher.Open(context.Background(), cypher.Config{URI: g.URI()})
	if err == nil {
		err = fill(db)
		db.Close(context.Background())
	}
	return errors.Join(err, g.Close())
}

// TestExportedCypher runs the Cypher that a graph is exported as, twice, on an empty one: it has the same entities and
// links, once.
func TestExportedCypher(t *testing.T) {
	dir, err := os.MkdirTemp("", "ng")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	g, err := embedded.Open(t.Context(), dir, embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	db, err := cypher.Open(t.Context(), cypher.Config{URI: g.URI()})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(context.Background())
	sum := graph.Sum(storetest.Records())
	for range 2 {
		for statement := range strings.SplitSeq(strings.TrimSpace(string(render.Graph(sum, render.CypherScript))), ";\n") {
			if _, err := db.Run(t.Context(), strings.TrimSuffix(statement, ";"), nil); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
	}
	r, err := db.Read(t.Context(), "MATCH (n) WITH count(n) AS nodes MATCH ()-[r]->() RETURN nodes, count(r)", nil)
	if err != nil {
		t.Fatal(err)
	}
	nodes, edges := int64(len(sum.Nodes)), int64(len(sum.Edges)+len(sum.Represents)+len(sum.Participations))
	if r.Rows[0][0] != nodes || r.Rows[0][1] != edges {
		t.Errorf("%v nodes and relationships, want %d and %d", r.Rows[0], nodes, edges)
	}
}

// sequential is a test that runs its subtests at once, before the database is given back.
type sequential struct{ *testing.T }

func (s sequential) Parallel() {}
func (s sequential) Run(name string, f func(testscript.T)) {
	s.T.Run(name, func(t *testing.T) { f(sequential{t}) })
}
func (s sequential) Verbose() bool { return testing.Verbose() }

// TestExitCodesInHelp holds that the help explains every Code.
func TestExitCodesInHelp(t *testing.T) {
	var out, err bytes.Buffer
	if code := Main([]string{"--help"}, strings.NewReader(""), &out, &err); code != 0 || err.Len() > 0 {
		t.Fatalf("code %d, %s", code, err.String())
	}
	for _, c := range []Code{Done, Unexpected, Usage, SomeFailed, BadQuery, NoDatabase, Interrupted} {
		if !strings.Contains(out.String(), strconv.Itoa(int(c))+" ") {
			t.Errorf("help does not explain exit code %d", c)
		}
	}
}
