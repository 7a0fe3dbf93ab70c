// Package config reads flags, environment, file and defaults into one settings value and remembers where each
// came from.
//
// # Input and output
//
// A flag that was given wins over the environment, that over the file, that over the default. Each key has an
// environment variable NEWSGRAPH_KEY; the database's also the usual NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD and
// NEO4J_DATABASE, which count after their NEWSGRAPH_ names. An empty variable counts as not set. The file is YAML,
// TOML or JSON, by its ending.
//
// # Invariants
//
// A key that does not exist, in the file, is an error. A password is shown to nobody: Values and errors hold "***".
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"newsgraph/cypher"
)

// Settings are what the program runs with.
type Settings struct {
	Store     string        // a directory with an embedded graph, or a database's address
	Username  string        // "" where the database asks for none
	Password  cypher.Secret //
	Database  string        // "" is the server's default
	Workers   int           // articles read at once; 0 is the number of processors
	Batch     int           // articles written in one transaction, at least 1
	Timeout   time.Duration // longest a query may take; 0 is no limit
	Extractor string        // who finds the facts: builtin, llm, both; "" is builtin
	Rules     []string      // files with further relation rules
	ModelURL  string        // base URL of an OpenAI-compatible endpoint
	Model     string        // the endpoint's name for the model
	ModelKey  cypher.Secret //
	Output    string        // output format; "" is the command's own
	Quiet     bool          // no progress and no remarks, errors only
	Token     cypher.Secret // what clients of serve log on with; "" is the directory's own
}

// Value is one setting with where it came from.
type Value struct {
	Key    string
	Value  string // "***" for a password
	Origin string // "flag --store", "environment NEO4J_URI", "file /etc/x.yaml", "default"
}

// key describes one setting.
type key struct {
	name     string
	env      []string // the first that is set counts
	fallback any
	secret   bool
}

func keys() []key {
	return []key{
		{name: "store", env: []string{"NEWSGRAPH_STORE", "NEO4J_URI"}, fallback: DefaultStore()},
		{name: "username", env: []string{"NEWSGRAPH_USERNAME", "NEO4J_USERNAME"}, fallback: ""},
		{name: "password", env: []string{"NEWSGRAPH_PASSWORD", "NEO4J_PASSWORD"}, fallback: "", secret: true},
		{name: "database", env: []string{"NEWSGRAPH_DATABASE", "NEO4J_DATABASE"}, fallback: ""},
		{name: "workers", env: []string{"NEWSGRAPH_WORKERS"}, fallback: 0},
		{name: "batch", env: []string{"NEWSGRAPH_BATCH"}, fallback: 200},
		{name: "timeout", env: []string{"NEWSGRAPH_TIMEOUT"}, fallback: "0s"},
		{name: "extractor", env: []string{"NEWSGRAPH_EXTRACTOR"}, fallback: ""},
		{name: "rules", env: []string{"NEWSGRAPH_RULES"}, fallback: []string{}},
		{name: "model-url", env: []string{"NEWSGRAPH_MODEL_URL"}, fallback: ""},
		{name: "model", env: []string{"NEWSGRAPH_MODEL"}, fallback: ""},
		{name: "model-key", env: []string{"NEWSGRAPH_MODEL_KEY"}, fallback: "", secret: true},
		{name: "token", env: []string{"NEWSGRAPH_TOKEN"}, fallback: "", secret: true},
		{name: "output", env: []string{"NEWSGRAPH_OUTPUT"}, fallback: ""},
		{name: "quiet", env: []string{"NEWSGRAPH_QUIET"}, fallback: false},
	}
}

// FileVariable is the environment variable that names the configuration file.
const FileVariable = "NEWSGRAPH_CONFIG"

// Load reads the settings. file is the configuration file that the caller names, which must exist; "" is the one
// that FileVariable names, else DefaultFile if it is there. A flag sets the key of its name.
func Load(file string, flags *pflag.FlagSet) (Settings, []Value, error) {
	v := viper.New()
	for _, k := range keys() {
		v.SetDefault(k.name, k.fallback)
		v.BindEnv(append([]string{k.name}, k.env...)...) // fails only without a key
		if f := flags.Lookup(k.name); f != nil {
			v.BindPFlag(k.name, f) // fails only without a flag
		}
	}
	file, err := readFile(v, file)
	if err != nil {
		return Settings{}, nil, err
	}
	s := Settings{Store: v.GetString("store"), Username: v.GetString("username"), Password: cypher.NewSecret(v.GetString("password")),
		Database: v.GetString("database"), Output: v.GetString("output"), Extractor: v.GetString("extractor"), Rules: v.GetStringSlice("rules"),
		ModelURL: v.GetString("model-url"), Model: v.GetString("model"), ModelKey: cypher.NewSecret(v.GetString("model-key")),
		Token: cypher.NewSecret(v.GetString("token"))}
	var raw struct {
		Workers, Batch int
		Timeout        time.Duration
		Quiet          bool
	}
	for name, into := range map[string]any{"workers": &raw.Workers, "batch": &raw.Batch, "timeout": &raw.Timeout, "quiet": &raw.Quiet} {
		if err := v.UnmarshalKey(name, into); err != nil {
			return Settings{}, nil, fmt.Errorf("read settings: %s from %s: %q is not %s", name, origin(v, name, file, flags), v.GetString(name), want[name])
		}
	}
	s.Workers, s.Batch, s.Timeout, s.Quiet = raw.Workers, raw.Batch, raw.Timeout, raw.Quiet
	if err := s.Validate(); err != nil {
		return Settings{}, nil, err
	}
	return s, values(v, file, flags), nil
}

var want = map[string]string{"workers": "a number", "batch": "a number", "timeout": "a duration such as 30s", "quiet": "true or false"}

// Validate says why the settings cannot work.
func (s Settings) Validate() error {
	switch {
	case s.Store == "":
		return errors.New("read settings: store is empty")
	case s.Workers < 0:
		return fmt.Errorf("read settings: workers is %d, want 0 or more", s.Workers)
	case s.Batch < 1:
		return fmt.Errorf("read settings: batch is %d, want 1 or more", s.Batch)
	case s.Timeout < 0:
		return fmt.Errorf("read settings: timeout is %v, want 0 or more", s.Timeout)
	}
	if IsAddress(s.Store) {
		return cypher.Config{URI: s.Store}.Validate()
	}
	return nil
}

// IsAddress reports whether a store is a database's address rather than a directory.
func IsAddress(store string) bool { return strings.Contains(store, "://") }

var quoted = regexp.MustCompile("`[^`]*`")

// readFile reads the configuration file into v, and says which it is; "" if there is none.
func readFile(v *viper.Viper, file string) (string, error) {
	asked := file != ""
	if !asked {
		file = os.Getenv(FileVariable)
		asked = file != ""
	}
	if !asked {
		file = DefaultFile()
	}
	if file == "" {
		return "", nil
	}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) && !asked {
		return "", nil
	}
	v.SetConfigFile(file)
	if err := v.ReadInConfig(); err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		// The parser repeats in backquotes what it cannot read, which may be a password.
		return "", fmt.Errorf("read configuration %s: %s", file, quoted.ReplaceAllString(err.Error(), "a value"))
	}
	only := viper.New()
	only.SetConfigFile(file)
	if err := only.ReadInConfig(); err != nil {
		return "", fmt.Errorf("read configuration %s: changed while it was read", file)
	}
	names := make([]string, 0, len(keys()))
	for _, k := range keys() {
		names = append(names, k.name)
	}
	for _, k := range slices.Sorted(slices.Values(only.AllKeys())) {
		if !slices.Contains(names, k) {
			return "", fmt.Errorf("read configuration %s: no setting %q; there are %s", file, k, strings.Join(names, ", "))
		}
	}
	return file, nil
}

func values(v *viper.Viper, file string, flags *pflag.FlagSet) []Value {
	var out []Value
	for _, k := range keys() {
		val := v.GetString(k.name)
		if _, several := k.fallback.([]string); several {
			val = strings.Join(v.GetStringSlice(k.name), " ")
		}
		if k.secret {
			val = cypher.NewSecret(val).String()
		}
		out = append(out, Value{k.name, withoutPassword(val), origin(v, k.name, file, flags)})
	}
	return out
}

var inAddress = regexp.MustCompile(`^([a-z+]+://[^/@]*:)[^/]*@`)

// withoutPassword hides a password that stands in an address.
func withoutPassword(address string) string { return inAddress.ReplaceAllString(address, "$1***@") }

// origin says where a setting comes from; it looks in the order in which viper does.
func origin(v *viper.Viper, name, file string, flags *pflag.FlagSet) string {
	if f := flags.Lookup(name); f != nil && f.Changed {
		return "flag --" + name
	}
	for _, k := range keys() {
		if k.name != name {
			continue
		}
		for _, e := range k.env {
			if os.Getenv(e) != "" {
				return "environment " + e
			}
		}
	}
	if v.InConfig(name) {
		return "file " + file
	}
	return "default"
}

// DefaultFile is config.yaml in the platform's folder for configuration; "" where there is none.
func DefaultFile() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "newsgraph", "config.yaml")
}

// DefaultStore is the directory of the embedded graph in the platform's folder for data; "newsgraph-data" in the
// current folder where there is none.
func DefaultStore() string {
	home, err := os.UserHomeDir()
	switch {
	case runtime.GOOS == "windows" && os.Getenv("LocalAppData") != "":
		return filepath.Join(os.Getenv("LocalAppData"), "newsgraph")
	case filepath.IsAbs(os.Getenv("XDG_DATA_HOME")):
		return filepath.Join(os.Getenv("XDG_DATA_HOME"), "newsgraph")
	case err != nil:
		return "newsgraph-data"
	case runtime.GOOS == "darwin":
		return filepath.Join(home, "Library", "Application Support", "newsgraph")
	}
	return filepath.Join(home, ".local", "share", "newsgraph")
}

// Unknown lists variables that begin with NEWSGRAPH_ and set nothing, which most often is a slip of the pen.
func Unknown(environ []string) []string {
	known := []string{FileVariable}
	for _, k := range keys() {
		known = append(known, k.env...)
	}
	var out []string
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		if strings.HasPrefix(name, "NEWSGRAPH_") && !slices.Contains(known, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
