package render

import (
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/templates"
)

// assetOf gives an asset of the default templates as it is written to the site.
func assetOf(t *testing.T, name string) string {
	t.Helper()
	for _, f := range defaults(t).Assets() {
		if f.Path == name {
			return string(f.Data)
		}
	}
	t.Fatalf("there is no %s", name)
	return ""
}

// A palette is the properties of the stylesheet's first block.
type palette struct {
	values map[string]string
	dark   bool
}

func paletteOf(t *testing.T, css string, dark bool) palette {
	t.Helper()
	_, block, ok := strings.Cut(css, ":root{")
	block, _, ends := strings.Cut(block, "}")
	if !ok || !ends {
		t.Fatal("the stylesheet has no :root")
	}
	p := palette{map[string]string{}, dark}
	for declaration := range strings.SplitSeq(block, ";") {
		name, value, _ := strings.Cut(declaration, ":")
		p.values[strings.TrimSpace(name)] = strings.TrimSpace(value)
	}
	return p
}

type rgb [3]float64 // 0 to 1

var (
	hexColour  = regexp.MustCompile(`^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$`)
	variableOf = regexp.MustCompile(`^var\((--[a-z-]+)\)$`)
	lightDark  = regexp.MustCompile(`^light-dark\((#[0-9a-f]{6}), ?(#[0-9a-f]{6})\)$`)
	mixture    = regexp.MustCompile(`^color-mix\(in srgb, ?(var\(--[a-z-]+\)) (\d+)%, ?(var\(--[a-z-]+\))\)$`)
)

// colour computes a value as CSS Color Module Level 5 does.
func (p palette) colour(t *testing.T, value string) rgb {
	t.Helper()
	if m := variableOf.FindStringSubmatch(value); m != nil {
		return p.colour(t, p.values[m[1]])
	}
	if m := lightDark.FindStringSubmatch(value); m != nil {
		if p.dark {
			return p.colour(t, m[2])
		}
		return p.colour(t, m[1])
	}
	var c rgb
	if m := mixture.FindStringSubmatch(value); m != nil {
		a, b := p.colour(t, m[1]), p.colour(t, m[3])
		share, err := strconv.ParseFloat(m[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		for i := range c {
			c[i] = a[i]*share/100 + b[i]*(1-share/100)
		}
		return c
	}
	m := hexColour.FindStringSubmatch(value)
	if m == nil {
		t.Fatalf("no colour: %q", value)
	}
	for i := range c {
		n, err := strconv.ParseUint(m[i+1], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c[i] = float64(n) / 255
	}
	return c
}

// linear takes the gamma of sRGB out, as WCAG 2.2 defines it.
func (c rgb) linear() rgb {
	for i, v := range c {
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return c
}

// luminance is the relative luminance of WCAG 2.2.
func (c rgb) luminance() float64 {
	l := c.linear()
	return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
}

func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// lab gives CIE L*a*b* under D65, in which a distance of 2.3 is just noticed.
func (c rgb) lab() rgb {
	l := c.linear()
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x := f((0.4124*l[0] + 0.3576*l[1] + 0.1805*l[2]) / 0.9505)
	y := f(0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2])
	z := f((0.0193*l[0] + 0.1192*l[1] + 0.9505*l[2]) / 1.089)
	return rgb{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func distance(a, b rgb) float64 {
	sum := 0.0
	for i := range a {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return math.Sqrt(sum)
}

// visions are matrices over linear sRGB that show colours as people see them who
// lack a kind of cone (Machado, Oliveira and Fernandes 2009, severity 1).
var visions = map[string][3]rgb{
	"all cones":    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

func (c rgb) seen(matrix [3]rgb) rgb {
	l := c.linear()
	var out rgb
	for i, row := range matrix {
		v := min(max(row[0]*l[0]+row[1]*l[1]+row[2]*l[2], 0), 1)
		if v <= 0.0031308 {
			out[i] = v * 12.92
		} else {
			out[i] = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
	}
	return out
}

// The colours that stand on each other have the contrast that WCAG 2.2 asks for
// at level AA: 4.5 for text, 3 for what is drawn.
func TestContrast(t *testing.T) {
	for _, scheme := range []string{"light", "dark"} {
		p := paletteOf(t, assetOf(t, "assets/dossier.css"), scheme == "dark")
		for _, pair := range []struct {
			on, what string
			least    float64
		}{
			{"paper", "ink", 7},
			{"panel", "ink", 7},
			{"mark", "ink", 7},
			{"mark-cited", "ink", 7},
			{"lit", "ink", 4.5},
			{"paper", "soft", 4.5},
			{"panel", "soft", 4.5},
			{"mark", "soft", 4.5},
			{"mark-cited", "soft", 4.5},
			{"paper", "accent", 4.5},
			{"panel", "accent", 4.5},
			{"mark", "accent", 4.5},
			{"mark-cited", "accent", 4.5},
			{"lit", "accent", 3},
			{"paper", "supports", 4.5},
			{"paper", "disputes", 4.5},
			{"paper", "mentions", 4.5},
			{"panel", "supports", 4.5},
			{"panel", "disputes", 4.5},
			{"mark", "accent", 3},
			{"paper", "mark-edge", 3},
		} {
			on, what := p.colour(t, "var(--"+pair.on+")"), p.colour(t, "var(--"+pair.what+")")
			if got := contrast(on, what); got < pair.least {
				t.Errorf("%s: %s on %s has %.2f, wants %.1f", scheme, pair.what, pair.on, got, pair.least)
			}
		}
	}
}

// The colours of stances can be told apart by all readers: they are far more
// than a just noticeable difference from one another in every kind of vision.
func TestStancesAreToldApart(t *testing.T) {
	stances := []string{"supports", "disputes", "mentions"}
	for _, scheme := range []string{"light", "dark"} {
		p := paletteOf(t, assetOf(t, "assets/dossier.css"), scheme == "dark")
		for vision, matrix := range visions {
			for i, a := range stances {
				for _, b := range stances[:i] {
					x, y := p.colour(t, "var(--"+a+")").seen(matrix), p.colour(t, "var(--"+b+")").seen(matrix)
					if d := distance(x.lab(), y.lab()); d < 15 {
						t.Errorf("%s, %s: %s and %s are %.1f apart", scheme, vision, a, b, d)
					}
				}
			}
		}
	}
}

// A user restyles the site by the properties at the top: below them there is
// neither a colour nor a font, and the other properties follow the first ten.
func TestTenPropertiesRestyleTheSite(t *testing.T) {
	css := assetOf(t, "assets/dossier.css")
	_, rules, ok := strings.Cut(css, "[data-theme=")
	if !ok {
		t.Fatal("the properties have no end")
	}
	literal := regexp.MustCompile(`(?i)[:, (](#[0-9a-f]{3,8}\b|(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(|(?:serif|sans-serif|monospace|system-ui|Georgia|Arial)\b|(?:white|black|red|green|blue|gr[ae]y|orange|yellow|brown|silver|purple)\b)`)
	screen, print, _ := strings.Cut(rules, "@media print{")
	_, print, _ = strings.Cut(print, "}") // paper is white
	for _, part := range []string{screen, print} {
		for _, m := range literal.FindAllStringSubmatchIndex(part, -1) {
			t.Errorf("a literal %s: …%s", part[m[2]:m[3]], part[max(m[0]-60, 0):m[1]])
		}
	}
	chosen := map[string]bool{}
	for _, name := range []string{"serif", "sans", "mono", "measure", "paper", "ink", "accent", "supports", "disputes", "mentions"} {
		chosen["--"+name] = true
	}
	for name, value := range paletteOf(t, css, false).values {
		switch {
		case !strings.HasPrefix(name, "--"):
		case chosen[name]:
			if !strings.Contains(rules, "var("+name+")") {
				t.Errorf("nothing follows %s", name)
			}
		case strings.Contains(value, "#") || strings.Contains(value, "light-dark"):
			t.Errorf("%s does not follow the properties before it: %s", name, value)
		}
	}
}

// Ten lines of the user's own come after the rules of the stylesheet.
func TestUserRestylesTheSite(t *testing.T) {
	const own = `/* mine */
:root {
  --serif: Garamond, serif;
  --sans: Futura, sans-serif;
  --mono: Courier, monospace;
  --measure: 40rem;
  --paper: #ffffff;
  --ink: #000000;
  --accent: #0000aa;
  --supports: #005500;
  --disputes: #aa0000;
  --mentions: #444444;
}
`
	set, list := Load(fstest.MapFS{"assets/site.css": {Data: []byte(own)}}, templates.FS, "en")
	if len(list) > 0 {
		t.Fatal(list)
	}
	var names []string
	for _, f := range set.Assets() {
		names = append(names, f.Path)
		if f.Path != "assets/dossier.css" {
			continue
		}
		css := string(f.Data)
		last := strings.LastIndex(css, ":root{")
		if !strings.HasPrefix(css[last:], ":root{--serif:Garamond, serif;") {
			t.Fatalf("the user's rules are not the last ones: …%s", css[last:])
		}
		p, theirs := paletteOf(t, css, true), paletteOf(t, css[last:], true)
		for name, value := range theirs.values {
			p.values[name] = value
		}
		if panel, black := p.colour(t, "var(--panel)"), (rgb{}); contrast(panel, black) < 18 {
			t.Errorf("what the properties are mixed to does not follow them: %v", panel)
		}
		if soft := p.colour(t, "var(--soft)"); soft != p.colour(t, "#444444") {
			t.Errorf("what is said softly has the colour %v", soft)
		}
	}
	if slices.Contains(names, "assets/site.css") {
		t.Error("the user's rules are written twice")
	}
}

// Nothing of the look comes from elsewhere.
func TestAssetsStandAlone(t *testing.T) {
	for _, f := range defaults(t).Assets() {
		for _, foreign := range []string{"@import", "url(", "http:", "https:", "import(", "fetch(", "eval(", "XMLHttpRequest", "innerHTML", "console."} {
			text := strings.NewReplacer(`[href^="http"]`, "", `xmlns="http://www.w3.org/2000/svg"`, "", `"http://www.w3.org/2000/svg"`, "").Replace(string(f.Data))
			if strings.Contains(text, foreign) {
				t.Errorf("%s has %q", f.Path, foreign)
			}
		}
	}
}

// A reader on a bad connection waits for these bytes.
func TestAssetsAreSmall(t *testing.T) {
	size := map[string]int{}
	for _, f := range defaults(t).Assets() {
		size[path.Ext(f.Path)] += len(f.Data)
	}
	for ext, most := range map[string]int{".css": 20 << 10, ".js": 25 << 10} {
		if size[ext] == 0 || size[ext] > most {
			t.Errorf("all %s have %d bytes, at most %d are wanted", ext, size[ext], most)
		}
	}
}

func TestAssetsAreSlimmed(t *testing.T) {
	user := fstest.MapFS{
		"assets/own.css":     {Data: []byte("/* mine */\na {\n  color : red;\n}\n")},
		"assets/own.js":      {Data: []byte("// mine\nf (  1 )\n")},
		"assets/fonts/a.txt": {Data: []byte("/* as it is */ \n")},
	}
	set, list := Load(user, templates.FS, "en")
	if len(list) > 0 {
		t.Fatal(list)
	}
	want := map[string]string{"assets/own.css": "a{color:red}", "assets/own.js": "f(1)", "assets/fonts/a.txt": "/* as it is */ \n"}
	for _, f := range set.Assets() {
		if text, ours := want[f.Path]; ours && text != string(f.Data) {
			t.Errorf("%s is %q, want %q", f.Path, f.Data, text)
		} else if ours {
			delete(want, f.Path)
		}
	}
	if len(want) > 0 {
		t.Errorf("%v are not there", want)
	}
}
