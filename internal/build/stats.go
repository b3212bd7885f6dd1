package build

import "time"

// Stats count the work of one build.
type Stats struct {
	FilesRead  int
	Parsed     int // files whose entry was not kept from an earlier build
	Resolved   int // entries that were not kept from an earlier build
	Quotations int // found in their sources
	Mentions   int
	Pages      int // files made from the dossier, without assets and media
	Changed    int // files of the site that are new or differ from the session's last good build, without the search files
	Removed    int // files of the session's last good build that the site has no more
	Stages     []Stage
}

// Stage is a part of a build and the time it took.
type Stage struct {
	Name string
	Took time.Duration
}

// step is a stage, and how a person is told of it.
type step struct{ stage, words string }

// What a Session does, and what Once does.
var (
	steps     = append(preparing, step{"render", "making pages"}, step{"search", "indexing"})
	onceSteps = append(preparing, step{"pages", "writing pages"}, step{"search", "indexing"})
	preparing = []step{{"read", "reading"}, {"resolve", "verifying quotations"}, {"templates", "parsing templates"}}
)

// stopwatch times stages that follow one another.
type stopwatch struct {
	now      func() time.Time
	steps    []step
	progress func(done, of int, what string)
	began    time.Time
	stages   []Stage
}

func (w *stopwatch) start(name string) {
	w.stop()
	w.stages = append(w.stages, Stage{Name: name})
	w.began = w.now()
	if w.progress == nil {
		return
	}
	for i, step := range w.steps {
		if step.stage == name {
			w.progress(i, len(w.steps), step.words)
		}
	}
}

func (w *stopwatch) finish() {
	w.stop()
	if w.progress != nil {
		w.progress(len(w.steps), len(w.steps), "")
	}
}

func (w *stopwatch) stop() {
	if n := len(w.stages); n > 0 && w.stages[n-1].Took == 0 {
		w.stages[n-1].Took = w.now().Sub(w.began)
	}
}
