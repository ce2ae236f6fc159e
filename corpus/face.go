package corpus

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

var (
	numberLine = regexp.MustCompile(`(?i)^số\s*:?\s*([\p{L}\d./-]*/[\p{L}\d&./-]+)`)
	// "Hà Nội, ngày 04 tháng 4 năm 2023", "Hà Nội, ngày 25/02/2023", and drafts with blanks for day and month.
	placeDateLine = regexp.MustCompile(`^[\p{Lu}(*][\p{L}. -]{1,40},\s*(?:ngày\s*)?(\d{0,2})\s*(?:tháng|/)?\s*(\d{0,2})\s*(?:năm|/)\s*(\d{4})`)
	planYear      = regexp.MustCompile(`(?i)năm\s+(20\d\d)`)
	yearSpan      = regexp.MustCompile(`(?i)(?:giai đoạn|từ năm|đến năm)\s+20\d\d`)
)

// faceLines is how far down a face may reach: issuer, motto, number, date, kind, title, addressees.
const faceLines = 30

// placeAndDate reports whether the line gives place and date of issue.
func placeAndDate(s string) bool { return len(s) < 90 && placeDateLine.MatchString(s) }

// readFace reads number, date, issuer, kind, title and status from the top of a document.
func readFace(d *draft) {
	draftStamp := false
	numberSeen := false
	year := 0
	for i := 0; i < len(d.blocks) && i < faceLines; i++ {
		b := d.blocks[i]
		folded := viet.Fold(b.Text)
		if d.Kind == "" {
			if kind, rest, ok := kindLine(b); ok && !titlesPart(d.blocks, i) {
				d.Kind = kind
				i = readTitle(d, i, rest)
				d.body = i + 1
				continue
			}
		}
		if d.Kind != "" && d.body < i { // beyond the title only place and date may follow
			break
		}
		switch m := numberLine.FindStringSubmatch(b.Text); {
		case m != nil:
			numberSeen = true
			if unicode.IsDigit(rune(m[1][0])) {
				d.Number = m[1]
			} else {
				d.pending = m[1]
			}
		case strings.HasPrefix(folded, "du thao"):
			draftStamp = true
		case placeAndDate(b.Text):
			m := placeDateLine.FindStringSubmatch(b.Text)
			year, _ = strconv.Atoi(m[3])
			day, _ := strconv.Atoi(m[1])
			month, _ := strconv.Atoi(m[2])
			if date, ok := viet.NewDate(year, month, day); ok {
				d.Date = date
			}
			if d.Kind != "" {
				d.body = i + 1
			}
		case d.Kind == "" && d.Issuer == "" && b.Kind != docfile.Row && isUpper(b.Text) && namesIssuer(folded):
			d.issuerLines = issuerLines(d.blocks, i)
			d.Issuer = sentenceCase(d.issuerLines[0])
		}
	}
	if d.Kind == "" {
		readPlainFace(d)
	}
	d.Status = statusOf(d, draftStamp, numberSeen)
	d.Year = planOf(d.Title, d.Date, year)
}

// readTitle reads the lines of the title that follow the kind line at i, and
// returns the index of its last line.
func readTitle(d *draft, i int, rest string) int {
	lines := []string{}
	if rest != "" {
		lines = append(lines, rest)
	}
	j := i + 1
	for ; j < len(d.blocks) && j < i+8; j++ {
		b := d.blocks[j]
		if b.Kind == docfile.Row || endsTitle(b) || (b.Parted && len(lines) > 0) {
			break
		}
		lines = append(lines, b.Text)
	}
	words := viet.Squeeze(strings.Join(lines, " "))
	words = trimPrefixFold(words, "Về việc ")
	d.shouted = isUpper(words)
	switch d.Kind {
	case "Quyết định", "Nghị quyết", "Chỉ thị", "Nghị định", "Thông tư", "Thông báo", "Công điện", "Kết luận":
		d.Title = sentenceCase(words)
	default:
		d.Title = viet.Squeeze(d.Kind + " " + lowerFirst(sentenceCase(words)))
	}
	return j - 1
}

// endsTitle reports whether the line below a kind line belongs to the title no more.
func endsTitle(b docfile.Block) bool {
	t := viet.Fold(b.Text)
	for _, p := range []string{"can cu", "thu tuong chinh phu", "chu tich ", "bo truong ", "uy ban nhan dan", "thuc hien ", "quyet dinh:", "(", "-", "chuong ", "dieu ", "so:", "kinh gui"} {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return placeAndDate(b.Text) || enumeratorOf(b).kind != enumNone
}

// plainKind is what a document is called whose face says nothing.
const plainKind = "Tài liệu"

// readPlainFace reads a document without a kind line: a letter, or a text without a face.
func readPlainFace(d *draft) {
	for i := 0; i < len(d.blocks) && i < faceLines; i++ {
		t := d.blocks[i].Text
		if subject, ok := cutPrefixFold(t, "V/v"); ok {
			d.Kind, d.Title, d.body = "Công văn", upperFirst(strings.TrimLeft(subject, " :")), i+1
		}
		if _, ok := cutPrefixFold(t, "Kính gửi"); ok {
			d.recipients, d.body = recipients(d.blocks, i), i
			if d.Kind == "" {
				d.Kind = "Công văn"
			}
			break
		}
	}
	if d.Title == "" {
		d.Title = titleFromText(d)
	}
	if d.Kind == "" {
		d.Kind = kindOfNumber(d.Number)
	}
	if d.Kind == "" {
		d.Kind = plainKind
	}
}

// recipients reads the lines under "Kính gửi".
func recipients(blocks []docfile.Block, i int) []string {
	var names []string
	rest, _ := cutPrefixFold(blocks[i].Text, "Kính gửi")
	if rest = strings.Trim(rest, " :.;"); rest != "" {
		names = append(names, rest)
	}
	for i++; i < len(blocks) && strings.HasPrefix(blocks[i].Text, "-"); i++ {
		names = append(names, strings.Trim(blocks[i].Text, "- .;"))
	}
	return names
}

// titleFromText takes the first lines in capitals or headings, else the first words.
func titleFromText(d *draft) string {
	var lines []string
	for i, b := range d.blocks {
		if isMotto(b.Text) || numberLine.MatchString(b.Text) || strings.HasPrefix(viet.Fold(b.Text), "doc lap - tu do") {
			continue
		}
		if d.issuerLines != nil && i < 3 && namesIssuer(viet.Fold(b.Text)) && i+1 < len(d.blocks) && d.blocks[i+1].Kind != docfile.Row {
			continue // the issuer stands above the title
		}
		if b.Kind == docfile.Row || i > 6 || !(b.Kind == docfile.Heading || isUpper(b.Text)) {
			break
		}
		lines = append(lines, b.Text)
		d.body = i + 1
	}
	if len(lines) > 0 {
		return sentenceCase(unbroken(strings.Join(lines, " ")))
	}
	first := 0
	for first+1 < len(d.blocks) && numberLine.MatchString(d.blocks[first].Text) {
		first++
	}
	return cutWords(strings.TrimRight(unbroken(d.blocks[first].Text), " ."), 100)
}

// statusOf decides how far a document binds.
func statusOf(d *draft, draftStamp, numberSeen bool) Status {
	binding := d.Kind == "Quyết định" || d.Kind == "Nghị quyết" || d.Kind == "Chỉ thị" || d.Kind == "Nghị định" || d.Kind == "Thông tư"
	switch {
	case draftStamp:
		return Draft
	case d.Number != "":
		return InForce
	case d.Kind == "Công văn":
		return Reference
	case numberSeen && d.Number == "":
		return Draft
	case binding:
		return InForce
	}
	return Reference
}

// planOf returns the year that a document plans: the one in its title, else that of its date.
func planOf(title string, date viet.Date, year int) int {
	if !yearSpan.MatchString(title) {
		if m := planYear.FindStringSubmatch(title); m != nil {
			n, _ := strconv.Atoi(m[1])
			return n
		}
	}
	if date.Year != 0 {
		return date.Year
	}
	return year
}

// statusWords are what a front matter may say.
var statusWords = map[string]Status{
	"con hieu luc": InForce, "du thao": Draft, "bi thay the": Superseded, "het hieu luc": Superseded, "tham khao": Reference,
}

// readMeta takes the face from a front matter (corpus/FORMAT.md).
func readMeta(d *draft, meta map[string]string) {
	d.Number, d.Kind, d.Issuer, d.Title = meta["số"], meta["loại"], meta["cơ quan ban hành"], meta["tiêu đề"]
	if d.Title == "" {
		d.Title = titleFromText(d)
	}
	if dl, ok := viet.ParseDeadline("ngày "+meta["ngày"], viet.Reference{}); ok {
		d.Date = dl.Due
	}
	d.Year, _ = strconv.Atoi(meta["năm kế hoạch"])
	if d.Year == 0 {
		d.Year = planOf(d.Title, d.Date, 0)
	}
	var known bool
	if d.Status, known = statusWords[viet.Fold(meta["trạng thái"])]; !known {
		d.Status = statusOf(d, false, d.Number != "")
	}
}

// namesIssuer reports whether a line in capitals begins like the name of a body that issues documents.
func namesIssuer(folded string) bool {
	for _, p := range []string{"uy ban", "bo ", "ubnd", "chinh phu", "thu tuong", "so ", "ban ", "van phong", "tong cuc", "cuc ", "hoi dong", "quoc hoi", "tinh ", "thanh pho", "ngan hang", "thanh tra", "dang ", "hdnd", "vien "} {
		if strings.HasPrefix(folded, p) {
			return true
		}
	}
	return false
}

// issuerLines returns the lines in capitals that an issuer's name may stand in:
// "ỦY BAN QUỐC GIA" / "VỀ CHUYỂN ĐỔI SỐ", or a body below the one that it belongs to.
func issuerLines(blocks []docfile.Block, i int) []string {
	const most = 4
	var lines []string
	for j := i; j < len(blocks) && len(lines) < most; j++ {
		text := unbroken(blocks[j].Text)
		if j > i && (blocks[j].Parted || !isUpper(text) || isMotto(text)) {
			break
		}
		text, _, _ = strings.Cut(text, " CỘNG HÒA")
		lines = append(lines, text)
	}
	return lines
}

// sentenceCase turns words in capitals to lower case with a capital at the
// beginning; mixed words stay. Names of bodies are restored by resolveReferences.
func sentenceCase(s string) string {
	if !isUpper(s) {
		return upperFirst(s)
	}
	return upperFirst(strings.ToLower(s))
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// lowerFirst lower-cases the first letter unless the first word is a name or an abbreviation.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// cutPrefixFold cuts a prefix, blind to case.
func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

func trimPrefixFold(s, prefix string) string {
	rest, _ := cutPrefixFold(s, prefix)
	return rest
}

// cutWords shortens s to at most limit runes, between words, with an ellipsis.
func cutWords(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	end := 0 // of the rune at the limit; the rest of a long paragraph is not looked at
	for range limit {
		_, n := utf8.DecodeRuneInString(s[end:])
		end += n
	}
	if end == len(s) {
		return s
	}
	cut := s[:end]
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.-–") + "…"
}
