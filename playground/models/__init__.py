"""Language models: what can be loaded, loading it, and its log-probabilities."""
