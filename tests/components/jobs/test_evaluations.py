"""Kept evaluations through the calls that the pages make, with a real worker: numbers against
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

from components.jobs.evaluations.asked import from_program
from components.jobs.evaluations.naming import data_name
from components.routes.visitor import Visitor
from components.services import Services
from playground.errors import JobError
from playground.evaluation import tables
from playground.evaluation.predictions import Predictions
from playground.evaluation.spec import Cell
from playground.models.soft_prompt import SoftInput, SoftPrompt
from playground.results import PromptCard
from playground.scoring.options import Options
from playground.settings import Settings
from tests.components.asking import ME, YOU, ask, refused
from tests.components.evaluations import spec
from tests.components.play.asking import look as look_in_play
from tests.patience import PATIENCE

PLAIN = Options().to_json()
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
    "options": PLAIN,
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


def finish(services, id: str) -> dict:
    """The job's line once it has ended."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        line = next(line for line in ask(services, "jobs", {})["jobs"] if line["id"] == id)
        if line["state"] in ("done", "failed", "interrupted"):
            assert line["state"] == "done", line
            return line
        time.sleep(0.2)
    raise AssertionError(line)


@pytest.fixture(scope="module")
def jobs(services) -> dict[str, str]:
    """Finished jobs by name: two templates on pasted rows, and a grid on a demo set."""
    other = {**FORM, "template": "{text} A [MASK] film.", "name": "another"}
    grid = {
        "templates": [FORM["template"], other["template"]],
        "verbalizers": ["positive: great\nnegative: terrible"],
        "models": [""],
        "data": {"demo": "film-reviews"},
        "split": "dev",
        "sample": 12,
        "seeds": [1, 2],
        "options": PLAIN,
        "prompts": [],
    }
    asked = {"first": ("evaluate", FORM), "other": ("evaluate", other), "grid": ("grid", grid)}
    found = {name: ask(services, f"{kind}_start", form)["job"] for name, (kind, form) in asked.items()}
    for id in found.values():
        finish(services, id)
    return found


def look(services, id: str, kind: str = "evaluate", reading: str | None = None) -> dict:
    """A job as its page shows it."""
    return ask(services, f"{kind}_watch", {"job": id, "reading": reading})


def examples(services, id: str, **asked) -> dict:
    """A page of a job's examples."""
    usual = {"reading": None, "show": "all", "gold": None, "predicted": None, "start": 0}
    return ask(services, "evaluate_examples", {"job": id, **usual, **asked})


def file(services, id: str, name: str, **place: int) -> str:
    """A job's download as text."""
    answer = ask(services, "job_file", {"job": id, "file": name, "place": place})
    data = base64.b64decode(answer["base64"])
    assert answer["name"].startswith(name) and (name == "record" or data.startswith(b"\xef\xbb\xbf"))
    return data.decode("utf-8-sig")


def table(services, id: str, name: str, **place: int) -> list[dict[str, str]]:
    """A job's CSV, line by line."""
    return list(csv.DictReader(io.StringIO(file(services, id, name, **place), newline="")))


@pytest.mark.parametrize("reading", ["plain", "calibrated"])
def test_the_numbers_are_scikit_learns_on_the_same_predictions(services, jobs, reading):
    shown = look(services, jobs["first"], reading=reading)
    lines = table(services, jobs["first"], "predictions")
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
    assert [label["support"] for label in shown["labels"]] == [sum(row) for row in cells]
    assert [label["predicted"] for label in shown["labels"]] == [sum(column) for column in zip(*cells, strict=True)]
    assert shown["calibration"]["calibrated"] - shown["calibration"]["plain"] == pytest.approx(
        shown["calibration"]["difference"]
    )


def test_what_could_be_a_formula_is_text_in_a_download(services, jobs):
    texts = {line["text"] for line in table(services, jobs["first"], "predictions")}
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
    data = tables.predictions(values, [{"fields": {text: text}, "label": "good"}], answers, Cell(0, 0, 0))
    head, line = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head[1] == line[1] == f"'{text}" and float(line[4]) < 1
    for plain in (-0.5, "a=b", "-1", "+1", "-0.5", "fine ;-)"):
        assert tables.harmless(plain) == plain


def test_no_text_is_parted_at_a_semicolon():
    assert tables.table(["text", "n"], [["a;=1+1", 1]]).decode("utf-8-sig").splitlines()[1] == '"a;=1+1",1'


@pytest.mark.parametrize(
    ("source", "name"), [({"demo": "film-reviews"}, "Film reviews (English)"), ({"upload": "x"}, "film-reviews")]
)
def test_an_upload_does_not_borrow_a_demo_sets_title(source, name):
    assert data_name({"name": "film-reviews", "source": source}, "en") == name


def test_the_examples_lead_into_play(services, jobs):
    answer = examples(services, jobs["first"], reading="plain")
    assert answer["count"] == 8
    right = [example["probabilities"][example["gold_index"]] for example in answer["examples"]]
    assert right == sorted(right)
    example = answer["examples"][0]
    live = look_in_play(services, example["state"])
    shares = [item["probability"] for item in live["labels"]["items"]]
    assert shares == pytest.approx(example["probabilities"], abs=1e-5), "Play shows the very numbers"


def test_jobs_are_compared_pair_by_pair_where_the_rows_are_the_same(services, jobs):
    answer = ask(services, "job_compare", {"jobs": [jobs["other"], jobs["first"]]})
    places = [column["key"] for column in answer["columns"]]
    first, other = ({"row": row, **dict(zip(places, row["cells"], strict=True))} for row in answer["rows"])
    assert (first["row"]["id"], first["difference"]) == (jobs["first"], "reference")
    assert other["row"]["title"].splitlines()[0] == "another" and answer["figure"]
    accuracies = [look(services, jobs[name])["numbers"]["accuracy"] for name in ("first", "other")]
    for side, accuracy in zip((first, other), accuracies, strict=True):
        assert side["accuracy"].startswith(f"{100 * accuracy:.1f}%\n")
    first_difference = other["difference"].splitlines()[0]
    difference, between = other["difference"].replace("−", "-").splitlines()
    assert int(difference) == pytest.approx(100 * (accuracies[1] - accuracies[0]), abs=0.51)
    low, high = map(int, between.split(" to "))
    assert low <= int(difference) <= high and 0 <= float(other["p"]) <= 1
    assert answer["reference"] == jobs["first"] and "holm" not in places, "one comparison needs no correction"
    turned = ask(services, "job_compare", {"jobs": [jobs["first"], jobs["other"]], "reference": jobs["other"]})
    reference, held = turned["rows"]
    assert (turned["reference"], reference["id"]) == (jobs["other"], jobs["other"])
    assert held["cells"][places.index("difference")].splitlines()[0] == first_difference.translate(
        {ord("+"): "−", ord("−"): "+"}
    )
    elsewhere = ask(services, "evaluate_start", {**FORM, "sample": 4})["job"]
    finish(services, elsewhere)
    row = ask(services, "job_compare", {"jobs": [jobs["first"], elsewhere]})["rows"][1]
    assert row["cells"][places.index("difference")] == "–" and "other examples" in row["title"]
    assert not row["tied"]
    assert "cannot be compared" in refused(services, "job_compare", {"jobs": [jobs["grid"]]})["message"]


def test_a_job_is_repeated_to_the_same_numbers_from_its_record(services, jobs):
    again = ask(services, "job_repeat", {"job": jobs["first"]})["job"]
    finish(services, again)
    one, two = (look(services, id)["numbers"] for id in (jobs["first"], again))
    assert one == two
    record = json.loads(file(services, again, "record"))
    assert record["data"]["fingerprint"] and record["models"][0]["revision"] and record["seeds"] == [1]
    assert {"torch", "transformers"} <= set(record["versions"]) and TABLE not in json.dumps(record)
    assert again not in json.dumps(record), "whoever has the whole id may look at the rows"
    assert refused(services, "job_repeat", {"job": again}, YOU)


def test_a_job_is_renamed_by_its_owner_alone(services, jobs):
    assert ask(services, "job_rename", {"job": jobs["first"], "name": " Mine "})["line"]["title"] == "Mine"
    assert refused(services, "job_rename", {"job": jobs["first"], "name": "theirs"}, YOU)
    own = ask(services, "job_rename", {"job": jobs["first"], "name": ""})["line"]
    assert own["title"] == "{text} It was [MASK]. · great / terrible" and own["note"] == ""
    assert ask(services, "jobs", {}, YOU)["jobs"] == []


def test_the_summary_has_a_line_for_each_cell_and_reading(services, jobs):
    lines = table(services, jobs["grid"], "summary")
    assert len(lines) == 6 and [line["template"] for line in lines].count("ensemble") == 2
    assert sum(line["best"] == "1" for line in lines if line["reading"] == "plain") == 1
    shown = look(services, jobs["grid"], "grid", "plain")["grid"][0]["rows"]
    accuracies = [float(line["accuracy"]) for line in lines if line["reading"] == "plain"]
    assert accuracies == [line["cells"][0]["accuracy"] for line in shown]
    predictions = table(services, jobs["grid"], "predictions", model=0, row=1, column=0)
    right = sum(line["label"] == line["plain: predicted"] for line in predictions)
    assert right / len(predictions) == shown[1]["cells"][0]["accuracy"]


def test_kinds_of_jobs_do_not_mix(services, jobs):
    assert ask(services, "jobs", {"kinds": ["train"]})["jobs"] == []
    assert {line["id"] for line in ask(services, "jobs", {"kinds": ["grid"]})["jobs"]} == {jobs["grid"]}
    for kind in ("grid", "words"):
        assert refused(services, f"{kind}_watch", {"job": jobs["first"], "reading": None})["target"] == "job"
    record = asyncio.run(services.job_calls.record(jobs["first"], 0, Visitor(ME)))
    assert record.state == "done" and record.progress == 1 and record.result["kind"] == "result"
    nowhere = {"job": jobs["first"], "file": "predictions", "place": {"model": 0, "row": 7, "column": 0}}
    assert refused(services, "job_file", nowhere)
    assert refused(services, "job_file", {"job": jobs["first"], "file": "secrets"})


def test_a_trained_prompt_answers_for_its_own_template(services, bundled):
    ids = [bundled.tokenizer.word_ids(word, True, False)[0] for word in ("it", "was")]
    card = PromptCard(
        "prompt", "{text} [SOFT*2] [MASK].", FORM["verbalizer"], "mean", "bundled", services.models.bundled.revision
    )
    prompt = SoftPrompt(SoftInput(embeddings=bundled.embeddings[ids].clone()), card)
    kept = services.jobs.add_prompt(ME, "mine", prompt.data)
    form = {**FORM, "template": card.template, "prompts": [kept]}
    assert "mine" in ask(services, "evaluate_outline", form)["notes"][-1]["message"]
    id = ask(services, "evaluate_start", form)["job"]
    finish(services, id)
    example = examples(services, id)["examples"][0]
    live = look_in_play(services, example["state"])
    assert example["state"]["prompts"] == [kept] and live["prompts"][0]["in_use"]
    assert [item["probability"] for item in live["labels"]["items"]] == pytest.approx(
        example["probabilities"], abs=1e-5
    )


def test_a_deleted_job_is_gone(services, jobs):
    assert ask(services, "job_act", {"job": jobs["other"], "deed": "delete"})["line"] is None
    assert refused(services, "evaluate_watch", {"job": jobs["other"], "reading": None})
    with pytest.raises(JobError):
        services.jobs.job(jobs["other"])


@pytest.mark.parametrize("value", [[[]], [{}], [None], {}, 7, "x"])
def test_ids_that_are_no_texts_count_as_none(value):
    """Unhashable ones too."""
    asked = from_program("grid", {"prompts": value, "models": value, "templates": value, "verbalizers": value})
    assert (asked.prompts, asked.models, asked.templates, asked.verbalizers) == ([], [""], [], [])
