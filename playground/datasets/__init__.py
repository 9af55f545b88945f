"""Labelled examples: where they come from and which of them are drawn.

`dataset.py` says what a data set is, `demo.py` reads the two that come with the
project, `upload.py` a user's CSV, `sample.py` draws the few that a prompt is
trained on. Nothing here knows a template, a model or a page.
"""
