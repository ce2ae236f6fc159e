package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"dondoc/bot/people"
	"dondoc/knowledge"
)

// What the buttons about versions do, in StoredChoice.Action; Argument is a release.
const (
	actionReport     = "library-report"
	actionDoubts     = "library-doubts"
	actionChanges    = "library-changes"
	actionPublish    = "library-publish"
	actionPublishNow = "library-publish-now"
	actionDiscard    = "library-discard"
	actionBackNow    = "library-rollback-now"
	actionLeave      = "library-leave"
)

// libraryRights are which right a button needs.
var libraryRights = map[string]people.Action{
	actionReport: people.Review, actionDoubts: people.Review, actionChanges: people.Review,
	actionPublish: people.Publish, actionPublishNow: people.Publish, actionBackNow: people.Publish,
	actionDiscard: people.Load, actionLeave: people.Versions,
}

// release is what a button about a version stands for, as the JSON in StoredChoice.Argument: what it was offered for, so
// that nobody publishes what they have not seen. It outlives the program: fields are added, never renamed.
type release struct {
	Version int64  `json:"version"`
	Against int64  `json:"against"`          // what was in force then
	Open    bool   `json:"open,omitempty"`   // it was the open candidate then
	From    int    `json:"from,omitempty"`   // of a list: how many came before
	Reason  string `json:"reason,omitempty"` // why a drop is published
}

func releaseOf(v Candidate) release {
	return release{Version: v.Version, Against: v.Against, Open: v.State == VersionOpen}
}

func (r release) choice(label, action string) StoredChoice { return choiceOf(label, action, r) }

// pressedLibrary does what a button about a version means. ok is false for any other button.
func (c *Conversation) pressedLibrary(ctx context.Context, m Message, s StoredChoice) (replies []Reply, ok bool, err error) {
	right, ok := libraryRights[s.Action]
	var r release
	if !ok || c.library == nil || json.Unmarshal([]byte(s.Argument), &r) != nil {
		return nil, false, nil
	}
	if err := c.may(ctx, m, right); err != nil {
		return c.deniedOr(err)
	}
	switch s.Action {
	case actionLeave:
		c.stopWaiting(ctx, m.Chat)
		sentence := leftInForce
		if r.Open {
			sentence = fmt.Sprintf(leftOpen, r.Version)
		}
		return []Reply{{Text: plain(sentence)}}, true, ctx.Err()
	case actionBackNow:
		replies, err = c.rollbackNow(ctx, r)
		return replies, true, err
	}
	now, stale, err := c.still(ctx, m, r)
	switch {
	case err != nil || len(stale) > 0:
		return stale, true, err
	case s.Action == actionReport:
		replies, err = c.report(ctx, m, "", now)
	case s.Action == actionDoubts, s.Action == actionChanges:
		replies, err = c.entries(ctx, m, now, r, s.Action)
	case s.Action == actionPublish:
		replies, err = c.askPublish(ctx, m, now, "")
	case s.Action == actionPublishNow:
		replies, err = c.publishNow(ctx, m, now, r)
	case s.Action == actionDiscard:
		replies, err = c.discard(ctx, m, r)
	}
	return replies, true, err
}

// still returns the version of a button as it stands; or what to say when it does not stand as it did then.
func (c *Conversation) still(ctx context.Context, m Message, r release) (now Candidate, stale []Reply, err error) {
	now, err = c.library.Candidate(ctx, r.Version)
	switch {
	case errors.Is(err, ErrNoVersion):
		stale, err = c.reportNow(ctx, m, fmt.Sprintf(versionStale, fmt.Sprintf(staleGone, r.Version)))
	case err != nil:
		stale, err = libraryFailed("look at a version", err)
	default:
		stale, err = c.compare(ctx, m, r, now)
	}
	return now, stale, err
}

// compare returns what to say when a version does not stand as it did; nothing when it does.
func (c *Conversation) compare(ctx context.Context, m Message, r release, now Candidate) ([]Reply, error) {
	why := ""
	switch {
	case now.State == VersionInForce: // also when the program died between doing and saying it
		return []Reply{{Text: plain(fmt.Sprintf(versionAlready, r.Version))}}, nil
	case now.State == VersionReplaced:
		why = fmt.Sprintf(staleReplaced, r.Version)
	case now.State == VersionDiscarded:
		why = fmt.Sprintf(staleDiscarded, r.Version)
	case r.Open && now.State != VersionOpen: // one that was in force before, too, may be the candidate, and be replaced
		why = fmt.Sprintf(staleReplaced, r.Version)
	case now.Against != r.Against:
		why = fmt.Sprintf(staleOvertaken, now.Against)
	default:
		return nil, nil
	}
	return c.reportNow(ctx, m, fmt.Sprintf(versionStale, why))
}

// reportNow says a sentence and offers the report of the candidate that is open now, if any.
func (c *Conversation) reportNow(ctx context.Context, m Message, sentence string) ([]Reply, error) {
	c.stopWaiting(ctx, m.Chat)
	now, err := c.library.Candidate(ctx, 0)
	switch {
	case errors.Is(err, ErrNoVersion):
		return refused(sentence + "\n" + staleNothing), nil
	case err != nil:
		return libraryFailed("look at the candidate", err)
	}
	replies, err := c.report(ctx, m, sentence+"\n"+staleNow, now)
	for i := range replies {
		replies[i].Refused = true
	}
	return replies, err
}

// report shows what a version would change, with what can be done with it.
func (c *Conversation) report(ctx context.Context, m Message, before string, v Candidate) ([]Reply, error) {
	var text knowledge.Text
	if before != "" {
		text = plain(before)
	}
	return c.reply(ctx, m.Chat, append(text, v.Report...), reportChoices(v, ""))
}

// reportChoices are what can be done with a version, but what was just done.
func reportChoices(v Candidate, without string) []StoredChoice {
	r := releaseOf(v)
	var choices []StoredChoice
	if v.Doubts.Count > 0 && without != actionDoubts {
		choices = append(choices, r.choice(buttonDoubts, actionDoubts))
	}
	if v.Changes.Count > 0 && without != actionChanges {
		choices = append(choices, r.choice(buttonChanges, actionChanges))
	}
	switch v.State {
	case VersionOpen:
		choices = append(choices, r.choice(buttonPublish, actionPublish), r.choice(buttonDiscard, actionDiscard))
	case VersionFormer:
		choices = append(choices, r.choice(buttonPublish, actionPublish))
	}
	return choices
}

// pageEntries is how many doubts or differences are on a page.
const pageEntries = 5

// entries shows some doubts or differences.
func (c *Conversation) entries(ctx context.Context, m Message, v Candidate, r release, action string) ([]Reply, error) {
	list, title := v.Doubts, listOfDoubts
	if action == actionChanges {
		list, title = v.Changes, listOfChanges
	}
	from := min(max(r.From, 0), list.Count)
	n := min(pageEntries, list.Count-from)
	if n == 0 || list.Lines == nil {
		return c.report(ctx, m, "", v)
	}
	span := fmt.Sprint(from + 1)
	if n > 1 {
		span = fmt.Sprintf("%d–%d", from+1, from+n)
	}
	text := knowledge.Text{{{Text: fmt.Sprintf(title, v.Version, span, list.Count), Strong: true}}}
	text = append(text, list.Lines(from, n)...)
	choices := reportChoices(v, action)
	if rest := list.Count - from - n; rest > 0 {
		next := releaseOf(v)
		next.From = from + n
		choices = append([]StoredChoice{next.choice(fmt.Sprintf(buttonNext, min(rest, pageEntries)), action)}, choices...)
	}
	return c.reply(ctx, m.Chat, text, choices)
}

// askPublish tells what publishing changes and asks once more; of a drop it asks why before that.
func (c *Conversation) askPublish(ctx context.Context, m Message, v Candidate, reason string) ([]Reply, error) {
	r := releaseOf(v)
	if v.Score.Drop() && reason == "" {
		text := plain(fmt.Sprintf(publishDrop, v.Version, v.Score.Right, v.Score.Questions, v.Score.Before))
		if v.Score.Lost > 0 {
			text = append(text, plainLine(fmt.Sprintf(publishLost, v.Score.Lost)))
		}
		return c.askWhy(ctx, m, r, text)
	}
	text := plain(fmt.Sprintf(publishAsk, v.Version, v.Against, v.Effect.words()))
	if v.Against == 0 {
		text = plain(fmt.Sprintf(publishFirst, v.Version, v.Effect.words()))
	}
	if r.Reason = reason; reason != "" {
		text = append(text, plainLine(fmt.Sprintf(publishReason, reason)))
	}
	return c.confirm(ctx, m, text, r.choice(buttonNow, actionPublishNow), r)
}

// askWhy asks for the reason for publishing a drop.
func (c *Conversation) askWhy(ctx context.Context, m Message, r release, text knowledge.Text) ([]Reply, error) {
	c.saveWaiting(ctx, m.Chat, order{Release: &r}.choice(waitPublish, waitPublish), waitsShort)
	return c.reply(ctx, m.Chat, append(text, plainLine(publishAskWhy)), []StoredChoice{r.choice(buttonLeave, actionLeave)})
}

// confirm asks once more. The question is good for as long as somebody remembers what it was.
func (c *Conversation) confirm(ctx context.Context, m Message, text knowledge.Text, yes StoredChoice, r release) ([]Reply, error) {
	return c.replyFor(ctx, m.Chat, text, []StoredChoice{yes, r.choice(buttonLeave, actionLeave)}, nil, confirmLasts)
}

// reasonGiven takes a message as the reason that was asked for before publishing.
func (c *Conversation) reasonGiven(ctx context.Context, m Message, r *release) ([]Reply, bool, error) {
	if c.library == nil || r == nil || m.File != "" || !isReason(m.Text) || c.may(ctx, m, people.Publish) != nil {
		return nil, false, ctx.Err()
	}
	c.stopWaiting(ctx, m.Chat)
	now, replies, err := c.still(ctx, m, *r)
	if err != nil || len(replies) > 0 {
		return replies, true, err
	}
	replies, err = c.askPublish(ctx, m, now, inline(strings.TrimRight(withoutLead(m.Text), " ."), longestSaid))
	return replies, true, err
}

// publishNow publishes what was confirmed.
func (c *Conversation) publishNow(ctx context.Context, m Message, v Candidate, r release) ([]Reply, error) {
	if v.Score.Drop() && r.Reason == "" { // the golden questions have changed since it was asked
		return c.askPublish(ctx, m, v, "")
	}
	c.stopWaiting(ctx, m.Chat)
	if m.Draft != nil {
		m.Draft(Reply{Text: plain(fmt.Sprintf(publishWorking, r.Version))})
	}
	err := c.library.Publish(ctx, r.Version, r.Against, r.Reason)
	switch {
	case errors.Is(err, ErrOvertaken), errors.Is(err, ErrVersionState):
		return c.lost(ctx, m, err)
	case errors.Is(err, ErrReason): // the report is older than the golden questions
		return c.askWhy(ctx, m, r, plain(publishWorse))
	case err != nil:
		return libraryFailed("publish", err)
	}
	text := plain(fmt.Sprintf(versionPublished, r.Version))
	if r.Against != 0 {
		text = append(text, plainLine(versionUndo))
	}
	return []Reply{{Text: text}}, nil
}

// lost tells somebody that another was faster, and shows what there is now.
func (c *Conversation) lost(ctx context.Context, m Message, err error) ([]Reply, error) {
	said, err := libraryFailed("publish", err)
	if err != nil {
		return nil, err
	}
	return c.reportNow(ctx, m, said[0].Text.String())
}

func (c *Conversation) discard(ctx context.Context, m Message, r release) ([]Reply, error) {
	c.stopWaiting(ctx, m.Chat)
	err := c.library.Discard(ctx, r.Version)
	switch {
	case errors.Is(err, ErrVersionState):
		return c.lost(ctx, m, err)
	case err != nil:
		return libraryFailed("discard", err)
	}
	return []Reply{{Text: plain(fmt.Sprintf(discarded, r.Version))}}, nil
}

// rollbackNow goes back, if what is in force and what was before are what they were when it was asked.
func (c *Conversation) rollbackNow(ctx context.Context, r release) ([]Reply, error) {
	if err := c.library.Rollback(ctx, r.Version, r.Against); err != nil {
		return libraryFailed("roll back", err)
	}
	return []Reply{{Text: plain(fmt.Sprintf(versionBack, r.Version))}}, nil
}
