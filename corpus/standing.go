package corpus

import "dondoc/corpus/viet"

// NotYet is where a Document stands before it comes into force. Only StatusOn gives it: no Document is kept with it.
const NotYet Status = "not_yet"

// StatusOn says how far the Document binds on a day: Superseded when its time is over, NotYet before that begins. A
// Superseded one that has a last day binds until then; a Draft never binds, and what only informs (Reference) has no time.
// The zero Date gives Status itself.
func (d *Document) StatusOn(on viet.Date) Status {
	switch {
	case on.IsZero() || d.Status == Reference:
		return d.Status
	case !d.Until.IsZero() && d.Until.Before(on):
		return Superseded
	case d.Status == Draft:
		return Draft
	case !d.From.IsZero() && on.Before(d.From):
		return NotYet
	case d.Status == Superseded && !d.Until.IsZero():
		return InForce
	}
	return d.Status
}

// Validity says from when until when the Document binds, in Vietnamese: "hiệu lực đến 31/12/2025"; "" when no day is known.
func (d *Document) Validity() string {
	switch {
	case d.From.IsZero() && d.Until.IsZero():
		return ""
	case d.Until.IsZero():
		return "có hiệu lực từ " + d.From.Vietnamese()
	case d.From.IsZero():
		return "hiệu lực đến " + d.Until.Vietnamese()
	}
	return "hiệu lực từ " + d.From.Vietnamese() + " đến " + d.Until.Vietnamese()
}

// Reference is what the phrases of the Document's deadlines are read against.
func (d *Document) Reference() viet.Reference {
	return viet.Reference{Year: d.Year, Issued: d.Date, Undated: true}
}
