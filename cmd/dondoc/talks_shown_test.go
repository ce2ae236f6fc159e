package main

import (
	"regexp"
	"strings"
)

var (
	secretCode  = regexp.MustCompile(`\b[0-9A-Z]{6}-[0-9A-Z]{6}\b`)
	bareNumbers = regexp.MustCompile(`(?m)(^| )\[\d+\]`)
	versionDay  = regexp.MustCompile(`(Bản \d+, ngày|đang dùng từ) [0-9/]+`)
	thumb       = regexp.MustCompile(`(?m) ?\[👎 Chưa đúng\]$`)
	fileLine    = regexp.MustCompile(`(?m)^\[(tệp|ảnh)[^\]]*\]\n`)
)

// masked hides what differs each time.
func masked(s string) string {
	return versionDay.ReplaceAllString(secretCode.ReplaceAllString(s, "XXXXXX-XXXXXX"), "$1 D/M/YYYY")
}

// shownBy is what a channel can show of an answer.
func shownBy(l driver, want string) string {
	if !l.files() {
		want = fileLine.ReplaceAllString(want, "")
	}
	if !l.buttons() {
		want = thumb.ReplaceAllString(want, "")
		want = strings.ReplaceAll(bareNumbers.ReplaceAllString(want, ""), "\n\n", "\n")
	}
	return want
}

// written is a reply as the goldens have it: no blank lines, single blanks, the choices on one line, then what was sent along.
func written(text string, labels []string, picture bool, file string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			b.WriteString(line + "\n")
		}
	}
	for i, label := range labels { // channels cut long ones, each where it must
		const most = 30
		if letters := []rune(label); len(letters) > most {
			labels[i] = strings.TrimRight(string(letters[:most]), " …") + "…"
		}
	}
	if len(labels) > 0 {
		b.WriteString("[" + strings.Join(labels, "] [") + "]\n")
	}
	if picture {
		b.WriteString("[ảnh]\n")
	}
	if file != "" {
		b.WriteString("[tệp: " + file + "]\n")
	}
	return b.String()
}
