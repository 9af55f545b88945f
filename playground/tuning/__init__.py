"""Training prompts: one file a method, a loop that yields reports, and what its results mean."""
