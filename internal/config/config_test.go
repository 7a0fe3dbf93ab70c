package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// clean gives a test an environment without any of our variables, and a home without files.
func clean(t *testing.T) string {
	t.Helper()
	for _, k := range keys() {
		for _, e := range k.env {
			t.Setenv(e, "")
		}
	}
	home := t.TempDir()
	for _, e := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LocalAppData", "AppData"} {
		t.Setenv(e, home)
	}
	t.Setenv(FileVariable, "")
	return home
}

func flagSet(t *testing.T, args ...string) *pflag.FlagSet {
	t.Helper()
	f := pflag.NewFlagSet("x", pflag.ContinueOnError)
	f.String("store", "", "")
	f.Int("workers", 0, "")
	f.Bool("quiet", false, "")
	if err := f.Parse(args); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPrecedence(t *testing.T) {
	home := clean(t)
	file := filepath.Join(home, "my.yaml")
	if err := os.WriteFile(file, []byte("store: bolt://file\nusername: file\npassword: hunter2\nworkers: 3\ntimeout: 30s\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("NEO4J_URI", "neo4j://usual")
	t.Setenv("NEO4J_USERNAME", "usual")
	t.Setenv("NEWSGRAPH_USERNAME", "ours")
	s, values, err := Load(file, flagSet(t, "--store=bolt://u:secret@flag", "--quiet"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Password.Reveal() != "hunter2" || s.Store != "bolt://u:secret@flag" || s.Timeout.String() != "30s" {
		t.Errorf("settings %+v", s)
	}
	var got strings.Builder
	for _, v := range values {
		fmt.Fprintf(&got, "%s = %s (%s)\n", v.Key, v.Value, strings.ReplaceAll(v.Origin, file, "FILE"))
	}
	want := `store = bolt://u:***@flag (flag --store)
username = ours (environment NEWSGRAPH_USERNAME)
password = *** (file FILE)
database =  (default)
workers = 3 (file FILE)
batch = 200 (default)
timeout = 30s (file FILE)
extractor =  (default)
rules =  (default)
model-url =  (default)
model =  (default)
model-key =  (default)
token =  (default)
output =  (default)
quiet = true (flag --quiet)
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

func TestDefaults(t *testing.T) {
	home := clean(t)
	s, _, err := Load("", flagSet(t))
	if want := (Settings{Store: DefaultStore(), Batch: 200}); err != nil || s.Store != want.Store || s.Batch != want.Batch || s.Workers != 0 || s.Quiet || !s.Password.IsZero() {
		t.Errorf("settings %+v, %v; want %+v", s, err, want)
	}
	file := DefaultFile()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("batch: 7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, _, err = Load("", flagSet(t)); err != nil || s.Batch != 7 {
		t.Errorf("batch %d, %v; want the 7 of the file in %s", s.Batch, err, home)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct{ name, file, env, want string }{
		{"c.yaml", "stroe: x\n", "", `read configuration FILE: no setting "stroe"; there are store, username, password, database, workers, batch, timeout, extractor, rules, model-url, model, model-key, token, output, quiet`},
		{"c.yaml", "store: {directory: x}\n", "", `read configuration FILE: no setting "store.directory"; there are store, username, password, database, workers, batch, timeout, extractor, rules, model-url, model, model-key, token, output, quiet`},
		{"c.yaml", "hunter2\n", "", "read configuration FILE: "},
		{"c.toml", "store = \n", "", "read configuration FILE: "},
		{"c.yaml", "workers: many\n", "", `read settings: workers from file FILE: "many" is not a number`},
		{"c.yaml", "", "NEWSGRAPH_TIMEOUT=soon", `read settings: timeout from environment NEWSGRAPH_TIMEOUT: "soon" is not a duration such as 30s`},
		{"c.yaml", "batch: 0\n", "", "read settings: batch is 0, want 1 or more"},
		{"c.yaml", "store: http://x\n", "", `open database: scheme "http" is not one of `},
	} {
		home := clean(t)
		file := filepath.Join(home, c.name)
		if err := os.WriteFile(file, []byte(c.file), 0o600); err != nil {
			t.Fatal(err)
		}
		if name, value, ok := strings.Cut(c.env, "="); ok {
			t.Setenv(name, value)
		}
		_, _, err := Load(file, flagSet(t))
		if err == nil {
			t.Errorf("%q: no error", c.file)
			continue
		}
		got := strings.ReplaceAll(err.Error(), file, "FILE")
		if !strings.HasPrefix(got, c.want) || strings.Contains(got, "hunter2") {
			t.Errorf("%q: %s\nwant %s", c.file, got, c.want)
		}
	}
	if _, _, err := Load(filepath.Join(clean(t), "none.yaml"), flagSet(t)); err == nil || !strings.Contains(err.Error(), "none.yaml: no such file") {
		t.Errorf("missing file: %v", err)
	}
}

func TestUnknown(t *testing.T) {
	got := Unknown([]string{"NEWSGRAPH_STROE=x", "NEWSGRAPH_STORE=x", "PATH=/bin", "NEWSGRAPH_CONFIG=y"})
	if want := []string{"NEWSGRAPH_STROE"}; !slices.Equal(got, want) {
		t.Errorf("Unknown gives %v, want %v", got, want)
	}
}
