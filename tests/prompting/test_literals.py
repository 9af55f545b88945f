"""JSON's and Python's literals, read and never run."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.prompting.literals import Code, NoLiteral, Object, Value, read_all


def plain(value: Value) -> object:
    """A value as Python has it."""
    match value:
        case Object(pairs):
            return {key: plain(one) for key, one in pairs}
        case list():
            return [plain(one) for one in value]
        case _:
            return value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.booleans())
def test_json_is_read_as_json_reads_it(value, ascii):
    assert plain(read_all(json.dumps(value, ensure_ascii=ascii))) == value


@given(JSON)
def test_python_is_read_as_python_writes_it(value):
    assert plain(read_all(repr(value))) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{'a': ('b', \"it's\"),}", {"a": ["b", "it's"]}),
        ('{"a"}', {"a": None}),
        ("{0: 'bad',  # the first\n 1: 'good'}", {0: "bad", 1: "good"}),
        ("[“a”, ‘b’]", ["a", "b"]),
        ("[1.5, -2, 1e3]", [1.5, -2, 1000.0]),
        ("\ufeff['a']", ["a"]),
        ("['\\x41\\u4f60\\'']", ["A你'"]),
    ],
)
def test_what_json_does_not_know(source, value):
    assert plain(read_all(source)) == value


def test_code_is_text_that_nobody_runs():
    value = read_all('{"a": lambda x: f(x, ")}")[1:], "b": exit()}')
    assert value == Object((("a", Code('lambda x: f(x, ")}")[1:]')), ("b", Code("exit()"))))


@pytest.mark.parametrize(
    "source",
    ["", "a", "exit()", "[a]", "[1, f()]", '["a"', '["a" "b"]', '["a"] x', '{"a", "b": 1}', "[" * 5000, '{"a": '],
)
def test_what_is_no_literal(source):
    with pytest.raises(NoLiteral):
        read_all(source)
