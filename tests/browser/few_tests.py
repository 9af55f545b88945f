"""The app, measuring a training or a search on a handful of rows: `python -m tests.browser.few_tests`, with app.py's flags.

Its jobs step back for nobody: tests wait for them, and a busy machine would let them wait for minutes. The jobs' worker
process imports this file again, as another module: what it needs not stands in `main`.
"""

from __future__ import annotations

import signal
import sys

from playground.jobs import worker

ROWS = 6
worker.NICENESS = 0


def main() -> None:
    """Serve until interrupted."""
    import app
    from components.kinds import KINDS
    from components.opening import Opening
    from components.pages.shell import build_app
    from components.services import Services
    from playground.evaluation import few_examples

    few_examples.MOST_TEST = ROWS
    flags = app.parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    demo, launch = build_app(Opening.of(Services(app.settings(flags), KINDS)))
    demo.launch(server_name=flags.host, server_port=flags.port, allowed_paths=[], **launch)


if __name__ == "__main__":
    main()
