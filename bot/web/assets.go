package web

import (
	"embed"
	"html/template"

	"dondoc/bot/webkit"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

func loadAssets() (*webkit.Assets, error) {
	return webkit.LoadAssets(staticFiles, "static", "/static/", problemNotFound.sentence)
}

func loadPages(a *webkit.Assets) (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{"static": a.Address}).ParseFS(templateFiles, "templates/*.html")
}
