package e2e

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// look is how a tab shows pages.
type look struct {
	width    int64 // CSS pixels
	height   int64 // 0 for a window's usual height
	dark     bool
	print    bool
	noScript bool
}

const (
	wide   = 1280
	narrow = 390
)

// A tab of the browser. It writes down every request that leaves the site,
// every request that fails, and every complaint of the console.
type tab struct {
	ctx  context.Context
	base string

	mu        sync.Mutex
	flaws     []string
	served    int  // requests for files of the site
	forgiving bool // of requests that fail, while there is no server
}

// open opens a tab on an origin; the test fails if anything was written down
// when it ends.
func open(t *testing.T, o origin, l look, options ...chromedp.ContextOption) *tab {
	t.Helper()
	b, done, err := newTab(o, l, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		done()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, f := range slices.Compact(slices.Sorted(slices.Values(b.flaws))) {
			t.Errorf("from the %s: %s", o.name, f)
		}
	})
	return b
}

func newTab(o origin, l look, options ...chromedp.ContextOption) (*tab, func(), error) {
	timed, stop := context.WithTimeout(browser, 10*time.Minute)
	ctx, cancel := chromedp.NewContext(timed, options...)
	b := &tab{ctx: ctx, base: o.base}
	done := func() { cancel(); stop() }
	if err := chromedp.Do(ctx); err != nil {
		done()
		return nil, nil, fmt.Errorf("opening a tab: %w", err)
	}
	if err := chromedp.Listen(ctx, b.note); err != nil {
		done()
		return nil, nil, err
	}
	if _, err := chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
		done()
		return nil, nil, err
	}
	if err := b.show(l); err != nil {
		done()
		return nil, nil, err
	}
	return b, done, nil
}

// show changes how the tab shows pages. Motion is always reduced, so that
// nothing is measured while it moves.
func (b *tab) show(l look) error {
	height := l.height
	if height == 0 {
		height = 900
	}
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(l.width, height)); err != nil {
		return err
	}
	scheme, media := "light", "screen"
	if l.dark {
		scheme = "dark"
	}
	if l.print {
		media = "print"
	}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: media,
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		},
	}); err != nil {
		return err
	}
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: l.noScript})
	return err
}

// note is called for every event of the tab.
func (b *tab) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	complain := func(format string, args ...any) { b.flaws = append(b.flaws, fmt.Sprintf(format, args...)) }
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		switch address := e.Request.URL; {
		case strings.HasPrefix(address, b.base):
			b.served++
		case !strings.HasPrefix(address, "data:"):
			complain("%s asks for %s", e.DocumentURL, address)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 && !strings.HasSuffix(e.Response.URL, "/404.html") {
			complain("%s is answered with %d", e.Response.URL, e.Response.Status)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled && !b.forgiving {
			complain("a request for a %s fails: %s", e.Type, e.ErrorText)
		}
	case *runtime.EventConsoleAPICalled:
		complain("a script writes to the console (%s)", e.Type)
	case *runtime.EventExceptionThrown:
		complain("a script throws: %s", e.ExceptionDetails.Text)
	case *cdplog.EventEntryAdded:
		if !b.forgiving || e.Entry.Source != cdplog.EntrySourceNetwork {
			complain("the console says: %s %s", e.Entry.Text, e.Entry.URL)
		}
	}
}

// visit opens a page of the site, given relative to its root.
func (b *tab) visit(t *testing.T, p string) {
	t.Helper()
	if err := b.navigate(p); err != nil {
		t.Fatal(err)
	}
}

func (b *tab) navigate(p string) error {
	if err := chromedp.Do(b.ctx, chromedp.Navigate(b.base+p)); err != nil {
		return fmt.Errorf("opening %s: %w", p, err)
	}
	return nil
}

//go:embed probes.js
var probes string

// ask evaluates a call of a function of probes.js in the page.
func ask[T any](t *testing.T, b *tab, call string) T {
	t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T]("(() => {"+probes+"\nreturn "+call+"})()"))
	if err != nil {
		t.Fatalf("asking the page for %s: %v", call, err)
	}
	return v
}

// place is where something is in the window, in CSS pixels.
type place struct {
	X, Y, Width, Height float64
}

// click presses the mouse on the middle of the first box of an element, and
// waits for the page to which that leads.
func (b *tab) click(t *testing.T, selector string) {
	t.Helper()
	at := ask[place](t, b, fmt.Sprintf("bringIntoView(%q)", selector))
	if at.Width == 0 {
		t.Fatalf("nothing to click at %s", selector)
	}
	if _, err := chromedp.RunResponse(b.ctx, chromedp.MouseClickXY(at.X+at.Width/2, at.Y+at.Height/2)); err != nil {
		t.Fatalf("clicking %s: %v", selector, err)
	}
}

// press presses a key.
func (b *tab) press(t *testing.T, key string) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.KeyEvent(key)); err != nil {
		t.Fatal(err)
	}
}

// forgive lets requests fail, or no longer.
func (b *tab) forgive(yes bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forgiving = yes
}
