package preview

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// Whatever a request asks for, the answer is a file of the site under that very
// name, or one of the pages that say that there is none.
func FuzzRequest(f *testing.F) {
	for _, target := range []string{
		"/", "/people/", "/people", "/people/hakan.html", "/../x", "/%2e%2e/x", "/..%2fx", "/..%5cx", "//people", "/people//", "/.dossier/reload.js",
		"/.dossier/../index.html", "/index.html%00", "/\\", "/%ff", "*", "http://localhost/index.html", "/people?x=%2f", "/media/a.png", "/.",
	} {
		f.Add(target)
	}
	list := small()
	s := serverOf(list)
	f.Fuzz(func(t *testing.T, target string) {
		u, err := url.ParseRequestURI(target)
		if err != nil {
			return // the server of net/http refuses it
		}
		r := &http.Request{Method: "GET", URL: u, Host: "localhost", Header: http.Header{}, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
		if strings.HasPrefix(u.Path, "/.dossier/events") {
			r.Method = "HEAD" // a stream does not end
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		body := w.Body.String()
		switch w.Code {
		case 200:
			if strings.HasPrefix(u.Path, "/"+reserved) {
				return
			}
			name := strings.TrimPrefix(u.Path, "/")
			if name == "" || strings.HasSuffix(name, "/") {
				name += "index.html"
			}
			data, ok := s.latest.Load().find(name)
			if end := strings.LastIndex(string(data), "</body>"); end >= 0 {
				data = data[:end]
			}
			if !ok || !strings.HasPrefix(body, string(data)) {
				t.Errorf("%q gives %q", target, body)
			}
		case 307:
			if to := w.Header().Get("Location"); to != "/people/" && !strings.HasPrefix(to, "/people/?") {
				t.Errorf("%q leads to %q", target, to)
			}
		case 400, 404:
			if !strings.Contains(body, "Nothing here") && !strings.Contains(body, "There is no page") && body != "" && w.Code == 404 {
				t.Errorf("%q gives %q", target, body)
			}
		default:
			t.Errorf("%q gives status %d", target, w.Code)
		}
	})
}

// What is put into a page stands in one piece, and without it the page is what it was.
func FuzzInjection(f *testing.F) {
	for _, page := range []string{"<body>x</body>", "</BODY>", "<!-- </body>", "--></body><!--", "", "</body></body>", "</"} {
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, page string) {
		s := serverOf([]File{{"x.html", []byte(page)}})
		w := ask(s, "GET", "/x.html")
		at := bodyEnd([]byte(page))
		body := w.Body.String()
		added := len(body) - len(page)
		if added <= 0 || body[:at] != page[:at] || body[at+added:] != page[at:] || !strings.HasPrefix(body[at:], "<script src=") {
			t.Errorf("%q became %q", page, body)
		}
	})
}

// No page can name a file that the look-up of files would not refuse by itself.
func FuzzUses(f *testing.F) {
	f.Add("people/x.html", `<img src="../../a.png" srcset="a 2x,, b"><link rel=stylesheet href=a.css><base href="//h/">`)
	f.Add("a.html", "<style>@import url(\"x.css\")</style><img src=%zz><img src='a:b'>")
	f.Fuzz(func(t *testing.T, name, page string) {
		styles, others, _ := usedByHTML(name, []byte(page))
		list := append(styles, others...)
		for _, p := range append(list, usedByCSS(name, []byte(page))...) {
			if strings.HasPrefix(p, "../") {
				t.Errorf("%q in %q uses %q", page, name, p)
			}
		}
	})
}
