"""What is to be evaluated, whichever form or program it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from components.contracts.evaluations import PromptForm, RowsForm
from playground.errors import OptionsError
from playground.evaluation.readouts import Readouts

#: The kinds of job that evaluate, and what they ask: one prompt, many, or one with each of its words changed.
View = Literal["evaluate", "grid", "words"]
MOST_SEEDS = 5


@dataclass(frozen=True)
class Asked:
    """A form's values as they were given: `forms.py` and the core check them.

    Args:
        templates, verbalizers, models: one each, but for a grid.
        prompts: ids of trained prompts.
        options: as `playground/scoring/options.py` reads them.
        data: a source, as the room of data sets reads it.
        split: empty for the usual one.
        sample: how many examples, `None` for all.
        seeds: which draws of so many.
        replacements: a word's index -> what takes its place.
        readouts: as `playground/evaluation/readouts.py` reads them.
        wordings: on how many rows a single prompt is read in other wordings, too.
    """

    view: View
    templates: Sequence[str]
    verbalizers: Sequence[str]
    models: Sequence[str] = ("",)
    prompts: Sequence[str] = ()
    options: Mapping[str, Any] | None = None
    data: Mapping[str, Any] | None = None
    split: str = ""
    sample: int | None = None
    seeds: Sequence[int] = (1,)
    replacements: Mapping[int, str] = field(default_factory=dict)
    name: str = ""
    readouts: Readouts = field(default_factory=Readouts)
    wordings: Any = 0


def one_prompt(view: View, form: PromptForm, replacements: Mapping[int, str] | None = None) -> Asked:
    """A form with one prompt.

    Raises:
        OptionsError: the sample or the seed is no number (`not_a_count`).
    """
    return Asked(
        view=view,
        templates=[form.template],
        verbalizers=[form.verbalizer],
        models=[form.model],
        prompts=form.prompts,
        options=form.options.model_dump(),
        data=form.data.model_dump() if form.data else None,
        split=form.split,
        sample=count("sample", form.sample),
        seeds=[count("seed", form.seed) or 1],
        replacements=replacements or {},
        name=form.name,
        readouts=readouts(form),
    )


def readouts(form: RowsForm) -> Readouts:
    """How a form wants the mask read besides plainly; an empty box learns nothing.

    Raises:
        OptionsError: a readout has a value that does not exist (`not_a_choice`, `not_a_count_up_to`).
    """
    learn: Any = 0 if form.learn in (None, "") else form.learn
    return Readouts(batch_from=form.batch_from, learn=learn)


def count(name: str, value: Any) -> int | None:
    """What stands in a box for a number; `None` where nothing does.

    Raises:
        OptionsError: it is no number of things (`not_a_count`).
    """
    if value is None or value == "":
        return None
    if type(value) is not int or value < 1:
        raise OptionsError("not_a_count", name=name, value=str(value)[:40])
    return value


def draws(seeds: Any) -> list[int]:
    """Which draws of a sample.

    Raises:
        OptionsError: they are not a few whole numbers (`bad_seeds`).
    """
    seeds = seeds or [1]
    if (
        not isinstance(seeds, list)
        or len(seeds) > MOST_SEEDS
        or not all(type(seed) is int and seed >= 0 for seed in seeds)
    ):
        raise OptionsError("bad_seeds", name="seeds", limit=MOST_SEEDS)
    return list(dict.fromkeys(seeds))


def from_program(view: View, values: Mapping[str, Any]) -> Asked:
    """What a program asks, which checks no types: what is of another type counts as missing, and is missed later.

    Args:
        values: by the names of `Asked`; for one prompt `seed` in place of `seeds`.

    Raises:
        OptionsError: the sample or a seed is no number (`not_a_count`, `bad_seeds`), or a readout does not exist.
    """
    options, name, split = values.get("options"), values.get("name"), values.get("split")
    return Asked(
        view=view,
        templates=_texts(values.get("templates")),
        verbalizers=_texts(values.get("verbalizers")),
        models=_texts(values.get("models")) or [""],
        prompts=_texts(values.get("prompts")),
        options=options,
        data=values.get("data"),
        split=split if isinstance(split, str) else "",
        sample=count("sample", values.get("sample")),
        seeds=draws(values.get("seeds")) if view == "grid" else [count("seed", values.get("seed")) or 1],
        name=name if isinstance(name, str) else "",
        readouts=Readouts(**{name: values[name] for name in ("batch_from", "learn") if values.get(name) is not None}),
    )


def _texts(values: Any) -> list[str]:
    return [text for text in values if isinstance(text, str)] if isinstance(values, list) else []
