"""What crosses the border between a page's scripts and the server: every call, what it takes and gives.

One file a page. A call is declared here, answered in the room of its page (`components/routes/calls.py`
joins the two), and asked by the scripts with `ask(name, payload)`. From these models are made, by
`python -m components.contracts`, the scripts' types (`assets/js/lib/calls.d.ts`) and the page of
documentation (`CALLS.md` beside this file). Nothing here computes.
"""
