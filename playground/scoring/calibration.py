"""What a label word's score would be without the example, and taking it away.

A calibration is a generator: it yields the prompts to ask without the example, is sent the
label words' log scores under them, and returns the words' log priors. Whoever drives it asks
a model (`predict.prior_plan`); a new calibration is one function with its registering line here
and its words in the catalogues (`Calibration.keys`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import torch
from torch import Tensor

from playground.choices import Choices
from playground.errors import OptionsError, TemplateError
from playground.prompting.template import Mask, Template, parse
from playground.scoring.aggregation import label_scores, normalise

if TYPE_CHECKING:
    from playground.scoring.options import Options

SMALL_PRIOR = 1e-6
FEWEST_ROWS = 16  # that a prior is the mean over
# What the calibrated answers of an evaluation or a training are where none was chosen.
USUAL = "contextual"

Filled = tuple[Template, Mapping[str, str]]  # and what fills its slots
# Yields prompts; is sent [prompts, words]; returns [words], or [labels] where it is of labels.
Prior = Generator[Sequence[Filled], Tensor, Tensor]
Note = Callable[["Options"], str | None]


def _silent(_: Options) -> None:
    """Nothing to say about the options."""


@dataclass(frozen=True)
class Blank:
    """A question without its example: what a calibration is given.

    `words` are the label words in the order of the scores that it is sent, each with its pieces.
    `alike` says whether the model scores prefix and cloze prompts in one way, so that their scores
    can be compared. `labels` are for each label the indices of its words, `rows` examples without
    labels, for a calibration that reads some.
    """

    template: Template
    words: Mapping[str, tuple[int, ...]]
    options: Options
    mask_token: str | None
    alike: bool
    labels: tuple[tuple[int, ...], ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()

    @property
    def distinct(self) -> list[int]:
        """Indices of words, one for each different sequence of pieces."""
        return list({ids: i for i, ids in enumerate(self.words.values())}.values())

    @property
    def places(self) -> list[int]:
        """For each word which of the `distinct` ones it is."""
        order = list(dict.fromkeys(self.words.values()))
        return [order.index(ids) for ids in self.words.values()]


@dataclass(frozen=True)
class Calibration:
    """One calibration; `prior` is `None` for none at all.

    `note` says by a message's key what there is to know about the options as they are chosen; `of` what has a
    prior, each word, or each label, whose words then share it; `reads_rows` whether it asks for examples.
    """

    name: str
    prior: Callable[[Blank], Prior] | None
    options: tuple[str, ...] = ()
    note: Note = _silent
    of: Literal["words", "labels"] = "words"
    reads_rows: bool = False

    @property
    def formula(self) -> str | None:
        """Key of its formula on the page, under which `.title` stands, too."""
        return f"formula.{self.name}" if self.prior else None

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its messages."""
        stem = f"ui.options.calibration.{self.name}"
        formula = (self.formula, f"{self.formula}.title") if self.formula else ()
        return (stem, f"{stem}.line", *formula)


CALIBRATIONS: Choices[Calibration] = Choices()
CALIBRATIONS.register(Calibration("none", None))


def calibration(
    name: str,
    *,
    options: tuple[str, ...] = (),
    note: Note = _silent,
    of: Literal["words", "labels"] = "words",
    reads_rows: bool = False,
) -> Callable[[Callable[[Blank], Prior]], Callable[[Blank], Prior]]:
    """Register a function as a calibration.

    Args:
        options: names of the scoring options that it reads.
        note: of the options as they are chosen, the key of a message to show beside the numbers.
        of, reads_rows: as `Calibration` has them.
    """

    def register(prior: Callable[[Blank], Prior]) -> Callable[[Blank], Prior]:
        CALIBRATIONS.register(Calibration(name, prior, options, note, of, reads_rows))
        return prior

    return register


@calibration(
    "contextual",
    options=("content_free",),
    note=lambda options: "steps.one_content_free" if len(options.content_free) == 1 else None,
)
def contextual(blank: Blank) -> Prior:
    """Zhao et al. 2021, "Calibrate Before Use", section 5: the prompt with content-free inputs gives
    p_cf over the label words, and scores are multiplied by diag(p_cf)^-1.

    A word listed twice is one word where words are normalised.

    Raises:
        TemplateError: the template has no slot to fill.
    """
    if not blank.template.slots:
        raise TemplateError("no_slot_to_calibrate").beside("options")
    scores = yield [(blank.template, dict.fromkeys(blank.template.slots, text)) for text in blank.options.content_free]
    return contextual_prior(scores[:, blank.distinct])[blank.places]


@calibration("pmi", options=("domain",))
def pmi(blank: Blank) -> Prior:
    """Holtzman et al. 2021, "Surface Form Competition", equation 2 (domain conditional PMI):
    log P(y | x, domain) - log P(y | domain).

    Raises:
        TemplateError: there is no domain prompt and no slot to empty, or the domain prompt cannot be used.
    """
    domain = _domain(blank)
    scores = yield [(domain, dict.fromkeys(domain.slots, ""))]
    return scores[0]


def _domain(blank: Blank) -> Template:
    """PMI's domain prompt, asking for words of the template's run length."""
    if not blank.options.domain:
        if not blank.template.slots:
            raise TemplateError("no_slot_for_pmi").beside("options")
        return blank.template
    try:
        domain = parse(blank.options.domain, blank.mask_token)
        if not blank.alike and domain.kind != blank.template.kind:
            raise TemplateError("domain_kind", kind=blank.template.kind)
    except TemplateError as error:
        raise error.beside("options") from None
    count = blank.template.run_length
    return Template(tuple(replace(part, count=count) if isinstance(part, Mask) else part for part in domain.parts))


@calibration("batch", options=("batch_rows",), note=lambda options: "steps.batch_rows", of="labels", reads_rows=True)
def batch(blank: Blank) -> Prior:
    """Zhou et al. 2024, "Batch Calibration", section 4.2: the prior of a label is the mean of p(label | x) over
    a batch of examples without their labels, and log P(label | x) has its logarithm taken away.

    The rows are those of the caller (a data set's, say), else the options' own. What divides is what the batch
    has on average: labels that are not about equally frequent among its rows lose the gain.

    Raises:
        TemplateError: the template has no slot to fill.
        OptionsError: there are fewer than `FEWEST_ROWS` rows.
    """
    if not blank.template.slots:
        raise TemplateError("no_slot_for_batch").beside("options")
    rows = blank.rows or own_rows(blank.template, blank.options.batch_rows)
    if len(rows) < FEWEST_ROWS:
        raise OptionsError("too_few_batch_rows", count=len(rows), needed=FEWEST_ROWS)
    scores = yield [(blank.template, row) for row in rows]
    return contextual_prior(label_scores(scores, blank.labels, blank.options.aggregation))


def own_rows(template: Template, lines: Sequence[str]) -> tuple[dict[str, str], ...]:
    """Lines of text as examples: between tabs stand the slots' texts in the template's order, what lacks is empty.

    >>> own_rows(parse("{text} It was [MASK]."), ["good film"])
    ({'text': 'good film'},)
    """
    slots = list(dict.fromkeys(template.slots))
    found = []
    for line in lines:
        texts = line.split("\t", len(slots) - 1)
        found.append(dict(zip(slots, [*texts, *[""] * (len(slots) - len(texts))], strict=True)))
    return tuple(found)


def contextual_prior(log_scores: Tensor) -> Tensor:
    """Log of the mean over inputs of the words' (or labels') normalised scores.

    Args:
        log_scores: [inputs, words].

    Returns:
        [words].

    >>> [round(p, 6) for p in contextual_prior(torch.tensor([[0.2, 0.6]]).log()).exp().tolist()]
    [0.25, 0.75]
    """
    return normalise(log_scores).logsumexp(0) - math.log(len(log_scores))


def calibrate(log_scores: Tensor, log_prior: Tensor) -> Tensor:
    """score / prior, in log space: the same division for every calibration.

    Args:
        log_scores: [..., words].
        log_prior: [words]. A prior of zero leaves nothing to divide by: the word's
            score stays impossible.
    """
    if log_scores.shape[-1:] != log_prior.shape:
        raise ValueError("a prior for another number of words")
    return torch.where(log_prior > -math.inf, log_scores - log_prior, -math.inf)
