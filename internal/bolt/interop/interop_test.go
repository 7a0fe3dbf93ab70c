package interop

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"newsgraph/internal/embedded"
	"newsgraph/internal/storetest"
)

// client is the client in one language. command makes it ready, where it has to be compiled, and gives its command
// line; driver is where .ci/drivers has put the driver.
type client struct {
	name     string
	language string
	command  func(t *testing.T, driver string) *exec.Cmd
}

var clients = []client{
	{"python", "python", func(t *testing.T, driver string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), "python3", "client.py")
		c.Env = append(os.Environ(), "PYTHONPATH="+driver, "PYTHONDONTWRITEBYTECODE=1")
		return c
	}},
	{"javascript", "javascript", func(t *testing.T, driver string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), "node", "client.js")
		c.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(driver, "node_modules"))
		return c
	}},
	{"browser", "javascript", func(t *testing.T, driver string) *exec.Cmd {
		const webSocket = "--experimental-websocket" // which is the default from Node 22 on
		if out, err := exec.CommandContext(t.Context(), "node", webSocket, "-e", "WebSocket").CombinedOutput(); err != nil {
			t.Skipf("needs Node 20.10 or newer, for its WebSocket: %v\n%s", err, out)
		}
		c := exec.CommandContext(t.Context(), "node", webSocket, "--no-warnings", "client.js")
		c.Env = append(os.Environ(), "INTEROP_MODULE="+filepath.Join(driver, "node_modules", "neo4j-driver", "lib", "browser", "neo4j-web.js"))
		return c
	}},
	{"java", "java", func(t *testing.T, driver string) *exec.Cmd {
		jars, err := filepath.Glob(filepath.Join(driver, "*.jar"))
		if err != nil || len(jars) == 0 {
			t.Fatalf("no jars in %s: %v", driver, err)
		}
		classes, path := t.TempDir(), strings.Join(jars, string(os.PathListSeparator))
		compile := exec.CommandContext(t.Context(), "java", "-cp", path, "org.eclipse.jdt.internal.compiler.batch.Main",
			"-17", "-nowarn", "-encoding", "UTF-8", "-cp", path, "-d", classes, "Client.java")
		compile.Dir = "testdata"
		if out, err := compile.CombinedOutput(); err != nil {
			t.Fatalf("compile Client.java: %v\n%s", err, out)
		}
		return exec.CommandContext(t.Context(), "java", "-cp", classes+string(os.PathListSeparator)+path, "Client")
	}},
}

// driver is where the driver of a language is. Without it the test is skipped, or fails where REQUIRE_INTEROP lists
// the language or is "all".
func driver(t *testing.T, language string) string {
	t.Helper()
	name := "NEWSGRAPH_" + strings.ToUpper(language) + "_DRIVER"
	dir := os.Getenv(name)
	if dir == "" {
		absent := fmt.Sprintf("needs the driver for %s: run make test, or set %s as .ci/drivers says", language, name)
		required := strings.Split(os.Getenv("REQUIRE_INTEROP"), ",")
		if slices.Contains(required, language) || slices.Contains(required, "all") {
			t.Fatal(absent)
		}
		t.Skip(absent)
	}
	return dir
}

// check runs a client on a server and wants it to make every check with success.
func (c client) check(t *testing.T, address, token string) {
	t.Helper()
	want, err := os.ReadFile(filepath.Join("testdata", "checks.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := c.command(t, driver(t, c.language))
	cmd.Dir, cmd.Stderr = "testdata", &stderr
	cmd.Env = append(cmd.Environ(), "INTEROP_ADDRESS="+address, "INTEROP_TOKEN="+token)
	cmd.WaitDelay = time.Second
	if got, err := cmd.Output(); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%v: it printed\n%s%s", err, got, stderr.Bytes())
	}
}

func TestEmbedded(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			driver(t, c.language)
			g, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := g.Close(); err != nil {
					t.Error(err)
				}
			}()
			e, err := g.Listen(embedded.TCP{Address: "127.0.0.1:0"})
			if err != nil {
				t.Fatal(err)
			}
			c.check(t, e.Address, e.Token)
		})
	}
}

// TestNeo4j makes the same checks on a real Neo4j: they are right if it passes them.
func TestNeo4j(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			config := storetest.Config(t)
			if config.Username != "neo4j" {
				t.Skip("the clients log on as neo4j")
			}
			driver(t, c.language)
			db := storetest.Neo4j(t)
			defer func() {
				if _, err := db.Run(context.Background(), "DROP CONSTRAINT interop IF EXISTS", nil); err != nil {
					t.Error(err)
				}
			}()
			uri, err := url.Parse(config.URI)
			if err != nil {
				t.Fatal(err)
			}
			c.check(t, uri.Host, config.Password.Reveal())
		})
	}
}
