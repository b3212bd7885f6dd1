package changes

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"dossier/internal/dossier"
)

// prose compares two texts of the editor by their paragraphs: what is said, linked
// and cited in each.
func (c *comparison) prose(of Aspect, was, is dossier.Prose) *Detail {
	a, b := c.markup(was), c.markup(is)
	if a == b {
		return nil
	}
	return paragraphs(of, plain(a), plain(b))
}

// paragraphs compares texts paragraph by paragraph; it is nil where they are the same.
func paragraphs(of Aspect, was, is []string) *Detail {
	if slices.Equal(was, is) {
		return nil
	}
	d := &Detail{Aspect: of, Text: true}
	count := make(map[string]int, len(was))
	for _, p := range was {
		count[p]++
	}
	for _, p := range is {
		if count[p]--; count[p] < 0 {
			d.Come++
		}
	}
	for _, n := range count {
		d.Removed += max(n, 0)
	}
	return d
}

// markup gives a text as HTML in which references are told apart by what they
// refer to.
func (c *comparison) markup(p dossier.Prose) string {
	var b strings.Builder
	for _, piece := range p.HTML {
		b.WriteString(piece.Text)
		if piece.Ref < 0 {
			continue
		}
		t := p.Refs[piece.Ref]
		if t.Link != nil {
			b.WriteString("\ue000" + c.id(t.Link))
			if t.Label != t.Link.Title {
				b.WriteString("\ue000" + html.EscapeString(t.Label))
			}
			b.WriteString("\ue001")
		}
		for _, cite := range t.Cites {
			key, _ := c.quotation(cite.Source, cite.Quotation)
			b.WriteString("\ue000" + html.EscapeString(strings.ReplaceAll(key, "\x00", "\ue000")+"\ue000"+cite.Locator) + "\ue001")
		}
	}
	return b.String()
}

// blocks are the elements that begin and end a paragraph.
var blocks = []string{"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "pre", "table", "tr", "td", "th", "hr", "div", "section", "dl", "dt", "dd"}

// plain gives the paragraphs of HTML as plain text, with the addresses of what is
// outside of the dossier and the descriptions of images.
func plain(markup string) []string {
	var list []string
	var b strings.Builder
	end := func() {
		if text := folded(b.String()); text != "" {
			list = append(list, text)
		}
		b.Reset()
	}
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken: // the end: it reads from memory
			end()
			return list
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			name, attributes := z.TagName()
			if tag := string(name); slices.Contains(blocks, tag) {
				end()
				if tag[0] == 'h' && tag != "hr" {
					b.WriteString("# ") // that it is a heading is part of what is said
				}
			}
			for attributes {
				var key, value []byte
				key, value, attributes = z.TagAttr()
				switch k := string(key); {
				case k == "alt" || k == "src" || k == "href" && !strings.HasPrefix(string(value), "#"):
					b.WriteString(" <" + string(value) + "> ")
				}
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); slices.Contains(blocks, string(name)) {
				end()
			}
		}
	}
}
