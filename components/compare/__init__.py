"""The Compare page's calls and views."""
