"""The Evaluate page's calls and views."""
