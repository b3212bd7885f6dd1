package render

import (
	"strconv"
	"unicode/utf8"

	"dossier/internal/dossier"
)

// Coverage tells how much of the text that a page shows is cited elsewhere.
type Coverage struct {
	Levels []CoverLevel // from what no page cites to what most pages do
}

// CoverLevel is the words of a text that as many pages cite.
type CoverLevel struct {
	Level    int    // 0: no page, 1: one, 2: two or three, 3: four and more
	Passages int    // that so many pages cite, by themselves
	Share    int    // of the text's characters, in percent, rounded; 0 where Some is false
	Some     bool   // any character is of this level
	Path     string // of an SVG drawing 1000 wide and 1 high that stands for the text; empty for level 0
}

// coverLevels is the highest level, and coverPages from how many pages on words
// are of each.
const coverLevels = 3

var coverPages = [coverLevels + 1]int{0, 1, 2, 4}

// levelOf is the level of words that a number of pages cite.
func levelOf(pages int) int {
	level := coverLevels
	for pages < coverPages[level] {
		level--
	}
	return level
}

// coverLevel is the level of the words within all of some threads: a page that
// cites several of the passages counts once. It counts no further than it must.
func coverLevel(within []*thread) int {
	var seen [4]*dossier.Item
	n := 0
	for _, t := range within {
		if t.anchor == nil {
			continue
		}
	pages:
		for _, it := range t.anchor.pages {
			for _, known := range seen[:n] {
				if known == it {
					continue pages
				}
			}
			seen[n] = it
			if n++; n == len(seen) {
				return coverLevels
			}
		}
	}
	return levelOf(n)
}

// cover is the levels of a text, stretch by stretch, in characters.
type cover struct {
	runs []coverRun
}

type coverRun struct{ level, length int }

func (c *cover) begin() { c.runs = c.runs[:0] }

// add tells the level of the words that come next.
func (c *cover) add(level int, words string) {
	if words == "" {
		return
	}
	n := utf8.RuneCountInString(words)
	if last := len(c.runs) - 1; last >= 0 && c.runs[last].level == level {
		c.runs[last].length += n
		return
	}
	c.runs = append(c.runs, coverRun{level, n})
}

// coverage sums up what the reading view has of a source; nil where it has no
// text, or nothing of it is cited or annotated.
func (r *reading) coverage() *Coverage {
	runs := r.weaver.cover.runs
	if len(r.s.Passages) == 0 || len(runs) == 0 {
		return nil
	}
	v := &Coverage{Levels: make([]CoverLevel, coverLevels+1)}
	for i := range v.Levels {
		v.Levels[i].Level = i
	}
	for _, p := range r.s.Passages {
		v.Levels[levelOf(len(p.CitedBy))].Passages++
	}
	const width = 1000
	total := 0
	var sums [coverLevels + 1]int
	for _, run := range runs {
		total += run.length
		sums[run.level] += run.length
	}
	for i, sum := range sums {
		v.Levels[i].Share, v.Levels[i].Some = (100*sum+total/2)/total, sum > 0
	}
	for level := 1; level <= coverLevels; level++ {
		b, at := r.sh.buf[:0], 0
		for _, run := range runs {
			from := (at*width + total/2) / total
			at += run.length
			if to := (at*width + total/2) / total; run.level == level && to > from {
				b = append(b, 'M')
				b = strconv.AppendInt(b, int64(from), 10)
				b = append(b, " 0h"...)
				b = strconv.AppendInt(b, int64(to-from), 10)
				b = append(b, 'v', '1', 'H')
				b = strconv.AppendInt(b, int64(from), 10)
				b = append(b, 'z')
			}
		}
		v.Levels[level].Path = r.sh.text.keep(b)
		r.sh.buf = b
	}
	return v
}
