package markup

import (
	"strings"
	"unicode/utf8"

	"dossier/internal/diag"
)

// plainYAML reads the part of YAML 1.2 that nearly all front matter is written
// in, at a fraction of a full parser's cost: block mappings and block sequences,
// and on a single line plain scalars, quoted ones and flow collections. For all
// else, comments and every error too, it gives up, and the full parser reads
// the text from its start. What it reads it reads exactly as that one does.
type plainYAML struct {
	part  yamlPart
	src   string
	nodes []Value // to be handed out

	at     int // offset of what is read next
	start  int // offset of the line's first byte
	row    int // number of the line, from 1
	indent int // spaces at the line's start
	depth  int // of collections around at
}

const (
	// maxPlainKey is the longest key in bytes; the specification has 1024 characters.
	maxPlainKey = 200
	// maxPlainPairs bounds the search for keys that stand twice.
	maxPlainPairs = 100
	// maxPlainDepth is how deep collections nest.
	maxPlainDepth = 20
)

// readPlain reads a document with a mapping or a list, or tells that it does
// not know how.
func readPlain(part yamlPart, src []byte) (v *Value, ok bool) {
	marks, ok := printableYAML(src)
	if !ok {
		return nil, false
	}
	r := &plainYAML{part: part, src: string(src)}
	r.src = strings.TrimPrefix(r.src, "---\n")
	if len(r.src) < len(src) {
		r.row = 1
	}
	r.nodes = make([]Value, marks)
	if !r.next(0) {
		return nil, false
	}
	switch r.src[r.at] {
	case '[', '{':
		v = r.flow()
		if v == nil || !r.endOfLine() || !r.ended() {
			return nil, false
		}
		return v, true
	}
	if v = r.block(); v == nil || !r.ended() {
		return nil, false
	}
	return v, true
}

// printableYAML tells whether a text holds nothing but characters that stand
// for themselves and line feeds: no tabs and controls, and no other line ends.
// It counts those that often stand before a value.
func printableYAML(src []byte) (marks int, ok bool) {
	for i, c := range src {
		switch {
		case c == ':', c == ',', c == '[', c == '{':
			marks++
		case c >= ' ' && c < 0x7f, c == '\n':
		case c < ' ', c == 0x7f:
			return 0, false
		case c == 0xc2 && i+1 < len(src) && src[i+1] < 0xa0, // controls
			c == 0xe2 && i+2 < len(src) && src[i+1] == 0x80 && src[i+2]&^1 == 0xa8,                                        // U+2028, U+2029
			c == 0xef && i+2 < len(src) && (src[i+1] == 0xbb && src[i+2] == 0xbf || src[i+1] == 0xbf && src[i+2] >= 0xbe): // U+FEFF, U+FFFE, U+FFFF
			return 0, false
		}
	}
	return marks, true
}

// next goes to the next line that is not empty; its first byte is at the offset at.
func (r *plainYAML) next(at int) bool {
	for r.row++; at < len(r.src); r.row++ {
		if r.src[at] != '\n' {
			r.start = at
			for at < len(r.src) && r.src[at] == ' ' {
				at++
			}
			r.at, r.indent = at, at-r.start
			return at < len(r.src) && r.src[at] != '\n'
		}
		at++
	}
	r.at, r.start, r.indent = len(r.src), len(r.src), -1
	return false
}

// ended tells whether nothing is left.
func (r *plainYAML) ended() bool { return r.at == len(r.src) }

// endOfLine goes to the next line if nothing but spaces follows.
func (r *plainYAML) endOfLine() bool {
	r.spaces()
	switch {
	case r.at == len(r.src):
		r.next(r.at)
		return true
	case r.src[r.at] == '\n':
		return r.next(r.at+1) || r.ended()
	}
	return false
}

func (r *plainYAML) spaces() {
	for r.at < len(r.src) && r.src[r.at] == ' ' {
		r.at++
	}
}

// peek gives the byte n bytes ahead, a line feed at the end.
func (r *plainYAML) peek(n int) byte {
	if r.at+n < len(r.src) {
		return r.src[r.at+n]
	}
	return '\n'
}

// here gives the place of what is read next.
func (r *plainYAML) here() diag.Pos {
	return r.part.pos(r.row, utf8.RuneCountInString(r.src[r.start:r.at])+1)
}

func (r *plainYAML) node(shape Shape, pos diag.Pos, text string) *Value {
	if len(r.nodes) == 0 {
		r.nodes = make([]Value, 8)
	}
	v := &r.nodes[0]
	r.nodes = r.nodes[1:]
	v.Shape, v.Pos, v.Text = shape, pos, text
	return v
}

// block reads a mapping or a list whose first key or hyphen is at r.at.
func (r *plainYAML) block() *Value {
	if r.depth++; r.depth > maxPlainDepth {
		return nil
	}
	var v *Value
	if r.peek(0) == '-' && r.peek(1) == ' ' {
		v = r.list(r.at - r.start)
	} else {
		v = r.mapping(r.at - r.start)
	}
	r.depth--
	return v
}

// mapping reads a block mapping whose keys begin behind indent characters.
func (r *plainYAML) mapping(indent int) *Value {
	v := r.node(Mapping, r.here(), "")
	for {
		if !r.pair(v, false) {
			return nil
		}
		into := &v.Pairs[len(v.Pairs)-1].Value
		r.spaces()
		if r.peek(0) != '\n' {
			*into = r.line()
		} else if r.endOfLine() && !r.ended() && (r.indent > indent || r.indent == indent && r.src[r.at] == '-') {
			*into = r.block()
		}
		if *into == nil || r.indent > indent {
			return nil
		}
		if r.ended() || r.indent < indent {
			return v
		}
	}
}

// list reads a block sequence whose hyphens stand behind indent characters.
func (r *plainYAML) list(indent int) *Value {
	v := r.node(Sequence, r.here(), "")
	for {
		r.at++
		r.spaces()
		var item *Value
		if r.isKey() {
			item = r.block()
		} else {
			item = r.line()
		}
		if item == nil || r.indent > indent {
			return nil
		}
		v.Items = append(v.Items, item)
		if r.ended() || r.indent < indent || r.peek(0) != '-' || r.peek(1) != ' ' {
			return v
		}
	}
}

// isKey tells whether what is at r.at is a key and not a value.
func (r *plainYAML) isKey() bool {
	back := r.at
	_, key := r.key(false)
	r.at = back
	return key
}

// line reads a value that ends with its line.
func (r *plainYAML) line() *Value {
	var v *Value
	switch r.peek(0) {
	case '[', '{':
		v = r.flow()
	default:
		v = r.scalar(false)
	}
	if v == nil || !r.endOfLine() {
		return nil
	}
	return v
}

func (r *plainYAML) scalar(inFlow bool) *Value {
	pos := r.here()
	var text string
	var ok bool
	switch r.peek(0) {
	case '"', '\'':
		text, ok = r.quoted()
	default:
		text, ok = r.plain(inFlow)
	}
	if !ok {
		return nil
	}
	return r.node(Scalar, pos, text)
}

// flow reads a value in a collection in brackets, or such a collection.
func (r *plainYAML) flow() *Value {
	if r.depth++; r.depth > maxPlainDepth {
		return nil
	}
	defer func() { r.depth-- }()
	open := r.peek(0)
	var v *Value
	switch open {
	case '[':
		v = r.node(Sequence, r.here(), "")
	case '{':
		v = r.node(Mapping, r.here(), "")
	default:
		return r.scalar(true)
	}
	v.Flow = true
	shut := open + 2 // in ASCII, a bracket and its mate are two apart
	r.at++
	if r.spaces(); r.peek(0) == shut {
		r.at++
		return v
	}
	for {
		var item *Value
		if open == '{' {
			if !r.pair(v, true) {
				return nil
			}
			r.spaces()
		}
		if item = r.flow(); item == nil {
			return nil
		}
		if open == '{' {
			v.Pairs[len(v.Pairs)-1].Value = item
		} else {
			v.Items = append(v.Items, item)
		}
		r.spaces()
		switch r.peek(0) {
		case ',':
			r.at++
			r.spaces()
		case shut:
			r.at++
			return v
		default:
			return nil
		}
	}
}

// pair reads a key and the colon behind it, and appends it to a mapping without
// its value. It gives false for one that is there already, too.
func (r *plainYAML) pair(v *Value, inFlow bool) bool {
	pos := r.here()
	key, ok := r.key(inFlow)
	if !ok || v.Get(key) != nil || len(v.Pairs) == maxPlainPairs {
		return false
	}
	if v.Pairs == nil {
		n := 2
		if r.depth == 1 && !inFlow {
			n = min(1+strings.Count(r.src, "\n"), 16)
		}
		v.Pairs = make([]Pair, 0, n)
	}
	v.Pairs = append(v.Pairs, Pair{Key: key, KeyPos: pos})
	return true
}

// key reads a key and the colon behind it.
func (r *plainYAML) key(inFlow bool) (key string, ok bool) {
	from := r.at
	if c := r.peek(0); c == '"' || c == '\'' {
		key, ok = r.quoted()
	} else {
		key, ok = r.plainKey(inFlow)
	}
	if !ok || r.at-from > maxPlainKey || r.peek(0) != ':' || r.peek(1) != ' ' && (inFlow || r.peek(1) != '\n') {
		return "", false
	}
	r.at++
	return key, true
}

// plainKey reads a scalar without quotes up to the colon that ends it.
func (r *plainYAML) plainKey(inFlow bool) (string, bool) {
	if !r.mayBegin() {
		return "", false
	}
	for i := r.at; i < len(r.src) && i-r.at <= maxPlainKey; i++ {
		switch r.src[i] {
		case '\n':
			return "", false
		case '#':
			if r.src[i-1] == ' ' {
				return "", false
			}
		case ',', '[', ']', '{', '}':
			if inFlow {
				return "", false
			}
		case ':':
			if i+1 == len(r.src) || r.src[i+1] == ' ' || r.src[i+1] == '\n' {
				text := strings.TrimRight(r.src[r.at:i], " ")
				r.at = i
				return text, !isNull(text)
			} else if inFlow {
				return "", false
			}
		}
	}
	return "", false
}

// plain reads a scalar without quotes: in a flow collection up to what ends it
// there, else up to the line's end.
func (r *plainYAML) plain(inFlow bool) (string, bool) {
	if !r.mayBegin() {
		return "", false
	}
	end := r.at
scan:
	for ; end < len(r.src); end++ {
		switch c := r.src[end]; c {
		case '\n':
			break scan
		case '#':
			if r.src[end-1] == ' ' {
				return "", false
			}
		case ':':
			if end+1 == len(r.src) || r.src[end+1] == ' ' || r.src[end+1] == '\n' || inFlow && strings.IndexByte(",[]{}", r.src[end+1]) >= 0 {
				return "", false
			}
		case ',', '[', ']', '{', '}':
			if inFlow {
				break scan
			}
		}
	}
	text := strings.TrimRight(r.src[r.at:end], " ")
	r.at = end
	return text, !isNull(text)
}

// mayBegin tells whether a plain scalar may begin with what is at r.at. Of the
// characters that some may begin with, only those are taken that all may.
func (r *plainYAML) mayBegin() bool {
	return strings.IndexByte("-?:,[]{}#&*!|>'\"%@`~<=. \n", r.peek(0)) < 0
}

func isNull(text string) bool { return len(text) == 4 && strings.EqualFold(text, "null") }

// quoted reads a scalar in quotes.
func (r *plainYAML) quoted() (string, bool) {
	quote := r.src[r.at]
	var text strings.Builder
	from := r.at + 1
	for i := from; i < len(r.src); i++ {
		switch c := r.src[i]; {
		case c == '\n':
			return "", false
		case c == quote && quote == '\'' && i+1 < len(r.src) && r.src[i+1] == quote,
			c == '\\' && quote == '"' && i+1 < len(r.src) && (r.src[i+1] == '"' || r.src[i+1] == '\\'):
			i++
			text.WriteString(r.src[from : i-1])
			from = i
		case c == '\\' && quote == '"':
			return "", false
		case c == quote:
			whole := r.src[from:i]
			if from > r.at+1 {
				text.WriteString(whole)
				whole = text.String()
			}
			r.at = i + 1
			return whole, true
		}
	}
	return "", false
}
