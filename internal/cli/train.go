package cli

import (
	"github.com/spf13/cobra"

	"newsgraph/internal/nlp/train"
)

func (a *app) train() *cobra.Command {
	var data, out string
	var evaluate bool
	cmd := &cobra.Command{
		Use:   "train {MODEL | --evaluate}",
		Short: "Train a language model from the open data sets",
		Long: `Trains one model (clusters, lemmas, tagger, parser or ner) from the open data sets under --data and writes it under
--out, or with --evaluate prints the scores of the embedded models, or of those under --out, on the test sets.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case evaluate && len(args) == 0:
				return train.Evaluate(cmd.Context(), data, out, a.out)
			case evaluate:
				return usagef("a model and --evaluate: give one of them")
			case len(args) == 0:
				return usagef("no model: name clusters, lemmas, tagger, parser or ner")
			case out == "":
				return usagef("--out is missing: the folder to write the model into")
			}
			return train.Run(cmd.Context(), args[0], data, out, a.err)
		},
	}
	cmd.Flags().StringVar(&data, "data", "", "folder of the open data sets")
	cmd.Flags().StringVar(&out, "out", "", "folder of the models")
	cmd.Flags().BoolVar(&evaluate, "evaluate", false, "score models instead of training one")
	cmd.MarkFlagRequired("data")
	return cmd
}
