package cypher

import (
	"context"
	"slices"
	"sync"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// bookmarks are what the next query has to see of what others of the DB did. They stay the same from one reading query to
// the next, which the driver's own manager, with its sets, does not make use of.
type bookmarks struct {
	mu  sync.Mutex
	now neo4j.Bookmarks // never changed, but replaced: the driver has it, too
}

// GetBookmarks is what a query is to see.
func (b *bookmarks) GetBookmarks(context.Context) (neo4j.Bookmarks, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now, nil
}

// UpdateBookmarks puts the bookmarks that a transaction gave into the place of those that it began with.
func (b *bookmarks) UpdateBookmarks(_ context.Context, begun, given neo4j.Bookmarks) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(given) == 0 || slices.Equal(b.now, given) {
		return nil
	}
	next := slices.Clone(given)
	for _, s := range b.now {
		if !slices.Contains(begun, s) && !slices.Contains(next, s) {
			next = append(next, s)
		}
	}
	b.now = next
	return nil
}
