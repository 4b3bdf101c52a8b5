"""Asking for places that were left out once more: what the model is told of them, and what its answer changes.

A place is a sentence that a rule left out, or the quote of an example that wasn't found. It is told with the reason in
plain words, so that the next try can be another one. Whatever comes back is judged like the draft itself.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import Field

from debrief.kernel.ai.prompts import data_json, harmless
from debrief.kernel.ai.tokens import estimated_tokens
from debrief.kernel.model import Entity
from debrief.summaries.drafting.draft import LONGEST_TEXT, Reference, SummaryDraft, WholeQuote
from debrief.summaries.drafting.guard import LONGEST_SENTENCE, Verdict
from debrief.summaries.drafting.places import Judged, Path, replaced, sentences_in, texts_in, value_at
from debrief.summaries.model import FurtherRound
from debrief.summaries.report.report import DropReason

TOOL: Final = "repair_summary"
MOST_PLACES: Final = 40
"""Places that the model is told of; a draft with more of them isn't mended by telling."""

PLACES_TOKENS: Final = 6_000
"""What these may come to, with their texts and reasons; less where the model reads less."""

REASONS: Final[Mapping[DropReason, str]] = {
    "number": "It holds a number of its own, in digits or in words, or says how many or how often in words such as "
    '"most", "always" or "twice". Write a reference such as {F3} in its place, or do without.',
    "unknown_reference": "It refers to something that isn't in the data. Use only ids that stand there.",
    "no_value": "The fact that it cites has no value, for want of data. Name it with .name, without a value.",
    "contradiction": "It says that something went up or down, or is strong or weak, and the facts that it cites don't "
    "say so.",
    "uncited": "It claims something and cites nothing. Cite the fact or evidence that bears it out, or leave it out.",
    "misattributed": "The value that it cites is of something else than what it names, or it counts something else.",
    "movement": "It says that something changed, became or stayed, and cites no change of what it names.",
    "comparison": "It compares with others, a team, a target or an average of others. The data knows only this agent.",
    "name": 'It names a person. Say "the agent" or "the customer".',
    "person": "It judges the person. Say what was done, not what somebody is like.",
    "cause": "It tells why something is so, and no fact says why. Say only what is, or cite the fact that is the "
    "cause.",
    "language": "It isn't written in English, so that nobody can hold it against the facts. Write it in English.",
    "disguised": "It hides letters behind others, or parts words. Write plain words in one script.",
    "fragment": "It breaks off, or says nothing. Write a whole sentence.",
    "unproven_quote": "It quotes words that don't stand in that turn. Give words exactly as they stand in the turn, or "
    "leave them out; in a text there are no quotation marks, and nobody's words are told in other words.",
    "instruction": "It passes on an instruction. Only say what the data shows.",
    "markup": "It holds markup, an address or a character with a meaning of its own. Write plain words.",
    "too_long": f"It is longer than {LONGEST_SENTENCE} characters. Say it in a short sentence.",
}
"""Why a sentence or a quote was left out, as the model is told. Other reasons are of chips and lists, which are cut."""

_OTHERWISE: Final = (
    "A rule of the report doesn't allow it. Say only what the facts and the evidence bear out, and cite them."
)


class NewPlace(Entity):
    """A place written anew. place: its id, such as P3. text: what is to stand there. quote: of a place that is one."""

    place: Reference
    text: Annotated[str, Field(max_length=LONGEST_SENTENCE)] = ""
    quote: WholeQuote | None = None


class Repair(Entity):
    """The places written anew, each under its id. Leave out a place for which the data holds nothing to say."""

    places: Annotated[tuple[NewPlace, ...], Field(max_length=MOST_PLACES)]


class LostPlace(Entity):
    """A sentence or quote that can't stay. path: the way to its text, or to the quote. reason: why."""

    id: str
    path: Path
    sentence: str
    reason: DropReason


class Repaired(Entity):
    """What became of the places: what was asked for, what came back, and how. prompt_sha256: of all that was sent."""

    round: FurtherRound
    places: tuple[LostPlace, ...] = ()
    answer: Repair | None = None
    prompt_sha256: str = ""


def lost_in(draft: SummaryDraft, judged: Judged) -> tuple[LostPlace, ...]:
    """The places of the draft that can't stay."""
    found = [(each.path, each.text, each.reason) for each in sentences_in(draft, judged) if each.reason is not None]
    quoted = [number for number, example in enumerate(draft.examples) if example.quote is not None]
    for number, quote in zip(quoted, judged.quotes, strict=True):
        if quote is None:
            found.append((("examples", number, "quote"), draft.examples[number].quote.text, "unproven_quote"))  # type: ignore[union-attr]
    return tuple(
        LostPlace(id=f"P{number}", path=path, sentence=sentence, reason=reason)
        for number, (path, sentence, reason) in enumerate(found, start=1)
    )


def told_of(draft: SummaryDraft, lost: Sequence[LostPlace], tokens: int = PLACES_TOKENS) -> tuple[LostPlace, ...]:
    """Those of the places that the model is told of: the first ones, as many as come to so many tokens."""
    told: list[LostPlace] = []
    parts: set[str] = set()
    paths = {each.path for each in lost}
    for place in lost[:MOST_PLACES]:
        tokens -= estimated_tokens(harmless(data_json(_line(draft, place))))
        if str(place.path[0]) not in parts:
            # What else stands in its part is told too.
            parts.add(str(place.path[0]))
            tokens -= sum(
                estimated_tokens(harmless(data_json(text.text)))
                for text in texts_in(draft)
                if text.path[0] == place.path[0] and text.path not in paths and text.text.strip()
            )
        if tokens < 0:
            break
        told.append(place)
    return tuple(told)


def lines_of(draft: SummaryDraft, places: Sequence[LostPlace]) -> str:
    """The places as the model reads them, one a line; and of each part with such places, the texts that stay."""
    lost: dict[Path, list[str]] = {}
    for each in places:
        lost.setdefault(each.path, []).append(each.sentence)
    parts = parts_of(places)
    staying: dict[str, list[str]] = {}
    for place in texts_in(draft):
        part = _part(place.path)
        if place.path[0] in parts and place.path not in lost and place.text.strip():
            staying.setdefault(part, []).append(place.text)
    lines = [_line(draft, each) for each in places]
    return "\n".join(map(data_json, [*lines, *({"part": part, "stays": texts} for part, texts in staying.items())]))


def _line(draft: SummaryDraft, place: LostPlace) -> dict[str, Any]:
    told: dict[str, Any] = {"place": place.id, "part": _part(place.path)}
    if place.path[-1] == "quote":
        quote = value_at(draft, place.path)
        told |= {"example": value_at(draft, (*place.path[:-1], "text")), "quote": quote.model_dump(mode="json")}
    else:
        whole = value_at(draft, place.path)
        told |= {"text": whole} if whole.strip() != place.sentence else {}
        told["sentence"] = place.sentence
    return told | {"why": REASONS.get(place.reason, _OTHERWISE)}


def _part(path: Path) -> str:
    """What the place is a part of, such as `recommendations: rationale`."""
    names = [step for step in path if isinstance(step, str)]
    return names[0] if len(names) == 1 else f"{names[0]}: {names[-1]}"


def parts_of(places: Sequence[LostPlace]) -> frozenset[str]:
    """The sections that the places stand in."""
    return frozenset(str(each.path[0]) for each in places)


def mended(draft: SummaryDraft, judged: Judged, repaired: Repaired | None) -> SummaryDraft:
    """The draft with what came back in the places that were asked for.

    What didn't come back, or only repeats what stands in the same part already, stays as it was: left out and counted.
    """
    if repaired is None or repaired.answer is None:
        return draft
    said = {(_part(each.path), each.text) for each in sentences_in(draft, judged) if each.reason is None}
    given = {each.place: each for each in reversed(repaired.answer.places)}
    values: dict[Path, Any] = {}
    # The same sentence may stand twice in a text: each of them has its place, in their order.
    anew: dict[tuple[Path, str], list[str]] = {}
    for place in repaired.places:
        new = given.get(place.id)
        if place.path[-1] == "quote":
            if new is not None and new.quote is not None:
                values[place.path] = new.quote.model_dump(mode="json")
            continue
        text = new.text.strip() if new is not None else ""
        useful = text and (_part(place.path), text) not in said
        anew.setdefault((place.path, place.sentence), []).append(text if useful else place.sentence)
    texts: dict[Path, list[str]] = {}
    for each in sentences_in(draft, judged):
        waiting = anew.get((each.path, each.text))
        texts.setdefault(each.path, []).append(waiting.pop(0) if waiting else each.text)
    for path in {path for path, _ in anew}:
        # As a report joins them, so that they stay the same sentences.
        whole = Verdict(tuple(texts[path]), ()).text
        if len(whole) <= LONGEST_TEXT:
            values[path] = whole
    return replaced(draft, values)
