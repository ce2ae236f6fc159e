package corpus

import (
	"slices"
	"strings"
)

// Rephrase gives a text the deadlines that it has now, in their own words, in the place of those that it had: an old date
// beside a corrected one would contradict it. Where there are not as many of them as there were, the old ones are left out.
// A text that does not say them stays as it is.
func Rephrase(text string, was, now []string) string {
	gone := without(was, now)
	come := without(now, was)
	for i, phrase := range gone {
		if phrase == "" || !strings.Contains(text, phrase) {
			continue
		}
		if len(come) == len(gone) {
			text = strings.ReplaceAll(text, phrase, come[i])
			continue
		}
		var clauses []string
		for clause := range strings.SplitSeq(strings.ReplaceAll(text, phrase, "\x00"), ",") {
			if left, found := strings.CutSuffix(strings.TrimRight(clause, " .;"), "\x00"); found && isBareDeadline(left) {
				continue
			}
			clauses = append(clauses, clause)
		}
		text = strings.Join(strings.Fields(strings.ReplaceAll(strings.Join(clauses, ","), "\x00", "")), " ")
		text = strings.NewReplacer(" ,", ",", " ;", ";", " .", ".").Replace(strings.TrimRight(text, " ,;"))
	}
	return text
}

// isBareDeadline reports words that say nothing without the date behind them.
func isBareDeadline(words string) bool {
	switch strings.ToLower(strings.TrimSpace(words)) {
	case "", "xong", "hoàn thành", "phải hoàn thành", "thực hiện", "thời hạn", "thời hạn hoàn thành", "thời gian", "thời gian hoàn thành", "thời gian thực hiện":
		return true
	}
	return false
}

func without(all, but []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(but, s) })
}
