package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/bot/people"
	"dondoc/bot/webkit"
	"dondoc/corpus"
	"dondoc/corpus/viet"
	"dondoc/knowledge/library"
	"dondoc/knowledge/review"
)

// Bounds of one upload.
const (
	mostUpload   = 200 << 20 // bytes of all
	mostFile     = 64 << 20  // bytes of one: what package docfile reads
	mostFiles    = 50
	mostFileName = 120 // runes
	mostField    = 200 // bytes of a field that is no file
)

var errFileTooLarge = fmt.Errorf("tệp quá lớn, mỗi tệp tối đa %d MB", mostFile>>20)

func uploadRoutes() []route {
	return []route{
		{method: "GET", path: documentsPath + "/nap", action: people.Load, handle: uploadPage},
		{method: "POST", path: documentsPath + "/nap", action: people.Load, handle: upload, files: true, body: mostUpload},
		{method: "GET", path: documentsPath + "/bo-tep", action: people.Load, handle: askRemove},
		{method: "POST", path: documentsPath + "/bo-tep", action: people.Load, handle: removeFile},
		{method: "GET", path: documentsPath + "/viec/{job}", action: people.Versions, handle: jobPage},
		{method: "GET", path: documentsPath + "/viec/{job}/tien-do", action: people.Versions, handle: jobStatus},
	}
}

// uploadData is what the form for files shows.
type uploadData struct {
	docWords
	Base                        *library.Version // what the files are added to; nil for nothing
	MostFiles, MostFile, MostMB int
}

func uploadPage(c *Console, r *http.Request, _ *visit) (reply, error) {
	base, err := c.base(r.Context())
	if err != nil {
		return reply{}, err
	}
	return page("doc-upload.html", "Nạp văn bản", uploadData{Base: base, MostFiles: mostFiles, MostFile: mostFile >> 20, MostMB: mostUpload >> 20}), nil
}

// base returns what files are added to: the open candidate, else what is in force; nil when there is none, or only the
// sample of the program.
func (c *Console) base(ctx context.Context) (*library.Version, error) {
	v, err := c.cfg.Library.Open(ctx)
	switch {
	case err == nil:
		return &v, nil
	case !errors.Is(err, library.ErrUnknown):
		return nil, err
	}
	if e := c.cfg.Library.InForce(); e != nil && (e.Version.Origin != library.OriginShipped || e.Version.Edits > 0) {
		return &e.Version, nil
	}
	return nil, nil
}

// received is what came in one upload.
type received struct {
	files   []corpus.File
	refused []review.Failed // files that are not even looked at
	only    bool
}

// upload takes files in and has them read. They are held in memory, bound in number and size, until the Library has them.
func upload(c *Console, r *http.Request, v *visit) (reply, error) {
	if !c.state.admit() {
		return reply{}, errBusy
	}
	got, err := receive(v.parts)
	if err == nil && len(got.files) == 0 {
		err = bad("Chưa chọn tệp nào. Đề nghị chọn ít nhất một tệp văn bản.")
	}
	if err != nil {
		c.state.discharge()
		return reply{}, err
	}
	return c.load(r, got, library.LoadOptions{Only: got.only, Origin: library.OriginConsole}, c.state.discharge)
}

// load has the Library make a candidate, and calls over when that is done. Its page shows how far it has come and ends
// on the report.
func (c *Console) load(r *http.Request, got received, o library.LoadOptions, over func()) (reply, error) {
	var j *job
	known := make(chan struct{}) // that j is there
	j, err := c.start(r, "", "Nạp văn bản", func(ctx context.Context, progress library.Progress) (outcome, error) {
		defer over()
		<-known
		report, err := c.cfg.Library.Load(ctx, got.files, o, progress)
		out := outcome{failed: append(got.refused, report.Failed...)}
		if bad := unread(err); len(bad) > 0 && len(bad) < len(got.files) { // the others were loaded before
			if base, failed := c.base(ctx); failed == nil && base != nil {
				out.failed, report.Version, err = append(out.failed, bad...), base.ID, nil
			}
		}
		if err == nil {
			out.to = versionPath(report.Version) + "?viec=" + j.id
			out.notice = fmt.Sprintf("Đã đọc xong. Đây là báo cáo của bản số %d; bản đang dùng chưa thay đổi.", report.Version)
		}
		return out, err
	})
	close(known)
	if err != nil {
		over()
		return reply{}, err
	}
	return redirect(j.Path(), ""), nil
}

// receive reads the parts of an upload.
func receive(parts *multipart.Reader) (received, error) {
	var got received
	seen := map[string]bool{}
	for n := 1; ; {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return got, nil
		}
		if err != nil {
			return got, badUpload(err)
		}
		if p.FormName() == "only" {
			text, err := io.ReadAll(io.LimitReader(p, mostField))
			if err != nil {
				return got, badUpload(err)
			}
			got.only = string(text) == "1"
			continue
		}
		given := p.FileName()
		if p.FormName() != "file" || given == "" { // a form without a chosen file has one without a name
			continue
		}
		if n > mostFiles {
			return got, bad("Mỗi lần nạp tối đa %d tệp. Đề nghị chia thành nhiều lần nạp.", mostFiles)
		}
		name := safeName(given, n)
		n++
		f, err := receiveFile(p, name)
		switch {
		case err != nil:
			return got, err
		case seen[name]:
			got.refused = append(got.refused, review.Failed{File: name, Reason: "trùng tên với tệp khác trong cùng lần nạp, chỉ tệp đầu được nạp"})
			continue
		}
		seen[name] = true
		got.files = append(got.files, f)
	}
}

// badUpload tells a broken form from one that is too long.
func badUpload(err error) error {
	if _, long := errors.AsType[*http.MaxBytesError](err); long {
		return err
	}
	return bad("Tệp gửi lên bị ngắt giữa chừng. Đề nghị gửi lại.")
}

// receiveFile reads one file. Of one that is too large nothing is kept; the others still count.
func receiveFile(p *multipart.Part, name string) (corpus.File, error) {
	content, err := io.ReadAll(io.LimitReader(p, mostFile+1))
	if err != nil {
		return corpus.File{}, badUpload(err)
	}
	if len(content) <= mostFile {
		return corpus.File{Name: name, Content: content}, nil
	}
	if _, err := io.Copy(io.Discard, p); err != nil {
		return corpus.File{}, badUpload(err)
	}
	return corpus.File{Name: name, Err: errFileTooLarge}, nil
}

// visible drops signs of no width, by which two names could look the same.
func visible(r rune) rune {
	if unicode.In(r, unicode.Cf, unicode.Co) || r == utf8.RuneError {
		return -1
	}
	return r
}

// safeName makes a name to keep of one that a stranger gave: no folders, nothing hidden, nothing that turns the direction
// of writing, not too long. What is left without a name gets one by its number.
func safeName(given string, number int) string {
	name := strings.ReplaceAll(given, "\\", "/")
	name = name[strings.LastIndexByte(name, '/')+1:]
	name = viet.Normalize(webkit.OneLine(strings.Map(visible, name)))
	if strings.Trim(name, ". ") == "" {
		return fmt.Sprintf("tep-%d", number)
	}
	n := utf8.RuneCountInString(name)
	if n <= mostFileName {
		return name
	}
	ending := ""
	if i := strings.LastIndexByte(name, '.'); i > 0 && len(name)-i <= 10 {
		name, ending = name[:i], name[i:]
	}
	runes := []rune(name)
	return strings.TrimSpace(string(runes[:min(len(runes), mostFileName-utf8.RuneCountInString(ending))])) + ending
}

// askRemove asks whether a file is to be left out.
func askRemove(c *Console, r *http.Request, _ *visit) (reply, error) {
	base, f, err := c.fileOf(r.Context(), r.URL.Query().Get("tep"))
	if err != nil {
		return reply{}, err
	}
	return page("doc-remove.html", "Bỏ tệp khỏi bộ văn bản", struct {
		docWords
		Base library.Version
		File library.FileInfo
	}{Base: *base, File: f}), nil
}

// fileOf returns a file of what the next candidate is made of.
func (c *Console) fileOf(ctx context.Context, name string) (*library.Version, library.FileInfo, error) {
	base, err := c.base(ctx)
	if err != nil {
		return nil, library.FileInfo{}, err
	}
	if base != nil {
		for _, f := range base.Files {
			if f.Name == name {
				return base, f, nil
			}
		}
	}
	return nil, library.FileInfo{}, errNotFound
}

func removeFile(c *Console, r *http.Request, v *visit) (reply, error) {
	base, f, err := c.fileOf(r.Context(), v.form.Get("tep"))
	switch {
	case err != nil:
		return reply{}, err
	case len(base.Files) == 1:
		return reply{}, bad("Đây là tệp duy nhất của bộ văn bản nên chưa bỏ được. Đề nghị nạp tệp khác trước.")
	}
	return c.load(r, received{}, library.LoadOptions{Remove: []string{f.Name}, Origin: library.OriginConsole}, func() {})
}
