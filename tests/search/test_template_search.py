"""The race of templates: it finds the best, spends little on the others, and tells what it did."""

import itertools
import json
import math
import zlib
from dataclasses import replace

import pytest
import torch

from playground.evaluation.encoded_examples import EncodedExamples, log_probabilities
from playground.evaluation.intervals import paired_interval
from playground.prompting import verbalizer as verbalizers
from playground.prompting.template import parse
from playground.results import Example
from playground.scoring.aggregation import ensemble
from playground.scoring.options import Options
from playground.scoring.predict import Task
from playground.search.options import TemplateOptions
from playground.search.task import run_of
from playground.search.template_scores import TemplateScores
from playground.search.template_search import TemplateSearch
from playground.search.template_source import TEMPLATE_SOURCES, Ground
from tests.search.conftest import ROWS, task_on, template_spec, told

TEXTS = ("{text} It was [MASK].", "[MASK]: {text}", "{text} the story was so very nice [MASK]", "so {text}[MASK]")


@pytest.mark.parametrize("family", ["bert", "roberta", "gpt2", "modernbert"])
@pytest.mark.parametrize("words", [{"yes": "good", "no": "bad"}, {"yes": ["wonderful", "good"], "no": "terrible bad"}])
def test_many_templates_at_once_are_each_as_if_alone(tiny, family, words, monkeypatch):
    model = tiny(family).ours
    tasks = [task_on(model, text, words) for text in TEXTS]
    rows = [4, 0, 7, 2]
    alone = []
    for task in tasks:
        questions = EncodedExamples.of(task, [ROWS[row] for row in rows], model)
        alone.append(log_probabilities(task, questions, model))
    for tokens in (2_048, 30):
        monkeypatch.setattr("playground.search.template_scores.TOKENS", tokens)
        scores = TemplateScores(tasks[0].labels, ROWS, model)
        assert torch.allclose(scores.log_probabilities(tasks, rows), torch.stack(alone), atol=2e-4)
    assert scores.gold.tolist() == [tasks[0].labels.index(row.label) for row in ROWS]


class Planted(TemplateScores):
    """A world where a template's worth is its number of words, best at three, plus noise of each example."""

    def __init__(self, examples, noise=0.2):
        self.gold = torch.tensor([row.label == "no" for row in examples]).long()
        self.noise, self.asked = noise, set()

    def log_probabilities(self, tasks, rows):
        found = []
        for task, row in itertools.product(tasks, rows):
            self.asked.add((str(task.template), row))
            margin = 2 - abs(worth(str(task.template)) - 3) + self.noise * math.sin(7 * row + 1)
            its = torch.tensor([margin, -margin])
            found.append((its if self.gold[row] == 0 else its.flip(0)).log_softmax(0))
        return torch.stack(found).reshape(len(tasks), len(rows), 2).double() if found else torch.zeros(0, 0, 2)


def worth(text: str) -> float:
    return len(text.split()) - 2 + zlib.crc32(text.encode()) / 2**34


def search(model, train, dev, **options) -> TemplateSearch:
    rows = tuple(Example({"text": f"it was {i}"}, "yes" if i % 2 else "no") for i in range(len(train.gold)))
    chosen = {"sources": ("bank", "paraphrase"), "bank": "all", "proposals": 5, "rounds": 0, "finalists": 4}
    task = task_on(model, "{text} It was [MASK].")
    return TemplateSearch(Ground(task, rows, rows[:4], TemplateOptions(**{**chosen, **options}), model), train, dev, 1)


def planted(count: int, noise: float = 0.2) -> Planted:
    return Planted([Example({"text": ""}, "yes" if i % 2 else "no") for i in range(count)], noise)


def test_the_race_finds_the_best_and_reads_the_others_little(tiny):
    train, dev = planted(64), planted(10)
    found = search(tiny("bert").ours, train, dev)
    reports = list(found.reports())
    templates = [its.template for report in reports if report.phase == "gather" for its in report.tried]
    templates.append("{text} It was [MASK].")
    expected = sorted(templates, key=lambda text: abs(worth(text) - 3))
    finalists = {its.template for its in reports[-1].tried}
    assert finalists == set(expected[:4])
    assert reports[-1].phase == "choose" and reports[-1].best == expected[0] == str(found.task(found.best).template)
    assert len(train.asked) < len(templates) * 64 / 3, "a third of reading all of them, at most"
    races = [report for report in reports if report.phase == "race"]
    assert [report.examples for report in races] == [8, 16, 32, 64]
    counts = [len(report.tried) for report in races]
    assert counts == sorted(counts, reverse=True) and counts[0] == len(templates)
    for report in races:
        own = [its for its in report.tried if its.template == "{text} It was [MASK]."]
        assert len(own) == 1 and own[0].kept and own[0].gain == 0, "it is read to the end"


def test_every_step_tells_loss_and_gain_of_what_was_read(tiny):
    train = planted(32)
    found = search(tiny("bert").ours, train, planted(6))
    for report in found.reports():
        for its in report.tried if report.phase == "race" else ():
            task, own = (task_on(tiny("bert").ours, text) for text in (its.template, "{text} It was [MASK]."))
            rows = found._order[: its.examples]
            losses = -train.log_probabilities([task, own], rows)[:, range(len(rows)), train.gold[rows]]
            assert its.examples == report.examples and its.loss == pytest.approx(losses[0].mean().item())
            gains = losses[1] - losses[0]
            assert its.gain == pytest.approx(gains.mean().item(), abs=1e-6)
            assert its.gain_interval == pytest.approx(paired_interval(gains.float()), abs=1e-5)
            assert its.accuracy == (losses[0] < math.log(2)).double().mean().item()


def test_templates_that_a_model_answers_alike_are_folded(tiny, monkeypatch):
    monkeypatch.setitem(globals(), "worth", lambda text: 3.0 if text.startswith("[MASK]") else 1.0)
    found = search(tiny("bert").ours, planted(16), planted(6), sources=("bank",), bank="topic")
    race = next(report for report in found.reports() if report.phase == "race")
    gone = {its.template: its.same_as for its in race.tried if its.same_as}
    kept = [its.template for its in race.tried if its.kept]
    assert len(kept) == 2 and set(gone.values()) == set(kept)
    assert all(text.startswith("[MASK]") == other.startswith("[MASK]") for text, other in gone.items())


def test_edits_of_the_best_run_a_race_of_their_own(tiny):
    found = search(tiny("bert").ours, planted(32), planted(6), sources=("paraphrase",), rounds=2, edits=12)
    reports = list(found.reports())
    assert [report.source for report in reports if report.phase == "gather"] == ["paraphrase", "edits", "edits"]
    finalists: set[str] = set()
    for report in reports:
        if report.source == "edits":
            assert {its.of for its in report.tried} <= finalists
            assert {its.source for its in report.tried} <= {"delete", "swap", "paraphrase", "add"}
        if report.phase == "race" and report.examples == 32:
            finalists |= {its.template for its in report.tried}
    best = min(finalists, key=lambda text: abs(worth(text) - 3))
    assert reports[-1].best == best


def test_the_development_examples_choose_and_the_best_answer_together(tiny):
    model = tiny("bert").ours
    train, dev = planted(32, noise=0), planted(9, noise=3)
    found = search(model, train, dev, ensemble=2)
    *_, last = found.reports()
    losses = [its.dev.loss for its in found.chosen]
    assert losses == sorted(losses) and last.dev == found.chosen[0].dev
    log_p = dev.log_probabilities([found.task(its.index) for its in found.chosen[:2]], range(9))
    right = (ensemble(list(log_p)).argmax(-1) == dev.gold).double().mean().item()
    assert found.together and found.together.accuracy == right


def test_the_examples_of_a_first_round_have_every_label_in_turn(tiny):
    found = search(tiny("bert").ours, planted(20), planted(6))
    gold = found._train.gold[found._order]
    assert all(sorted(gold[i : i + 2].tolist()) == [0, 1] for i in range(0, 20, 2))


def test_the_messages_of_a_search_for_templates(tiny):
    model = tiny("bert").ours
    made = template_spec(model, seeds=(4, 2), ensemble=2, sources=tuple(TEMPLATE_SOURCES))
    reports = told(list(run_of(made, model).messages()))
    assert json.loads(json.dumps(reports)) == reports
    kinds = [kind for kind, _ in itertools.groupby(report["kind"] for report in reports)]
    assert kinds == ["plan", "start", "step", "test", "seed", "start", "step", "test", "seed", "result"]
    for result in (report for report in reports if report["kind"] == "seed"):
        assert result["template"] == result["ranked"][0]["template"]
        tasks = [
            Task.build(parse(text), verbalizers.parse(made.verbalizer), Options(), model)
            for text in result["ensemble"]["templates"]
        ]
        asked = [EncodedExamples.of(task, made.test, model) for task in tasks]
        found = [log_probabilities(task, its, model) for task, its in zip(tasks, asked, strict=True)]
        for log_p, test in ((found[0], result["test"]), (ensemble(found), result["ensemble"]["test"])):
            assert test["accuracy"] == pytest.approx((log_p.argmax(-1) == asked[0].gold).double().mean().item())
        assert [its["dev"]["loss"] for its in result["ranked"]] == sorted(
            its["dev"]["loss"] for its in result["ranked"]
        )


def test_a_template_that_the_model_cannot_read_is_left_out(tiny, monkeypatch):
    long, short = (parse("{text} " + "so " * count + "[MASK]") for count in (300, 3))
    source = replace(TEMPLATE_SOURCES["bank"], make=lambda ground: [(long, None), (short, None)])
    monkeypatch.setitem(TEMPLATE_SOURCES._entries, "bank", source)
    report = next(search(tiny("bert").ours, planted(8), planted(4), sources=("bank",)).reports())
    assert [its.template for its in report.tried] == [str(short)]
