package telegram

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"
)

//go:embed data/commands.txt
var commandData string

// menuScopes are the menus that the channel sets, by the word of data/commands.txt. The narrowest applies.
var menuScopes = []struct{ word, scope string }{
	{"default", "default"}, {"private", "all_private_chats"}, {"group", "all_group_chats"},
}

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

const maxDescription = 256

// loadCommands reads menus and refuses what Telegram would refuse.
func loadCommands(data string) ([]Command, error) {
	var commands []Command
	for _, e := range entries(data) {
		columns := strings.Split(e.value, "|")
		if len(columns) != 3 {
			return nil, fmt.Errorf("telegram: read commands: %q has %d columns instead of 3", e.key, len(columns))
		}
		c := Command{
			Name: e.key, Vietnamese: strings.TrimSpace(columns[0]), English: strings.TrimSpace(columns[1]), Scopes: strings.Fields(columns[2]),
		}
		if err := c.check(); err != nil {
			return nil, fmt.Errorf("telegram: read commands: %q: %w", e.key, err)
		}
		commands = append(commands, c)
	}
	return commands, nil
}

func (c Command) check() error {
	if !commandName.MatchString(c.Name) {
		return errors.New("no name for a command")
	}
	for _, text := range []string{c.Vietnamese, c.English} {
		if n := utf8.RuneCountInString(text); n < 1 || n > maxDescription {
			return fmt.Errorf("a description of %d characters", n)
		}
	}
	for _, word := range c.Scopes {
		if !slices.ContainsFunc(menuScopes, func(s struct{ word, scope string }) bool { return s.word == word }) {
			return fmt.Errorf("unknown scope %q", word)
		}
	}
	return nil
}

// announce sets the command menus. The bot works without.
func (c *Channel) announce(ctx context.Context) {
	var failures []error
	for _, s := range menuScopes {
		vietnamese, english := menu(c.cfg.Commands, s.word)
		if len(vietnamese) == 0 {
			continue
		}
		failures = append(failures,
			c.client.setCommands(ctx, vietnamese, s.scope, ""), c.client.setCommands(ctx, english, s.scope, "en"))
	}
	if err := errors.Join(failures...); err != nil && ctx.Err() == nil {
		c.log.Warn("the command menu could not be set", "error", err)
	}
}

func menu(commands []Command, scope string) (vietnamese, english []models.BotCommand) {
	for _, c := range commands {
		if slices.Contains(c.Scopes, scope) {
			vietnamese = append(vietnamese, models.BotCommand{Command: c.Name, Description: c.Vietnamese})
			english = append(english, models.BotCommand{Command: c.Name, Description: c.English})
		}
	}
	return vietnamese, english
}
