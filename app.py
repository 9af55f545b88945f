"""Start Prompt Playground: flags -> settings -> services -> launch; nothing else."""

from __future__ import annotations

import argparse
import gc
import os
from dataclasses import replace
from pathlib import Path

# Imports make a million objects that live for ever: collecting in between costs a tenth of the start.
gc.disable()
# Before Gradio and the hub's client are imported: they read these once.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("DISABLE_SAFETENSORS_CONVERSION", "1")

from components.app_shell import build_app  # noqa: E402
from components.services import Services  # noqa: E402
from playground.settings import Settings, from_environment  # noqa: E402

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
    flags.add_argument("--no-hub", action="store_true", help="never fetch a model from the hub")
    flags.add_argument("--memory", type=int, metavar="MIB", help="memory for loaded models (default 4096)")
    flags.add_argument("--threads", type=int, help="torch threads for answers (default 1)")
    flags.add_argument("--open", action="store_true", help="open the page in a browser")
    return flags


def settings(flags: argparse.Namespace) -> Settings:
    """The environment's settings, overridden by the flags."""
    chosen = from_environment()
    if flags.models_root:
        chosen = replace(chosen, models_root=flags.models_root.expanduser())
    elif chosen.models_root is None and flags.host in LOOPBACK and not flags.root_path:
        chosen = replace(chosen, models_root=Path.home())
    if flags.no_hub:
        chosen = replace(chosen, hub=False)
    if flags.memory:
        chosen = replace(chosen, memory_limit=flags.memory * 1024 * 1024)
    if flags.threads:
        chosen = replace(chosen, torch_threads=flags.threads)
    return chosen


def main() -> None:
    """Serve until interrupted."""
    flags = parser().parse_args()
    demo, options = build_app(Services(settings(flags)))
    gc.freeze()
    gc.enable()
    demo.launch(
        server_name=flags.host,
        server_port=flags.port,
        root_path=flags.root_path,
        inbrowser=flags.open,
        share=False,
        show_error=True,
        max_file_size="1mb",
        allowed_paths=[],
        **options,
    )


if __name__ == "__main__":
    main()
