package render

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"path"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"dossier/internal/diag"
	"dossier/internal/weigh"
)

// wordsFolder has one file of interface words for each language, called by its
// tag (BCP 47).
const wordsFolder = "i18n"

// wordsFile holds every interface word of the site, in the language that stands
// in where another one has none.
const wordsFile = wordsFolder + "/en.yaml"

// words are the interface words of one language, by key.
type words struct {
	language language.Tag
	byKey    map[string]word
	fewForms [100]plural.Form // of the numbers below 100

	comma     string // between the members of a list
	thousands string // between groups of three digits
	decimal   string // between a whole number and its fraction
}

// A word has a form for each category of numbers that its language tells apart
// (CLDR plural rules); # in it stands for the number.
type word [plural.Many + 1]string // plural.Other is the form of all that have none

// categories are the names of forms in the files.
var categories = [...]string{plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}

func newWords(lang string) *words {
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.English
	}
	w := &words{language: tag, byKey: map[string]word{}}
	for n := range w.fewForms {
		w.fewForms[n] = formOf(tag, n)
	}
	return w
}

func formOf(tag language.Tag, n int) plural.Form {
	return plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)
}

// form gives the category of a number.
func (w *words) form(n int) plural.Form {
	if 0 <= n && n < len(w.fewForms) {
		return w.fewForms[n]
	}
	return formOf(w.language, n)
}

// forms lists the categories that the language tells apart: all rules of CLDR
// for whole numbers look at the last digits, or at millions.
func (w *words) forms() []plural.Form {
	found := []plural.Form{w.form(1_000_000)}
	for n := range 1000 {
		if f := w.form(n); !slices.Contains(found, f) {
			found = append(found, f)
		}
	}
	slices.Sort(found)
	return found
}

// wordsFiles names the files whose words make up the interface of a language,
// each taking the place of the one before: English, the language, its varieties.
func wordsFiles(lang string) []string {
	files := []string{wordsFile}
	tag, err := language.Parse(lang)
	if err != nil {
		return files
	}
	subtags := strings.Split(tag.String(), "-")
	for i := range subtags {
		if name := path.Join(wordsFolder, strings.Join(subtags[:i+1], "-")+".yaml"); name != wordsFile {
			files = append(files, name)
		}
	}
	return files
}

// isWordsFile tells whether a template file has interface words.
func isWordsFile(name string) bool {
	return path.Dir(name) == wordsFolder && path.Ext(name) == ".yaml"
}

// read adds the words of a file; what it does not name stays as it is.
func (w *words) read(file string, data []byte, list *diag.List) {
	var nodes map[string]yaml.Node
	if err := yaml.Unmarshal(data, &nodes); err != nil {
		unreadable(file, data, err, list)
		return
	}
	for key, node := range nodes {
		at := diag.Pos{File: file, Line: node.Line, Col: node.Column}
		var forms map[string]string
		if node.Kind == yaml.ScalarNode {
			w.byKey[key] = word{plural.Other: node.Value}
			continue
		}
		if err := node.Decode(&forms); err != nil || forms["other"] == "" {
			list.Errorf(at, "words", "%q is neither a text nor a text for each category of numbers, one of them called other", key)
			continue
		}
		var made word
		for name, text := range forms {
			i := slices.Index(categories[:], name)
			if i < 0 {
				list.Errorf(at, "words", "%q has a form %q, which is no category of numbers", key, name).
					Hintf("the categories are zero, one, two, few, many and other")
				continue
			}
			made[i] = text
		}
		w.byKey[key] = made
	}
}

// unreadable tells why a file of words is none.
func unreadable(file string, data []byte, err error, list *diag.List) {
	var one *yaml.LoadError
	var all *yaml.LoadErrors
	flaws := []*yaml.LoadError{}
	switch {
	case errors.As(err, &all):
		flaws = all.Errors
	case errors.As(err, &one):
		flaws = append(flaws, one)
	default:
		list.Errorf(diag.Pos{File: file}, "words", "cannot read the interface words: %v", err)
	}
	lines := strings.Count(strings.TrimRight(string(data), " \t\r\n"), "\n") + 1
	for _, f := range flaws {
		at, says := f.Mark, f.Message
		// What is never closed is best shown where it begins; the end of the file is on no line.
		if f.ContextMark.Line > 0 && (at.Line > lines || strings.Contains(says, "end of stream")) {
			at = f.ContextMark
		}
		if at.Line > lines {
			at.Line, at.Column = lines, 1
		}
		if strings.HasPrefix(says, "cannot construct") {
			says = "words behind their keys are wanted, as in key: words"
		}
		list.Errorf(diag.Pos{File: file, Line: at.Line, Col: at.Column}, "words", "cannot read the interface words: %s", says)
	}
}

// complete puts English words in the place of those that a language has not,
// and warns of them. files are those that were read for the language.
func (w *words) complete(english *words, files []string, list *diag.List) {
	var missing []string
	for key, word := range english.byKey {
		if _, ok := w.byKey[key]; !ok {
			w.byKey[key] = word
			missing = append(missing, key)
		}
	}
	if len(files) > 0 && len(missing) > 0 {
		slices.Sort(missing)
		*list = append(*list, diag.Diagnostic{
			Severity: diag.Warning, Code: "words-missing", Pos: diag.Pos{File: files[len(files)-1]},
			Message: fmt.Sprintf("%s of the interface are in English, as they stand in no file of the language %s", some(missing), w.language),
			Hint:    "copy their lines from " + templateFile(wordsFile) + " and translate them",
		})
	}
	w.comma, w.thousands, w.decimal = w.byKey["comma"][plural.Other], w.byKey["thousands"][plural.Other], w.byKey["decimal"][plural.Other]
}

// some names the first of many keys.
func some(keys []string) string {
	const named = 5
	text := "the words " + strconv.Quote(keys[0])
	for _, key := range keys[1:min(named, len(keys))] {
		text += ", " + strconv.Quote(key)
	}
	if more := len(keys) - named; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

func (w *words) text(key string) (string, error) {
	if s, ok := w.byKey[key]; ok {
		return s[plural.Other], nil
	}
	return "", fmt.Errorf("there are no interface words %q in %s", key, wordsFile)
}

// number prints a count with its noun: 1 source, 3 sources.
func (w *words) number(n int, key string) (string, error) {
	s, ok := w.byKey[key]
	if !ok {
		return w.text(key)
	}
	return strings.ReplaceAll(cmp.Or(s[w.form(n)], s[plural.Other]), "#", w.grouped(n)), nil
}

// counts prints several counts in a row.
func (w *words) counts(list []Count) (string, error) {
	parts := make([]string, len(list))
	for i, c := range list {
		var err error
		if parts[i], err = w.number(c.N, c.Key); err != nil {
			return "", err
		}
	}
	return strings.Join(parts, " · "), nil
}

// kind translates the name of a kind that every dossier has; those that the
// editor declared have none but the editor's.
func (w *words) kind(name string) string {
	if s, ok := w.byKey["kind-"+strings.ToLower(name)]; ok {
		return s[plural.Other]
	}
	return name
}

// join prints a list.
func (w *words) join(list []string) string { return strings.Join(list, w.comma) }

// grouped parts the thousands of numbers of five digits and more.
func (w *words) grouped(n int) string {
	s := strconv.Itoa(n)
	if n < 10000 {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + w.thousands + s[i:]
	}
	return s
}

// amount prints a number as a report gives it: "at least 46,707".
func (w *words) amount(a *Amount) (string, error) {
	first := w.digits(a.First)
	if a.Key == "" {
		return first, nil
	}
	text, err := w.text(a.Key)
	if err != nil {
		return "", err
	}
	text = strings.Replace(text, "#", first, 1)
	return strings.Replace(text, "#", w.digits(a.Second), 1), nil
}

// digits prints a number with the marks of the language between its digits.
func (w *words) digits(s string) string {
	rest := strings.TrimLeft(s, "-−")
	sign := ""
	if rest != s {
		sign = "−"
	}
	whole, fraction, point := strings.Cut(rest, ".")
	if n, err := strconv.Atoi(whole); err == nil {
		whole = w.grouped(n)
	}
	if point {
		whole += w.decimal + fraction
	}
	return sign + whole
}

// lag prints how long after something a source was published: "3 days later".
func (w *words) lag(l *weigh.Lag) (string, error) {
	text, err := w.span(l.Least, l.Most)
	for _, more := range []struct {
		is  bool
		key string
	}{{l.Open, "lag-open"}, {l.Begun, "lag-begun"}} {
		if more.is && err == nil {
			var around string
			around, err = w.text(more.key)
			text = strings.Replace(around, "{lag}", text, 1)
		}
	}
	return text, err
}

// span prints a number of days after something, or one between two numbers.
func (w *words) span(from, to int) (string, error) {
	switch {
	case from == to:
		return w.days(from)
	case from >= 0:
		text, err := w.number(to, "lag-after-from")
		return strings.Replace(text, "{from}", w.grouped(from), 1), err
	case to <= 0:
		text, err := w.number(-from, "lag-before-from")
		return strings.Replace(text, "{from}", w.grouped(-to), 1), err
	}
	first, err := w.days(from)
	if err != nil {
		return "", err
	}
	last, err := w.days(to)
	if err != nil {
		return "", err
	}
	text, err := w.text("lag-to")
	return strings.NewReplacer("{from}", first, "{to}", last).Replace(text), err
}

func (w *words) days(n int) (string, error) {
	switch {
	case n == 0:
		return w.text("lag-same")
	case n < 0:
		return w.number(-n, "lag-before")
	}
	return w.number(n, "lag-after")
}

// fold puts the words in the place of each action {{t "key"}}, so that they cost
// nothing when a page is made, and reports keys that have none.
func (t *Templates) fold(tmpl *template.Template, list *diag.List) {
	if tmpl.Tree == nil || tmpl.Tree.Root == nil {
		return
	}
	t.foldList(tmpl.Tree, tmpl.Tree.Root, list)
}

func (t *Templates) foldList(tree *parse.Tree, l *parse.ListNode, list *diag.List) {
	if l == nil {
		return
	}
	for i, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			key, ok := constantKey(n.Pipe)
			if !ok {
				continue
			}
			s, err := t.words.text(key)
			if err != nil {
				list.Errorf(t.nodePos(tree, n.Pipe.Cmds[0].Args[1]), "template-words", "%v", err)
				continue
			}
			l.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(s))}
		case *parse.IfNode:
			t.foldList(tree, n.List, list)
			t.foldList(tree, n.ElseList, list)
		case *parse.RangeNode:
			t.foldList(tree, n.List, list)
			t.foldList(tree, n.ElseList, list)
		case *parse.WithNode:
			t.foldList(tree, n.List, list)
			t.foldList(tree, n.ElseList, list)
		}
	}
}

// constantKey recognises t with one string and nothing else.
func constantKey(p *parse.PipeNode) (string, bool) {
	if len(p.Cmds) != 1 || len(p.Decl) != 0 || len(p.Cmds[0].Args) != 2 {
		return "", false
	}
	f, ok := p.Cmds[0].Args[0].(*parse.IdentifierNode)
	s, isString := p.Cmds[0].Args[1].(*parse.StringNode)
	if !ok || !isString || f.Ident != "t" {
		return "", false
	}
	return s.Text, true
}
