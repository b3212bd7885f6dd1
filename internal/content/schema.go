package content

import (
	"fmt"
	"math"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/markup"
	"golang.org/x/text/language"
)

// reader turns values into fields and collects what is wrong with them.
type reader struct{ diags diag.List }

// field is a key of a mapping that becomes a T.
type field[T any] struct {
	key  string
	read func(r *reader, into *T, at key, v *markup.Value)
}

// key is the name and place of a value that is being read.
type key struct {
	name string
	pos  diag.Pos
}

// mapping reads the keys of v that the schema has. For another key, elsewhere
// may say where it belongs.
func mapping[T any](r *reader, into *T, v *markup.Value, what string, schema []field[T], elsewhere func(key string) string) {
	for n, p := range v.Pairs {
		i := slices.IndexFunc(schema, func(f field[T]) bool { return f.key == p.Key })
		if i >= 0 {
			schema[i].read(r, into, key{p.Key, p.KeyPos}, p.Value)
			continue
		}
		d := r.diags.Errorf(p.KeyPos, "unknown-key", "%s has no key %q", what, p.Key)
		names := make([]string, len(schema))
		for i, f := range schema {
			names[i] = f.key
		}
		if text, cut := cutAtComma(v, n); cut && numberCut.MatchString(text) {
			d.Hintf("write the number without marks between its digits: %s", strings.NewReplacer(", ", "", `"`, "").Replace(text))
		} else if cut {
			d.Hintf("a text in {…} that holds a comma must stand in quotes: %s", text)
		} else if elsewhere != nil && elsewhere(p.Key) != "" {
			d.Hintf("%q belongs to %s", p.Key, elsewhere(p.Key))
		} else if near, ok := nearest(p.Key, names); ok {
			d.Hintf("write %q", near)
		} else {
			d.Hintf("the keys are: %s", strings.Join(names, ", "))
		}
	}
}

// numberCut is what cutAtComma gives where the comma parts the thousands of a number.
var numberCut = regexp.MustCompile(`^number: "[^0-9"]*[0-9]{1,3}(, [0-9]{3})+"$`)

// cutAtComma tells whether a key of a mapping in braces is what follows a comma
// in the text before it, and gives that text with its key as it should be written.
func cutAtComma(v *markup.Value, n int) (string, bool) {
	if !v.Flow || n == 0 || !v.Pairs[n].Value.Null || v.Pairs[n].Value.Text != "" {
		return "", false
	}
	from := n - 1
	for from > 0 && v.Pairs[from].Value.Null {
		from--
	}
	if v.Pairs[from].Value.Shape != markup.Scalar || v.Pairs[from].Value.Null {
		return "", false
	}
	text := v.Pairs[from].Value.Text
	for _, p := range v.Pairs[from+1:] {
		if !p.Value.Null {
			break
		}
		text += ", " + p.Key
	}
	return fmt.Sprintf("%s: %q", v.Pairs[from].Key, text), true
}

// words reads a value that must be a single text. It gives false, and a
// diagnostic, where it is not, and where it is empty.
func (r *reader) words(at key, v *markup.Value) (dossier.Text, bool) {
	if v.Shape != markup.Scalar {
		r.diags.Errorf(v.Pos, "wrong-type", "the value of %q is %s, but a single text is wanted", at.name, v.Shape).
			Hintf("write one text: %s: …; a text that begins with [ or { must stand in quotes", at.name)
		return dossier.Text{}, false
	}
	t := dossier.Text{Value: strings.TrimSpace(v.Text), Pos: v.Pos}
	if v.Null || t.Value == "" {
		r.diags.Errorf(at.pos, "empty-value", "the key %q has no value", at.name).
			Hintf("write a value behind it, or delete the key")
		return dossier.Text{}, false
	}
	return t, true
}

// check judges a text; it reports what is wrong and tells whether it may be used.
type check func(r *reader, at key, t dossier.Text) bool

// text is a key with a single text.
func text[T any](name string, get func(*T) *dossier.Text, checks ...check) field[T] {
	return field[T]{name, func(r *reader, into *T, at key, v *markup.Value) {
		t, ok := r.words(at, v)
		for _, c := range checks {
			ok = ok && c(r, at, t)
		}
		if ok {
			*get(into) = t
		}
	}}
}

// date is a key with a date in EDTF. A set of dates is written in the brackets
// of a list or a mapping of YAML, and so has to stand in quotes.
func date[T any](name string, get func(*T) *dossier.Text) field[T] {
	return field[T]{name, func(r *reader, into *T, at key, v *markup.Value) {
		if set := edtfSet(v); set != "" {
			r.diags.Errorf(v.Pos, "wrong-type", "the value of %q is %s, but a date is wanted", name, v.Shape).
				Hintf("write %s: %q", name, set)
			return
		}
		text(name, get).read(r, into, at, v)
	}}
}

// edtfSet gives the set of dates that a value was meant as, or nothing.
func edtfSet(v *markup.Value) string {
	if !v.Flow {
		return ""
	}
	var members []string
	for _, item := range v.Items {
		if item.Shape != markup.Scalar || item.Null {
			return ""
		}
		members = append(members, item.Text)
	}
	for _, p := range v.Pairs {
		if !p.Value.Null {
			return ""
		}
		members = append(members, p.Key)
	}
	switch {
	case len(members) == 0:
		return ""
	case v.Shape == markup.Sequence:
		return "[" + strings.Join(members, ",") + "]"
	}
	return "{" + strings.Join(members, ",") + "}"
}

// texts is a key with a list of texts, or a single one.
func texts[T any](name string, get func(*T) *[]dossier.Text, checks ...check) field[T] {
	return field[T]{name, func(r *reader, into *T, at key, v *markup.Value) {
		for _, item := range r.items(at, v) {
			t, ok := r.words(key{name, item.Pos}, item)
			for _, c := range checks {
				ok = ok && c(r, at, t)
			}
			if ok {
				*get(into) = append(*get(into), t)
			}
		}
	}}
}

// items gives the items of a list; what is no list is its own single item.
func (r *reader) items(at key, v *markup.Value) []*markup.Value {
	if v.Shape == markup.Sequence {
		return v.Items
	}
	if v.Null {
		r.words(at, v) // says that it is empty
		return nil
	}
	return []*markup.Value{v}
}

// records is a key with a list of mappings, or a single one. A single word is
// taken by short, where there is one. The first needed keys of the schema are those
// that an item must have.
func records[T, U any](name, what string, get func(*T) *[]U, schema []field[U], needed int, short func(dossier.Text) U,
	done func(r *reader, u *U, v *markup.Value) bool,
) field[T] {
	var form []string
	for _, f := range schema[:needed] {
		form = append(form, f.key+": …")
	}
	return field[T]{name, func(r *reader, into *T, at key, v *markup.Value) {
		for _, item := range r.items(at, v) {
			var u U
			switch {
			case item.Shape == markup.Mapping:
				mapping(r, &u, item, what, schema, nil)
			case item.Shape == markup.Scalar && short != nil:
				t, ok := r.words(key{name, item.Pos}, item)
				if !ok {
					continue
				}
				u = short(t)
			default:
				r.diags.Errorf(item.Pos, "wrong-type", "%s is %s, but a mapping is wanted", what, item.Shape).
					Hintf("write it as {%s}", strings.Join(form, ", "))
				continue
			}
			if done == nil || done(r, &u, item) {
				*get(into) = append(*get(into), u)
			}
		}
	}}
}

// missing reports a key that must be there.
func (r *reader) missing(pos diag.Pos, what, key, hint string) {
	r.diags.Errorf(pos, "missing-key", "%s has no %q", what, key).Hintf("%s", hint)
}

// truth is a key that is true or false.
func truth[T any](name string, get func(*T) *bool) field[T] {
	return field[T]{name, func(r *reader, into *T, at key, v *markup.Value) {
		t, ok := r.words(at, v)
		switch {
		case !ok:
		case t.Value == "true" || t.Value == "false":
			*get(into) = t.Value == "true"
		default:
			r.diags.Errorf(t.Pos, "wrong-value", "%q is neither true nor false", t.Value).
				Hintf("write %s: true, or delete the key", name)
		}
	}}
}

// oneOf wants one of some words.
func oneOf(words ...string) check {
	return func(r *reader, at key, t dossier.Text) bool {
		if slices.Contains(words, t.Value) {
			return true
		}
		d := r.diags.Errorf(t.Pos, "wrong-value", "%q is no value of %q", t.Value, at.name)
		if near, ok := nearest(t.Value, words); ok {
			d.Hintf("write %q", near)
		} else {
			d.Hintf("it is one of: %s", strings.Join(words, ", "))
		}
		return false
	}
}

func webAddress(r *reader, at key, t dossier.Text) bool {
	u, err := url.Parse(t.Value)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && !strings.ContainsAny(t.Value, " \n\t\"<>") {
		return true
	}
	r.diags.Errorf(t.Pos, "wrong-value", "%q in %q is no address of the web", t.Value, at.name).
		Hintf("write the whole address, beginning with https://")
	return false
}

var wikidata = regexp.MustCompile(`^wikidata:Q[1-9][0-9]*$`)

func sameAs(r *reader, _ key, t dossier.Text) bool {
	if u, err := url.Parse(t.Value); wikidata.MatchString(t.Value) || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		return true
	}
	r.diags.Errorf(t.Pos, "wrong-value", "%q in \"same_as\" is neither an address of the web nor an item of Wikidata", t.Value).
		Hintf("write https://… or wikidata:Q42")
	return false
}

func languageTag(r *reader, _ key, t dossier.Text) bool {
	if _, err := language.Parse(t.Value); err != nil {
		r.diags.Errorf(t.Pos, "wrong-value", "%q is no language tag (BCP 47)", t.Value).
			Hintf("write the language's code, as en, tr or pt-BR")
		return false
	}
	return true
}

func encodingLabel(r *reader, _ key, t dossier.Text) bool {
	if canonical(t.Value) != "" {
		return true
	}
	d := r.diags.Errorf(t.Pos, "wrong-value", "%q is no known encoding", t.Value)
	if near, ok := nearest(t.Value, []string{"utf-8", "windows-1252", "windows-1254", "iso-8859-1", "iso-8859-9", "windows-1256", "utf-16le", "utf-16be", "koi8-r", "windows-1251", "shift_jis", "gb18030"}); ok {
		d.Hintf("write %q", near)
	} else {
		d.Hintf("write a name as utf-8, windows-1252, iso-8859-9 or windows-1256")
	}
	return false
}

// seedPath wants a path that stays below seeds/.
func seedPath(r *reader, _ key, t dossier.Text) bool {
	p := strings.TrimPrefix(t.Value, "seeds/")
	switch clean := path.Clean(p); {
	case path.IsAbs(t.Value) || clean == ".." || strings.HasPrefix(clean, "../") || strings.Contains(t.Value, `\`) || strings.Contains(t.Value, ":"):
		r.diags.Errorf(t.Pos, "seed-path", "the path %q leads out of seeds/", t.Value).
			Hintf("copy the text into seeds/ and write its name alone, as article.txt")
		return false
	case clean != p || clean == ".":
		r.diags.Errorf(t.Pos, "seed-path", "the path %q is not written straight", t.Value).Hintf("write %q", clean)
		return false
	}
	return true
}

// imagePath wants a path of a file of content/media.
func imagePath(r *reader, _ key, t dossier.Text) bool {
	if path.Clean(t.Value) == t.Value && strings.HasPrefix(t.Value, "media/") {
		return true
	}
	r.diags.Errorf(t.Pos, "image-elsewhere", "the image %q is no file of content/media/", t.Value).
		Hintf("save the image there and write media/%s", path.Base(t.Value))
	return false
}

// place reads coordinates: "39.9, 32.9", [39.9, 32.9] or {lat: 39.9, lon: 32.9}.
func place(r *reader, at key, v *markup.Value) *dossier.Coordinates {
	var lat, lon string
	form := func() *dossier.Coordinates {
		r.diags.Errorf(v.Pos, "wrong-value", "the value of %q is no pair of coordinates", at.name).
			Hintf("write latitude and longitude in degrees: coordinates: 39.93, 32.86")
		return nil
	}
	switch v.Shape {
	case markup.Scalar:
		t, ok := r.words(at, v)
		if !ok {
			return nil
		}
		if lat, lon, ok = strings.Cut(t.Value, ","); !ok {
			return form()
		}
	case markup.Sequence:
		if len(v.Items) != 2 {
			return form()
		}
		lat, lon = v.Items[0].Text, v.Items[1].Text
	case markup.Mapping:
		if len(v.Pairs) != 2 || v.Get("lat") == nil || v.Get("lon") == nil {
			return form()
		}
		lat, lon = v.Get("lat").Text, v.Get("lon").Text
	}
	c := &dossier.Coordinates{Pos: v.Pos}
	for _, part := range []struct {
		words, name string
		most        float64
		into        *float64
	}{{lat, "latitude", 90, &c.Lat}, {lon, "longitude", 180, &c.Lon}} {
		f, err := strconv.ParseFloat(strings.TrimSpace(part.words), 64)
		if err != nil || math.IsNaN(f) {
			return form()
		}
		if math.Abs(f) > part.most {
			r.diags.Errorf(v.Pos, "wrong-value", "the %s %s is out of range", part.name, strings.TrimSpace(part.words)).
				Hintf("it lies between −%v and %v degrees; the latitude comes first", part.most, part.most)
			return nil
		}
		*part.into = f
	}
	return c
}

// grade reads a credibility: 1 to 6.
func grade(r *reader, at key, v *markup.Value) int {
	t, ok := r.words(at, v)
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(t.Value)
	if err != nil || n < 1 || n > 6 {
		r.diags.Errorf(t.Pos, "wrong-value", "%q is no credibility", t.Value).
			Hintf("it is a number from 1 (confirmed) to 6 (cannot be judged)")
		return 0
	}
	return n
}

// an puts the article before a noun.
func an(noun string) string {
	noun = strings.ToLower(noun)
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return fmt.Sprintf("a %s", noun)
}
