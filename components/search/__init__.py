"""The Search page's calls and views."""
