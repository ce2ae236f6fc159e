package people

import "slices"

// roleKeys are the words by which roles are kept and given on the command line, by Role.
var roleKeys = [...]string{Guest: "guest", Officer: "officer", Member: "member", Secretariat: "secretariat", Administrator: "administrator"}

// String returns the word by which the role is kept. What is no Role is a Guest.
func (r Role) String() string { return roleKeys[r.sound()] }

// sound returns Guest for what is no Role, so that a damaged number gives no rights.
func (r Role) sound() Role {
	if r < Guest || r > Administrator {
		return Guest
	}
	return r
}

// ParseRole undoes Role.String.
func ParseRole(s string) (Role, bool) {
	i := slices.Index(roleKeys[:], s)
	return Role(max(i, 0)), i >= 0
}
