package edtf

import "strconv"

func (d *date) append(b []byte) []byte {
	switch d.kind {
	case single:
		return d.items[0].from.append(b)
	case interval:
		b = d.items[0].from.append(b)
		return d.items[0].to.append(append(b, '/'))
	}
	open, closing := byte('['), byte(']')
	if d.kind == allOf {
		open, closing = '{', '}'
	}
	b = append(b, open)
	for i := range d.items {
		if i > 0 {
			b = append(b, ',')
		}
		it := &d.items[i]
		switch {
		case !it.ranged:
			b = it.from.append(b)
		case it.from.kind == endOpen:
			b = it.to.append(append(b, ".."...))
		case it.to.kind == endOpen:
			b = append(it.from.append(b), ".."...)
		default:
			b = it.to.append(append(it.from.append(b), ".."...))
		}
	}
	return append(b, closing)
}

func (e *end) append(b []byte) []byte {
	switch e.kind {
	case endOpen:
		return append(b, ".."...)
	case endDate:
		return e.part.append(b)
	}
	return b
}

// append writes the qualifiers in the preferred manner of ISO 8601-2: at the
// right of a run of equally qualified components that begins with the year,
// and at the left of every other component.
func (p *part) append(b []byte) []byte {
	run := 0 // components that the right-hand qualifier covers
	if p.flags[0] != 0 {
		for run = 1; run < int(p.n) && p.flags[run] == p.flags[0]; run++ {
		}
	}
	b = p.appendYear(b)
	if run == 1 {
		b = p.flags[0].append(b)
	}
	for i := 1; i < int(p.n); i++ {
		b = append(b, '-')
		if i >= run {
			b = p.flags[i].append(b)
		}
		switch {
		case i == 2:
			b = append(b, p.day[:]...)
		case p.season != 0:
			b = appendTwo(b, int(p.season))
		default:
			b = append(b, p.month[:]...)
		}
		if i == run-1 {
			b = p.flags[i].append(b)
		}
	}
	if p.clock.set {
		b = p.clock.append(append(b, 'T'))
	}
	return b
}

func (p *part) appendYear(b []byte) []byte {
	switch {
	case p.exponent != 0:
		b = strconv.AppendInt(append(b, 'Y'), p.mantissa, 10)
		b = strconv.AppendInt(append(b, 'E'), int64(p.exponent), 10)
	case p.long:
		b = strconv.AppendInt(append(b, 'Y'), p.year, 10)
	default:
		if p.negative {
			b = append(b, '-')
		}
		b = append(b, p.digits[:]...)
	}
	if p.sig != 0 {
		b = strconv.AppendInt(append(b, 'S'), int64(p.sig), 10)
	}
	return b
}

func (q Qualifier) append(b []byte) []byte {
	switch q {
	case Uncertain:
		return append(b, '?')
	case Approximate:
		return append(b, '~')
	case Uncertain | Approximate:
		return append(b, '%')
	}
	return b
}

func (c *clock) append(b []byte) []byte {
	b = c.appendTime(b)
	switch {
	case !c.zoned:
		return b
	case c.offset == 0:
		return append(b, 'Z')
	}
	return c.appendOffset(b)
}

func (c *clock) appendTime(b []byte) []byte {
	b = appendTwo(b, int(c.hour))
	b = appendTwo(append(b, ':'), int(c.minute))
	if c.seconds {
		b = appendTwo(append(b, ':'), int(c.second))
	}
	return b
}

func (c *clock) appendOffset(b []byte) []byte {
	sign, offset := byte('+'), int(c.offset)
	if offset < 0 {
		sign, offset = '-', -offset
	}
	b = appendTwo(append(b, sign), offset/60)
	return appendTwo(append(b, ':'), offset%60)
}

func appendTwo(b []byte, v int) []byte {
	return append(b, byte('0'+v/10), byte('0'+v%10))
}
