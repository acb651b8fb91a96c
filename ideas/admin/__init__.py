"""The team's desk in the Wagtail admin: the list of ideas, the screen to answer one, many at once, the board's form."""
