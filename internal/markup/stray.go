package markup

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dossier/internal/diag"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// dataKeys are the keys of a quotation's data.
var dataKeys = []string{"speaker", "tags"}

// dataStart is how a line begins that was meant as a quotation's data.
var dataStart = regexp.MustCompile(`(?i)^\{\s*(speaker|tags)\s*:`)

// dataEnd is such data behind words, in the same line.
var dataEnd = regexp.MustCompile(`(?i)\{\s*(speaker|tags)\s*:[^{}]*\}\s*$`)

// meantOtherwise reports what CommonMark shows as plain text, and what the
// author most likely meant as something else.
func (s *state) meantOtherwise(root ast.Node, form Form) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() != ast.TypeBlock {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindBlockquote:
			if form == Page && n.Parent().Kind() != ast.KindBlockquote {
				s.unverified(n)
			}
		case ast.KindParagraph, ast.KindTextBlock:
			s.misplacedData(n, form)
			s.rawMarkup(n)
		case ast.KindHeading, east.KindTableCell:
			s.rawMarkup(n)
		}
		return ast.WalkContinue, nil
	}) // the function returns no error
}

// unverified warns of a blockquote whose words nothing ties to a source.
func (s *state) unverified(quote ast.Node) {
	tied, says := false, false
	_ = ast.Walk(quote, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *reference:
			if n.ref < 0 {
				tied = true // it is malformed, which was reported
				break
			}
			if c := s.refs[n.ref].Cite; c != nil {
				for _, item := range c.Items {
					tied = tied || item.Quote.Set()
				}
			}
		case *ast.Text, *ast.String, *ast.CodeBlock, *ast.FencedCodeBlock, *ast.AutoLink:
			says = true
		}
		return ast.WalkContinue, nil
	}) // the function returns no error
	if says && !tied {
		s.diags.Warnf(s.m.pos(max(quote.Pos(), 0)), "unverified-blockquote", "nothing checks the words of this quotation").
			Hintf(`add the citation at its end: > … [@source "exact words"]`)
	}
}

// misplacedData reports a quotation's data that stands elsewhere than right
// behind the quotation, where it would be shown as prose.
func (s *state) misplacedData(block ast.Node, form Form) {
	for i := range block.Lines().Len() {
		seg := block.Lines().At(i)
		l := bytes.TrimSpace(seg.Value(s.m.data))
		if !dataStart.Match(l) || form == Page && !isData(l) {
			continue
		}
		at := seg.Start + bytes.IndexByte(seg.Value(s.m.data), '{')
		if form == Page {
			s.errorf(at, "misplaced-data", "delete the line, and name the speaker in the text; a claim's evidence takes a speaker, too",
				"data of a quotation has a meaning in the file of a source only")
			continue
		}
		s.errorf(at, "misplaced-data", "move it up, to the line directly below the last > of the quotation, before the note",
			"data of a quotation must follow it directly; here it would be shown as text")
	}
}

// isData tells whether a line is nothing but a mapping with the keys of data.
func isData(l []byte) bool {
	var diags diag.List
	v := decode(yamlPart{}, l, &diags)
	return len(diags) == 0 && v != nil && v.Shape == Mapping && !slices.ContainsFunc(v.Pairs, func(p Pair) bool {
		return !slices.Contains(dataKeys, strings.ToLower(p.Key))
	})
}

// halfLink is [[id]] without one of its first brackets.
var halfLink = regexp.MustCompile(`\[([^\[\]\n\x00]+)\]\]`)

// spacedAddress is a link or an image, which may have an address that holds spaces.
var spacedAddress = regexp.MustCompile(`(!?)\[([^\[\]\n\x00]*)\]\(([^()<>"'\n\x00]*)\)`)

// addressLike is how an address begins or ends, but hardly a remark in parentheses.
var addressLike = regexp.MustCompile(`^(https?://|\.{0,2}/|media/|www\.)|\.[A-Za-z][A-Za-z0-9]{1,4}$`)

// rawMarkup warns of links and images that were not read as such.
func (s *state) rawMarkup(block ast.Node) {
	if !s.holds(block, ']') {
		return
	}
	text, places := s.literal(block)
	if !strings.Contains(text, "]]") && !strings.Contains(text, "](") {
		return
	}
	at := func(i int) int {
		k, found := slices.BinarySearchFunc(places, i, func(p run, i int) int { return p.at - i })
		if !found {
			k--
		}
		return places[k].from + i - places[k].at
	}
	warn := func(i int, code, hint, format string, args ...any) {
		if at := at(i); s.tell(at, code) {
			s.diags.Warnf(s.m.pos(at), code, format, args...).Hintf("%s", hint)
		}
	}
	open := 0 // brackets before that wait for one that closes them
	last := 0
	for _, m := range halfLink.FindAllStringSubmatchIndex(text, -1) {
		open = max(0, open+strings.Count(text[last:m[0]], "[")-strings.Count(text[last:m[0]], "]"))
		last = m[1]
		if open > 0 {
			open-- // the second bracket closes an earlier one
			continue
		}
		if m[0] > 0 && text[m[0]-1] == 0 {
			continue // an escaped bracket, most likely
		}
		words := text[m[2]:m[3]]
		warn(m[0], "malformed-link", fmt.Sprintf(`write [[%s]]; a bracket that is to be shown is written \]`, words),
			"the link %q lacks a bracket and is shown as it stands", text[m[0]:m[1]])
	}
	for _, m := range spacedAddress.FindAllStringSubmatchIndex(text, -1) {
		mark, label, address := text[m[2]:m[3]], text[m[4]:m[5]], strings.TrimSpace(text[m[6]:m[7]])
		if mark == "" && !addressLike.MatchString(address) || !strings.Contains(address, " ") {
			continue
		}
		warn(m[0], "link-target", fmt.Sprintf("put the address between < and >: %s[%s](<%s>)", mark, label, address),
			"an address that holds a space is none: %q is shown as it stands", mark+"["+label+"]("+address+")")
	}
}

// holds tells whether a character stands in what was read as plain text of a block.
func (s *state) holds(n ast.Node, c byte) bool {
	for n = n.FirstChild(); n != nil; n = n.NextSibling() {
		if t, ok := n.(*ast.Text); ok && bytes.IndexByte(t.Segment.Value(s.m.data), c) >= 0 || n.Type() != ast.TypeBlock && s.holds(n, c) {
			return true
		}
	}
	return false
}

// literal gives the text of a block that was read as plain text, with a NUL for
// all else, escapes too, and for each part of it where that stands in the data.
func (s *state) literal(block ast.Node) (string, []run) {
	var b strings.Builder
	var places []run
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n == block {
			return ast.WalkContinue, nil
		}
		t, ok := n.(*ast.Text)
		if !ok {
			if n.Type() == ast.TypeBlock {
				return ast.WalkSkipChildren, nil
			}
			places = append(places, run{b.Len(), max(n.Pos(), 0)})
			if str, ok := n.(*ast.String); ok && len(bytes.Trim(str.Value, "\x00")) > 0 {
				b.WriteByte('\'') // what the typographer made of a quotation mark or a dash
			} else {
				b.WriteByte(0)
			}
			if n.Kind() == ast.KindCodeSpan {
				return ast.WalkSkipChildren, nil
			}
			return ast.WalkContinue, nil
		}
		places = append(places, run{b.Len(), t.Segment.Start})
		seg := t.Segment.Value(s.m.data)
		for i := 0; i < len(seg); i++ {
			if seg[i] == '\\' && i+1 < len(seg) && isPunct(seg[i+1]) {
				b.WriteString("\x00\x00")
				i++
				continue
			}
			b.WriteByte(seg[i])
		}
		if t.SoftLineBreak() || t.HardLineBreak() {
			places = append(places, run{b.Len(), t.Segment.Stop})
			b.WriteByte('\n')
		}
		return ast.WalkContinue, nil
	}) // the function returns no error
	return b.String(), places
}
