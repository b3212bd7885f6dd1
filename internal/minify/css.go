// Package minify takes comments and needless white space out of stylesheets and
// scripts, and changes nothing else: no name is shortened, no rule or statement
// moved. Bytes in, bytes out; what it cannot follow to its end it gives back as
// it was. It knows neither where files come from nor where they go.
package minify

import "bytes"

// CSS gives a stylesheet (CSS Syntax Module Level 3) without comments and
// without the white space that separates nothing. Strings, URLs and escapes stay
// as they are, and so do comments that begin with /*!, the place of licences. A
// stylesheet with a string, URL or comment that has no end is given back whole.
func CSS(src []byte) []byte {
	c := css{src: src, out: make([]byte, 0, len(src)), name: true}
	for c.at < len(src) {
		if !c.step() {
			return src
		}
	}
	return c.out
}

type css struct {
	src, out []byte
	at       int
	space    bool // white space was passed since the last byte of out
	comment  bool // and a comment
	custom   bool // within the value of a custom property, where a script may read white space
	escaped  bool // the last byte of out is part of an escape
	name     bool // within what may be a property's name: nothing but that stood since the last ; { }
}

// step takes the next token, or white space.
func (c *css) step() bool {
	b := c.src[c.at]
	switch {
	case isSpace(b):
		c.space = true
		c.at++
		return true
	case bytes.HasPrefix(c.src[c.at:], []byte("/*")):
		n := bytes.Index(c.src[c.at+2:], []byte("*/"))
		if n < 0 {
			return false
		}
		text := c.src[c.at : c.at+2+n+2]
		c.at += len(text)
		if text[2] == '!' {
			c.put(text)
		} else {
			c.comment = true
		}
		return true
	case b == '"' || b == '\'':
		n := quoted(c.src[c.at:])
		if n < 0 {
			return false
		}
		c.take(n)
		return true
	case b == '\\':
		c.take(escape(c.src[c.at:]))
		c.escaped = true
		return true
	case isURL(c.src[c.at:]):
		for n := c.at; n < len(c.src); n++ {
			switch c.src[n] {
			case '\\':
				n++
			case ')':
				c.take(n + 1 - c.at)
				return true
			}
		}
		return false
	}
	c.take(1)
	return true
}

// take puts n bytes to what is there.
func (c *css) take(n int) {
	c.put(c.src[c.at : c.at+n])
	c.at += n
}

// put appends a token, and before it a space where there was one that separates.
func (c *css) put(token []byte) {
	first := token[0]
	if last := c.last(); c.space && c.separates(last, first) {
		c.out = append(c.out, ' ')
	} else if c.comment && !c.space && !apart(last) && !apart(first) {
		c.out = append(c.out, "/**/"...)
	}
	c.space, c.comment, c.escaped = false, false, false
	if len(token) == 1 {
		switch first {
		case '{', '}', ';':
			c.custom, c.name = false, true
			if n := len(c.out); first == '}' && n > 1 && c.out[n-1] == ';' && c.out[n-2] != ':' && c.out[n-2] != ' ' {
				c.out = c.out[:n-1] // the last declaration needs none
			}
			c.out = append(c.out, first)
			return
		case ':':
			c.custom, c.name = c.custom || c.name && c.isCustom(), false
		}
	}
	c.out = append(c.out, token...)
}

func (c *css) last() byte {
	switch {
	case len(c.out) == 0:
		return '{'
	case c.escaped:
		return '\\'
	}
	return c.out[len(c.out)-1]
}

// isCustom tells whether the name at the end of out is that of a custom property.
func (c *css) isCustom() bool {
	from := bytes.LastIndexAny(c.out, ";{}") + 1
	return bytes.HasPrefix(c.out[from:], []byte("--"))
}

// separates tells whether the space between two bytes means something. A colon
// and a parenthesis may begin a selector or a condition, so that what stands
// before them counts.
func (c *css) separates(before, after byte) bool {
	switch before {
	case '{', '}', ';', '(', '[':
		return false
	case ',', '>':
		return c.custom
	case ':':
		return c.custom && (after == ';' || after == '}')
	}
	switch after {
	case '{', '}', ';', ')', ']':
		return false
	case ',', '>', '!':
		return c.custom
	}
	return true
}

// apart tells whether a byte is a token of its own wherever it stands.
func apart(b byte) bool { return bytes.IndexByte([]byte("{}();:,[]>!\"'"), b) >= 0 }

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f' }

// quoted gives the length of the string that s begins with, −1 where the line or
// the text ends before it.
func quoted(s []byte) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case s[0]:
			return i + 1
		case '\\':
			i++
		case '\n':
			return -1
		}
	}
	return -1
}

// escape gives the length of the escape that s begins with. White space ends one
// of hexadecimal digits, and belongs to it.
func escape(s []byte) int {
	n := 1
	for n < len(s) && n < 7 && isHex(s[n]) {
		n++
	}
	switch {
	case n == 1:
		return min(2, len(s))
	case bytes.HasPrefix(s[n:], []byte("\r\n")):
		return n + 2
	case n < len(s) && isSpace(s[n]):
		return n + 1
	}
	return n
}

func isHex(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}

// isURL tells whether s begins with a URL that no quotation marks hold: white
// space and what looks like a comment are part of it.
func isURL(s []byte) bool {
	if len(s) < 5 || !bytes.EqualFold(s[:4], []byte("url(")) {
		return false
	}
	rest := bytes.TrimLeft(s[4:], " \t\n\r\f")
	return len(rest) == 0 || rest[0] != '"' && rest[0] != '\''
}
