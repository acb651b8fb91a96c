"""The contests' part of the demo world."""
