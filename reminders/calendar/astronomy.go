package calendar

import "math"

// The formulas are those of Jean Meeus, Astronomical Algorithms, second edition (1998). Times are
// Julian ephemeris days, which run in uniform dynamical time (TT); angles are degrees.

const (
	julianCentury = 36525     // days
	epoch2000     = 2451545.0 // the Julian ephemeris day of 1 January 2000, noon
)

// newMoonTerm is one row of the corrections of chapter 49: amplitude × E^eccentric × sin(sun·M + moon·M′ + node·F).
type newMoonTerm struct {
	amplitude       float64 // days
	eccentric       int     // how often the eccentricity of the Earth's orbit E enters
	sun, moon, node float64
}

var newMoonTerms = []newMoonTerm{
	{-0.40720, 0, 0, 1, 0}, {0.17241, 1, 1, 0, 0}, {0.01608, 0, 0, 2, 0}, {0.01039, 0, 0, 0, 2},
	{0.00739, 1, -1, 1, 0}, {-0.00514, 1, 1, 1, 0}, {0.00208, 2, 2, 0, 0}, {-0.00111, 0, 0, 1, -2},
	{-0.00057, 0, 0, 1, 2}, {0.00056, 1, 1, 2, 0}, {-0.00042, 0, 0, 3, 0}, {0.00042, 1, 1, 0, 2},
	{0.00038, 1, 1, 0, -2}, {-0.00024, 1, -1, 2, 0}, {-0.00007, 0, 2, 1, 0}, {0.00004, 0, 0, 2, -2},
	{0.00004, 0, 3, 0, 0}, {0.00003, 0, 1, 1, -2}, {0.00003, 0, 0, 2, 2}, {-0.00003, 0, 1, 1, 2},
	{0.00003, 0, -1, 1, 2}, {-0.00002, 0, -1, 1, -2}, {-0.00002, 0, 1, 3, 0}, {0.00002, 0, 0, 4, 0},
}

// planetTerms are the additional corrections of chapter 49: amplitude × sin(phase + rate·k).
var planetTerms = []struct{ amplitude, phase, rate float64 }{
	{0.000325, 299.77, 0.107408}, {0.000165, 251.88, 0.016321}, {0.000164, 251.83, 26.651886}, {0.000126, 349.42, 36.412478},
	{0.000110, 84.66, 18.206239}, {0.000062, 141.74, 53.303771}, {0.000060, 207.14, 2.453732}, {0.000056, 154.84, 7.306860},
	{0.000047, 34.52, 27.261239}, {0.000042, 207.19, 0.121824}, {0.000040, 291.34, 1.844379}, {0.000037, 161.72, 24.198154},
	{0.000035, 239.56, 25.513099}, {0.000023, 331.55, 3.592518},
}

// newMoon returns the moment of the k-th new moon after that of 6 January 2000 (chapter 49; good to a few seconds).
func newMoon(k int) float64 {
	n := float64(k)
	t := n / 1236.85
	sun := polynomial(t, 2.5534+29.10535670*n, 0, -0.0000014, -0.00000011)
	moon := polynomial(t, 201.5643+385.81693528*n, 0, 0.0107582, 0.00001238, -0.000000058)
	node := polynomial(t, 160.7108+390.67050284*n, 0, -0.0016118, -0.00000227, 0.000000011)
	ascending := polynomial(t, 124.7746-1.56375588*n, 0, 0.0020672, 0.00000215)
	eccentricity := polynomial(t, 1, -0.002516, -0.0000074)

	moment := polynomial(t, 2451550.09766+29.530588861*n, 0, 0.00015437, -0.000000150, 0.00000000073)
	for _, c := range newMoonTerms {
		amplitude := c.amplitude
		for range c.eccentric {
			amplitude *= eccentricity
		}
		moment += amplitude * sin(c.sun*sun+c.moon*moon+c.node*node)
	}
	moment -= 0.00017 * sin(ascending)
	for i, c := range planetTerms {
		phase := c.phase + c.rate*n
		if i == 0 {
			phase -= 0.009173 * t * t
		}
		moment += c.amplitude * sin(phase)
	}
	return moment
}

// sunLongitude returns the apparent longitude of the Sun, 0 to 360 (chapter 25). It is good to 0.01°, which the Sun
// passes in a quarter of an hour. That is enough: from 1968 to 2199 no month's number hangs on a solar term so near
// to midnight (compared with an ephemeris good to a second of arc).
func sunLongitude(moment float64) float64 {
	t := (moment - epoch2000) / julianCentury
	mean := polynomial(t, 280.46646, 36000.76983, 0.0003032)
	anomaly := polynomial(t, 357.52911, 35999.05029, -0.0001537)
	centre := polynomial(t, 1.914602, -0.004817, -0.000014)*sin(anomaly) +
		polynomial(t, 0.019993, -0.000101)*sin(2*anomaly) + 0.000289*sin(3*anomaly)
	apparent := mean + centre - 0.00569 - 0.00478*sin(125.04-1934.136*t)
	apparent = math.Mod(apparent, 360)
	if apparent < 0 {
		apparent += 360
	}
	return apparent
}

// lags is by how many seconds the clocks of the world are behind dynamical time (ΔT = TT − UT), every 20 years
// from 1900: observed until 2020 (IERS), then carried on at the pace of the last decades.
var lags = []float64{-3, 21, 24, 33, 51, 64, 69, 75, 81, 87, 93, 99, 105, 111, 117, 123}

// clockLag returns ΔT at the moment, in days.
func clockLag(moment float64) float64 {
	const start, step = 1900, 20 // years
	year := 2000 + (moment-epoch2000)/julianCentury*100
	at := min(max((year-start)/step, 0), float64(len(lags)-1))
	i := min(int(at), len(lags)-2)
	return (lags[i] + (at-float64(i))*(lags[i+1]-lags[i])) / secondsPerDay
}

func sin(degrees float64) float64 { return math.Sin(degrees * math.Pi / 180) }

// polynomial returns c[0] + c[1]·t + c[2]·t² + …
func polynomial(t float64, c ...float64) float64 {
	var sum float64
	for i := len(c) - 1; i >= 0; i-- {
		sum = sum*t + c[i]
	}
	return sum
}
