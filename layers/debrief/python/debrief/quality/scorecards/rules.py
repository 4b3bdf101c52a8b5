"""What makes a scorecard fit to publish, and a change a new version (S4.1, S4.6)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from debrief.interactions.conversations.conditions import INTERACTION_FIELDS
from debrief.interactions.conversations.model import Interaction
from debrief.kernel.conditions.evaluation import Explained, evaluate
from debrief.kernel.conditions.fields import value_mistakes
from debrief.kernel.errors import FieldError, repeated
from debrief.kernel.figures import as_written, short
from debrief.kernel.text import check_name, words_of
from debrief.quality.scorecards.failing import lowest_score
from debrief.quality.scorecards.model import (
    LEAST_POINTS,
    LEAST_WEIGHT,
    MOST_PHRASES,
    MOST_POINTS,
    MOST_WEIGHT,
    NO,
    YES,
    Question,
    ScorecardVersion,
    Section,
)

WEIGHT_TOLERANCE = Fraction(1, 1_000_000)
"""How far from 100 the section weights may add up, in percent: room for thirds, not for mistakes."""


def check_for_publishing(version: ScorecardVersion) -> tuple[FieldError, ...]:
    """Everything that keeps `version` from being published, each with its place; empty when it can be."""
    return tuple(_version_errors(version))


def applies(version: ScorecardVersion, interaction: Interaction) -> Explained:
    """Whether the version is for that interaction, and why or why not."""
    return evaluate(version.applies_to.condition, interaction, INTERACTION_FIELDS)


def is_cosmetic_change(old: ScorecardVersion, new: ScorecardVersion) -> bool:
    """Whether evaluations made with `old` read and score the same under `new`, so that no new version is needed.

    Cosmetic: titles, descriptions, question texts and what options are called, the order of things, and what the
    scorecard applies to and when it starts. Not cosmetic: whatever alters scoring, the answers to choose from or may
    give, who answers, and the words of a question that the AI answers by intent, because they are what it is asked;
    nor that an option is called as another one was, since answers that were given would read as the other.
    """
    if _substance(old) != _substance(new):
        return False
    earlier = {question.id: question for question in old.questions()}
    return not any(changes_places(earlier[each.id], each) for each in new.questions() if each.id in earlier)


def changes_places(old: Question, new: Question) -> bool:
    """Whether an option of a question is called as another one was before."""
    before = {option.id: option.label.casefold() for option in old.options}
    renamed = {each.id: each.label.casefold() for each in new.options if before.get(each.id) != each.label.casefold()}
    return any(called == label for id, called in renamed.items() for other, label in before.items() if other != id)


def _version_errors(version: ScorecardVersion) -> Iterator[FieldError]:
    yield from value_mistakes(version.applies_to.queues, "/applies_to/queues")
    if not version.questions():
        yield _error("/sections", "a scorecard needs at least one question")
    yield from repeated("/sections", [section.id for section in version.sections], "section id")
    seen: set[str] = set()
    for number, section in enumerate(version.sections):
        place = f"/sections/{number}"
        yield from _section_errors(place, version, section)
        for position, question in enumerate(section.questions):
            at = f"{place}/questions/{position}"
            if question.id in seen:
                yield _error(f"{at}/id", "the question id is used twice")
            seen.add(question.id)
            yield from _question_errors(at, question)
    if version.format == "percentage" and version.sections:
        total = sum((as_written(section.weight or 0) for section in version.sections), Fraction())
        if abs(total - 100) > WEIGHT_TOLERANCE:
            yield _error("/sections", f"the section weights total {short(total, 7)}, they have to total 100")
    if version.questions() and not any(question.best_points for question in version.questions()):
        yield _error("/sections", "no question gives any points")
    lowest = lowest_score(version)
    if lowest is not None and lowest >= as_written(version.pass_mark):
        yield _error(
            "/pass_mark",
            f"no answers can miss the pass mark: the lowest possible score is {short(lowest, 2)}%, "
            "and nothing fails the evaluation automatically",
        )
    if version.start_automatically and all(each.answerer == "human" for each in version.questions()):
        yield _error("/start_automatically", "nothing starts by itself when people answer every question")


def _section_errors(place: str, version: ScorecardVersion, section: Section) -> Iterator[FieldError]:
    if not section.title.strip():
        yield _error(f"{place}/title", "a section needs a title")
    else:
        yield from _shown(f"{place}/title", section.title)
    if not section.questions:
        yield _error(f"{place}/questions", "a section needs at least one question")
    if version.format == "points":
        if section.weight is not None:
            yield _error(f"{place}/weight", "sections have no weight in points format")
    elif section.weight is None:
        yield _error(f"{place}/weight", "a section needs a weight in percentage format")
    elif section.weight and section.questions and not any(q.best_points for q in section.questions):
        yield _error(f"{place}/weight", "the section has a weight, but none of its questions gives points")
    if version.section_auto_fail_rule == "zero":
        if version.format == "percentage":
            yield from _weightless_gates(place, section)
        elif any(q.best_points for other in version.sections if other is not section for q in other.questions):
            yield from _idle_gates(place, section)


def _weightless_gates(place: str, section: Section) -> Iterator[FieldError]:
    """Questions whose failing answer would change nothing: a failed section counts 0 by its weight, and has none."""
    if section.weight != 0:
        return
    for number, question in enumerate(section.questions):
        if any(option.auto_fail == "section" for option in question.options):
            yield _error(
                f"{place}/questions/{number}/options",
                "failing a section without weight changes nothing: let it fail the evaluation, or give it a weight",
            )


def _idle_gates(place: str, section: Section) -> Iterator[FieldError]:
    """Questions whose failing answer would change nothing: in points format a failed section loses its points, and when
    all that gives points is N/A it has none to lose, while other sections make the score. By itself it makes it 0."""
    if not all(question.allow_na for question in section.questions if question.best_points):
        return
    for number, question in enumerate(section.questions):
        if not question.best_points and any(option.auto_fail == "section" for option in question.options):
            yield _error(
                f"{place}/questions/{number}/options",
                "failing the section would change nothing when every question that gives points is N/A: "
                "let it fail the evaluation, give it points, or have one that gives points always apply",
            )


def _question_errors(place: str, question: Question) -> Iterator[FieldError]:
    if not question.text.strip():
        yield _error(f"{place}/text", "a question needs a text")
    if not LEAST_WEIGHT <= question.weight <= MOST_WEIGHT:
        yield _error(f"{place}/weight", f"the weight has to lie between {LEAST_WEIGHT:f} and {MOST_WEIGHT:,.0f}")
    yield from _option_errors(f"{place}/options", question)
    default = question.default_option_id
    if default is not None and question.option(default) is None:
        yield _error(f"{place}/default_option_id", "the default answer is not one of the options")
    if question.always_applies and question.allow_na:
        yield _error(f"{place}/always_applies", "a question that always applies can't be N/A")
    if question.default_not_applicable and not question.allow_na:
        yield _error(f"{place}/default_not_applicable", "N/A can't be preselected where it isn't allowed: allow it")
    if question.default_not_applicable and default is not None:
        yield _error(f"{place}/default_not_applicable", "either an answer is preselected or N/A, not both")
    if question.require_comment and not question.allow_comment:
        yield _error(f"{place}/require_comment", "a comment can't be required where none is allowed")
    yield from _check_errors(place, question)


def _option_errors(place: str, question: Question) -> Iterator[FieldError]:
    options = question.options
    yield from repeated(place, [option.id for option in options], "option id")
    # One that has none is told so by itself.
    labels = [label for option in options if (label := option.label.strip().casefold())]
    yield from repeated(place, labels, "label")
    if question.kind == "yes_no":
        if sorted(option.id for option in options) != [NO, YES]:
            yield _error(place, "a yes/no question has exactly the options yes and no")
    elif len(options) < 2:
        yield _error(place, "there have to be at least two options to choose from")
    if question.best_points and not any(option.passes for option in options):
        yield _error(place, "none of the options counts as a pass")
    if len(options) > 1 and all(option.passes for option in options):
        yield _error(place, "every option counts as a pass, so that nobody can miss it")
    values = [option.value for option in options if option.value is not None]
    if question.kind == "rating_scale":
        yield from repeated(place, [repr(value + 0.0).removesuffix(".0") for value in values], "rating")
    for number, option in enumerate(options):
        at = f"{place}/{number}"
        if not option.label.strip():
            yield _error(f"{at}/label", "an option needs a label")
        else:
            yield from _shown(f"{at}/label", option.label)
        if 0 < option.points < LEAST_POINTS:
            yield _error(f"{at}/points", f"an option gives no points, or {LEAST_POINTS:f} at least")
        if option.points > MOST_POINTS:
            yield _error(f"{at}/points", f"an option gives {MOST_POINTS:,.0f} points at most")
        if option.value is not None and abs(option.value) > MOST_POINTS:
            yield _error(f"{at}/value", f"a place on the scale is {MOST_POINTS:,.0f} at most")
        if question.kind == "rating_scale" and option.value is None:
            yield _error(f"{at}/value", "an option of a rating scale needs its place on the scale")
        if question.kind != "rating_scale" and option.value is not None:
            yield _error(f"{at}/value", "only the options of a rating scale have a value")
        if option.passes and option.auto_fail != "none":
            yield _error(f"{at}/passes", "an option that fails automatically can't count as a pass")


def _check_errors(place: str, question: Question) -> Iterator[FieldError]:
    phrases = question.phrases
    if question.check == "intent":
        if phrases is not None:
            yield _error(f"{place}/phrases", "phrases belong to an exact match")
        return
    if question.answerer != "ai":
        yield _error(f"{place}/check", "an exact match is made by the system, so a person can't be the answerer")
    if question.kind != "yes_no":
        yield _error(f"{place}/check", "an exact match answers yes or no, so it needs a yes/no question")
    if phrases is None or not (phrases.all_of or phrases.any_of):
        yield _error(f"{place}/phrases", "an exact match needs at least one phrase")
        return
    if len(phrases.all_of) + len(phrases.any_of) > MOST_PHRASES:
        yield _error(f"{place}/phrases", f"an exact match looks for {MOST_PHRASES} phrases at most")
        return
    for name, wanted in (("all_of", phrases.all_of), ("any_of", phrases.any_of)):
        for number, phrase in enumerate(wanted):
            if not words_of(phrase):
                yield _error(f"{place}/phrases/{name}/{number}", "the phrase has no word in it")


def _shown(place: str, name: str) -> Iterator[FieldError]:
    try:
        check_name(name)
    except ValueError as error:
        yield _error(place, str(error))


def _substance(version: ScorecardVersion) -> dict[str, Any]:
    return {
        **version.model_dump(include={"scorecard_id", "format", "pass_mark", "section_auto_fail_rule"}),
        "sections": {section.id: _section_substance(section) for section in version.sections},
    }


def _section_substance(section: Section) -> dict[str, Any]:
    return {
        "weight": section.weight,
        "questions": {question.id: _question_substance(question) for question in section.questions},
    }


def _question_substance(question: Question) -> dict[str, Any]:
    asks_the_model = question.answerer == "ai" and question.check == "intent"
    words = set() if asks_the_model else {"text", "description", "good", "poor", "context"}
    kept = question.model_dump(exclude=words | {"options", "id"})
    called = None if asks_the_model else {"label"}
    return {**kept, "options": {option.id: option.model_dump(exclude=called) for option in question.options}}


def _error(pointer: str, message: str) -> FieldError:
    return FieldError(pointer=pointer, message=message)
