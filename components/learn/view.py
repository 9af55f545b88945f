"""Lessons and terms as the page's contracts. Answers and reasons are not among them: those come with a guess."""

from __future__ import annotations

from components.contracts import learn as contract
from components.contracts.play import PromptState, ScoringOptions
from components.learn.telling import condition_told
from components.routes.visitor import Visitor
from playground.lessons.lesson import Choices, Controls, Glossary, Lesson, Paper, Step
from playground.lessons.shelf import Shelf
from playground.scoring.options import Options


def state_of(controls: Controls) -> PromptState:
    """What Play is set to; the model is the visitor's own choice."""
    return PromptState(
        template=controls.template,
        verbalizer=controls.verbalizer,
        fields=dict(controls.fields),
        model="",
        options=ScoringOptions(**controls.options.to_json()),
        prompts=[],
    )


def controls_of(state: PromptState, slots: tuple[str, ...]) -> Controls:
    """What a visitor typed, as a lesson has it; a slot without a text is empty, as in Play.

    Raises:
        OptionsError: an option has a value that does not exist.
    """
    fields = {**dict.fromkeys(slots, ""), **state.fields}
    return Controls(state.template, state.verbalizer, fields, Options.from_mapping(state.options.model_dump()))


def shelf_view(shelf: Shelf, visitor: Visitor) -> contract.Shelf:
    """The list of lessons, and what is wrong with the files that are none."""
    return contract.Shelf(
        lessons=[
            contract.LessonCard(id=its.id, title=its.title, minutes=its.minutes, about=its.about, steps=len(its.steps))
            for its in shelf.lessons
        ],
        broken=[
            contract.BrokenLesson(name=its.name, message=its.error.message(visitor.language)) for its in shelf.broken
        ],
    )


def lesson_view(lesson: Lesson, visitor: Visitor) -> contract.LessonView:
    """A lesson's texts and settings."""
    task = lesson.task
    return contract.LessonView(
        id=lesson.id,
        title=lesson.title,
        minutes=lesson.minutes,
        kind=lesson.kind,
        text=list(lesson.text),
        steps=[_step(step) for step in lesson.steps],
        task=contract.LessonTask(
            title=task.title,
            text=list(task.text),
            state=state_of(task.controls),
            goals=[condition_told(goal, visitor) for goal in task.goals],
            hint=task.hint,
        ),
    )


def _step(step: Step) -> contract.LessonStep:
    question = step.question
    return contract.LessonStep(
        title=step.title,
        text=list(step.text),
        state=state_of(step.controls),
        question=question.question,
        choices=[choice.text for choice in question.choices] if isinstance(question, Choices) else [],
        share=not isinstance(question, Choices) and question.quantity.share,
    )


def paper_view(paper: Paper) -> contract.PaperLink:
    """Where to read on."""
    return contract.PaperLink(name=paper.name, address=paper.address)


def glossary_view(glossary: Glossary) -> contract.GlossaryView:
    """All terms."""
    return contract.GlossaryView(
        title=glossary.title,
        terms=[
            contract.GlossaryTerm(
                id=term.id,
                name=term.name,
                sentence=term.sentence,
                state=state_of(term.controls) if term.controls else None,
                paper=paper_view(term.paper),
                see=list(term.see),
            )
            for term in glossary.terms
        ],
    )
