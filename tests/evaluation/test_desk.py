"""What a page is told before a job starts; templates with one word changed; the bag of words."""

import doctest

import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from playground.datasets.dataset import DataSet
from playground.errors import DataError, FieldsError
from playground.evaluation import baseline, desk, intervals, metrics
from playground.evaluation.ablation import edited_rows
from playground.evaluation.spec import Column, Row
from playground.evaluation.task import EvaluationRun
from playground.prompting.template import parse
from playground.results import Example
from playground.scoring.options import Options
from tests.evaluation.conftest import COLUMNS, ROWS
from tests.tuning.conftest import examples

DATA = DataSet("d", "d", examples(2), examples(1)[:8], ())


def made(model, rows=ROWS[:1], columns=COLUMNS[:1], split="dev", **options):
    its_rows, its_columns = [Row(row, row) for row in rows], [Column(text, text) for text in columns]
    return desk.make_spec("grid", its_rows, its_columns, [model], DATA, {"demo": "d"}, split, Options(), **options)


def test_a_spec_says_what_it_was_made_of(tiny):
    model = tiny("bert").ours
    spec = made(model)
    assert spec.data["fingerprint"] == DATA.fingerprint
    assert (spec.data["split"], spec.data["rows"], len(spec.examples)) == ("dev", 8, 8)
    assert spec.models[0].revision == model.revision
    assert spec.train == DATA.train
    assert made(model, split="all").train == (), "the bag of words must not know the answers"
    assert made(model, split="train").train == ()


def test_a_sample_as_large_as_the_data_is_no_sample(tiny):
    model = tiny("bert").ours
    assert made(model, sample=8, seeds=(1, 2)).seeds == (1,)
    assert made(model, sample=8).sample is None
    assert made(model, sample=5, seeds=(1, 2)).seeds == (1, 2)


def test_the_default_split_keeps_the_test_rows_unseen():
    assert desk.default_split(DATA) == "dev"
    assert desk.default_split(DataSet("d", "d", DATA.train, (), ())) == "all"
    assert len(desk.examples_of(DATA, "all")) == 32
    for split in ("test", "nonsense"):
        with pytest.raises(DataError, match="train, dev"):
            desk.examples_of(DATA, split)


def test_an_outline_counts_and_names_what_cannot_be_asked(tiny):
    model = tiny("bert").ours
    rows, columns = (*ROWS, "{title} It was [MASK]."), (*COLUMNS, "yes: good")
    found = desk.outline(made(model, rows, columns), [model])
    assert (found.examples, found.prompts) == (8, 3)
    assert [error and error.key for _, error in found.rows] == [None, None, None, "error.fields.missing"]
    assert [error and error.key for _, error in found.columns] == [None, None, "error.data.label_without_words"]
    assert found.missing == ()
    assert found.flops > 2 * 8 * 3 * (model.parameters - model.embeddings.numel())
    assert desk.outline(made(model, ROWS), [model]).flops > 2.9 * desk.outline(made(model), [model]).flops / 1.5


def test_nothing_to_ask_is_an_error(tiny):
    model = tiny("bert").ours
    with pytest.raises(FieldsError, match="title"):
        desk.outline(made(model, ("{title} [MASK]",)), [model])


def changed(model, text, replacements=None):
    rows = edited_rows(parse(text), model.tokenizer, replacements or {})
    for row in rows:
        assert str(parse(row.template)) == row.template
    assert all(text[row.start : row.end].replace("{{", "{").replace("}}", "}") == row.word for row in rows[1:])
    return [(row.template, row.word, row.by) for row in rows]


def test_every_word_of_a_template_is_dropped_once(tiny):
    model = tiny("bert").ours
    assert changed(model, "{text} It was [MASK].", {1: "seemed {so}", 9: "x", 0: " "}) == [
        ("{text} It was [MASK].", None, None),
        ("{text} was [MASK].", "It", None),
        ("{text} It [MASK].", "was", None),
        ("{text} It was [MASK]", ".", None),
        ("{text} It seemed {{so}} [MASK].", "was", "seemed {so}"),
    ]
    assert [word for _, word, _ in changed(model, "{text} {{It}} wasn't bad [MASK] {{!}}")[1:]] == [
        "{",
        "It",
        "}",
        "wasn't",
        "bad",
        "{!}",
    ]
    assert [word for _, word, _ in changed(model, "{text}很好[MASK]。")[1:]] == ["很", "好", "。"]


@pytest.mark.parametrize("chinese", [False, True])
def test_the_bag_of_words_is_scikit_learns(chinese):
    texts = (
        [("很好看", "yes"), ("不好看", "no"), ("好吃", "yes"), ("难吃", "no")]
        if chinese
        else [("good food", "yes"), ("bad food", "no"), ("a good, good day", "yes"), ("what a bad day", "no")]
    )
    rows = [Example({"text": text}, label) for text, label in texts]
    test = [Example({"text": texts[0][0]}, "yes"), Example({"text": texts[1][0]}, "yes")]
    counter = (
        CountVectorizer(analyzer="char", ngram_range=(1, 2)) if chinese else CountVectorizer(token_pattern=r"[\w']+")
    )
    theirs = make_pipeline(counter, MultinomialNB()).fit([text for text, _ in texts], [label for _, label in texts])
    predicted = theirs.predict([row.fields["text"] for row in test])
    assert baseline.bag_of_words(rows, test) == sum(predicted == "yes") / 2
    assert baseline.bag_of_words(rows[:1], test) is None
    assert baseline.majority(rows[:3]) == pytest.approx(2 / 3)


@pytest.mark.parametrize("module", [intervals, metrics])
def test_examples_in_docstrings(module):
    assert doctest.testmod(module, extraglobs={"torch": __import__("torch")}).failed == 0


def test_counting_words_learns_from_the_train_part_of_ones_own_rows(tiny):
    """As of the demo sets; where train rows are measured they would be known by heart, and there is no such line."""
    model = tiny("bert").ours

    def found(split: str) -> dict:
        run = EvaluationRun(made(model, split=split), [model])
        return [message.report for message in run.messages()][-1]["baseline"]

    assert found("dev")["bag_of_words"] == pytest.approx(baseline.bag_of_words(DATA.train, DATA.dev))
    assert found("dev")["majority"] == pytest.approx(baseline.majority(DATA.dev))
    assert found("train")["bag_of_words"] is None
