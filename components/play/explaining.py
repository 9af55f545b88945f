"""Play's two closer looks: which words move a label, and what another text would have said."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from components.play.live import State
from components.routes.asking import Answer, Call, answering
from playground.errors import JobError
from playground.i18n import translate
from playground.numbers import percent
from playground.prompt import read_template
from playground.prompting import verbalizer as verbalizers
from playground.results import Prediction
from playground.scoring.explain import METHODS, Explanation, Item, leave_one_out
from playground.scoring.gradient_attribution import at_once, gradient
from playground.scoring.options import Options
from playground.scoring.plans import Plan, together
from playground.scoring.predict import PriorCache, Task, check_fields, predict_plan
from playground.scoring.scorer import SCORERS
from playground.scoring.trained import Kept, under_trained

AT_A_TIME = 2  # explanations for all visitors: their many rows share each round with the live answers
MOST_WAITING = 16  # beyond these, who asks next is told to try again
STRONGEST = 5
SMALLEST = 0.005  # would be written as 0.00
_numbers = itertools.count()


class Explaining:
    """Questions about one prompt and one text.

    Args:
        model: id -> a loaded model, as live answers get it.
        kept: ids -> trained prompts.
        compute: drives a plan on a model: the micro-batcher.
        cache: word priors, shared with the live answers.
        field_limit: characters of a filled template.
    """

    def __init__(
        self,
        model: Callable[[str], Awaitable[Any]],
        kept: Callable[[Sequence[str]], list[Kept]],
        compute: Callable[..., Awaitable[Any]],
        cache: PriorCache,
        field_limit: int,
    ):
        self._model = model
        self._kept = kept
        self._compute = compute
        self._cache = cache
        self._limit = field_limit
        self._turns = asyncio.Semaphore(AT_A_TIME)
        self._waiting = 0
        # Gradients need no batch; beside the batcher they hold nobody up.
        self._slopes = ThreadPoolExecutor(max_workers=1, thread_name_prefix="gradients")

    @property
    def calls(self) -> dict[str, Call]:
        """What may be asked, by name."""
        return {"explain": self.explain, "pair": self.pair}

    @answering
    async def explain(self, asked: dict[str, Any], language: str) -> Answer:
        """The prompt's words with their effects on one label."""
        state, model, kept = await self._subject(asked)
        label = asked["label"] if isinstance(asked.get("label"), str) else None
        method = asked["method"] if asked.get("method") in METHODS else METHODS[0]
        if self._waiting >= MOST_WAITING:
            raise JobError("too_many_waiting")
        self._waiting += 1
        try:
            return await self._explained(state, model, kept, label, method, language)
        finally:
            self._waiting -= 1

    async def _explained(
        self, state: State, model: Any, kept: Sequence[Kept], label: str | None, method: str, language: str
    ) -> Answer:
        async with self._turns:
            if method == "gradient":
                plan = self._predicted(state, model, kept)
                task, fields, prediction = await self._compute(f"explain {next(_numbers)}", model, plan)
                work = asyncio.get_running_loop().run_in_executor
                found = await work(self._slopes, gradient, task, fields, prediction, model, label)
            else:
                plan = self._left_out(state, model, kept, label)
                task, found = await self._compute(f"explain {next(_numbers)}", model, plan)
        return explanation_view(found, task.options, method, self._in_turn(state, task), language)

    @answering
    async def pair(self, asked: dict[str, Any], language: str) -> Answer:
        """The labels of the text and of an edited copy, in one batch."""
        state, model, kept = await self._subject(asked)
        copy = replace(state, fields=asked["fields"] if isinstance(asked.get("fields"), dict) else {})

        def plan() -> Plan[list[Prediction]]:
            return (yield from together([self._predict(each, model, kept) for each in (state, copy)]))

        one, other = await self._compute(f"pair {next(_numbers)}", model, plan())
        labels = [
            {"label": mine.label, "index": i, "probability": mine.probability, "other": its.probability}
            for i, (mine, its) in enumerate(zip(one.labels, other.labels, strict=True))
        ]
        return {"labels": labels, "cut": [bool(each.model_input.cuts) for each in (one, other)]}

    async def _subject(self, asked: Mapping[str, Any]) -> tuple[State, Any, list[Kept]]:
        state = State.read(asked.get("state"))
        model = await self._model(state.model)
        return state, model, await asyncio.to_thread(self._kept, state.prompts) if state.prompts else []

    def _task(self, state: State, model: Any, kept: Sequence[Kept]) -> tuple[Task, dict[str, str]]:
        """What Play asks of the model in this state, or what is wrong with it."""
        options = Options.from_mapping(state.options)
        words = verbalizers.parse(state.verbalizer)
        task = Task.build(read_template(state.template, model), words, options, model)
        blank = dict.fromkeys(task.template.slots, "")
        return under_trained(task, kept, model)[1], check_fields(task.template, {**blank, **state.fields}, self._limit)

    def _predict(self, state: State, model: Any, kept: Sequence[Kept]) -> Plan[Prediction]:
        task, fields = self._task(state, model, kept)
        return (yield from predict_plan(task, fields, model, self._cache))

    def _predicted(
        self, state: State, model: Any, kept: Sequence[Kept]
    ) -> Plan[tuple[Task, dict[str, str], Prediction]]:
        task, fields = self._task(state, model, kept)
        task = at_once(task)
        return task, fields, (yield from predict_plan(task, fields, model, self._cache))

    def _left_out(
        self, state: State, model: Any, kept: Sequence[Kept], label: str | None
    ) -> Plan[tuple[Task, Explanation]]:
        task, fields = self._task(state, model, kept)
        return task, (yield from leave_one_out(task, fields, model, label, self._cache))

    @staticmethod
    def _in_turn(state: State, task: Task) -> bool:
        """Whether the page's prediction fills masks one by one and the explained one does not."""
        several = any(len(ids) > 1 for ids in task.words.values())
        return several and state.options.get("filling", "independent") != task.options.filling


def explanation_view(
    found: Explanation, options: Options, method: str, otherwise_filled: bool, language: str
) -> dict[str, Any]:
    """An explanation as the page's JSON; see VIEW.md."""

    def say(key: str, **values: Any) -> str:
        return translate(language, key, **values)

    words = list(
        {(item.slot, item.text, item.effect): item for item in found.items if item.effect is not None}.values()
    )
    for_it = sorted((item for item in words if item.effect >= SMALLEST), key=lambda item: -item.effect)
    against = sorted((item for item in words if item.effect <= -SMALLEST), key=lambda item: item.effect)
    reasons = {item.reason for item in found.items}
    notes = [
        say(f"explain.note.{name}")
        for name, holds in (
            ("prior", options.calibration != "none" and method == "leave_one_out"),
            ("filling", otherwise_filled and len(SCORERS[found.prediction.kind].scorer.fillings) > 1),
            ("soft", "soft" in reasons),
            ("beyond", "beyond" in reasons),
            ("cut", "cut" in reasons),
        )
        if holds
    ]
    return {
        "label": found.label,
        "index": found.index,
        "predicted": max(found.prediction.labels, key=lambda score: score.probability).label,
        "labels": [score.label for score in found.prediction.labels],
        "method": method,
        "base": found.probability,
        "items": [_item(item, say) for item in found.items],
        "max": max((abs(item.effect) for item in words), default=0.0),
        "strongest": {
            "for": [_item(item, say) for item in for_it[:STRONGEST]],
            "against": [_item(item, say) for item in against[:STRONGEST]],
        },
        "sentence": _sentence(found, for_it, against, say),
        "notes": notes,
    }


def _item(item: Item, say: Callable[..., str]) -> dict[str, Any]:
    shown = vars(item) | {"reason": None}
    # A space and the mask speak for themselves.
    return (
        shown if item.reason in (None, "space", "mask") else {**shown, "reason": say(f"explain.reason.{item.reason}")}
    )


def _sentence(found: Explanation, for_it: Sequence[Item], against: Sequence[Item], say: Callable[..., str]) -> str:
    if not for_it and not against:
        return say("explain.sentence.none", label=found.label)
    if not for_it:
        return say("explain.sentence.against", label=found.label, word=against[0].text)
    best = for_it[0]
    if best.without is None:
        return say("explain.sentence.gradient", label=found.label, word=best.text)
    shares = {"before": percent(found.probability), "after": percent(best.without)}
    return say("explain.sentence.left_out", label=found.label, word=best.text, **shares)
