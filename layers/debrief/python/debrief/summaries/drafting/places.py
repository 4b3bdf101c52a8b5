"""The places of a draft: where each text of it stands, which sentences can't stay, and new ones in their place."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from debrief.summaries.drafting.draft import SummaryDraft
from debrief.summaries.drafting.guard import Verdict, sentences
from debrief.summaries.report.report import DropReason, Quote

Path = tuple[str | int, ...]
"""The way to a value of a draft, such as `("strengths", "chips", 1, "note")`."""


class Place(NamedTuple):
    """A text of a draft and the way to it."""

    path: Path
    text: str


class Judged(NamedTuple):
    """What was judged of a draft, in the order in which it was read.

    texts: each text with what stays of it. quotes: what was found of each example's quote, of those that have one.
    """

    texts: tuple[tuple[str, Verdict], ...]
    quotes: tuple[Quote | None, ...]


class Sentence(NamedTuple):
    """A sentence of a draft. reason: why it can't stay; None where it can. at: which of the judged texts it is of."""

    path: Path
    at: int
    text: str
    reason: DropReason | None


def texts_in(draft: SummaryDraft) -> Iterator[Place]:
    """The texts of a draft, in the order in which a report is made of them."""
    yield from _each(draft, "trends")
    for number, example in enumerate(draft.examples):
        yield Place(("examples", number, "text"), example.text)
    for name in ("strengths", "development"):
        section = getattr(draft, name)
        for number, text in enumerate(section.texts):
            yield Place((name, "texts", number), text)
        for number, chip in enumerate(section.chips):
            yield Place((name, "chips", number, "note"), chip.note)
    for name in ("talking_points", "action_items", "questions"):
        yield from _each(draft, name)
    for number, each in enumerate(draft.recommendations):
        for field in ("area", "action", "rationale"):
            yield Place(("recommendations", number, field), getattr(each, field))
        for place, chip in enumerate(each.chips):
            yield Place(("recommendations", number, "chips", place, "note"), chip.note)


def _each(draft: SummaryDraft, name: str) -> Iterator[Place]:
    for number, text in enumerate(getattr(draft, name)):
        yield Place((name, number), text)


def sentences_in(draft: SummaryDraft, judged: Judged) -> Iterator[Sentence]:
    """Every sentence that was judged, with its place. A text that wasn't, such as the note of a chip too many, is left
    out."""
    waiting: dict[str, list[int]] = {}
    for at, (text, _) in enumerate(judged.texts):
        waiting.setdefault(text, []).append(at)
    for place in texts_in(draft):
        numbers = waiting.get(place.text)
        if numbers:
            at = numbers.pop(0)
            for text, reason in _parted(judged.texts[at]):
                yield Sentence(place.path, at, text, reason)


def _parted(one: tuple[str, Verdict]) -> Iterator[tuple[str, DropReason | None]]:
    """The sentences of a text, each with why it can't stay. What is kept and what isn't are in their order."""
    text, verdict = one
    kept, dropped = list(verdict.kept), list(verdict.dropped)
    for sentence in sentences(text):
        if kept and sentence == kept[0]:
            yield kept.pop(0), None
        elif dropped:
            yield sentence, dropped.pop(0)


def value_at(draft: SummaryDraft, path: Path) -> Any:
    """What stands at a place."""
    found: Any = draft
    for step in path:
        found = getattr(found, step) if isinstance(step, str) else found[step]
    return found


def replaced(draft: SummaryDraft, values: Mapping[Path, Any]) -> SummaryDraft:
    """The draft with other values at these places."""
    if not values:
        return draft
    data: Any = draft.model_dump(mode="json")
    for path, value in values.items():
        holder = data
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = value
    return SummaryDraft.model_validate(data)
