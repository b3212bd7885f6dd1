// Command dossier builds a linked static site from collected articles and
// hand-written annotations, and verifies every quotation against its source.
// Exit codes: 0 clean, 1 the dossier has errors, 2 wrong usage, 3 the program
// failed.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"dossier/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, os.Environ(), os.Stdin, os.Stdout, os.Stderr, os.Args[1:])
	stop()
	os.Exit(code)
}
