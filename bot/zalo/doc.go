// Package zalo talks to people on the Zalo Bot Platform ("Zalo Bot Creator").
//
// Events come by webhook (Webhook), or one at a time by long polling, which the platform calls a development aid: an
// event that was answered to a poll is gone, so polling is at most once until the event is stored. Run sets up the one
// or does the other; both hand over to an intake.Intake, for which Channel is the intake.Channel:
//
//	c, err := zalo.New(cfg, log)
//	in, err := intake.New(intake.Config{Name: zalo.Name, …}, c, conversation, inbox, log)
//	mux.Handle("POST /zalo", c.Webhook(in.Accept)) // with Config.WebhookURL
//	go in.Run(ctx)
//	go c.Run(ctx, in.Accept)
//
// Reminders go out through Outlet. The platform has no buttons, no files and no pictures but those at a public address.
// Bold words are sent as text_styles beside the text, so that nothing in a document needs escaping.
//
// The token is part of every URL. No error or log record of this package holds it: see dondoc/bot/courier,
// through which every call goes.
package zalo
