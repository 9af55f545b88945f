"""One page a file; each offers `build(services, language)` to be called inside a Blocks context."""
