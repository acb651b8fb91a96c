"""Did we get it right? What the people of a launch were asked and said of it."""
