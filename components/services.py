"""What the handlers are given: models, the batcher, settings. Knows no component."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from components.addresses import ADDRESSES
from components.contracts.base import LONGEST_ID
from components.contracts.pages import PageSetup
from components.contracts.play import MOST_PROMPTS
from components.data.calls import DataCalls
from components.data.sets import Data
from components.jobs.any_job import Reports
from components.jobs.calls import JobCalls
from components.jobs.kinds import Kind, check
from components.jobs.prompts import Prompts
from components.jobs.shared import Shared
from components.kinds import KINDS
from components.learn.learning import Learning
from components.models import Models
from components.play.answering import Live
from components.play.explaining import Explaining
from components.play.goal import Goals
from components.play.inside import Looking
from components.play.story import Stories
from components.routes.address import here
from components.routes.calls import handlers
from components.routes.scripts import SCRIPTS
from components.setup import page_setup
from components.sharing.calls import Sharing
from playground.errors import CallError, FieldsError, ModelError, PromptFileError, TemplateError, VerbalizerError
from playground.i18n import LANGUAGES
from playground.jobs.queue import Jobs
from playground.prompt import read_template
from playground.prompting import verbalizer as verbalizers
from playground.results import Prediction
from playground.scoring.learnt import LearntVerbalizer, apply_plan
from playground.scoring.options import Options
from playground.scoring.plans import Plan
from playground.scoring.predict import PriorCache, Task, check_fields, predict_plan
from playground.scoring.trained import asked_for
from playground.serving import Batcher
from playground.settings import Settings

MOST_ASKED = 100  # questions of programs under way from one address
_request_numbers = itertools.count()


class Services:
    """Built once at start; every page's handlers share it."""

    def __init__(self, settings: Settings, kinds: Sequence[type[Kind]] = KINDS):
        check(kinds, list(ADDRESSES), SCRIPTS)
        self.settings = settings
        self.models = Models(settings)
        self._batcher = Batcher(settings.torch_threads, limit=settings.tokens_limit)
        self._cache = PriorCache()
        self._asked: Counter[str] = Counter()
        self.jobs = Jobs(settings, {kind.name: kind.task for kind in kinds})
        reports = Reports(self.jobs)
        self.data = Data(self.jobs, settings)
        self._data_calls = DataCalls(self.data, settings)
        self.prompts = Prompts(self.jobs)
        limits = settings.field_limit, settings.tokens_limit
        explaining = Explaining(self.models.get, self.prompts.kept, self._batcher.submit, self._cache, *limits)
        self.shared = Shared(
            settings=settings,
            queue=self.jobs,
            reports=reports,
            models=self.models,
            data=self.data,
            prompts=self.prompts,
            compute=self._batcher.submit,
        )
        self.kinds = {kind.name: kind(self.shared) for kind in kinds}
        self.job_calls = JobCalls(self.jobs, reports, self.kinds, self._forget)
        live = Live(self.models, self.prompts.kept, self._batcher.submit, self._cache, *limits)
        learning = Learning(settings, self.models.get, self._batcher.submit)
        closer = explaining, Looking(explaining)
        self.sharing = Sharing(self.jobs.links)
        leaving = [self.sharing, Stories(live), Goals(self.models.get, self._batcher.submit, settings)]
        rooms = [self.models, self._data_calls, live, *closer, learning, *leaving, self.job_calls, *self.kinds.values()]
        self.handlers = handlers(rooms)
        self._first = {language: live.first(language) for language in LANGUAGES}

    # -- what a page shows at first ------------------------------------------------

    def setup(self, page: str, language: str) -> PageSetup:
        """What a page's scripts begin with; the answer to the first example is ready before anyone asks."""
        return page_setup(page, language, self.kinds, self.models.all(language), self._first[language])

    def _forget(self) -> None:
        """Somebody deleted something: nothing of it stays in memory."""
        self.prompts.clear()
        self.data.clear()

    def close(self) -> None:
        """Stop the background workers."""
        self._data_calls.close()
        self.data.close()
        self.jobs.close()

    # -- the public endpoint -------------------------------------------------------

    async def predict(
        self, template: Any, verbalizer: Any, fields: Any, model_id: Any, options: Any, prompts: Any = None
    ) -> tuple[Prediction, str]:
        """One prediction and the model's revision, for the public endpoint, which checks no types.

        Raises:
            PlaygroundError: what is wrong with the request.
        """
        if not isinstance(template, str):
            raise TemplateError("not_a_text")
        if not isinstance(verbalizer, str | None):
            raise VerbalizerError("not_a_text")
        if not isinstance(model_id, str | None):
            raise ModelError("bad_id", id=str(model_id)[:80])
        if not isinstance(fields, dict | None) or len(fields or {}) > self.settings.fields_limit:
            raise FieldsError("not_an_object", limit=self.settings.fields_limit)
        if not isinstance(prompts, list | None):
            raise PromptFileError("not_a_list")
        chosen = Options.from_mapping(options)
        model = await self.models.load(model_id or "")
        task = Task.build(read_template(template, model), verbalizers.parse(verbalizer or ""), chosen, model)
        ids = [str(id)[:LONGEST_ID] for id in prompts or ()][:MOST_PROMPTS]
        kept = asked_for(task.template, await asyncio.to_thread(self.prompts.kept, ids), model)
        task = replace(task, prompt=kept[2]) if kept else task
        plan = predict_plan(
            task,
            check_fields(task.template, fields or {}, self.settings.field_limit),
            model,
            self._cache,
            self.settings.tokens_limit,
        )
        return await self._answer(model, plan), model.revision

    async def by_learnt(self, learnt: Any, template: str, fields: Any, model_id: str) -> dict[str, float]:
        """Label -> probability by a learnt verbalizer, for the public endpoint; what it was learnt with is checked.

        Raises:
            PlaygroundError: what is wrong with the request.
        """
        read = LearntVerbalizer.from_json(learnt)
        model = await self.models.load(model_id or "")
        task = Task.build(read_template(template, model), None, Options(), model)
        checked = check_fields(task.template, fields or {}, self.settings.field_limit)
        found = await self._answer(model, apply_plan(read, task, checked, model))
        return dict(zip(read.labels, found.exp().tolist(), strict=True))

    async def _answer(self, model: Any, plan: Plan[Any]) -> Any:
        """A program's question's answer; of one address only so many are under way.

        Raises:
            CallError: busy.
        """
        address = here()
        if self._asked[address] >= MOST_ASKED:
            raise CallError("busy")
        self._asked[address] += 1
        try:
            return await self._batcher.submit(f"request {next(_request_numbers)}", model, plan)
        finally:
            self._asked[address] -= 1
            self._asked = +self._asked
