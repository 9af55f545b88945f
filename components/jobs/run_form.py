"""From what a form holds to a job: the prompts, models, rows and seeds of an evaluation.

One class prepares all three kinds: a single evaluation, a grid, one template word by word.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from components.evaluate.evaluation_view import label_names, label_words
from components.jobs.any_job import Speed
from playground.datasets.dataset import DataSet
from playground.errors import (
    DataError,
    FieldsError,
    ModelError,
    OptionsError,
    PlaygroundError,
    TemplateError,
    VerbalizerError,
)
from playground.evaluation import desk
from playground.evaluation.ablation import edited_rows
from playground.evaluation.spec import PAYLOAD, ROWS_A_UNIT, Column, EvaluationSpec, Row
from playground.figures.style import shorten
from playground.jobs.queue import Jobs
from playground.prompt import read_template
from playground.prompting.template import Template, parse
from playground.scoring.options import Options
from playground.scoring.trained import Kept, trained_for
from playground.settings import Settings

MOST_TEMPLATES, MOST_VERBALIZERS, MOST_MODELS, MOST_SEEDS, MOST_WORDS = 12, 8, 4, 5, 60
LONGEST_NAME = 80
MOST_NUMBERS = 40_000_000  # in the files of one run: 160 MB
PACKAGES = ("torch", "transformers", "tokenizers", "scikit-learn")

Resolve = Callable[[Any, str], tuple[DataSet, Sequence[Any]]]
KeptOf = Callable[[Sequence[str]], list[Kept]]


@dataclass(frozen=True)
class Prepared:
    """A job, checked; `outline` is `None` where labels have no words yet, which are `missing`.

    `kept` is the spec's name of each trained prompt -> its id, `unused` the ids that were trained
    for another template, `names` the form's trained prompts by id, `problems` the rows of the data
    that were left out.
    """

    spec: EvaluationSpec
    dataset: DataSet
    outline: desk.Outline | None
    missing: tuple[str, ...]
    seconds: float | None
    problems: Sequence[Any]
    kept: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Prompts:
    """A form's rows with the trained prompts among them."""

    rows: list[Row]
    files: dict[str, bytes] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()


class RunForms:
    """Turns forms into jobs.

    Args:
        resolve: where a form's data comes from.
        model: id -> a loaded model, as live answers get it.
        kept: ids -> trained prompts.
    """

    def __init__(
        self,
        queue: Jobs,
        settings: Settings,
        resolve: Resolve,
        model: Callable[[str], Awaitable[Any]],
        kept: KeptOf,
    ):
        self._queue = queue
        self._settings = settings
        self._resolve = resolve
        self._model = model
        self._kept = kept
        self.speed = Speed()

    async def prepare(self, view: str, form: Mapping[str, Any], owner: str) -> Prepared:
        """Everything checked, nothing queued.

        Raises:
            PlaygroundError: what cannot be evaluated, beside its cause.
        """
        single = view != "grid"
        models = [await self._model(id) for id in texts(form, "model" if single else "models", single) or [""]]
        if len(models) > MOST_MODELS:
            raise ModelError("too_many", count=len(models), limit=MOST_MODELS)
        return await asyncio.to_thread(self._prepared, view, form, owner, models)

    def _prepared(self, view: str, form: Mapping[str, Any], owner: str, models: list[Any]) -> Prepared:
        single = view != "grid"
        options = Options.from_mapping(form.get("options"))
        dataset, problems = self._resolve(form.get("data"), owner)
        split = form.get("split") or desk.default_split(dataset)
        trained = self._trained(form)
        prompts = self._rows(view, form, trained, models[0])
        columns = _columns(texts(form, "verbalizer" if single else "verbalizers", single))
        sample = _count(form, "sample")
        seeds = [_count(form, "seed") or 1] if single else _seeds(form)
        spec = desk.make_spec(
            view,
            prompts.rows,
            columns,
            models,
            dataset,
            form.get("data"),
            str(split),
            options,
            sample,
            seeds,
            prompts.files,
        )
        self._check(spec)
        missing = _missing(spec) if single else ()
        outline = None if missing else _outline(spec, models)
        seconds = self.speed.seconds(outline.flops) if outline else None
        if seconds and seconds / 60 > self._settings.minutes_limit:
            raise DataError("evaluation_too_slow", minutes=round(seconds / 60), limit=self._settings.minutes_limit)
        names = {id: name for id, name, _ in trained}
        return Prepared(spec, dataset, outline, missing, seconds, problems, prompts.kept, prompts.unused, names)

    def _check(self, spec: EvaluationSpec) -> None:
        rows, prompts = len(spec.order), len(spec.rows) * len(spec.models)
        if rows > self._settings.rows_limit:
            raise DataError("too_many_to_evaluate", count=rows, limit=self._settings.rows_limit)
        # What is kept of each cell: a number a label, example and reading.
        kept = 2 * len(spec.columns) * len(spec.data["labels"])
        limit = min(self._settings.steps_limit * ROWS_A_UNIT, MOST_NUMBERS // kept)
        if rows * prompts > limit:
            raise DataError("too_many_answers", rows=rows, prompts=prompts, limit=limit)

    def _rows(self, view: str, form: Mapping[str, Any], trained: Sequence[Kept], model: Any) -> Prompts:
        single = view != "grid"
        sources = texts(form, "template" if single else "templates", single)
        if not sources and not (trained and not single):
            raise TemplateError("no_template")
        if len(sources) + (0 if single else len(trained)) > MOST_TEMPLATES:
            raise TemplateError("too_many", count=len(sources) + len(trained), limit=MOST_TEMPLATES)
        if view == "words":
            rows = _edited(parse(str(read_template(sources[0], model))), model, form.get("replacements"))
            return Prompts(rows, unused=tuple(id for id, _, _ in trained))
        if view == "evaluate":
            return _under_trained(read_template(sources[0], model), trained, model)
        rows = [Row(name=source, template=source) for source in (_canonical(source, model) for source in sources)]
        names = {f"p{i}": each for i, each in enumerate(trained)}
        rows += [Row(name=name, template=prompt.card.template, prompt=key) for key, (_, name, prompt) in names.items()]
        return Prompts(
            rows,
            {key: prompt.data for key, (_, _, prompt) in names.items()},
            {key: id for key, (id, _, _) in names.items()},
        )

    def _trained(self, form: Mapping[str, Any]) -> list[Kept]:
        """The form's trained prompts; one that cannot be read is an error here, for nothing else would show it."""
        found = self._kept(texts(form, "prompts", False)[:MOST_TEMPLATES])
        for _, _, prompt in found:
            if isinstance(prompt, PlaygroundError):
                raise prompt
        return found

    async def submit(self, prepared: Prepared, owner: str, name: Any) -> str:
        """Queue it; the job's id."""
        spec, outline = prepared.spec, prepared.outline
        if outline is None:
            known = label_names(spec.columns[0].verbalizer)
            raise DataError("label_without_words", label=prepared.missing[0], known=", ".join(known)).beside(
                "verbalizer"
            )
        title = name.strip()[:LONGEST_NAME] if isinstance(name, str) else ""

        def queue() -> str:
            values = spec.to_json()
            payload = {part: values.pop(part) for part in PAYLOAD}
            # The rows of a pasted table are in the payload.
            values["data"]["source"].pop("csv", None)
            values |= {"flops": outline.flops, "asked": outline.examples, "kept": dict(prepared.kept)}
            values["versions"] = {package: version(package) for package in PACKAGES}
            # How many rows are allowed was checked above: an evaluation may have more than a training.
            return self._queue.submit(owner, spec.view, title, values, spec.size, 0, payload)

        return await asyncio.to_thread(queue)


def texts(form: Mapping[str, Any], name: str, single: bool) -> list[str]:
    """A form's texts of one name, none blank; of a single one a list of it."""
    value = form.get(name)
    values = [value] if single else value if isinstance(value, list) else []
    # A model's id may be empty: it is the bundled one's.
    found = [text for text in values if isinstance(text, str) and (text.strip() or name == "models")]
    # Templates may come twice: their errors are said box by box.
    return found if name in ("templates", "verbalizers") else list(dict.fromkeys(found))


def _count(form: Mapping[str, Any], name: str) -> int | None:
    value = form.get(name)
    if value is None or value == "":
        return None
    if type(value) is not int or value < 1:
        raise OptionsError("not_a_count", name=name, value=str(value)[:40])
    return value


def _seeds(form: Mapping[str, Any]) -> list[int]:
    seeds = form.get("seeds") or [1]
    if (
        not isinstance(seeds, list)
        or len(seeds) > MOST_SEEDS
        or not all(type(seed) is int and seed >= 0 for seed in seeds)
    ):
        raise OptionsError("bad_seeds", name="seeds", limit=MOST_SEEDS)
    return list(dict.fromkeys(seeds))


def _columns(verbalizers: Sequence[str]) -> list[Column]:
    if not verbalizers:
        raise VerbalizerError("none")
    if len(verbalizers) > MOST_VERBALIZERS:
        raise VerbalizerError("too_many", count=len(verbalizers), limit=MOST_VERBALIZERS)
    columns: list[Column] = []
    for verbalizer in verbalizers:
        try:
            name = label_words(verbalizer)
        except VerbalizerError:
            name = shorten(" ".join(verbalizer.split()), 40)  # its error is said beside the name
        same = sum(column.name == name or column.name.startswith(f"{name} (") for column in columns)
        columns.append(Column(f"{name} ({same + 1})" if same else name, verbalizer))
    return columns


def _canonical(source: str, model: Any) -> str:
    try:
        return str(read_template(source, model))
    except TemplateError:
        return source  # its row says why; the others are evaluated


def _edited(template: Template, model: Any, replacements: Any) -> list[Row]:
    given = replacements if isinstance(replacements, dict) else {}
    wanted = {
        int(place): by for place, by in given.items() if place.isdecimal() and len(place) < 4 and isinstance(by, str)
    }
    rows = edited_rows(template, model.tokenizer, wanted, model.tokenizer.mask_token)
    if len(rows) > MOST_WORDS + 1:
        raise TemplateError("too_many_words", count=len(rows) - 1, limit=MOST_WORDS)
    if len(rows) == 1:
        raise TemplateError("no_words")
    return rows


def _under_trained(template: Template, trained: Sequence[Kept], model: Any) -> Prompts:
    """The template, under the first prompt that was trained for it, as in Play."""
    source, found = str(template), trained_for(template, trained, model)
    if found is None:
        return Prompts([Row(name=source, template=source)], unused=tuple(id for id, _, _ in trained))
    id, name, prompt = found
    others = tuple(other for other, _, _ in trained if other != id)
    return Prompts([Row(name=name, template=source, prompt="p0")], {"p0": prompt.data}, {"p0": id}, others)


def _outline(spec: EvaluationSpec, models: Sequence[Any]) -> desk.Outline:
    """As the room has it; a slot that the data lacks is the template's matter on these pages."""
    try:
        return desk.outline(spec, models)
    except FieldsError as error:
        if error.code != "missing":
            raise error.beside("template") from None
        raise TemplateError("not_in_the_data", name=error.values["name"], known=", ".join(spec.data["slots"])) from None


def _missing(spec: EvaluationSpec) -> tuple[str, ...]:
    known = label_names(spec.columns[0].verbalizer)
    return tuple(sorted({example.label for example in spec.examples} - set(known)))
