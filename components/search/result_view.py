"""What a search came to: each seed's prompts on the same test rows, and an honest sentence.

Made of a job's record and its reports alone, but for the count of looks at the test rows, which is the visitor's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import mean, stdev
from typing import Any

from components.contracts import search as contract
from components.contracts.base import Level, Note
from components.contracts.play import PromptState, ScoringOptions
from components.jobs.any_job import of_kind
from components.jobs.kinds import Reports
from components.routes.visitor import Visitor
from playground.evaluation.intervals import wilson
from playground.models.registry import BUNDLED
from playground.numbers import percent
from playground.results import Job
from playground.scoring.calibration import USUAL
from playground.scoring.options import Options

Report = Mapping[str, Any]
BESIDE = ("hand_written", "calibrated", "learnt")
OWN = "own"  # what the hand-written template is called as a source of templates


def state(job: Job, template: str, verbalizer: str, calibration: str = "none") -> PromptState:
    """Play's state with a prompt of a search, read as the search read it."""
    spec = job.spec
    options = Options(aggregation=spec["aggregation"], calibration=calibration).to_json()
    model = "" if spec["model"] == BUNDLED else spec["model"]
    return PromptState(
        template=template,
        verbalizer=verbalizer,
        fields={},
        model=model,
        options=ScoringOptions(**options),
        prompts=[],
    )


def result(job: Job, reports: Reports, looked: int | None, visitor: Visitor) -> contract.SearchResult | None:
    """The table by seed and one sentence, when all seeds are done.

    Args:
        looked: how many of the visitor's jobs have read this set's test rows, where that is known.
    """
    seeds = of_kind(reports, "seed")
    if not seeds or not of_kind(reports, "result"):
        return None
    starts = {report["seed"]: report for report in of_kind(reports, "start")}
    tests = [report["test"] for report in seeds if report["test"]]
    return contract.SearchResult(
        seeds=[
            contract.SeedLines(seed=report["seed"], lines=list(_lines(job, report, starts[report["seed"]], visitor)))
            for report in seeds
        ],
        sentence=_sentence(seeds, tests, visitor),
        better=bool(tests) and all(test["gain_interval"][0] > 0 for test in tests),
        looks=visitor.say("search.looks", count=looked) if tests and looked else None,
    )


def looks(job: Job, mine: Sequence[Job]) -> int | None:
    """How many of somebody's jobs have read the test rows that this one read; `None` where it is none of theirs."""
    if job.id not in {each.id for each in mine}:
        return None
    return sum(each.state == "done" and _read(each) == job.spec["fingerprint"] for each in mine)


def _read(job: Job) -> str | None:
    """The fingerprint of the set whose test rows a job reads, if it reads any."""
    if job.spec.get("test_examples"):
        return job.spec.get("fingerprint")
    data = job.spec.get("data")
    return data.get("fingerprint") if isinstance(data, Mapping) and data.get("split") == "test" else None


def _lines(job: Job, report: Report, start: Report, visitor: Visitor) -> Iterator[contract.SearchLine]:
    """A seed's prompts: the hand-written one however it is read, then what was found."""
    spec, test = job.spec, report["test"]

    def line(name: str, accuracy: float, its: Report | None, chosen: bool, its_state: PromptState | None):
        title = _title(name, visitor)
        interval = its["interval"] if its else wilson(round(accuracy * test["examples"]), test["examples"])
        return contract.SearchLine(
            name=name,
            title=title,
            accuracy=accuracy,
            interval=(interval[0], interval[1]) if test else None,
            gain=its["gain"] if its and test else None,
            gain_interval=tuple(its["gain_interval"]) if its and test else None,
            chosen=chosen,
            state=its_state,
        )

    if test:
        for name in BESIDE:
            if test.get(name) is not None:
                calibration = USUAL if name == "calibrated" else "none"
                its = state(job, spec["hand_written"], spec["verbalizer"], calibration) if name != "learnt" else None
                yield line(name, test[name], None, False, its)
    else:
        its = state(job, spec["hand_written"], spec["verbalizer"])
        yield _on_dev("hand_written", start["dev"], False, its, visitor)
    methods = report.get("methods")
    if methods is None:
        template = report["template"]
        its = state(job, template, spec["verbalizer"]) if template else None
        if test:
            yield line("found", test["accuracy"], test, True, its)
        else:
            yield _on_dev("found", report["dev"], True, its, visitor)
        if report.get("ensemble") and len(report["ensemble"]["templates"]) > 1:
            yield _together(report["ensemble"], visitor)
        return
    for name, found in methods.items():
        its = state(job, spec["template"], found["verbalizer"])
        chosen = name == report["method"]
        if found["test"]:
            yield line(name, found["test"]["accuracy"], found["test"], chosen, its)
        else:
            yield _on_dev(name, found["dev"], chosen, its, visitor)


def _on_dev(name: str, dev: Report, chosen: bool, its: PromptState | None, visitor: Visitor) -> contract.SearchLine:
    nothing = dict.fromkeys(("interval", "gain", "gain_interval"))
    return contract.SearchLine(
        name=name, title=_title(name, visitor), accuracy=dev["accuracy"], chosen=chosen, state=its, **nothing
    )


def _together(ensemble: Report, visitor: Visitor) -> contract.SearchLine:
    """The best templates, whose answers are averaged: on the test rows, or on the development rows without any."""
    test, templates = ensemble["test"], list(ensemble["templates"])
    return contract.SearchLine(
        name="together",
        title=visitor.say("search.line.together", count=len(templates)),
        accuracy=(test or ensemble["dev"])["accuracy"],
        interval=tuple(test["interval"]) if test else None,
        gain=test["gain"] if test else None,
        gain_interval=tuple(test["gain_interval"]) if test else None,
        chosen=False,
        state=None,
        templates=templates,
    )


def _title(name: str, visitor: Visitor) -> str:
    return visitor.say(f"search.line.{name}" if name in (*BESIDE, "found") else f"search.method.{name}")


def _sentence(seeds: Sequence[Report], tests: Sequence[Report], visitor: Visitor) -> str:
    """What was reached, and whether that is more than the hand-written prompt has."""
    say, language = visitor.say, visitor.language
    if not tests:
        return say("job.result.dev", mean=percent(mean(report["dev"]["accuracy"] for report in seeds), language))
    accuracies, first = [test["accuracy"] for test in tests], tests[0]
    sentence = say(
        "job.result.test",
        mean=percent(mean(accuracies), language),
        spread=f" ± {100 * stdev(accuracies):.1f}" if len(accuracies) > 1 else "",
        examples=first["examples"],
        start=percent(first[first["rival"]], language),
        rival=say(f"job.rival.{first['rival']}"),
        gain=_points(mean(test["gain"] for test in tests)),
    )
    lows = [test["gain_interval"][0] for test in tests]
    highs = [test["gain_interval"][1] for test in tests]
    if all(report.get("source") == OWN for report in seeds):
        return f"{sentence} {say('search.result.own')}"
    better, worse = sum(low > 0 for low in lows), sum(high < 0 for high in highs)
    if better == len(tests):
        verdict = say("search.result.better")
    elif worse == len(tests):
        verdict = say("search.result.worse")
    elif len(tests) == 1:
        verdict = say("search.result.not_better", low=_points(lows[0]), high=_points(highs[0]))
    else:
        verdict = say("search.result.some", sure=better, seeds=len(tests))
    return f"{sentence} {verdict}"


def _points(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-", "−")


def summary(job: Job, found: contract.SearchResult | None, running: str, visitor: Visitor) -> Note:
    """One sentence on a search in whatever state; `running` is what there is to say of one that runs."""
    say = visitor.say
    if job.state == "failed":
        key, values = job.error or ("error.job.unexpected", {})
        return Note(level="error", message=say(key, **values))
    if job.state in ("queued", "interrupted", "cancelled", "cancelling"):
        level: Level = "warning" if job.state == "interrupted" else "info"
        key = "next" if job.state == "queued" and not job.ahead else job.state
        message = say("search.summary.cancelled") if key == "cancelled" else say(f"job.summary.{key}", ahead=job.ahead)
        return Note(level=level, message=message)
    if found:
        return Note(level="ok" if found.better else "warning", message=found.sentence)
    return Note(level="info", message=running or say("job.summary.starting"))
