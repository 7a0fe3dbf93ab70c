package cli

import (
	"github.com/spf13/cobra"
)

func (a *app) config() *cobra.Command {
	return &cobra.Command{
		Use:   "config",
		Short: "Show each setting and where it came from",
		Long: `Shows each setting and where it came from: a flag, the environment, the configuration file or the default.
Passwords are shown as ***.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			var rows [][]any
			for _, v := range a.values {
				rows = append(rows, []any{v.Key, v.Value, v.Origin})
			}
			return a.rows([]string{"setting", "value", "origin"}, rows)
		},
	}
}
