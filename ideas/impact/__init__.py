"""What came of ideas, in figures: each with its period, what it is out of, and the period before beside it."""
