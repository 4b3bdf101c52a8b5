"""The advice sheet for a short meeting of two colleagues: one page, made of the criterion and of what was said (N16).

Its course (prepare, tell, show, agree on one thing) follows the meetings of the field experiment that decision 0101
names; nothing in it is written by a model.
"""

from typing import Final

from debrief.kernel.model import Entity

MINUTES: Final = 20
"""Of the whole meeting."""


class SheetStep(Entity):
    """A part of the page. minutes: that it takes in the meeting; 0 of what is done before and after."""

    title: str
    minutes: int
    lines: tuple[str, ...]


def steps_of(criterion: str, *, learner: str, colleague: str, has_moment: bool, has_own: bool) -> tuple[SheetStep, ...]:
    """The course of the meeting. learner, colleague: as they are called on the page."""
    own = "the conversation named below" if has_own else "a conversation of the past weeks"
    shown = "the words below" if has_moment else "a conversation that went well"
    return (
        SheetStep(
            title="Before you meet",
            minutes=0,
            lines=(
                f"{learner}: choose {own} in which this was hard, and note what you said there.",
                f"{colleague}: look at {shown}, and note what you pay attention to at that point.",
            ),
        ),
        SheetStep(
            title="What is hard about it",
            minutes=5,
            lines=(
                f"{learner} tells what happened, and where it began to be hard.",
                f"{colleague} asks: what had the customer said just before? What did you want to reach?",
            ),
        ),
        SheetStep(
            title="How it can be done",
            minutes=8,
            lines=(
                f"{colleague} tells how they came to {shown}, and what they would say in the other conversation.",
                f"{learner} asks: when do you do it? What if the customer won't have it? What do you leave out?",
            ),
        ),
        SheetStep(
            title="Say it yourself",
            minutes=5,
            lines=(
                f"{learner} says it in their own words; {colleague} answers as the customer.",
                f"Look at what is asked: {criterion}",
            ),
        ),
        SheetStep(
            title="One thing to try",
            minutes=2,
            lines=(f"{learner} writes down one sentence: what to do otherwise in the next conversations.",),
        ),
        SheetStep(
            title="Afterwards",
            minutes=0,
            lines=("Try it this week. What was said between you two is nobody's to score.",),
        ),
    )
