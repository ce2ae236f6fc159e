package bot

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"dondoc/corpus/viet"
	"dondoc/reminders"
)

// target is what somebody wants to follow.
type target struct {
	follows []reminders.Follow // more than one: it is not clear which
	refusal string             // it is clear what is meant, and there is no such thing
}

var (
	quotedTheme  = regexp.MustCompile(`^(?:chủ đề )?[“"«](.+)[”"»]$`)
	namedTheme   = regexp.MustCompile(`(?i)^chủ đề:? (.+)$`)
	plainTheme   = regexp.MustCompile(`^chu de:? (.+)$`)
	documentLead = regexp.MustCompile(`^(?:(?:van ban|quyet dinh|ke hoach|nghi quyet|chi thi|thong bao|cong van|nghi dinh|thong tu|chuong trinh|qd|kh|nq|ct|tb)(?: so)? |so )`)
	sectionLead  = regexp.MustCompile(`^(?:viec|nhiem vu|dau viec|muc|so) (?:so |muc )?`)
	sectionRest  = regexp.MustCompile(`^[ ,]*(?:(?:cua|trong|o|thuoc|tai) )?`)
)

// readTarget reads what is to be followed: words in quotes, a document by its number, a Task by its section or by its
// number in the last list, or an agency. It has nothing for what is none of these.
func (c *Conversation) readTarget(ctx context.Context, m Message, v *reminders.View, text string) target {
	text = strings.TrimSpace(strings.TrimRight(viet.Squeeze(viet.Normalize(text)), "?!. "))
	if theme := themeIn(text); theme != "" {
		f := reminders.Follow{Kind: reminders.FollowTheme, Value: inline(theme, longestPhrase)}
		if len(v.StandingTasks(f)) == 0 {
			return target{refusal: fmt.Sprintf(followNoTheme, f.Value)}
		}
		return target{follows: []reminders.Follow{f}}
	}
	folded := viet.Fold(text)
	if documents := documentsIn(v, folded); len(documents) > 0 {
		var t target
		for _, d := range documents {
			t.follows = append(t.follows, reminders.Follow{Kind: reminders.FollowDocument, Value: d})
		}
		return t
	}
	if follows := c.tasksIn(ctx, m, v, folded); len(follows) > 0 {
		return target{follows: follows}
	}
	if name, ok := c.clerk.agencyNamed(text); ok {
		return target{follows: []reminders.Follow{{Kind: reminders.FollowWatch, Value: name}}}
	}
	return target{}
}

// themeIn returns the words that a theme is named by.
func themeIn(text string) string {
	for _, pattern := range []*regexp.Regexp{quotedTheme, namedTheme} {
		if found := pattern.FindStringSubmatch(text); found != nil {
			return strings.Trim(found[1], `“”"«» `)
		}
	}
	if found := plainTheme.FindStringSubmatch(viet.Fold(text)); found != nil { // typed without marks
		return strings.Trim(found[1], `“”"«» `)
	}
	return ""
}

// documentsIn returns the Documents that folded words name: with what stands before a number, or with its "/".
func documentsIn(v *reminders.View, folded string) []string {
	rest := documentLead.ReplaceAllString(folded, "")
	if rest == folded && !strings.Contains(rest, "/") {
		return nil
	}
	rest = documentLead.ReplaceAllString(rest, "") // "văn bản số 17"
	if documents := v.Documents(rest); len(documents) > 0 {
		return documents
	}
	return v.Documents(folded)
}

// tasksIn returns the Tasks that folded words name.
func (c *Conversation) tasksIn(ctx context.Context, m Message, v *reminders.View, folded string) []reminders.Follow {
	rest := sectionLead.ReplaceAllString(folded, "")
	led := rest != folded
	if n, err := strconv.Atoi(rest); err == nil && led {
		if w, ok := c.listedWork(ctx, m.Chat, n); ok {
			if _, t, ok := v.Milestone(w.Milestone); ok && t.Gone.IsZero() && v.Sees(t) {
				return []reminders.Follow{{Kind: reminders.FollowTask, Value: t.ID}}
			}
		}
	}
	if !led && !strings.Contains(rest, ".") {
		return nil
	}
	tasks := v.Sections(rest, "")
	if section, of, ok := strings.Cut(rest, " "); ok && len(tasks) == 0 {
		of = sectionRest.ReplaceAllString(of, "")
		if documents := v.Documents(documentLead.ReplaceAllString(documentLead.ReplaceAllString(of, ""), "")); len(documents) == 1 {
			tasks = v.Sections(strings.TrimRight(section, ",;:"), documents[0])
		}
	}
	var follows []reminders.Follow
	for _, t := range tasks {
		follows = append(follows, reminders.Follow{Kind: reminders.FollowTask, Value: t.ID})
	}
	return follows
}
