"""What changed from one version of a scorecard to another, one thing at a time (S4.6).

Sections, questions and options are known by their ids. What is new or gone is told as one change, without what is in
it; of what stands in both, every field that differs is. The order is told by as few moves as there have to be.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, Protocol, TypeVar

from debrief.kernel.model import Entity
from debrief.quality.scorecards.model import Option, Question, RequiredPhrases, Section, VersionContent
from debrief.quality.scorecards.rules import changes_places

ChangeKind = Literal["added", "removed", "moved", "changed"]
Changed = Literal["scorecard", "section", "question", "option"]
Value = bool | float | str | tuple[str, ...] | None

_SCORING = ("format", "pass_mark", "section_auto_fail_rule")
_WORDS = ("text", "description", "good", "poor", "context")
_PHRASES = tuple(RequiredPhrases.model_fields)
_QUESTION = tuple(name for name in Question.model_fields if name not in (*_WORDS, "id", "options", "phrases"))
_OPTION = tuple(name for name in Option.model_fields if name != "id")


class VersionChange(Entity):
    """One thing that differs between two versions.

    what: which kind of thing it happened to. section_id, question_id, option_id: which one; null for what it isn't in.
    section, question, option: what these are called, in the later version where they are in it.
    field: of a change, what changed; of a move to another section, `section`; else null. phrases.… is a part of what an
    exact match looks for.
    before, after: of a change, the values; the default answer by its label. Of a move to another section, the titles.
    scoring: whether it makes a new version. Otherwise it is cosmetic: evaluations read and score as before.
    """

    kind: ChangeKind
    what: Changed
    section_id: str | None = None
    question_id: str | None = None
    option_id: str | None = None
    section: str | None = None
    question: str | None = None
    option: str | None = None
    field: str | None = None
    before: Value = None
    after: Value = None
    scoring: bool


class VersionChanges(Entity):
    """The changes from version `earlier` of a scorecard to version `later`.

    cosmetic: none of them made a new version necessary.
    """

    earlier: int
    later: int
    cosmetic: bool
    changes: tuple[VersionChange, ...]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)
Key = tuple[str, int]


class _Asked(NamedTuple):
    """A question where it stands."""

    section: Section
    section_key: Key
    question: Question


def changes(old: VersionContent, new: VersionContent) -> tuple[VersionChange, ...]:
    """Everything that differs, in the order of the scorecard: of the whole, then section by section.

    There is none where the two say the same, and none that is `scoring` where `rules.is_cosmetic_change`.
    """
    return tuple(_changes(old, new))


def _changes(old: VersionContent, new: VersionContent) -> Iterator[VersionChange]:
    yield from _of_scorecard(old, new)
    before, after = _keyed(old.sections), _keyed(new.sections)
    moved = _moved(before, after)
    asked_before, asked_after = _asked(before), _asked(after)
    for key, section in before.items():
        if key not in after:
            yield _of_section("removed", section, scoring=True)
    for key, asked in asked_before.items():
        if key not in asked_after:
            yield _of_question("removed", asked.section, asked.question, scoring=True)
    for key, section in after.items():
        earlier = before.get(key)
        if earlier is None:
            yield _of_section("added", section, scoring=True)
        else:
            if key in moved:
                yield _of_section("moved", section)
            yield from _section_fields(earlier, section)
        yield from _questions(key, section, asked_before, asked_after)


def _of_scorecard(old: VersionContent, new: VersionContent) -> Iterator[VersionChange]:
    pairs: list[tuple[str, Value, Value, bool]] = [
        (name, getattr(old, name), getattr(new, name), name in _SCORING) for name in (*_SCORING, "start_automatically")
    ]
    pairs.append(("channels", _texts(old.applies_to.channels), _texts(new.applies_to.channels), False))
    pairs.append(("queues", old.applies_to.queues, new.applies_to.queues, False))
    for field, before, after, scoring in pairs:
        if before != after:
            yield VersionChange(
                kind="changed", what="scorecard", field=field, before=before, after=after, scoring=scoring
            )


def _texts(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _section_fields(old: Section, new: Section) -> Iterator[VersionChange]:
    for field, scoring in (("title", False), ("description", False), ("weight", True)):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield _of_section("changed", new, field=field, before=before, after=after, scoring=scoring)


def _questions(
    key: Key, section: Section, before: dict[Key, _Asked], after: dict[Key, _Asked]
) -> Iterator[VersionChange]:
    here = [name for name, asked in after.items() if asked.section_key == key]
    stayed = {name: before[name].question for name in before if before[name].section_key == key}
    moved = _moved(stayed, {name: after[name].question for name in here})
    for name in here:
        question, earlier = after[name].question, before.get(name)
        if earlier is None:
            yield _of_question("added", section, question, scoring=True)
            continue
        if earlier.section_key != key:
            yield _of_question(
                "moved",
                section,
                question,
                field="section",
                before=earlier.section.title,
                after=section.title,
                scoring=True,
            )
        elif name in moved:
            yield _of_question("moved", section, question)
        yield from _question_fields(section, earlier.question, question)


def _question_fields(section: Section, old: Question, new: Question) -> Iterator[VersionChange]:
    asks_the_model = _asks_the_model(old, new)
    for field in (*_WORDS, *_QUESTION):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            if field == "default_option_id":
                before, after = _label(old, before), _label(new, after)
            yield _of_question(
                "changed",
                section,
                new,
                field=field,
                before=before,
                after=after,
                scoring=field not in _WORDS or asks_the_model,
            )
    yield from _phrases(section, old, new)
    yield from _options(section, old, new)


def _asks_the_model(*questions: Question) -> bool:
    return any(each.answerer == "ai" and each.check == "intent" for each in questions)


def _label(question: Question, option_id: str | None) -> str | None:
    option = question.option(option_id) if option_id is not None else None
    return option.label if option else option_id


def _phrases(section: Section, old: Question, new: Question) -> Iterator[VersionChange]:
    if (old.phrases is None) != (new.phrases is None):
        there = (old.phrases is not None, new.phrases is not None)
        yield _of_question("changed", section, new, field="phrases", before=there[0], after=there[1], scoring=True)
    for part in _PHRASES:
        before, after = getattr(old.phrases, part, None), getattr(new.phrases, part, None)
        if before != after:
            yield _of_question(
                "changed", section, new, field=f"phrases.{part}", before=before, after=after, scoring=True
            )


def _options(section: Section, old: Question, new: Question) -> Iterator[VersionChange]:
    before, after = _keyed(old.options), _keyed(new.options)
    names = _asks_the_model(old, new) or changes_places(old, new)
    moved = _moved(before, after)
    for key, option in before.items():
        if key not in after:
            yield _of_option("removed", section, new, option, scoring=True)
    for key, option in after.items():
        earlier = before.get(key)
        if earlier is None:
            yield _of_option("added", section, new, option, scoring=True)
            continue
        if key in moved:
            yield _of_option("moved", section, new, option)
        for field in _OPTION:
            was, now = getattr(earlier, field), getattr(option, field)
            if was != now:
                scoring = field != "label" or names
                yield _of_option("changed", section, new, option, field=field, before=was, after=now, scoring=scoring)


def _of_section(
    kind: ChangeKind,
    section: Section,
    *,
    field: str | None = None,
    before: Value = None,
    after: Value = None,
    scoring: bool = False,
) -> VersionChange:
    return VersionChange(
        kind=kind,
        what="section",
        section_id=section.id,
        section=section.title,
        field=field,
        before=before,
        after=after,
        scoring=scoring,
    )


def _of_question(
    kind: ChangeKind,
    section: Section,
    question: Question,
    *,
    field: str | None = None,
    before: Value = None,
    after: Value = None,
    scoring: bool = False,
) -> VersionChange:
    of_section = _of_section(kind, section, field=field, before=before, after=after, scoring=scoring)
    return of_section.model_copy(update={"what": "question", "question_id": question.id, "question": question.text})


def _of_option(
    kind: ChangeKind,
    section: Section,
    question: Question,
    option: Option,
    *,
    field: str | None = None,
    before: Value = None,
    after: Value = None,
    scoring: bool = False,
) -> VersionChange:
    of_question = _of_question(kind, section, question, field=field, before=before, after=after, scoring=scoring)
    return of_question.model_copy(update={"what": "option", "option_id": option.id, "option": option.label})


def _keyed(things: Sequence[N]) -> dict[Key, N]:
    """Things by their id, and how often it was there before: a draft may hold one twice."""
    seen: Counter[str] = Counter()
    keyed: dict[Key, N] = {}
    for each in things:
        keyed[each.id, seen[each.id]] = each
        seen[each.id] += 1
    return keyed


def _asked(sections: dict[Key, Section]) -> dict[Key, _Asked]:
    places = [_Asked(section, key, question) for key, section in sections.items() for question in section.questions]
    numbers = _keyed([place.question for place in places])
    return dict(zip(numbers, places, strict=True))


def _moved(before: dict[Key, N], after: dict[Key, N]) -> set[Key]:
    """The fewest of those in both that have to move, so that the others keep their order.

    What stays is a longest increasing subsequence of the earlier places (patience sorting, Fredman 1975).
    """
    places = {key: place for place, key in enumerate(before)}
    both = [key for key in after if key in places]
    ends: list[int] = []
    heads: list[int] = []
    back: list[int | None] = []
    for index, key in enumerate(both):
        at = bisect_left(ends, places[key])
        back.append(heads[at - 1] if at else None)
        if at == len(ends):
            ends.append(places[key])
            heads.append(index)
        else:
            ends[at] = places[key]
            heads[at] = index
    stays: set[Key] = set()
    last: int | None = heads[-1] if heads else None
    while last is not None:
        stays.add(both[last])
        last = back[last]
    return set(both) - stays
