// Package zalooa is the channel "zalooa": a Zalo Official Account (OpenAPI v3, OAuth v4).
//
//	webhook → signature → Users.Seen → intake.Intake → conversation → consultation message
//	reminder → Outlet → window open? consultation message : template message (ZBS)
//
// # Tokens
//
// An access token lives 25 hours; a refresh token works once, and a lost one costs a consent by a person. So one copy of the
// program at a time renews, about an hour early; it commits the new pair before it uses it; the others take it from the
// Tokens. Pairs are sealed with a key made of the app's secret. Whatever Zalo answers to a renewal but the pair, or "too
// many calls", is final and raises the alarm. A program killed between the answer and the commit loses the pair: the next
// copy finds the refresh token used, and raises the alarm too. Nothing can be done about that on our side.
//
// # The window
//
// Up to 48 hours after a user's last message (or follow) messages are free; up to 7 days they cost and go out only with
// Config.Charged. Later, or without Charged, the first part of a reminder goes out as a template message and its other
// parts are left out, as the template tells people to write in for them; an answer is refused. For a first part the
// window closes five minutes early, so that the parts behind it still fit in.
//
// # The template
//
// It must be approved with these fields, all texts, none ever empty, lengths in letters:
//
//	don_vi    30  whose work it is: the name of the steering board
//	so_viec   30  how many items the reminder lists: "4 việc"
//	noi_dung 200  the first of them
//	han       30  until when: "31/05/2023, còn 7 ngày"
//
// # Limits
//
// Files cannot go out (Official Accounts send only pdf, doc, docx and csv): what they say stands in the text too. A
// picture of more than 1 MB, or one that Zalo does not take, is left out. There is no typing and no editing.
package zalooa
