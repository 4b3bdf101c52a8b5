"""Texts in which somebody marked what is personal, from the files that they came in."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from debrief.kernel.masking.checks import is_card
from debrief.kernel.masking.kinds import Found, Kind, Segment


class Marked(NamedTuple):
    """A conversation, or one text.

    personal: what was marked in it. other: what was marked and isn't of our kinds, which a mask may cover or not.
    """

    segments: tuple[Segment, ...]
    personal: tuple["Mark", ...]
    other: tuple[Found, ...] = ()


class Mark(NamedTuple):
    """A place that was marked. row: under which name it is counted."""

    place: Found
    row: str


_MARK: Final = re.compile(r"\{(?P<kind>[a-z_]+)\|(?P<value>[^{}]*)\}")


def ours(path: Path) -> list[Marked]:
    """A list in the form of this tool: a conversation a line as a JSON list of `speaker: text`, its marks as
    `{kind|value}`."""
    found: list[Marked] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            found.append(_ours(json.loads(line)))
    return found


def _ours(turns: list[str]) -> Marked:
    segments: list[Segment] = []
    marks: list[Mark] = []
    for number, turn in enumerate(turns):
        speaker, _, text = turn.partition(": ")
        parts, at, length = [], 0, 0
        for match in _MARK.finditer(text):
            before = text[at : match.start()]
            start = length + len(before)
            length = start + len(match["value"])
            parts += [before, match["value"]]
            at = match.end()
            marks.append(Mark(Found(number, start, length, Kind(match["kind"])), match["kind"]))
        segments.append(Segment(speaker, "".join([*parts, text[at:]])))
    return Marked(tuple(segments), tuple(marks))


_PRESIDIO: Final = {
    "CREDIT_CARD": Kind.CARD,
    "IBAN_CODE": Kind.ACCOUNT,
    "EMAIL_ADDRESS": Kind.EMAIL,
    "PHONE_NUMBER": Kind.PHONE,
    "US_SSN": Kind.NATIONAL_ID,
    "US_DRIVER_LICENSE": Kind.NATIONAL_ID,
    "PERSON": Kind.NAME,
    "STREET_ADDRESS": Kind.ADDRESS,
    "ZIP_CODE": Kind.ADDRESS,
}
_ROWS: Final = {"IBAN_CODE": "iban", "US_DRIVER_LICENSE": "licence", "ZIP_CODE": "postcode"}
_TOO: Final = frozenset({"GPE", "TITLE", "AGE", "NRP", "DATE_TIME"})
"""Marked as somebody's there too: a place, a title, an age, a nationality, a date. A mask over one is no mistake."""


def spans(path: Path) -> list[Marked]:
    """Lines of JSON with `text` and `spans` of start, end, kind and value."""
    found: list[Marked] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        marks, other = [], []
        for start, end, kind, _ in given["spans"]:
            if kind in _PRESIDIO:
                place = Found(0, start, end, _PRESIDIO[kind])
                marks.append(Mark(place, _ROWS.get(kind, place.kind.value)))
            elif kind in _TOO:
                other.append(Found(0, start, end, Kind.NAME))
        found.append(Marked((Segment("", given["text"]),), tuple(marks), tuple(other)))
    return found


_SLOTS: Final = {
    "name": Kind.NAME,
    "ssn": Kind.NATIONAL_ID,
    "card_number": Kind.CARD,
    "address": Kind.ADDRESS,
    "email_address": Kind.EMAIL,
    "phone_number": Kind.PHONE,
    "account_number": Kind.ACCOUNT,
    "target_account_number": Kind.ACCOUNT,
}
_AGENTS: Final = frozenset(
    re.findall(r"\w+", "alex cameron casey charlie jamie jesse lindsay riley robin rory sam spencer taylor")
)
"""By what the agents of those conversations are called. They fill no slot, so that nobody marked them where a customer
addresses them: a mask over one is no mistake, and they count in no recall."""
_SLOTS_TOO: Final = frozenset({"policyid", "claimid"})


def slots(path: Path) -> list[Marked]:
    """Columns parted by tabs, a label for each word: what customers wrote, each conversation in several lines."""
    by_talk: dict[str, list[tuple[str, str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) > 4:
            by_talk.setdefault(cells[0], []).append((cells[3], cells[4]))
    return [_slots(turns) for turns in by_talk.values()]


def _slots(turns: list[tuple[str, str]]) -> Marked:
    segments, marks, other = [], [], []
    for number, (text, labels) in enumerate(turns):
        segments.append(Segment("customer", text))
        other += [
            Found(number, word.start(), word.end(), Kind.NAME)
            for word in re.finditer(r"\w+", text)
            if word[0].casefold() in _AGENTS
        ]
        for start, end, label in _labelled(text, labels.split(" ")):
            value = text[start:end]
            kind = _SLOTS.get(label)
            numeric = kind not in {Kind.NAME, Kind.ADDRESS, Kind.EMAIL}
            if kind is not None and (not numeric or any(each.isdigit() for each in value)):
                marks.append(Mark(Found(number, start, end, kind), _row(kind, value)))
            elif kind is not None or label in _SLOTS_TOO:
                other.append(Found(number, start, end, Kind.ACCOUNT))
    return Marked(tuple(segments), tuple(marks), tuple(other))


def _row(kind: Kind, value: str) -> str:
    """Numbers of cards that people made up, or parts of them, are counted by themselves: no check digit tells those."""
    if kind is Kind.CARD and not is_card("".join(each for each in value if each.isdigit())):
        return "card, no check digit"
    return "id, last digits" if kind is Kind.NATIONAL_ID else kind.value


def _labelled(text: str, labels: list[str]) -> Iterator[tuple[int, int, str]]:
    at, open_one = 0, None
    words = text.split(" ")
    for word, label in zip(words, labels, strict=False):
        end = at + len(word)
        if open_one and open_one[2] == label:
            open_one = (open_one[0], end, label)
        else:
            if open_one:
                yield open_one
            open_one = (at, end, label) if label != "O" else None
        at = end + 1
    if open_one:
        yield open_one
