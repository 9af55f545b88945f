"""The live call: a state in, the answer to it out, whatever is wrong with it; and what the page shows at first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from components.contracts import play as contract
from components.contracts.models import Model
from components.play.live import MOST_PROMPTS, answered, live_plan, texts_of
from components.play.thin import Answers, marked, thin
from components.play.understood import Understandings
from components.play.view import problem_view
from components.routes.calls import Superseded, answers
from components.routes.visitor import Visitor
from playground import gallery
from playground.errors import PlaygroundError
from playground.scoring.options import Options
from playground.scoring.plans import drive
from playground.scoring.predict import PriorCache
from playground.scoring.trained import Kept
from playground.serving import Superseded as Overtaken


class ModelSource(Protocol):
    """Loaded models, and how a page names them."""

    async def get(self, id: str) -> Any:
        """A model in memory, or one that was and is read again."""
        ...

    def card(self, model: Any, language: str) -> Model:
        """A loaded model's line."""
        ...

    @property
    def bundled(self) -> Any:
        """The bundled model, loaded now if it was not."""
        ...


class Live:
    """Answers what is typed.

    Args:
        kept: ids -> trained prompts. Takes time: called in a thread.
        compute: drives a plan on a model: the micro-batcher's `submit`.
        priors: word priors, shared by all visitors.
        field_limit: characters of a filled template.
        tokens_limit: tokens that a model may read for one answer.
    """

    def __init__(
        self,
        models: ModelSource,
        kept: Callable[[Sequence[str]], list[Kept]],
        compute: Callable[..., Awaitable[Any]],
        priors: PriorCache,
        field_limit: int,
        tokens_limit: int,
    ):
        self._models = models
        self._kept = kept
        self._compute = compute
        self._priors = priors
        self._limit, self._tokens = field_limit, tokens_limit
        self._known, self._answers = Understandings(), Answers()

    @answers(contract.LIVE)
    async def live(self, asked: contract.LiveAsked, visitor: Visitor) -> contract.LiveAnswer:
        """What can be told is in the answer, beside a problem too: only faults of the server are failures."""
        started, state, language = time.perf_counter(), asked.state, visitor.language
        try:
            model = await self._models.get(state.model)
            card = self._models.card(model, language)
            key = self._answers.key(asked, language, model.revision, card)
            if known := self._answers.get(key):
                return _told(known, asked, started)
            prompts = list(dict.fromkeys(state.prompts))[:MOST_PROMPTS]
            kept = await asyncio.to_thread(self._kept, prompts) if prompts else []
            limits = {"steps_from": asked.steps_from, "tokens_limit": self._tokens}
            plan = live_plan(state, language, model, card, self._priors, self._known, self._limit, kept, **limits)
            answer = marked(await self._compute(f"live {visitor.owner} {asked.page}", model, plan))
        except Overtaken:
            raise Superseded from None
        except PlaygroundError as error:
            problem = problem_view(error, texts_of(state), language)
            return contract.LiveAnswer(rev=asked.rev, of=answered(state), problem=problem)
        self._answers.put(key, answer)
        return _told(answer, asked, started)

    def first(self, language: str) -> contract.LiveAnswer:
        """The answer to the first example, before anyone asks: nobody is being served yet."""
        model = self._models.bundled
        card, started = self._models.card(model, language), time.perf_counter()
        plan = live_plan(first_state(language), language, model, card, self._priors, self._known, self._limit)
        return marked(drive(plan, model)).model_copy(update={"milliseconds": _since(started)})


def _told(answer: contract.LiveAnswer, asked: contract.LiveAsked, started: float) -> contract.LiveAnswer:
    """A marked answer as the page that asked needs it."""
    return thin(answer, asked.has).model_copy(update={"rev": asked.rev, "milliseconds": _since(started)})


def _since(started: float) -> float:
    return round(1000 * (time.perf_counter() - started), 1)


def first_state(language: str) -> contract.PromptState:
    """What a newcomer sees."""
    return examples(language)[0].state


def examples(language: str) -> list[contract.GalleryExample]:
    """The gallery; the reader's language first."""
    entries = sorted(gallery.examples(), key=lambda example: example.language != language)
    return [
        contract.GalleryExample(
            id=example.id,
            **example.told(language),
            language=example.language,
            state=contract.PromptState(
                template=example.template,
                verbalizer=example.verbalizer,
                fields=example.fields,
                model="",
                prompts=[],
                options=contract.ScoringOptions(**{**Options().to_json(), **example.options}),
            ),
        )
        for example in entries
    ]
