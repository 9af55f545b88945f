"""The app with one more kind of job: `python -m tests.kinds.launch`, with app.py's flags."""

from __future__ import annotations

import signal
import sys

import app
from components.kinds import KINDS
from components.opening import Opening
from components.pages.shell import build_app
from components.services import Services
from tests.kinds.countdown.kind import CountdownKind


def main() -> None:
    """Serve until interrupted."""
    flags = app.parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    demo, launch = build_app(Opening.of(Services(app.settings(flags), (*KINDS, CountdownKind))))
    demo.launch(server_name=flags.host, server_port=flags.port, allowed_paths=[], **launch)


# The jobs' worker process imports this file again, as another module: it must not start an app there.
if __name__ == "__main__":
    main()
