// Package report carries progress out of the program and back in: a picture for
// leaders, a calendar feed for boards, and tables for the secretariat.
//
//   - Draw makes the monthly picture of Figures, a PNG to be read on a phone
//     (picture.go lays it out, picture_paint.go paints it with the pens of paint.go,
//     names.go fits names in).
//   - Calendar makes the iCalendar feed of a board (feed.go).
//   - WriteCSV and WriteXLSX export progress; Read takes the same table back. What
//     the columns are, how each is written and how it is read, stands once, in
//     columns.go. Text goes both ways in the one form that tidy gives it, and in CSV
//     under the guard of guard.go, so that no cell becomes a formula.
//
// The package computes and keeps nothing: it knows no store, no chat and no clock.
// All its functions are safe for concurrent use. What Read gets comes from strangers
// and is bound in size; a file with any fault changes nothing.
package report
