package intake

import (
	"errors"
	"fmt"
	"time"
)

var (
	// ErrRunning is returned by a second Run on an Intake that runs already.
	ErrRunning = errors.New("intake: it runs already")
	// ErrStopTimeout means that answers under way did not end within StopTimeout; their updates stay pending.
	ErrStopTimeout = errors.New("intake: answers under way did not end in time")
)

// Config is how an Intake works. Zero values stand for the defaults given.
type Config struct {
	Name        string        // of the channel: "telegram"
	Owner       string        // names this run of the program among all that share the Inbox; no other run ever has it
	Workers     int           // answers under way at once, at most; 8
	StopTimeout time.Duration // how long answers under way may take once Run is told to stop; 15 s
	Lease       time.Duration // how long others leave alone what this run has when it falls silent; 10 s
	// HoldBack is how long the next update of a chat waits from its arrival until it is answered, so that one that it
	// overtook on the way can still take its place. 0 is not at all.
	HoldBack time.Duration
}

func (c Config) withDefaults() (Config, error) {
	if c.Name == "" || c.Owner == "" {
		return c, errors.New("intake: a channel's name and an owner are needed")
	}
	if c.Workers < 0 || c.StopTimeout < 0 || c.Lease < 0 || c.HoldBack < 0 {
		return c, fmt.Errorf("intake: %s: a negative number in the configuration", c.Name)
	}
	if c.Workers == 0 {
		c.Workers = 8
	}
	if c.StopTimeout == 0 {
		c.StopTimeout = 15 * time.Second
	}
	if c.Lease == 0 {
		c.Lease = 10 * time.Second
	}
	return c, nil
}
