"""What the handlers are given: models, the batcher, settings. Knows no component."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Sequence
from typing import Any

from components.addresses import ADDRESSES
from components.compare.comparing import Comparing
from components.data.calls import DataCalls
from components.data.sets import Data
from components.evaluate.evaluating import Evaluating
from components.jobs.any_job import Reports
from components.jobs.calls import JobCalls
from components.jobs.kinds import Kind, check
from components.jobs.run_form import RunForms
from components.jobs.run_reader import RunReader
from components.jobs.runs import Runs
from components.jobs.shared import Shared
from components.kinds import KINDS
from components.models import Models
from components.play import view
from components.play.explaining import Explaining
from components.play.live import Kept, State, live_plan
from components.routes.asking import Call
from components.routes.calls import handlers
from components.routes.scripts import SCRIPTS
from components.train.trained import Trained
from components.train.training import Training
from playground import gallery
from playground.errors import FieldsError, ModelError, PlaygroundError, TemplateError, VerbalizerError
from playground.i18n import LANGUAGES
from playground.jobs.queue import Jobs
from playground.prompt import read_template
from playground.prompting import verbalizer as verbalizers
from playground.results import Prediction
from playground.scoring.options import Options
from playground.scoring.plans import Plan, drive
from playground.scoring.predict import PriorCache, Task, check_fields, predict_plan
from playground.serving import Batcher, Superseded
from playground.settings import Settings

log = logging.getLogger(__name__)
_request_numbers = itertools.count()


class Services:
    """Built once at start; every page's handlers share it."""

    def __init__(self, settings: Settings, kinds: Sequence[type[Kind]] = KINDS):
        check(kinds, list(ADDRESSES), SCRIPTS)
        self.settings = settings
        self.models = Models(settings)
        self._batcher = Batcher(settings.torch_threads)
        self._cache = PriorCache()
        self.jobs = Jobs(settings, {kind.name: kind.task for kind in kinds})
        reports = Reports(self.jobs)
        self.data = Data(self.jobs, settings)
        self._data_calls = DataCalls(self.data, settings)
        self.training = Training(self.jobs, reports, self.models.get, self.data.resolve)
        self.trained = Trained(self.jobs, settings, reports, self.models.get, self._batcher.submit)
        self._reader = RunReader(self.jobs, reports)
        forms = RunForms(self.jobs, settings, self.data.resolve, self.models.get, self.trained.kept)

        def card(source: Any, owner: str, language: str) -> dict[str, Any]:
            return self.data.card(source, owner, language).model_dump()

        self.evaluating = Evaluating(forms, self._reader, card)
        self.comparing = Comparing(forms, self._reader, card)
        self.runs = Runs(self._reader)
        self.explaining = Explaining(
            self.models.get, self.trained.kept, self._batcher.submit, self._cache, settings.field_limit
        )
        self.shared = Shared(
            settings=settings,
            queue=self.jobs,
            reports=reports,
            models=self.models,
            data=self.data,
            kept=self.trained.kept,
            compute=self._batcher.submit,
            priors=self._cache,
        )
        self.kinds = {kind.name: kind(self.shared) for kind in kinds}
        self.job_calls = JobCalls(self.jobs, reports, self.kinds, self._forget)
        self.handlers = handlers([self.models, self._data_calls, self.job_calls, *self.kinds.values()])
        self._first = {language: self._first_view(language) for language in LANGUAGES}

    # -- what a page shows at first ------------------------------------------------

    def default_view(self, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The first example's state and the answer to it, ready before anyone asks."""
        return self._first[language]

    def _first_view(self, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
        first = self.examples(language)[0]
        model = self.models.bundled
        # Nobody is being served yet: no batcher, no event loop.
        return first["state"], drive(self._plan(State.read(first["state"]), language, model), model)

    def _plan(self, state: State, language: str, model: Any, kept: Sequence[Kept] = ()) -> Plan[dict[str, Any]]:
        card = self.models.card(model, language).model_dump()
        return live_plan(state, language, model, card, self._cache, self.settings.field_limit, kept)

    @property
    def calls(self) -> dict[str, Call]:
        """What the pages' scripts may ask, by name."""
        runs = {**self.evaluating.calls, **self.comparing.calls, **self.runs.calls}
        return {
            **self.training.calls,
            **self.trained.calls,
            **runs,
            **self.explaining.calls,
        }

    def _forget(self) -> None:
        """Somebody deleted something: nothing of it stays in memory."""
        self.trained.clear()
        self._reader.clear()
        self.data.clear()

    def close(self) -> None:
        """Stop the background workers."""
        self._data_calls.close()
        self.data.close()
        self.jobs.close()

    def examples(self, language: str) -> list[dict[str, Any]]:
        """The gallery; the reader's language first."""
        entries = sorted(gallery.examples(), key=lambda example: example.language != language)
        return [
            {
                "id": example.id,
                **example.told(language),
                "language": example.language,
                "state": {
                    "template": example.template,
                    "verbalizer": example.verbalizer,
                    "fields": example.fields,
                    "model": "",
                    "prompts": [],
                    "options": {**Options().to_json(), **example.options},
                },
            }
            for example in entries
        ]

    def plain_options(self) -> dict[str, Any]:
        """What options are where nobody chose any, in every language: links are written against it."""
        return Options().to_json()

    # -- live answers --------------------------------------------------------------

    async def live(self, state: Any, language: str, session_id: str) -> dict[str, Any] | None:
        """The view that answers a state; `None` when a newer request took its place."""
        known = State.read(state)
        try:
            model = await self.models.get(known.model)
            kept = await asyncio.to_thread(self.trained.kept, known.prompts) if known.prompts else []
            return await self._batcher.submit(f"live {session_id}", model, self._plan(known, language, model, kept))
        except Superseded:
            return None
        except PlaygroundError as error:
            return self._failed(error, known, language)
        except Exception:
            log.exception("a live answer failed")
            return self._failed(PlaygroundError("unexpected"), known, language)

    def _failed(self, error: PlaygroundError, state: State, language: str) -> dict[str, Any]:
        texts = {"template": state.template, "verbalizer": state.verbalizer}
        empty = dict.fromkeys(
            ("template", "verbalizer", "labels", "words", "prompts", "vocabulary", "steps", "reading", "model")
        )
        answer = {"of": {**texts, "model": state.model}, "error": view.error_view(error, texts, language)}
        return {**answer, **empty, "milliseconds": 0.0}

    async def predict(
        self, template: Any, verbalizer: Any, fields: Any, model_id: Any, options: Any
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
        chosen = Options.from_mapping(options)
        model = await self.models.load(model_id or "")
        task = Task.build(read_template(template, model), verbalizers.parse(verbalizer or ""), chosen, model)
        plan = predict_plan(
            task, check_fields(task.template, fields or {}, self.settings.field_limit), model, self._cache
        )
        number = next(_request_numbers)
        return await self._batcher.submit(f"request {number}", model, plan), model.revision
