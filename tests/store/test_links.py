"""Short links: what is kept, for how long, and how many."""

from __future__ import annotations

import re

import pytest

from playground.errors import LinkError
from playground.store import links
from playground.store.database import open_database
from playground.store.links import ALPHABET, LETTERS, LIVES, LinkStore


@pytest.fixture
def store(tmp_path) -> LinkStore:
    return LinkStore(open_database(tmp_path / "links.sqlite"))


def test_a_code_leads_to_what_was_kept_under_it(store):
    target = {"page": "play", "values": [["template", "{text} 很[MASK]。"]]}
    code = store.add("me", "", target)
    assert re.fullmatch(f"[{ALPHABET}]{{{LETTERS}}}", code)
    assert store.get(code) == target


def test_the_same_target_keeps_its_code_for_its_owner_alone(store):
    code = store.add("me", "", {"a": 1})
    assert store.add("me", "", {"a": 1}) == code
    assert store.add("me", "", {"a": 2}) != code and store.add("you", "", {"a": 1}) != code


def test_a_link_expires_unless_it_is_made_again(store):
    code = store.add("me", "", {"a": 1}, now=0)
    assert store.get(code, now=LIVES) == {"a": 1}
    store.add("me", "", {"a": 1}, now=LIVES)
    assert store.get(code, now=2 * LIVES) == {"a": 1}
    with pytest.raises(LinkError) as error:
        store.get(code, now=2 * LIVES + 1)
    assert error.value.code == "unknown" and error.value.message("zh")


@pytest.mark.parametrize(("bound", "who"), [("MOST_OF_OWNER", "me"), ("MOST_OF_ADDRESS", None), ("MOST", None)])
def test_the_newest_stay_and_the_oldest_makes_room(store, monkeypatch, bound, who):
    monkeypatch.setattr(links, bound, 2)
    address = "" if bound == "MOST" else "place"
    codes = [store.add(who or f"visitor {i}", address, {"n": i}, now=float(i)) for i in range(4)]
    for code in codes[:2]:
        with pytest.raises(LinkError):
            store.get(code, now=5.0)
    assert [store.get(code, now=5.0)["n"] for code in codes[2:]] == [2, 3]


def test_what_is_too_long_is_refused_in_words(store):
    with pytest.raises(LinkError) as error:
        store.add("me", "", {"text": "x" * links.LONGEST})
    assert error.value.code == "too_long" and "30,000" in error.value.message()


def test_an_owner_can_be_forgotten(store):
    mine, yours = store.add("me", "", {"a": 1}), store.add("you", "", {"a": 1})
    store.forget("me")
    with pytest.raises(LinkError):
        store.get(mine)
    assert store.get(yours) == {"a": 1}
