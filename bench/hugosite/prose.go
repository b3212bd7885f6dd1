package hugosite

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"

	"dossier/internal/dossier"
)

// article puts a source's head note, text and annotations as Markdown. Each
// paragraph has the id p1, p2, …; its notes follow it.
func (w writer) article(s *dossier.Source) (string, error) {
	var b strings.Builder
	b.WriteString(markdown(s.Body, nil))
	notes := map[int][]*dossier.Note{} // by paragraph
	for _, n := range s.Annotations {
		p := n.Quotation.Passage.Paragraph
		notes[p] = append(notes[p], n)
	}
	for i, span := range s.Seed.Paragraphs {
		text, err := paragraph(s, span)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s\n{#p%d}\n\n", text, i+1)
		for _, n := range notes[i] {
			fmt.Fprintf(&b, "> [%d](#p%d) %s …", n.Number, i+1, escape(brief(n.Quotation.Words)))
			if n.Speaker != nil {
				fmt.Fprintf(&b, " Said by %s.", inline(&n.Speaker.Item, n.Speaker.Title))
			}
			b.WriteString("\n>\n> " + strings.ReplaceAll(strings.TrimSpace(markdown(n.Text, nil)), "\n", "\n> "))
			fmt.Fprintf(&b, "\n>\n> %s\n{#note-%d .note}\n\n", escape(strings.Join(n.Tags, ", ")), n.Number)
		}
	}
	return b.String(), nil
}

// brief gives the first words of a quotation.
func brief(words string) string {
	const most = 60
	at := 0
	for i := range words {
		if i > most {
			break
		}
		if words[i] == ' ' {
			at = i
		}
	}
	return words[:at]
}

// paragraph puts a paragraph as Markdown, its passages marked, its mentions linked.
func paragraph(s *dossier.Source, span dossier.Span) (string, error) {
	type sign struct {
		at    int
		order int // of signs at the same place
		text  string
	}
	const closeMention, closePassage, openPassage, openMention = 0, 1, 2, 3
	var signs []sign
	var passages []dossier.Span
	for _, p := range s.Passages {
		if e := p.Extent(); span.Contains(e) {
			passages = append(passages, e)
			signs = append(signs, sign{e.Start, openPassage, "=="}, sign{e.End, closePassage, "==" + calls(s, p)})
		}
	}
	for _, m := range s.Mentions {
		if !span.Contains(m.Span) {
			continue
		}
		for _, p := range passages {
			if p.Overlaps(m.Span) && !p.Contains(m.Span) {
				return "", fmt.Errorf("%s: the mention %q reaches over the end of a passage", s.File, m.Name)
			}
		}
		signs = append(signs, sign{m.Span.Start, openMention, "["}, sign{m.Span.End, closeMention, "](../" + m.Entity.URL + ")"})
	}
	slices.SortStableFunc(signs, func(a, b sign) int { return cmp.Or(a.at-b.at, a.order-b.order) })
	var b strings.Builder
	at := span.Start
	for _, x := range signs {
		b.WriteString(escape(folded(s.Seed.Text[at:x.at])) + x.text)
		at = x.at
	}
	b.WriteString(escape(folded(s.Seed.Text[at:span.End])))
	return strings.TrimSpace(b.String()), nil
}

// calls gives the numbers of the notes on a passage, linked.
func calls(s *dossier.Source, p *dossier.Passage) string {
	var b strings.Builder
	for _, n := range s.Annotations {
		if n.Quotation.Passage == p {
			fmt.Fprintf(&b, "[%d](#note-%d)", n.Number, n.Number)
		}
	}
	return b.String()
}

// folded makes each run of white space one space, at the ends too.
func folded(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\t' {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	if space {
		b.WriteByte(' ')
	}
	return b.String()
}

var special = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`,
	"&", `\&`, "#", `\#`, "=", `\=`, "~", `\~`, "^", `\^`, "!", `\!`, "|", `\|`, "{", `\{`, "}", `\}`)

// escape takes their meaning in Markdown from the marks of a text that does not
// begin a list.
func escape(s string) string { return special.Replace(s) }

func inline(i *dossier.Item, label string) string {
	return fmt.Sprintf("[%s](../%s)", escape(label), i.URL)
}

// The tags that the generated texts have, as Markdown.
var untagged = strings.NewReplacer("<p>", "", "</p>\n", "\n\n", "<ul>\n", "", "</ul>\n", "\n", "<li>", "- ", "</li>", "")

// markdown puts a resolved text as Markdown again, links and all. Citations are
// given their numbers by cite.
func markdown(p dossier.Prose, cite func(dossier.Citation) int) string {
	var b strings.Builder
	for _, piece := range p.HTML {
		text := html.UnescapeString(untagged.Replace(piece.Text))
		b.WriteString(text)
		if piece.Ref < 0 {
			continue
		}
		ref := p.Refs[piece.Ref]
		if ref.Link != nil {
			b.WriteString(inline(ref.Link, cmp.Or(ref.Label, ref.Link.Title)))
		}
		for _, c := range ref.Cites {
			n := cite(c)
			fmt.Fprintf(&b, "[%d](#cite-%d)", n, n)
		}
	}
	return b.String()
}
