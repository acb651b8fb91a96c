"""A room of the tests' own: its one event is that somebody waves at a profile, and it plugs in as real rooms do."""
