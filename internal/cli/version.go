package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"newsgraph/internal/render"
)

// version is set by the linker at release: -X newsgraph/internal/cli.version=1.2.3.
var version = "dev"

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,

		Annotations: map[string]string{withoutSettings: "yes"},
		RunE: func(*cobra.Command, []string) error {
			commit := revision()
			f, err := a.format(render.FormatUnset)
			if err != nil {
				return err
			}
			if f == render.FormatUnset {
				fmt.Fprintf(a.out, "newsgraph %s (commit %s, %s %s/%s)\n", version, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
				return nil
			}
			return a.rows([]string{"version", "commit", "go", "platform"},
				[][]any{{version, commit, runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}})
		},
	}
}

// revision is the commit that the binary was built from, "unknown" where the build did not record it.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	commit, changed := "unknown", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			commit = s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+changes"
		}
	}
	return commit + changed
}
