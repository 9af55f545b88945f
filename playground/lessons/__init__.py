"""Lessons and the glossary: files that a teacher writes -> steps, each checked live against a model.

The form of the files stands in `assets/lessons/README.md`. Nothing here draws a page, keeps a student's progress, or
knows the answer to a question before the model is asked.
"""
