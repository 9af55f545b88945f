"""A lesson's text -> a `Lesson`: steps in ```step blocks, the task in a ```task and a ```solution block.

What may stand where is written in `assets/lessons/README.md`. No model is asked here: see `checking`.
"""

from __future__ import annotations

from playground.errors import LessonError
from playground.lessons import conditions
from playground.lessons.conditions import Condition, Is
from playground.lessons.controls import KEYS, MANY, controls_of, paper_of
from playground.lessons.lesson import Choice, Choices, Controls, Lesson, Number, Step, Task
from playground.lessons.sections import Block, Entry, Section, Source, read
from playground.models.kinds import KINDS
from playground.prompting import verbalizer as verbalizers
from playground.scoring.calibration import CALIBRATIONS

FRONT = ("title", "minutes", "about", "kind")
QUESTION = ("ask", "choice", "answer", "expect", "within", "low", "high")
STEP = (*KEYS, *QUESTION, "claim", "why", "paper")
TASK = (*KEYS, "goal", "hint")
MOST_STEPS = 20


def lesson_of(text: str, id: str) -> Lesson:
    """Read a lesson.

    Args:
        id: its file's name without the ending.

    Raises:
        LessonError: what is wrong, on which line.
    """
    source = read(text)
    front = source.front
    front.check(FRONT)
    kind = front.get("kind")
    if kind and kind.value not in KINDS:
        raise LessonError("bad_kind", line=kind.line, value=kind.value[:40], known=", ".join(KINDS))
    steps, task = _parts(source)
    return Lesson(
        id,
        front.need("title").value,
        _whole(front.need("minutes")),
        front.need("about").value,
        kind.value if kind else next(iter(KINDS)),
        source.text,
        steps,
        task,
    )


def _parts(source: Source) -> tuple[tuple[Step, ...], Task]:
    if not 2 <= len(source.sections) <= MOST_STEPS:
        raise LessonError("how_many", line=1, count=len(source.sections), limit=MOST_STEPS)
    *earlier, last = source.sections
    steps: list[Step] = []
    for section in earlier:
        block = section.block("step", "task")
        if block.name == "task":
            raise LessonError("task_last", line=block.line)
        if len(section.blocks) > 1:
            raise LessonError("unknown_block", line=section.blocks[-1].line, name=section.blocks[-1].name[:40])
        steps.append(_step(section, block, steps[-1].controls if steps else None))
    return tuple(steps), _task(last, steps[-1].controls)


def _step(section: Section, block: Block, before: Controls | None) -> Step:
    block.check(STEP, MANY)
    controls = controls_of(block, before)
    question = _choices(block) if block.all("choice") else _number(block)
    claims = tuple(_condition(entry) for entry in block.all("claim"))
    asked = [one for choice in question.choices for one in choice.when] if isinstance(question, Choices) else []
    _check([*claims, *asked], controls, before)
    return Step(
        section.title,
        section.text,
        controls,
        question,
        claims,
        block.need("why").value,
        paper_of(block.need("paper")),
        section.line,
    )


def _choices(block: Block) -> Choices:
    for key in ("answer", "expect", "within", "low", "high"):
        if entry := block.get(key):
            raise LessonError("two_questions", line=entry.line, key=key)
    ask = block.need("ask")
    choices = tuple(map(_choice, block.all("choice")))
    if len(choices) < 2:
        raise LessonError("few_choices", line=block.all("choice")[0].line)
    right = [choice for choice in choices if choice.expected]
    if len(right) != 1:
        raise LessonError("one_right", line=ask.line, count=len(right))
    return Choices(ask.value, choices, ask.line)


def _choice(entry: Entry) -> Choice:
    when = tuple(_condition(under) for under in entry.under if under.key == "when")
    means = [under for under in entry.under if under.key == "means"]
    if not when:
        raise LessonError("choice_without", line=entry.line, key="when", choice=entry.value[:60])
    if len(means) > 1:
        raise LessonError("twice", line=means[1].line, key="means")
    # On another model it may be wrong, too: then, and only then, the author has nothing to say.
    if not means and not entry.marked:
        raise LessonError("choice_without", line=entry.line, key="means", choice=entry.value[:60])
    return Choice(entry.value, when, means[0].value if means else "", entry.marked, entry.line)


def _number(block: Block) -> Number:
    ask, answer, expect, within = (block.need(key) for key in ("ask", "answer", "expect", "within"))
    quantity = conditions.quantity(answer.value, answer.line)
    expected, near = conditions.number(expect.value), conditions.number(within.value)
    # Shares: 62% within 10%, which are points. Counts: 1,920 within 100, or within 20% of it.
    if expected is None or expected[1] != quantity.share:
        raise LessonError("bad_number", line=expect.line, key=expect.key, value=expect.value[:40])
    if near is None or (quantity.share and not near[1]):
        raise LessonError("bad_number", line=within.line, key=within.key, value=within.value[:40])
    relative = near[1] and not quantity.share
    low, high = block.need("low").value, block.need("high").value
    return Number(ask.value, quantity, expected[0], near[0], relative, low, high, ask.line)


def _task(section: Section, before: Controls) -> Task:
    block = section.block("task")
    solved = section.block("solution")
    if extra := next((its for its in section.blocks if its not in (block, solved)), None):
        raise LessonError("unknown_block", line=extra.line, name=extra.name[:40])
    block.check(TASK, MANY)
    solved.check(KEYS, MANY)
    controls = controls_of(block, before)
    solution = controls_of(solved, controls)
    goals = tuple(_condition(entry) for entry in block.all("goal"))
    if not goals:
        raise LessonError("missing", line=block.line, key="goal", block=block.name)
    _check(goals, solution, controls)
    return Task(section.title, section.text, controls, goals, block.need("hint").value, solution, section.line)


def _condition(entry: Entry) -> Condition:
    return conditions.parse(entry.value, entry.line)


def _check(found: list[Condition] | tuple[Condition, ...], controls: Controls, before: Controls | None) -> None:
    """A condition names labels that there are, and looks back only where something was before."""
    verbalizer = verbalizers.parse(controls.verbalizer)
    known = [label.name for label in verbalizer.labels] if verbalizer else []
    for condition in found:
        if condition.looks_back and before is None:
            raise LessonError("nothing_before", line=condition.line, text=condition.text[:80])
        for label in condition.labels:
            if label not in known:
                raise LessonError("unknown_label", line=condition.line, label=label, known=", ".join(known) or "—")
        rule = condition.rule
        if isinstance(rule, Is) and rule.what == "calibration" and rule.value not in CALIBRATIONS:
            raise LessonError("bad_condition", line=condition.line, text=condition.text[:80])


def _whole(entry: Entry) -> int:
    if not (entry.value.isascii() and entry.value.isdecimal() and 1 <= int(entry.value[:4]) <= 60):
        raise LessonError("bad_number", line=entry.line, key=entry.key, value=entry.value[:40])
    return int(entry.value)
