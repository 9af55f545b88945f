"""Wordings change one thing and no word."""

import re

import pytest

from playground.prompting.template import Text, parse
from playground.prompting.wordings import wordings

TEMPLATES = [
    "{text} It was [MASK].",
    "[MASK]: {text}",
    "{premise}? [MASK], {hypothesis}",
    "{text}总之，很[MASK]。",
    "[MASK][MASK]新闻：{text}",
    "{text} [MASK]",
    "{text}[MASK]",
    "[MASK]",
    "{{so}} {text} is [[ [MASK]!",
    "{text} [SOFT:It was] [MASK].",
]


@pytest.mark.parametrize("text", TEMPLATES)
def test_each_wording_is_a_template_of_the_same_words(text):
    template = parse(text)
    found = wordings(template)
    assert found[0].template == template and found[0].change == "own"
    assert len({str(its.template) for its in found}) == len(found)

    def words(its):
        return re.findall(r"\w", "".join(part.text for part in its.parts if isinstance(part, Text)).casefold())

    for its in found:
        assert parse(str(its.template)) == its.template, "it can be written down"
        assert words(its.template) == words(template) and its.template.slots == template.slots
        assert its.template.run_length == template.run_length


def test_the_wordings_of_two_templates():
    assert [(its.change, str(its.template)) for its in wordings(parse("{text} It was [MASK]."))] == [
        ("own", "{text} It was [MASK]."),
        ("line", "{text}\nIt was [MASK]."),
        ("bar", "{text} | It was [MASK]."),
        ("dash", "{text} — It was [MASK]."),
        ("quotes", "“{text}” It was [MASK]."),
        ("no_stop", "{text} It was [MASK]"),
        ("exclaimed", "{text} It was [MASK]!"),
        ("small", "{text} it was [MASK]."),
        ("capitals", "{text} IT WAS [MASK]."),
    ]
    assert [str(its.template) for its in wordings(parse("关于[MASK]：{text}"))] == [
        "关于[MASK]：{text}",
        "关于[MASK]：\n{text}",
        "关于[MASK]： | {text}",
        "关于[MASK]： — {text}",
        "关于[MASK]：“{text}”",
    ]
