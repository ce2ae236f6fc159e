package bot

// StoredChoice is a button that was offered in a chat and what pressing it means.
type StoredChoice struct {
	Key      string // as in Choice.Key, unique in its chat
	Label    string // as in Choice.Label
	Action   string // what the handler is to do
	Argument string // what it is to do it with; may be ""
}
