"""The Learn panel's calls: lessons and the glossary, guesses and tasks judged live on a model."""
