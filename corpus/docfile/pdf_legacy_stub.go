package docfile

func tcvn3ToUnicode(s string) string { return s }

func vniToUnicode(s string) string { return s }
