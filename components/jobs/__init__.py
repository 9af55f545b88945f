"""Background jobs as every page knows them."""
