"""Labelled examples: where they come from and which of them are drawn.

`dataset.py` says what a data set is, `demo.py` reads those that come with the
project, `sample.py` splits one and draws the few that a prompt is trained on. A user's file
goes through `archives.py` (what is wrapped around it), `encoding.py` (bytes to text, judged by
`likelihood.py`, seldom ones by `code_pages.py`), `formats.py` (to a `table.py`; by `lines.py`, `jsonl.py` and `excel.py`, guessed
by `division.py` and `header.py`), and `columns.py` and `mapping.py` (to a data set; lists of words by `tokens.py`).
`isolated.py` does so in a process of its own, `helper.py`; `hub.py` fetches one by name.
Nothing here knows a template, a model or a page.
"""
