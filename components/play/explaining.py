"""Play's two closer looks: which words move a label, and what another text would have said."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from components.contracts import explain as contract
from components.contracts.play import PromptState
from components.play.live import MOST_PROMPTS, options_of
from components.routes.address import here
from components.routes.calls import answers
from components.routes.visitor import Visitor
from playground.errors import JobError
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
MOST_WAITING = 48  # for all visitors; beyond these, who asks next is told to try again
MOST_OF_ONE, MOST_OF_ADDRESS = 2, 32  # of one visitor, and from one address
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
        tokens_limit: tokens that a model may read for one prediction.
    """

    def __init__(
        self,
        model: Callable[[str], Awaitable[Any]],
        kept: Callable[[Sequence[str]], list[Kept]],
        compute: Callable[..., Awaitable[Any]],
        cache: PriorCache,
        field_limit: int,
        tokens_limit: int,
    ):
        self._model = model
        self._kept = kept
        self._compute = compute
        self._cache = cache
        self._limit, self._tokens = field_limit, tokens_limit
        self._turns = asyncio.Semaphore(AT_A_TIME)
        self._waiting: Counter[tuple[str, str]] = Counter()
        # Gradients need no batch; beside the batcher they hold nobody up.
        self._gradients = ThreadPoolExecutor(max_workers=1, thread_name_prefix="gradients")

    @answers(contract.EXPLAIN)
    async def explain(self, asked: contract.ExplainAsked, visitor: Visitor) -> contract.Explained:
        """The prompt's words with their effects on one label."""
        state = asked.state
        model, kept = await self.subject(state)
        method = asked.method if asked.method in METHODS else METHODS[0]
        with self.place(visitor):
            async with self._turns:
                task, found = await self._explained(state, model, kept, asked.label, method)
        return explanation_view(found, task.options, method, self._in_turn(state, task), visitor)

    @contextmanager
    def place(self, visitor: Visitor) -> Iterator[None]:
        """A place among those who wait.

        Raises:
            JobError: too_many_waiting.
        """
        bounds = {
            ("all", ""): MOST_WAITING,
            ("owner", visitor.owner): MOST_OF_ONE,
            ("address", here()): MOST_OF_ADDRESS,
        }
        if any(self._waiting[place] >= most for place, most in bounds.items()):
            raise JobError("too_many_waiting")
        self._waiting.update(bounds.keys())
        try:
            yield
        finally:
            self._waiting.subtract(bounds.keys())
            self._waiting = +self._waiting

    async def _explained(
        self, state: PromptState, model: Any, kept: Sequence[Kept], label: str | None, method: str
    ) -> tuple[Task, Explanation]:
        name = f"explain {next(_numbers)}"
        if method != "gradient":
            return await self._compute(name, model, self._left_out(state, model, kept, label))
        task, fields, prediction = await self._compute(name, model, self._predicted(state, model, kept))
        work = asyncio.get_running_loop().run_in_executor
        return task, await work(self._gradients, gradient, task, fields, prediction, model, label)

    @answers(contract.PAIR)
    async def pair(self, asked: contract.PairAsked, visitor: Visitor) -> contract.Pair:
        """The labels of the text and of an edited copy, in one batch."""
        state = asked.state
        model, kept = await self.subject(state)
        copy = state.model_copy(update={"fields": asked.fields})

        def plan() -> Plan[list[Prediction]]:
            return (yield from together([self._predict(each, model, kept) for each in (state, copy)]))

        one, other = await self._compute(f"pair {next(_numbers)}", model, plan())
        labels = [
            contract.PairLabel(label=mine.label, index=i, probability=mine.probability, other=its.probability)
            for i, (mine, its) in enumerate(zip(one.labels, other.labels, strict=True))
        ]
        return contract.Pair(labels=labels, cut=(bool(one.model_input.cuts), bool(other.model_input.cuts)))

    async def subject(self, state: PromptState) -> tuple[Any, list[Kept]]:
        """The state's model and its trained prompts."""
        model = await self._model(state.model)
        prompts = list(dict.fromkeys(state.prompts))[:MOST_PROMPTS]
        return model, await asyncio.to_thread(self._kept, prompts) if prompts else []

    def task(self, state: PromptState, model: Any, kept: Sequence[Kept]) -> tuple[Task, dict[str, str]]:
        """What Play asks of the model in this state, or what is wrong with it."""
        options = options_of(state)
        words = verbalizers.parse(state.verbalizer)
        task = Task.build(read_template(state.template, model), words, options, model)
        blank = dict.fromkeys(task.template.slots, "")
        return under_trained(task, kept, model)[1], check_fields(task.template, {**blank, **state.fields}, self._limit)

    def _predict(self, state: PromptState, model: Any, kept: Sequence[Kept]) -> Plan[Prediction]:
        task, fields = self.task(state, model, kept)
        return (yield from predict_plan(task, fields, model, self._cache, self._tokens))

    def _predicted(
        self, state: PromptState, model: Any, kept: Sequence[Kept]
    ) -> Plan[tuple[Task, dict[str, str], Prediction]]:
        task, fields = self.task(state, model, kept)
        task = at_once(task)
        return task, fields, (yield from predict_plan(task, fields, model, self._cache, self._tokens))

    def _left_out(
        self, state: PromptState, model: Any, kept: Sequence[Kept], label: str | None
    ) -> Plan[tuple[Task, Explanation]]:
        task, fields = self.task(state, model, kept)
        return task, (yield from leave_one_out(task, fields, model, label, self._cache, self._tokens))

    @staticmethod
    def _in_turn(state: PromptState, task: Task) -> bool:
        """Whether the page's prediction fills masks one by one and the explained one does not."""
        several = any(len(ids) > 1 for ids in task.words.values())
        return several and state.options.filling != task.options.filling


def explanation_view(
    found: Explanation, options: Options, method: str, otherwise_filled: bool, visitor: Visitor
) -> contract.Explained:
    """An explanation as the page's contract."""
    say = visitor.say
    words = list(
        {(item.slot, item.text, item.effect): item for item in found.items if item.effect is not None}.values()
    )
    for_it = sorted((item for item in words if _effect(item) >= SMALLEST), key=_effect, reverse=True)
    against = sorted((item for item in words if _effect(item) <= -SMALLEST), key=_effect)
    reasons = {item.reason for item in found.items}
    notes = [
        say(f"explain.note.{name}")
        for name, holds in (
            ("prior", options.calibrates and method == "leave_one_out"),
            ("filling", otherwise_filled and len(SCORERS[found.prediction.kind].scorer.fillings) > 1),
            ("soft", "soft" in reasons),
            ("beyond", "beyond" in reasons),
            ("cut", "cut" in reasons),
        )
        if holds
    ]
    return contract.Explained(
        label=found.label,
        index=found.index,
        predicted=max(found.prediction.labels, key=lambda score: score.probability).label,
        labels=[score.label for score in found.prediction.labels],
        method=method,
        base=found.probability,
        items=[_item(item, visitor) for item in found.items],
        max=max((abs(_effect(item)) for item in words), default=0.0),
        strongest=contract.Strongest(
            supporting=[_item(item, visitor) for item in for_it[:STRONGEST]],
            against=[_item(item, visitor) for item in against[:STRONGEST]],
        ),
        sentence=_sentence(found, for_it, against, visitor),
        notes=notes,
    )


def _effect(item: Item) -> float:
    return item.effect or 0.0


def _item(item: Item, visitor: Visitor) -> contract.Effect:
    # A space and the mask speak for themselves.
    silent = item.reason in (None, "space", "mask")
    reason = None if silent else visitor.say(f"explain.reason.{item.reason}")
    return contract.Effect(**{**vars(item), "reason": reason})


def _sentence(found: Explanation, for_it: Sequence[Item], against: Sequence[Item], visitor: Visitor) -> str:
    if not for_it and not against:
        return visitor.say("explain.sentence.none", label=found.label)
    if not for_it:
        return visitor.say("explain.sentence.against", label=found.label, word=against[0].text)
    best = for_it[0]
    if best.without is None:
        return visitor.say("explain.sentence.gradient", label=found.label, word=best.text)
    shares = {"before": percent(found.probability), "after": percent(best.without)}
    return visitor.say("explain.sentence.left_out", label=found.label, word=best.text, **shares)
