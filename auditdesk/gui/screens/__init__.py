"""One module a screen; screens do not know each other."""
