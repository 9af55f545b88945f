"""From what a form holds to a job: the prompts, models, rows and seeds of an evaluation.

One class prepares all three kinds: a single evaluation, a grid, one template word by word.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from components.jobs.any_job import Speed
from components.jobs.evaluations.asked import Asked
from components.jobs.evaluations.naming import named_columns
from components.jobs.shared import Shared
from components.routes.address import here
from playground.datasets.dataset import DataSet
from playground.datasets.mapping import RowProblem
from playground.errors import DataError, FieldsError, ModelError, PlaygroundError, TemplateError, VerbalizerError
from playground.evaluation import desk
from playground.evaluation.ablation import edited_rows
from playground.evaluation.spec import PAYLOAD, ROWS_A_UNIT, EvaluationSpec, Row
from playground.evaluation.tables import label_names
from playground.prompt import read_template
from playground.prompting.template import Template, parse
from playground.scoring.options import Options
from playground.scoring.trained import Kept, asked_for

MOST_TEMPLATES, MOST_VERBALIZERS, MOST_MODELS, MOST_WORDS = 12, 8, 4, 60
LONGEST_NAME = 80
MOST_NUMBERS = 40_000_000  # in the files of one job: 160 MB
PACKAGES = ("torch", "transformers", "tokenizers", "scikit-learn")


@dataclass(frozen=True)
class Prepared:
    """A job, checked; `outline` is `None` where labels have no words yet, which are `missing`.

    `kept` is the spec's name of each trained prompt -> its id, `unused` the ids that were trained
    for another template, `names` the form's trained prompts by id, `problems` the rows of the data
    that were left out, `title` its own name.
    """

    spec: EvaluationSpec
    dataset: DataSet
    outline: desk.Outline | None
    missing: tuple[str, ...]
    seconds: float | None
    problems: Sequence[RowProblem]
    title: str
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


class Forms:
    """Turns what is asked into jobs."""

    def __init__(self, shared: Shared):
        self._shared = shared
        self.speed = Speed()

    async def prepare(self, asked: Asked, owner: str) -> Prepared:
        """Everything checked, nothing queued.

        Raises:
            PlaygroundError: what cannot be evaluated, beside its cause.
        """
        models = [await self._shared.models.get(id) for id in dict.fromkeys(asked.models or [""])]
        if len(models) > MOST_MODELS:
            raise ModelError("too_many", count=len(models), limit=MOST_MODELS)
        return await asyncio.to_thread(self._prepared, asked, owner, models)

    def _prepared(self, asked: Asked, owner: str, models: list[Any]) -> Prepared:
        options = Options.from_mapping(asked.options)
        dataset, problems = self._shared.data.resolve(asked.data, owner)
        trained = self._trained(asked)
        prompts = _prompts(asked, trained, models[0])
        spec = desk.make_spec(
            asked.view,
            prompts.rows,
            named_columns(_verbalizers(asked)),
            models,
            dataset,
            asked.data or {},
            asked.split or desk.default_split(dataset),
            options,
            asked.sample,
            asked.seeds,
            prompts.files,
            asked.readouts,
            asked.wordings,
        )
        self._check(spec)
        missing = () if asked.view == "grid" else _missing(spec)
        outline = None if missing else _outline(spec, models)
        seconds = self.speed.seconds(outline.flops) if outline else None
        limit = self._shared.settings.minutes_limit
        if seconds and seconds / 60 > limit:
            raise DataError("evaluation_too_slow", minutes=round(seconds / 60), limit=limit)
        return Prepared(
            spec=spec,
            dataset=dataset,
            outline=outline,
            missing=missing,
            seconds=seconds,
            problems=problems,
            title=asked.name.strip()[:LONGEST_NAME],
            kept=prompts.kept,
            unused=prompts.unused,
            names={id: name for id, name, _ in trained},
        )

    def _check(self, spec: EvaluationSpec) -> None:
        limits = self._shared.settings
        rows, prompts = len(spec.order), len(spec.rows) * len(spec.models)
        if rows > limits.rows_limit:
            raise DataError("too_many_to_evaluate", count=rows, limit=limits.rows_limit)
        # What is kept of each cell: a number a label, example and reading.
        kept = (3 if spec.readouts.learn else 2) * len(spec.columns) * len(spec.data["labels"])
        limit = min(limits.steps_limit * ROWS_A_UNIT, MOST_NUMBERS // kept)
        if rows * prompts > limit:
            raise DataError("too_many_answers", rows=rows, prompts=prompts, limit=limit)

    def _trained(self, asked: Asked) -> list[Kept]:
        """The form's trained prompts; one that cannot be read is an error here, for nothing else would show it."""
        found = self._shared.prompts.kept(list(dict.fromkeys(asked.prompts))[:MOST_TEMPLATES])
        for _, _, prompt in found:
            if isinstance(prompt, PlaygroundError):
                raise prompt
        return found

    async def submit(self, prepared: Prepared, owner: str) -> str:
        """Queue it; the job's id.

        Raises:
            DataError: a label of the data has no words (`label_without_words`).
            JobError: no_owner, too_long, too_much_data, too_many_jobs.
        """
        spec, outline = prepared.spec, prepared.outline
        if outline is None:
            known = label_names(spec.columns[0].verbalizer)
            raise DataError("label_without_words", label=prepared.missing[0], known=", ".join(known)).beside(
                "verbalizer"
            )

        def queue() -> str:
            values = spec.to_json()
            payload = {part: values.pop(part) for part in PAYLOAD}
            # The rows of a pasted table are in the payload.
            values["data"]["source"].pop("csv", None)
            values |= {"flops": outline.flops, "asked": outline.examples, "kept": dict(prepared.kept)}
            values["versions"] = {package: version(package) for package in PACKAGES}
            # How many rows are allowed was checked above: an evaluation may have more than a training.
            return self._shared.queue.submit(owner, spec.view, prepared.title, values, spec.size, 0, payload, here())

        return await asyncio.to_thread(queue)


def _prompts(asked: Asked, trained: Sequence[Kept], model: Any) -> Prompts:
    single = asked.view != "grid"
    sources = [template for template in asked.templates if template.strip()]
    if not sources and not (trained and not single):
        raise TemplateError("no_template")
    if len(sources) + (0 if single else len(trained)) > MOST_TEMPLATES:
        raise TemplateError("too_many", count=len(sources) + len(trained), limit=MOST_TEMPLATES)
    if asked.view == "words":
        rows = _edited(parse(str(read_template(sources[0], model))), model, asked.replacements)
        return Prompts(rows, unused=tuple(id for id, _, _ in trained))
    if asked.view == "evaluate":
        return _under_trained(read_template(sources[0], model), trained, model)
    rows = [Row(name=source, template=source) for source in (_canonical(source, model) for source in sources)]
    names = {f"p{i}": each for i, each in enumerate(trained)}
    rows += [Row(name=name, template=prompt.card.template, prompt=key) for key, (_, name, prompt) in names.items()]
    return Prompts(
        rows,
        {key: prompt.data for key, (_, _, prompt) in names.items()},
        {key: id for key, (id, _, _) in names.items()},
    )


def _verbalizers(asked: Asked) -> list[str]:
    found = [verbalizer for verbalizer in asked.verbalizers if verbalizer.strip()]
    if not found:
        raise VerbalizerError("none")
    if len(found) > MOST_VERBALIZERS:
        raise VerbalizerError("too_many", count=len(found), limit=MOST_VERBALIZERS)
    return found


def _canonical(source: str, model: Any) -> str:
    try:
        return str(read_template(source, model))
    except TemplateError:
        return source  # its row says why; the others are evaluated


def _edited(template: Template, model: Any, replacements: Mapping[int, str]) -> list[Row]:
    rows = edited_rows(template, model.tokenizer, replacements, model.tokenizer.mask_token)
    if len(rows) > MOST_WORDS + 1:
        raise TemplateError("too_many_words", count=len(rows) - 1, limit=MOST_WORDS)
    if len(rows) == 1:
        raise TemplateError("no_words")
    return rows


def _under_trained(template: Template, trained: Sequence[Kept], model: Any) -> Prompts:
    """The template, under the first prompt that was trained for it, as in Play; if none of them was, that is said:
    the numbers of the template alone would pass for theirs."""
    source, found = str(template), asked_for(template, trained, model)
    if found is None:
        return Prompts([Row(name=source, template=source)])
    id, name, prompt = found
    others = tuple(other for other, _, _ in trained if other != id)
    return Prompts([Row(name=name, template=source, prompt="p0")], {"p0": prompt.data}, {"p0": id}, others)


def _outline(spec: EvaluationSpec, models: Sequence[Any]) -> desk.Outline:
    """As the core has it; a slot that the data lacks is the template's matter on these pages."""
    try:
        return desk.outline(spec, models)
    except FieldsError as error:
        if error.code != "missing":
            raise error.beside("template") from None
        raise TemplateError("not_in_the_data", name=error.values["name"], known=", ".join(spec.data["slots"])) from None


def _missing(spec: EvaluationSpec) -> tuple[str, ...]:
    known = label_names(spec.columns[0].verbalizer)
    return tuple(sorted({example.label for example in spec.examples} - set(known)))
