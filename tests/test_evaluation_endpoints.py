"""`/evaluate` and `/compare` as a program uses them, on the real app: the page's numbers and scikit-learn's."""

from __future__ import annotations

import base64
import json
import math
import time
import urllib.request

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, log_loss

from playground.datasets import demo
from playground.evaluation.seen import row_keys
from playground.models.soft_prompt import SoftInput, SoftPrompt
from playground.results import Example, PromptCard
from tests.patience import PATIENCE

MINE, YOURS = "a secret of mine, long", "another person's secret"
TEMPLATE, WORDS = "{text} It was [MASK].", "positive: great\nnegative: terrible"
DATA = {"demo": "film-reviews"}


@pytest.fixture(scope="module")
def client(server) -> Client:
    """One client of the running app."""
    return Client(server.url, verbose=False)


@pytest.fixture(scope="module")
def answer(client) -> dict:
    """One evaluation on the dev rows."""
    return client.predict(TEMPLATE, WORDS, DATA, MINE, api_name="/evaluate")


def test_the_numbers_are_scikit_learns_on_predictions_of_the_public_endpoint(client, answer):
    rows = demo.load("film-reviews").dev
    found = [client.predict(TEMPLATE, WORDS, dict(row.fields), api_name="/predict")["labels"] for row in rows]
    gold, said = [row.label for row in rows], [max(labels, key=labels.get) for labels in found]
    plain = answer["plain"]
    assert answer["state"] == "done" and plain["examples"] == len(rows)
    assert plain["accuracy"] == pytest.approx(accuracy_score(gold, said))
    assert plain["macro_f1"] == pytest.approx(f1_score(gold, said, average="macro"))
    assert plain["confusion"] == confusion_matrix(gold, said, labels=["positive", "negative"]).tolist()
    shares = [[labels["negative"], labels["positive"]] for labels in found]
    assert plain["loss"] == pytest.approx(log_loss(gold, shares, labels=["negative", "positive"]), abs=1e-4)
    assert math.isclose(answer["baseline"]["majority"], 0.5) and answer["calibrated"]["examples"] == len(rows)


def test_the_page_says_the_same(client, answer):
    record = client.predict(answer["job"], api_name="/job")
    assert record["kind"] == "evaluate" and record["state"] == "done" and record["progress"] == 1
    cell = next(report for report in record["reports"] if report["kind"] == "cell")
    assert cell["plain"] == answer["plain"] and cell["calibrated"] == answer["calibrated"]
    line = next(row for row in client.predict(MINE, api_name="/jobs") if row["id"] == answer["job"])
    assert line["accuracy"] == answer["plain"]["accuracy"]
    assert client.predict(YOURS, api_name="/jobs") == []


def test_without_waiting_the_job_is_named_at_once(client):
    found = client.predict(TEMPLATE, WORDS, DATA, MINE, "", None, "test", False, api_name="/evaluate")
    assert found["plain"] is None and found["state"] in ("queued", "running")
    assert client.predict(found["job"], MINE, api_name="/cancel")["state"] in ("cancelling", "cancelled")


def test_compare_measures_every_template_with_every_verbalizer(client):
    templates = [TEMPLATE, "{text} A [MASK] film.", "{text} nothing"]
    columns = [WORDS, "positive: good\nnegative: bad"]
    found = client.predict(templates, columns, DATA, MINE, None, None, "dev", [1, 2], 10, api_name="/compare")
    cells = {(cell["row"], cell["column"]): cell for cell in found["cells"]}
    assert found["state"] == "done" and len(cells) == 8, "six cells and the averages of both columns"
    assert cells[2, 0]["error"]["key"] == "error.template.no_mask" and cells[3, 1]["ensemble"]
    assert [seed["seed"] for seed in cells[0, 0]["seeds"]] == [1, 2]
    best = found["readings"]["plain"]["best"]
    accuracies = [cell["plain"]["accuracy"] for cell in cells.values() if cell["plain"]]
    assert cells[best["row"], best["column"]]["plain"]["accuracy"] == max(accuracies)


def test_a_trained_prompt_is_evaluated_and_compared(client, answer):
    options = {"method": "prompt", "seeds": [3], "examples": 4, "steps": 4, "evaluate_every": 2, "batch": 4}
    start = "{text} [SOFT:It was] [MASK]."
    job = client.predict(start, WORDS, DATA, MINE, "", options, api_name="/train")["job"]
    end = time.monotonic() + PATIENCE
    while client.predict(job, api_name="/job")["state"] != "done":
        assert time.monotonic() < end
        time.sleep(0.3)
    kept = client.predict(job, MINE, 3, api_name="/keep")
    soft = kept["template"]
    assert soft == "{text} [SOFT*2] [MASK]." and kept["model"] == ""
    rest = {"prompts": [kept["prompt"]], "sample": 20, "seed": 5, "name": "mine"}
    trained = client.predict(soft, WORDS, DATA, MINE, api_name="/evaluate", **rest)
    plain = client.predict(soft, WORDS, DATA, MINE, api_name="/evaluate", **{**rest, "prompts": []})
    assert trained["plain"]["examples"] == plain["plain"]["examples"] == 20
    assert trained["plain"]["loss"] != plain["plain"]["loss"], "another prompt answered"
    assert "mine" in [row["title"] for row in client.predict(MINE, api_name="/jobs")]
    grid = client.predict(
        [soft], [WORDS], DATA, MINE, None, None, "dev", [5], 20, prompts=[kept["prompt"]], api_name="/compare"
    )
    losses = {cell["row"]: cell["plain"]["loss"] for cell in grid["cells"] if not cell["ensemble"]}
    assert losses == {0: pytest.approx(plain["plain"]["loss"]), 1: pytest.approx(trained["plain"]["loss"])}
    with pytest.raises(AppError, match="Seed 9"):
        client.predict(job, MINE, 9, api_name="/keep")


def test_a_verbalizer_is_learnt_and_applied_to_new_texts(client):
    options, rest = {"calibration": "batch"}, {"sample": 20, "learn": 4, "batch_from": "evaluated"}
    answer = client.predict(TEMPLATE, WORDS, DATA, MINE, "", options, "dev", api_name="/evaluate", **rest)
    assert answer["learnt"]["examples"] == 20 and set(answer["learnt_words"]) == {"positive", "negative"}
    assert answer["prior"]["rows"] == {"from": "evaluated", "count": 20, "dominant": None}
    learnt = answer["learnt_verbalizer"]
    assert learnt["examples"] == 8 and learnt["template"] == TEMPLATE
    arguments = (TEMPLATE, WORDS, {"text": "a dull and endless evening"}, "", None)
    found = client.predict(*arguments, learnt=learnt, api_name="/predict")["learnt"]
    assert sum(found.values()) == pytest.approx(1) and set(found) == {"positive", "negative"}
    assert client.predict(*arguments, api_name="/predict")["learnt"] is None
    for template, value, message in [(TEMPLATE, {}, "learnt verbalizer"), ("{text} [MASK]", learnt, "belongs")]:
        with pytest.raises(AppError, match=message):
            client.predict(template, *arguments[1:], learnt=value, api_name="/predict")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("{text} no mask", WORDS, DATA, MINE), "MASK"),
        ((TEMPLATE, "", DATA, MINE), "verbalizer"),
        ((TEMPLATE, "positive: great", DATA, MINE), "negative"),
        ((TEMPLATE, WORDS, {"demo": "nothing"}, MINE), "nothing"),
        ((TEMPLATE, WORDS, {}, MINE), "data set"),
        ((TEMPLATE, WORDS, DATA, "short"), "secret"),
        ((TEMPLATE, WORDS, DATA, MINE, "", None, "train", True, None, None, 1, "", "train", 4), "training rows"),
        ((TEMPLATE, WORDS, DATA, MINE, "", None, "dev", True, None, None, 1, "", "all"), "batch_from"),
        ((TEMPLATE, WORDS, DATA, MINE, "", None, "dev", True, None, None, 1, "", "train", 65), "learn"),
        ((TEMPLATE, WORDS, DATA, MINE, "", {"calibration": "magic"}), "magic"),
        ((TEMPLATE, WORDS, DATA, MINE, "", None, "nowhere"), "nowhere"),
        ((TEMPLATE, WORDS, {"upload": "0" * 32}, MINE), "data set"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_leaks(client, arguments, message):
    with pytest.raises(AppError, match=message) as caught:
        client.predict(*arguments, api_name="/evaluate")
    text = str(caught.value)
    assert "Traceback" not in text and "/site-packages/" not in text and ".py" not in text


def test_rows_that_a_trained_prompt_has_seen_are_left_out_and_counted(client, server, bundled):
    """20 own rows, of which 12 were seen in training; the answer's numbers are those of 8."""
    rows = [Example({"text": f"film {n} was a film"}, ("positive", "negative")[n % 2]) for n in range(20)]
    template = "{text} [SOFT*2] [MASK]."
    revision = client.predict(TEMPLATE, WORDS, {"text": "so"}, api_name="/predict")["model"]["revision"]
    card = PromptCard("prompt", template, WORDS, "mean", "bundled", revision)
    prompt = SoftPrompt(SoftInput(embeddings=bundled.embeddings[:2].clone()), card, row_keys(["text"], rows[:12]))
    asked = {"name": "mine", "base64": base64.b64encode(prompt.data).decode(), "model": ""}
    call = urllib.request.Request(
        f"{server.url}/playground/api/prompt_load",
        data=json.dumps(asked).encode(),
        headers={"x-playground-owner": MINE, "content-type": "application/json"},
    )
    with urllib.request.urlopen(call) as answer:
        id = json.load(answer)["prompt"]
    table = "text,label\n" + "".join(f"{row.fields['text']},{row.label}\n" for row in rows)
    own = {"csv": table, "name": "mine"}
    found = client.predict(template, WORDS, own, MINE, prompts=[id], api_name="/evaluate")
    assert found["plain"]["examples"] == 8 and found["seen"] == {"rows": 12, "of": 20, "left_out": True}
    grid = client.predict([TEMPLATE], [WORDS], own, MINE, prompts=[id], api_name="/compare")
    assert {cell["plain"]["examples"] for cell in grid["cells"]} == {8} and grid["seen"] == found["seen"]
    assert client.predict(TEMPLATE, WORDS, own, MINE, api_name="/evaluate")["seen"] is None
