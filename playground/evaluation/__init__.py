"""Prompts on many labelled examples: numbers, how sure they are, and comparisons.

`questions.py` asks many examples at once, `metrics.py` and `intervals.py` say how good the
answers are, `baseline.py` what counting words would get; `spec.py`, `passes.py` and `task.py`
are one job from its record to its reports, `desk.py` what a page asks before and after it.
"""
