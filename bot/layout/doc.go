// Package layout fits text into messages: it makes foreign text fit to be shown, counts as the channels
// count (UTF-16 units), cuts between words and never inside a letter, and picks the quotations worth
// showing. It knows no markup; every channel adds its own.
package layout
