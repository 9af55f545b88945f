"""The Train page's calls and views."""
