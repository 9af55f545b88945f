"""The verbalizer's table as the page's contract: labels and words with the edits that change the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from components.contracts import play as contract
from components.play.view import Say, Texts, edit_view, finding_message, notice, unique, units
from playground.prompting.verbalizer import Verbalizer, addition, label_removal, removal
from playground.results import Finding

_ORDER = {"error": 0, "warning": 1, "info": 2}
Pieces = Mapping[tuple[int, int], Sequence[str]]


def verbalizer_view(
    verbalizer: Verbalizer, pieces: Pieces, findings: tuple[Finding, ...], texts: Texts, say: Say
) -> contract.VerbalizerView:
    """The table that edits the verbalizer's text, and what the linter found.

    Args:
        pieces: (label, word) -> the model's pieces of that word.
    """
    source = texts["verbalizer"]
    by_word: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        if finding.label is not None and finding.word is not None:
            by_word.setdefault((finding.label, finding.word), []).append(finding)
    labels = []
    for i, label in enumerate(verbalizer.labels):
        at, prefix = addition(label)
        words = []
        for j, word in enumerate(label.words):
            found = sorted(by_word.get((i, j), []), key=_order)
            words.append(
                contract.LabelWord(
                    text=word.text,
                    start=units(source, word.start),
                    end=units(source, word.end),
                    pieces=list(pieces.get((i, j), [])),
                    level=found[0].level if found else "ok",
                    note=finding_message(found[0], say) if found else None,
                    remove=edit_view(removal(label, j), texts),
                )
            )
        labels.append(
            contract.TableLabel(
                name=label.name,
                index=i,
                start=units(source, label.start),
                end=units(source, label.name_end),
                remove=edit_view(label_removal(verbalizer, i, source), texts),
                words=words,
                add=contract.Insertion(at=units(source, at), prefix=prefix),
            )
        )
    ending = "" if not source or source.endswith("\n") else "\n"
    shown = [finding for finding in findings if finding.code not in ("missing_space", "needless_space")]
    return contract.VerbalizerView(
        labels=labels,
        notices=unique([notice(finding, texts, say) for finding in sorted(_merged(shown), key=_order)]),
        add_label=contract.Insertion(at=units(source, len(source)), prefix=ending),
    )


def _order(finding: Finding) -> int:
    return _ORDER[finding.level]


def _merged(findings: list[Finding]) -> list[Finding]:
    """One finding for all words that need another number of masks; each word keeps its own note."""
    longer = [finding for finding in findings if finding.code == "run_length"]
    if len(longer) < 2:
        return findings
    words = ", ".join(f"{finding.values['word']} ({finding.values['pieces']})" for finding in longer)
    one = replace(longer[0], code="run_lengths", label=None, word=None, values={**longer[0].values, "words": words})
    return [finding for finding in findings if finding.code != "run_length"] + [one]
