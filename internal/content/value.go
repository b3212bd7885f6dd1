package content

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/markup"
	"dossier/internal/quantity"
)

// valueSchema has the keys of what a piece of evidence says something amounts to.
// The type of a value is written, not guessed: 2024 may be a year or a number.
var valueSchema = []field[dossier.WrittenValue]{
	date("date", func(x *dossier.WrittenValue) *words { return &x.Date }),
	text("number", func(x *dossier.WrittenValue) *words { return &x.Number }, number),
	text("text", func(x *dossier.WrittenValue) *words { return &x.Words }),
	text("unit", func(x *dossier.WrittenValue) *words { return &x.Unit }),
	text("of", func(x *dossier.WrittenValue) *words { return &x.Of }),
	date("at", func(x *dossier.WrittenValue) *words { return &x.At }),
}

// readValues reads the values that a piece of evidence gives: one, or a list.
func readValues(r *reader, at key, v *markup.Value) []dossier.WrittenValue {
	if set := edtfSet(v); set != "" {
		if _, err := edtf.Parse(set); err == nil { // a set of dates, in the brackets of a list of YAML
			r.diags.Errorf(v.Pos, "wrong-type", "the type of the value %s is missing", set).Hintf("write value: {date: %q}", set)
			return nil
		}
	}
	var list []dossier.WrittenValue
	for _, item := range r.items(at, v) {
		if x, ok := readValue(r, at, item); ok {
			list = append(list, x)
		}
	}
	return list
}

const oneValue = `write one of: value: {date: 2024-04-17}, value: {number: 1200, unit: people}, value: {text: "…"}`

func readValue(r *reader, at key, v *markup.Value) (x dossier.WrittenValue, ok bool) {
	if v.Shape != markup.Mapping {
		t, ok := r.words(at, v)
		if ok {
			r.diags.Errorf(t.Pos, "wrong-type", "the type of the value %q is missing", t.Value).Hintf("write %s", typed(t.Value))
		}
		return x, false
	}
	mapping(r, &x, v, "a value", valueSchema, nil)
	var given []string
	for _, name := range []string{"date", "number", "text"} {
		if v.Get(name) != nil {
			given = append(given, name)
		}
	}
	switch {
	case len(given) == 0 && v.Get("unit") != nil:
		r.missing(v.Pos, "a value with a unit", "number", `write how many they are: {number: 1200, unit: …}`)
		return x, false
	case len(given) == 0:
		r.diags.Errorf(v.Pos, "missing-key", "a value has neither date nor number nor text").Hintf(oneValue)
		return x, false
	case len(given) > 1:
		r.diags.Errorf(v.Pos, "wrong-value", "a value is a date, a number or a text, and this has a %s", strings.Join(given, " and a ")).
			Hintf(oneValue + "; several are a list: value: [{…}, {…}]")
		return x, false
	case x.Unit.Set() && given[0] != "number":
		r.diags.Errorf(x.Unit.Pos, "wrong-value", "a %s has no unit", given[0]).Hintf("write a number, or delete `unit`")
		return x, false
	}
	return x, x.Date.Set() || x.Number.Set() || x.Words.Set() // else, what is wrong was said
}

// typed writes out a value whose type is missing, as far as its form tells.
func typed(words string) string {
	if first, unit, _ := strings.Cut(words, " "); unit != "" {
		if _, err := quantity.Parse(first); err == nil {
			return fmt.Sprintf("value: {number: %q, unit: %s}", first, unit)
		}
	}
	if _, err := quantity.Parse(words); err == nil {
		if len(words) != len("2024") {
			return fmt.Sprintf("value: {number: %q, unit: …}", words)
		}
		return fmt.Sprintf("value: {number: %q, unit: …} or, if it is a year, value: {date: %q}", words, words)
	}
	if _, err := edtf.Parse(words); err == nil {
		return fmt.Sprintf("value: {date: %q}", words)
	}
	return fmt.Sprintf("value: {text: %q}", words)
}

// number wants a number as quantity.Parse reads it.
func number(r *reader, _ key, t dossier.Text) bool {
	_, err := quantity.Parse(t.Value)
	if err == nil {
		if thousandsPoint.MatchString(t.Value) {
			r.diags.Warnf(t.Pos, "decimal-point", "the point in %q is a decimal point", t.Value).
				Hintf("write %q if it parts thousands, and %q if it does not", strings.ReplaceAll(t.Value, ".", ""), t.Value+"0")
		}
		return true
	}
	d := r.diags.Errorf(t.Pos, "wrong-value", "%q is no number: %v", t.Value, err)
	plain := strings.NewReplacer(",", "", " ", "", "\u00a0", "", "\u2009", "", "\u202f", "", "’", "", "'", "", "_", "").Replace(t.Value)
	if strings.Count(plain, ".") > 1 && !strings.Contains(plain, "..") {
		plain = strings.ReplaceAll(plain, ".", "")
	}
	digits := strings.TrimRightFunc(t.Value, func(r rune) bool { return r < '0' || r > '9' })
	for digits != "" && !readable(digits) { // what stands before the words that follow it
		digits = strings.TrimRight(digits[:max(0, strings.LastIndexByte(digits, ' '))], " ")
	}
	switch unit := strings.TrimSpace(t.Value[len(digits):]); {
	case plain != t.Value && readable(plain):
		d.Hintf("write it without marks between its digits: %q", plain)
	case digits != "" && strings.ContainsFunc(unit, unicode.IsLetter):
		d.Hintf("write what it counts apart: {number: %q, unit: %s}", digits, unit)
	default:
		d.Hintf(`write digits: 1200, 12.5, ~1200 (about), ">1200" (more than), ">=1200" (at least), "<1200", "<=1200", 1000..1200; what it counts goes into "unit"`)
	}
	return false
}

// thousandsPoint is a number whose point, in many languages, would part thousands.
var thousandsPoint = regexp.MustCompile(`^[^0-9]*[1-9][0-9]{0,2}\.[0-9]{3}$`)

func readable(number string) bool {
	_, err := quantity.Parse(number)
	return err == nil
}
