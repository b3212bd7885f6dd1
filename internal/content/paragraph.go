package content

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/dossier"
)

const (
	// maxWrap is the longest line, in characters, that a program may have
	// broken to fit a width. Longer ones are whole paragraphs.
	maxWrap = 120
	// minWrap is the shortest width a text is wrapped at. Shorter lines are
	// verses, addresses or items of a list.
	minWrap = 40
	// wrapShare is the share of line breaks inside blocks that must be
	// explained by a width before a text counts as wrapped. A text filled word
	// by word has nearly all, an evened-out one about three of four, verses
	// about half.
	wrapShare = 0.65
)

const (
	// paragraphEnd is Unicode's own mark, which nothing but that can be meant by.
	paragraphEnd = "\u2029"
	// lineEnds are the characters that end a line of a text.
	lineEnds = "\n\u2028" + paragraphEnd
)

// row is a line of a text that is not blank.
type row struct {
	span   dossier.Span // without the white space around it
	length int          // characters from the first to the last that is not white space, indentation included
	indent int          // columns of white space before it; a tab goes to the next multiple of 8
	marked bool         // begins as the item of a list
}

// Paragraphs finds the paragraphs of a text: byte spans, ordered, disjoint,
// without white space around them; every character that is not white space is
// in exactly one. Blank lines and U+2029 always part paragraphs; U+2028 is a line
// break like any other. Whether a single line
// break does so is decided for the whole text by looking whether a width
// explains its breaks, and then for each break by how the two lines look.
func Paragraphs(text string) []dossier.Span {
	blocks := blocksOf(text)
	width := wrapWidth(text, blocks)
	all := make([]dossier.Span, 0, len(blocks))
	var starts []bool
	for _, b := range blocks {
		starts = startsOf(text, b, width, starts[:0])
		for i, r := range b {
			if starts[i] {
				all = append(all, r.span)
			} else {
				all[len(all)-1].End = r.span.End
			}
		}
	}
	return all
}

// blank tells what no reader sees: white space and marks without a width.
func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' || r == '\u2060'
}

// blocksOf parts a text at blank lines.
func blocksOf(text string) [][]row {
	all := make([]row, 0, strings.Count(text, "\n")+1)
	var ends []int // of the blocks, in all
	separators := strings.Contains(text, "\u2028") || strings.Contains(text, paragraphEnd)
	for at := 0; at < len(text); {
		line, end := text[at:], ""
		if i := lineEnd(line, separators); i >= 0 {
			_, n := utf8.DecodeRuneInString(line[i:])
			line, end = line[:i], line[i:i+n]
		}
		body := strings.TrimLeftFunc(line, blank)
		lead := line[:len(line)-len(body)]
		body = strings.TrimRightFunc(body, blank)
		open := len(ends) > 0 && ends[len(ends)-1] < 0
		if body == "" && open {
			ends[len(ends)-1] = len(all)
		} else if body != "" {
			r := row{span: dossier.Span{Start: at + len(lead), End: at + len(lead) + len(body)}, marked: isItem(body)}
			for _, c := range lead {
				if c == '\t' {
					r.indent += 8 - r.indent%8
				} else {
					r.indent++
				}
			}
			r.length = r.indent + utf8.RuneCountInString(body)
			if !open {
				ends = append(ends, -1)
			}
			all = append(all, r)
		}
		at += len(line) + len(end)
		if n := len(ends); n > 0 && ends[n-1] < 0 && (end == paragraphEnd || at == len(text)) {
			ends[n-1] = len(all)
		}
	}
	blocks := make([][]row, len(ends))
	from := 0
	for i, to := range ends {
		blocks[i] = all[from:to]
		from = to
	}
	return blocks
}

// lineEnd gives the offset of the first character that ends a line, or −1; only
// with separators others than \n are looked for.
func lineEnd(text string, separators bool) int {
	if separators {
		return strings.IndexAny(text, lineEnds)
	}
	return strings.IndexByte(text, '\n')
}

// isItem tells whether a line begins with a bullet or a short number.
func isItem(s string) bool {
	mark, _, ok := strings.Cut(s, " ")
	if !ok {
		return false
	}
	switch mark {
	case "-", "*", "+", "•", "–", "—", "·", "‣", "◦", "▪":
		return true
	}
	digits := strings.TrimRight(mark, ".)")
	return len(mark) == len(digits)+1 && len(digits) <= 2 && strings.Trim(digits, "0123456789") == "" && digits != ""
}

// byIndent tells which lines of a block begin a paragraph or an item because
// of how they are set: an item's mark, a first line that is indented, or one
// that is not where the following lines are. It appends to starts, which is empty.
func byIndent(b []row, starts []bool) []bool {
	starts = slices.Grow(starts, len(b))[:len(b)]
	base, indented := b[0].indent, 0
	for _, r := range b {
		base = min(base, r.indent)
	}
	for _, r := range b[1:] {
		if r.indent > base {
			indented++
		}
	}
	hanging := b[0].indent == base && 2*indented > len(b)-1
	for i, r := range b {
		switch {
		case i == 0:
			starts[i] = true
		case b[0].marked:
			starts[i] = r.marked
		case hanging:
			starts[i] = r.indent == base
		default:
			starts[i] = r.indent > base
		}
	}
	return starts
}

// wrapWidth gives the width that a program broke the text's lines at, or 0
// where each line is a paragraph.
func wrapWidth(text string, blocks [][]row) int {
	type joint struct{ a, b *row }
	var joints []joint
	var lengths []int
	var starts []bool
	long, rows := 0, 0
	for _, b := range blocks {
		starts = byIndent(b, starts[:0])
		for i, r := range b {
			rows++
			if r.length > maxWrap {
				long++
			}
			if i > 0 && !starts[i] && b[i-1].length <= maxWrap && r.length <= maxWrap {
				joints = append(joints, joint{&b[i-1], &b[i]})
				// How wide an indent was, a tab above all, is not known for sure.
				if b[i-1].indent == r.indent {
					lengths = append(lengths, b[i-1].length)
				}
			}
		}
	}
	if len(lengths) == 0 || 5*long > rows {
		return 0
	}
	// A single line that could not be broken, an address say, is not the width.
	slices.Sort(lengths)
	width := lengths[(len(lengths)-1)*9/10]
	if width < minWrap {
		return 0
	}
	full, capital := 0, 0
	for _, j := range joints {
		if !fits(text, j.a, j.b, width) {
			full++
		}
		if r, _ := utf8.DecodeRuneInString(text[j.b.span.Start:]); unicode.IsUpper(r) {
			capital++
		}
	}
	if float64(full) < wrapShare*float64(len(joints)) || 5*capital > 4*len(joints) {
		return 0
	}
	return width
}

// fits tells whether the first word of b would have found room on line a.
func fits(text string, a, b *row, width int) bool {
	body := text[b.span.Start:b.span.End]
	word := body
	if i := strings.IndexFunc(body, unicode.IsSpace); i >= 0 {
		word = body[:i]
	}
	return a.length+1+utf8.RuneCountInString(word) <= width
}

// startsOf tells which lines of a block begin a paragraph; the first one does.
// It appends to starts, which is empty.
func startsOf(text string, b []row, width int, starts []bool) []bool {
	starts = byIndent(b, starts)
	for i := 1; i < len(b); i++ {
		if starts[i] {
			continue
		}
		prev := &b[i-1]
		switch {
		case prev.length > maxWrap || b[i].length > maxWrap:
			starts[i] = true
		case b[0].marked && b[i].indent > b[0].indent:
			// goes on with the item above
		case width == 0:
			starts[i] = true
		case fits(text, prev, &b[i], width):
			// A line that ends long before the width ends on purpose; one that
			// ends a little before it, only with a sentence.
			starts[i] = 2*prev.length < width || 20*prev.length < 17*width && endsSentence(text[prev.span.Start:prev.span.End])
		}
	}
	return starts
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"'”’»)]`)
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") ||
		strings.HasSuffix(s, "…") || strings.HasSuffix(s, ":")
}
