"""The public endpoints for programs, one group a file."""
