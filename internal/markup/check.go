package markup

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"

	"dossier/internal/dossier"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"
)

// rooted stands before the destination of a link to a file of the site. It
// cannot come from a text, which holds no control characters there.
const rooted = "\x00"

// refused is the destination of a link or an image that is not to be made.
const refused = "\x01"

// schemes are the addresses that a link may lead to. All others either run
// code (javascript, data, vbscript) or mean something on the author's machine only.
var schemes = map[string]bool{"http": true, "https": true, "mailto": true, "tel": true, "ftp": true, "geo": true, "doi": true}

// sitePages are the pages that every site has at its root.
var sitePages = map[string]bool{
	"index.html": true, "timeline.html": true, "names.html": true, "network.html": true, "paths.html": true, "bibliography.html": true, "search.html": true, "about.html": true, "feed.xml": true,
}

// check walks the parsed document once: it numbers headings, judges links and
// images, and reports what must not be published.
func (s *state) check(doc ast.Node) {
	ids := s.headings(doc)
	var inLink, inImage, inCode int
	at := 0 // of the last node with a place, for those that have none
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		step := 1
		if !entering {
			step = -1
		} else if p := n.Pos(); p >= 0 {
			at = p
		}
		switch n := n.(type) {
		case *ast.CodeSpan:
			inCode += step
		case *ast.Link:
			inLink += step
			if entering {
				s.hidden(at, n.Title, n.Destination)
				n.Destination = s.destination(n.Destination, at, ids)
			}
		case *ast.Image:
			inImage += step
			if entering {
				s.hidden(at, n.Title, n.Destination)
				n.Destination = s.image(n, at)
			}
		case *ast.FencedCodeBlock:
			if entering && n.Info != nil {
				s.hidden(at, n.Info.Value(s.m.data))
			}
		case *ast.AutoLink:
			if entering {
				s.hidden(at, n.Label(s.m.data))
			}
			if entering && n.AutoLinkType == ast.AutoLinkURL {
				if scheme := schemeOf(string(n.URL(s.m.data))); !schemes[scheme] {
					s.dangerous(at, scheme)
				}
			}
		case *ast.Text:
			if entering && inCode == 0 {
				if i := leaks(n.Segment.Value(s.m.data)); i >= 0 {
					s.leak(n.Segment.Start + i)
				}
			}
		case *reference:
			if entering && (inLink > 0 || inImage > 0) {
				s.diags.Errorf(s.m.pos(at), "nested-link", "a link or citation cannot stand within a link or an image's description").
					Hintf("put it before or behind")
			}
		}
		return ast.WalkContinue, nil
	})
}

// hidden reports a comment in what is published without being shown as text.
func (s *state) hidden(at int, parts ...[]byte) {
	for _, p := range parts {
		if leaks(p) >= 0 {
			s.leak(at)
		}
	}
}

func (s *state) leak(at int) {
	s.diags.Errorf(s.m.pos(at), "unclosed-comment", "%q stands where it could not be read as a private comment", "%%").
		Hintf("close the backticks or the quotation around it; write \\%%%% for two percent signs that are to be shown")
}

func (s *state) dangerous(at int, scheme string) {
	s.diags.Warnf(s.m.pos(at), "link-scheme", "a link to an address that begins with %q is not made", scheme+":").
		Hintf("link to an address that begins with https://")
}

// schemeOf gives the scheme of an address in lower case, as a browser reads it:
// without the white space and control characters that may be hidden in it.
func schemeOf(address string) string {
	address = strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, address)
	i := strings.IndexAny(address, ":/?#")
	if i < 0 || address[i] != ':' {
		return ""
	}
	return strings.ToLower(address[:i])
}

// plainAddress resolves what Markdown and URLs escape in a destination.
func plainAddress(raw []byte) string {
	s := string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(raw))))
	if p, err := url.PathUnescape(s); err == nil {
		return p
	}
	return s
}

// media gives the path of a file of content/media that a destination means,
// written from the site's root or from the file's own folder. The path is in
// NFC, however an editor or a disk spells its accents.
func media(address string) (string, bool) {
	p := path.Clean(norm.NFC.String(address))
	for strings.HasPrefix(p, "../") {
		p = p[3:]
	}
	return p, strings.HasPrefix(p, "media/") && !strings.HasPrefix(address, "/")
}

func (s *state) destination(raw []byte, at int, ids map[string]bool) []byte {
	address := plainAddress(raw)
	if scheme := schemeOf(address); scheme != "" {
		if !schemes[scheme] {
			s.dangerous(at, scheme)
			return []byte(refused)
		}
		return raw
	}
	file, fragment, hasFragment := strings.Cut(address, "#")
	pos := s.m.pos(at)
	switch {
	case address == "":
		s.diags.Errorf(pos, "link-target", "the link leads nowhere").Hintf("write the address between the parentheses")
	case file == "":
		if !hasFragment || !ids[fragment] {
			d := s.diags.Errorf(pos, "link-target", "no heading of this text has the id %q", fragment)
			if ids["h-"+fragment] {
				d.Hintf("write #h-%s", fragment)
			} else if strings.HasPrefix(fragment, "char=") {
				d.Hintf("a citation leads to the passage: [@source-id \"exact words\"]")
			} else {
				d.Hintf("a heading's id is h- and its words in lower case with hyphens between them")
			}
			break
		}
		return raw
	case strings.HasPrefix(address, "//"), strings.HasPrefix(address, "www."):
		s.diags.Errorf(pos, "link-target", "the address %q is not whole", address).
			Hintf("write https://%s", strings.TrimPrefix(address, "//"))
	case strings.HasSuffix(file, ".md"):
		id := strings.TrimSuffix(path.Base(file), ".md")
		s.diags.Errorf(pos, "link-target", "the file %q is no page of the site", file).
			Hintf("link to the entry itself: [[%s]]", id)
	default:
		if p, ok := media(file); ok {
			s.media = append(s.media, dossier.Text{Value: p, Pos: pos})
			p = escapePath(p)
			if hasFragment {
				p += "#" + url.PathEscape(fragment)
			}
			return []byte(rooted + p)
		}
		p := strings.TrimLeft(path.Clean(file), "./")
		if sitePages[p] && !strings.HasPrefix(file, "/") {
			if !hasFragment {
				return []byte(rooted + p)
			}
			s.diags.Errorf(pos, "link-target", "the places within %q have no addresses that last", p).
				Hintf("link to the page as a whole: %s", file)
			break
		}
		d := s.diags.Errorf(pos, "link-target", "the address %q leads to no page and no file of the dossier", address)
		if stem, ok := strings.CutSuffix(path.Base(file), ".html"); ok {
			d.Hintf("link to the entry itself: [[%s]]", stem)
		} else {
			d.Hintf("write https://… for another site, [[id]] for an entry, media/… for a file of content/media/")
		}
	}
	return []byte(refused)
}

func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }

func (s *state) image(n *ast.Image, at int) []byte {
	address := plainAddress(n.Destination)
	pos := s.m.pos(at)
	if p, ok := media(address); ok {
		s.media = append(s.media, dossier.Text{Value: p, Pos: pos})
		if strings.TrimSpace(s.plain(n)) == "" {
			s.diags.Warnf(pos, "image-description", "the image %q has no description", p).
				Hintf("write what it shows between the brackets, for those who cannot see it")
		}
		return []byte(rooted + escapePath(p))
	}
	if schemeOf(address) != "" || strings.HasPrefix(address, "//") {
		s.diags.Errorf(pos, "image-elsewhere", "the image %q would be loaded from another site, which would learn of every reader", address).
			Hintf("save the image in content/media/ and write media/%s", path.Base(address))
	} else {
		s.diags.Errorf(pos, "image-elsewhere", "the image %q is no file of content/media/", address).
			Hintf("save the image there and write media/%s", path.Base(address))
	}
	return []byte(refused)
}

// footnotes reports those that are never called, which goldmark leaves out in
// silence, and labels given twice. It runs before goldmark does so.
type footnotes struct{}

func (footnotes) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	s := pc.Get(stateKey).(*state)
	for c := doc.FirstChild(); c != nil; c = c.NextSibling() {
		if list, ok := c.(*east.FootnoteList); ok {
			s.footnotes(list)
		}
	}
}

func (s *state) footnotes(list *east.FootnoteList) {
	seen := map[string]bool{}
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		n := c.(*east.Footnote)
		label := string(n.Ref)
		pos := s.m.pos(max(n.Pos(), 0))
		switch {
		case seen[label]:
			s.diags.Errorf(pos, "duplicate-footnote", "the footnote %q is written twice", label).
				Hintf("give one of the two another name")
		case n.Index < 0:
			s.diags.Warnf(pos, "unused-footnote", "the footnote %q is called nowhere and not shown", label).
				Hintf("call it with [^%s], or delete it", label)
		}
		seen[label] = true
	}
}

var notInID = regexp.MustCompile(`[^\p{L}\p{M}\p{N}]+`)

// headings moves the headings so that the highest is a second-level one, and
// gives each an id that no other has.
func (s *state) headings(doc ast.Node) map[string]bool {
	var all []*ast.Heading
	top := 6
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			all = append(all, h)
			top = min(top, h.Level)
		}
		return ast.WalkContinue, nil
	})
	ids := map[string]bool{}
	next := map[string]int{}
	for _, h := range all {
		h.Level = min(max(h.Level+2-top, 2), 6)
		id := "h-" + strings.Trim(notInID.ReplaceAllString(strings.Map(unicode.ToLower, s.plain(h)), "-"), "-")
		if id == "h-" {
			id = "h-section"
		}
		base := id
		for ids[id] {
			next[base]++
			id = fmt.Sprintf("%s-%d", base, next[base]+1)
		}
		ids[id] = true
		h.SetAttributeString("id", []byte(id))
	}
	return ids
}
