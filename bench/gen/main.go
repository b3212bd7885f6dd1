// Command gen writes a generated dossier to a folder, for measuring programs on
// dossiers of known size; on request, as a site for Hugo of the same pages.
//
//	go run ./gen -sources 1000 -out /tmp/thousand
//	go run ./gen -sources 10000 -claims 2000 -out /tmp/claims
//	go run ./gen -sources 1000 -for hugo -out /tmp/thousand-hugo
//
// The same number gives the same bytes. Exit codes: 0 written, 1 the folder
// could not be written, 2 wrong usage.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"

	"dossier/bench/hugosite"
	"dossier/internal/sample"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	sources := flags.Int("sources", 1000, "how many sources the dossier has")
	claims := flags.Int("claims", -1, "how many claims it has; those beyond the default, a twentieth of the sources, have four pieces of evidence each")
	program := flags.String("for", "dossier", "the `program` that is to build it: dossier or hugo")
	out := flags.String("out", "", "the folder to write to; must be new or empty")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *out == "" || *sources < 0 || flags.NArg() > 0 || *program != "dossier" && *program != "hugo" {
		flags.Usage()
		return 2
	}
	if err := empty(*out); err != nil {
		fmt.Fprintln(stderr, "gen:", err)
		return 1
	}
	all, err := generated(*program, *sources, *claims)
	if err != nil {
		fmt.Fprintln(stderr, "gen:", err)
		return 1
	}
	files, bytes := 0, 0
	counted := func(yield func(string, []byte) bool) {
		for path, data := range all {
			files, bytes = files+1, bytes+len(data)
			if !yield(path, data) {
				return
			}
		}
	}
	if err := sample.Write(*out, counted); err != nil {
		fmt.Fprintln(stderr, "gen:", err)
		return 1
	}
	fmt.Fprintf(stdout, "%d sources, %d files, %.1f MB in %s\n", *sources, files, float64(bytes)/1e6, *out)
	return 0
}

// generated gives the files of a dossier for a program; it has the usual number of
// claims where the one given is below 0.
func generated(program string, sources, claims int) (iter.Seq2[string, []byte], error) {
	switch {
	case program == "hugo" && claims >= 0:
		return hugosite.FilesWithClaims(context.Background(), sources, claims)
	case program == "hugo":
		return hugosite.Files(context.Background(), sources)
	case claims >= 0:
		return sample.FilesWithClaims(sources, claims), nil
	}
	return sample.Files(sources), nil
}

// empty tells why a folder cannot take a dossier: files of another one would
// stay in it and be measured too.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking into %s: %w", dir, err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty", dir)
	}
	return nil
}
