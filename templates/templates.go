// Package templates holds the default templates, interface words and assets of
// the site, compiled into the program.
package templates

import "embed"

// FS is the default template set; paths are relative to this folder.
//
//go:embed *.html partials assets i18n
var FS embed.FS
