"""Hand-made searches and their reports, as a worker would tell them."""

from __future__ import annotations

from typing import Any

from playground.results import Job

SPEC = {
    "wanted": "triggers",
    "template": "{text} [T*2] It was [MASK].",
    "hand_written": "{text} It was [MASK].",
    "verbalizer": "good: great\nbad: terrible",
    "aggregation": "mean",
    "model": "bundled",
    "revision": "1",
    "data": "film-reviews",
    "data_name": "film-reviews",
    "fingerprint": "0123",
    "options": {"steps": 2, "seeds": [1], "examples": 4},
    "flops": 1e9,
    "each": 100,
    "sequences": 180,
    "test_examples": 20,
}
WORDS_SPEC = {
    **SPEC,
    "wanted": "label_words",
    "template": "{text} It was [MASK].",
    "options": {"methods": ["probe", "ratio"], "seeds": [1], "examples": 4},
}
TEMPLATES_SPEC = {
    **SPEC,
    "wanted": "templates",
    "template": "{text} It was [MASK].",
    "options": {"sources": ["bank", "paraphrase"], "rounds": 1, "ensemble": 2, "seeds": [1], "examples": 4},
}
SPECS = {"label-words": WORDS_SPEC, "templates": TEMPLATES_SPEC}


def job(state: str = "done", id: str = "1" * 32, kind: str = "triggers", **spec: Any) -> Job:
    values = SPECS.get(kind, SPEC)
    return Job(id, kind, "", state, 2, {**values, **spec}, 0.0, 1.0, 2.0, None, 0, 0)


def dev(accuracy: float, loss: float = 0.5) -> dict[str, Any]:
    return {"accuracy": accuracy, "loss": loss, "predicted": {}}


def flip(word: str, predicted: float, actual: float, kept: bool = False) -> dict[str, Any]:
    return {"of": 0, "word": word, "predicted": predicted, "actual": actual, "examples": 8, "kept": kept}


def against(accuracy: float, low: float, high: float) -> dict[str, Any]:
    """A found prompt on twenty test rows; the hand-written one has 60%, calibrated 70%, learnt 80%."""
    return {
        "examples": 20,
        "accuracy": accuracy,
        "interval": [accuracy - 0.1, accuracy + 0.1],
        "hand_written": 0.6,
        "calibrated": 0.7,
        "learnt": 0.8,
        "rival": "calibrated",
        "gain": accuracy - 0.7,
        "gain_interval": [low, high],
    }


PLAN = {"kind": "plan", "wanted": "triggers", "steps": 2, "seeds": [1], "labels": ["good", "bad"]}
START = {"kind": "start", "seed": 1, "dev": dev(0.5), "majority": 0.5, "examples": 8}
STEPS = [
    {"kind": "step", "seed": 1, "step": 0, "place": None, "words": ["oh", "so"], "loss": 0.9, "flips": []}
    | {"dev": dev(0.5, 0.8), "before": None},
    {"kind": "step", "seed": 1, "step": 1, "place": 1, "words": ["oh", "nice"], "loss": 0.6, "before": 0.9}
    | {"flips": [flip("nice", 0.2, 0.3, True), flip("bad", 0.1, -0.1)], "dev": dev(0.75, 0.4)},
    {"kind": "step", "seed": 1, "step": 2, "place": 0, "words": ["oh", "nice"], "loss": 0.6, "before": 0.6}
    | {"flips": [flip("ah", 0.1, -0.2)], "dev": None},
]
BEGUN = [PLAN, START, *STEPS]


def seed(test: dict[str, Any] | None, template: str | None = "{text} oh nice It was [MASK].") -> dict[str, Any]:
    return {
        "kind": "seed",
        "seed": 1,
        "steps": 2,
        "best_step": 1,
        "words": ["oh", "nice"],
        "template": template,
        "seconds": 3.0,
        "dev": dev(0.75),
        "test": test,
    }


def result(mean: float) -> dict[str, Any]:
    return {"kind": "result", "on": "test", "mean": mean, "spread": None, "low": mean, "high": mean, "gain": mean - 0.7}


def method(name: str, good: list[str], accuracy: float) -> dict[str, Any]:
    words = {"good": good[:1], "bad": ["awful"]}
    ranked = {"good": [{"word": word, "score": 1.0} for word in good], "bad": [{"word": "awful", "score": 2.0}]}
    return {"kind": "method", "seed": 1, "method": name, "ranked": ranked, "words": words, "dev": dev(accuracy)} | {
        "verbalizer": f"good: {good[0]}\nbad: awful",
        "assignments": [],
        "seconds": 0.5,
    }


METHODS = [method("probe", ["fine", "nice"], 0.7), method("ratio", ["lovely", "fine"], 0.8)]
WORDS_SEED = {
    "kind": "seed",
    "seed": 1,
    "method": "ratio",
    "verbalizer": METHODS[1]["verbalizer"],
    "methods": {
        its["method"]: {"verbalizer": its["verbalizer"], "dev": its["dev"], "test": against(accuracy, -0.1, 0.2)}
        for its, accuracy in zip(METHODS, (0.65, 0.75), strict=True)
    },
    "seconds": 1.0,
    "dev": dev(0.8),
    "test": against(0.75, -0.1, 0.2),
}


def tried(template: str, source: str, examples: int = 0, loss: float | None = None, **more: Any) -> dict[str, Any]:
    """A template as a step tells of it; the gain is over a hand-written one that loses 0.7 nats."""
    gain = None if loss is None else 0.7 - loss
    values = {"template": template, "source": source, "of": None, "examples": examples, "loss": loss, "gain": gain}
    values |= {"gain_interval": None if gain is None else [gain - 0.1, gain + 0.1]}
    values |= {"accuracy": None if loss is None else 0.75, "interval": None if loss is None else [0.5, 0.9]}
    return {**values, "kept": True, "same_as": None, **more}


def template_step(step: int, phase: str, *its: dict[str, Any], **more: Any) -> dict[str, Any]:
    values = {"kind": "step", "seed": 1, "step": step, "phase": phase, "source": None, "examples": 0}
    return {**values, "tried": list(its), "best": OWN, "dev": None, "seconds": 1.0, **more}


OWN, FIRM, ODD, ALSO, CUT = (
    f"{{text}} {words} [MASK]." for words in ("It was", "A firm verdict:", "No", "it was so", "A verdict:")
)
RACED = [
    {**PLAN, "wanted": "templates"},
    START,
    template_step(1, "gather", tried(FIRM, "bank"), tried(ODD, "bank"), source="bank", dev=dev(0.5)),
    template_step(2, "gather", tried(ALSO, "paraphrase", of=OWN), source="paraphrase"),
    template_step(
        3,
        "race",
        tried(FIRM, "bank", 4, 0.4),
        tried(OWN, "own", 4, 0.7),
        tried(ODD, "bank", 4, 0.9, kept=False),
        tried(ALSO, "paraphrase", 4, 0.7, of=OWN, kept=False, same_as=OWN),
        examples=4,
    ),
    template_step(
        4, "race", tried(FIRM, "bank", 8, 0.5), tried(OWN, "own", 8, 0.7), examples=8, best=FIRM, dev=dev(0.75)
    ),
    template_step(5, "gather", tried(CUT, "delete", of=FIRM), source="edits", best=FIRM),
]


def templates_seed(source: str = "bank", test: dict[str, Any] | None = None) -> dict[str, Any]:
    best, other = (FIRM, "bank"), (OWN, "own")
    if source == "own":
        best, other = other, best
    ranked = [{**tried(*best, 8, 0.5), "dev": dev(0.75)}, {**tried(*other, 8, 0.7), "dev": dev(0.5)}]
    return {
        "kind": "seed",
        "seed": 1,
        "steps": 7,
        "template": best[0],
        "source": source,
        "ranked": ranked,
        "seconds": 3.0,
        "dev": dev(0.75),
        "test": test,
        "ensemble": {"templates": [best[0], other[0]], "dev": dev(0.8), "test": test and against(0.85, -0.1, 0.3)},
    }
