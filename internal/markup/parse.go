// Package markup reads one file of content/: its YAML front matter as neutral
// values, its Markdown as HTML with a hole for each link and citation, and the
// quotations of a source file as they were written. Everything keeps its line
// and column. It does not know what a key means or where a link leads.
package markup

import (
	"bytes"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Version names this parser for caches: it changes whenever the same bytes
// would be read differently.
const Version = "4"

// Form says how the body of a file is read.
type Form uint8

const (
	// Page is a text in which a blockquote is a blockquote.
	Page Form = iota
	// Annotated is a source's file: its blockquotes are quotations of the
	// source's text, each with the note that follows it.
	Annotated
)

// Doc is one file, read.
type Doc struct {
	Front       *Value // a mapping; nil where there is no front matter
	Body        dossier.Body
	Annotations []Annotation   // only of an Annotated file
	Footnotes   dossier.Body   // only of an Annotated file; else they end the Body
	Media       []dossier.Text // the files of content/media that the body shows or links to: "media/a.png", in NFC
}

// Annotation is a quotation with its data and the note on it.
type Annotation struct {
	Quote dossier.Text // lines joined by a space; otherwise letter by letter
	Data  *Value       // a mapping; nil where there is none
	Note  dossier.Body
}

// Parse reads a file, and keeps nothing of src. It always gives a Doc; of a file
// with errors it holds what could be made of it, and nothing that was marked as
// private.
func Parse(file string, src []byte, form Form) (*Doc, diag.List) {
	src, diags := Clean(file, src)
	doc := &Doc{}
	if src == nil {
		return doc, diags
	}
	if at, ok := tooDeep(src); ok {
		diags.Errorf(newManuscript(file, src).place(at), "nesting", "lists and quotations are nested more than %d deep here", maxDepth).
			Hintf("delete the marks at the start of the line")
		return doc, diags
	}
	s := &state{m: newManuscript(file, src), diags: diags}
	var body int
	doc.Front, body = splitFrontMatter(file, src, &s.diags)
	s.m.apply([]edit{{from: 0, to: body}})
	s.m.cutComments(&s.diags)
	var quotes []quoteBlock
	if form == Annotated {
		quotes = s.m.liftQuotes(&s.diags)
	}
	pc := parser.NewContext()
	pc.Set(stateKey, s)
	root := markdown.Parser().Parse(text.NewReader(s.m.data), parser.WithContext(pc))
	if err := s.assemble(doc, root, quotes, form); err != nil {
		s.diags.Errorf(diag.Pos{File: file}, "markdown", "the text could not be turned into HTML: %v", err)
	}
	doc.Media = s.media
	s.diags.Sort()
	return doc, s.diags
}

var markdown = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		// All of CommonMark but raw HTML, which is text here.
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(linkParser{}, 50),
			util.Prioritized(citeParser{}, 60),
			util.Prioritized(htmlComment{}, 70),
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(lostNote{}, 150), // behind goldmark's footnotes, which have 101
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewEmphasisParser(), 500),
		),
		parser.WithASTTransformers(
			util.Prioritized(footnotes{}, 100), // before goldmark's, which has 999
			util.Prioritized(tableCells{}, 200),
		),
		parser.WithParagraphTransformers(util.Prioritized(definitions{}, 100)),
	)),
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
		extension.Footnote,
		extension.NewTypographer(extension.WithTypographicSubstitutions(map[extension.TypographicPunctuation]string{
			extension.LeftSingleQuote:  "‘",
			extension.RightSingleQuote: "’",
			extension.LeftDoubleQuote:  "“",
			extension.RightDoubleQuote: "”",
			extension.Apostrophe:       "’",
			extension.EnDash:           "–",
			extension.EmDash:           "—",
			extension.Ellipsis:         "…",
			extension.LeftAngleQuote:   "&lt;&lt;",
			extension.RightAngleQuote:  "&gt;&gt;",
		})),
	),
	goldmark.WithRenderer(renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(nodes{}, 100),
		util.Prioritized(ghtml.NewRenderer(), 1000),
	))),
)

// tableCells says of the cells at the head of a table that they head their
// columns, as screen readers want to know (WCAG technique H63), and of each cell
// of an aligned column how, by one of the classes align-left, align-center and
// align-right: a style attribute would need a weaker content security policy.
type tableCells struct{}

func (tableCells) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		cell, ok := n.(*east.TableCell)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		if cell.Parent().Kind() == east.KindTableHeader {
			cell.SetAttributeString("scope", []byte("col"))
		}
		if cell.Alignment != east.AlignNone {
			cell.SetAttributeString("class", []byte("align-"+cell.Alignment.String()))
		}
		return ast.WalkSkipChildren, nil
	}) // the function returns no error
}

// definitions keeps "[@source]: words" from being read as the definition of a
// link's address, which would make it vanish from the text.
type definitions struct{}

func (definitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	for i := range node.Lines().Len() {
		seg := node.Lines().At(i)
		if bytes.HasPrefix(bytes.TrimLeft(seg.Value(reader.Source()), " "), []byte("[@")) {
			return
		}
	}
	parser.LinkReferenceParagraphTransformer.Transform(node, reader, pc)
}

// assemble deals the document's blocks out to the bodies they belong to.
func (s *state) assemble(doc *Doc, root ast.Node, quotes []quoteBlock, form Form) error {
	s.check(root)
	for _, d := range s.diags {
		if d.Code == "unclosed-comment" {
			return nil // what a preview shows of a flawed text must not be the private part
		}
	}
	at := make(map[int]int, len(quotes))
	if len(quotes) > 0 {
		doc.Annotations = make([]Annotation, len(quotes))
	}
	for i, q := range quotes {
		at[q.at] = i
		doc.Annotations[i] = Annotation{Quote: q.words, Data: q.data}
	}
	var general, footnotes []ast.Node
	notes := make([][]ast.Node, len(quotes))
	current := -1 // index of the annotation whose note is being read
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		switch n.Kind() {
		case ast.KindBlockquote:
			if i, ok := at[n.Pos()]; ok {
				current = i
				continue
			}
		case ast.KindHeading:
			current = -1
		case east.KindFootnoteList:
			if form == Annotated {
				footnotes = append(footnotes, n)
				continue
			}
		}
		if current >= 0 {
			notes[current] = append(notes[current], n)
		} else {
			general = append(general, n)
		}
	}
	if form == Annotated {
		s.strayQuotes(root, quotes)
	}
	s.meantOtherwise(root, form)
	var err error
	if doc.Body, err = s.body(general); err != nil {
		return err
	}
	for i := range notes {
		if doc.Annotations[i].Note, err = s.body(notes[i]); err != nil {
			return err
		}
	}
	doc.Footnotes, err = s.body(footnotes)
	return err
}

// strayQuotes reports the quotations of a source's file that are not blocks of
// their own: nobody would look their words up in the source's text.
func (s *state) strayQuotes(root ast.Node, quotes []quoteBlock) {
	stray := map[int]diag.Pos{} // offset in the manuscript's data → place in the file
	for _, q := range quotes {
		stray[q.at] = q.words.Pos
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Kind() != ast.KindBlockquote {
			return ast.WalkContinue, nil
		}
		if _, lifted := stray[n.Pos()]; !lifted {
			stray[n.Pos()] = s.m.pos(n.Pos())
			return ast.WalkSkipChildren, nil // one message for > > words
		} else if n.Parent() == root {
			delete(stray, n.Pos())
		}
		return ast.WalkContinue, nil
	}) // the function returns no error
	for _, pos := range stray {
		s.diags.Errorf(pos, "nested-quotation", "a quotation cannot stand within a list or another block, where it is not looked up in the source").
			Hintf("the quotation begins at the start of the line: leave a blank line before it, and write no spaces or list marks before its >")
	}
}

// maxDepth bounds how deep blocks may nest: goldmark's time grows with the
// square of the depth, and so does what one line can do with it.
const maxDepth = 100

// tooDeep finds a line that opens more blocks than anybody would write.
func tooDeep(src []byte) (int, bool) {
	for at := 0; at < len(src); {
		end := at + line(src[at:])
		marks := 0
		for i := at; i < end; i++ {
			switch c := src[i]; {
			case c == '>':
				marks++
			case (c == '-' || c == '*' || c == '+' || c == '.' || c == ')') && i+1 < end && isSpace(src[i+1]):
				marks++
			case isSpace(c) || c >= '0' && c <= '9':
				continue
			default:
				i = end
			}
			if marks > maxDepth {
				return at, true
			}
		}
		at = end
	}
	return 0, false
}
