package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"newsgraph/cypher"
	"newsgraph/graph"
)

// Verification is what Verify found.
type Verification struct {
	Articles, Statements, Edges, Nodes int
	Quotes                             int      // statements whose quote was found at its place in the article's text
	WithoutText                        int      // articles whose text is not stored, so that their quotes cannot be checked
	Faults                             []string // sorted by what they are about; empty if all is well
}

// Verify checks the whole graph: every statement has its article and both ends, every quote is text[start:end] of its
// article, every text has the digest that its article gives, and every node, edge and office is the sum of what the
// articles say, so that each leads to at least one of them.
func (s *Store) Verify(ctx context.Context) (Verification, error) {
	var v Verification
	stored, err := s.Read(ctx)
	if err != nil {
		return v, err
	}
	records, err := s.Records(ctx, false)
	if err != nil {
		return v, err
	}
	v.Articles, v.Statements, v.Edges, v.Nodes = len(stored.Articles), len(stored.Statements), len(stored.Edges), len(stored.Nodes)
	if err := s.verifyLoose(ctx, &v); err != nil {
		return v, err
	}
	for _, r := range records {
		if err := r.Validate(); err != nil {
			v.Faults = append(v.Faults, err.Error())
		}
	}
	if err := s.verifyQuotes(ctx, records, &v); err != nil {
		return v, err
	}
	d := graph.Sum(records).Compare(stored)
	for _, line := range d.Removed {
		v.Faults = append(v.Faults, "the articles say, and the graph lacks: "+line)
	}
	for _, line := range d.Added {
		v.Faults = append(v.Faults, "the graph has, and no article says: "+line)
	}
	return v, nil
}

// verifyLoose looks for statements that the other checks cannot see, because they are not whole.
func (s *Store) verifyLoose(ctx context.Context, v *Verification) error {
	const query = "MATCH (s:Statement) RETURN s.key AS key, COUNT { (s)<-[:STATES]-(:Article) } AS articles, " +
		"COUNT { (s)-[:SUBJECT]->() } AS subjects, COUNT { (s)-[:OBJECT]->() } AS objects ORDER BY key"
	_, err := s.db.Stream(ctx, cypher.ReadAccess, query, nil, func(_ []string, row []any) error {
		if row[1] != int64(1) || row[2] != int64(1) || row[3] != int64(1) {
			v.Faults = append(v.Faults, fmt.Sprintf("statement %v has %v articles, %v subjects and %v objects, not one of each", row...))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("verify statements: %w", err)
	}
	return nil
}

func (s *Store) verifyQuotes(ctx context.Context, records []graph.Record, v *Verification) error {
	at := make(map[string]int, len(records))
	for i, r := range records {
		at[r.Article.Key] = i
	}
	v.WithoutText = len(records)
	const query = "MATCH (a:Article)-[:HAS_TEXT]->(t:ArticleText) RETURN a.key, t.text ORDER BY a.key"
	_, err := s.db.Stream(ctx, cypher.ReadAccess, query, nil, func(_ []string, row []any) error {
		key, _ := row[0].(string)
		text, _ := row[1].(string)
		i, ok := at[key]
		if !ok {
			return nil
		}
		v.WithoutText--
		r := records[i]
		if sum := sha256.Sum256([]byte(text)); r.Article.Digest != "" && hex.EncodeToString(sum[:]) != r.Article.Digest {
			v.Faults = append(v.Faults, fmt.Sprintf("article %s: its text has not the digest %s", key, r.Article.Digest))
		}
		r.Article.Text = text
		for _, st := range r.Statements {
			if quote, ok := r.Article.Slice(st.Start, st.End); !ok || quote != st.Quote {
				v.Faults = append(v.Faults, fmt.Sprintf("statement %s: the text at %d:%d is not the quote %q", st.Key(key), st.Start, st.End, st.Quote))
			} else {
				v.Quotes++
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("verify quotes: %w", err)
	}
	return nil
}
