package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"newsgraph/internal/config"
	"newsgraph/internal/render"
)

// app is one run of the program.
type app struct {
	in       io.Reader
	out, err io.Writer
	started  bool           // a command's own code runs
	serves   bool           // the command runs until it is told to end, which is then no interruption
	command  *cobra.Command // the one that runs, or that the arguments were meant for
	file     string         // --config
	set      config.Settings
	values   []config.Value
}

// withoutSettings marks commands that work whatever the settings are.
const withoutSettings = "without settings"

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "newsgraph",
		Short: "Reads news articles and answers who signed, met and announced what",
		Long: `newsgraph reads news articles, finds who signed, met and announced what, writes that as a property graph,
and answers questions about it in Cypher.

Settings come from flags, then the environment (NEWSGRAPH_*; NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD,
NEO4J_DATABASE), then the configuration file, then defaults: 'newsgraph config' shows each with its origin.

Exit codes: 0 done, 1 unexpected, 2 usage, 3 done but some articles failed, 4 query error,
5 database unreachable, 130 interrupted.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			a.command = cmd
			if cmd.Annotations[withoutSettings] != "" || builtIn(cmd) {
				a.set.Output, _ = cmd.Flags().GetString("output") // every command has it
				return nil
			}
			return a.load(cmd)
		},
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		a.command = cmd
		return usageError{err}
	})
	f := root.PersistentFlags()
	f.StringVar(&a.file, "config", "", "configuration file (default config.yaml in newsgraph's folder for configuration)")
	f.StringP("store", "s", "", "directory of the embedded graph, or an address: neo4j://, neo4j+s://, bolt://")
	f.String("database", "", "database on the server")
	f.StringP("output", "o", "", "output format: table, json, jsonl, csv or markdown")
	f.BoolP("quiet", "q", false, "errors only: no progress, no remarks")
	f.Duration("timeout", 0, "longest a query may take, of clients of serve, too (default no limit)")
	root.AddGroup(&cobra.Group{ID: "build", Title: "Build:"}, &cobra.Group{ID: "ask", Title: "Ask:"}, &cobra.Group{ID: "keep", Title: "Keep:"})
	for _, c := range a.commands() {
		c.cmd.GroupID = c.group
		root.AddCommand(c.cmd)
	}
	root.SetHelpCommandGroupID("keep")
	root.SetCompletionCommandGroupID("keep")
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if !c.Runnable() {
			c.Args, c.RunE = cobra.ArbitraryArgs, needsPart
		}
	}
	a.noteStart(root)
	return root
}

// noteStart lets every command note that its own code has begun: what goes wrong before is a mistake in the call.
func (a *app) noteStart(cmd *cobra.Command) {
	if run := cmd.RunE; run != nil {
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			a.started = true
			return run(cmd, args)
		}
	}
	for _, c := range cmd.Commands() {
		a.noteStart(c)
	}
}

// needsPart runs a command that only has commands of its own: cobra would show its help whatever follows.
func needsPart(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("unknown command %q for %q", args[0], cmd.CommandPath())
	}
	return cmd.Help()
}

type grouped struct {
	group string
	cmd   *cobra.Command
}

// builtIn reports whether cobra made the command: help, completion and what shells call for completion.
func builtIn(cmd *cobra.Command) bool {
	for c := cmd; c != nil; c = c.Parent() {
		switch c.Name() {
		case "help", "completion", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd:
			return true
		}
	}
	return false
}

func (a *app) load(cmd *cobra.Command) (err error) {
	a.set, a.values, err = config.Load(a.file, cmd.Flags())
	return err
}

// limited is the context of a query under the timeout setting.
func (a *app) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if a.set.Timeout > 0 {
		return context.WithTimeout(ctx, a.set.Timeout)
	}
	return context.WithCancel(ctx)
}

// format is the output format that was asked for, else the fallback.
func (a *app) format(fallback render.Format) (render.Format, error) {
	f, err := render.ParseFormat(a.set.Output)
	if err != nil {
		return f, usageError{err}
	}
	if f == render.FormatUnset {
		f = fallback
	}
	return f, nil
}

// choose is the output format that was asked for among those of a command that has its own; the first is its default,
// also where a setting that is not a flag names another.
func (a *app) choose(forms ...string) (string, error) {
	if slices.Contains(forms, a.set.Output) {
		return a.set.Output, nil
	}
	if a.command.Flags().Changed("output") {
		return "", usagef("output format %q is not one of %s", a.set.Output, strings.Join(forms, ", "))
	}
	return forms[0], nil
}

// rows prints rows in the format that was asked for.
func (a *app) rows(columns []string, rows [][]any) error {
	f, err := a.format(render.Table)
	if err != nil {
		return err
	}
	return render.Rows(a.out, f, columns, rows, width(a.out))
}

// width is the number of columns of the terminal that w is, 0 if it is none.
func width(w io.Writer) int {
	if !isTerminal(w) {
		return 0
	}
	n, _, err := term.GetSize(int(w.(*os.File).Fd()))
	if err != nil {
		return 80
	}
	return n
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// remark tells the user something that is no error.
func (a *app) remark(format string, args ...any) {
	if !a.set.Quiet {
		fmt.Fprintf(a.err, format+"\n", args...)
	}
}
