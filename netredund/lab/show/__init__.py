"""What `show` prints: one function for each command, found by the name of its action."""
