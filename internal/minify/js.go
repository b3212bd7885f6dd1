package minify

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// JS gives a classic script or module (ECMAScript 2024) without comments and
// without the white space that separates nothing. Strings, templates and regular
// expressions stay as they are, line ends stay where a statement may end by one,
// and so do comments that begin with /*!, the place of licences. A script with a
// string, comment or parenthesis that has no end, or with a comment of HTML, is
// given back whole.
func JS(src []byte) []byte {
	j := js{src: src, out: make([]byte, 0, len(src))}
	for j.at < len(src) {
		if !j.step() {
			return src
		}
	}
	if len(j.parens) > 0 {
		return src
	}
	return j.out
}

type js struct {
	src, out    []byte
	at          int
	space, line bool   // white space, a line end was passed since the last byte of out
	word        []byte // the last token, where it is a word or a number
	value       bool   // the last token ends an expression, so that a slash divides
	parens      []bool // the open parentheses: whether a statement follows that closes
	member      bool   // the last token is a dot, so that a word is no keyword
}

// statement lists the words whose parentheses a statement follows; operator
// those that an expression follows, so that a slash begins one.
var (
	statement = words("if", "while", "for", "with")
	operator  = words("return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "instanceof", "do", "else", "yield", "await")
)

func words(list ...string) func([]byte) bool {
	return func(word []byte) bool { return slices.Contains(list, string(word)) }
}

// step takes the next token, or white space.
func (j *js) step() bool {
	rest := j.src[j.at:]
	b := rest[0]
	switch {
	case isSpace(b) || b == '\v':
		j.pass(1)
	case bytes.HasPrefix(rest, []byte("\u00a0")), bytes.HasPrefix(rest, []byte("\ufeff")):
		_, n := utf8.DecodeRune(rest)
		j.pass(n)
	case bytes.HasPrefix(rest, []byte("<!--")), bytes.HasPrefix(rest, []byte("-->")) && (j.line || len(j.out) == 0):
		return false
	case bytes.HasPrefix(rest, []byte("//")), bytes.HasPrefix(rest, []byte("#!")) && j.at == 0:
		n := bytes.IndexAny(rest, "\n\r\u2028\u2029")
		if n < 0 {
			n = len(rest)
		}
		if b == '#' {
			j.take(n, false)
			break
		}
		j.pass(n)
	case bytes.HasPrefix(rest, []byte("/*")):
		n := bytes.Index(rest[2:], []byte("*/"))
		if n < 0 {
			return false
		}
		if rest[2] == '!' {
			value := j.value
			j.take(2+n+2, value)
			break
		}
		j.space = true
		j.pass(2 + n + 2)
	case b == '"' || b == '\'':
		n := quoted(rest)
		if n < 0 {
			return false
		}
		j.take(n, true)
	case b == '`':
		n := template(rest)
		if n < 0 {
			return false
		}
		j.take(n, true)
	case b == '/' && !j.value:
		n := regexp(rest)
		if n < 0 {
			return false
		}
		j.take(n, true)
	case isWord(b):
		n := 1
		for n < len(rest) && (isWord(rest[n]) || rest[n] == '.' && isDigit(b) || (rest[n] == '+' || rest[n] == '-') && isExponent(rest[:n])) {
			n++
		}
		if j.member {
			j.take(n, true)
			break
		}
		j.take(n, !operator(rest[:n]))
		j.word = rest[:n]
	case b == '(':
		j.parens = append(j.parens, statement(j.word))
		j.take(1, false)
	case b == ')':
		if len(j.parens) == 0 {
			return false
		}
		j.take(1, !j.parens[len(j.parens)-1])
		j.parens = j.parens[:len(j.parens)-1]
	case b == ']':
		j.take(1, true)
	case bytes.HasPrefix(rest, []byte("++")), bytes.HasPrefix(rest, []byte("--")):
		j.take(2, j.value)
	case b == '.' && len(rest) > 1 && isDigit(rest[1]) && !j.value:
		n := 1
		for n < len(rest) && isWord(rest[n]) {
			n++
		}
		j.take(n, true)
	default:
		j.take(1, false)
		j.member = b == '.'
	}
	return true
}

// pass leaves n bytes out, and remembers whether a line ended in them.
func (j *js) pass(n int) {
	j.space = true
	j.line = j.line || bytes.ContainsAny(j.src[j.at:j.at+n], "\n\r\u2028\u2029")
	j.at += n
}

// take puts n bytes to what is there, and before them a line end or a space
// where there was one that separates.
func (j *js) take(n int, value bool) {
	token := j.src[j.at : j.at+n]
	if len(j.out) > 0 && j.space {
		before := j.out[len(j.out)-1]
		switch {
		case j.line && j.ends(before, token):
			j.out = append(j.out, '\n')
		case glued(before, token):
			j.out = append(j.out, ' ')
		}
	}
	j.out = append(j.out, token...)
	j.at += n
	j.space, j.line, j.value, j.word, j.member = false, false, value, nil, false
}

// ends tells whether a statement may end by a line end between two bytes, so
// that it has to stay (ECMAScript, section 12.10).
func (j *js) ends(before byte, token []byte) bool {
	if bytes.IndexByte([]byte("{;,([?:&|^=<*%"), before) >= 0 && !j.value {
		return false
	}
	switch token[0] {
	case '}', ')', ']', ',', ';', '?', ':':
		return false
	case '.':
		return len(token) > 1
	}
	return true
}

// glued tells whether a byte and a token would become another token, or a
// comment, without the space between them.
func glued(before byte, token []byte) bool {
	after := token[0]
	switch {
	case isWord(before) && isWord(after):
		return true
	case isDigit(before) && after == '.':
		return true
	case (before == '+' || before == '-') && before == after:
		return true
	case before == '/' && (after == '/' || after == '*' || isWord(after)), before == '*' && after == '/':
		return true
	case before == '<' && after == '!', before == '-' && after == '>': // comments of HTML
		return true
	}
	return false
}

// isWord tells whether a byte may stand in a name, a keyword or a number.
func isWord(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || isDigit(b) || b == '_' || b == '$' || b == '#' || b == '@' || b == '\\' || b >= utf8.RuneSelf
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// isExponent tells whether a number goes on after its e, as in 1e-3.
func isExponent(number []byte) bool {
	last := number[len(number)-1]
	return isDigit(number[0]) && (last == 'e' || last == 'E') && !bytes.HasPrefix(number, []byte("0x")) && !bytes.HasPrefix(number, []byte("0X"))
}

// regexp gives the length of the regular expression that s begins with, −1 where
// its line ends first.
func regexp(s []byte) int {
	class := false
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			class = true
		case ']':
			class = false
		case '\n', '\r':
			return -1
		case '/':
			if class {
				continue
			}
			for i++; i < len(s) && isWord(s[i]); i++ {
			}
			return i
		}
	}
	return -1
}

// template gives the length of the template literal that s begins with, with
// the expressions in it, −1 where it has no end.
func template(s []byte) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '`':
			return i + 1
		case s[i] == '\\':
			i++
		case bytes.HasPrefix(s[i:], []byte("${")):
			n := braced(s[i+1:])
			if n < 0 {
				return -1
			}
			i += n
		}
	}
	return -1
}

// braced gives the length of the expression in braces that s begins with, −1
// where it has no end.
func braced(s []byte) int {
	j := js{src: s}
	depth := 0
	for j.at < len(s) {
		switch s[j.at] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if !j.step() {
			return -1
		}
		if depth == 0 {
			return j.at
		}
	}
	return -1
}
