// Package calendar knows on which days Vietnamese public offices work: Monday to Friday without the
// public holidays, and the weekend days that are worked in exchange for a day off.
//
//	c := calendar.Default().With(administrators)
//	c.Off(day)         // is the office closed?
//	c.OnOrBefore(day)  // when to remind, so that somebody reads it
//	c.Add(day, 10)     // "trong 10 ngày làm việc"
//
// What it knows comes from three places, each on top of the one before:
//
//   - rules.go: what follows from the law alone, for every year from 2014 to 2099: the fixed days, Tết from
//     giao thừa to mùng 3, and Giỗ Tổ. The last two need the lunar calendar;
//   - days.csv: what is decided anew for each year and announced: the other days of Tết and Quốc khánh,
//     substitutes for holidays that fall on a weekend, swapped days. A year that is not yet announced has
//     none of them: nothing is guessed;
//   - the administrator's days, which ReadDays reads and With lays on top.
//
// The lunar calendar (Lunar, Solar) is computed, not listed: astronomy.go says when the Moon is new and where
// the Sun stands, lunar.go makes months and years of it by the rules of the Vietnamese calendar. It is
// today's calendar for all years, cut at midnight in Hà Nội; before 1968 people used others.
//
// It imports package viet and no other of ours.
package calendar
