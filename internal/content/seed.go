package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// signatures are the first bytes of files that are often taken for texts.
var signatures = []struct{ begins, is string }{
	{"%PDF", "a PDF file"},
	{"\x89PNG", "an image"},
	{"\xff\xd8\xff", "an image"},
	{"GIF8", "an image"},
	{"PK\x03\x04", "a packed file such as a DOCX or ODT document"},
	{"\xd0\xcf\x11\xe0", "a document of an office program"},
	{"{\\rtf", "an RTF document"},
	{"\x1f\x8b", "a compressed file"},
}

// decodeSeed reads the bytes of a file of seeds/ with the encoding that a
// source names, or without one as UTF-8, else as Windows-1252 unless it is UTF-8
// in parts. It gives nil where the file is no text or its encoding is in doubt.
// The bytes, whose SHA-256 is sum, are not kept.
func decodeSeed(file string, raw []byte, sum [sha256.Size]byte, label string) (*dossier.Seed, diag.List) {
	var diags diag.List
	here := diag.Pos{File: file}
	seed := &dossier.Seed{File: file, SHA256: hex.EncodeToString(sum[:]), Bytes: len(raw)}
	for _, s := range signatures {
		if bytes.HasPrefix(raw, []byte(s.begins)) {
			diags.Errorf(here, "seed-not-text", "%q is no text, it looks like %s", file, s.is).
				Hintf("save the article's text as a plain text file")
			return nil, diags
		}
	}
	body, marked := raw, ""
	for _, mark := range []struct{ bom, name string }{{"\ufeff", "utf-8"}, {"\xff\xfe", "utf-16le"}, {"\xfe\xff", "utf-16be"}} {
		if b, ok := bytes.CutPrefix(raw, []byte(mark.bom)); ok {
			body, marked = b, mark.name
			break
		}
	}
	if marked != "" {
		label = marked // the file itself says what it is
	} else if what := isBinary(raw); what != "" && !strings.HasPrefix(canonical(label), "utf-16") {
		diags.Errorf(here, "seed-not-text", "%q is no text: %s", file, what).
			Hintf("save the article's text as a plain text file")
		return nil, diags
	}
	text, name, ok := decodeText(file, body, label, &diags)
	if !ok {
		return nil, diags
	}
	if i := strings.IndexByte(text, '\r'); i >= 0 {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	seed.Text, seed.Encoding = text, name
	if strings.TrimFunc(text, blank) == "" {
		diags.Errorf(here, "seed-empty", "%q is empty", file).
			Hintf("put the article's text into it, or take the key seed out of the source")
		return nil, diags
	}
	if start := strings.ToLower(strings.TrimSpace(text[:min(len(text), 200)])); strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html") {
		diags.Warnf(here, "seed-html", "%q looks like the code of a web page", file).
			Hintf("save the article's text without the code around it")
	}
	seed.Paragraphs = Paragraphs(text)
	return seed, diags
}

// binary says why bytes are no text: NULs, or more than one control character in a hundred.
func isBinary(raw []byte) string {
	controls := 0
	for i, c := range raw {
		if c == 0 {
			return fmt.Sprintf("byte %d is NUL", i+1)
		}
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b || c == 0x7f {
			controls++
		}
	}
	if controls > 0 && 100*controls >= len(raw) {
		return fmt.Sprintf("it holds %d control characters", controls)
	}
	return ""
}

// canonical gives the WHATWG name for a label, or nothing.
func canonical(label string) string {
	if e, err := htmlindex.Get(label); err == nil {
		if name, err := htmlindex.Name(e); err == nil {
			return name
		}
	}
	return ""
}

func decodeText(file string, raw []byte, label string, diags *diag.List) (text, name string, ok bool) {
	bad := invalidAt(raw)
	name = canonical(label)
	guessed := bad >= 0 && name == ""
	switch {
	case name == "utf-8" && bad >= 0:
		diags.Errorf(bytePos(file, raw, bad), "seed-encoding", "byte 0x%02X cannot stand in UTF-8", raw[bad]).
			Hintf("write the right encoding into the source's front matter, as encoding: windows-1252")
		return "", "", false
	case bad < 0 && (name == "" || name == "utf-8"):
		return string(raw), "utf-8", true
	case name == "" && partlyUTF8(raw):
		diags.Errorf(bytePos(file, raw, bad), "seed-encoding", "the text is UTF-8 in parts, but byte 0x%02X cannot stand in UTF-8", raw[bad]).
			Hintf("mend the file's encoding here, or write encoding: windows-1252 into the source's front matter if all of it is truly that")
		return "", "", false
	case name == "":
		name = "windows-1252"
	case bad < 0 && !ascii(raw) && !strings.HasPrefix(name, "utf-"):
		at := bytes.IndexFunc(raw, func(r rune) bool { return r >= utf8.RuneSelf })
		diags.Warnf(bytePos(file, raw, at), "seed-encoding", "the text is valid UTF-8, but was read as %s, as the source says", name).
			Hintf("take the key encoding out of the source's front matter, unless the text looks right")
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return "", "", false // cannot be: the name is canonical
	}
	if enc == encoding.Replacement {
		diags.Errorf(diag.Pos{File: file}, "seed-encoding", "texts in %s cannot be read", name).Hintf("save the file as UTF-8")
		return "", "", false
	}
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		diags.Errorf(diag.Pos{File: file}, "seed-encoding", "the text could not be read as %s: %v", name, err)
		return "", "", false
	}
	text = string(out)
	if i := strings.IndexFunc(text, undefined); i >= 0 {
		diags.Errorf(bytePos(file, out, i), "seed-encoding", "the text cannot be %s: this character does not exist in it", name).
			Hintf("write the right encoding into the source's front matter, as encoding: windows-1254, or save the file as UTF-8")
		return "", "", false
	}
	if guessed {
		diags.Warnf(bytePos(file, raw, bad), "seed-encoding", "the text is not UTF-8 (byte 0x%02X is the first that is wrong) and was read as Windows-1252", raw[bad]).
			Hintf("name the encoding in the source's front matter, as encoding: windows-1252, or save the file as UTF-8")
	}
	return text, name, true
}

// undefined tells what a decoder gives for bytes that mean nothing: the
// replacement character, or a C1 control character other than NEL.
func undefined(r rune) bool {
	return r == utf8.RuneError || r >= 0x80 && r <= 0x9f && r != 0x85
}

func invalidAt(raw []byte) int {
	if utf8.Valid(raw) {
		return -1
	}
	at := 0
	for {
		r, n := utf8.DecodeRune(raw[at:])
		if r == utf8.RuneError && n <= 1 {
			return at
		}
		at += n
	}
}

// partlyUTF8 tells whether a text that is not UTF-8 as a whole has characters
// beyond ASCII that are.
func partlyUTF8(raw []byte) bool {
	for at := 0; at < len(raw); {
		_, n := utf8.DecodeRune(raw[at:])
		if n > 1 {
			return true
		}
		at += n
	}
	return false
}

func ascii(raw []byte) bool {
	for _, c := range raw {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// bytePos gives the line and column of a byte; what comes before it in its
// line is counted in characters, and in bytes where it is no UTF-8.
func bytePos(file string, raw []byte, at int) diag.Pos {
	before := bytes.ReplaceAll(raw[:at], []byte("\r\n"), []byte("\n"))
	before = bytes.ReplaceAll(before, []byte("\r"), []byte("\n"))
	start := bytes.LastIndexByte(before, '\n') + 1
	return diag.Pos{File: file, Line: bytes.Count(before, []byte("\n")) + 1, Col: utf8.RuneCount(before[start:]) + 1}
}
