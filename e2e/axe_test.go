package e2e

import (
	_ "embed"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

//go:embed accessible.js
var accessible string

// inaccessible lists what axe-core finds in the page as it is shown. The scripts
// of the page stay off if they are: axe-core uses timers only to put off, and a
// promise does that without them.
func (b *tab) inaccessible(t *testing.T) []string {
	t.Helper()
	if has, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!window.axe")); err != nil || !has {
		must(t, chromedp.Do(b.ctx, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("((setTimeout) => {%s})((f) => { Promise.resolve().then(f); return 0 })", axe))))
	}
	list, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](fmt.Sprintf("(() => {%s; return violations()})()", accessible), chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("running axe-core: %v", err)
	}
	return list
}
