"""Scores: how probable each label word is at the mask, and what that says of labels.

The scorers of the kinds of models are registered by the line below, in the order of the kinds.
"""

from playground.scoring import masked, causal  # noqa: F401, I001 - they register themselves, in this order
