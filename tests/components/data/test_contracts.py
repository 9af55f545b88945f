"""What a question about data may hold, and what not."""

from __future__ import annotations

import pytest

from tests.components.data.asking import YOU, ask


@pytest.mark.parametrize(
    ("question", "asked", "field"),
    [
        ("data_rows", {"source": {"demo": "feelings", "upload": "x"}}, "source"),
        ("data_rows", {"source": {"demo": "feelings"}, "start": -1}, "start"),
        ("data_preview", {"upload": "x", "options": {"encodnig": "gbk"}}, "encodnig"),
        ("data_save", {"upload": "x", "mapping": {"label": "1"}}, "mapping.label"),
        ("data_delete", {"upload": "x", "secret": YOU}, "secret"),
    ],
)
def test_what_the_contract_does_not_know_is_named(client, question, asked, field):
    assert field in ask(client, question, **asked)["error"]["message"]
