package content

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/markup"
)

// reserved are folders of the site that no kind may have as its own.
var reserved = []string{"media", "data", "assets"}

// kindNames are the two words for a kind of the dossier's own.
type kindNames struct{ one, many words }

var configSchema = []field[dossier.Config]{
	text("title", func(c *dossier.Config) *words { return &c.Title }),
	text("description", func(c *dossier.Config) *words { return &c.Description }),
	text("language", func(c *dossier.Config) *words { return &c.Language }, languageTag),
	text("base_url", func(c *dossier.Config) *words { return &c.BaseURL }, webAddress),
	texts("authors", func(c *dossier.Config) *[]words { return &c.Authors }),
	{"publish", func(r *reader, c *dossier.Config, at key, v *markup.Value) {
		if t, ok := r.words(at, v); ok && oneOf(dossier.PublishNames...)(r, at, t) {
			c.Publish = dossier.Publish(slices.Index(dossier.PublishNames, t.Value))
		}
	}},
	{"kinds", readKinds},
}

// parseConfig reads dossier.yaml.
func parseConfig(file string, src []byte) (dossier.Config, diag.List) {
	c := dossier.Config{Language: words{Value: "en"}, Kinds: slices.Clone(dossier.BuiltIn)}
	v, diags := markup.ParseYAML(file, src)
	r := &reader{diags: diags}
	start := diag.Pos{File: file, Line: 1, Col: 1}
	if v != nil && v.Shape != markup.Mapping {
		r.diags.Errorf(v.Pos, "front-matter-shape", "%s is %s, but keys with values are wanted", file, v.Shape).
			Hintf("write one key a line: title: The title")
		return c, r.diags
	}
	if v != nil {
		mapping(r, &c, v, file, configSchema, ownerOf)
	}
	if v.Get("title") == nil && !unreadable(diags) {
		r.missing(start, file, "title", "write the dossier's title: title: …")
	}
	switch {
	case strings.ContainsAny(c.BaseURL.Value, "?#"):
		r.diags.Errorf(c.BaseURL.Pos, "wrong-value", "the address %q has a query or a fragment", c.BaseURL.Value).
			Hintf("write the address of the folder that the site is in")
		c.BaseURL = words{}
	case c.BaseURL.Set() && !strings.HasSuffix(c.BaseURL.Value, "/"):
		c.BaseURL.Value += "/"
	}
	return c, r.diags
}

func readKinds(r *reader, c *dossier.Config, at key, v *markup.Value) {
	if v.Shape != markup.Mapping {
		if v.Null {
			r.words(at, v)
			return
		}
		r.diags.Errorf(v.Pos, "wrong-type", "the value of %q is %s, but a mapping is wanted", at.name, v.Shape).
			Hintf("write kinds: {vessels: {one: Vessel, many: Vessels}}")
		return
	}
	for _, p := range v.Pairs {
		switch {
		case slices.ContainsFunc(dossier.BuiltIn, func(k dossier.Kind) bool { return strings.EqualFold(k.Folder, p.Key) }):
			r.diags.Errorf(p.KeyPos, "kind-name", "the kind %q is there without being declared", p.Key).
				Hintf("delete it from kinds")
			continue
		case slices.Contains(reserved, strings.ToLower(p.Key)):
			r.diags.Errorf(p.KeyPos, "kind-name", "no kind may be called %q: the site has a folder of that name", p.Key).
				Hintf("give the kind another name")
			continue
		case !isSlug(p.Key) || p.Key != strings.ToLower(p.Key) || strings.Contains(p.Key, "."):
			// With a dot it could be the name of a file of the site: about.html, robots.txt.
			r.diags.Errorf(p.KeyPos, "kind-name", "%q cannot be the name of a kind's folder", p.Key).
				Hintf("write %q", strings.ToLower(slug(p.Key)))
			continue
		case slices.ContainsFunc(c.Kinds, func(k dossier.Kind) bool { return strings.EqualFold(k.Folder, p.Key) }):
			r.diags.Errorf(p.KeyPos, "kind-name", "the kind %q stands twice", p.Key).Hintf("delete one of the two")
			continue
		}
		first, n := utf8.DecodeRuneInString(p.Key)
		name := string(unicode.ToUpper(first)) + p.Key[n:]
		names := kindNames{words{Value: name}, words{Value: name}}
		switch {
		case p.Value.Shape == markup.Mapping:
			mapping(r, &names, p.Value, "a kind", []field[kindNames]{
				text("one", func(k *kindNames) *words { return &k.one }),
				text("many", func(k *kindNames) *words { return &k.many }),
			}, nil)
		case !p.Value.Null:
			r.diags.Errorf(p.Value.Pos, "wrong-type", "the kind %q is %s, but a mapping is wanted", p.Key, p.Value.Shape).
				Hintf("write %s: {one: …, many: …}", p.Key)
		}
		c.Kinds = append(c.Kinds, dossier.Kind{
			Folder: p.Key, Class: dossier.ClassEntity, One: names.one.Value, Many: names.many.Value, Sign: "entity",
		})
	}
}
