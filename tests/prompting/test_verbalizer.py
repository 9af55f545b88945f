"""Verbalizer text: separators of two scripts, quotes, places, edits, errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.errors import VerbalizerError
from playground.prompting.verbalizer import Label, Verbalizer, Word, addition, parse, quote, removal


def words(source: str) -> dict[str, list[str]]:
    """Label -> its words."""
    return {label.name: [word.text for word in label.words] for label in parse(source).labels}


def refused(source: str) -> tuple:
    """Code and place of the error."""
    with pytest.raises(VerbalizerError) as caught:
        parse(source)
    return caught.value.code, caught.value.start, caught.value.end


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("positive: great, good\nnegative: terrible", {"positive": ["great", "good"], "negative": ["terrible"]}),
        ("水果：苹果、梨，香蕉", {"水果": ["苹果", "梨", "香蕉"]}),
        ("great\n差", {"great": ["great"], "差": ["差"]}),
        ("other: \"so, so\", 'x'", {"other": ["so, so", "'x'"]}),
        ("a: “好，好”、「b:c」", {"a": ["好，好", "b:c"]}),
        ('"a: b": c', {"a: b": ["c"]}),
        ('"a, b"', {"a, b": ["a, b"]}),
        ('a: "say ""hi"""', {"a": ['say "hi"']}),
        ('a: it"s', {"a": ['it"s']}),
        ("time: 10:30", {"time": ["10:30"]}),
        ("a: New York , b", {"a": ["New York", "b"]}),
        ('a: " great"', {"a": [" great"]}),
        ("a: b,, c,", {"a": ["b", "c"]}),
        ("a:", {"a": []}),
        ("\r\n  a: b \r\n\r\n c: d", {"a": ["b"], "c": ["d"]}),
    ],
)
def test_reading(source, expected):
    assert words(source) == expected


@pytest.mark.parametrize("source", ["", " \n\t\n", "\u3000"])
def test_blank_is_no_verbalizer(source):
    assert parse(source) is None


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("a: b\n: c", ("no_label_name", 5, 8)),
        ('"": c', ("no_label_name", 0, 5)),
        ("a: b\ngreat, good", ("no_colon", 5, 16)),
        ("很好、好", ("no_colon", 0, 4)),
        ('a: "b, c', ("open_quote", 3, 8)),
        ("a: “b", ("open_quote", 3, 5)),
        ('a: "b" c, d', ("text_after_quote", 6, 11)),
        ("a: b\nc: d\na: e", ("label_twice", 10, 14)),
        ("a: " + "x" * 61, ("long_word", 3, 64)),
        ("y" * 61 + ": x", ("long_word", 0, 64)),
        ("\n".join(f"l{i}: x" for i in range(151)), ("too_many_labels", None, None)),
        ("a: " + ", ".join(["x"] * 2001), ("too_many_words", None, None)),
        ("x" * 60_001, ("too_many_characters", None, None)),
        ("a: b\n\ud83d: c", ("half_character", 5, 6)),
    ],
)
def test_errors_and_their_places(source, error):
    assert refused(source) == error


def test_words_and_labels_know_their_places():
    source = 'a: b\n 水果： 苹果、"梨" \nlone'
    verbalizer = parse(source)
    places = [[source[word.start : word.end] for word in label.words] for label in verbalizer.labels]
    assert places == [["b"], ["苹果", '"梨"'], ["lone"]]
    assert [source[label.start : label.end] for label in verbalizer.labels] == ["a: b", '水果： 苹果、"梨"', "lone"]


def test_from_mapping_says_the_same_as_its_text():
    made = Verbalizer.from_mapping({"po: s": ["so, so", "good"], "差": [" 坏"]})
    assert made == Verbalizer((Label("po: s", (Word("so, so"), Word("good"))), Label("差", (Word(" 坏"),))))


def test_from_mapping_takes_a_lone_word_for_one_word():
    assert Verbalizer.from_mapping({"positive": "great"}) == parse("positive: great")


def test_from_mapping_refuses_a_line_break_in_a_word():
    with pytest.raises(VerbalizerError) as caught:
        Verbalizer.from_mapping({"a": ["b\nc"]})
    assert caught.value.code == "line_break"


@given(
    st.text(max_size=60).filter(lambda text: text.strip() and len(f"{text}.".splitlines()) == 1),
    st.text('ab"“”「」:：,，、 ', min_size=1),
)
def test_quoted_text_is_that_text(free, nasty):
    for text in (free, nasty):
        if len(text) <= 60:
            assert words("label: " + quote(text)) == {"label": [text]}


PIECES = st.sampled_from(
    ["a", "b:", "great", "差", "：", "、", "，", ",", '"', '""', "“", "”", "「", "」", "\n", " ", "\r\n"]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join))
def test_parse_print_parse_is_the_identity(source):
    try:
        verbalizer = parse(source)
    except VerbalizerError as error:
        assert error.start is None or 0 <= error.start <= error.end <= len(source)
        return
    if verbalizer is not None:
        assert parse(str(verbalizer)) == verbalizer


SEPARATED = st.lists(
    st.tuples(
        st.sampled_from(["a", "标签", '"x: y"']),
        st.lists(st.sampled_from(["good", '"so, so"', "「好」", " 差 ", "New York"]), max_size=4),
        st.sampled_from([",", "，", "、", " , "]),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda line: line[0],
).map(lambda lines: "\n".join(f"{name}：{comma.join(its)}" for name, its, comma in lines))


def apply(source: str, edit) -> str:
    """The text after an edit."""
    return source[: edit.start] + edit.replacement + source[edit.end :]


@given(SEPARATED | st.just("a\nb"), st.randoms())
def test_removal_takes_out_that_word_only(source, random):
    labels = parse(source).labels
    index = random.randrange(len(labels))
    expected = [[word.text for word in label.words] for label in labels]
    if expected[index]:
        word = random.randrange(len(expected[index]))
        del expected[index][word]
        assert list(words(apply(source, removal(labels[index], word))).values()) == expected


@given(SEPARATED | st.just("a\nb"), st.randoms())
def test_addition_appends_a_word_only(source, random):
    labels = parse(source).labels
    index = random.randrange(len(labels))
    expected = [[word.text for word in label.words] for label in labels]
    expected[index].append("new")
    at, before = addition(labels[index])
    assert list(words(source[:at] + before + "new" + source[at:]).values()) == expected


def test_as_many_labels_and_words_as_published_sets_have():
    assert len(parse("\n".join(f"label {i}: word" for i in range(150))).labels) == 150
    assert len(parse("a: " + ", ".join(["counterrevolutionary"] * 2000)).labels[0].words) == 2000


@pytest.mark.parametrize(
    "source",
    [
        "\ufeffpos\u200b: \u200egreat\u00ad, \u200bgood",
        "pos : great,good\u2060\n\u200b\n",
        "\u3164pos\u200d:great，\u200fgood",
    ],
)
def test_invisible_characters_around_labels_and_words_are_no_part_of_them(source):
    assert words(source) == {"pos": ["great", "good"]}


def test_labels_that_look_the_same_are_the_same():
    assert refused("pos: great\npos\u200b: bad") == ("label_twice", 11, 20)


def test_label_names_that_look_the_same_are_the_same():
    found = parse("tre\u0300s\xa0bon: bien\nmal: mauvais")
    assert found and [label.name for label in found.labels] == ["très bon", "mal"]
    with pytest.raises(VerbalizerError) as error:
        parse("très bon: bien\ntre\u0300s bon: bon")
    assert error.value.code == "label_twice"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_any_sign_that_ends_a_line_ends_it(end):
    found = parse(f"neg: bad{end}pos: good")
    assert found and str(found) == "neg: bad\npos: good"
