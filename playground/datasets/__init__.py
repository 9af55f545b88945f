"""Labelled examples: where they come from and which of them are drawn.

`dataset.py` says what a data set is, `demo.py` reads those that come with the
project, `sample.py` draws the few that a prompt is trained on. A user's file goes
through `encoding.py` (bytes to text), `formats.py` (with `jsonl.py` and `excel.py`:
to a `table.py`) and `mapping.py` (to a data set); `hub.py` fetches one by name.
Nothing here knows a template, a model or a page.
"""
