package hugosite

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/render"
)

// article puts a source's head note, text and annotations as Markdown. Each
// paragraph has the id para-1, para-2, …; its notes follow it.
func article(s *dossier.Source, v *render.SourceView) (string, error) {
	var b strings.Builder
	b.WriteString(markdown(v.Head))
	beside := map[int]*render.NoteView{} // by number
	for _, block := range v.Text {
		for _, n := range block.Notes {
			beside[n.Number] = n
		}
	}
	notes := map[int][]*render.NoteView{} // by paragraph
	for _, n := range s.Annotations {
		p := n.Quotation.Passage.Paragraph
		notes[p] = append(notes[p], beside[n.Number])
	}
	for i, span := range s.Seed.Paragraphs {
		text, err := paragraph(s, span)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s\n{#para-%d}\n\n", text, i+1)
		for _, n := range notes[i] {
			fmt.Fprintf(&b, "> [%d](#para-%d) %s\n", n.Number, i+1, escape(n.Lead))
			if n.Said != nil || n.SameAs != nil {
				return "", fmt.Errorf("%s: note %d has a day or other renderings, which are not put as Markdown", s.File, n.Number)
			}
			if n.Speaker != nil {
				fmt.Fprintf(&b, ">\n> Said by %s\n", inline(n.Speaker))
			}
			b.WriteString(">\n> " + strings.ReplaceAll(strings.TrimSpace(markdown(n.Text)), "\n", "\n> "))
			fmt.Fprintf(&b, "\n>\n> %s\n{#note-%d .note}\n\n", escape(strings.Join(n.Tags, ", ")), n.Number)
		}
	}
	return b.String(), nil
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

// calls gives the numbers of the notes on a passage and of the pages that cite
// it, linked: a generated dossier has no two passages that overlap.
func calls(s *dossier.Source, p *dossier.Passage) string {
	var b strings.Builder
	for _, n := range s.Annotations {
		if n.Quotation.Passage == p {
			fmt.Fprintf(&b, "[^%d^](#note-%d)", n.Number, n.Number)
		}
	}
	if len(p.CitedBy) > 0 {
		fmt.Fprintf(&b, "[^%d^](#p-%d)", len(p.CitedBy), slices.Index(s.Passages, p)+1)
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

func inline(l *render.Link) string { return fmt.Sprintf("[%s](%s)", escape(l.Label), l.URL) }

// The tags that the generated texts have, as Markdown.
var untagged = strings.NewReplacer("<p>", "", "</p>\n", "\n\n", "<ul>\n", "", "</ul>\n", "\n", "<li>", "- ", "</li>", "")

// markdown puts a text as Markdown again, links and numbers of citations and all.
func markdown(p *render.Prose) string {
	if p == nil {
		return ""
	}
	var b strings.Builder
	for _, part := range p.Parts {
		b.WriteString(html.UnescapeString(untagged.Replace(string(part.HTML))))
		if part.Link != nil {
			b.WriteString(inline(part.Link))
		}
		if part.Cites != nil {
			for _, m := range part.Cites.Marks {
				fmt.Fprintf(&b, "[^%d^](%s)", m.Number, m.URL)
			}
		}
	}
	return b.String()
}
