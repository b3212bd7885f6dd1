package content

import (
	"cmp"
	"slices"
	"strings"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/markup"
	"golang.org/x/text/unicode/norm"
)

// parsed is a file of content/ with what was found wrong in it. It depends on
// the file's path and bytes and on the class of its folder alone.
type parsed struct {
	entry *dossier.Entry
	draft bool           // of entry
	media []dossier.Text // files that must be in content/media
	diags diag.List
}

// parseEntry reads a file of content/.
func parseEntry(file, folder, id string, class dossier.Class, src []byte) parsed {
	form := markup.Page
	if class == dossier.ClassSource {
		form = markup.Annotated
	}
	doc, diags := markup.Parse(file, src, form)
	e := &dossier.Entry{File: file, Folder: folder, Class: class, ID: id, Body: doc.Body, Footnotes: doc.Footnotes}
	r := &reader{diags: diags}
	what := nounOf(e)
	schema := common
	switch class {
	case dossier.ClassSource:
		e.Source = &dossier.SourceFields{}
		schema = sourceSchema
	case dossier.ClassEntity:
		e.Entity = &dossier.EntityFields{}
		schema = entitySchemas[nounOf(e)]
	case dossier.ClassEvent:
		e.Event = &dossier.EventFields{}
		schema = eventSchema
	case dossier.ClassClaim:
		e.Claim = &dossier.ClaimFields{}
		schema = claimSchema
	}
	if doc.Front != nil {
		mapping(r, e, doc.Front, what, schema, ownerOf)
	}
	if !e.Title.Set() && folder != "" && doc.Front.Get("title") == nil && !unreadable(diags) {
		pos := diag.Pos{File: file, Line: 1, Col: 1}
		hint := "write it into the front matter: title: …"
		if doc.Front == nil {
			hint = "begin the file with three lines: ---, title: …, ---"
		}
		r.missing(pos, what, "title", hint)
	}
	if len(doc.Annotations) > 0 {
		e.Annotations = make([]dossier.Annotation, 0, len(doc.Annotations))
	}
	for _, a := range doc.Annotations {
		note := dossier.Annotation{Quote: a.Quote, Note: a.Note}
		if a.Data != nil {
			mapping(r, &note, a.Data, "a quotation", annotationSchema, nil)
		}
		e.Annotations = append(e.Annotations, note)
	}
	media := doc.Media
	if e.Image.Set() {
		e.Image.Value = norm.NFC.String(e.Image.Value)
		media = append(slices.Clip(media), e.Image)
	}
	return parsed{e, e.Draft, media, r.diags}
}

// unreadable tells whether nothing can be said of a file's keys.
func unreadable(diags diag.List) bool {
	return slices.ContainsFunc(diags, func(d diag.Diagnostic) bool {
		switch d.Code {
		case "yaml-syntax", "unclosed-front-matter", "front-matter-start", "not-utf8", "not-text", "front-matter-shape", "nesting":
			return true
		}
		return false
	})
}

// nounOf says what an entry is, for a message.
func nounOf(e *dossier.Entry) string {
	if e.Folder == "" {
		return "the front page"
	}
	for _, k := range dossier.BuiltIn {
		if k.Folder == e.Folder {
			return an(k.One)
		}
	}
	return "an entity"
}

// ownerOf says to what a key belongs that was used elsewhere.
func ownerOf(name string) string {
	var owners []string
	for _, of := range []struct {
		schema []field[dossier.Entry]
		what   string
	}{
		{sourceSchema, "a source"},
		{personSchema, "a person"},
		{organizationSchema, "an organization"},
		{placeSchema, "a place"},
		{eventSchema, "an event"},
		{claimSchema, "a claim"},
	} {
		if slices.ContainsFunc(of.schema, func(f field[dossier.Entry]) bool { return f.key == name }) {
			owners = append(owners, of.what)
		}
	}
	if n := len(owners); n > 1 {
		return strings.Join(owners[:n-1], ", ") + " or " + owners[n-1]
	}
	return strings.Join(owners, "")
}

type (
	entry = dossier.Entry
	words = dossier.Text
)

// The keys of each kind, as the documentation lists them.
var (
	common = []field[entry]{
		text("title", func(e *entry) *words { return &e.Title }),
		texts("aliases", func(e *entry) *[]words { return &e.Aliases }),
		text("summary", func(e *entry) *words { return &e.Summary }),
		texts("tags", func(e *entry) *[]words { return &e.Tags }),
		texts("same_as", func(e *entry) *[]words { return &e.SameAs }, sameAs),
		text("image", func(e *entry) *words { return &e.Image }, imagePath),
		truth("draft", func(e *entry) *bool { return &e.Draft }),
		records("correction", "a correction", func(e *entry) *[]dossier.WrittenCorrection { return &e.Corrections }, correctionSchema, 2, nil,
			func(r *reader, x *dossier.WrittenCorrection, v *markup.Value) bool {
				if v.Get("date") == nil {
					r.missing(v.Pos, "a correction", "date", "write the day on which it was made: date: 2024-05-01")
				}
				if v.Get("note") == nil {
					r.missing(v.Pos, "a correction", "note", "write what was wrong, for readers: note: …")
				}
				return x.Date.Set() && x.Note.Set()
			}),
	}

	correctionSchema = []field[dossier.WrittenCorrection]{
		date("date", func(x *dossier.WrittenCorrection) *words { return &x.Date }),
		text("note", func(x *dossier.WrittenCorrection) *words { return &x.Note }),
	}

	sourceSchema = slices.Concat(common, []field[entry]{
		text("seed", func(e *entry) *words { return &e.Source.Seed }, seedPath),
		text("publisher", func(e *entry) *words { return &e.Source.Publisher }),
		texts("authors", func(e *entry) *[]words { return &e.Source.Authors }),
		date("published", func(e *entry) *words { return &e.Source.Published }),
		text("url", func(e *entry) *words { return &e.Source.URL }, webAddress),
		text("archived", func(e *entry) *words { return &e.Source.Archived }, webAddress),
		date("accessed", func(e *entry) *words { return &e.Source.Accessed }),
		text("language", func(e *entry) *words { return &e.Source.Language }, languageTag),
		texts("origin", func(e *entry) *[]words { return &e.Source.Origin }),
		text("reliability", func(e *entry) *words { return &e.Source.Reliability }, oneOf("A", "B", "C", "D", "E", "F")),
		text("rights", func(e *entry) *words { return &e.Source.Rights }),
		text("publish", func(e *entry) *words { return &e.Source.Publish }, oneOf(dossier.PublishNames...)),
		truth("title_supplied", func(e *entry) *bool { return &e.Source.TitleSupplied }),
		text("encoding", func(e *entry) *words { return &e.Source.Encoding }, encodingLabel),
		texts("leave_out", func(e *entry) *[]words { return &e.Source.LeaveOut }),
		{"names", readNames},
	})

	// The keys that all entities have, and those that make sense of some only.
	entityCommon = slices.Concat(common, []field[entry]{
		records("roles", "a role", func(e *entry) *[]dossier.Role { return &e.Entity.Roles }, roleSchema, 1, nil,
			func(r *reader, x *dossier.Role, v *markup.Value) bool {
				if v.Get("title") == nil {
					r.missing(v.Pos, "a role", "title", "write the office: title: Foreign Minister")
				}
				return x.Title.Set()
			}),
		records("relations", "a relation", func(e *entry) *[]dossier.Relation { return &e.Entity.Relations }, relationSchema, 2, nil,
			func(r *reader, x *dossier.Relation, v *markup.Value) bool {
				if v.Get("to") == nil {
					r.missing(v.Pos, "a relation", "to", "write the id of the other entity: to: …")
				}
				if v.Get("type") == nil {
					r.missing(v.Pos, "a relation", "type", "write what the tie is: type: adviser of")
				}
				return x.To.Set() && x.Type.Set()
			}),
		text("part_of", func(e *entry) *words { return &e.Entity.PartOf }),
	})
	lifeDates = []field[entry]{
		date("born", func(e *entry) *words { return &e.Entity.Born }),
		date("died", func(e *entry) *words { return &e.Entity.Died }),
	}
	existence = []field[entry]{
		date("founded", func(e *entry) *words { return &e.Entity.Founded }),
		date("dissolved", func(e *entry) *words { return &e.Entity.Dissolved }),
	}
	onMap = []field[entry]{
		{"coordinates", func(r *reader, e *entry, at key, v *markup.Value) { e.Entity.Coordinates = place(r, at, v) }},
	}
	personSchema       = slices.Concat(entityCommon, lifeDates)
	organizationSchema = slices.Concat(entityCommon, existence)
	placeSchema        = slices.Concat(entityCommon, existence, onMap)

	// entitySchemas are by what nounOf says; kinds that a dossier declares have all keys.
	entitySchemas = map[string][]field[entry]{
		"a person": personSchema, "an organization": organizationSchema, "a place": placeSchema,
		"an entity": slices.Concat(entityCommon, lifeDates, existence, onMap),
	}

	eventSchema = slices.Concat(common, []field[entry]{
		date("date", func(e *entry) *words { return &e.Event.Date }),
		text("place", func(e *entry) *words { return &e.Event.Place }),
		records("participants", "a participant", func(e *entry) *[]dossier.Participant { return &e.Event.Participants },
			[]field[dossier.Participant]{
				text("id", func(p *dossier.Participant) *words { return &p.ID }),
				text("role", func(p *dossier.Participant) *words { return &p.Role }),
			},
			1, func(t words) dossier.Participant { return dossier.Participant{ID: t} },
			func(r *reader, p *dossier.Participant, v *markup.Value) bool {
				if v.Shape == markup.Mapping && v.Get("id") == nil {
					r.missing(v.Pos, "a participant", "id", "write it as {id: …, role: …}")
				}
				return p.ID.Set()
			}),
		evidence(func(e *entry) *[]dossier.Evidence { return &e.Event.Evidence }),
	})

	claimSchema = slices.Concat(common, []field[entry]{
		texts("about", func(e *entry) *[]words { return &e.Claim.About }),
		date("date", func(e *entry) *words { return &e.Claim.Date }),
		evidence(func(e *entry) *[]dossier.Evidence { return &e.Claim.Evidence }),
	})

	roleSchema = []field[dossier.Role]{
		text("title", func(x *dossier.Role) *words { return &x.Title }),
		text("organization", func(x *dossier.Role) *words { return &x.Organization }),
		date("from", func(x *dossier.Role) *words { return &x.From }),
		date("until", func(x *dossier.Role) *words { return &x.Until }),
		evidence(func(x *dossier.Role) *[]dossier.Evidence { return &x.Evidence }),
	}

	relationSchema = []field[dossier.Relation]{
		text("to", func(x *dossier.Relation) *words { return &x.To }),
		text("type", func(x *dossier.Relation) *words { return &x.Type }),
		date("from", func(x *dossier.Relation) *words { return &x.From }),
		date("until", func(x *dossier.Relation) *words { return &x.Until }),
		evidence(func(x *dossier.Relation) *[]dossier.Evidence { return &x.Evidence }),
	}

	evidenceSchema = []field[dossier.Evidence]{
		text("cite", func(x *dossier.Evidence) *words { return &x.Cite }),
		text("quote", func(x *dossier.Evidence) *words { return &x.Quote }),
		text("stance", func(x *dossier.Evidence) *words { return &x.Stance }, oneOf(dossier.StanceNames[1:]...)),
		text("speaker", func(x *dossier.Evidence) *words { return &x.Speaker }),
		date("said", func(x *dossier.Evidence) *words { return &x.Said }),
		texts("origin", func(x *dossier.Evidence) *[]words { return &x.Origin }),
		{"credibility", func(r *reader, x *dossier.Evidence, at key, v *markup.Value) {
			x.Credibility, x.CredibilityPos = grade(r, at, v), v.Pos
		}},
		{"value", func(r *reader, x *dossier.Evidence, at key, v *markup.Value) { x.Values = readValues(r, at, v) }},
		renderings(func(x *dossier.Evidence) *[]dossier.Rendering { return &x.SameAs }),
		text("note", func(x *dossier.Evidence) *words { return &x.Note }),
	}

	annotationSchema = []field[dossier.Annotation]{
		text("speaker", func(x *dossier.Annotation) *words { return &x.Speaker }),
		date("said", func(x *dossier.Annotation) *words { return &x.Said }),
		renderings(func(x *dossier.Annotation) *[]dossier.Rendering { return &x.SameAs }),
		texts("tags", func(x *dossier.Annotation) *[]words { return &x.Tags }),
	}
)

// evidence is the key that is the same wherever something is to be shown.
func evidence[T any](get func(*T) *[]dossier.Evidence) field[T] {
	return field[T]{"evidence", func(r *reader, into *T, at key, v *markup.Value) {
		records("evidence", "a piece of evidence", get, evidenceSchema, 1, nil,
			func(r *reader, x *dossier.Evidence, v *markup.Value) bool {
				x.Pos = v.Pos
				if v.Get("cite") == nil {
					r.missing(v.Pos, "a piece of evidence", "cite", `write it as {cite: source-id, quote: "exact words"}`)
				}
				if v.Get("same_as") != nil && v.Get("quote") == nil {
					r.missing(v.Pos, "a piece of evidence with same_as", "quote", `write the words that the other quotation renders too: quote: "exact words"`)
				}
				return x.Cite.Set()
			}).read(r, into, at, v)
	}}
}

// renderings is the key for quotations of the same utterance.
func renderings[T any](get func(*T) *[]dossier.Rendering) field[T] {
	schema := []field[dossier.Rendering]{
		text("cite", func(x *dossier.Rendering) *words { return &x.Cite }),
		text("quote", func(x *dossier.Rendering) *words { return &x.Quote }),
	}
	return records("same_as", "a rendering", get, schema, 2, nil, func(r *reader, x *dossier.Rendering, v *markup.Value) bool {
		if v.Get("cite") == nil || v.Get("quote") == nil {
			r.missing(v.Pos, "a rendering", cmp.Or(map[bool]string{true: "cite"}[v.Get("cite") == nil], "quote"),
				`write where the words stand elsewhere: same_as: {cite: source-id, quote: "exact words"}`)
		}
		return x.Cite.Set() && x.Quote.Set()
	})
}

// readNames reads the mapping from words of a source's text to ids.
func readNames(r *reader, e *entry, at key, v *markup.Value) {
	if v.Shape != markup.Mapping {
		if v.Null {
			r.words(at, v)
			return
		}
		r.diags.Errorf(v.Pos, "wrong-type", "the value of %q is %s, but a mapping is wanted", at.name, v.Shape).
			Hintf("write one line for each name: the words, a colon, and an id or none")
		return
	}
	for _, p := range v.Pairs {
		if t, ok := r.words(key{p.Key, p.KeyPos}, p.Value); ok {
			e.Source.Names = append(e.Source.Names, dossier.NameRule{Words: words{Value: p.Key, Pos: p.KeyPos}, Target: t})
		}
	}
}
