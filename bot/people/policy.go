package people

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Action is something that people ask the program to do.
type Action string

// The actions. Every command belongs to one.
const (
	Ask         Action = "ask"          // a question about the documents
	AuditLog    Action = "audit"        // read who did what; see Audit
	Calendar    Action = "calendar"     // the calendar of one's work
	Configure   Action = "configure"    // boards and their rules, days off
	Console     Action = "console"      // sign in to it, and see what is due, late and delivered
	Correct     Action = "correct"      // what was read of documents
	Decide      Action = "decide"       // on a request for an extension
	Follow      Action = "follow"       // documents, themes, tasks
	Forget      Action = "forget"       // one's own data
	ForgetGroup Action = "forget-group" // the data of a group
	Grant       Action = "grant"        // a code; see MayGrant
	Help        Action = "help"
	Late        Action = "late" // work that is overdue
	Link        Action = "link" // a group to a board
	Load        Action = "load" // documents
	Mine        Action = "mine" // one's own work, or that of a body
	Pair        Action = "pair" // use a code
	People      Action = "people"
	Progress    Action = "progress" // figures of how far the work has come
	Publish     Action = "publish"  // a version, or roll back
	Remind      Action = "remind"   // when and of what one is reminded
	Report      Action = "report"   // how far one's work has come, in answer to a reminder; asking for an extension
	Resend      Action = "resend"   // a message that could not be delivered
	Review      Action = "review"   // candidates, doubts, questions that went badly
	Soon        Action = "soon"     // work that is due soon
	Status      Action = "status"   // of the program
	Unfollow    Action = "unfollow"
	Versions    Action = "versions" // of the documents
)

// Standing is who somebody is in the chat in which they write.
type Standing struct {
	Role    Role
	Board   int64 // 0 for none; the policy does not look at it
	Group   bool  // several people read the chat
	Web     bool  // a browser
	Linked  bool  // the chat is a subscriber of a board, put there by an administrator: not one that only follows
	Manages bool  // they administer the group on its channel
}

// Denied says that somebody may not do something.
type Denied struct {
	Action   Action
	Sentence string // for them, in Vietnamese: what to do so that they may
}

// Error names the action only.
func (d *Denied) Error() string { return fmt.Sprintf("people: %s: denied", d.Action) }

// Policy decides who may do what. It never changes and may be used by many at once.
type Policy struct {
	open bool
}

// NewPolicy returns the program's policy. Unless open (allow-list mode), guests in chats that are not linked may do
// nothing but use a code, ask for help, have their data deleted, and what administering a group gives them.
func NewPolicy(open bool) *Policy { return &Policy{open} }

// May returns nil, or a *Denied. Nobody else decides.
func (p *Policy) May(s Standing, a Action) error {
	r, ok := rules[a]
	if !ok {
		return &Denied{a, sentences["unknown"]}
	}
	least := r.least
	if r.open && !p.open {
		least = Officer
	}
	switch {
	case s.Role.sound() < least && !(r.linked && s.Linked) && !(r.manages && s.Group && s.Manages):
		return &Denied{a, r.lacking(a, least)}
	case !slices.Contains(r.places, s.place()):
		return &Denied{a, r.misplaced(a, s.place())}
	}
	return nil
}

// MayGrant tells whether somebody may make a code for a role, or for a Guest: one that links a group. It returns nil or
// a *Denied.
func (p *Policy) MayGrant(s Standing, r Role) error {
	if err := p.May(s, Grant); err != nil {
		return err
	}
	if r.sound() != r || r > Member && s.Role.sound() < Administrator {
		return &Denied{Grant, sentences["grant above"]}
	}
	return nil
}

// place is where a chat is.
type place string

const (
	private place = "private"
	web     place = "web"
	board   place = "board" // a group that is linked
	group   place = "group" // any other
)

func (s Standing) place() place {
	switch {
	case s.Web:
		return web
	case s.Group && s.Linked:
		return board
	case s.Group:
		return group
	}
	return private
}

// rule is a line of policy.txt.
type rule struct {
	least           Role
	open            bool // least is Officer in allow-list mode
	places          []place
	linked, manages bool
}

// lacking returns the sentence for who has too low a role.
func (r *rule) lacking(a Action, least Role) string {
	if s, ok := sentences["lacking "+string(a)]; ok {
		return s
	}
	return sentences["lacking "+least.String()]
}

// misplaced returns the sentence for who has the role and asks in the wrong place.
func (r *rule) misplaced(a Action, at place) string {
	if s, ok := sentences["misplaced "+string(a)]; ok {
		return s
	}
	switch {
	case at == group && slices.Contains(r.places, board):
		return sentences["misplaced group"]
	case at == web && slices.Contains(r.places, private):
		return sentences["misplaced web"]
	case slices.Contains(r.places, private):
		return sentences["misplaced private"]
	}
	return sentences["misplaced alone"]
}

//go:embed data/policy.txt
var policyText string

// rules are those of policy.txt. A faulty file, which no test lets pass, allows nothing.
var rules, errRules = readRules(policyText)

func readRules(text string) (map[Action]*rule, error) {
	all := map[Action]*rule{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, rest, _ := strings.Cut(line, "=")
		action := Action(strings.TrimSpace(name))
		r, err := readRule(rest)
		if err != nil {
			return nil, fmt.Errorf("people: read the policy: %q: %w", action, err)
		}
		if _, twice := all[action]; twice {
			return nil, fmt.Errorf("people: read the policy: %q stands there twice", action)
		}
		all[action] = r
	}
	return all, nil
}

func readRule(text string) (*rule, error) {
	columns := strings.Split(text, "|")
	if len(columns) != 3 {
		return nil, fmt.Errorf("%d columns, want 3", len(columns))
	}
	var r rule
	switch least := strings.TrimSpace(columns[0]); least {
	case "open":
		r.open = true
	default:
		var ok bool
		if r.least, ok = ParseRole(least); !ok {
			return nil, fmt.Errorf("no role is called %q", least)
		}
	}
	for _, at := range strings.Fields(columns[1]) {
		switch p := place(at); p {
		case private, web, board:
			r.places = append(r.places, p)
		case group:
			r.places = append(r.places, group, board)
		default:
			return nil, fmt.Errorf("no place is called %q", at)
		}
	}
	for _, who := range strings.Fields(columns[2]) {
		switch who {
		case "linked":
			r.linked = true
		case "manages":
			r.manages = true
		default:
			return nil, fmt.Errorf("nobody is called %q", who)
		}
	}
	return &r, nil
}

//go:embed data/sentences.txt
var sentencesText string

// sentences are what people are told.
var sentences = readSentences(sentencesText)

func readSentences(text string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(text) {
		if key, sentence, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "#") {
			all[strings.TrimSpace(key)] = strings.TrimSpace(sentence)
		}
	}
	return all
}

// Actions returns all actions, sorted.
func Actions() []Action { return slices.Sorted(maps.Keys(rules)) }
