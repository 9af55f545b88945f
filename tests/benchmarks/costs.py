"""What an answer costs against each thing that makes it longer: text, label words, labels, soft tokens, texts at once.

Everything else stays as the first example of its curve has it. Times are of one thread's processor clock, medians of
rounds in which all points of a curve take turns; a curve is told beside its first point, which holds on a busy machine.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from html import escape

from playground import Options, load_model
from playground.datasets import demo
from playground.models.language_model import LanguageModel
from playground.prompting import template, verbalizer
from playground.scoring.batch import word_scores
from playground.scoring.plans import drive
from playground.scoring.predict import Task, predict_plan
from playground.tuning import desk
from playground.tuning.task import TuningRun
from tests.benchmarks.measure import Measure
from tests.benchmarks.timing import in_turn

TEMPLATE = "{text} It was [MASK]."
TWO = "positive: great\nnegative: terrible"
WORD = "film "
CURVES = {
    "length": ("tokens of the text", (8, 32, 128, 256, 480)),
    "words": ("label words of two labels", (2, 8, 32, 128)),
    "labels": ("labels of one word", (2, 10, 50, 150)),
    "soft": ("soft tokens, a training step of 8", (1, 5, 20, 50)),
    "batch": ("texts of 32 tokens at once", (1, 4, 16, 64)),
}


def cost(quick: bool) -> Iterator[Measure]:
    """Milliseconds at each point of each curve, and how many times its first point that is."""
    model = load_model()
    for name, (axis, points) in CURVES.items():
        deeds = {str(point): _deed(name, point, model) for point in points}
        times = in_turn(deeds, 3 if quick else 15, 1)
        milliseconds = [1000 * statistics.median(times[str(point)]) for point in points]
        for point, taken in zip(points, milliseconds, strict=True):
            yield Measure("cost", f"{axis}: {point}", taken, "ms", note=f"{taken / milliseconds[0]:.2f} of the first")


def _deed(curve: str, point: int, model: LanguageModel) -> Callable[[], object]:
    """What is timed at one point of a curve."""
    if curve == "soft":
        its, data = demo.SETS["film-reviews"], demo.load("film-reviews")
        options = {**desk.defaults()["prompt"], "batch": 8, "tokens": point, "initialisation": "random"}
        tokens = "[soft]" * point
        spec = desk.make_spec(f"{tokens} {TEMPLATE}", its.verbalizers[0], "mean", options, data, model)
        return TuningRun(spec, model).trainer(1)._update
    words = _words(model, point)
    many = {
        "words": "\n".join(f"{label}: {', '.join(half)}" for label, half in (("a", words[::2]), ("b", words[1::2]))),
        "labels": "\n".join(f"label {word}: {word}" for word in words),
    }
    task = Task.build(template.parse(TEMPLATE), verbalizer.parse(many.get(curve, TWO)), Options(), model)
    text = WORD * (point if curve == "length" else 32)
    if curve == "batch":
        return lambda: word_scores(task, [{"text": text}] * point, model)
    return lambda: drive(predict_plan(task, {"text": text}, model), model)


def _words(model: LanguageModel, count: int) -> list[str]:
    """So many words of one piece."""
    pieces = (model.tokenizer.piece(id) for id in range(2000, 30_000))
    found = (piece for piece in pieces if piece.isascii() and piece.isalpha() and len(piece) > 3)
    return [word for word, _ in zip(found, range(count), strict=False)]


# -- the picture -------------------------------------------------------------------

WIDE, HIGH, LEFT, TOP = 190, 130, 46, 26


def picture(found: Sequence[Measure]) -> str:
    """The curves of `cost` as SVG, small and beside one another; each axis begins at zero."""
    panels = []
    for axis, _ in CURVES.values():
        points = [
            (float(each.name.rpartition(": ")[2]), each.value)
            for each in found
            if each.benchmark == "cost" and each.name.rpartition(": ")[0] == axis and each.value is not None
        ]
        if points:
            panels.append(_panel(axis, points, len(panels)))
    wide = len(panels) * (WIDE + LEFT + 14)
    style = "text{font:11px sans-serif;fill:#57606a}path{fill:none;stroke-width:2}"
    body = "\n".join(panels)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {HIGH + 64}" role="img">\n'
        f"<title>Milliseconds against length, words, labels, soft tokens and texts</title>\n<style>{style}</style>\n"
        f"{body}\n</svg>\n"
    )


def _panel(axis: str, points: Sequence[tuple[float, float]], number: int) -> str:
    most, longest = max(x for x, _ in points), max(y for _, y in points)
    at = [(LEFT + WIDE * x / most, TOP + HIGH * (1 - y / longest)) for x, y in points]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in at)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#0969da"/>' for x, y in at)
    frame = f"M{LEFT} {TOP}V{TOP + HIGH}H{LEFT + WIDE}"
    left = number * (WIDE + LEFT + 14)
    return (
        f'<g transform="translate({left})"><path d="{frame}" stroke="#8c959f" stroke-width="1"/>'
        f'<path d="{line}" stroke="#0969da"/>{dots}'
        f'<text x="{LEFT}" y="14">{longest:.0f} ms</text>'
        f'<text x="{LEFT - 8}" y="{TOP + HIGH}" text-anchor="end">0</text>'
        f'<text x="{LEFT + WIDE}" y="{TOP + HIGH + 16}" text-anchor="end">{most:.0f}</text>'
        f'<text x="{LEFT + WIDE / 2}" y="{TOP + HIGH + 32}" text-anchor="middle">{escape(axis)}</text></g>'
    )
