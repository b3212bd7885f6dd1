// Package cli is the command line: it reads flags, runs the stages, prints
// what they give, and turns the outcome into an exit code. It alone prints and
// looks at the environment and the clock.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dossier/internal/build"
	"dossier/internal/diag"
	"dossier/internal/watch"
	"dossier/templates"
)

// Version is the program's version, by semantic versioning.
const Version = "0.1.0"

// Exit codes of the program.
const (
	exitClean  = 0
	exitFlaws  = 1 // the dossier has errors
	exitUsage  = 2 // wrong usage
	exitFailed = 3 // the program failed
)

// Main runs the program and gives its exit code. The environment is as of
// os.Environ, the arguments are without the program's name.
func Main(ctx context.Context, env []string, stdin io.Reader, stdout, stderr io.Writer, args []string) int {
	a := &app{
		ctx: ctx, env: env, out: newScreen(stdout, env), err: newScreen(stderr, env),
		now: time.Now, home: lookUp(env, "HOME", "USERPROFILE"), watch: watch.Start,
		collectorSet: lookUp(env, "GOGC", "GOMEMLIMIT") != "", cache: cacheFolder(env),
	}
	return a.run(stdin, stdout, stderr, args)
}

func (a *app) run(stdin io.Reader, stdout, stderr io.Writer, args []string) int {
	root := a.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(a.ctx)
	if a.interrupted(err) {
		err = failed(errors.New("stopped"))
	}
	var f *failure
	switch {
	case err == nil:
		return a.code
	case errors.As(err, &f):
		fmt.Fprintf(stderr, "dossier: %v\n", f.err)
		if f.hint != "" {
			fmt.Fprintf(stderr, "  → %s\n", f.hint)
		}
		return f.code
	default:
		fmt.Fprintf(stderr, "dossier: %v\n", err)
		fmt.Fprintf(stderr, "  → see: dossier --help\n")
		return exitUsage
	}
}

// app is one run of the program.
type app struct {
	ctx  context.Context
	env  []string // as of os.Environ
	out  *screen
	err  *screen
	now  func() time.Time
	home string // the user's own folder
	// cache is where programs keep what they can make again; empty for nowhere.
	cache string
	// collectorSet tells that the environment says how to collect garbage.
	collectorSet bool
	dir          string // -C
	code         int    // what Main returns where no error is returned

	watch func(ctx context.Context, root string, o watch.Options) (<-chan watch.Batch, error)

	folder *folder   // the project's, once a session began
	shown  diag.List // the diagnostics printed last, while a project is followed
}

// failure is an error together with the exit code that it leads to. An error of
// another type is one of usage, reported by the flag parser.
type failure struct {
	code int
	err  error
	hint string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// wanting refuses another number of arguments than a command takes.
func wanting(n int, what, hint string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		were := "were"
		if len(args) == 1 {
			were = "was"
		}
		return &failure{code: exitUsage, err: fmt.Errorf("%s wants %s, and %d %s given", c.Name(), what, len(args), were), hint: hint}
	}
}

// interrupted tells whether an error is that the program was asked to end.
func (a *app) interrupted(err error) bool {
	return errors.Is(err, context.Canceled) && a.ctx.Err() != nil
}

func failed(err error) error { return &failure{code: exitFailed, err: err} }

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "dossier",
		Short: "Build a linked static site from collected articles and hand-written annotations",
		Long: `dossier turns collected articles and hand-written annotations into a linked
static site. Every quotation is checked, letter by letter, against the text of
its source when the site is built.

Exit codes: 0 clean, 1 the dossier has errors, 2 wrong usage, 3 the program failed.`,
		Example:       "  dossier build\n  dossier check -C ~/my-dossier",
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.PersistentFlags().StringVarP(&a.dir, "directory", "C", ".", "the project's `folder`")
	root.AddCommand(a.buildCommand(), a.serveCommand(), a.checkCommand(), a.diffCommand(), a.pathCommand(), a.reportCommand(), a.versionCommand())
	return root
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the program's version",
		Example: "  dossier version",
		Args:    cobra.NoArgs,
		Run: func(*cobra.Command, []string) {
			fmt.Fprintf(a.out, "dossier %s (%s %s/%s)\n", Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
		},
	}
}

// open opens the project's folder, which is to be closed after use, and
// completes the options of a build with it.
func (a *app) open(o build.Options) (build.Options, *folder, error) {
	f, err := openProject(a.dir)
	if err != nil {
		return o, nil, &failure{code: exitUsage, err: err, hint: "name the project's folder with -C, or run in it"}
	}
	a.folder = f
	o.Project, o.Defaults, o.Now = f, templates.FS, a.now
	return o, f, nil
}

// lookUp gives the first of the variables that the environment has. Windows does
// not tell apart the case of their names, and spells them otherwise than programs do.
func lookUp(env []string, names ...string) string {
	for _, name := range names {
		for _, entry := range env {
			key, value, _ := strings.Cut(entry, "=")
			if key == name || runtime.GOOS == "windows" && strings.EqualFold(key, name) {
				return value
			}
		}
	}
	return ""
}

// project gives the project's folder as an absolute path.
func (a *app) project() (string, error) {
	dir, err := filepath.Abs(a.dir)
	if err != nil {
		return "", fmt.Errorf("finding the project's folder: %w", err)
	}
	return dir, nil
}
