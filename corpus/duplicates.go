package corpus

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"

	"dondoc/corpus/viet"
)

const (
	twiceRead = "Văn bản %s%s có trong hai tệp: %s và %s; nhiệm vụ sẽ bị tính hai lần. Đề nghị bỏ một tệp."
	sameFile  = "Tệp %s có nội dung giống hệt tệp %s; nhiệm vụ sẽ bị tính hai lần. Đề nghị bỏ một tệp."
)

// doubtDuplicates puts ahead of all doubts those about a document that was given twice: under one number, issuer and day,
// or as two files of the same bytes. They do not depend on the order of the files.
func (c *Corpus) doubtDuplicates(files []File) {
	type face struct {
		number, issuer string
		date           viet.Date
	}
	first := map[face]*Document{}
	told := map[string]bool{} // by file
	byFile := slices.Clone(c.Documents)
	slices.SortStableFunc(byFile, func(a, b *Document) int { return cmp.Compare(a.Source.File, b.Source.File) })
	var doubts []Doubt
	for _, d := range byFile {
		if d.Number == "" {
			continue
		}
		f := face{numberKey(d.Number), viet.Fold(d.Issuer), d.Date}
		switch had := first[f]; {
		case had == nil:
			first[f] = d
		case had.Source.File != d.Source.File:
			told[d.Source.File] = true
			on := ""
			if !d.Date.IsZero() {
				on = " ngày " + d.Date.Vietnamese()
			}
			doubts = append(doubts, Doubt{d.ID, ConflictDoubt, fmt.Sprintf(twiceRead, d.Number, on, had.Source.File, d.Source.File), d.Source})
		}
	}
	same := map[[sha256.Size]byte]string{}
	sum := map[string][sha256.Size]byte{}
	for _, f := range files {
		sum[f.Name] = sha256.Sum256(f.Content)
	}
	for _, d := range byFile { // only files that were read have documents
		file := d.Source.File
		switch had, ok := same[sum[file]]; {
		case !ok:
			same[sum[file]] = file
		case had != file && !told[file]:
			told[file] = true
			doubts = append(doubts, Doubt{d.ID, ConflictDoubt, fmt.Sprintf(sameFile, file, had), d.Source})
		}
	}
	c.Doubts = append(doubts, c.Doubts...)
}
