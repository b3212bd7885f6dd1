package content

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"
	"testing/fstest"

	"dossier/internal/dossier"
)

func TestReadImageSize(t *testing.T) {
	encode := func(f func(*bytes.Buffer) error) []byte {
		t.Helper()
		var b bytes.Buffer
		if err := f(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	picture := image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.Black, color.White})
	jpg := encode(func(b *bytes.Buffer) error { return jpeg.Encode(b, picture, nil) })
	sof := bytes.Index(jpg, []byte{0xFF, 0xC0})
	sof += 2 + int(binary.BigEndian.Uint16(jpg[sof+2:])) // where the segment with the size ends
	// A directory of one field, the orientation, behind the marker of APP1.
	exif := func(order binary.AppendByteOrder, mark string, orientation uint16) []byte {
		tiff := append([]byte(mark), order.AppendUint32(order.AppendUint16(nil, 42), 8)...)
		tiff = order.AppendUint16(tiff, 1)
		tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3), 1)
		tiff = order.AppendUint16(order.AppendUint16(tiff, orientation), 0)
		segment := append([]byte("Exif\x00\x00"), tiff...)
		out := append([]byte{0xFF, 0xD8, 0xFF, 0xE1}, binary.BigEndian.AppendUint16(nil, uint16(len(segment)+2))...)
		return append(append(out, segment...), jpg[2:]...)
	}
	webp := func(kind string, at int, header ...byte) []byte {
		b := append([]byte("RIFF\x00\x00\x00\x00WEBP"+kind), make([]byte, 14)...)
		copy(b[at:], header)
		return b
	}
	for _, test := range []struct {
		name   string
		data   []byte
		want   dossier.Size
		reason string
	}{
		{"a.png", encode(func(b *bytes.Buffer) error { return png.Encode(b, picture) }), dossier.Size{Width: 40, Height: 30}, "PNG"},
		{"a.gif", encode(func(b *bytes.Buffer) error { return gif.Encode(b, picture, nil) }), dossier.Size{Width: 40, Height: 30}, "GIF"},
		{"a.JPG", jpg, dossier.Size{Width: 40, Height: 30}, "JPEG, the ending in capitals"},
		{"a.jpeg", exif(binary.BigEndian, "MM", 6), dossier.Size{Width: 30, Height: 40}, "browsers turn it"},
		{"a.jpeg", exif(binary.LittleEndian, "II", 8), dossier.Size{Width: 30, Height: 40}, "in the other order of bytes"},
		{"a.jpeg", exif(binary.BigEndian, "MM", 3), dossier.Size{Width: 40, Height: 30}, "upside down it keeps its size"},
		{"a.jpeg", slices.Concat(jpg[:2], []byte("\xFF\xE0\x00\x10JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"), jpg[2:sof], []byte{0xFF, 0xE1, 0, 0, 0, 0}), dossier.Size{Width: 40, Height: 30}, "behind the size, a segment shorter than the number that tells its length"},
		{"a.webp", webp("VP8 ", 26, 40, 0, 30, 0), dossier.Size{Width: 40, Height: 30}, "lossy WebP"},
		{"a.webp", webp("VP8L", 21, 39, 0x40, 7, 0), dossier.Size{Width: 40, Height: 30}, "lossless WebP: 14 bits each, one less"},
		{"a.webp", webp("VP8X", 24, 39, 0, 0, 29, 0, 0), dossier.Size{Width: 40, Height: 30}, "extended WebP: 24 bits each, one less"},
		{"a.svg", []byte(`<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg" width="40px" height="30.4"/>`), dossier.Size{Width: 40, Height: 30}, "pixels with and without their unit"},
		{"a.svg", []byte(`<svg viewBox="0,0 40 30" width="100%"/>`), dossier.Size{Width: 40, Height: 30}, "the proportions are those of the box"},
		{"a.svg", []byte(`<svg width="4em" height="3em"/>`), dossier.Size{}, "no length in pixels"},
		{"a.pdf", []byte("%PDF-1.7"), dossier.Size{}, "no image"},
		{"a.png", []byte("\x89PNG"), dossier.Size{}, "cut off"},
		{"a.jpg", []byte{0xFF, 0xD8, 0xFF, 0xE1, 0, 0}, dossier.Size{}, "cut off within Exif"},
		{"gone.png", nil, dossier.Size{}, "not there"},
	} {
		files := fstest.MapFS{}
		if test.data != nil {
			files[test.name] = &fstest.MapFile{Data: test.data}
		}
		if got := readImageSize(files, test.name); got != test.want {
			t.Errorf("%s is %v, want %v: %s", test.name, got, test.want, test.reason)
		}
	}
}

// No bytes make it fail.
func FuzzReadImageSize(f *testing.F) {
	for _, ext := range []string{".png", ".jpg", ".gif", ".webp", ".svg"} {
		f.Add(ext, []byte("\xFF\xD8\xFF\xE1\x00\x20Exif\x00\x00MM\x00*\x00\x00\x00\x08"))
	}
	f.Fuzz(func(t *testing.T, ext string, data []byte) {
		size := readImageSize(fstest.MapFS{"a" + ext: {Data: data}}, "a"+ext)
		if size.Width < 0 || size.Height < 0 || (size.Width == 0) != (size.Height == 0) {
			t.Errorf("%v", size)
		}
	})
}

// A Load that is told of a change among the media reads them again.
func TestImageSizesFollow(t *testing.T) {
	svg := func(width int) *fstest.MapFile {
		return &fstest.MapFile{Data: fmt.Appendf(nil, `<svg width="%d" height="30"/>`, width)}
	}
	files := fstest.MapFS{
		"dossier.yaml":          {Data: []byte("title: Maps\n")},
		"content/index.md":      {Data: []byte("---\ntitle: Maps\n---\n\n![A map](media/map.svg)\n")},
		"content/media/map.svg": svg(40),
	}
	l := NewLoader()
	for _, step := range []struct {
		width   int
		changed []string
		want    int
		reason  string
	}{
		{40, nil, 40, "the first load"},
		{50, []string{"content/index.md"}, 40, "a load looks only where it is told to"},
		{50, []string{"content/media/map.svg"}, 50, "the file was named"},
		{60, []string{"content"}, 60, "a folder stands for what is in it"},
		{70, nil, 70, "everything is looked at"},
	} {
		files["content/media/map.svg"] = svg(step.width)
		p, _, diags, err := l.Load(t.Context(), files, Options{Changed: step.changed})
		if err != nil || len(diags) > 0 {
			t.Fatal(err, diags)
		}
		if got := p.ImageSizes["media/map.svg"].Width; got != step.want {
			t.Errorf("the width is %d, want %d: %s", got, step.want, step.reason)
		}
	}
}
