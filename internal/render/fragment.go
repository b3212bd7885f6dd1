package render

import (
	"strings"
)

// How long a quotation may be before a text fragment names its two ends only,
// and how many words make an end.
const (
	maxWholeFragment = 12
	fragmentEnd      = 5
)

// textFragment gives the address of words on the publisher's page: a fragment
// directive of the URL Fragment Text Directives draft (WICG), textStart alone
// for a short quotation that stands in one block, else textStart,textEnd. The
// blocks are the parts of the quotation that stand in paragraphs of their own,
// or between omissions, in order. A fragment that the address has already is kept.
func textFragment(address string, blocks []string) string {
	if address == "" {
		return ""
	}
	var words [][]string
	for _, b := range blocks {
		if w := strings.Fields(b); len(w) > 0 {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return address
	}
	directive := ":~:text="
	first, last := words[0], words[len(words)-1]
	if len(words) == 1 && len(first) <= maxWholeFragment {
		directive += encodeDirective(strings.Join(first, " "))
	} else {
		head := first[:min(fragmentEnd, len(first))]
		tail := last[max(0, len(last)-fragmentEnd):]
		directive += encodeDirective(strings.Join(head, " ")) + "," + encodeDirective(strings.Join(tail, " "))
	}
	address, _, _ = strings.Cut(address, ":~:")
	if !strings.Contains(address, "#") {
		address += "#"
	}
	return address + directive
}

// encodeDirective percent-encodes all but letters, digits and the marks that
// have no meaning in a directive; "-", "," and "&" have one there.
func encodeDirective(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '~':
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}
