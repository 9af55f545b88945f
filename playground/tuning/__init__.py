"""Training prompts: one file a method, a loop that yields reports, and what its results mean.

The methods are registered by the line below, in the order in which they are shown.
"""

from playground.tuning import prompt_tuning, p_tuning, prefix_tuning  # noqa: F401, I001 - they register themselves, in this order
