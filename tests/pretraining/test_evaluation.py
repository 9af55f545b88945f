"""The measures, against models whose answers are known."""

import json
from collections import Counter
from itertools import product

import pytest
import torch

from playground.pretraining.evaluation import masked_accuracy, probe_right, prompt_score, questions, read_rows
from playground.prompt import Prompt
from playground.prompting import template, verbalizer
from playground.scoring.options import Options
from playground.scoring.predict import Task
from tests.benchmarks import quality
from tests.fakes import ToyModel


def test_hidden_words_are_whole_and_only_hidden_words_are_asked(tiny):
    model = tiny("bert").ours
    texts = ["the music was beautifully told and terrible service " * 4] * 2 + ["这部电影很好看，音乐也很好"]
    asked = questions(texts[:2], "en", model) + questions(texts[2:], "zh", model)
    assert asked[0] == asked[1]
    for question in asked:
        assert {question.row.ids[i] for i in question.row.positions} == {model.tokenizer.mask_id}
        assert question.row.ids.count(model.tokenizer.mask_id) == len(question.answers)
        assert len(question.row.ids) <= 128


def test_accuracy_counts_right_first_guesses(tiny):
    model = tiny("bert").ours
    asked = questions(["it was a very long day and the film was good"] * 3 + ["no"], "en", model)
    guesses = [model.log_probs([question.row])[0].argmax(dim=-1).tolist() for question in asked]
    pairs = [
        pair
        for guess, question in zip(guesses, asked, strict=True)
        for pair in zip(guess, question.answers, strict=True)
    ]
    right = sum(one == other for one, other in pairs)
    total = sum(len(question.answers) for question in asked)
    accuracy, counted = masked_accuracy(asked, model)
    assert (accuracy, counted) == (pytest.approx(right / total), total)


def test_fifteen_tokens_in_a_hundred_are_hidden(tiny):
    texts = [" ".join(["good film bad service music"] * 12) + f" {n}" for n in range(200)]
    model = tiny("bert").ours
    asked = questions(texts, "en", model)
    shown = sum(len(question.row.ids) - 2 for question in asked)
    assert abs(sum(len(question.answers) for question in asked) / shown - 0.15) < 0.01


def toy() -> ToyModel:
    """Sees `good` in the text or not; without a text it leans to `bad` (0.1 to 0.4)."""

    def table(ids, position):
        if 0 in ids:
            return [0.5, 0.1, 0.2, 0.1, 0.1]
        return [0.2, 0.1, 0.4, 0.1, 0.2] if 2 in ids else [0.1, 0.1, 0.4, 0.1, 0.3]

    return ToyModel(table)


def test_plain_and_calibrated_labels_come_from_one_pass():
    prompt = {"template": "{text} [MASK] ?", "verbalizer": {"positive": ["good"], "negative": ["bad"]}}
    # 0.2 / 0.1 against 0.4 / 0.4: calibration turns the second row's label.
    rows = [("good", "positive"), ("bad", "positive")]
    score = prompt_score(prompt, rows, toy())
    assert (score.plain, score.calibrated, score.better) == (0.5, 1.0, 1.0)


def test_a_probe_is_right_within_the_first_five(tiny):
    model = tiny("bert").ours
    (column,) = Prompt("the film was [MASK].").predict(model).tokens
    first, sixth = column[0].text, column[5].text
    assert probe_right({"template": "the film was [MASK].", "answers": [sixth, first]}, model)
    assert not probe_right({"template": "the film was [MASK].", "answers": [sixth]}, model)
    columns = [
        [token.text for token in column[:5] if len(token.text) == 1]
        for column in Prompt("我们[MASK][MASK]了").predict(model).tokens
    ]
    for first, second in product(*columns):
        assert probe_right({"template": "我们[MASK][MASK]了", "answers": ["长的词", first + second]}, model)
    assert not probe_right({"template": "我们[MASK][MASK]了", "answers": ["\u9f98\u9f98", "长的词"]}, model)


def test_a_limit_draws_the_same_rows_each_time(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("text,label\n" + "".join(f"row {n},a\n" for n in range(50)), encoding="utf-8")
    assert len(read_rows(path)) == 50
    assert read_rows(path, 5) == read_rows(path, 5) != read_rows(path, 5, seed=1)


def test_the_benchmark_prints_its_tables(checkpoint, corpus, tmp_path, capsys):
    rows = tmp_path / "sst.csv"
    rows.write_text("text,label\na good film,positive\na bad film,negative\n", encoding="utf-8")
    torch.set_num_threads(1)
    quality.main(
        ["--model", str(checkpoint("bert")), f"sst2.dev={rows}", "imdb=nowhere.csv", f"odd={rows}"]
        + ["--masked", str(corpus), str(tmp_path / "none"), "--limit", "5"]
    )
    shown = capsys.readouterr().out
    parts = (
        "sst2.dev",
        "no such file: nowhere.csv",
        "odd",
        "no prompts",
        "probes:",
        "masked en:",
        "masked zh:",
        "none",
    )
    for part in parts:
        assert part in shown


def test_the_files_of_the_benchmark_are_in_order(bundled):
    probes = json.loads((quality.HERE / "probes.json").read_text(encoding="utf-8"))
    assert [probe["language"] for probe in probes] == ["en"] * 20 + ["zh"] * 20
    kinds = Counter(probe["kind"] for probe in probes)
    assert kinds == dict.fromkeys(("facts", "opposites", "categories", "agreement", "feelings"), 8)
    for probe in probes:
        run = template.parse(probe["template"]).run_length
        assert all(len(answer) == run for answer in probe["answers"] if probe["language"] == "zh")
    for prompts in json.loads((quality.HERE / "quality_prompts.json").read_text(encoding="utf-8")).values():
        for prompt in prompts:
            words = verbalizer.Verbalizer.from_mapping(prompt["verbalizer"])
            task = Task.build(template.parse(prompt["template"]), words, Options(), bundled)
            assert not task.unscored and task.template.slots == ("text",)
