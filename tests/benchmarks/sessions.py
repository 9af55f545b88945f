"""What a page and a visitor cost: the size of each page's configuration, and the server's memory for new sessions.

    python -m tests.benchmarks.sessions --sessions 300

A session is one visitor's first call of a public endpoint under a session id of its own: Gradio keeps a state for each.
What the pages' own scripts ask goes past Gradio and makes no session. Memory is the server's resident set, after some
sessions that warm its caches.
"""

from __future__ import annotations

import argparse
import json
import time
import urllib.request

import psutil

from components.addresses import ADDRESSES
from tests.server import Server, running

WARM = 50


def main() -> None:
    """Print both tables."""
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--sessions", type=int, default=300)
    chosen = flags.parse_args()
    with running() as server:
        for page, addresses in ADDRESSES.items():
            for language, path in addresses.items():
                print(f"{page:9} {language}  configuration {configuration(server, path) / 1000:6.1f} kB")
        first(server, WARM, "warm")
        before = memory(server)
        first(server, chosen.sessions, "new")
        grown = memory(server) - before
        print(f"{chosen.sessions} new sessions: {grown / 2**20:.1f} MiB, {grown / 1024 / chosen.sessions:.1f} KiB each")


def configuration(server: Server, path: str) -> int:
    """Bytes of the configuration that Gradio writes into a page."""
    with urllib.request.urlopen(f"{server.url}/{path}") as answer:
        text = answer.read().decode()
    return len(text.split("window.gradio_config = ", 1)[1].split(";</script>", 1)[0].encode())


def memory(server: Server) -> int:
    """The resident set of the server's own process, in bytes, once it is quiet."""
    time.sleep(1)
    return psutil.Process(server.pid).memory_info().rss


def first(server: Server, count: int, name: str) -> None:
    """So many visitors ask which models there are."""
    with urllib.request.urlopen(f"{server.url}/config") as answer:
        config = json.load(answer)
    event = next(each["id"] for each in config["dependencies"] if each.get("api_name") == "models")
    for number in range(count):
        body = json.dumps({"data": [], "fn_index": event, "session_hash": f"{name}{number}"}).encode()
        asked = urllib.request.Request(
            f"{server.url}/gradio_api/run/predict", body, {"content-type": "application/json"}
        )
        urllib.request.urlopen(asked).read()


if __name__ == "__main__":
    main()
