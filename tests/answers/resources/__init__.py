"""One file for each exercise; what shares its code may share a file."""
