package render

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// collation orders titles as the dossier's language does.
type collation struct {
	mu     sync.Mutex
	order  *collate.Collator
	letter *collate.Collator
}

func newCollation(lang string) *collation {
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.English
	}
	return &collation{order: collate.New(tag, collate.Numeric), letter: collate.New(tag, collate.Loose)}
}

// sortBy orders values by a title of each; equal titles keep their order.
func sortBy[T any](c *collation, list []T, title func(T) string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	type keyed struct {
		key   string
		value T
	}
	var buf collate.Buffer
	var text arena
	keys := make([]keyed, len(list))
	for i, v := range list {
		keys[i] = keyed{text.keep(c.order.KeyFromString(&buf, title(v))), v}
		buf.Reset()
	}
	slices.SortStableFunc(keys, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	for i, k := range keys {
		list[i] = k.value
	}
}
