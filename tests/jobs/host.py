"""A process that holds a queue, to be killed: `python -m tests.jobs.host '{"data": …, "spec": …}'`.

Submits one job (counting, if no "kind" is named), or resumes the one that is there, and says on its output
what happens. With "hold": n it stays for ever inside the transaction that writes
the n-th checkpoint. It ends when it reads a line.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, event

from playground.jobs.queue import Jobs
from playground.settings import Settings
from tests.jobs.work import TASKS

OWNER = "the host's own secret"


def say(**what: object) -> None:
    """One line of JSON."""
    print(json.dumps(what), flush=True)


def hold(number: int) -> None:
    """Never commit the `number`-th checkpoint."""
    written: list[str] = []

    @event.listens_for(Engine, "after_cursor_execute")
    def _after(connection: Connection, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO checkpoint"):
            written.append(statement)
            if len(written) == number:
                say(holding=True)
                time.sleep(600)


def main() -> None:
    """Hold the queue until killed or told to leave."""
    wish = json.loads(sys.argv[1])
    if "hold" in wish:
        hold(wish["hold"])
    root = Path(wish["models"]) if "models" in wish else None
    jobs = Jobs(Settings(data=Path(wish["data"]), scheduler=wish.get("scheduler"), models_root=root), TASKS)
    mine = jobs.jobs(OWNER)
    say(found=[job.state for job in mine])
    if mine:
        id = mine[0].id
        jobs.resume(id, OWNER)
    else:
        id = jobs.submit(OWNER, wish.get("kind", "count"), "work", wish["spec"], 1)
    told = 0

    def watch() -> None:
        nonlocal told
        while True:
            job = jobs.job(id)
            if job.reports != told:
                told = job.reports
                say(reports=told)
            if job.state in ("done", "failed", "interrupted"):
                say(state=job.state, id=id)
                return
            time.sleep(0.02)

    threading.Thread(target=watch, daemon=True).start()
    sys.stdin.readline()


if __name__ == "__main__":
    main()
