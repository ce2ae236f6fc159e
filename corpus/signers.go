package corpus

import (
	"strings"

	"dondoc/corpus/docfile"
	"dondoc/corpus/viet"
)

// signing follows the lines of a document until a name stands below a post in
// capitals: "KT. BỘ TRƯỞNG" / "THỨ TRƯỞNG" / "Nguyễn Văn A".
// Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II.
type signing struct {
	r     *reader
	posts []string // lines in capitals above the name
	lines int      // since the last of them
	filed bool     // the line above is the last of the recipients: "- Lưu: VT"
	ends  bool     // the recipients have been named: what follows is the end of the document
}

// signerRole is the role of who signed.
const signerRole = "người ký"

// see takes the next block; a signature may stand in one cell of a table.
func (s *signing) see(n *node, u unit) {
	if u.Kind != docfile.Row {
		s.line(n, u, u.Text)
		return
	}
	for _, cell := range u.Cells {
		if !strings.Contains(cell, "\n") && len(cell) > longestPost {
			continue
		}
		for line := range strings.SplitSeq(cell, "\n") {
			s.line(n, u, line)
		}
	}
}

// longestPost bounds, in bytes, a line of a signature.
const longestPost = 160

func (s *signing) line(n *node, u unit, line string) {
	const mostBetween = 3 // "(Đã ký)"
	filed := s.filed
	s.ends = s.ends || strings.HasPrefix(line, "Nơi nhận")
	s.filed = strings.HasPrefix(line, "- Lưu:") || strings.HasPrefix(line, "Lưu:")
	if len(line) > longestPost {
		s.posts = nil
		return
	}
	line = strings.TrimSpace(line)
	switch {
	case line == "":
	case len(s.posts) > 0 && s.signs(u, line), filed && s.signs(u, line):
		s.posts = nil
	case isUpper(line) && (len(s.posts) > 0 && s.lines == 0 || isSigningPost(line)):
		s.posts, s.lines = append(s.posts, line), 0
	case len(s.posts) > 0 && s.lines < mostBetween && isSignMark(line):
		s.lines++
	default:
		s.posts = nil
	}
}

// isSignMark reports whether the line stands for the signature itself.
func isSignMark(line string) bool {
	folded := strings.Trim(viet.Fold(line), "()[] .")
	return strings.HasPrefix(folded, "da ky") || strings.HasPrefix(folded, "ky ") || strings.HasPrefix(folded, "ky,") || folded == "daky" || strings.HasPrefix(folded, "chu ky")
}

// signFor begins the line of the one in whose stead somebody signs; who signs
// for a body ("TM.") holds the post that follows.
var signFor = []string{"kt.", "tl.", "tuq.", "tm.", "k/t ", "t/l ", "t/m ", "kt ", "tl ", "tuq ", "tm "}

// cutSignFor cuts such a beginning; stead says that the next post is another's.
func cutSignFor(s string) (rest string, ok, stead bool) {
	for _, p := range signFor {
		if rest, ok := cutPrefixFold(s, p); ok {
			return strings.TrimSpace(rest), true, !strings.Contains(p, "m")
		}
	}
	return s, false, false
}

// isSigningPost reports whether a line in capitals begins with a post, or says in whose stead.
func isSigningPost(line string) bool {
	rest, cut, _ := cutSignFor(line)
	rest = trimPrefixFold(rest, "Q. ")
	return cut || words().posts.prefix(rest) > 0 || isRole(rest)
}

// signs adds who signed when the line is a name.
func (s *signing) signs(u unit, line string) bool {
	title := titleEnd(line)
	name := personName.FindString(line[title:])
	if name == "" || title+len(name) != len(line) {
		return false
	}
	sure := s.ends && len(s.posts) > 0 && !isUpper(name)
	if _, place := s.r.reg.Lookup(name); place || !sure && !words().family[casedWord(name)] {
		return false
	}
	s.r.c.People = append(s.r.c.People, Person{
		Title: strings.TrimRight(line[:title], " ,"), Name: personCase(name), Post: s.post(), Role: signerRole,
		Document: s.r.d.ID, Passage: u.passage, Source: Source{s.r.d.Source.File, u.Place},
	})
	return true
}

// post spells the posts that the signer holds: not the one in whose stead.
func (s *signing) post() string {
	var held []string
	for _, seg := range signingPosts(strings.Join(s.posts, " ")) {
		held = append(held, s.spell(seg))
	}
	if len(held) == 0 && words().posts.prefix(s.r.d.Issuer) > 0 {
		return s.r.d.Issuer // "Thủ tướng Chính phủ" issues and signs
	}
	return strings.Join(held, ", ")
}

// heldPost is a post above a signature by its place in the lines.
type heldPost struct {
	from  int
	stead bool // another's, for whom is signed
}

// signingPosts parts the lines above a signature into the posts that the signer holds.
func signingPosts(lines string) []string {
	found := postsIn(lines)
	var posts []string
	for k, p := range found {
		to := len(lines)
		if k+1 < len(found) {
			to = found[k+1].from
		}
		text := strings.TrimSpace(lines[p.from:to])
		for _, w := range signFor {
			if i := strings.Index(strings.ToLower(text), " "+w); i > 0 {
				text = text[:i]
			}
		}
		text = strings.TrimSuffix(text, " Q.")
		if strings.HasSuffix(strings.TrimSpace(lines[:p.from]), "Q.") {
			text = "QUYỀN " + text
		}
		if !p.stead {
			posts = append(posts, text)
		}
	}
	return posts
}

// postsIn finds where the posts begin, from left to right.
func postsIn(lines string) []heldPost {
	var found []heldPost
	stead := false
	for i := 0; i < len(lines); {
		if rest, ok, other := cutSignFor(lines[i:]); ok {
			stead = other
			i = len(lines) - len(rest)
			continue
		}
		if n := words().posts.prefix(lines[i:]); n > 0 {
			found = append(found, heldPost{i, stead})
			stead = false
			deputy := strings.EqualFold(lines[i:i+n], "phó")
			i += n
			if deputy && i < len(lines) { // "PHÓ CHỦ TỊCH" is one post
				i += 1 + words().posts.prefix(lines[i+1:])
			}
		}
		if i >= len(lines) {
			break
		}
		next := strings.IndexByte(lines[i:], ' ')
		if next < 0 {
			break
		}
		i += next + 1
	}
	return found
}

// spell writes a post as people write it, with the body in which it is held:
// "THỨ TRƯỞNG" of Bộ Y tế is "Thứ trưởng Bộ Y tế".
func (s *signing) spell(post string) string {
	spelled := sentenceCase(post)
	if n := words().posts.prefix(spelled); n > 0 && n < len(spelled) {
		if body := strings.TrimLeft(spelled[n:], " ,"); words().posts.prefix(body) == 0 { // not in "phó chủ tịch"
			spelled = spelled[:len(spelled)-len(body)] + spellIssuer(s.r.reg, upperFirst(body))
		}
	}
	for _, head := range []string{"Phó ", "Quyền ", "Chánh "} {
		if rest, ok := strings.CutPrefix(spelled, head); ok && rest != "án" {
			spelled = head + upperFirst(rest)
		}
	}
	bare := trimPrefixFold(trimPrefixFold(spelled, "Phó "), "Quyền ")
	if n := words().posts.prefix(bare); n < len(bare) {
		return spelled // it names its body itself
	}
	switch issuer := s.r.d.Issuer; {
	case strings.HasSuffix(strings.ToLower(spelled), "thủ tướng"):
		return spelled + " Chính phủ"
	case issuer == "" || !fitsBody(bare, issuer):
		return spelled
	default:
		return spelled + " " + issuer
	}
}

// fitsBody reports whether a post may be one of the body: no ministry has a chair.
func fitsBody(post, body string) bool {
	if words().posts.prefix(body) > 0 {
		return false
	}
	ofMinistry := strings.HasPrefix(body, "Bộ ")
	switch viet.Fold(post) {
	case "bo truong", "thu truong":
		return ofMinistry
	case "chu tich", "chu nhiem":
		return !ofMinistry
	}
	return true
}
