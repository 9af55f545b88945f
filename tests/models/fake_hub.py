"""A model hub on localhost, as far as huggingface_hub asks for one."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(ThreadingHTTPServer):
    """Serves folders as repositories; `requests` remembers what was asked."""

    def __init__(self, repositories: dict[str, Path], gated: tuple[str, ...] = ()):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.repositories, self.gated = repositories, gated
        self.requests: list[str] = []

    @property
    def url(self) -> str:
        """Its HF_ENDPOINT."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Hub

    def log_message(self, *args: object) -> None:
        """Quiet."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.requests.append(f"{self.command} {path}")
        parts = path.strip("/").split("/")
        if parts[:2] == ["api", "models"]:
            return self._api("/".join(parts[2:4]), parts[4:], body)
        name, rest = "/".join(parts[:2]), parts[2:]
        file = self.server.repositories.get(name, Path("none")) / "/".join(rest[2:])
        if name not in self.server.repositories or rest[:1] != ["resolve"]:
            return self._refuse("RepoNotFound", 401, body)
        if name in self.server.gated:
            return self._refuse("GatedRepo", 403, body)
        if not file.is_file():
            return self._refuse("EntryNotFound", 404, body)
        content = file.read_bytes()
        self._send(200, content, body, ETag=f'"{hashlib.sha1(content).hexdigest()}"')

    def _api(self, name: str, rest: list[str], body: bool) -> None:
        if name not in self.server.repositories:
            return self._refuse("RepoNotFound", 401, body)
        if rest and rest[-1] not in ("main", COMMIT):
            return self._refuse("RevisionNotFound", 404, body)
        folder = self.server.repositories[name]
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        names = [path.relative_to(folder).as_posix() for path in files]
        if rest[:1] == ["tree"]:
            answer: object = [
                {
                    "type": "file",
                    "path": name,
                    "size": path.stat().st_size,
                    "oid": hashlib.sha1(path.read_bytes()).hexdigest(),
                }
                for name, path in zip(names, files, strict=True)
            ]
        else:
            answer = {"id": name, "sha": COMMIT, "siblings": [{"rfilename": name} for name in names]}
        self._send(200, json.dumps(answer).encode(), body, **{"Content-Type": "application/json"})

    def _refuse(self, code: str, status: int, body: bool) -> None:
        self._send(status, b"{}", body, **{"X-Error-Code": code, "X-Error-Message": code})

    def _send(self, status: int, content: bytes, body: bool, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"X-Repo-Commit": COMMIT, "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(content)


@contextmanager
def serving(repositories: dict[str, Path], gated: tuple[str, ...] = ()) -> Iterator[Hub]:
    """A hub in a thread, gone afterwards."""
    hub = Hub(repositories, gated)
    thread = threading.Thread(target=hub.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        hub.server_close()
        thread.join()
