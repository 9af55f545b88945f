"""The public endpoints `/predict` and `/models`: JSON in, one JSON object out.

Messages are English; a wrong request is answered by its message, never by a trace.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

from components.opening import Opening
from components.pages.endpoints.asking import asked_by, told, while_awaited
from playground.errors import PlaygroundError
from playground.results import Prediction

if TYPE_CHECKING:
    from components.services import Services


def prediction_json(prediction: Prediction, revision: str) -> dict[str, Any]:
    """A Prediction as the endpoint returns it. Logarithms are natural; impossible is `null`."""
    return {
        "labels": prediction.probabilities(),
        "words": [
            {
                "label": word.label,
                "word": word.word,
                "pieces": list(word.pieces),
                "log_probability": _finite(word.log_probability),
                "probability": math.exp(word.log_probability),
                "log_prior": _finite(word.log_prior),
                "log_score": _finite(word.log_calibrated),
            }
            for word in prediction.words
        ],
        "tokens": [
            [
                {
                    "token": token.piece,
                    "log_probability": token.log_probability,
                    "probability": math.exp(token.log_probability),
                }
                for token in column
            ]
            for column in prediction.tokens
        ],
        "mass_outside": prediction.mass_outside,
        "mass_outside_undefined_because": prediction.mass_reason,
        "steps": [
            {
                "step": "pieces",
                "values": [
                    {"word": word.word, "terms": [[piece, value] for piece, value in word.terms]}
                    for word in prediction.words
                ],
            },
            _step("log_probability", prediction, lambda word: word.log_probability),
            _step("length_normalisation", prediction, lambda word: word.log_score),
            _step("calibration", prediction, lambda word: word.log_calibrated),
            {"step": "aggregation", "values": {score.label: _finite(score.log_score) for score in prediction.labels}},
            {"step": "normalisation", "values": prediction.probabilities()},
        ],
        "unscored": [{"label": label, "word": word} for label, word in prediction.unscored],
        "cut": [{"field": cut.slot, "text": cut.text, "tokens": cut.tokens} for cut in prediction.model_input.cuts],
        "model": {"id": prediction.model, "revision": revision, "kind": prediction.kind},
    }


def _step(name: str, prediction: Prediction, value: Callable[[Any], float]) -> dict[str, Any]:
    values = [{"label": word.label, "word": word.word, "value": _finite(value(word))} for word in prediction.words]
    return {"step": name, "values": values}


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def build(opening: Opening[Services], blocks: gr.Blocks) -> None:
    """Add the endpoints to the Blocks, which are open."""

    async def predict(
        request: gr.Request,
        template: str,
        verbalizer: str = "",
        fields: dict[str, Any] | None = None,
        model: str = "",
        options: dict[str, Any] | None = None,
        prompts: list[str] | None = None,
        learnt: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Score a template and a verbalizer on one example.

        Args:
            template: for instance `{text} It was [MASK].`
            verbalizer: one label a line, `positive: great, good`; empty for the vocabulary alone.
            fields: the example, slot name -> text.
            model: empty for the bundled one, else an id that `/models` lists or the hub knows.
            options: calibration, content_free, domain, aggregation, filling, length_normalised, top_k, batch_rows.
            prompts: ids of trained prompts (`/keep`); the first that was trained for the template is used, and if none
                was, that is an error.
            learnt: the `learnt_verbalizer` of an evaluation of this template on this model: the answer has its labels'
                probabilities under `learnt`, too.
        """
        asked_by(request)
        try:
            services = await opening.services()
            work = services.predict(template, verbalizer, fields, model, options, prompts)
            prediction, revision = await while_awaited(request, blocks, work)
            by_learnt = None
            if learnt is not None:
                reading = services.by_learnt(learnt, template, fields, model)
                by_learnt = await while_awaited(request, blocks, reading)
        except PlaygroundError as error:
            raise gr.Error(error.message("en"), print_exception=False) from None
        return {**prediction_json(prediction, revision), "learnt": by_learnt}

    async def models() -> list[dict[str, Any]]:
        """The models that can be named, and which are loaded."""
        services = await told(opening.services())
        return [model.model_dump() for model in services.models.all("en")]

    gr.api(predict, api_name="predict", concurrency_limit=None)
    gr.api(models, api_name="models", concurrency_limit=None)
