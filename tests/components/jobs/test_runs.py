"""Kept evaluations through the services that the pages ask, with a real worker: numbers against
scikit-learn, downloads, comparing, repeating.
"""

from __future__ import annotations

import asyncio
import base64
import csv
import io
import json
import time

import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, log_loss

from components.contracts.jobs import ActAsked
from components.evaluate import evaluation_view
from components.jobs import run_files
from components.routes.visitor import Visitor
from components.services import Services
from playground.errors import JobError
from playground.evaluation.predictions import Predictions
from playground.models.soft_prompt import SoftInput, SoftPrompt
from playground.results import PromptCard
from playground.settings import Settings
from tests.components.play.asking import look
from tests.components.runs import job, spec

MINE, YOURS = {"owner": "somebody's secret of some length"}, {"owner": "another person's long secret"}
PATIENCE = 180.0
TABLE = "text,label\n" + "".join(
    f"{text},{label}\n"
    for text, label in [
        ("=SUM(A1:A9) was a joy", "good"),
        ("+1 from me", "good"),
        ("-1 for the ending", "bad"),
        ("@home I fell asleep", "bad"),
        ("I loved it", "good"),
        ("A waste of time", "bad"),
        ("Warm and wise", "good"),
        ("Dull", "bad"),
    ]
)
FORM = {
    "template": "{text} It was [MASK].",
    "verbalizer": "good: great\nbad: terrible",
    "model": "",
    "options": {},
    "prompts": [],
    "data": {"csv": TABLE, "name": "mine"},
    "split": "",
    "sample": None,
    "seed": 1,
}


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    made = Services(Settings(hub=False, data=tmp_path_factory.mktemp("data"), jobs_limit=9))
    yield made
    made.close()


def ask(services, question: str, language: str = "en", **asked):
    """One question of a page's script."""
    return asyncio.run(services.calls[question]({**MINE, **asked}, language))


def finish(services, id: str) -> dict:
    """The run's line once it has ended."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        line = next(line for line in ask(services, "runs")["runs"] if line["id"] == id)
        if line["state"] in ("done", "failed", "interrupted"):
            assert line["state"] == "done", line
            return line
        time.sleep(0.2)
    raise AssertionError(line)


@pytest.fixture(scope="module")
def runs(services) -> dict[str, str]:
    """Finished runs by name: two templates on pasted rows, and a grid on a demo set."""
    other = {**FORM, "template": "{text} A [MASK] film.", "name": "another"}
    grid = {
        "templates": [FORM["template"], other["template"]],
        "verbalizers": ["positive: great\nnegative: terrible"],
        "models": [""],
        "data": {"demo": "film-reviews"},
        "split": "dev",
        "sample": 12,
        "seeds": [1, 2],
    }
    asked = {"first": ("evaluate", FORM), "other": ("evaluate", other), "grid": ("grid", grid)}
    found = {name: ask(services, f"{view}_start", form=form)["job"] for name, (view, form) in asked.items()}
    for id in found.values():
        finish(services, id)
    return found


def file(services, id: str, kind: str, **asked) -> str:
    """A run's download as text."""
    answer = ask(services, "run_file", job=id, kind=kind, **asked)
    data = base64.b64decode(answer["base64"])
    assert answer["name"].startswith(kind) and (kind == "record" or data.startswith(b"\xef\xbb\xbf"))
    return data.decode("utf-8-sig")


def table(services, id: str, kind: str, **asked) -> list[dict[str, str]]:
    """A run's CSV, line by line."""
    return list(csv.DictReader(io.StringIO(file(services, id, kind, **asked), newline="")))


@pytest.mark.parametrize("reading", ["plain", "calibrated"])
def test_the_numbers_are_scikit_learns_on_the_same_predictions(services, runs, reading):
    shown = ask(services, "evaluate_watch", job=runs["first"], reading=reading)
    lines = table(services, runs["first"], "predictions")
    gold = [line["label"] for line in lines]
    said = [line[f"{reading}: predicted"] for line in lines]
    shares = [[float(line[f"{reading}: P({label})"]) for label in ("good", "bad")] for line in lines]
    numbers = shown["numbers"]
    assert shown["reading"] == reading and numbers["examples"] == len(lines) == 8
    assert numbers["accuracy"] == pytest.approx(accuracy_score(gold, said))
    assert numbers["macro_f1"] == pytest.approx(f1_score(gold, said, average="macro"))
    # scikit-learn has the columns in alphabetical order.
    assert numbers["loss"] == pytest.approx(log_loss(gold, [pair[::-1] for pair in shares], labels=["bad", "good"]))
    cells = confusion_matrix(gold, said, labels=["good", "bad"]).tolist()
    assert [row["support"] for row in shown["table"]] == [sum(row) for row in cells]
    assert [row["predicted"] for row in shown["table"]] == [sum(column) for column in zip(*cells, strict=True)]
    assert shown["calibration"]["calibrated"] - shown["calibration"]["plain"] == pytest.approx(
        shown["calibration"]["difference"]
    )


def test_what_could_be_a_formula_is_text_in_a_download(services, runs):
    texts = {line["text"] for line in table(services, runs["first"], "predictions")}
    assert {
        "'=SUM(A1:A9) was a joy",
        "'+1 from me",
        "'-1 for the ending",
        "'@home I fell asleep",
        "I loved it",
    } <= texts


@pytest.mark.parametrize(
    "text", ["=1", "+1+A1", "-A1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", "|x", "\u200b=1"]
)
def test_every_start_of_a_formula_is_defused_and_no_number_is(text):
    values = spec(data={**spec()["data"], "slots": [text]})
    answers = Predictions([0], [0], [[-0.1, -2.0]], None, None)
    data = run_files.predictions(job(values=values), [{"fields": {text: text}, "label": "good"}], answers, (0, 0, 0))
    head, line = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head[1] == line[1] == f"'{text}" and float(line[4]) < 1
    for plain in (-0.5, "a=b", "-1", "+1", "-0.5", "fine ;-)"):
        assert run_files.harmless(plain) == plain


def test_no_text_is_parted_at_a_semicolon():
    assert run_files.table(["text", "n"], [["a;=1+1", 1]]).decode("utf-8-sig").splitlines()[1] == '"a;=1+1",1'


@pytest.mark.parametrize(
    ("source", "name"), [({"demo": "film-reviews"}, "Film reviews (English)"), ({"upload": "x"}, "film-reviews")]
)
def test_an_upload_does_not_borrow_a_demo_sets_title(source, name):
    assert evaluation_view.data_name({"name": "film-reviews", "source": source}, "en") == name


def test_the_examples_lead_into_play(services, runs):
    answer = ask(services, "evaluate_examples", job=runs["first"], show="all", reading="plain", cell=None)
    assert answer["count"] == 8
    right = [example["probabilities"][example["gold_index"]] for example in answer["rows"]]
    assert right == sorted(right)
    example = answer["rows"][0]
    live = look(services, example["state"])
    shares = [item["probability"] for item in live["labels"]["items"]]
    assert shares == pytest.approx(example["probabilities"], abs=1e-5), "Play shows the very numbers"


def test_runs_are_compared_pair_by_pair_where_the_rows_are_the_same(services, runs):
    answer = ask(services, "run_compare", jobs=[runs["other"], runs["first"]])
    first, other = answer["rows"]
    assert (first["id"], first["difference"], other["title"]) == (runs["first"], None, "another")
    assert other["difference"] == pytest.approx(other["accuracy"] - first["accuracy"])
    low, high = other["interval_of_difference"]
    assert low <= other["difference"] <= high and 0 <= other["p"] <= 1 and answer["figure"]
    elsewhere = ask(services, "evaluate_start", form={**FORM, "sample": 4})["job"]
    finish(services, elsewhere)
    rows = ask(services, "run_compare", jobs=[runs["first"], elsewhere])["rows"]
    assert rows[1]["difference"] is None and "other examples" in rows[1]["why_not"]


def test_a_run_is_repeated_to_the_same_numbers_from_its_record(services, runs):
    again = ask(services, "run_repeat", job=runs["first"])["job"]
    finish(services, again)
    one, two = (ask(services, "evaluate_watch", job=id)["numbers"] for id in (runs["first"], again))
    assert one == two
    record = json.loads(file(services, again, "record"))
    assert record["data"]["fingerprint"] and record["models"][0]["revision"] and record["seeds"] == [1]
    assert {"torch", "transformers"} <= set(record["versions"]) and TABLE not in json.dumps(record)
    assert again not in json.dumps(record), "whoever has the whole id may look at the rows"
    assert ask(services, "run_repeat", job=again, **YOURS)["error"]


def test_a_run_is_renamed_by_its_owner_alone(services, runs):
    assert ask(services, "run_rename", job=runs["first"], name=" Mine ")["row"]["title"] == "Mine"
    assert ask(services, "run_rename", job=runs["first"], name="theirs", **YOURS)["error"]
    assert (
        ask(services, "run_rename", job=runs["first"], name="")["row"]["title"]
        == "{text} It was [MASK]. · great / terrible"
    )
    assert ask(services, "runs", **YOURS)["runs"] == []


def test_the_summary_has_a_line_for_each_cell_and_reading(services, runs):
    lines = table(services, runs["grid"], "summary")
    assert len(lines) == 6 and [line["template"] for line in lines].count("ensemble") == 2
    assert sum(line["best"] == "1" for line in lines if line["reading"] == "plain") == 1
    shown = ask(services, "grid_watch", job=runs["grid"], reading="plain")["grid"][0]["rows"]
    accuracies = [float(line["accuracy"]) for line in lines if line["reading"] == "plain"]
    assert accuracies == [line["cells"][0]["accuracy"] for line in shown]
    cell = {"model": 0, "row": 1, "column": 0}
    predictions = table(services, runs["grid"], "predictions", cell=cell)
    right = sum(line["label"] == line["plain: predicted"] for line in predictions)
    assert right / len(predictions) == shown[1]["cells"][0]["accuracy"]


def test_trainings_and_evaluations_do_not_mix(services, runs):
    assert ask(services, "jobs")["jobs"] == []
    assert {line["id"] for line in ask(services, "runs", view="grid")["runs"]} == {runs["grid"]}
    for call in ("watch", "grid_watch", "words_watch"):
        assert ask(services, call, job=runs["first"])["error"]["target"] == "job"
    record = asyncio.run(services.job_calls.record(runs["first"], 0, Visitor()))
    assert record.state == "done" and record.progress == 1 and record.result and record.result["kind"] == "result"
    assert ask(services, "run_file", job=runs["first"], kind="predictions", cell={"model": 0, "row": 7, "column": 0})[
        "error"
    ]


def test_a_trained_prompt_answers_for_its_own_template(services, bundled):
    ids = [bundled.tokenizer.word_ids(word, True, False)[0] for word in ("it", "was")]
    card = PromptCard(
        "prompt", "{text} [SOFT*2] [MASK].", FORM["verbalizer"], "mean", "bundled", services.models.bundled.revision
    )
    prompt = SoftPrompt(SoftInput(embeddings=bundled.embeddings[ids].clone()), card)
    kept = services.jobs.add_prompt(MINE["owner"], "mine", prompt.data)
    form = {**FORM, "template": card.template, "prompts": [kept]}
    assert "mine" in ask(services, "evaluate_plan", form=form)["notes"][-1]["message"]
    assert "1 of your" in ask(services, "evaluate_plan", form={**FORM, "prompts": [kept]})["notes"][-1]["message"]
    id = ask(services, "evaluate_start", form=form)["job"]
    finish(services, id)
    example = ask(services, "evaluate_examples", job=id, show="all")["rows"][0]
    live = look(services, example["state"])
    assert example["state"]["prompts"] == [kept] and live["prompts"][0]["in_use"]
    assert [item["probability"] for item in live["labels"]["items"]] == pytest.approx(
        example["probabilities"], abs=1e-5
    )


def test_a_deleted_run_is_gone(services, runs):
    asked = ActAsked(job=runs["other"], deed="delete")
    assert asyncio.run(services.job_calls.act(asked, Visitor(MINE["owner"]))).line is None
    assert ask(services, "evaluate_watch", job=runs["other"])["error"]
    with pytest.raises(JobError):
        services.jobs.job(runs["other"])
