"""Scores: how probable each label word is at the mask, and what that says of labels."""
