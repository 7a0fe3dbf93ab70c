//go:build unix

package embedded

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

func listen(t *testing.T, g *Graph, tcp TCP) Endpoint {
	t.Helper()
	e, err := g.Listen(tcp)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// dial is a driver for an endpoint, with its token.
func dial(t *testing.T, e Endpoint) neo4j.DriverWithContext {
	t.Helper()
	return driver(t, "bolt://"+e.Address, neo4j.BasicAuth("neo4j", e.Token, ""))
}

func TestListen(t *testing.T) {
	dir := tempDir(t)
	serving, attached, reading := open(t, dir, Options{}), open(t, dir, Options{}), open(t, dir, Options{ReadOnly: true})
	for _, g := range []*Graph{serving, attached} {
		for _, token := range []string{"", "chosen token"} {
			e := listen(t, g, TCP{Address: "127.0.0.1:0", Token: token})
			if token != "" && e.Token != token {
				t.Errorf("token %q", e.Token)
			}
			wantRows(t, dial(t, e), "MERGE (n:Seen) RETURN count(n)", "1")
			answer, err := http.Get("http://" + e.Address)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode != http.StatusUpgradeRequired {
				t.Errorf("to a browser: %s", answer.Status)
			}
			for _, auth := range []neo4j.AuthToken{neo4j.NoAuth(), neo4j.BasicAuth("neo4j", "neo4j", ""), neo4j.BearerAuth(e.Token)} {
				if err := connects(t, "bolt://"+e.Address, auth); err == nil || !strings.Contains(err.Error(), "Unauthorized") {
					t.Errorf("logged on with %v: %v", auth.Tokens["scheme"], err)
				}
			}
		}
	}
	d := dial(t, listen(t, reading, TCP{Address: "127.0.0.1:0"}))
	wantRows(t, d, "MATCH (n:Seen) RETURN count(n)", "1")
	if _, err := rows(t, d, "CREATE (:Seen)"); err == nil || !strings.Contains(err.Error(), "Neo.ClientError.") {
		t.Errorf("write on a read-only address: %v", err)
	}
}

// TestListenTimeout runs queries that never end where a transaction may not take long, whatever its client says.
func TestListenTimeout(t *testing.T) {
	dir := tempDir(t)
	for _, g := range []*Graph{open(t, dir, Options{}), open(t, dir, Options{})} {
		d := dial(t, listen(t, g, TCP{Address: "127.0.0.1:0", Timeout: 100 * time.Millisecond}))
		for _, own := range []time.Duration{0, time.Hour} {
			_, err := rows(t, d, "UNWIND range(1, 1000000) AS i UNWIND range(1, 1000000) AS j WITH i WHERE i < 0 RETURN i",
				neo4j.ExecuteQueryWithTransactionConfig(neo4j.WithTxTimeout(own)))
			if err == nil || !strings.Contains(err.Error(), "TransactionTimedOut") {
				t.Errorf("serving %v, client's time %v: %v", g.Serving(), own, err)
			}
		}
	}
}

// TestListenOutlives serves a directory that another process has and that is then killed: the address stays.
func TestListenOutlives(t *testing.T) {
	dir := tempDir(t)
	kill, _ := child(t, dir)
	g := open(t, dir, Options{})
	d := dial(t, listen(t, g, TCP{Address: "127.0.0.1:0"}))
	wantRows(t, d, "CREATE (n:Kept) RETURN count(n)", "1")
	kill()
	wantRows(t, d, "MATCH (n:Kept) RETURN count(n)", "1")
	if !g.Serving() {
		t.Error("another process serves")
	}
}

func TestListenRefused(t *testing.T) {
	g := open(t, tempDir(t), Options{})
	taken := listen(t, g, TCP{Address: "127.0.0.1:0"})
	for _, c := range []struct {
		tcp  TCP
		want string
	}{
		{TCP{Address: "0.0.0.0:0"}, "serve on 0.0.0.0:0: other machines would reach that address"},
		{TCP{Address: ":0"}, "serve on :0: other machines would reach that address"},
		{TCP{Address: "example.org:0"}, "serve on example.org:0: other machines would reach that address"},
		{TCP{Address: "here"}, `serve on "here": it is not host:port, such as 127.0.0.1:7687`},
		{TCP{Address: "127.0.0.1:0", Token: "short"}, "serve on 127.0.0.1:0: the token has 5 bytes; it needs 8 to 255"},
		{TCP{Address: taken.Address}, "serve on " + taken.Address + ": bind: address already in use"},
	} {
		if _, err := g.Listen(c.tcp); err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
	if err := os.WriteFile(filepath.Join(g.Dir(), TokenFile), []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Listen(TCP{Address: "127.0.0.1:0"}); err == nil || !strings.Contains(err.Error(), "token: it holds no token") {
		t.Errorf("with an empty token: %v", err)
	}
	closeGraph(t, g)
	if _, err := g.Listen(TCP{Address: "127.0.0.1:0", Token: "chosen token"}); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("after closing: %v", err)
	}
}

// TestListenRemote allows every address.
func TestListenRemote(t *testing.T) {
	e := listen(t, open(t, tempDir(t), Options{}), TCP{Address: ":0", Remote: true})
	e.Address = "127.0.0.1" + e.Address[strings.LastIndexByte(e.Address, ':'):]
	wantRows(t, dial(t, e), "RETURN 1", "1")
}

// TestWait ends when the graph can no longer be served: here what the killed process left is damaged.
func TestWait(t *testing.T) {
	dir := tempDir(t)
	kill, _ := child(t, dir)
	g := open(t, dir, Options{})
	if err := os.Truncate(filepath.Join(dir, "graph.db"), 9000); err != nil {
		t.Fatal(err)
	}
	kill()
	if err := g.Wait(t.Context()); err == nil || !strings.Contains(err.Error(), "serve graph "+g.Dir()+": ") || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("got %v", err)
	}
}
