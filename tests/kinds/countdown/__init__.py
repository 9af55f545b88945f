"""Counts down, in a worker, from a number that a page's button sends."""
