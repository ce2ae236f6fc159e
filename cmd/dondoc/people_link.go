package main

import (
	"context"
	"fmt"

	"dondoc/cmd/dondoc/store"
)

// peopleLinkCommand lets whoever runs the program into the console.
type peopleLinkCommand struct{}

// Run prints the link, this once only.
func (peopleLinkCommand) Run(ctx context.Context, c *Config, std streams) error {
	return c.withDatabase(ctx, std, func(db *store.DB) error {
		link, err := c.consoleLink(ctx, db, "http://"+localAddress(c.Listen))
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(std.out, link)
		return err
	})
}
