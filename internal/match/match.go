// Package match finds things in text: many names at once, one quotation exactly,
// the passage most similar to a quotation, and the bounds of sentences. It takes
// strings and gives spans of byte offsets into them. It knows nothing of the
// dossier that the texts and names come from.
package match

// Span is the half-open range [Start, End) of byte offsets into the text that
// was searched. Both ends lie on character boundaries.
type Span struct{ Start, End int }

// Of returns the part of text that s covers.
func (s Span) Of(text string) string { return text[s.Start:s.End] }
