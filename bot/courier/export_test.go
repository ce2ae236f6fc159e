package courier

// Check is what a Fetcher says of an "ip:port" that it is about to connect to.
func (f *Fetcher) Check(address string) error { return f.check(address) }
