"""Shapes of labelled text files that are no CSV, and separators that nobody would guess."""

from __future__ import annotations

import pytest

from tests.datasets.making import examples, look, problems, refused

LABELS = ("calm", "loud", "calm", "odd")
TEXTS = [f"the {n}. street, as I heard it, at {n * 7 % 24} o'clock" for n in range(16)]
PAIRS = [(text, LABELS[place % 4]) for place, text in enumerate(TEXTS)]


def lines(form: str) -> str:
    return "".join(form.format(text=text, label=label, n=n) + "\n" for n, (text, label) in enumerate(PAIRS))


@pytest.mark.parametrize(
    "form",
    [
        "{label} {text}",
        "{label}   {text}",
        "__label__{label} {text}",
        "{text} __label__{label}",
        "{text}@{label}",
        "{text}|||{label}",
        "{label}||{text}",
        "{n}_!_{label}_!_{text}",
        "{n}::{label}::{text}",
        "{label}\t{text}",
        "{label},{text}",
        "{text},{label}",
        "{label}|{text}",
        "{label}^{text}",
    ],
)
def test_label_and_text_in_every_shape(form):
    assert examples(lines(form))[0] == PAIRS


@pytest.mark.parametrize("numbers", ["0 1", "-1 1", "1 2 3 4 5"])
def test_a_number_and_a_space_before_the_text(numbers):
    labels = numbers.split()
    pairs = [(f"so , it was {n} , or {n + 1} at most", labels[n % len(labels)]) for n in range(20)]
    how, table, _ = look("".join(f"{label} {text}\n" for text, label in pairs))
    assert (how.delimiter, how.cut, how.header, table.columns) == (" ", "first", False, ("label", "text"))
    assert examples("".join(f"{label} {text}\n" for text, label in pairs))[0] == pairs


def test_a_label_with_its_part_before_the_text():
    codes = ("ANIMAL:bird", "PLACE:sea", "PLACE:hill")
    how, table, columns = look("".join(f"{codes[n % 3]} Which one is number {n} ?\n" for n in range(12)))
    assert table.columns == ("label", "sublabel", "text") and not how.header
    assert table.rows[1].cells == ("PLACE", "PLACE:sea", "Which one is number 1 ?")
    assert (columns.label, columns.slots) == (0, {"text": 2})


def test_several_labels_of_fasttext_need_a_choice():
    text = lines("__label__{label} {text}") + "__label__calm __label__odd both at once\n"
    assert problems(text) == [(17, "row_labels")]


def test_a_short_text_above_longer_ones_is_a_text():
    text = "Only this\n" + "".join(f"a line that is longer than the first, number {n}, by far\n" for n in range(9))
    how, table, _ = look(text)
    assert not how.header and table.rows[0].cells[0] == "Only this"
    assert look("review\n" + text)[0].header


def test_a_first_example_is_no_header():
    rows = "".join(f"what is the name of thing number {n} ?,{'ab'[n % 2]}\n" for n in range(9))
    assert not look(f"where is it ?,rare\n{rows}")[0].header
    assert look(f"asked,kind\n{rows}")[0].header


@pytest.mark.parametrize(("typed", "between"), [("=>", "=>"), ("\\t", "\t"), ("/", "/"), (" - ", " - "), ("、", "、")])
def test_a_separator_can_be_typed(typed, between):
    text = "".join(f"{text.replace('/', '')}{between}{label}\n" for text, label in PAIRS)
    assert examples(text, delimiter=typed)[0] == PAIRS
    assert look(text, delimiter=typed)[0].delimiter == between


@pytest.mark.parametrize("typed", ["", "\n", '"', "a very long one", "ab", 7, ["@"]])
def test_what_is_no_separator_is_refused(typed):
    assert refused(look, "a,b\n", delimiter=typed).code == "unknown_option"


def test_a_usual_table_stays_one():
    rows = "".join(f"The film was {n} hours long,{'good' if n % 9 else 'bad'}\n" for n in range(40))
    assert look(rows)[0].delimiter == ","
    assert look("text;label\n1 it was, so, so;x\n0 not, so;y\n")[0].delimiter == ";"
    mails = "".join(f"write to me{n}@example.org,{'ab'[n % 2]}\n" for n in range(12))
    assert (look(mails)[0].delimiter, look(mails)[0].cut) == (",", "every")
