package cli

import (
	"github.com/spf13/cobra"

	"newsgraph/internal/examples"
)

func (a *app) examples() *cobra.Command {
	return &cobra.Command{
		Use:   "examples DIRECTORY",
		Short: "Write out the example articles",
		Long: `Writes the example articles that newsgraph brings along into a directory, to be read by extract and ingest. No file
that is already there is replaced.`,
		Args: cobra.ExactArgs(1),

		Annotations: map[string]string{withoutSettings: "yes"},
		RunE: func(_ *cobra.Command, args []string) error {
			n, err := examples.Write(args[0])
			if err != nil {
				return err
			}
			a.remark("%d files written to %s", n, args[0])
			return nil
		},
	}
}
