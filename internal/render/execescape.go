package render

import "strings"

// The functions of this file write what html/template's escapers of the same
// purpose write for strings.

// entities are what stands for bytes in text and in quoted attributes.
var entities = [256]string{
	0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;",
}

func appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		if c := s[i]; c <= '>' && entities[c] != "" {
			dst = append(dst, s[from:i]...)
			dst = append(dst, entities[c]...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}

// filterURL gives back an address that leads to a page or to a letter, or that
// is relative; any other scheme could run a script.
func filterURL(s string) string {
	scheme, _, ok := strings.Cut(s, ":")
	if !ok || strings.Contains(scheme, "/") {
		return s
	}
	for _, safe := range [...]string{"http", "https", "mailto"} {
		if strings.EqualFold(scheme, safe) {
			return s
		}
	}
	return "#ZgotmplZ"
}

// The bytes of an address that are not written with percent signs: those that
// are reserved only where the address is whole.
const (
	unreservedBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	reservedBytes   = "!#$&*+,/:;=?@[]"
)

var unreserved, normal = byteSet(unreservedBytes), byteSet(unreservedBytes + reservedBytes)

func byteSet(s string) *[256]bool {
	var set [256]bool
	for i := range len(s) {
		set[s[i]] = true
	}
	return &set
}

// normalizeURL percent-encodes what may not stand in an address (RFC 3986);
// what is encoded already stays.
func normalizeURL(s string) string { return percentEncoded(s, normal, true) }

// escapeURL percent-encodes all but unreserved bytes.
func escapeURL(s string) string { return percentEncoded(s, unreserved, false) }

func percentEncoded(s string, plain *[256]bool, encoded bool) string {
	const hex = "0123456789abcdef"
	var out []byte
	from := 0
	for i := range len(s) {
		c := s[i]
		if plain[c] || c == '%' && encoded && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			continue
		}
		out = append(out, s[from:i]...)
		out = append(out, '%', hex[c>>4], hex[c&15])
		from = i + 1
	}
	if from == 0 {
		return s
	}
	return string(append(out, s[from:]...))
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
