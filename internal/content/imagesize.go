package content

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"io/fs"
	"math"
	"path"
	"strconv"
	"strings"

	"dossier/internal/dossier"
)

// imageSizes gives the sizes of the media that are images, by their paths. Those
// that are kept are not read again.
func (l *Loader) imageSizes(fsys fs.FS, media []string, file func(name string) string) map[string]dossier.Size {
	now := make(map[string]dossier.Size, len(media))
	sizes := map[string]dossier.Size{}
	for _, name := range media {
		size, known := l.images[name]
		if !known {
			size = readImageSize(fsys, file(name))
		}
		now[name] = size
		if size != (dossier.Size{}) {
			sizes[name] = size
		}
	}
	l.images = now
	return sizes
}

// readImageSize gives an image's size in pixels as browsers show it, for PNG,
// JPEG, GIF, WebP and SVG; zero for anything else. What cannot be read is told
// when the file is published.
func readImageSize(fsys fs.FS, file string) dossier.Size {
	f, err := fsys.Open(file)
	if err != nil {
		return dossier.Size{}
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<16)
	switch strings.ToLower(path.Ext(file)) {
	case ".svg":
		return svgSize(r)
	case ".webp":
		return webpSize(r)
	}
	head, _ := r.Peek(1 << 16) // a file may be shorter
	config, _, err := image.DecodeConfig(r)
	if err != nil {
		return dossier.Size{}
	}
	if turned(head) {
		return dossier.Size{Width: config.Height, Height: config.Width}
	}
	return dossier.Size{Width: config.Width, Height: config.Height}
}

// turned tells whether the Exif data of a JPEG file say that it is shown on its
// side: orientations 5 to 8 of Exif 2.32, section 4.6.4. The segment they are in
// has to be among the first.
func turned(jpeg []byte) bool {
	for rest, ok := bytes.CutPrefix(jpeg, []byte{0xFF, 0xD8}); ok && len(rest) > 4 && rest[0] == 0xFF; {
		length := int(binary.BigEndian.Uint16(rest[2:])) + 2
		if length < 4 || length > len(rest) {
			return false
		}
		if exif, found := bytes.CutPrefix(rest[4:length], []byte("Exif\x00\x00")); found && rest[1] == 0xE1 {
			return orientation(exif) >= 5
		}
		rest = rest[length:]
	}
	return false
}

// orientation reads that tag of a TIFF header and its first directory; 0 where
// there is none.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 0
	}
	count := int(order.Uint16(tiff[at:]))
	const entry, orientationTag = 12, 0x0112
	for i := range count {
		field := at + 2 + i*entry
		if field+entry > len(tiff) {
			return 0
		}
		if order.Uint16(tiff[field:]) == orientationTag {
			return int(order.Uint16(tiff[field+8:]))
		}
	}
	return 0
}

// webpSize reads the first chunk of a WebP container, of any of its three kinds.
func webpSize(r io.Reader) dossier.Size {
	var b [30]byte
	if n, _ := io.ReadFull(r, b[:]); n < 25 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WEBP" {
		return dossier.Size{}
	}
	at24 := func(i int) int { return int(b[i]) | int(b[i+1])<<8 | int(b[i+2])<<16 }
	switch string(b[12:16]) {
	case "VP8 ":
		width, height := int(binary.LittleEndian.Uint16(b[26:]))&0x3FFF, int(binary.LittleEndian.Uint16(b[28:]))&0x3FFF
		if width > 0 && height > 0 {
			return dossier.Size{Width: width, Height: height}
		}
	case "VP8L":
		bits := binary.LittleEndian.Uint32(b[21:])
		return dossier.Size{Width: int(bits&0x3FFF) + 1, Height: int(bits>>14&0x3FFF) + 1}
	case "VP8X":
		return dossier.Size{Width: at24(24) + 1, Height: at24(27) + 1}
	}
	return dossier.Size{}
}

// svgSize reads width and height of the root element, in pixels, or else the last
// two numbers of its viewBox.
func svgSize(r io.Reader) dossier.Size {
	d := xml.NewDecoder(r)
	for {
		token, err := d.Token()
		if err != nil {
			return dossier.Size{}
		}
		root, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		var width, height float64
		var box []string
		for _, a := range root.Attr {
			switch a.Name.Local {
			case "width":
				width = pixels(a.Value)
			case "height":
				height = pixels(a.Value)
			case "viewBox":
				box = strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' })
			}
		}
		if (width == 0 || height == 0) && len(box) == 4 {
			width, height = pixels(box[2]), pixels(box[3])
		}
		if width == 0 || height == 0 {
			return dossier.Size{}
		}
		return dossier.Size{Width: int(math.Round(width)), Height: int(math.Round(height))}
	}
}

// pixels reads a length without a unit or in px; 0 for any other.
func pixels(s string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "px"), 64)
	if err != nil || !(n >= 0.5 && n < 1e6) {
		return 0
	}
	return n
}
