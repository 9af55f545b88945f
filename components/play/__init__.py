"""The Play page's calls and views: a prompt's answer while it is typed, and a closer look at it."""
