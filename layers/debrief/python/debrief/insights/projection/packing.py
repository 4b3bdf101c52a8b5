"""Many changes of rollups as few transactions.

Everybody's evaluations and conversations of a day end in the same rows of everyone and of their team. Written one by
one they would turn each other away, since DynamoDB refuses a transaction that touches a row another one is touching.
What one batch of events changes is therefore summed by row, and goes, with all the markers, into as few transactions
as hold it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from debrief.insights.projection.model import Contribution, Counters, Marker, RowKey
from debrief.insights.projection.rollups import MOST_COUNTERS, changes

MOST_NAMES = 2 * MOST_COUNTERS
"""Counters of one row that one update changes at most, be that for one thing or for many."""

Source = Literal["EVAL", "INT", "CAL", "CHK", "COACH", "LOG"]


class SourceKey(NamedTuple):
    """What a marker belongs to: an evaluation, a conversation, a calibration, a blind check of the AI, what somebody is
    coached with (an assignment or a practice scenario), or a coaching log."""

    source: Source
    id: str


class SourceChange(NamedTuple):
    """What one evaluation or conversation changes: its marker, and what is added to which rows."""

    key: SourceKey
    before: Marker | None
    after: Marker
    rows: dict[RowKey, Counters]


def change_of(key: SourceKey, before: Marker | None, revision: int, share: Contribution | None) -> SourceChange:
    """The change after which the rollups count `share` instead of what the marker says.

    revision: of the evaluation or conversation; 0 when it is gone.
    """
    after = Marker(source_revision=revision, share=share, revision=before.revision if before else 0)
    return SourceChange(key, before, after, changes(before.share if before else None, share))


def packed(many: Iterable[SourceChange], *, most_items: int) -> Iterator[list[SourceChange]]:
    """The changes in groups that each fit into one transaction: a marker each, and every row once.

    Those that meet in the same rows of everyone, and then of a team, stand together: a group touches fewer rows that
    others are waiting for. A change too large for any transaction is a group of its own.
    """
    group: list[SourceChange] = []
    names: dict[RowKey, set[str]] = {}
    for change in sorted(many, key=_meeting_place):
        merged = {place: names.get(place, set()) | counters.keys() for place, counters in change.rows.items()}
        items = len(group) + 1 + len(names.keys() | merged.keys())
        if group and (items > most_items or any(len(each) > MOST_NAMES for each in merged.values())):
            yield group
            group, names = [], {}
            merged = {place: set(counters) for place, counters in change.rows.items()}
        group.append(change)
        names.update(merged)
    if group:
        yield group


def summed(group: Sequence[SourceChange]) -> dict[RowKey, Counters]:
    """What a group adds to which rows; nothing where it adds up to nothing."""
    sums: dict[RowKey, Counters] = {}
    for change in group:
        for place, counters in change.rows.items():
            row = sums.setdefault(place, {})
            for name, by in counters.items():
                row[name] = row.get(name, 0) + by
    left = {place: {name: by for name, by in row.items() if by} for place, row in sums.items()}
    return {place: row for place, row in left.items() if row}


def _meeting_place(change: SourceChange) -> tuple[list[RowKey], list[RowKey], str]:
    everyones = sorted(place for place in change.rows if place.pk.startswith("EVERYONE#"))
    teams = sorted(place for place in change.rows if place.pk.startswith("TEAM#"))
    return everyones, teams, change.key.id
