package render

import "strings"

// What a page is made of is many small values that live as long as it does. The
// types of this file take the storage of several of them at once.

// A slab gives storage for values of one type.
type slab[T any] struct{ free []T }

// slabLength is how many values a slab takes storage for at once.
const slabLength = 32

// take gives n zero values that nobody else has, nil for none; appending to them moves them.
func (s *slab[T]) take(n int) []T {
	if n == 0 {
		return nil
	}
	if n > len(s.free) {
		if n > slabLength/2 {
			return make([]T, n)
		}
		s.free = make([]T, slabLength)
	}
	values := s.free[:n:n]
	s.free = s.free[n:]
	return values
}

func (s *slab[T]) one(value T) *T {
	v := &s.take(1)[0]
	*v = value
	return v
}

// An arena gives storage for strings.
type arena struct{ b strings.Builder }

// arenaSize is how many bytes an arena takes at once; a string of more than
// arenaString gets storage of its own.
const (
	arenaSize   = 4 << 10
	arenaString = arenaSize / 8
)

// room makes sure that a string of n bytes can be written without moving.
func (a *arena) room(n int) {
	if n > a.b.Cap()-a.b.Len() {
		a.b.Reset()
		a.b.Grow(arenaSize)
	}
}

// keep gives a copy of bytes.
func (a *arena) keep(s []byte) string {
	if len(s) > arenaString {
		return string(s)
	}
	a.room(len(s))
	from := a.b.Len()
	a.b.Write(s)
	return a.b.String()[from:]
}

// join puts strings together.
func (a *arena) join(parts ...string) string {
	n := 0
	for _, s := range parts {
		n += len(s)
	}
	if n > arenaString {
		return strings.Join(parts, "")
	}
	a.room(n)
	from := a.b.Len()
	for _, s := range parts {
		a.b.WriteString(s)
	}
	return a.b.String()[from:]
}

// A set tells whether a value came before. It needs no storage for a few.
type set[T comparable] struct {
	few  [12]T
	n    int
	many map[T]bool
}

// add reports whether the value is new.
func (s *set[T]) add(value T) bool {
	if s.has(value) {
		return false
	}
	switch {
	case s.n < len(s.few):
		s.few[s.n] = value
	case s.many == nil:
		s.many = map[T]bool{value: true}
	default:
		s.many[value] = true
	}
	s.n++
	return true
}

func (s *set[T]) has(value T) bool {
	for i := range min(s.n, len(s.few)) {
		if s.few[i] == value {
			return true
		}
	}
	return s.many[value]
}
