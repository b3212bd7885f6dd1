package markup

import (
	"bytes"
	"html"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/dossier"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// A hole in the HTML is written as the number of its reference, or as a slash
// for the site's root, between two NULs, which no text holds.
const hole = "\x00"

// nodes renders what differs from plain CommonMark.
type nodes struct{}

func (r nodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindReference, r.reference)
	reg.Register(ast.KindLink, r.link)
	reg.Register(ast.KindAutoLink, r.autoLink)
	reg.Register(ast.KindImage, r.image)
	reg.Register(east.KindTable, r.table)
}

func (nodes) reference(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if ref := n.(*reference).ref; entering && ref >= 0 {
		_, _ = w.WriteString(hole + strconv.Itoa(ref) + hole)
	}
	return ast.WalkSkipChildren, nil
}

func (nodes) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	if string(n.Destination) == refused {
		return ast.WalkContinue, nil
	}
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(`<a href="`)
	writeAddress(w, n.Destination)
	writeTitle(w, n.Title)
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

func writeAddress(w util.BufWriter, dest []byte) {
	if rest, ok := bytes.CutPrefix(dest, []byte(rooted)); ok {
		_, _ = w.WriteString(hole + "/" + hole)
		_, _ = w.Write(util.EscapeHTML(rest))
	} else {
		_, _ = w.Write(util.EscapeHTML(util.URLEscape(dest, true)))
	}
	_ = w.WriteByte('"')
}

func writeTitle(w util.BufWriter, title []byte) {
	if len(title) > 0 {
		_, _ = w.WriteString(` title="`)
		ghtml.DefaultWriter.Write(w, title)
		_ = w.WriteByte('"')
	}
}

func (nodes) autoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.AutoLink)
	if !entering {
		return ast.WalkContinue, nil
	}
	address, label := n.URL(source), util.EscapeHTML(n.Label(source))
	if n.AutoLinkType == ast.AutoLinkEmail {
		address = append([]byte("mailto:"), bytes.TrimPrefix(address, []byte("mailto:"))...)
	}
	if !schemes[schemeOf(string(address))] {
		_, _ = w.Write(label)
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(`<a href="`)
	_, _ = w.Write(util.EscapeHTML(util.URLEscape(address, false)))
	_, _ = w.WriteString(`">`)
	_, _ = w.Write(label)
	_, _ = w.WriteString("</a>")
	return ast.WalkContinue, nil
}

func (nodes) image(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Image)
	if !entering || string(n.Destination) == refused {
		return ast.WalkSkipChildren, nil
	}
	_, _ = w.WriteString(`<img src="`)
	writeAddress(w, n.Destination)
	_, _ = w.WriteString(` alt="`)
	_, _ = w.Write(util.EscapeHTML([]byte(plainText(source, n))))
	_ = w.WriteByte('"')
	writeTitle(w, n.Title)
	_ = w.WriteByte('>')
	return ast.WalkSkipChildren, nil
}

// table says how many columns there are before their cells come, so that a
// browser need not move those it has shown. Tables of more than three columns are
// wider than a phone, and scroll.
func (nodes) table(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	columns := n.FirstChild().ChildCount()
	wide := columns > 3
	if !entering {
		_, _ = w.WriteString("</table>\n")
		if wide {
			_, _ = w.WriteString("</div>\n")
		}
		return ast.WalkContinue, nil
	}
	if wide {
		_, _ = w.WriteString(`<div class="scroll" tabindex="0">` + "\n")
	}
	_, _ = w.WriteString("<table>\n<colgroup>" + strings.Repeat("<col>", columns) + "</colgroup>\n")
	return ast.WalkContinue, nil
}

// body renders some top-level nodes into one Body.
func (s *state) body(group []ast.Node) (dossier.Body, error) {
	var b dossier.Body
	if len(group) == 0 {
		return b, nil
	}
	s.html.Reset()
	for _, n := range group {
		if err := markdown.Renderer().Render(&s.html, s.m.data, n); err != nil {
			return b, err
		}
	}
	var local []int // indexes into s.refs, by those into b.Refs
	index := func(ref int) int {
		i := slices.Index(local, ref)
		if i < 0 {
			i = len(local)
			local = append(local, ref)
			b.Refs = append(b.Refs, s.refs[ref])
		}
		return i
	}
	rest := s.html.String()
	b.HTML = make([]dossier.Piece, 0, strings.Count(rest, hole)/2+1)
	for found := true; found; {
		p := dossier.Piece{Ref: dossier.NoRef}
		var number string
		if p.Text, rest, found = strings.Cut(rest, hole); found {
			number, rest, _ = strings.Cut(rest, hole)
			if ref, err := strconv.Atoi(number); err == nil {
				p.Ref = index(ref)
			} else {
				p.Ref = dossier.RootRef
			}
		}
		if p.Text != "" || p.Ref != dossier.NoRef || !found && len(b.HTML) > 0 {
			b.HTML = append(b.HTML, p)
		}
	}
	for _, n := range group {
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering || n.Type() != ast.TypeBlock {
				return ast.WalkContinue, nil
			}
			switch n.Kind() {
			case ast.KindParagraph, ast.KindTextBlock, ast.KindHeading, east.KindTableCell:
				if n.Lines().Len() > 0 {
					b.Blocks = append(b.Blocks, s.block(n, index))
				}
				return ast.WalkSkipChildren, nil
			}
			return ast.WalkContinue, nil
		})
	}
	return b, nil
}

// block gives the plain text of a paragraph, heading, list item or table cell.
func (s *state) block(n ast.Node, index func(int) int) dossier.Block {
	b := dossier.Block{Pos: s.m.pos(n.Lines().At(0).Start)}
	b.Kind, b.Note = blockKind(n)
	text := &s.text
	text.Reset()
	inlineText(s.m.data, n, text, func(ref int) {
		b.Pieces = append(b.Pieces, dossier.Piece{Text: text.String(), Ref: index(ref)})
		text.Reset()
	}, func(note int) { b.Notes = append(b.Notes, note) })
	b.Pieces = append(b.Pieces, dossier.Piece{Text: text.String(), Ref: dossier.NoRef})
	return b
}

// blockKind tells what a block is part of, and of which footnote.
func blockKind(n ast.Node) (kind dossier.BlockKind, note int) {
	if n.Kind() == ast.KindHeading {
		kind = dossier.Heading
	}
	for p := n.Parent(); p != nil; p = p.Parent() {
		switch p := p.(type) {
		case *east.TableHeader:
			kind = dossier.TableHead
		case *east.TableRow:
			kind = dossier.TableCell
		case *ast.ListItem:
			if kind == dossier.Paragraph {
				kind = dossier.ListItem
			}
		case *east.Footnote:
			return kind, p.Index
		}
	}
	return kind, 0
}

func (s *state) plain(n ast.Node) string { return plainText(s.m.data, n) }

func plainText(source []byte, n ast.Node) string {
	var b bytes.Buffer
	inlineText(source, n, &b, func(int) {}, func(int) {})
	return b.String()
}

// inlineText writes the text of a node's inline children as a reader sees it
// and calls onRef where a reference stands, onNote where a footnote is called.
func inlineText(source []byte, n ast.Node, out *bytes.Buffer, onRef, onNote func(int)) {
	code, root := 0, n
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.CodeSpan:
			if entering {
				code++
			} else {
				code--
			}
		case *ast.Text:
			if !entering {
				break
			}
			switch seg := n.Segment.Value(source); {
			case code > 0 || n.IsRaw():
				out.WriteString(strings.ReplaceAll(string(seg), "\n", " "))
			default:
				writeShown(out, seg)
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				out.WriteByte(' ')
			}
		case *ast.String:
			if entering {
				out.WriteString(html.UnescapeString(string(n.Value)))
			}
		case *ast.AutoLink:
			if entering {
				out.Write(n.Label(source))
			}
		case *ast.Image:
			if ast.Node(n) != root {
				return ast.WalkSkipChildren, nil
			}
		case *reference:
			if entering && n.ref >= 0 {
				onRef(n.ref)
			}
		case *east.FootnoteLink:
			if entering {
				onNote(n.Index)
			}
		}
		return ast.WalkContinue, nil
	})
}

// writeShown resolves escapes and character references just as the renderer does.
func writeShown(out *bytes.Buffer, segment []byte) {
	if !bytes.ContainsAny(segment, `\&`) {
		out.Write(segment)
		return
	}
	var w page
	ghtml.DefaultWriter.Write(&w, segment)
	out.WriteString(html.UnescapeString(w.String()))
}

// page is HTML in memory, to which goldmark writes without a buffer before it.
type page struct{ bytes.Buffer }

func (*page) Buffered() int { return 0 }
func (*page) Flush() error  { return nil }
