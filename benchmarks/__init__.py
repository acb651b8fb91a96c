"""Repeatable measurements of speed and scale: `make bench`. Ratios of one interleaved run, never absolute figures."""
