package cli

import (
	"github.com/spf13/cobra"

	"newsgraph/internal/nlp/train"
)

func (a *app) train() *cobra.Command {
	var o train.Options
	var evaluate bool
	cmd := &cobra.Command{
		Use:   "train {MODEL | --evaluate}",
		Short: "Train a language model from the open data sets",
		Long: `Trains one model (clusters, lemmas, tagger, parser or ner) from the open data sets under --data and writes it under
--out, or writes the sentences of news that a teacher is to label (sentences), or with --evaluate prints the scores of the embedded models, or of those under --out, on the test sets.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case evaluate && len(args) == 0:
				return train.Evaluate(cmd.Context(), o.Data, o.Out, a.out)
			case evaluate:
				return usagef("a model and --evaluate: give one of them")
			case len(args) == 0:
				return usagef("no model: name clusters, lemmas, tagger, parser or ner, or sentences")
			case o.Out == "":
				return usagef("--out is missing: the folder to write the model into")
			}
			return train.Run(cmd.Context(), args[0], o, a.err)
		},
	}
	cmd.Flags().StringVar(&o.Data, "data", "", "folder of the open data sets")
	cmd.Flags().StringVar(&o.Out, "out", "", "folder of the models")
	cmd.Flags().StringVar(&o.Silver, "silver", "", "file of sentences with trees by a teacher, for tagger and parser to learn too")
	cmd.Flags().StringArrayVar(&o.Without, "without", nil, "file of articles (JSON lines) whose sentences no teacher is to label; can be repeated")
	cmd.Flags().BoolVar(&evaluate, "evaluate", false, "score models instead of training one")
	cmd.MarkFlagRequired("data")
	return cmd
}
