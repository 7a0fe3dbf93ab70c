package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"newsgraph/internal/config"
	"newsgraph/internal/embedded"
)

func (a *app) serve() *cobra.Command {
	var tcp embedded.TCP
	var readOnly bool
	cmd := &cobra.Command{
		Use:   "serve --bolt HOST:PORT",
		Short: "Let other programs use an embedded graph over Bolt",
		Long: `Serves the embedded graph to other programs over Bolt, until it is told to end (Ctrl-C or SIGTERM): the Neo4j drivers,
cypher-shell and whatever else speaks Bolt 5, in a browser over WebSocket. Once it is ready, its address is printed on
standard output.

Clients log on with any user name and the graph's token as password. The token is made, and shown, the first time; it
is kept in the file "token" in the graph's directory, which only you can read. Setting NEWSGRAPH_TOKEN, or token in the
configuration file, takes the place of it.

    newsgraph serve --bolt 127.0.0.1:7687
    cypher-shell -a bolt://127.0.0.1:7687 -u neo4j -p "$(cat DIRECTORY/token)"

Only addresses of this machine are served, such as 127.0.0.1 and localhost; port 0 takes any free port. --remote
allows others too: what passes is not encrypted, so keep it to a network that you trust. With --timeout no transaction
of a client may take longer than that.

The directory may be in use: other commands work on it meanwhile, and if one of them had it first, serve passes its
clients on to that process, and takes its place when it ends. Clients see their connection end then, and connect again.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if config.IsAddress(a.set.Store) {
				return usagef("serve graph: the store is a server, which others can use as it is: name a directory with --store")
			}
			tcp.Token, tcp.Timeout = a.set.Token.Reveal(), a.set.Timeout
			if err := tcp.Validate(); errors.Is(err, embedded.ErrRemote) {
				return usagef("%w; --remote allows that", err)
			} else if err != nil {
				return usageError{err}
			}
			do := writes
			if readOnly {
				do = reads
			}
			a.serves = true
			return a.with(cmd.Context(), do, func(s *session) error { return a.serveGraph(cmd.Context(), s.graph, tcp) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&tcp.Address, "bolt", "", "address to serve Bolt on, such as 127.0.0.1:7687")
	f.BoolVar(&tcp.Remote, "remote", false, "allow an address that other machines reach")
	f.BoolVar(&readOnly, "read-only", false, "refuse every write")
	cmd.MarkFlagRequired("bolt") // fails only without such a flag
	return cmd
}

// serveGraph serves until ctx ends, which is how it is meant to end.
func (a *app) serveGraph(ctx context.Context, g *embedded.Graph, tcp embedded.TCP) error {
	e, err := g.Listen(tcp)
	if err != nil {
		return err
	}
	switch {
	case e.Made:
		a.remark("log on with any user name and the token %s, which is kept in %s", e.Token, filepath.Join(g.Dir(), embedded.TokenFile))
	case tcp.Token == "":
		a.remark("log on with any user name and the token in %s", filepath.Join(g.Dir(), embedded.TokenFile))
	}
	fmt.Fprintf(a.out, "bolt://%s\n", e.Address)
	if err := g.Wait(ctx); ctx.Err() == nil {
		return err
	}
	return nil
}
