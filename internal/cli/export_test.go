package cli

import (
	"context"
	"io"
	"time"

	"github.com/fsnotify/fsnotify"

	"dossier/internal/watch"
)

// MainWith is Main on a machine where open is the way to be told of changes.
func MainWith(ctx context.Context, open func() (*fsnotify.Watcher, error), stdout, stderr io.Writer, args []string) int {
	a := &app{ctx: ctx, out: newScreen(stdout, nil), err: newScreen(stderr, nil), now: time.Now}
	a.watch = func(ctx context.Context, root string, o watch.Options) (<-chan watch.Batch, error) {
		o.Open = open
		return watch.Start(ctx, root, o)
	}
	return a.run(nil, stdout, stderr, args)
}
