"""The live call: a state in, the answer to it out, whatever is wrong with it; and what the page shows at first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from components.contracts import play as contract
from components.contracts.models import Model
from components.play.live import MOST_PROMPTS, answered, live_plan, texts_of
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

    @answers(contract.LIVE)
    async def live(self, asked: contract.LiveAsked, visitor: Visitor) -> contract.LiveAnswer:
        """What can be told is in the answer, beside a problem too: only faults of the server are failures."""
        state, language = asked.state, visitor.language
        try:
            model = await self._models.get(state.model)
            prompts = list(dict.fromkeys(state.prompts))[:MOST_PROMPTS]
            kept = await asyncio.to_thread(self._kept, prompts) if prompts else []
            card = self._models.card(model, language)
            limits = {"steps_from": asked.steps_from, "tokens_limit": self._tokens}
            plan = live_plan(state, language, model, card, self._priors, self._limit, kept, **limits)
            answer = await self._compute(f"live {visitor.owner} {asked.page}", model, plan)
        except Overtaken:
            raise Superseded from None
        except PlaygroundError as error:
            problem = problem_view(error, texts_of(state), language)
            return contract.LiveAnswer(rev=asked.rev, of=answered(state), problem=problem)
        return answer.model_copy(update={"rev": asked.rev})

    def first(self, language: str) -> contract.LiveAnswer:
        """The answer to the first example, before anyone asks: nobody is being served yet."""
        model = self._models.bundled
        card = self._models.card(model, language)
        return drive(live_plan(first_state(language), language, model, card, self._priors, self._limit), model)


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
