package render

import (
	"sync"
	"testing"
)

// Nobody who looks for a key while others are added is given the value of
// another key.
func TestTableUnderWay(t *testing.T) {
	const rounds, keys = 3000, 12 // as many as a fresh table takes without growing, so that all meet in few places
	for range rounds {
		var tab table[int, int]
		tab.init()
		var g sync.WaitGroup
		for w := range 4 {
			g.Go(func() {
				for i := range keys {
					key := (i*5 + w) % keys
					if v := tab.get(key); v != nil && *v != key {
						t.Errorf("the value of %d is %d", key, *v)
					}
					if v := tab.add(key, key); *v != key {
						t.Errorf("the value of %d is %d after it was added", key, *v)
					}
				}
			})
		}
		g.Wait()
		if t.Failed() {
			return
		}
	}
}
