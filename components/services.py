"""What the handlers are given: models, the batcher, settings. Knows no component."""

from __future__ import annotations

import asyncio
import itertools
import logging
import threading
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from components.compare.comparing import Comparing
from components.data.sets import Data
from components.evaluate.evaluating import Evaluating
from components.jobs.all_jobs import AllJobs
from components.jobs.any_job import Reports
from components.jobs.run_form import RunForms
from components.jobs.run_reader import RunReader
from components.jobs.runs import Runs
from components.play import view
from components.play.explaining import Explaining
from components.play.live import Kept, State, live_plan
from components.routes.asking import Call
from components.train.trained import Trained
from components.train.training import Training
from playground import gallery
from playground.errors import FieldsError, ModelError, PlaygroundError, TemplateError, VerbalizerError
from playground.i18n import LANGUAGES, translate
from playground.jobs.queue import Jobs
from playground.models.registry import BUNDLED, Card, Registry
from playground.prompt import read_template
from playground.prompting import verbalizer as verbalizers
from playground.results import Prediction
from playground.scoring.options import Options
from playground.scoring.plans import Plan, drive
from playground.scoring.predict import PriorCache, Task, check_fields, predict_plan
from playground.serving import Batcher, Superseded
from playground.settings import Settings

log = logging.getLogger(__name__)
PATIENCE = 4.0  # seconds a live answer waits for a model that is being loaded
_request_numbers = itertools.count()


class Loading:
    """One model being loaded, for however many people wait for it."""

    def __init__(self, future: Future):
        self.future = future
        self.share: float | None = None


class Services:
    """Built once at start; every page's handlers share it."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self._registry = Registry(settings)
        self._batcher = Batcher(settings.torch_threads)
        self._cache = PriorCache()
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="loading")
        self._loadings: dict[str, Loading] = {}
        self._opened: set[str] = {""}
        self._guard = threading.Lock()
        self.jobs = Jobs(settings)
        reports = Reports(self.jobs)
        self.all_jobs = AllJobs(self.jobs, reports, self._forget)
        self.data = Data(self.jobs, settings)
        self.training = Training(self.jobs, reports, self._model, self.data.resolve)
        self.trained = Trained(self.jobs, settings, reports, self._model, self._batcher.submit)
        self._reader = RunReader(self.jobs, reports)
        forms = RunForms(self.jobs, settings, self.data.resolve, self._model, self.trained.kept)
        self.evaluating = Evaluating(forms, self._reader, self.data.card)
        self.comparing = Comparing(forms, self._reader, self.data.card)
        self.runs = Runs(self._reader)
        self.explaining = Explaining(
            self._model, self.trained.kept, self._batcher.submit, self._cache, settings.field_limit
        )
        self._first = {language: self._first_view(language) for language in LANGUAGES}

    # -- what a page shows at first ------------------------------------------------

    def default_view(self, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The first example's state and the answer to it, ready before anyone asks."""
        return self._first[language]

    def _first_view(self, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
        first = next(example for example in self.examples(language) if example["language"] == language)
        model = self._registry.get(BUNDLED)
        # Nobody is being served yet: no batcher, no event loop.
        return first["state"], drive(self._plan(State.read(first["state"]), language, model), model)

    def _plan(self, state: State, language: str, model: Any, kept: Sequence[Kept] = ()) -> Plan[dict[str, Any]]:
        card = self._card(model, language)
        return live_plan(state, language, model, card, self._cache, self.settings.field_limit, kept)

    @property
    def calls(self) -> dict[str, Call]:
        """What the pages' scripts may ask, by name."""
        runs = {**self.evaluating.calls, **self.comparing.calls, **self.runs.calls}
        return {
            **self.all_jobs.calls,
            **self.data.calls,
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
        self.data.close()
        self.jobs.close()

    def examples(self, language: str) -> list[dict[str, Any]]:
        """The gallery; the reader's language first."""
        entries = sorted(gallery.examples(), key=lambda example: example.language != language)
        return [
            {
                "id": example.id,
                "title": example.about[language]["title"],
                "description": example.about[language]["description"],
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
            model = await self._model(known.model)
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
        # Shielded: whoever gives up must not cancel the loading that others wait for.
        model = await asyncio.shield(asyncio.wrap_future(self._load(model_id or "").future))
        task = Task.build(read_template(template, model), verbalizers.parse(verbalizer or ""), chosen, model)
        plan = predict_plan(
            task, check_fields(task.template, fields or {}, self.settings.field_limit), model, self._cache
        )
        number = next(_request_numbers)
        return await self._batcher.submit(f"request {number}", model, plan), model.revision

    # -- models --------------------------------------------------------------------

    async def _model(self, id: str) -> Any:
        """The model of a live answer: in memory, or one that was and is read again.

        A keystroke or a link never starts a download: another model is loaded once
        by hand, in the model dialog.
        """
        id = id.strip()
        if model := self._registry.loaded(id):
            return model
        if id not in self._opened:
            raise ModelError("not_loaded", id=id[:80])
        future = asyncio.wrap_future(self._load(id).future)
        done, _ = await asyncio.wait([asyncio.shield(future)], timeout=PATIENCE)
        if not done:
            raise ModelError("still_loading", id=id)
        return future.result()

    def _load(self, id: str) -> Loading:
        """Start loading, or join whoever already waits for the same model."""
        id = id.strip()
        with self._guard:
            if id in self._loadings:
                return self._loadings[id]
            loading = self._loadings[id] = Loading(Future())

        def work() -> None:
            try:
                model = self._registry.get(id, lambda share: setattr(loading, "share", share))
                self._opened.add(id)
                loading.future.set_result(model)
            except PlaygroundError as error:
                loading.future.set_exception(error)
            except Exception:
                log.exception("loading a model failed")
                loading.future.set_exception(ModelError("not_loadable", id=id[:80]))
            finally:
                with self._guard:
                    self._loadings.pop(id, None)

        self._pool.submit(work)
        return loading

    async def load_model(self, model_id: str, language: str) -> AsyncIterator[dict[str, Any]]:
        """Load a model and tell how far it is; the last message has it or the error."""
        loading = self._load(model_id)
        while not loading.future.done():
            share = loading.share
            key = "model.opening" if share is None or share >= 1 else "model.downloading"
            yield _progress(translate(language, key), share)
            await asyncio.sleep(0.25)
        error = loading.future.exception()
        if error:
            yield {**_progress("", None), "done": True, "error": error.message(language)}
        else:
            model = loading.future.result()
            ready = {**_progress(translate(language, "model.ready"), 1.0), "done": True}
            yield {**ready, "model": self._card(model, language)}

    def models(self, language: str) -> list[dict[str, Any]]:
        """The list a user chooses from."""
        return [self._line(card, language) for card in self._registry.cards()]

    def _line(self, card: Card, language: str) -> dict[str, Any]:
        return {
            "id": "" if card.id == BUNDLED else card.id,
            "name": translate(language, f"model.{card.id}") if card.id == BUNDLED else card.id,
            "kind": card.kind,
            "kind_label": translate(language, f"kind.{card.kind}"),
            "languages": translate(language, "model.bundled.languages") if card.id == BUNDLED else "",
            "parameters": _count(card.parameters),
            "loaded": card.loaded,
            "available": card.available,
            "note": translate(language, f"model.{card.note}") if card.note else "",
        }

    def _card(self, model: Any, language: str) -> dict[str, Any]:
        return self._line(Card(model.id, model.kind, True, True, model.parameters), language)


def _progress(message: str, share: float | None) -> dict[str, Any]:
    return {"message": message, "fraction": share, "done": False, "error": None, "model": None}


def _count(parameters: int | None) -> str:
    if parameters is None:
        return ""
    return f"{parameters / 1e6:.1f}M" if parameters < 1e9 else f"{parameters / 1e9:.1f}B"
