"""Reads a sample of a period, or all of it where there is little (N5): bounded, whatever the number of
conversations.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.calendar import day_of, start_of_day
from debrief.kernel.clock import iso
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.forecasts.sampling import WANTED, Slot, division, drawn_slots
from debrief.quality.spans import Span

T = TypeVar("T")
Within = Callable[[datetime, datetime], Iterator[T]]
"""What began from an instant on and before another, the newest first."""

MOST_OF_SLOT = 500
"""Of a slot that holds more, the newest ones are looked at, and the sample says so."""

_PAGE = 100


class Sample(NamedTuple, Generic[T]):
    """Day by day, what the slots hold that were looked at. slots, taken: of a day; equal where it is all there is.

    overfull: slots that hold more than was looked at, so that numbers are too low.
    """

    slots: int
    taken: int
    days: Sequence[Sequence[Sequence[T]]]
    overfull: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return self.taken == self.slots

    @property
    def looked_at(self) -> int:
        """How many units there are in it."""
        return sum(len(slot) for day in self.days for slot in day)


def sampled(
    within: Within[T], at: Callable[[T], datetime], seed: str, first_on: date, last_on: date, time_zone: str
) -> Sample[T]:
    """All that began on these days where that is little, else what drawn slots hold. at: when a unit began."""
    days = [first_on + timedelta(days=number) for number in range((last_on - first_on).days + 1)]
    start, end = start_of_day(first_on, time_zone), start_of_day(last_on + timedelta(days=1), time_zone)
    newest = list(islice(within(start, end), WANTED + 1))
    if len(newest) <= WANTED:
        by_day: dict[date, list[T]] = {each: [] for each in days}
        for unit in newest:
            by_day[day_of(at(unit), time_zone)].append(unit)
        return Sample(1, 1, [[by_day[each]] for each in days])
    # As many as the newest ones make expect; what the days really hold the sample tells.
    covered = max(timedelta(minutes=1), end - at(newest[-1]))
    slots, taken = division(len(newest) * ((end - start) / covered), len(days))

    overfull = 0

    def held(slot: Slot) -> list[T]:
        nonlocal overfull
        found = list(islice(within(slot.start, slot.end), MOST_OF_SLOT + 1))
        overfull += len(found) > MOST_OF_SLOT
        return found[:MOST_OF_SLOT]

    looked_at = [[held(slot) for slot in drawn_slots(seed, each, time_zone, slots, taken)] for each in days]
    return Sample(slots, taken, looked_at, overfull)


def conversations(store: InteractionStore) -> Within[Interaction]:
    """Everybody's conversations."""

    def within(start: datetime, end: datetime) -> Iterator[Interaction]:
        year, before = (end - timedelta(milliseconds=1)).year, iso(end)
        while year >= start.year:
            some, more = store.interactions_in(year, most=_PAGE, before=before)
            for each in some:
                if each.started_at < start:
                    return
                if each.erased_at is None:
                    yield each
            year, before = (year, more) if more else (year - 1, f"{year}-")

    return within


def completed(store: EvaluationStore, scorecard_id: str | None) -> Within[EvaluationSummary]:
    """Everybody's completed evaluations, or those of a scorecard, by when their conversations began."""

    def within(start: datetime, end: datetime) -> Iterator[EvaluationSummary]:
        span = Span(iso(start), iso(end))
        for _, line in store.lines(span, chunk=_PAGE, scorecard_id=scorecard_id):
            if line.interaction_started_at < end:
                yield line

    return within
