"""Everything that can go wrong and is the user's to know, as one tree.

An error carries a code and the values of its message; `i18n` turns the two into
a sentence in the user's language. `place` says beside which input a page shows
it, `start` and `end` which characters caused it. Programming mistakes are not
here: they stay ordinary Python exceptions.
"""

from __future__ import annotations

from typing import Any, ClassVar

from playground import i18n


class PlaygroundError(Exception):
    """Base of the tree. `PlaygroundError(code, start=…, end=…, **values)`.

    A value may have any name: a message can also ask for a `{code}`, a `{key}` or a `{language}` of its
    own, and for the position as `{start}` and `{end}`.
    """

    target: ClassVar[str] = "general"

    def __init__(self, code: str, /, *, start: int | None = None, end: int | None = None, **values: Any):
        super().__init__(code)
        self.code = code
        self.start = start
        self.end = end
        self.values = values
        self._position = {"start": start, "end": end}
        self.place: str = self.target

    def beside(self, place: str) -> PlaygroundError:
        """This error, shown beside another input than its kind says, without a position."""
        self.place, self.start, self.end = place, None, None
        return self

    @property
    def key(self) -> str:
        """Key of the message in the locale files."""
        return f"error.{self.target}.{self.code}"

    def message(self, language: str = "en") -> str:
        """What happened, which value, and what to do, in one language."""
        # An error may hold another one, which is said in the same language.
        said = {
            name: value.message(language) if isinstance(value, PlaygroundError) else value
            for name, value in self.values.items()
        }
        return i18n.translate(language, self.key, **self._position | said)

    def __str__(self) -> str:
        return self.message()


class TemplateError(PlaygroundError):
    """The template's text cannot be used; `start:end` is the place."""

    target = "template"


class VerbalizerError(PlaygroundError):
    """The verbalizer's text, or one of its words with this model, cannot be used."""

    target = "verbalizer"


class FieldsError(PlaygroundError):
    """The example lacks a field that the template asks for, or a field is too large."""

    target = "fields"


class OptionsError(PlaygroundError):
    """A scoring option has a value that does not exist."""

    target = "options"


class ModelError(PlaygroundError):
    """A model cannot be found, is not allowed, or cannot be loaded."""

    target = "model"


class DataError(PlaygroundError):
    """A data set cannot be read, or has too few or too many examples."""

    target = "data"


class TuningError(PlaygroundError):
    """A training option has a value that does not exist or makes no sense, or a
    method cannot train this model."""

    target = "tuning"


class SearchError(PlaygroundError):
    """A search has an option with a value that does not exist, or cannot be made with this prompt or model."""

    target = "search"


class PromptFileError(PlaygroundError):
    """A trained prompt's file cannot be read or belongs to another model."""

    target = "prompt"


class LessonError(PlaygroundError):
    """A lesson's or a glossary's file cannot be used, or one of its conditions asks for what is not there."""

    target = "lesson"


class JobError(PlaygroundError):
    """A job does not exist, is another user's, or one more is not allowed."""

    target = "job"


class StoreError(JobError):
    """The database takes nothing just now: its disk is full, say."""


class LinkError(PlaygroundError):
    """A short link leads nowhere, or a link cannot be made of this."""

    target = "link"


class CallError(PlaygroundError):
    """A page's call does not exist, comes from elsewhere, or does not keep to its contract."""

    target = "call"
