"""Searches over discrete prompts: trigger tokens, label words and templates, each a whole job.

Searches see the training examples, and the development ones where a method says so; never the test examples.
"""

from playground.search import probe, assignments, likelihood_ratio  # noqa: F401, I001 - register themselves, in this order
from playground.search import template_bank, paraphrase, infilling, mining  # noqa: F401 - likewise
