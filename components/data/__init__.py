"""Data sets as every page knows them."""
