package console

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"image"
	"image/color"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

const (
	stepSeconds = 30
	secretBytes = 20
	codeDigits  = 6
	// slack is how many steps the clock of a telephone may be off.
	slack = 1
)

var secretText = base32.StdEncoding.WithPadding(base32.NoPadding)

func newSecret() []byte {
	b := make([]byte, secretBytes)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}

// readSecret reads a secret as people and pages write it, in groups or not.
func readSecret(s string) (secret []byte, ok bool) {
	if len(s) > 64 {
		return nil, false
	}
	b, err := secretText.DecodeString(strings.ToUpper(strings.ReplaceAll(s, " ", "")))
	return b, err == nil && len(b) == secretBytes
}

// grouped writes a secret so that it can be typed: four letters at a time.
func grouped(secret []byte) string {
	var b strings.Builder
	for i, r := range secretText.EncodeToString(secret) {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// stepOf returns the step whose one-time code somebody typed, 0 if none. It takes as long for a wrong one.
func stepOf(secret []byte, code string, now time.Time) int64 {
	code = strings.Join(strings.Fields(code), "")
	found := int64(0)
	for off := int64(-slack); off <= slack; off++ {
		step := now.Unix()/stepSeconds + off
		want, err := totp.GenerateCodeCustom(secretText.EncodeToString(secret), time.Unix(step*stepSeconds, 0),
			totp.ValidateOpts{Period: stepSeconds, Digits: codeDigits, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = step
		}
	}
	return found
}

// keyLink is the address by which telephones take over a secret.
func keyLink(secret []byte, login string) (*otp.Key, error) {
	return totp.Generate(totp.GenerateOpts{Issuer: "Đôn đốc", AccountName: login, Secret: secret, Period: stepSeconds, Digits: codeDigits, Algorithm: otp.AlgorithmSHA1})
}

// drawing is a QR code as the page draws it: the path of an SVG in a square of so many units.
type drawing struct {
	Path string
	Size int
}

// draw makes a drawing of a key: pages show no pictures from elsewhere than this host, nor inside addresses.
func draw(k *otp.Key) (drawing, error) {
	const side = 400 // more dots than the largest code has
	picture, err := k.Image(side, side)
	if err != nil {
		return drawing{}, err
	}
	first, dot := measure(picture)
	if dot == 0 {
		return drawing{}, fmt.Errorf("console: draw a key: no code in the picture")
	}
	n := (side - 2*first) / dot
	const quiet = 4 // dots of white around it
	var b strings.Builder
	for y := range n {
		for x := range n {
			if dark(picture, first+x*dot, first+y*dot) {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return drawing{b.String(), n + 2*quiet}, nil
}

// measure finds where a code begins and how large a dot is: seven dark ones stand in its corner.
func measure(m image.Image) (first, dot int) {
	for first < m.Bounds().Dx() && !dark(m, first, first) {
		first++
	}
	end := first
	for end < m.Bounds().Dx() && dark(m, end, first) {
		end++
	}
	return first, (end - first) / 7
}

func dark(m image.Image, x, y int) bool {
	return color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y < 128
}
