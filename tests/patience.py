"""How long tests wait for what must come: a wait ends when it comes, so patience costs nothing but where it fails.

A busy machine starts a process of torch in a minute: a worker steps back for all others.
"""

PATIENCE = 240.0  # seconds
BROWSER_PATIENCE = 240_000.0  # the same in milliseconds, as Playwright counts
