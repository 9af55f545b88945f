"""The Gradio front end: theme, widgets, pages and what the handlers are given.

Nothing here imports torch, transformers or a database: a page only ever sees the plain JSON that
`components.services` hands it.
"""
