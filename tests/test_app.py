"""The start: what cannot be is said in one line."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

import app


def test_a_port_in_use_is_said_before_anything_is_started():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            ValueError, match=f"port {port} of 127.0.0.1 cannot be used .* choose another one with --port"
        ):
            app.check_port("127.0.0.1", port)
    app.check_port("127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("127.0.0.1", -1), ("no.such.host.invalid", 7860)])
def test_what_is_no_port_or_no_name_of_this_machine_is_said(host, port):
    with pytest.raises(ValueError, match="cannot be used"):
        app.check_port(host, port)


def test_an_address_has_a_share_that_the_owner_can_choose():
    flags = app.parser().parse_args(["--address-limit", "300", "--allow-embedding"])
    assert app.settings(flags).address_limit == 300 and flags.allow_embedding
    assert app.settings(app.parser().parse_args([])).address_limit == 100


def test_a_teacher_names_her_folder_of_lessons():
    flags = app.parser().parse_args(["--lessons", "my-lessons"])
    assert app.settings(flags).lessons == Path("my-lessons")
