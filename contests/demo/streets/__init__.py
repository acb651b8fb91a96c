"""Streets with a wall, painted by our own code."""
