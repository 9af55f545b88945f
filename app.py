"""Start Prompt Playground: flags -> settings -> launch -> services; nothing else."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.errors import PlaygroundError
from playground.large_pages import start_again_with_large_pages
from playground.settings import Settings, from_environment

if TYPE_CHECKING:
    from components.opening import Opening

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    flags = argparse.ArgumentParser(description="Prompt Playground: prompt learning, live in the browser.")
    flags.add_argument("--host", default="127.0.0.1", help="0.0.0.0 serves a class on the local network")
    flags.add_argument("--port", type=int, default=7860)
    flags.add_argument("--root-path", default="", help="path in front of the app behind a reverse proxy")
    flags.add_argument(
        "--models-root",
        type=Path,
        help="folder below which users may name model folders (default: your home folder on 127.0.0.1, else none)",
    )
    flags.add_argument(
        "--allowed-host",
        action="append",
        metavar="NAME",
        help="a name under which pages may be opened (default: any; on 127.0.0.1 without --root-path this machine's own)",
    )
    flags.add_argument(
        "--allow-embedding", action="store_true", help="let pages of other sites show this app in a frame"
    )
    flags.add_argument("--lessons", type=Path, metavar="DIR", help="folder of your own lessons, shown beside ours")
    flags.add_argument("--no-hub", action="store_true", help="never fetch a model from the hub")
    flags.add_argument("--memory", type=int, metavar="MIB", help="memory for loaded models (default 4096)")
    flags.add_argument("--threads", type=int, help="torch threads for answers (default 1)")
    flags.add_argument("--data", type=Path, help="folder for jobs and trained prompts (default: your user data folder)")
    flags.add_argument("--database", metavar="URL", help="SQLAlchemy URL (default: a SQLite file in the data folder)")
    flags.add_argument(
        "--scheduler", metavar="ADDRESS", help="Dask scheduler to train on, as tcp://host:8786 (default: this machine)"
    )
    flags.add_argument(
        "--workers", type=int, metavar="N", help="jobs that run at once on this machine (default: its cores but one)"
    )
    flags.add_argument("--resume", action="store_true", help="go on with interrupted jobs at the start")
    flags.add_argument(
        "--address-limit", type=int, metavar="N", help="waiting jobs from one network address (default 100)"
    )
    flags.add_argument("--jobs-limit", type=int, metavar="N", help="unfinished jobs a user may have (default 5)")
    flags.add_argument("--steps-limit", type=int, metavar="N", help="steps times seeds of one job (default 20000)")
    flags.add_argument(
        "--minutes-limit", type=int, metavar="N", help="minutes that one job may take, about (default 60)"
    )
    flags.add_argument("--seeds-limit", type=int, metavar="N", help="seeds of one job (default 10)")
    flags.add_argument("--examples-limit", type=int, metavar="N", help="examples of one job (default 20000)")
    flags.add_argument(
        "--owner-token",
        metavar="SECRET",
        help="whoever knows it may stop and delete everybody's jobs; better given as PLAYGROUND_OWNER_TOKEN",
    )
    flags.add_argument("--open", action="store_true", help="open the page in a browser")
    return flags


def settings(flags: argparse.Namespace) -> Settings:
    """The environment's settings, overridden by the flags."""
    chosen = from_environment()
    if flags.models_root:
        chosen = replace(chosen, models_root=flags.models_root.expanduser())
    elif chosen.models_root is None and flags.host in LOOPBACK and not flags.root_path:
        chosen = replace(chosen, models_root=Path.home())
    if flags.lessons:
        chosen = replace(chosen, lessons=flags.lessons.expanduser())
    if flags.no_hub:
        chosen = replace(chosen, hub=False)
    if flags.memory:
        chosen = replace(chosen, memory_limit=flags.memory * 1024 * 1024)
    if flags.threads:
        chosen = replace(chosen, torch_threads=flags.threads)
    if flags.data:
        chosen = replace(chosen, data=flags.data.expanduser())
    names = (
        "database",
        "scheduler",
        "owner_token",
        "resume",
        "address_limit",
        "jobs_limit",
        "steps_limit",
        "examples_limit",
        "minutes_limit",
        "seeds_limit",
        "workers",
    )
    return replace(
        chosen,
        **{
            name: getattr(flags, name)
            for name in names
            if getattr(flags, name) not in (None, "") and getattr(flags, name) is not False
        },
    )


def hosts(flags: argparse.Namespace) -> tuple[str, ...] | None:
    """The only names under which pages' calls are answered; `None` for any.

    On this machine alone no other name is right: one that points here is a trick of somebody's (DNS rebinding).
    """
    if flags.allowed_host or (flags.host in LOOPBACK and not flags.root_path):
        return (*LOOPBACK, *(name.lower() for name in flags.allowed_host or ()))
    return None


def check_port(host: str, port: int) -> None:
    """Refuse a port that cannot be listened on, before anything is started.

    Raises:
        ValueError: why, and what to do.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            if os.name == "posix":  # elsewhere it means that two may listen
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address[0], port, *address[2:]))  # a number that is too large was cut from the address
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ValueError(f"port {port} of {host} cannot be used ({reason}); choose another one with --port") from None


def main() -> None:
    """Serve until interrupted: `python app.py`, and the command `prompt-playground` of an installed package."""
    start_again_with_large_pages()
    # Imports make a million objects that live for ever: collecting in between costs a tenth of the start.
    gc.disable()
    # Before Gradio and the hub's client are imported: they read these once.
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("DISABLE_SAFETENSORS_CONVERSION", "1")
    options = parser()
    flags = options.parse_args()
    try:
        chosen = settings(flags)
        check_port(flags.host, flags.port)
    except ValueError as error:
        options.error(str(error))
    # Leave in good order, so that no worker stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Here, not above: the jobs' worker process imports this file again, as another module, and needs none of it.
    from components.opening import Opening
    from components.pages.shell import build_app

    opening: Opening[Any] = Opening()
    demo, launch = build_app(opening, hosts(flags), flags.allow_embedding)
    demo.launch(
        prevent_thread_lock=True,
        server_name=flags.host,
        server_port=flags.port,
        root_path=flags.root_path,
        inbrowser=flags.open,
        share=False,
        show_error=True,
        max_file_size="1mb",
        # Also the number of public requests under way: a waiting `/evaluate` must not keep others out.
        max_threads=200,
        allowed_paths=[],
        # Gradio copies the components' configuration for every session, and none of ours keeps anything in it.
        state_session_capacity=100,
        **launch,
    )
    open_services(opening, chosen)
    gc.freeze()
    gc.enable()
    demo.block_thread()


def open_services(opening: Opening[Any], chosen: Settings) -> None:
    """Import torch and read the model, while pages are served already; here, in the thread that signals reach.

    Raises:
        SystemExit: what cannot be opened, in a sentence.
    """

    def made() -> Any:
        from components.services import Services  # after the first page: it takes longer than all the rest

        return Services(chosen)

    try:
        opening.open(made)
    except PlaygroundError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


# Not in a worker process, which must not start a second app.
if __name__ == "__main__":
    main()
